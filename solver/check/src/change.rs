//! What differs from the incumbent plan: places of pupils, work of staff, leads and rooms of
//! sessions.

use crate::facts::Facts;
use crate::people::Role;
use crate::school::SchoolView;
use crate::week::{ActivityView, covered};
use kehou_domain::draft::{DutyKind, SlotRef};
use kehou_domain::plan::{SchoolPlan, Section};
use std::collections::{BTreeMap, BTreeSet};

/// Slot and activity of each place.
type Places<'a> = BTreeSet<(SlotRef, &'a str)>;

/// What somebody does in a slot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doing<'a> {
    Session(Role, &'a str),
    Duty(Option<DutyKind>, &'a str, i32, &'a str),
}

/// Slots in which two weeks differ.
fn slots_changed<T: Ord>(
    before: Option<&BTreeSet<(SlotRef, T)>>,
    now: Option<&BTreeSet<(SlotRef, T)>>,
) -> i64 {
    let (none_before, none_now) = (BTreeSet::new(), BTreeSet::new());
    let (before, now) = (before.unwrap_or(&none_before), now.unwrap_or(&none_now));
    let slots: BTreeSet<SlotRef> = before.symmetric_difference(now).map(|one| one.0).collect();
    slots.len() as i64
}

/// Places changed per pupil of the school, only pupils with a change.
pub fn changed_places<'a>(view: &SchoolView<'a>) -> BTreeMap<&'a str, i64> {
    let Some(incumbent) = &view.school.incumbent else { return BTreeMap::new() };
    let (before, now) = (places(view, incumbent), places(view, view.plan));
    let pupils = view.students.iter().map(|pupil| pupil.student.student.as_str());
    pupils
        .map(|id| (id, slots_changed(before.get(id), now.get(id))))
        .filter(|&(_, changed)| changed > 0)
        .collect()
}

/// Slots whose work changed per staff member of the bureau, only those with a change.
pub fn changed_work<'a>(facts: &Facts<'a>, view: &SchoolView<'a>) -> BTreeMap<&'a str, i64> {
    let Some(incumbent) = &view.school.incumbent else { return BTreeMap::new() };
    let (before, now) = (work(view, incumbent), work(view, view.plan));
    let staff: BTreeSet<&str> = before.keys().chain(now.keys()).copied().collect();
    staff
        .into_iter()
        .filter(|id| facts.people.contains_key(id))
        .map(|id| (id, slots_changed(before.get(id), now.get(id))))
        .filter(|&(_, changed)| changed > 0)
        .collect()
}

/// Sessions, matched by activity and start, whose lead or room changed.
pub fn changed_sessions(view: &SchoolView) -> i64 {
    let Some(incumbent) = &view.school.incumbent else { return 0 };
    let (before, now) = (sessions(incumbent), sessions(view.plan));
    now.iter()
        .filter_map(|(key, now)| {
            let mut left = before.get(key)?.clone();
            let matched = left.len().min(now.len());
            let kept = now.iter().filter(|one| {
                let at = left.iter().position(|other| other == *one);
                at.map(|at| left.swap_remove(at)).is_some()
            });
            Some((matched - kept.count()) as i64)
        })
        .sum()
}

fn length(view: &SchoolView, section: &Section) -> i32 {
    view.activities.get(section.activity.as_str()).map_or(1, ActivityView::length)
}

fn slots(view: &SchoolView, section: &Section) -> Vec<SlotRef> {
    let length = length(view, section);
    let sessions = section.sessions.iter();
    sessions.flat_map(|session| covered(&view.bell, session.start, length).0).collect()
}

fn places<'a>(view: &SchoolView, plan: &'a SchoolPlan) -> BTreeMap<&'a str, Places<'a>> {
    let mut places: BTreeMap<&str, Places> = BTreeMap::new();
    for section in &plan.sections {
        let slots = slots(view, section);
        for student in &section.students {
            let held = slots.iter().map(|&slot| (slot, section.activity.as_str()));
            places.entry(student).or_default().extend(held);
        }
    }
    places
}

fn work<'a>(
    view: &SchoolView,
    plan: &'a SchoolPlan,
) -> BTreeMap<&'a str, BTreeSet<(SlotRef, Doing<'a>)>> {
    let mut work: BTreeMap<&str, BTreeSet<(SlotRef, Doing)>> = BTreeMap::new();
    for section in &plan.sections {
        let length = length(view, section);
        for session in &section.sessions {
            let alone = [(&session.lead, Role::Lead), (&session.companion, Role::Companion)];
            let assistants = session.assistants.iter().map(|id| (id, Role::Assistant));
            for (id, role) in alone.into_iter().chain(assistants) {
                for slot in covered(&view.bell, session.start, length).0 {
                    let doing = Doing::Session(role, &section.activity);
                    work.entry(id).or_default().insert((slot, doing));
                }
            }
        }
    }
    for duty in &plan.duties {
        let slot = SlotRef { weekday: duty.weekday, period: duty.period };
        let doing = Doing::Duty(duty.kind, &duty.gate, duty.wave, &duty.area);
        work.entry(&duty.staff).or_default().insert((slot, doing));
    }
    work
}

type SessionKey<'a> = (&'a str, SlotRef);

fn sessions(plan: &SchoolPlan) -> BTreeMap<SessionKey<'_>, Vec<(&str, &str)>> {
    let mut sessions: BTreeMap<SessionKey, Vec<(&str, &str)>> = BTreeMap::new();
    for section in &plan.sections {
        for session in &section.sessions {
            let key = (section.activity.as_str(), session.start);
            sessions.entry(key).or_default().push((&session.lead, &session.room));
        }
    }
    sessions
}
