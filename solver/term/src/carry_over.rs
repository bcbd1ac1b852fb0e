//! Fairness across terms: what a plan left to be made good is written into the next term's input.
//!
//! A pupil's new points are half of what the plan left open: (S + points carried so far) / 2,
//! rounded down, at most [`MOST`]; S as in the rule `preference`. They add to the pupil's weight, so
//! who got little this term comes first in the next, and a disadvantage fades by half each term in
//! which it is not repeated. Staff carry the late weekdays and gate duties of the typical week.

use crate::timetable::{Calendar, Role};
use kehou_domain::draft::{Bureau, DutyKind, StaffCarryOver};
use kehou_domain::explanation::Explanations;
use kehou_domain::policy::Rules;
use std::collections::{BTreeMap, BTreeSet};

/// Most points a pupil carries: as much as an ordinary pupil weighs.
pub const MOST: i64 = 100;

/// How many people of the next term were found in this one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Pupils found by school and reference.
    pub students: usize,
    /// Of those, pupils who carry points.
    pub students_with_points: usize,
    /// Staff found by id.
    pub staff: usize,
}

/// Writes what `calendar` and `explanations` of this term leave into `next`. Pupils are the same
/// when school and reference are, staff when the id is; all others keep what `next` says.
pub fn carry_over(
    this: &Bureau,
    calendar: &Calendar,
    explanations: &Explanations,
    next: &mut Bureau,
) -> Carried {
    let students = student_points(this, explanations);
    let duties = staff_duties(this, calendar);
    let mut carried = Carried::default();
    for school in &mut next.schools {
        for student in &mut school.students {
            let key = (school.id.as_str(), student.student.as_str());
            if let Some(&points) = students.get(&key) {
                student.carry_over = points;
                carried.students += 1;
                carried.students_with_points += usize::from(points > 0);
            }
        }
    }
    let known: BTreeSet<&str> = crate::hours::people(this).into_keys().collect();
    let staff = next.schools.iter_mut().flat_map(|school| &mut school.staff);
    for person in staff.chain(&mut next.shared_staff) {
        if known.contains(person.id.as_str()) {
            person.carry_over = duties.get(person.id.as_str()).cloned().unwrap_or_default();
            carried.staff += 1;
        }
    }
    carried
}

/// New points of every pupil of this term, by school and reference.
fn student_points<'a>(
    this: &'a Bureau,
    explanations: &Explanations,
) -> BTreeMap<(&'a str, &'a str), i32> {
    let mut left: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for school in &explanations.schools {
        for student in &school.students {
            left.insert((&school.school, &student.student), student.points);
        }
    }
    let mut points = BTreeMap::new();
    for school in &this.schools {
        for student in &school.students {
            let key = (school.id.as_str(), student.student.as_str());
            let left = left.get(&key).copied().unwrap_or(0);
            let new = left.midpoint(i64::from(student.carry_over)).clamp(0, MOST);
            points.insert(key, new as i32);
        }
    }
    points
}

/// Late weekdays and gate duties of the typical week, by staff id; who has none is left out.
fn staff_duties<'a>(
    this: &'a Bureau,
    calendar: &Calendar<'a>,
) -> BTreeMap<&'a str, StaffCarryOver> {
    let mut late: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
    let mut duties: BTreeMap<&str, StaffCarryOver> = BTreeMap::new();
    for school in &calendar.schools {
        let after = Rules::resolve(&this.policy, &school.school.policy).late_after_minute;
        for meeting in &school.meetings {
            for (id, role) in meeting.staff() {
                if meeting.end_minute > after {
                    late.entry(id).or_default().insert(meeting.weekday);
                }
                if role == Role::Duty(DutyKind::GateGuard) {
                    duties.entry(id).or_default().gate += 1;
                }
            }
        }
    }
    for (id, weekdays) in late {
        duties.entry(id).or_default().late = weekdays.len() as i32;
    }
    duties
}
