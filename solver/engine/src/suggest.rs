//! Stand-ins for one vacancy: everybody who could lead a section of a plan, best first, with
//! what speaks against the others.

use crate::facts::staff_free;
use kehou_domain::draft::SlotRef;
use kehou_domain::instance::{SchoolInstance, SlotMask, bits};
use kehou_domain::notice::{Doing, Part, Person, notices};
use kehou_domain::plan::SchoolPlan;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// What keeps somebody from standing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hindrance {
    /// Not willing or not vetted.
    DoesNotServe,
    /// Lacks the skill, its level, or may not lead academic work.
    LacksSkill,
    /// Not there, or at a protected time, in one of the slots.
    NotThere,
    /// Has other work in one of the slots.
    Busy,
    /// The weekly cap would be exceeded.
    WeeklyCap,
    /// A daily cap would be exceeded.
    DailyCap,
    /// The cap on late weekdays would be exceeded.
    LateCap,
    /// A ban says no.
    Banned,
}

/// Somebody who might stand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Staff id.
    pub staff: String,
    /// What speaks against it; empty: can do it.
    pub hindrances: Vec<Hindrance>,
    /// Periods taught in the day, weekly.
    pub day_load: i64,
    /// After-school periods a week, without this work.
    pub periods: i64,
    /// Late weekdays, without this work.
    pub late_days: u32,
    /// Points of quality that the work adds.
    pub points: i64,
    /// Assists in it already.
    pub assists: bool,
    /// Would rather not lead the activity, or would like to.
    pub wish: i64,
}

/// Who could lead the section of that id in a plan, best first. `None`: no such section.
pub fn suggest(
    school: &SchoolInstance,
    plan: &SchoolPlan,
    section: &str,
) -> Option<Vec<Suggestion>> {
    let section = plan.sections.iter().find(|one| one.id == section)?;
    let activity = school.activities.iter().position(|one| one.id == section.activity)?;
    let slot_of: BTreeMap<SlotRef, usize> =
        school.slots.iter().enumerate().map(|(i, slot)| (slot.at, i)).collect();
    let length = school.activities[activity].length as usize;
    let mut slots: SlotMask = 0;
    for session in &section.sessions {
        let start = *slot_of.get(&session.start)?;
        (start..(start + length).min(school.slots.len())).for_each(|slot| slots |= 1 << slot);
    }
    let busy = busy(school, plan, &slot_of);
    let free = staff_free(school);
    let lead = section.sessions.first().map_or("", |session| session.lead.as_str());
    let mut found: Vec<Suggestion> = school
        .staff
        .iter()
        .enumerate()
        .filter(|(_, person)| person.id != lead)
        .map(|(index, person)| {
            let busy = busy.get(person.id.as_str()).copied().unwrap_or(0);
            let seat = Seat { school, index, busy, free: free[index], slots, activity };
            let assists = section.sessions.iter().any(|s| s.assistants.contains(&person.id));
            seat.judge(assists)
        })
        .collect();
    found.sort_by_key(|one| {
        (one.hindrances.len(), one.points, one.day_load + one.periods, one.staff.clone())
    });
    Some(found)
}

/// Slots in which each staff member has work.
fn busy(
    school: &SchoolInstance,
    plan: &SchoolPlan,
    slot_of: &BTreeMap<SlotRef, usize>,
) -> BTreeMap<String, SlotMask> {
    let mut busy: BTreeMap<String, SlotMask> = BTreeMap::new();
    let nothing = SchoolPlan { school: plan.school.clone(), ..SchoolPlan::default() };
    for notice in notices(&school.into(), &nothing, plan) {
        let (Person::Staff(id), Some(&slot)) = (notice.person, slot_of.get(&notice.slot)) else {
            continue;
        };
        let works = notice
            .after
            .iter()
            .any(|doing| !matches!(doing, Doing::Session { part: Part::Student, .. }));
        if works {
            *busy.entry(id).or_default() |= 1 << slot;
        }
    }
    busy
}

/// One person beside the vacancy.
struct Seat<'a> {
    school: &'a SchoolInstance,
    index: usize,
    busy: SlotMask,
    free: SlotMask,
    slots: SlotMask,
    activity: usize,
}

impl Seat<'_> {
    fn judge(&self, assists: bool) -> Suggestion {
        let (school, person) = (self.school, &self.school.staff[self.index]);
        // Who assists already would lead instead.
        let others = if assists { self.busy & !self.slots } else { self.busy };
        let periods = i64::from(others.count_ones());
        let more = i64::from((others | self.slots).count_ones());
        let load = school.load_points(self.index, more) - school.load_points(self.index, periods);
        let wish = i64::from(person.unwanted.contains(&self.activity))
            - i64::from(person.wanted.contains(&self.activity));
        Suggestion {
            staff: person.id.clone(),
            hindrances: self.hindrances(others),
            day_load: person.day_load,
            periods,
            late_days: self.late_days(others),
            points: load + wish * school.rules.weight(Rule::StaffWish),
            assists,
            wish,
        }
    }

    fn hindrances(&self, others: SlotMask) -> Vec<Hindrance> {
        let (school, person) = (self.school, &self.school.staff[self.index]);
        let work = others | self.slots;
        let days = || (1..=7).map(|weekday| school.day_mask(weekday));
        let can_lead = school.activities[self.activity].leads.contains(&self.index);
        let is_banned = school.bans.iter().any(|ban| {
            ban.staff == Some(self.index)
                && ban.activity == Some(self.activity)
                && ban.room.is_none()
                && ban.slot.is_none_or(|slot| self.slots >> slot & 1 == 1)
        });
        let said = [
            (Hindrance::DoesNotServe, !person.serves),
            (Hindrance::LacksSkill, person.serves && !can_lead),
            (Hindrance::NotThere, self.slots & !self.free != 0),
            (Hindrance::Busy, self.slots & others != 0),
            (Hindrance::WeeklyCap, work.count_ones() > person.weekly_cap),
            (
                Hindrance::DailyCap,
                days().any(|day| {
                    day & self.slots != 0 && (work & day).count_ones() > person.daily_cap
                }),
            ),
            (Hindrance::LateCap, self.late_days(work) > person.late_cap),
            (Hindrance::Banned, is_banned),
        ];
        said.into_iter().filter(|said| said.1).map(|said| said.0).collect()
    }

    fn late_days(&self, work: SlotMask) -> u32 {
        let school = self.school;
        let late = bits(work).filter(|&slot| school.slots[slot].is_late);
        let mut days: Vec<i32> = late.map(|slot| school.slots[slot].at.weekday).collect();
        days.dedup();
        days.len() as u32
    }
}
