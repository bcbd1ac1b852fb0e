//! Whole sections of the activities that only one person can lead, or that only one room fits.
//!
//! Priced slot by slot such a person would lead one and a half sections of two meetings in three
//! slots. So each column of these activities has a row of its own: sections open there, against those
//! that the person or the room takes on in its best legal week of whole sections (Lagrangian
//! decomposition, as in [`crate::linking`]).

use crate::duals::Decided;
use crate::model::Model;
use kehou_domain::instance::{SlotMask, bits};
use std::ops::Range;

/// Value of what cannot be.
const IMPOSSIBLE: i64 = i64::MIN / 4;

/// Most steps of one search of a best packing; units that would need more are left to their slots.
const MOST_STEPS: usize = 1 << 18;

/// A section on one column.
#[derive(Clone, Debug)]
struct Piece {
    column: usize,
    row: usize,
    /// Slots, as positions in [`Unit::slots`].
    mask: u32,
}

/// A person or a room with the activities that nobody and nothing else serves.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Position among staff or rooms.
    pub member: usize,
    /// Most slots.
    cap: u32,
    slots: Vec<usize>,
    /// Most sections, and where they can be, of each activity.
    activities: Vec<(u32, Vec<Piece>)>,
}

/// What a unit takes on.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    /// Rows of the sections.
    pub rows: Vec<usize>,
    /// Slots they take.
    pub slots: SlotMask,
}

/// All units of a school and their rows.
#[derive(Clone, Debug, Default)]
pub struct Packing {
    /// Staff members who alone lead some activity.
    pub staff: Vec<Unit>,
    /// Rooms that alone fit some activity.
    pub rooms: Vec<Unit>,
    /// Only lead of each column and the row there; row in its only room.
    leads: Vec<Option<(usize, usize)>>,
    room_row: Vec<Option<usize>>,
    /// Rows.
    pub rows: Range<usize>,
}

impl Packing {
    /// The units of a school; their rows begin at `first`.
    pub fn new(model: &Model, first: usize) -> Self {
        let columns = model.columns.len();
        let mut packing = Self {
            leads: vec![None; columns],
            room_row: vec![None; columns],
            rows: first..first,
            ..Self::default()
        };
        if !model.duties.accompanies {
            let only_lead = |activity: usize| only(&model.school.activities[activity].leads);
            for (staff, &free) in model.staff_free.iter().enumerate() {
                let data = &model.school.staff[staff];
                let free = if data.serves { free } else { 0 };
                let member = (staff, free, data.weekly_cap);
                packing.staff.extend(unit(model, member, &only_lead, &mut packing.rows.end));
            }
        }
        let only_room = |activity: usize| only(&model.school.activities[activity].rooms);
        for (room, &free) in model.room_free.iter().enumerate() {
            packing.rooms.extend(unit(
                model,
                (room, free, u32::MAX),
                &only_room,
                &mut packing.rows.end,
            ));
        }
        for unit in &packing.staff {
            unit.pieces().for_each(|p| packing.leads[p.column] = Some((unit.member, p.row)));
        }
        for piece in packing.rooms.iter().flat_map(Unit::pieces) {
            packing.room_row[piece.column] = Some(piece.row);
        }
        packing
    }

    /// The only lead of a column, and the row.
    pub fn lead_of(&self, column: usize) -> Option<(usize, usize)> {
        self.leads[column]
    }

    /// Row of a column in its only room.
    pub fn room_row(&self, column: usize) -> Option<usize> {
        self.room_row[column]
    }
}

fn only(members: &[usize]) -> Option<usize> {
    if let [member] = members { Some(*member) } else { None }
}

/// The unit of a member free in these slots; none without activities of its own, or with too many.
fn unit(
    model: &Model,
    (member, free, cap): (usize, SlotMask, u32),
    only: &dyn Fn(usize) -> Option<usize>,
    next_row: &mut usize,
) -> Option<Unit> {
    let own: Vec<usize> = (0..model.school.activities.len())
        .filter(|&activity| {
            only(activity) == Some(member) && !model.columns_of[activity].is_empty()
        })
        .collect();
    let fits = |column: &usize| model.columns[*column].mask & !free == 0;
    let used = own.iter().flat_map(|&activity| model.columns_of[activity].clone()).filter(fits);
    let used = used.fold(0, |mask, column| mask | model.columns[column].mask);
    let slots: Vec<usize> = bits(used).collect();
    let mut row = *next_row;
    let mut activities = Vec::new();
    for &activity in &own {
        let columns = model.columns_of[activity].clone().filter(fits);
        let pieces: Vec<Piece> = columns
            .zip(row..)
            .map(|(column, row)| Piece {
                column,
                row,
                mask: local(&slots, model.columns[column].mask),
            })
            .collect();
        row += pieces.len();
        let most = model.school.activities[activity].max_sections.min(pieces.len() as u32);
        activities.push((most, pieces));
    }
    let unit = Unit { member, cap, slots, activities };
    let is_small = unit.slots.len() < 20 && unit.steps() <= MOST_STEPS;
    (is_small && unit.pieces().next().is_some()).then(|| {
        *next_row = row;
        unit
    })
}

