//! The sessions and duties of a typical week with their times, and the same with dates.

use crate::days::{ServiceDay, TermError, service_days};
use chrono::NaiveDate;
use kehou_domain::draft::{Activity, Bureau, Component, DutyKind, School, SlotRef};
use kehou_domain::plan::{DutyAssignment, Plan, SchoolPlan, Section, Session};
use std::collections::BTreeMap;

/// What somebody does in a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Leads a session.
    Lead,
    /// Assists in a session.
    Assistant,
    /// Accompanies an outsider's session.
    Companion,
    /// A duty.
    Duty(DutyKind),
}

/// One session or duty of the typical week.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting<'a> {
    /// School where it is.
    pub school: &'a School,
    /// Weekday 1-7.
    pub weekday: i32,
    /// Start, minutes after midnight; 0 for the leader on duty, who has the whole weekday.
    pub start_minute: i32,
    /// End, minutes after midnight; 0 for the leader on duty.
    pub end_minute: i32,
    /// Slots covered; for pay a duty counts as one.
    pub periods: i64,
    /// What it is.
    pub what: What<'a>,
}

/// A session or a duty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What<'a> {
    /// A session of a section.
    Session {
        /// The section.
        section: &'a Section,
        /// The session.
        session: &'a Session,
        /// Its activity, if the menu has it.
        activity: Option<&'a Activity>,
    },
    /// A duty.
    Duty(&'a DutyAssignment),
}

impl<'a> Meeting<'a> {
    /// Who is there, and as what: lead, assistants, companion, or the one on duty.
    pub fn staff(&self) -> Vec<(&'a str, Role)> {
        match self.what {
            What::Session { session, .. } => {
                let lead = std::iter::once((session.lead.as_str(), Role::Lead));
                let others = session.assistants.iter().map(|id| (id.as_str(), Role::Assistant));
                let companion = (session.companion.as_str(), Role::Companion);
                lead.chain(others).chain([companion]).filter(|(id, _)| !id.is_empty()).collect()
            }
            What::Duty(duty) => {
                duty.kind.map(|kind| (duty.staff.as_str(), Role::Duty(kind))).into_iter().collect()
            }
        }
    }

    /// Minutes it takes; none for the leader on duty, who is on call.
    pub fn minutes(&self) -> i64 {
        i64::from(self.end_minute - self.start_minute)
    }

    /// The section's pupils; none for a duty.
    pub fn students(&self) -> &'a [String] {
        match self.what {
            What::Session { section, .. } => &section.students,
            What::Duty(_) => &[],
        }
    }

    /// Room of a session; empty for a duty.
    pub fn room(&self) -> &'a str {
        match self.what {
            What::Session { session, .. } => &session.room,
            What::Duty(_) => "",
        }
    }

    /// Component of a session's activity.
    pub fn component(&self) -> Option<Component> {
        match self.what {
            What::Session { activity, .. } => activity?.component,
            What::Duty(_) => None,
        }
    }
}

/// All sessions and duties of a school in a typical week, in time order.
pub fn week<'a>(school: &'a School, plan: &'a SchoolPlan) -> Vec<Meeting<'a>> {
    let bell: BTreeMap<SlotRef, (i32, i32)> = school
        .periods
        .iter()
        .map(|p| {
            let slot = SlotRef { weekday: p.weekday, period: p.index };
            (slot, (p.start_minute, p.end_minute))
        })
        .collect();
    let menu: BTreeMap<&str, &Activity> =
        school.activities.iter().map(|item| (item.id.as_str(), item)).collect();
    let mut meetings = Vec::new();
    for section in &plan.sections {
        let activity = menu.get(section.activity.as_str()).copied();
        for session in &section.sessions {
            let what = What::Session { section, session, activity };
            meetings.extend(session_meeting(school, &bell, session.start, what));
        }
    }
    let duties = plan.duties.iter().filter_map(|duty| duty_meeting(school, &bell, duty));
    meetings.extend(duties);
    // Stable: sections and duties of one time stay in the order of the plan.
    meetings.sort_by_key(|m| (m.weekday, m.start_minute, m.end_minute));
    meetings
}

