//! A school with its plan, indexed for reports: who is where when, names in words.

use crate::lang::Lang;
use crate::names::Key;
use crate::write::value::{clock, weekday};
use kehou_domain::draft::{Activity, Bureau, School, SlotRef};
use kehou_domain::explanation::Explanations;
use kehou_domain::outcome::Outcome;
use kehou_domain::plan::{DutyAssignment, Plan, SchoolPlan, Section, Session};
use std::collections::BTreeMap;

/// What reports are made of.
pub struct Facts<'a> {
    /// The data set.
    pub bureau: &'a Bureau,
    /// The plan, checked.
    pub plan: &'a Plan,
    /// Points and key figures of the check.
    pub outcome: &'a Outcome,
    /// Why, person by person.
    pub explanations: &'a Explanations,
    /// Names in the place of references; the default key knows none.
    pub names: &'a Key,
    /// Language.
    pub lang: Lang,
}

/// One session of a section.
#[derive(Clone, Copy)]
pub(crate) struct Meet<'a> {
    pub section: &'a Section,
    pub session: &'a Session,
}

/// What is in each slot.
type BySlot<T> = BTreeMap<SlotRef, Vec<T>>;

/// A school with its plan.
pub(crate) struct View<'a> {
    pub facts: &'a Facts<'a>,
    pub school: &'a School,
    pub plan: &'a SchoolPlan,
    /// Slots of the bell table in order.
    pub slots: Vec<SlotRef>,
    menu: BTreeMap<&'a str, &'a Activity>,
    of_student: BTreeMap<(&'a str, SlotRef), Meet<'a>>,
    of_staff: BTreeMap<&'a str, BySlot<(Meet<'a>, Part)>>,
    of_room: BTreeMap<&'a str, BySlot<Meet<'a>>>,
}

/// Part of somebody of staff in a session.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Lead,
    Assistant,
    Companion,
}

impl<'a> View<'a> {
    /// The schools of a plan, in its order; those the data do not have are left out.
    pub fn all(facts: &'a Facts<'a>) -> Vec<Self> {
        let school = |id: &str| facts.bureau.schools.iter().find(|school| school.id == id);
        let plans = facts.plan.schools.iter();
        plans.filter_map(|plan| Some(Self::new(facts, school(&plan.school)?, plan))).collect()
    }

    fn new(facts: &'a Facts<'a>, school: &'a School, plan: &'a SchoolPlan) -> Self {
        let slot = |weekday, period| SlotRef { weekday, period };
        let mut slots: Vec<SlotRef> =
            school.periods.iter().map(|p| slot(p.weekday, p.index)).collect();
        slots.sort_unstable();
        let menu = school.activities.iter().map(|item| (item.id.as_str(), item)).collect();
        let mut view = Self {
            facts,
            school,
            plan,
            slots,
            menu,
            of_student: BTreeMap::new(),
            of_staff: BTreeMap::new(),
            of_room: BTreeMap::new(),
        };
        for section in &plan.sections {
            for session in &section.sessions {
                view.add(Meet { section, session });
            }
        }
        view
    }

    fn add(&mut self, meet: Meet<'a>) {
        let Meet { section, session } = meet;
        for slot in self.covers(meet) {
            for student in &section.students {
                self.of_student.insert((student, slot), meet);
            }
            let others = session.assistants.iter().map(|id| (id.as_str(), Part::Assistant));
            let all = [
                (session.lead.as_str(), Part::Lead),
                (session.companion.as_str(), Part::Companion),
            ];
            for (id, part) in all.into_iter().chain(others).filter(|(id, _)| !id.is_empty()) {
                let slots = self.of_staff.entry(id).or_default();
                slots.entry(slot).or_default().push((meet, part));
            }
            let slots = self.of_room.entry(&session.room).or_default();
            slots.entry(slot).or_default().push(meet);
        }
    }

    /// Slots a session covers.
    pub fn covers(&self, meet: Meet) -> Vec<SlotRef> {
        let length = self
            .activity(&meet.section.activity)
            .filter(|item| item.component.is_some_and(|component| !component.opens_per_slot()))
            .and_then(|item| item.periods_per_session)
            .unwrap_or(1);
        let start = meet.session.start;
        (start.period..start.period + length.max(1))
            .map(|period| SlotRef { period, ..start })
            .collect()
    }

