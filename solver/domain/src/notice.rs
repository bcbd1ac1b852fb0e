//! Who is told what when one plan takes the place of another: for each pupil and each member of
//! staff, slot by slot, what they had and what they have now.

use crate::draft::{ChangeBudget, Component, DutyKind, School, SlotRef};
use crate::instance::SchoolInstance;
use crate::plan::SchoolPlan;
use std::collections::{BTreeMap, BTreeSet};

/// Whom a notice is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Person {
    /// A staff member, by id.
    Staff(String),
    /// A pupil, by reference.
    Student(String),
}

/// What part somebody has in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Leads it.
    Lead,
    /// Assists.
    Assistant,
    /// Accompanies an outsider.
    Companion,
    /// Is taught or looked after.
    Student,
}

/// What somebody does in a slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    /// A session.
    Session {
        /// Part in it.
        part: Part,
        /// Activity.
        activity: String,
        /// Room.
        room: String,
        /// Lead; empty: none, or the person itself.
        lead: String,
    },
    /// A duty; the place is a gate and wave, or an area.
    Duty {
        /// Kind.
        kind: DutyKind,
        /// Where; may be empty.
        place: String,
    },
}

/// One line for one person: what changes in one slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// Whom it is for.
    pub person: Person,
    /// When; period 0: the whole weekday.
    pub slot: SlotRef,
    /// What it was; empty: nothing.
    pub before: Vec<Doing>,
    /// What it is now; empty: nothing.
    pub after: Vec<Doing>,
}

/// How much changes, as `stability` and `change_budget` count it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Disturbance {
    /// Pupils' slots with another activity.
    pub places: i64,
    /// Slots in which staff do something else.
    pub work: i64,
    /// Sessions of the same activity and start with another lead or room.
    pub sessions: i64,
    /// Most changed slots of one pupil.
    pub most_places: i64,
    /// Most changed slots of one staff member.
    pub most_work: i64,
}

/// What of a school two plans are compared in: its slots, how long sessions are, who is there.
#[derive(Clone, Debug, Default)]
pub struct Frame<'a> {
    slots: BTreeSet<SlotRef>,
    lengths: BTreeMap<&'a str, i32>,
    pupils: BTreeSet<&'a str>,
}

impl<'a> From<&'a School> for Frame<'a> {
    fn from(school: &'a School) -> Self {
        let slots = school.periods.iter();
        let activities = school.activities.iter();
        let is_pattern = |one: &Option<Component>| !one.is_some_and(Component::opens_per_slot);
        let length = |one: &crate::draft::Activity| {
            one.periods_per_session.filter(|_| is_pattern(&one.component)).unwrap_or(1)
        };
        Self {
            slots: slots.map(|p| SlotRef { weekday: p.weekday, period: p.index }).collect(),
            lengths: activities.map(|one| (one.id.as_str(), length(one))).collect(),
            pupils: school.students.iter().map(|one| one.student.as_str()).collect(),
        }
    }
}

impl<'a> From<&'a SchoolInstance> for Frame<'a> {
    fn from(school: &'a SchoolInstance) -> Self {
        let activities = school.activities.iter();
        Self {
            slots: school.slots.iter().map(|slot| slot.at).collect(),
            lengths: activities.map(|one| (one.id.as_str(), one.length as i32)).collect(),
            pupils: school.students.iter().map(|one| one.id.as_str()).collect(),
        }
    }
}

type Weeks = BTreeMap<(Person, SlotRef), BTreeSet<Doing>>;

/// All notices of a school: staff first, then pupils, each in time order.
pub fn notices(school: &Frame, before: &SchoolPlan, after: &SchoolPlan) -> Vec<Notice> {
    let (before, after) = (weeks(school, before), weeks(school, after));
    let keys: BTreeSet<&(Person, SlotRef)> = before.keys().chain(after.keys()).collect();
    let of = |weeks: &Weeks, key| -> Vec<Doing> {
        weeks.get(key).into_iter().flatten().cloned().collect()
    };
    keys.into_iter()
        .filter(|&key| before.get(key) != after.get(key))
        .map(|key| Notice {
            person: key.0.clone(),
            slot: key.1,
            before: of(&before, key),
            after: of(&after, key),
        })
        .collect()
}

