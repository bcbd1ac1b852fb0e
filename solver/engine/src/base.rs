//! Base sections: everybody not in a section goes to a pool in every attended slot; pools open as
//! many sections as their pupils, rooms and limits allow.

use crate::model::Model;
use crate::openings::{Openings, may_use};
use crate::pins::FixedBase;
use crate::seats::Seats;
use crate::second_chance::place_rest;
use kehou_domain::instance::bits;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// One open base section in one slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseSection {
    /// Pool.
    pub pool: usize,
    /// Slot.
    pub slot: usize,
    /// Room.
    pub room: usize,
    /// Pupils.
    pub pupils: Vec<u32>,
    /// Position among the base sections that pins ask for, if it is one.
    pub fixed: Option<usize>,
}

/// All base sections of a school, and who found no place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasePlan {
    /// Open base sections, by slot and pool.
    pub sections: Vec<BaseSection>,
    /// (pupil, slot) without a place.
    pub unplaced: Vec<(u32, usize)>,
    /// Rooms each slot needed and did not have for merged pools.
    pub rooms_missing: Vec<u32>,
    /// Rooms used by merged pools in each slot.
    pub rooms_used: Vec<u32>,
}

/// Opens base sections for everybody not seated.
pub fn base_plan(model: &Model, openings: &Openings, seats: &Seats) -> BasePlan {
    let slots = model.school.slots.len();
    let mut waiting: Vec<Vec<u32>> = vec![Vec::new(); model.pools.len() * slots];
    let mut plan = BasePlan {
        rooms_missing: vec![0; slots],
        rooms_used: vec![0; slots],
        ..BasePlan::default()
    };
    for pupil in 0..model.pupils.len() {
        for (slot, pool) in pools_of_week(model, seats, pupil) {
            match pool {
                Some(pool) => waiting[pool * slots + slot].push(pupil as u32),
                None => plan.unplaced.push((pupil as u32, slot)),
            }
        }
    }
    let mut of_slots = Vec::with_capacity(slots);
    for slot in 0..slots {
        let busy: Vec<bool> = openings.room_busy.iter().map(|mask| mask >> slot & 1 == 1).collect();
        let mut used = Used { rooms: busy, sections: BTreeMap::new(), equipment: BTreeMap::new() };
        for base in model.fixed.base.iter().filter(|base| base.slot == slot) {
            *used.sections.entry(model.pools[base.pool].activity).or_default() += 1;
        }
        for pool in by_home_room_first(model) {
            let mut pupils = std::mem::take(&mut waiting[pool * slots + slot]);
            fill_fixed(model, &mut plan, (pool, slot), &mut pupils);
            if !pupils.is_empty() {
                open_pool(model, openings, &mut plan, &mut used, (pool, slot), pupils);
            }
        }
        of_slots.push(used);
    }
    place_rest(model, openings, seats, &mut plan, &mut of_slots);
    plan
}

/// What a slot's base sections use.
pub struct Used {
    /// Rooms, those of sections included.
    rooms: Vec<bool>,
    /// Base sections of each activity.
    sections: BTreeMap<usize, u32>,
    /// Pieces of each pool of equipment.
    equipment: BTreeMap<usize, u32>,
}

impl Used {
    /// Rooms used.
    pub fn rooms(&self) -> &[bool] {
        &self.rooms
    }

    /// Base sections of an activity that can still open.
    pub fn left(&self, model: &Model, openings: &Openings, activity: usize, slot: usize) -> u32 {
        let data = &model.school.activities[activity];
        let open = self.sections.get(&activity).copied().unwrap_or(0);
        let by_equipment =
            data.equipment.iter().filter(|&&(_, pieces)| pieces > 0).map(|&(kind, pieces)| {
                let used = self.equipment.get(&kind).copied().unwrap_or(0);
                openings.equipment_left(kind, slot).saturating_sub(used) / pieces
            });
        by_equipment.min().unwrap_or(u32::MAX).min(data.max_sections.saturating_sub(open))
    }

    fn open(&mut self, model: &Model, activity: usize, room: usize) {
        self.rooms[room] = true;
        *self.sections.entry(activity).or_default() += 1;
        for &(kind, pieces) in &model.school.activities[activity].equipment {
            *self.equipment.entry(kind).or_default() += pieces;
        }
    }
}

/// Puts pupils into the base sections that pins ask for: those who stay there, then others as long
/// as there are seats.
fn fill_fixed(
    model: &Model,
    plan: &mut BasePlan,
    (pool, slot): (usize, usize),
    pupils: &mut Vec<u32>,
) {
    let here = |base: &FixedBase| base.pool == pool && base.slot == slot;
    let all = || model.fixed.base.iter().enumerate().filter(|(_, base)| here(base));
    pupils.retain(|pupil| !all().any(|(_, base)| base.pupils.contains(pupil)));
    for (number, base) in all() {
        let most = model.school.activities[model.pools[pool].activity].max_size;
        let seats = most.min(model.school.rooms[base.room].capacity) as usize;
        let others = seats.saturating_sub(base.pupils.len()).min(pupils.len());
        let mut members: Vec<u32> =
            base.pupils.iter().copied().chain(pupils.drain(..others)).collect();
        members.sort_unstable();
        if model.pools[pool].home_room.is_none() {
            plan.rooms_used[slot] += 1;
        }
        let fixed = Some(number);
        plan.sections.push(BaseSection { pool, slot, room: base.room, pupils: members, fixed });
    }
}

/// Pools in home rooms have no other room to go to.
fn by_home_room_first(model: &Model) -> Vec<usize> {
    let mut order: Vec<usize> = (0..model.pools.len()).collect();
    order.sort_by_key(|&pool| (model.pools[pool].home_room.is_none(), pool));
    order
}

