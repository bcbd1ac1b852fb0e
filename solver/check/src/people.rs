//! Staff and everything each of them does, at any school: one piece of work per slot covered,
//! per duty, per leader weekday.

use crate::school::SchoolView;
use kehou_domain::draft::{Bureau, DismissalPoint, DutyKind, SlotRef, Staff, StaffKind};
use kehou_domain::plan::DutyAssignment;
use std::collections::BTreeMap;

/// A staff member with all work of the week.
pub struct Person<'a> {
    /// The staff member.
    pub staff: &'a Staff,
    /// Home school; none: shared staff of the bureau.
    pub home: Option<usize>,
    /// School that counts the person's points: the home school, else the first one served.
    pub owner: Option<usize>,
    /// Work in time order.
    pub work: Vec<Work<'a>>,
}

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

/// One piece of work.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// Weekday.
    pub weekday: i32,
    /// Start, minutes; 0 for the leader on duty.
    pub start: i32,
    /// End, minutes; 0 for the leader on duty.
    pub end: i32,
    /// School where it is done.
    pub school: usize,
    /// Slot, or weekday and period 0 for the leader, or the period that a gate duty follows.
    pub slot: SlotRef,
    /// What it is.
    pub task: Task<'a>,
}

/// A session's slot or a duty.
#[derive(Clone, Copy)]
pub enum Task<'a> {
    /// A slot of a session: section and session by position.
    Session(usize, usize, Role),
    /// A duty.
    Duty(DutyKind, &'a DutyAssignment),
}

/// A staff id of the plan that nobody has.
pub struct Stranger<'a> {
    /// School whose plan names it.
    pub school: usize,
    /// The id.
    pub id: &'a str,
    /// Section id, or empty for a duty.
    pub section: &'a str,
}

impl Work<'_> {
    /// Done within a slot: a session, patrol or supervision.
    pub fn is_in_slot(&self) -> bool {
        !self.is_gate() && !self.is_leader()
    }
    /// A gate duty.
    pub fn is_gate(&self) -> bool {
        matches!(self.task, Task::Duty(DutyKind::GateGuard, _))
    }
    /// Leader on duty: on call, without a time of its own.
    pub fn is_leader(&self) -> bool {
        matches!(self.task, Task::Duty(DutyKind::LeaderOnDuty, _))
    }
    /// Whether both overlap in time.
    pub fn overlaps(&self, other: &Self) -> bool {
        let same_slot = self.is_in_slot()
            && other.is_in_slot()
            && (self.school, self.slot) == (other.school, other.slot);
        let overlap =
            self.weekday == other.weekday && self.start < other.end && other.start < self.end;
        same_slot || overlap
    }
}

impl Person<'_> {
    /// Periods of work a week.
    pub fn periods(&self) -> i64 {
        self.work.len() as i64
    }
    /// A teacher of a school, not an outsider.
    pub fn is_teacher(&self) -> bool {
        self.staff.kind == Some(StaffKind::Teacher)
    }
    /// Teachers count as vetted.
    pub fn is_vetted(&self) -> bool {
        self.staff.vetted || self.is_teacher()
    }
    /// Willing and vetted.
    pub fn serves(&self) -> bool {
        self.staff.willing && self.is_vetted()
    }
    /// A teacher whose home is that school.
    pub fn is_teacher_of(&self, school: usize) -> bool {
        self.is_teacher() && self.home == Some(school)
    }
}

/// Everybody of the bureau, without work yet. The first of two with one id counts.
pub fn people<'a>(
    bureau: &'a Bureau,
    school_index: &BTreeMap<&str, usize>,
) -> BTreeMap<&'a str, Person<'a>> {
    let mut people = BTreeMap::new();
    for (index, school) in bureau.schools.iter().enumerate() {
        for staff in &school.staff {
            let home = Some(index);
            let person = Person { staff, home, owner: home, work: Vec::new() };
            people.entry(staff.id.as_str()).or_insert(person);
        }
    }
    for staff in &bureau.shared_staff {
        let first = staff.loan_terms.as_ref().and_then(|terms| terms.schools.first());
        let owner = first.and_then(|id| school_index.get(id.as_str()).copied());
        let person = Person { staff, home: None, owner, work: Vec::new() };
        people.entry(staff.id.as_str()).or_insert(person);
    }
    people
}

