//! What has changed since a plan was published, and the data set that follows from it: the plan
//! becomes the incumbent, and what it can no longer have is taken from it by the data.

use crate::draft::{
    Attendance, Bureau, ChangeBudget, Component, Fact, School, SlotRef, Staff, Student, Window,
};
use crate::fault::{Fault, Severity, Text};
use crate::plan::{Plan, SchoolPlan, Section};
use crate::policy::RuleSetting;
use crate::rule::Rule;
use crate::validate::day_number;
use std::collections::BTreeMap;

/// Minutes of a whole day.
const DAY: (i32, i32) = (0, 1440);

/// Changes that hold together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeSet {
    /// The changes, in any order.
    pub changes: Vec<Change>,
    /// Limits on what re-planning may disturb; unset: those of the data set.
    pub change_budget: Option<ChangeBudget>,
}

/// One change at one school.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Id of the school; empty: the only one.
    pub school: String,
    /// First day, `YYYY-MM-DD`; empty: from now on.
    pub from: String,
    /// Last day, `YYYY-MM-DD`; empty: for the rest of the term.
    pub until: String,
    /// What has changed.
    pub what: Option<What>,
}

/// What has changed.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Somebody cannot work on these weekdays; none given: those of the dates, else all.
    StaffAbsent {
        /// Staff id.
        staff: String,
        /// Weekdays 1-7.
        weekdays: Vec<i32>,
    },
    /// A room cannot be used on these weekdays; none given: those of the dates, else all.
    RoomLost {
        /// Room id.
        room: String,
        /// Weekdays 1-7.
        weekdays: Vec<i32>,
        /// Home room of its groups instead; empty: none.
        instead: String,
    },
    /// A pupil takes part from now on.
    StudentJoins(Box<Student>),
    /// A pupil takes part no more.
    StudentLeaves(String),
    /// A pupil attends at other times.
    AttendanceChanges {
        /// Reference.
        student: String,
        /// Attendance from now on.
        attendance: Vec<Attendance>,
    },
    /// An activity is not offered any more.
    ActivityCancelled(String),
    /// A section of the published plan is to be two.
    SectionSplit(String),
}

/// What follows from changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The data set after them, with the plan as incumbent.
    pub bureau: Bureau,
    /// Schools concerned, by position, with the sections that are to be two.
    pub schools: BTreeMap<usize, Vec<String>>,
}

/// What follows from the changes; or everything that is wrong with them.
pub fn apply(bureau: &Bureau, plan: &Plan, set: &ChangeSet) -> Result<Changed, Vec<Fault>> {
    let mut after = bureau.clone();
    let mut faults = Vec::new();
    let mut schools: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for school in &mut after.schools {
        school.incumbent = plan.schools.iter().find(|plan| plan.school == school.id).cloned();
        if set.change_budget.is_some() {
            school.change_budget.clone_from(&set.change_budget);
        }
        for rule in [Rule::Stability, Rule::ChangeBudget] {
            school.policy.rules.retain(|setting| setting.rule != Some(rule));
            let setting = RuleSetting { rule: Some(rule), enabled: Some(true), weight: None };
            school.policy.rules.push(setting);
        }
    }
    if set.changes.is_empty() {
        faults.push(missing("changes", ("变动", "change")));
    }
    for (index, change) in set.changes.iter().enumerate() {
        let mut desk = Desk { path: format!("changes[{index}]"), faults: &mut faults };
        if let Some(school) = desk.school(&after, change)
            && let Some(weekdays) = desk.weekdays(change)
        {
            let splits = schools.entry(school).or_default();
            if let Some(What::SectionSplit(section)) = &change.what {
                splits.push(section.clone());
            }
            desk.change(&mut after, school, change, &weekdays);
        }
        if let Some(What::StaffAbsent { staff, .. }) = &change.what {
            for school in served(&after, plan, staff) {
                schools.entry(school).or_default();
            }
        }
    }
    if faults.is_empty() { Ok(Changed { bureau: after, schools }) } else { Err(faults) }
}