/// The pool of each attended slot that no section takes; the first open one, homework within
/// `homework_cap`.
fn pools_of_week(model: &Model, seats: &Seats, pupil: usize) -> Vec<(usize, Option<usize>)> {
    let person = &model.pupils[pupil];
    let rules = &model.school.rules;
    let mut used = 0;
    let mut homework = [0_u32; 7];
    let mut week = Vec::new();
    for (slot, pool) in model.fixed.base_of(pupil as u32) {
        used |= 1 << slot;
        homework[model.day_of(slot)] += u32::from(model.is_homework(pool));
        week.push((slot, Some(pool)));
    }
    for place in &seats.weeks[pupil] {
        let column = &model.columns[place.column as usize];
        used |= column.mask;
        if model.school.activities[column.activity].is_homework {
            bits(column.mask).for_each(|slot| homework[model.day_of(slot)] += 1);
        }
    }
    let is_capped = rules.is_on(Rule::HomeworkCap);
    // Slots where only homework is open come first, so that the cap is spent where it must be.
    let mut free: Vec<usize> = bits(person.attends & !used).collect();
    let has_other =
        |slot: usize| model.rows[person.row][slot].iter().any(|&pool| !model.is_homework(pool));
    free.sort_by_key(|&slot| (has_other(slot), slot));
    week.extend(free.iter().map(|&slot| {
        let done = &mut homework[model.day_of(slot)];
        let open = model.rows[person.row][slot].iter().copied().find(|&pool| {
            !is_capped || !model.is_homework(pool) || *done < rules.homework_cap_periods
        });
        if open.is_some_and(|pool| model.is_homework(pool)) {
            *done += 1;
        }
        (slot, open)
    }));
    week
}

/// Opens as many sections of a pool as its pupils need; who finds no place is unplaced.
pub fn open_pool(
    model: &Model,
    openings: &Openings,
    plan: &mut BasePlan,
    used: &mut Used,
    (pool, slot): (usize, usize),
    pupils: Vec<u32>,
) {
    let data = &model.pools[pool];
    let activity = &model.school.activities[data.activity];
    let left = used.left(model, openings, data.activity, slot);
    let limit = data.max_sections.min(left) as usize;
    let mut rooms = rooms_for(model, &used.rooms, pool, slot);
    let wanted = rooms_needed(model, &rooms, activity.max_size, pupils.len() as u32);
    if data.home_room.is_none() {
        let short = wanted.saturating_sub(rooms.len().min(limit));
        plan.rooms_missing[slot] += short as u32;
    }
    rooms.truncate(wanted.min(limit));
    let sizes = sizes(model, &rooms, (activity.min_size, activity.max_size), pupils.len() as u32);
    let mut rest = pupils;
    // Who must wait outside if places are short: the lightest weights.
    rest.sort_by_key(|&pupil| (std::cmp::Reverse(model.pupils[pupil as usize].weight), pupil));
    let placed: u32 = sizes.iter().sum();
    let outside = rest.split_off((placed as usize).min(rest.len()));
    rest.sort_unstable();
    for (&room, &size) in rooms.iter().zip(&sizes) {
        let later = rest.split_off(size as usize);
        used.open(model, data.activity, room);
        if data.home_room.is_none() {
            plan.rooms_used[slot] += 1;
        }
        plan.sections.push(BaseSection { pool, slot, room, pupils: rest, fixed: None });
        rest = later;
    }
    plan.unplaced.extend(outside.into_iter().map(|pupil| (pupil, slot)));
}

/// Rooms the pool may still use in the slot, largest first.
pub fn rooms_for(model: &Model, busy: &[bool], pool: usize, slot: usize) -> Vec<usize> {
    let data = &model.pools[pool];
    let rooms = match &data.home_room {
        Some(room) => std::slice::from_ref(room),
        None => &model.school.activities[data.activity].rooms[..],
    };
    let mut open: Vec<usize> = rooms
        .iter()
        .copied()
        .filter(|&room| {
            !busy[room]
                && model.school.rooms[room].capacity
                    >= model.school.activities[data.activity].min_size
                && model.room_free[room] >> slot & 1 == 1
                && may_use(model, data.activity, 1 << slot, room)
                && (data.home_room.is_some() || model.home_blocked[room] >> slot & 1 == 0)
        })
        .collect();
    open.sort_by_key(|&room| (std::cmp::Reverse(model.school.rooms[room].capacity), room));
    open
}

/// How many of the rooms, in order, hold so many pupils; one more than there are if they do not.
fn rooms_needed(model: &Model, rooms: &[usize], max_size: u32, pupils: u32) -> usize {
    let mut held = 0;
    for (n, &room) in rooms.iter().enumerate() {
        held += model.school.rooms[room].capacity.min(max_size);
        if held >= pupils {
            return n + 1;
        }
    }
    rooms.len() + (pupils - held).div_ceil(max_size) as usize
}

/// Pupils per section: even, within minimum, maximum and capacity.
fn sizes(model: &Model, rooms: &[usize], (min, max): (u32, u32), pupils: u32) -> Vec<u32> {
    let caps: Vec<u32> =
        rooms.iter().map(|&room| model.school.rooms[room].capacity.min(max)).collect();
    let mut sections = caps.len();
    while sections > 0 && sections as u32 * min > pupils {
        sections -= 1;
    }
    let mut sizes = vec![0; caps.len()];
    let mut left = pupils.min(caps[..sections].iter().sum());
    // Smallest rooms are last: fill from there so that the even share is kept.
    for i in (0..sections).rev() {
        sizes[i] = (left / (i as u32 + 1)).min(caps[i]);
        left -= sizes[i];
    }
    sizes.retain(|&size| size > 0);
    sizes
}
