//! Base places for those left out at first: seats still free in another open section, or one of
//! another pool, as far as `homework_cap` allows now that it is known who got what.

use crate::base::{BasePlan, Used, open_pool, rooms_for};
use crate::model::Model;
use crate::openings::Openings;
use crate::seats::Seats;
use kehou_domain::instance::bits;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// Homework slots of each pupil by weekday.
type Homework = Vec<[u32; 7]>;

/// Finds places for the unplaced as long as there are some; `used` is what each slot's base
/// sections use.
pub fn place_rest(
    model: &Model,
    openings: &Openings,
    seats: &Seats,
    plan: &mut BasePlan,
    used: &mut [Used],
) {
    let missing = plan.rooms_missing.clone();
    for _ in 0..2 {
        if plan.unplaced.is_empty() {
            return;
        }
        let before = plan.unplaced.len();
        let mut homework = homework_done(model, seats, plan);
        let mut waiting: BTreeMap<(usize, usize), Vec<u32>> = BTreeMap::new();
        for (pupil, slot) in std::mem::take(&mut plan.unplaced) {
            let open = pools_open(model, &homework, pupil, slot);
            let joined = open.iter().copied().find(|&pool| join(model, plan, pool, slot, pupil));
            let pool = joined.or_else(|| {
                let can_open = |pool: &usize| {
                    let activity = model.pools[*pool].activity;
                    used[slot].left(model, openings, activity, slot) > 0
                        && !rooms_for(model, used[slot].rooms(), *pool, slot).is_empty()
                };
                let pool = open.into_iter().find(can_open)?;
                waiting.entry((slot, pool)).or_default().push(pupil);
                Some(pool)
            });
            match pool {
                Some(pool) if model.is_homework(pool) => {
                    homework[pupil as usize][model.day_of(slot)] += 1;
                }
                Some(_) => {}
                None => plan.unplaced.push((pupil, slot)),
            }
        }
        for ((slot, pool), pupils) in waiting {
            open_pool(model, openings, plan, &mut used[slot], (pool, slot), pupils);
        }
        // Counted once: another pool's lack of rooms is not a further one.
        plan.rooms_missing.clone_from(&missing);
        if plan.unplaced.len() >= before {
            return;
        }
    }
}

fn homework_done(model: &Model, seats: &Seats, plan: &BasePlan) -> Homework {
    let mut done = vec![[0; 7]; model.pupils.len()];
    for (pupil, week) in seats.weeks.iter().enumerate() {
        for place in week {
            let column = &model.columns[place.column as usize];
            if model.school.activities[column.activity].is_homework {
                bits(column.mask).for_each(|slot| done[pupil][model.day_of(slot)] += 1);
            }
        }
    }
    for section in plan.sections.iter().filter(|section| model.is_homework(section.pool)) {
        for &pupil in &section.pupils {
            done[pupil as usize][model.day_of(section.slot)] += 1;
        }
    }
    done
}

/// Pools open to the pupil in the slot.
fn pools_open(model: &Model, homework: &Homework, pupil: u32, slot: usize) -> Vec<usize> {
    let rules = &model.school.rules;
    let done = homework[pupil as usize][model.day_of(slot)];
    let is_full = rules.is_on(Rule::HomeworkCap) && done >= rules.homework_cap_periods;
    let pools = &model.rows[model.pupils[pupil as usize].row][slot];
    pools.iter().copied().filter(|&pool| !is_full || !model.is_homework(pool)).collect()
}

/// Puts the pupil into an open section of the pool with a free seat, if there is one.
fn join(model: &Model, plan: &mut BasePlan, pool: usize, slot: usize, pupil: u32) -> bool {
    let most = model.school.activities[model.pools[pool].activity].max_size;
    let found = plan.sections.iter_mut().find(|section| {
        let seats = most.min(model.school.rooms[section.room].capacity) as usize;
        section.pool == pool && section.slot == slot && section.pupils.len() < seats
    });
    let Some(section) = found else { return false };
    let at = section.pupils.partition_point(|&member| member < pupil);
    section.pupils.insert(at, pupil);
    true
}