/// Schools at which somebody works: whoever is absent is missing at all of them.
fn served(bureau: &Bureau, plan: &Plan, staff: &str) -> Vec<usize> {
    let works = |part: &&SchoolPlan| {
        let mut sessions = part.sections.iter().flat_map(|section| &section.sessions);
        sessions.any(|session| {
            let helpers = session.assistants.iter().chain([&session.lead, &session.companion]);
            helpers.into_iter().any(|id| id == staff)
        }) || part.duties.iter().any(|duty| duty.staff == staff)
    };
    let parts = plan.schools.iter().filter(works);
    let at = |part: &SchoolPlan| bureau.schools.iter().position(|one| one.id == part.school);
    parts.filter_map(at).collect()
}

fn missing(path: &str, (zh, en): (&str, &str)) -> Fault {
    Fault {
        severity: Severity::Error,
        code: "missing_value",
        path: path.to_owned(),
        value: String::new(),
        cause: Text::new(format!("缺少{zh}"), format!("the {en} is missing")),
        action: Text::new(format!("填写{zh}"), format!("give the {en}")),
    }
}

/// One change being applied.
struct Desk<'a> {
    path: String,
    faults: &'a mut Vec<Fault>,
}

impl Desk<'_> {
    /// What is named does not exist.
    fn unknown(&mut self, field: &str, value: &str, (zh, en): (&str, &str)) {
        if value.is_empty() {
            self.faults.push(missing(&format!("{}.{field}", self.path), (zh, en)));
            return;
        }
        let value = crate::validate::shown_value(value);
        self.faults.push(Fault {
            severity: Severity::Error,
            code: "unknown_reference",
            path: format!("{}.{field}", self.path),
            cause: Text::new(format!("没有{zh}“{value}”"), format!("there is no {en} '{value}'")),
            action: Text::new(format!("核对{zh}编号"), format!("correct the id of the {en}")),
            value,
        });
    }

    /// No date, or one before the first day.
    fn bad_date(&mut self, field: &str, value: &str) {
        self.faults.push(Fault {
            severity: Severity::Error,
            code: "bad_date",
            path: format!("{}.{field}", self.path),
            value: crate::validate::shown_value(value),
            cause: Text::new("日期不正确", "this is no date that fits"),
            action: Text::new(
                "按 YYYY-MM-DD 填写，结束日期不早于开始日期",
                "write it as YYYY-MM-DD, the last day not before the first",
            ),
        });
    }

    fn school(&mut self, bureau: &Bureau, change: &Change) -> Option<usize> {
        if change.school.is_empty() && bureau.schools.len() == 1 {
            return Some(0);
        }
        let found = bureau.schools.iter().position(|school| school.id == change.school);
        if found.is_none() {
            self.unknown("school", &change.school, ("学校", "school"));
        }
        found
    }

    /// Weekdays from the first to the last day; all unless both are given and less than a week
    /// apart.
    fn weekdays(&mut self, change: &Change) -> Option<Vec<i32>> {
        let mut day = |field: &str, text: &str| -> Option<Option<i64>> {
            if text.is_empty() {
                return Some(None);
            }
            let found = day_number(text);
            if found.is_none() {
                self.bad_date(field, text);
            }
            found.map(Some)
        };
        let (from, until) = (day("from", &change.from), day("until", &change.until));
        let (Some(from), Some(until)) = (from?, until?) else { return Some((1..=7).collect()) };
        if until < from {
            self.bad_date("until", &change.until);
            return None;
        }
        let last = until.min(from + 6);
        // Day 0, the first of March of the year 0, was a Wednesday.
        let mut weekdays: Vec<i32> =
            (from..=last).map(|day| ((day + 2).rem_euclid(7) + 1) as i32).collect();
        weekdays.sort_unstable();
        Some(weekdays)
    }

    fn change(&mut self, bureau: &mut Bureau, at: usize, change: &Change, days: &[i32]) {
        let school = &mut bureau.schools[at];
        match &change.what {
            None => {
                let path = self.path.clone();
                self.faults.push(missing(&path, ("变动内容", "kind of change")));
            }
            Some(What::StaffAbsent { staff, weekdays }) => {
                let all = school.staff.iter_mut().chain(&mut bureau.shared_staff);
                match all.into_iter().find(|person| person.id == *staff) {
                    Some(person) => absent(person, chosen(weekdays, days)),
                    None => self.unknown("staff_absent.staff", staff, ("教职工", "staff member")),
                }
            }
            Some(What::RoomLost { room, weekdays, instead }) => {
                self.lose_room(school, (room, instead), chosen(weekdays, days));
            }
            Some(What::StudentJoins(student)) => school.students.push((**student).clone()),
            Some(What::StudentLeaves(student)) => {
                if !school.students.iter().any(|s| s.student == *student) {
                    self.unknown("student_leaves", student, ("学生", "pupil"));
                }
                leave(school, student);
            }
            Some(What::AttendanceChanges { student, attendance }) => {
                match school.students.iter_mut().find(|s| s.student == *student) {
                    Some(found) => found.attendance.clone_from(attendance),
                    None => {
                        self.unknown("attendance_changes.student", student, ("学生", "pupil"));
                    }
                }
            }
            Some(What::ActivityCancelled(activity)) => {
                if !school.activities.iter().any(|a| a.id == *activity) {
                    self.unknown("activity_cancelled", activity, ("项目", "activity"));
                }
                school.bans.push(Fact { activity: activity.clone(), ..Fact::default() });
            }
            Some(What::SectionSplit(section)) => self.split(school, section),
        }
    }

    fn lose_room(&mut self, school: &mut School, (room, instead): (&str, &str), days: &[i32]) {
        let slots: Vec<SlotRef> = school
            .periods
            .iter()
            .filter(|period| days.contains(&period.weekday))
            .map(|period| SlotRef { weekday: period.weekday, period: period.index })
            .collect();
        if !instead.is_empty() && !school.rooms.iter().any(|other| other.id == instead) {
            self.unknown("room_lost.instead", instead, ("场地", "room"));
        }
        let Some(lost) = school.rooms.iter_mut().find(|other| other.id == room) else {
            self.unknown("room_lost.room", room, ("场地", "room"));
            return;
        };
        for slot in slots {
            if !lost.unavailable.contains(&slot) {
                lost.unavailable.push(slot);
            }
        }
        if !instead.is_empty() {
            for group in school.groups.iter_mut().filter(|group| group.home_room == room) {
                instead.clone_into(&mut group.home_room);
            }
        }
    }

    fn split(&mut self, school: &mut School, section: &str) {
        let published = school.incumbent.iter().flat_map(|plan| &plan.sections);
        let found: Option<&Section> = published.into_iter().find(|one| one.id == section);
        let activity = found.and_then(|found| {
            school.activities.iter_mut().find(|activity| activity.id == found.activity)
        });
        match activity {
            None => {
                self.unknown("section_split", section, ("已公布的教学班", "published section"));
            }
            Some(activity) if activity.component.is_some_and(Component::opens_per_slot) => {}
            Some(activity) => {
                activity.max_sections = Some(activity.max_sections.unwrap_or(1) + 1);
            }
        }
    }
}