/// Gives everybody the work the plan of a school names; returns the ids that nobody has.
pub fn give_work<'a>(
    people: &mut BTreeMap<&'a str, Person<'a>>,
    view: &SchoolView<'a>,
) -> Vec<Stranger<'a>> {
    let mut strangers = Vec::new();
    let school = view.index;
    let mut give =
        |id: &'a str, section: &'a str, work: &mut dyn Iterator<Item = Work<'a>>| match people
            .get_mut(id)
        {
            Some(person) => person.work.extend(work),
            None => strangers.push(Stranger { school, id, section }),
        };
    for (position, section) in view.sections.iter().enumerate() {
        for (nth, session) in section.sessions.iter().enumerate() {
            let plan = session.session;
            let alone = [(&plan.lead, Role::Lead), (&plan.companion, Role::Companion)];
            let named = alone.into_iter().filter(|(id, _)| !id.is_empty());
            let assistants = plan.assistants.iter().map(|id| (id, Role::Assistant));
            for (id, role) in named.chain(assistants) {
                let mut work = session.slots.iter().map(|&slot| {
                    let (start, end) = view.times(slot);
                    let task = Task::Session(position, nth, role);
                    Work { weekday: slot.weekday, start, end, school, slot, task }
                });
                give(id, &section.section.id, &mut work);
            }
        }
    }
    for duty in &view.plan.duties {
        give(&duty.staff, "", &mut duty_work(view, duty).into_iter());
    }
    strangers
}

/// The work a duty means; none when its slot, gate, wave or weekday does not exist.
fn duty_work<'a>(view: &SchoolView<'a>, duty: &'a DutyAssignment) -> Option<Work<'a>> {
    let kind = duty.kind?;
    let mut slot = SlotRef { weekday: duty.weekday, period: duty.period };
    let (start, end) = match kind {
        DutyKind::Patrol | DutyKind::AreaSupervisor => {
            view.bell.contains_key(&slot).then(|| view.times(slot))?
        }
        DutyKind::GateGuard => {
            let point = guarded_point(view, duty)?;
            let (_, end) = view.times(slot);
            (end, end.saturating_add(waves(point).saturating_mul(wave_minutes(point))))
        }
        DutyKind::LeaderOnDuty => {
            slot.period = 0;
            view.bell.keys().any(|at| at.weekday == duty.weekday).then_some((0, 0))?
        }
    };
    let task = Task::Duty(kind, duty);
    Some(Work { weekday: duty.weekday, start, end, school: view.index, slot, task })
}

/// The dismissal point that a gate duty stands at, when period, gate and wave exist.
pub fn guarded_point<'a>(
    view: &SchoolView<'a>,
    duty: &DutyAssignment,
) -> Option<&'a DismissalPoint> {
    let slot = SlotRef { weekday: duty.weekday, period: duty.period };
    view.bell.get(&slot)?;
    view.school.dismissal_points.iter().find(|point| {
        point.period == duty.period
            && point.gates.iter().any(|gate| gate.gate == duty.gate)
            && (1..=waves(point)).contains(&duty.wave)
    })
}

/// Waves of a dismissal point.
pub fn waves(point: &DismissalPoint) -> i32 {
    point.waves.unwrap_or(1)
}

/// Minutes between waves.
pub fn wave_minutes(point: &DismissalPoint) -> i32 {
    point.wave_minutes.unwrap_or(5)
}

/// Sorts everybody's work by time; a leader named twice for one day and school is there once.
pub fn sort_work(people: &mut BTreeMap<&str, Person<'_>>) {
    for person in people.values_mut() {
        person.work.sort_by_key(|work| (work.weekday, work.start, work.end, work.school));
        person.work.dedup_by(|a, b| {
            a.is_leader() && b.is_leader() && (a.weekday, a.school) == (b.weekday, b.school)
        });
    }
}
