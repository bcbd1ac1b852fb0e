//! Leads of base sections and assistants of all sessions: as many as can be, then evenly.
//!
//! Leads of sections are chosen when sections open; what is left of everybody's week is given
//! out here, with augmenting exchanges where a direct choice fails.

use crate::base::BasePlan;
use crate::duty_plan::DutyRoster;
use crate::model::{Model, TICKS};
use crate::openings::{Openings, can_work, may_lead};
use crate::pins::goes_together;
use kehou_domain::instance::SlotMask;

/// Who does what beside the leads of sections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staffing {
    /// Lead of each base section.
    pub base_leads: Vec<Option<usize>>,
    /// Assistants of each session of each section.
    pub assistants: Vec<Vec<Vec<usize>>>,
    /// Assistants of each base section.
    pub base_assistants: Vec<Vec<usize>>,
    /// Missing assistants.
    pub assistants_missing: u32,
    /// Slots in which each staff member works.
    pub busy: Vec<SlotMask>,
    /// Duties, and who accompanies outsiders.
    pub duty: DutyRoster,
}

impl Staffing {
    /// Periods a week of a staff member.
    pub fn periods(&self, person: usize) -> u32 {
        let beyond = self.duty.beyond_slots.get(person).copied().unwrap_or(0);
        self.busy[person].count_ones() + beyond
    }
}

/// One base section that wants a lead.
struct Task<'a> {
    slot: usize,
    activity: usize,
    room: usize,
    leads: &'a [usize],
    lead: Option<usize>,
    /// A pin gives it the lead.
    is_fixed: bool,
}

/// Staffs the base sections and fills assistants' places; `pupils` is the number in each section.
pub fn staff(model: &Model, openings: &Openings, base: &BasePlan, pupils: &[u32]) -> Staffing {
    let mut busy = openings.staff_busy.clone();
    let mut tasks: Vec<Task> = base
        .sections
        .iter()
        .map(|section| {
            let activity = model.pools[section.pool].activity;
            let leads = &model.school.activities[activity].leads;
            let lead = section.fixed.and_then(|fixed| model.fixed.base[fixed].lead);
            Task {
                slot: section.slot,
                activity,
                room: section.room,
                leads,
                lead,
                is_fixed: lead.is_some(),
            }
        })
        .collect();
    for index in scarcest_first(model, &tasks, &busy) {
        if tasks[index].is_fixed {
            continue;
        }
        let direct = best_lead(model, &busy, &tasks[index]);
        if let Some(lead) = direct {
            busy[lead] |= 1 << tasks[index].slot;
            tasks[index].lead = Some(lead);
        } else {
            let mut seen = vec![false; busy.len()];
            augment(model, &mut tasks, &mut busy, &openings.staff_busy, index, &mut seen);
        }
    }
    even_out(model, &mut tasks, &mut busy);
    let base_leads = tasks.iter().map(|task| task.lead).collect();
    let mut staffing = Staffing { base_leads, busy, ..Staffing::default() };
    add_assistants(model, openings, base, pupils, &mut staffing);
    staffing
}

/// Tasks of the slots with fewest spare people first.
fn scarcest_first(model: &Model, tasks: &[Task], busy: &[SlotMask]) -> Vec<usize> {
    let mut spare = vec![0_i64; model.school.slots.len()];
    for (slot, spare) in spare.iter_mut().enumerate() {
        let can = |&staff: &usize| can_work(model, staff, busy[staff], 1 << slot);
        *spare = (0..busy.len()).filter(can).count() as i64;
    }
    for task in tasks {
        spare[task.slot] -= 1;
    }
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    order.sort_by_key(|&i| (tasks[i].leads.len(), spare[tasks[i].slot], i));
    order
}

/// Ticks of load and pay, then weekly load, of one more period.
fn burden(model: &Model, staff: usize, busy: SlotMask) -> (i64, i64) {
    let school = model.school;
    let day = school.staff[staff].day_load;
    let periods = i64::from(busy.count_ones());
    let points = |n| school.load_points(staff, n);
    let load = (points(periods + 1) - points(periods)) * TICKS;
    (load + model.purse.wage(staff), day + periods)
}

fn best_lead(model: &Model, busy: &[SlotMask], task: &Task) -> Option<usize> {
    candidates(model, task)
        .filter(|&staff| can_work(model, staff, busy[staff], 1 << task.slot))
        .min_by_key(|&staff| (burden(model, staff, busy[staff]), staff))
}

