//! The incumbent plan by pupil, by staff member and by session, and what differs from it as sums
//! of columns.

use crate::model::Model;
use crate::program::Column;
use kehou_domain::draft::{DutyKind, SlotRef};
use kehou_domain::instance::{SchoolInstance, SlotMask, bits};
use kehou_domain::plan::{SchoolPlan, Session};
use std::collections::{BTreeMap, BTreeSet};

/// What part a person has in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Leads it.
    Lead,
    /// Assists.
    Assistant,
    /// Accompanies an outsider.
    Companion,
}

/// What a person does in a slot: a part in a session of an activity; or a duty, with gate, wave
/// and area.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    /// A session of that activity.
    Session(Role, String),
    /// A duty.
    Duty(Option<DutyKind>, String, i32, String),
}

/// The incumbent plan.
pub struct Incumbent {
    /// Activities of a pupil in a slot.
    places: BTreeMap<(usize, usize), BTreeSet<String>>,
    /// What a staff member does in a slot (period 0: the leader on duty).
    work: BTreeMap<String, BTreeMap<SlotRef, BTreeSet<Doing>>>,
    /// Lead and room of the sessions of an activity that begin in a slot.
    pub sessions: BTreeMap<(String, SlotRef), Vec<(String, String)>>,
}

/// A number that a sum of columns and a constant stands for.
#[derive(Clone, Debug, Default)]
pub struct Linear {
    /// Columns and factors.
    pub terms: Vec<(Column, i64)>,
    /// Added to them.
    pub constant: i64,
}

impl Linear {
    /// Adds another to it.
    pub fn add(&mut self, other: Self) {
        self.terms.extend(other.terms);
        self.constant += other.constant;
    }
}

impl Incumbent {
    /// Indexes the incumbent of a school, if there is one.
    pub fn new(school: &SchoolInstance) -> Option<Self> {
        let plan = school.incumbent.as_ref()?;
        let mut incumbent =
            Self { places: BTreeMap::new(), work: BTreeMap::new(), sessions: BTreeMap::new() };
        incumbent.add_sections(school, plan);
        for duty in &plan.duties {
            let at = SlotRef { weekday: duty.weekday, period: duty.period };
            let doing = Doing::Duty(duty.kind, duty.gate.clone(), duty.wave, duty.area.clone());
            incumbent.add_work(&duty.staff, at, doing);
        }
        Some(incumbent)
    }

    /// Whether the person did that then.
    pub fn had(&self, staff: &str, at: SlotRef, doing: &Doing) -> bool {
        let week = self.work.get(staff).and_then(|week| week.get(&at));
        week.is_some_and(|here| here.contains(doing))
    }

    fn add_work(&mut self, staff: &str, at: SlotRef, doing: Doing) {
        let week = self.work.entry(staff.to_owned()).or_default();
        week.entry(at).or_default().insert(doing);
    }

    fn add_sections(&mut self, school: &SchoolInstance, plan: &SchoolPlan) {
        for section in &plan.sections {
            let length = school
                .activities
                .iter()
                .find(|activity| activity.id == section.activity)
                .map_or(1, |activity| activity.length as i32);
            for session in &section.sessions {
                let key = (section.activity.clone(), session.start);
                let held = (session.lead.clone(), session.room.clone());
                self.sessions.entry(key).or_default().push(held);
                for slot in covered(school, session.start, length) {
                    let at = school.slots[slot].at;
                    for (id, role) in parts(session) {
                        self.add_work(id, at, Doing::Session(role, section.activity.clone()));
                    }
                    let pupils = section.students.iter();
                    for student in pupils.filter_map(|id| position(school, id)) {
                        let here = self.places.entry((student, slot)).or_default();
                        here.insert(section.activity.clone());
                    }
                }
            }
        }
    }
}

fn parts(session: &Session) -> impl Iterator<Item = (&String, Role)> {
    let alone = [(&session.lead, Role::Lead), (&session.companion, Role::Companion)];
    let assistants = session.assistants.iter().map(|id| (id, Role::Assistant));
    alone.into_iter().chain(assistants).filter(|(id, _)| !id.is_empty())
}