/// How much changes for the pupils and staff who are there now.
pub fn disturbance(school: &Frame, before: &SchoolPlan, after: &SchoolPlan) -> Disturbance {
    let mut of_person: BTreeMap<Person, i64> = BTreeMap::new();
    let mut sum =
        Disturbance { sessions: sessions_changed(before, after), ..Disturbance::default() };
    for notice in notices(school, before, after) {
        let kept = |doing: &Doing| match doing {
            Doing::Session { part, activity, .. } => (Some((*part, activity.clone())), None),
            Doing::Duty { .. } => (None, Some(doing.clone())),
        };
        let kinds = |doings: &[Doing]| doings.iter().map(kept).collect::<BTreeSet<_>>();
        if kinds(&notice.before) == kinds(&notice.after) {
            continue;
        }
        let is_there = match &notice.person {
            Person::Student(id) => school.pupils.contains(id.as_str()),
            Person::Staff(_) => true,
        };
        *of_person.entry(notice.person).or_default() += i64::from(is_there);
    }
    for (person, changed) in of_person {
        let (all, most) = match person {
            Person::Student(_) => (&mut sum.places, &mut sum.most_places),
            Person::Staff(_) => (&mut sum.work, &mut sum.most_work),
        };
        *all += changed;
        *most = changed.max(*most);
    }
    sum
}

impl Disturbance {
    /// Whether a change budget allows it.
    pub fn is_within(&self, budget: &ChangeBudget) -> bool {
        let within = |most: Option<i32>, found| most.is_none_or(|most| found <= i64::from(most));
        within(budget.per_student, self.most_places)
            && within(budget.per_staff, self.most_work)
            && within(budget.total, self.places + self.work)
    }
}

fn weeks(school: &Frame, plan: &SchoolPlan) -> Weeks {
    let mut weeks = Weeks::new();
    for section in &plan.sections {
        let length = school.lengths.get(section.activity.as_str()).copied().unwrap_or(1);
        for session in &section.sessions {
            let covered = (0..length).map(|n| SlotRef {
                weekday: session.start.weekday,
                period: session.start.period + n,
            });
            let people = std::iter::once((&session.lead, Part::Lead))
                .chain(session.assistants.iter().map(|id| (id, Part::Assistant)))
                .chain(std::iter::once((&session.companion, Part::Companion)))
                .filter(|(id, _)| !id.is_empty())
                .map(|(id, part)| (Person::Staff(id.clone()), part));
            let pupils = section.students.iter();
            let pupils = pupils.map(|id| (Person::Student(id.clone()), Part::Student));
            let all: Vec<(Person, Part)> = people.chain(pupils).collect();
            for slot in covered.filter(|slot| school.slots.contains(slot)) {
                for (person, part) in &all {
                    let lead = if *part == Part::Lead { "" } else { session.lead.as_str() };
                    weeks.entry((person.clone(), slot)).or_default().insert(Doing::Session {
                        part: *part,
                        activity: section.activity.clone(),
                        room: session.room.clone(),
                        lead: lead.to_owned(),
                    });
                }
            }
        }
    }
    for duty in &plan.duties {
        let Some(kind) = duty.kind else { continue };
        let slot = SlotRef { weekday: duty.weekday, period: duty.period };
        let place = if duty.gate.is_empty() {
            duty.area.clone()
        } else {
            format!("{} {}", duty.gate, duty.wave)
        };
        let person = Person::Staff(duty.staff.clone());
        weeks.entry((person, slot)).or_default().insert(Doing::Duty { kind, place });
    }
    weeks
}

/// Sessions matched by activity and start whose lead or room is another one.
fn sessions_changed(before: &SchoolPlan, after: &SchoolPlan) -> i64 {
    changed_sessions(&sessions(before), &sessions(after))
}

/// Lead and room of the sessions by activity and start.
pub type Sessions<'a> = BTreeMap<(&'a str, SlotRef), Vec<(&'a str, &'a str)>>;

/// The sessions of a plan.
pub fn sessions(plan: &SchoolPlan) -> Sessions<'_> {
    let mut all = Sessions::new();
    for section in &plan.sections {
        for session in &section.sessions {
            let key = (section.activity.as_str(), session.start);
            all.entry(key).or_default().push((&session.lead, &session.room));
        }
    }
    all
}

/// Sessions of the same activity and start, there before and after, with another lead or room.
pub fn changed_sessions(before: &Sessions, after: &Sessions) -> i64 {
    let changed = after.iter().filter_map(|(key, now)| {
        let mut left = before.get(key)?.clone();
        let matched = left.len().min(now.len());
        let kept = now.iter().filter(|one| {
            let at = left.iter().position(|other| other == *one);
            at.map(|at| left.swap_remove(at)).is_some()
        });
        Some((matched - kept.count()) as i64)
    });
    changed.sum()
}
