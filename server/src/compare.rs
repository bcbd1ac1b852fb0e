//! What moved between two plans of a school: points by rule, and whose week is another one.

use kehou_domain::draft::Bureau;
use kehou_domain::plan::{Plan, SchoolPlan, Section, Session};
use kehou_proto::v1::{Affected, CompareRevisionsResponse, MovedPoints, Outcome};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody does where in the week.
type Week<'a> = BTreeSet<(i32, i32, &'a str)>;
/// Everybody's week by id.
type Weeks<'a> = BTreeMap<&'a str, Week<'a>>;

/// What moved from the first to the second.
pub fn moved(
    bureaus: &(Bureau, Bureau),
    plans: &(Plan, Plan),
    outcomes: &(Outcome, Outcome),
) -> CompareRevisionsResponse {
    let before = weeks(&plans.0, &lengths(&bureaus.0));
    let after = weeks(&plans.1, &lengths(&bureaus.1));
    CompareRevisionsResponse {
        points: moved_points(&outcomes.0, &outcomes.1),
        students: affected(&before.0, &after.0),
        staff: affected(&before.1, &after.1),
    }
}

/// Periods of a session, by activity.
fn lengths(bureau: &Bureau) -> BTreeMap<&str, i32> {
    let activities = bureau.schools.iter().flat_map(|school| &school.activities);
    activities
        .map(|activity| (activity.id.as_str(), activity.periods_per_session.unwrap_or(1).max(1)))
        .collect()
}

/// Weeks of pupils and of staff.
fn weeks<'a>(plan: &'a Plan, lengths: &BTreeMap<&str, i32>) -> (Weeks<'a>, Weeks<'a>) {
    let (mut students, mut staff) = (Weeks::new(), Weeks::new());
    for school in &plan.schools {
        for section in &school.sections {
            let length = lengths.get(section.activity.as_str()).copied().unwrap_or(1);
            for session in &section.sessions {
                note_session(section, session, length, &mut students, &mut staff);
            }
        }
        note_duties(school, &mut staff);
    }
    (students, staff)
}

fn note_session<'a>(
    section: &'a Section,
    session: &'a Session,
    length: i32,
    students: &mut Weeks<'a>,
    staff: &mut Weeks<'a>,
) {
    let people = [&session.lead, &session.companion].into_iter().chain(&session.assistants);
    let people: Vec<&str> = people.map(String::as_str).filter(|id| !id.is_empty()).collect();
    for period in session.start.period..session.start.period.saturating_add(length) {
        let place = (session.start.weekday, period, section.activity.as_str());
        for student in &section.students {
            students.entry(student).or_default().insert(place);
        }
        for person in &people {
            staff.entry(person).or_default().insert(place);
        }
    }
}

fn note_duties<'a>(school: &'a SchoolPlan, staff: &mut Weeks<'a>) {
    for duty in &school.duties {
        let place = (duty.weekday, duty.period, "duty");
        staff.entry(&duty.staff).or_default().insert(place);
    }
}

fn affected(before: &Weeks, after: &Weeks) -> Vec<Affected> {
    let none = Week::new();
    let everybody: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let changed = everybody.into_iter().filter_map(|id| {
        let (was, is) = (before.get(id).unwrap_or(&none), after.get(id).unwrap_or(&none));
        let slots: BTreeSet<(i32, i32)> =
            was.symmetric_difference(is).map(|place| (place.0, place.1)).collect();
        let affected = Affected { id: id.to_owned(), slots: slots.len() as i32 };
        (!slots.is_empty()).then_some(affected)
    });
    changed.collect()
}

fn moved_points(before: &Outcome, after: &Outcome) -> Vec<MovedPoints> {
    let rules: BTreeSet<&String> = before.points.keys().chain(after.points.keys()).collect();
    let of = |outcome: &Outcome, rule: &String| outcome.points.get(rule).copied().unwrap_or(0);
    let moved = rules.into_iter().map(|rule| MovedPoints {
        rule: rule.clone(),
        before: of(before, rule),
        after: of(after, rule),
    });
    moved.filter(|moved| moved.before != moved.after).collect()
}