fn chosen<'a>(weekdays: &'a [i32], of_dates: &'a [i32]) -> &'a [i32] {
    if weekdays.is_empty() { of_dates } else { weekdays }
}

fn absent(person: &mut Staff, weekdays: &[i32]) {
    let (start_minute, end_minute) = DAY;
    person.protected.retain(|window| !weekdays.contains(&window.weekday));
    let whole = |&weekday: &i32| Window { weekday, start_minute, end_minute };
    person.protected.extend(weekdays.iter().map(whole));
}

/// Takes a pupil from the list, and what others and pins say about the pupil.
fn leave(school: &mut School, student: &str) {
    school.students.retain(|one| one.student != student);
    for one in &mut school.students {
        one.companions.retain(|companion| companion.student != student);
    }
    school.pins.retain(|fact| fact.student != student);
    school.bans.retain(|fact| fact.student != student);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_less_than_a_week_apart_are_weekdays() {
        let mut faults = Vec::new();
        let mut desk = Desk { path: String::new(), faults: &mut faults };
        let change = |from: &str, until: &str| Change {
            from: from.into(),
            until: until.into(),
            ..Change::default()
        };
        // A Thursday to the Monday after.
        let days = desk.weekdays(&change("2026-03-05", "2026-03-09"));
        assert_eq!(days, Some(vec![1, 4, 5, 6, 7]));
        assert_eq!(desk.weekdays(&change("2026-03-05", "")), Some((1..=7).collect()));
        assert_eq!(desk.weekdays(&change("2026-03-05", "2026-03-04")), None);
        assert_eq!(desk.weekdays(&change("soon", "")), None);
        assert_eq!(faults.len(), 2);
    }
}