fn candidates<'a>(model: &'a Model, task: &Task<'a>) -> impl Iterator<Item = usize> + use<'a> {
    let (activity, slots, room) = (task.activity, 1 << task.slot, task.room);
    let leads = task.leads.iter().copied();
    leads.filter(move |&staff| {
        may_lead(model, activity, slots, staff)
            && goes_together(model, activity, slots, room, Some(staff))
    })
}

/// Finds a lead for a task by moving other base tasks to other people.
fn augment(
    model: &Model,
    tasks: &mut [Task],
    busy: &mut [SlotMask],
    fixed: &[SlotMask],
    index: usize,
    seen: &mut [bool],
) -> bool {
    let slot = 1 << tasks[index].slot;
    let people: Vec<usize> = candidates(model, &tasks[index]).collect();
    for staff in people {
        if seen[staff] || !can_work(model, staff, fixed[staff], slot) {
            continue;
        }
        seen[staff] = true;
        if can_work(model, staff, busy[staff], slot) {
            take(tasks, busy, index, staff);
            return true;
        }
        let held: Vec<usize> = (0..tasks.len())
            .filter(|&o| tasks[o].lead == Some(staff) && !tasks[o].is_fixed)
            .collect();
        for other in held {
            let freed = busy[staff] & !(1 << tasks[other].slot);
            if !can_work(model, staff, freed, slot) {
                continue;
            }
            busy[staff] = freed | slot;
            tasks[other].lead = None;
            if augment(model, tasks, busy, fixed, other, seen) {
                tasks[index].lead = Some(staff);
                return true;
            }
            busy[staff] = freed | 1 << tasks[other].slot;
            tasks[other].lead = Some(staff);
        }
    }
    false
}

fn take(tasks: &mut [Task], busy: &mut [SlotMask], index: usize, staff: usize) {
    busy[staff] |= 1 << tasks[index].slot;
    tasks[index].lead = Some(staff);
}

/// Moves base tasks from loaded people to others as long as that lowers load points.
fn even_out(model: &Model, tasks: &mut [Task], busy: &mut [SlotMask]) {
    for _ in 0..3 {
        let mut moved = false;
        for task in tasks.iter_mut() {
            let Some(from) = task.lead.filter(|_| !task.is_fixed) else { continue };
            let without = busy[from] & !(1 << task.slot);
            let saved = burden(model, from, without).0;
            if saved == 0 {
                continue;
            }
            let to = best_lead(model, busy, task);
            if let Some(to) = to.filter(|&to| burden(model, to, busy[to]).0 < saved) {
                busy[from] = without;
                busy[to] |= 1 << task.slot;
                task.lead = Some(to);
                moved = true;
            }
        }
        if !moved {
            return;
        }
    }
}

fn add_assistants(
    model: &Model,
    openings: &Openings,
    base: &BasePlan,
    pupils: &[u32],
    staffing: &mut Staffing,
) {
    for (i, (section, &n)) in openings.sections.iter().zip(pupils).enumerate() {
        let fixed = model.fixed.sections.get(i);
        let column = &model.columns[section.column];
        let needed = model.school.assistants_needed(column.activity, n);
        let sessions = column.sessions.iter().enumerate();
        let found = sessions
            .map(|(session, &slots)| {
                let given = fixed.map_or(&[][..], |fixed| &fixed.assistants[session]);
                assistants(model, staffing, slots, needed, given)
            })
            .collect();
        staffing.assistants.push(found);
    }
    for section in &base.sections {
        let activity = model.pools[section.pool].activity;
        let needed = model.school.assistants_needed(activity, section.pupils.len() as u32);
        let given = section.fixed.map_or(&[][..], |fixed| &model.fixed.base[fixed].assistants);
        let found = assistants(model, staffing, 1 << section.slot, needed, given);
        staffing.base_assistants.push(found);
    }
}

/// The people given, then the least loaded people free in all slots up to `needed`; who is missing
/// is counted.
fn assistants(
    model: &Model,
    staffing: &mut Staffing,
    slots: SlotMask,
    needed: u32,
    given: &[usize],
) -> Vec<usize> {
    let mut found = given.to_vec();
    for _ in given.len()..needed as usize {
        let busy = &staffing.busy;
        let best = (0..busy.len())
            .filter(|&staff| can_work(model, staff, busy[staff], slots))
            .min_by_key(|&staff| (burden(model, staff, busy[staff]), staff));
        let Some(best) = best else { break };
        staffing.busy[best] |= slots;
        found.push(best);
    }
    staffing.assistants_missing += needed.saturating_sub(found.len() as u32);
    found.sort_unstable();
    found
}
