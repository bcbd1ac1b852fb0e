//! What the bureau sees of a school: counts, with cells from 1 to 4 suppressed, and the work of the
//! staff. Nothing here is about one pupil.

use crate::time::{now_ms, timestamp};
use kehou_proto::v1::{Kpis, SchoolSummary, StaffExplanation};

/// Counts below this, zero aside, could point at a child.
const SMALLEST: i64 = 5;

/// The summary of a published plan.
pub fn of(
    school: &str,
    term: &str,
    kpis: &Kpis,
    staff: impl Iterator<Item = StaffExplanation>,
) -> SchoolSummary {
    let mut summary = SchoolSummary {
        school: school.to_owned(),
        term: term.to_owned(),
        staff: staff
            .map(|person| StaffExplanation { workload_points: None, wish_points: None, ..person })
            .collect(),
        publish_time: Some(timestamp(now_ms())),
        ..SchoolSummary::default()
    };
    for (name, count) in of_pupils(kpis) {
        if (1..SMALLEST).contains(&count) {
            summary.suppressed.push(name.to_owned());
        } else {
            summary.counts.insert(name.to_owned(), count);
        }
    }
    for (name, count) in of_staff(kpis) {
        summary.counts.insert(name.to_owned(), count);
    }
    hide_differences(&mut summary);
    summary.suppressed.sort();
    summary
}

fn of_pupils(kpis: &Kpis) -> Vec<(&'static str, i64)> {
    let named = [
        ("students", kpis.students),
        ("student_slots", kpis.student_slots),
        ("student_slots_placed", kpis.student_slots_placed),
        ("sessions_wanted", kpis.sessions_wanted),
        ("sessions_granted", kpis.sessions_granted),
        ("sessions_first_choice", kpis.sessions_first_choice),
        ("sessions_top_three", kpis.sessions_top_three),
        ("students_with_wishes", kpis.students_with_wishes),
        ("students_first_choice", kpis.students_first_choice),
        ("students_nothing", kpis.students_nothing),
        ("students_envious", kpis.students_envious),
    ];
    named.into_iter().filter_map(|(name, count)| Some((name, count?))).collect()
}

fn of_staff(kpis: &Kpis) -> Vec<(&'static str, i64)> {
    let named = [
        ("staff_willing", kpis.staff_willing),
        ("staff_periods", kpis.staff_periods),
        ("workload_mean_hundredths", kpis.workload_mean_hundredths),
        ("workload_spread", kpis.workload_spread),
        ("sessions_without_lead", kpis.sessions_without_lead),
        ("assistants_missing", kpis.assistants_missing),
        ("duties_unfilled", kpis.duties_unfilled),
        ("loan_days", kpis.loan_days),
        ("weekly_pay_fen", kpis.weekly_pay_fen),
        ("sections", kpis.sections),
        ("slot_sessions", kpis.slot_sessions),
    ];
    named.into_iter().filter_map(|(name, count)| Some((name, count?))).collect()
}

/// A whole and a part that differ by less than a cell would give the small rest away.
fn hide_differences(summary: &mut SchoolSummary) {
    const PARTS: [(&str, &str); 5] = [
        ("students", "students_with_wishes"),
        ("students_with_wishes", "students_first_choice"),
        ("student_slots", "student_slots_placed"),
        ("sessions_wanted", "sessions_granted"),
        ("sessions_granted", "sessions_first_choice"),
    ];
    for (whole, part) in PARTS {
        let counts = (summary.counts.get(whole), summary.counts.get(part));
        if let (Some(whole), Some(&count)) = counts
            && (1..SMALLEST).contains(&(whole - count))
        {
            summary.counts.remove(part);
            summary.suppressed.push(part.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use kehou_proto::v1::Kpis;

    #[test]
    fn small_cells_and_small_differences_are_not_told() {
        let kpis = Kpis {
            students: Some(30),
            students_with_wishes: Some(28),
            students_nothing: Some(3),
            students_envious: Some(0),
            staff_willing: Some(2),
            ..Kpis::default()
        };
        let summary = of("s", "2026-09-01", &kpis, std::iter::empty());
        assert_eq!(summary.suppressed, ["students_nothing", "students_with_wishes"]);
        let names: Vec<&str> = summary.counts.keys().map(String::as_str).collect();
        assert_eq!(names, ["staff_willing", "students", "students_envious"]);
    }
}