    pub fn lang(&self) -> Lang {
        self.facts.lang
    }
    pub fn activity(&self, id: &str) -> Option<&'a Activity> {
        self.menu.get(id).copied()
    }
    /// Where a pupil is.
    pub fn of_student(&self, student: &str, slot: SlotRef) -> Option<Meet<'a>> {
        self.of_student.get(&(student, slot)).copied()
    }
    /// What somebody of staff does.
    pub fn of_staff(&self, staff: &str, slot: SlotRef) -> &[(Meet<'a>, Part)] {
        self.of_staff.get(staff).and_then(|slots| slots.get(&slot)).map_or(&[], Vec::as_slice)
    }
    /// What is in a room.
    pub fn of_room(&self, room: &str, slot: SlotRef) -> &[Meet<'a>] {
        self.of_room.get(room).and_then(|slots| slots.get(&slot)).map_or(&[], Vec::as_slice)
    }
    /// Duties of somebody in a slot; those of a whole weekday with its first.
    pub fn duties_of(&self, staff: &str, slot: SlotRef) -> Vec<&'a DutyAssignment> {
        let first = self.slots.iter().find(|other| other.weekday == slot.weekday);
        let is_then = |duty: &&DutyAssignment| {
            duty.staff == staff
                && duty.weekday == slot.weekday
                && (duty.period == slot.period || (duty.period == 0 && first == Some(&slot)))
        };
        self.plan.duties.iter().filter(is_then).collect()
    }

    /// A person by name where it is known, else by reference.
    pub fn person(&self, id: &str) -> String {
        self.facts.names.name(id).to_owned()
    }
    /// Several persons.
    pub fn people<'b>(&self, ids: impl IntoIterator<Item = &'b String>) -> String {
        let names: Vec<String> = ids.into_iter().map(|id| self.person(id)).collect();
        names.join(self.lang().comma())
    }
    /// An activity in words.
    pub fn title(&self, activity: &str) -> String {
        let name = self.activity(activity).map_or("", |item| item.name.as_str());
        if name.is_empty() { activity.to_owned() } else { name.to_owned() }
    }
    /// The school in words.
    pub fn name(&self) -> String {
        if self.school.name.is_empty() { self.school.id.clone() } else { self.school.name.clone() }
    }
    /// Weekdays with service.
    pub fn weekdays(&self) -> Vec<i32> {
        let mut days: Vec<i32> = self.slots.iter().map(|slot| slot.weekday).collect();
        days.dedup();
        days
    }
    /// Indices of periods on any weekday.
    pub fn indices(&self) -> Vec<i32> {
        let mut all: Vec<i32> = self.slots.iter().map(|slot| slot.period).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
    /// Start and end of a slot, as `16:10-16:50`.
    pub fn times(&self, slot: SlotRef) -> String {
        let is =
            |p: &&kehou_domain::draft::Period| p.weekday == slot.weekday && p.index == slot.period;
        self.school.periods.iter().find(is).map_or(String::new(), |p| {
            format!("{}-{}", clock(p.start_minute.into()), clock(p.end_minute.into()))
        })
    }
    /// A weekday in short.
    pub fn day(&self, day: i32) -> String {
        weekday(day.into(), self.lang())
    }
    /// A slot in short, as `周一第2节`.
    pub fn slot(&self, slot: SlotRef) -> String {
        let day = self.day(slot.weekday);
        self.lang().pick(format!("{day}第{}节", slot.period), format!("{day} {}", slot.period))
    }
    /// A period in short.
    pub fn period(&self, index: i32) -> String {
        self.lang().pick(format!("第{index}节"), format!("Period {index}"))
    }
    /// Both languages, one of them.
    pub fn say(&self, zh: &str, en: &str) -> String {
        self.lang().pick(zh, en).to_owned()
    }
    /// Whether a pupil attends a slot.
    pub fn attends(&self, student: &kehou_domain::draft::Student, slot: SlotRef) -> bool {
        student.attendance.iter().any(|day| {
            let last = self.school.dismissal_points.iter().find(|p| p.id == day.dismissal_point);
            day.weekday == slot.weekday
                && slot.period >= day.from_period
                && last.is_some_and(|point| slot.period <= point.period)
        })
    }
}