fn session_meeting<'a>(
    school: &'a School,
    bell: &BTreeMap<SlotRef, (i32, i32)>,
    start: SlotRef,
    what: What<'a>,
) -> Option<Meeting<'a>> {
    let What::Session { activity, .. } = what else { return None };
    let long = |a: &&Activity| a.component.is_some_and(|c| !c.opens_per_slot());
    let length = activity.filter(long).and_then(|a| a.periods_per_session).unwrap_or(1).max(1);
    let last = SlotRef { period: start.period.saturating_add(length - 1), ..start };
    let (&(start_minute, _), &(_, end_minute)) = (bell.get(&start)?, bell.get(&last)?);
    let periods = i64::from(length);
    Some(Meeting { school, weekday: start.weekday, start_minute, end_minute, periods, what })
}

fn duty_meeting<'a>(
    school: &'a School,
    bell: &BTreeMap<SlotRef, (i32, i32)>,
    duty: &'a DutyAssignment,
) -> Option<Meeting<'a>> {
    let at = bell.get(&SlotRef { weekday: duty.weekday, period: duty.period });
    let (start_minute, end_minute) = match duty.kind? {
        DutyKind::Patrol | DutyKind::AreaSupervisor => *at?,
        DutyKind::GateGuard => {
            let point = school.dismissal_points.iter().find(|p| p.period == duty.period)?;
            let (_, end) = *at?;
            (end, end + point.waves.unwrap_or(1) * point.wave_minutes.unwrap_or(5))
        }
        DutyKind::LeaderOnDuty => (0, 0),
    };
    let what = What::Duty(duty);
    Some(Meeting { school, weekday: duty.weekday, start_minute, end_minute, periods: 1, what })
}

/// Sessions and duties with their dates, in time order.
pub type Dated<'c, 'a> = Vec<(NaiveDate, &'c Meeting<'a>)>;

/// A whole bureau's term: its days, and the typical week of every school.
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    /// Days with service, in order.
    pub days: Vec<ServiceDay>,
    /// Sessions and duties of a typical week, by school in the order of the plan.
    pub schools: Vec<SchoolWeek<'a>>,
}

/// The typical week of one school.
#[derive(Clone, Debug)]
pub struct SchoolWeek<'a> {
    /// The school.
    pub school: &'a School,
    /// Its plan.
    pub plan: &'a SchoolPlan,
    /// Sessions and duties in time order.
    pub meetings: Vec<Meeting<'a>>,
}

impl<'a> Calendar<'a> {
    /// The calendar of a plan.
    pub fn new(bureau: &'a Bureau, plan: &'a Plan) -> Result<Self, TermError> {
        let days = service_days(bureau.term.as_ref().ok_or(TermError::Missing)?)?;
        let schools: BTreeMap<&str, &School> =
            bureau.schools.iter().map(|school| (school.id.as_str(), school)).collect();
        let week = |plan: &'a SchoolPlan| {
            let school = *schools.get(plan.school.as_str())?;
            Some(SchoolWeek { school, plan, meetings: week(school, plan) })
        };
        Ok(Self { days, schools: plan.schools.iter().filter_map(week).collect() })
    }

    /// What of the typical week `keep` takes, with dates, in time order; of all schools.
    pub fn dated<'c>(&'c self, keep: impl Fn(&Meeting<'a>) -> bool) -> Dated<'c, 'a> {
        let mut by_weekday: BTreeMap<i32, Vec<&Meeting>> = BTreeMap::new();
        let all = self.schools.iter().flat_map(|school| &school.meetings);
        for meeting in all.filter(|meeting| keep(meeting)) {
            by_weekday.entry(meeting.weekday).or_default().push(meeting);
        }
        for meetings in by_weekday.values_mut() {
            meetings.sort_by_key(|m| (m.start_minute, m.end_minute));
        }
        let on = |day: &ServiceDay| {
            let date = day.date;
            by_weekday.get(&day.follows).into_iter().flatten().map(move |&meeting| (date, meeting))
        };
        self.days.iter().flat_map(on).collect()
    }

    /// Dated sessions of a pupil of a school.
    pub fn of_student(&self, school: &str, student: &str) -> Dated<'_, 'a> {
        self.dated(|m| m.school.id == school && m.students().iter().any(|s| s == student))
    }

    /// Dated sessions and duties of a staff member, at every school.
    pub fn of_staff(&self, staff: &str) -> Dated<'_, 'a> {
        self.dated(|m| m.staff().iter().any(|(id, _)| *id == staff))
    }

    /// Dated sessions in a room of a school; without a school in a venue of the bureau.
    pub fn of_room(&self, school: Option<&str>, room: &str) -> Dated<'_, 'a> {
        self.dated(|m| school.is_none_or(|id| m.school.id == id) && m.room() == room)
    }
}
