//! The best legal week of a staff member who may have duties: as [`crate::staff_week`], with the
//! waves of gates, which rule out the slots they overlap, and weekdays as leader on duty.

use crate::duties::{GateMask, Work};
use crate::legal::places;
use crate::model::Model;
use kehou_domain::instance::{SlotMask, bits};

/// Value of what cannot be.
const IMPOSSIBLE: i64 = i64::MIN / 4;

/// Stands of a weekday up to which their overlaps with slots are counted.
const MOST_STANDS: usize = 5;

/// What each piece of work pays.
pub struct Pay<'a> {
    /// By slot.
    pub slot: &'a dyn Fn(usize) -> i64,
    /// By gate place.
    pub gate: &'a dyn Fn(usize) -> i64,
    /// By weekday as leader.
    pub leader: &'a dyn Fn(usize) -> i64,
}

/// Most that can be earned, and by what work.
type Best = (i64, Work);

/// By periods on one weekday: without late work, and with any.
struct Day {
    early: Vec<Best>,
    any: Vec<Best>,
}

/// By periods: most that work earns, and which. What gates rule out among each other is left out,
/// so that the most may be too high, never too low.
pub fn by_periods(model: &Model, staff: usize, pay: &Pay) -> Vec<Best> {
    let data = &model.school.staff[staff];
    let days = (0..7).map(|day| day_of(model, staff, day, pay));
    let days: Vec<Day> = days.filter(|day| day.any != [(0, Work::default())]).collect();
    let possible: usize = days.iter().map(|day| day.any.len() - 1).sum();
    let most = (data.weekly_cap as usize).min(possible);
    let late = (data.late_cap as usize).min(days.len());
    let width = late + 1;
    let mut best = vec![(IMPOSSIBLE, Work::default()); (most + 1) * width];
    best[0] = (0, Work::default());
    for day in &days {
        let mut after = vec![(IMPOSSIBLE, Work::default()); best.len()];
        for periods in 0..=most {
            for lates in 0..=late {
                let cell = &mut after[periods * width + lates];
                take(cell, &day.early, |n| {
                    (n <= periods).then(|| best[(periods - n) * width + lates])
                });
                take(cell, &day.any, |n| {
                    (n <= periods && lates > 0).then(|| best[(periods - n) * width + lates - 1])
                });
            }
        }
        best = after;
    }
    let any_late = |weeks: &[Best]| weeks.iter().copied().max_by_key(|week| week.0);
    best.chunks(width).filter_map(any_late).collect()
}

/// Improves a cell by a weekday's ways, each on top of what `from` gives for the periods left.
fn take(cell: &mut Best, ways: &[Best], from: impl Fn(usize) -> Option<Best>) {
    for (n, &(earned, work)) in ways.iter().enumerate() {
        let Some(before) = from(n) else { return };
        if before.0 + earned > cell.0 {
            *cell = (before.0 + earned, before.1.with(work));
        }
    }
}

/// The best work of a weekday.
fn day_of(model: &Model, staff: usize, day: usize, pay: &Pay) -> Day {
    let data = &model.school.staff[staff];
    let terms = &model.duties.terms[staff];
    let own = if data.serves { model.staff_free[staff] } else { terms.patrol | terms.area };
    let slots = own & model.days[day];
    let gates = terms.gates & model.duties.of_day[day];
    let leads = terms.leaders >> day & 1 == 1;
    let leader = leads.then(|| ((pay.leader)(day), Work::leading(day)));
    let (mut early, mut any) = (Vec::new(), Vec::new());
    for (gates, blocked) in choices(model, gates) {
        let mut offers = Vec::new();
        offers.extend(leader);
        offers.extend(
            bits(slots & !blocked).map(|slot| ((pay.slot)(slot), Work::in_slots(1 << slot))),
        );
        let waves = Work { gates, ..Work::default() };
        offers.extend(places(waves).map(|place| ((pay.gate)(place), Work::at_gate(place))));
        offers.sort_unstable_by(|a, b| b.cmp(a));
        merge(&mut any, offers.iter().take(data.daily_cap as usize));
        let is_early = |offer: &&Best| {
            offer.1.slots & model.late == 0 && offer.1.gates & model.duties.late == 0
        };
        merge(&mut early, offers.iter().filter(is_early).take(data.daily_cap as usize));
    }
    Day { early, any }
}

/// Takes in the sums of the dearest offers, by how many they are.
fn merge<'a>(sums: &mut Vec<Best>, offers: impl Iterator<Item = &'a Best>) {
    let mut sum = (0, Work::default());
    let mut all = vec![sum];
    for offer in offers {
        sum = (sum.0 + offer.0, sum.1.with(offer.1));
        all.push(sum);
    }
    for (n, sum) in all.into_iter().enumerate() {
        match sums.get_mut(n) {
            Some(before) if before.0 < sum.0 => *before = sum,
            Some(_) => {}
            None => sums.push(sum),
        }
    }
}

/// Sets of stands to guard on one weekday: their places, and the slots they rule out.
fn choices(model: &Model, gates: GateMask) -> Vec<(GateMask, SlotMask)> {
    let mut stands: Vec<(usize, GateMask, SlotMask)> = Vec::new();
    for place in places(Work { gates, ..Work::default() }) {
        let data = &model.duties.places[place];
        match stands.iter_mut().find(|stand| stand.0 == data.stand) {
            Some(stand) => stand.1 |= 1 << place,
            None => stands.push((data.stand, 1 << place, data.blocks)),
        }
    }
    if stands.len() > MOST_STANDS {
        return vec![(gates, 0)];
    }
    let sets = 0..1_usize << stands.len();
    let chosen = |set: usize| {
        let inside = stands.iter().enumerate().filter(move |(i, _)| set >> i & 1 == 1);
        inside.fold((0, 0), |(places, blocks), (_, stand)| (places | stand.1, blocks | stand.2))
    };
    sets.map(chosen).collect()
}