/// A set of slots by their positions.
fn local(slots: &[usize], mask: SlotMask) -> u32 {
    let inside = slots.iter().enumerate().filter(|(_, slot)| mask >> **slot & 1 == 1);
    inside.fold(0, |mask, (at, _)| mask | 1 << at)
}

impl Unit {
    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.activities.iter().flat_map(|(_, pieces)| pieces)
    }

    /// Steps of a search.
    fn steps(&self) -> usize {
        let tries = self.activities.iter().map(|(most, pieces)| *most as usize * pieces.len());
        tries.sum::<usize>() << self.slots.len()
    }

    /// Rows, and the slots a section of each takes.
    pub fn rows(&self) -> impl Iterator<Item = (usize, SlotMask)> {
        self.pieces().map(|piece| (piece.row, self.slots_of(piece.mask)))
    }

    /// What a slot is worth at the prices of the rows, as a share of a section there.
    pub fn slot_price(&self, u: &[i64], slot: usize) -> i64 {
        let Some(at) = self.slots.iter().position(|&own| own == slot) else { return 0 };
        let there = self.pieces().filter(|piece| piece.mask >> at & 1 == 1);
        there.map(|piece| u[piece.row] / i64::from(piece.mask.count_ones())).max().unwrap_or(0)
    }

    /// Slots of a set of their positions.
    fn slots_of(&self, mask: u32) -> SlotMask {
        bits(SlotMask::from(mask)).fold(0, |slots, at| slots | 1 << self.slots[at])
    }

    /// Most that sections pay which together take exactly each set of slots.
    fn layers(&self, decided: &[Decided], worth: &dyn Fn(&Piece) -> i64) -> Vec<Layer<'_>> {
        let is_open = |piece: &&Piece| decided[piece.column].sections > 0;
        let held = self.pieces().filter(is_open).fold(0, |held, piece| held | piece.mask);
        let mut first = vec![IMPOSSIBLE; 1 << self.slots.len()];
        first[held as usize] = 0;
        let mut layers = vec![Layer { pieces: Vec::new(), most: vec![first] }];
        for (most, activity) in &self.activities {
            let paid = activity.iter().map(|piece| (piece, worth(piece)));
            let pieces: Vec<(&Piece, i64)> = paid.filter(|&(_, worth)| worth > 0).collect();
            if pieces.is_empty() {
                continue;
            }
            let mut counts = vec![best_of(&layers[layers.len() - 1].most)];
            for _ in activity.iter().filter(is_open).count()..*most as usize {
                let next = one_more(&counts[counts.len() - 1], &pieces, self.cap);
                if next.iter().all(|&value| value < 0) {
                    break;
                }
                counts.push(next);
            }
            layers.push(Layer { pieces, most: counts });
        }
        layers
    }

    /// The sections that pay most beside those decided: `worth` of each by row and slots, `rest` of
    /// what the slots not taken earn, never more for more taken, and at most the `ceiling` for so
    /// many. A sum that none exceeds, missed by at most `tolerance`, and the sections.
    pub fn best<R>(
        &self,
        decided: &[Decided],
        worth: impl Fn(usize, SlotMask) -> i64,
        ceiling: impl Fn(u32) -> i64,
        rest: impl Fn(SlotMask) -> Option<(i64, R)>,
        tolerance: i64,
    ) -> Option<(i64, Packed, R)> {
        let layers = self.layers(decided, &|piece| worth(piece.row, self.slots_of(piece.mask)));
        let values = best_of(&layers[layers.len() - 1].most);
        let ceilings: Vec<i64> = (0..=self.slots.len() as u32).map(ceiling).collect();
        let possible = values.iter().enumerate().filter(|&(_, &value)| value >= 0);
        let mut masks: Vec<(i64, u32)> = possible
            .map(|(mask, value)| (value + ceilings[mask.count_ones() as usize], mask as u32))
            .collect();
        let mut best: Option<(i64, u32, R)> = None;
        while let Some(next) = (0..masks.len()).max_by_key(|&at| masks[at]) {
            let (most, mask) = masks.swap_remove(next);
            if let Some(best) = best.as_mut().filter(|best| best.0 + tolerance >= most) {
                best.0 = best.0.max(most);
                break;
            }
            let Some((earned, what)) = rest(self.slots_of(mask)) else { continue };
            let sum = values[mask as usize] + earned;
            if best.as_ref().is_none_or(|best| sum > best.0) {
                best = Some((sum, mask, what));
            }
        }
        best.map(|(sum, mask, what)| (sum, self.unfold(decided, &layers, mask), what))
    }

    /// The sections behind a value of the last layer.
    fn unfold(&self, decided: &[Decided], layers: &[Layer], mask: u32) -> Packed {
        let open = self.pieces().filter(|piece| decided[piece.column].sections > 0);
        let rows = open.map(|piece| piece.row).collect();
        let mut packed = Packed { rows, slots: self.slots_of(mask) };
        let mut left = mask;
        for layer in layers.iter().rev() {
            let value = |count: usize, mask: u32| layer.most[count][mask as usize];
            let count =
                (0..layer.most.len()).max_by_key(|&n| (value(n, left), std::cmp::Reverse(n)));
            for count in (1..=count.unwrap_or(0)).rev() {
                let last = layer.pieces.iter().find(|(piece, worth)| {
                    left & piece.mask == piece.mask
                        && value(count - 1, left ^ piece.mask) + worth == value(count, left)
                });
                let Some((piece, _)) = last else { break };
                packed.rows.push(piece.row);
                left ^= piece.mask;
            }
        }
        packed
    }
}