fn position(school: &SchoolInstance, student: &str) -> Option<usize> {
    school.students.iter().position(|one| one.id == student)
}

/// Slots of a session that exist.
fn covered(school: &SchoolInstance, start: SlotRef, length: i32) -> Vec<usize> {
    let is_in = |at: SlotRef| {
        at.weekday == start.weekday && (0..length).contains(&at.period.saturating_sub(start.period))
    };
    (0..school.slots.len()).filter(|&slot| is_in(school.slots[slot].at)).collect()
}

/// Slots of a pupil whose activity changed.
pub fn places_changed(model: &Model, incumbent: &Incumbent, student: usize) -> Linear {
    let mut changed = Linear::default();
    let none = BTreeSet::new();
    for slot in 0..model.school.slots.len() {
        let before = incumbent.places.get(&(student, slot)).unwrap_or(&none);
        let now = || model.places_of(student).filter(|(c, _)| c.mask >> slot & 1 == 1);
        let activity = |c: usize| &model.school.activities[c].id;
        match before.len() {
            0 => changed.terms.extend(now().map(|(_, place)| (place, 1))),
            1 => {
                let same = now().filter(|(c, _)| before.contains(activity(c.activity)));
                changed.terms.extend(same.map(|(_, place)| (place, -1)));
                changed.constant += 1;
            }
            _ => changed.constant += 1,
        }
    }
    changed
}

/// What a staff member may do in each slot that has work before or may have some now: what was
/// done, with the columns that keep it; and everything else, with its columns.
#[derive(Default)]
pub struct SlotWork {
    /// Done before: the columns of each part.
    pub before: BTreeMap<Doing, Vec<Column>>,
    /// Not done before.
    pub other: BTreeMap<Doing, Vec<Column>>,
}

/// A staff member's week, before and as it may be; `staff` is the position here, if any.
pub fn work_by_slot(
    model: &Model,
    incumbent: &Incumbent,
    id: &str,
    staff: Option<usize>,
) -> BTreeMap<SlotRef, SlotWork> {
    let mut week: BTreeMap<SlotRef, SlotWork> = BTreeMap::new();
    for (&at, doings) in incumbent.work.get(id).into_iter().flatten() {
        let before = &mut week.entry(at).or_default().before;
        before.extend(doings.iter().map(|doing| (doing.clone(), Vec::new())));
    }
    for (at, doing, column) in staff.map_or(Vec::new(), |staff| doings_of(model, staff)) {
        let here = week.entry(at).or_default();
        match here.before.get_mut(&doing) {
            Some(columns) => columns.push(column),
            None => here.other.entry(doing).or_default().push(column),
        }
    }
    week
}

/// Ids of staff with work in the incumbent plan.
pub fn staff_before(incumbent: &Incumbent) -> impl Iterator<Item = &String> {
    incumbent.work.keys()
}

fn doings_of(model: &Model, staff: usize) -> Vec<(SlotRef, Doing, Column)> {
    let school = model.school;
    let mut doings = Vec::new();
    let mut add = |role: Role, activity: usize, options: &[(usize, Column)], mask: SlotMask| {
        for option in options.iter().filter(|option| option.0 == staff) {
            let doing = Doing::Session(role, school.activities[activity].id.clone());
            doings.extend(bits(mask).map(|slot| (school.slots[slot].at, doing.clone(), option.1)));
        }
    };
    for section in &model.sections {
        add(Role::Lead, section.activity, &section.leads, section.mask);
        for session in &section.sessions {
            add(Role::Assistant, section.activity, &session.assistants, session.mask);
            add(Role::Companion, section.activity, &session.companions, session.mask);
        }
    }
    let duties = model.duties.iter().filter(|duty| duty.staff == staff);
    doings.extend(duties.map(|d| (d.post.at(school), d.post.doing(school), d.column)));
    doings
}