/// One activity more: the pieces that pay, and the most by number of its sections and slots taken.
struct Layer<'u> {
    pieces: Vec<(&'u Piece, i64)>,
    most: Vec<Vec<i64>>,
}

/// The best of any number of sections.
fn best_of(most: &[Vec<i64>]) -> Vec<i64> {
    let mut best = most[0].clone();
    for more in &most[1..] {
        for (best, &value) in best.iter_mut().zip(more) {
            *best = (*best).max(value);
        }
    }
    best
}

/// One section more of an activity, `cap` slots at most.
fn one_more(before: &[i64], pieces: &[(&Piece, i64)], cap: u32) -> Vec<i64> {
    let mut most = vec![IMPOSSIBLE; before.len()];
    for (taken, &value) in before.iter().enumerate().filter(|(_, value)| **value >= 0) {
        for &(piece, worth) in pieces {
            let both = taken | piece.mask as usize;
            if taken & piece.mask as usize == 0 && both.count_ones() <= cap {
                most[both] = most[both].max(value + worth);
            }
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A unit of five slots with random pieces of two activities.
    fn units() -> impl Strategy<Value = (Unit, Vec<i64>, Vec<i64>)> {
        let activity = (0_u32..4, prop::collection::vec(1_u32..32, 0..5));
        let worth = prop::collection::vec(-5_i64..20, 10);
        let rest = prop::collection::vec(0_i64..10, 5).prop_map(|price| -> Vec<i64> {
            let left = |taken: u32| (0..5).filter(move |&slot| taken >> slot & 1 == 0);
            (0..32).map(|taken| left(taken).map(|slot| price[slot]).sum()).collect()
        });
        (prop::collection::vec(activity, 2), 1_u32..6, worth, rest).prop_map(
            |(activities, cap, worth, rest)| {
                let mut row = 0..;
                let mut piece = |mask| {
                    let row = row.next().unwrap_or(0);
                    Piece { column: row, row, mask }
                };
                let activities = activities
                    .into_iter()
                    .map(|(most, masks)| (most, masks.into_iter().map(&mut piece).collect()))
                    .collect();
                (Unit { member: 0, cap, slots: (0..5).collect(), activities }, worth, rest)
            },
        )
    }

    /// The best of all subsets of pieces.
    fn by_trying_all(unit: &Unit, worth: &[i64], rest: &[i64]) -> i64 {
        let pieces: Vec<&Piece> = unit.pieces().collect();
        let of_activity = |row: usize, set: usize| {
            let (most, own) = &unit.activities[row];
            own.iter().filter(|piece| set >> piece.row & 1 == 1).count() <= *most as usize
        };
        let values = (0..1_usize << pieces.len()).filter_map(|set| {
            let chosen = pieces.iter().filter(|piece| set >> piece.row & 1 == 1);
            let slots: u32 = chosen.clone().map(|piece| piece.mask.count_ones()).sum();
            let mask = chosen.clone().fold(0, |mask, piece| mask | piece.mask);
            let is_legal = slots == mask.count_ones() && slots <= unit.cap;
            let sum: i64 = chosen.map(|piece| worth[piece.row]).sum();
            let within = (0..unit.activities.len()).all(|activity| of_activity(activity, set));
            (is_legal && within).then(|| sum + rest[mask as usize])
        });
        values.max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn the_best_of_all_sets_of_sections_is_found((unit, worth, rest) in units()) {
            let decided = vec![Decided::default(); 10];
            let found = unit.best(
                &decided,
                |row, _| worth[row],
                |_| 50,
                |mask| Some((rest[mask as usize], ())),
                0,
            );
            let (sum, packed, ()) = found.unwrap();
            prop_assert_eq!(sum, by_trying_all(&unit, &worth, &rest));
            let told: i64 = packed.rows.iter().map(|&row| worth[row]).sum();
            prop_assert_eq!(sum, told + rest[packed.slots as usize]);
        }
    }
}
