//! Terms worked by hand.

use kehou_domain::draft::{
    Budget, Bureau, DismissalPoint, DutyKind, GateCapacity, LoanTerms, MakeUpDay, Priority, School,
    SlotRef, Staff, StaffKind, Student, Term, Waiver,
};
use kehou_domain::plan::{DutyAssignment, Plan, SchoolPlan, Section, Session};
use kehou_term::credit::late_days;
use kehou_term::days::{service_days, times_followed};
use kehou_term::fees::fees;
use kehou_term::hours::hours;
use kehou_term::{Calendar, Role, TermError};

/// Monday 2026-09-21 to Friday 2026-10-16. The national holiday takes Thursday 1st to Wednesday
/// 7th; Sunday 27th September follows Thursday, Saturday 10th October follows Monday.
fn autumn() -> Term {
    let day = |date: &str, follows_weekday| MakeUpDay { date: date.into(), follows_weekday };
    Term {
        first_day: "2026-09-21".into(),
        last_day: "2026-10-16".into(),
        holidays: (1..=7).map(|day| format!("2026-10-0{day}")).collect(),
        make_up_days: vec![day("2026-09-27", 4), day("2026-10-10", 1)],
        ..Term::default()
    }
}

#[test]
fn holidays_fall_out_and_swapped_days_follow_another_weekday() {
    let days = service_days(&autumn()).expect("dates");
    let shown: Vec<String> =
        days.iter().filter(|day| day.is_swapped()).map(|d| d.date.to_string()).collect();
    assert_eq!(shown, ["2026-09-27", "2026-10-10"]);
    // 20 weekdays, less 5 of the holiday, and 2 swapped days.
    assert_eq!(days.len(), 17);
    let times: Vec<(i32, i64)> = times_followed(&days).into_iter().collect();
    assert_eq!(times, [(1, 4), (2, 3), (3, 3), (4, 4), (5, 3)]);
    assert!(days.windows(2).all(|pair| pair[0].date < pair[1].date));
}

#[test]
fn only_serving_weekdays_serve_but_a_swapped_day_does_whatever_it_is() {
    let term = Term { serving_weekdays: vec![1, 2, 3, 4], ..autumn() };
    let times: Vec<(i32, i64)> =
        times_followed(&service_days(&term).expect("dates")).into_iter().collect();
    assert_eq!(times, [(1, 4), (2, 3), (3, 3), (4, 4)]);
}

#[test]
fn what_is_no_date_is_named() {
    let term = Term { last_day: "2026-10-32".into(), ..autumn() };
    assert_eq!(service_days(&term), Err(TermError::Date("2026-10-32".into())));
    let bureau = Bureau::default();
    let plan = Plan::default();
    assert_eq!(Calendar::new(&bureau, &plan).err(), Some(TermError::Missing));
}

fn slot(weekday: i32, period: i32) -> SlotRef {
    SlotRef { weekday, period }
}

fn teacher(id: &str, pay: i64) -> Staff {
    Staff {
        id: id.into(),
        kind: Some(StaffKind::Teacher),
        pay_per_period_fen: pay,
        ..Staff::default()
    }
}

/// Two schools; period 1 is 17:00-17:40, period 2 17:45-18:25 on Mondays and Thursdays. Late is
/// what ends after 18:00.
fn bureau() -> Bureau {
    let period = |weekday, index, start_minute, end_minute| kehou_domain::draft::Period {
        weekday,
        index,
        start_minute,
        end_minute,
        segment: Some(kehou_domain::draft::Segment::Activity),
    };
    let periods =
        [1, 4].iter().flat_map(|&day| [period(day, 1, 1020, 1060), period(day, 2, 1065, 1105)]);
    let student = |id: &str, priorities: &[Priority]| Student {
        student: id.into(),
        priorities: priorities.to_vec(),
        ..Student::default()
    };
    let activity = |id: &str, fee| kehou_domain::draft::Activity {
        id: id.into(),
        component: Some(kehou_domain::draft::Component::Extension),
        periods_per_session: Some(2),
        material_fee_fen: fee,
        ..Default::default()
    };
    let waiver = |priority, percent| Waiver { priority: Some(priority), percent };
    let first = School {
        id: "north".into(),
        periods: periods.collect(),
        dismissal_points: vec![DismissalPoint {
            id: "end".into(),
            period: 2,
            waves: Some(2),
            wave_minutes: Some(5),
            gates: vec![GateCapacity { gate: "east".into(), pupils_per_wave: 100 }],
        }],
        activities: vec![activity("clay", 3_000), activity("go", 0)],
        students: vec![
            student("p1", &[]),
            student("p2", &[Priority::LeftBehind, Priority::Needy]),
            student("p3", &[Priority::LeftBehind]),
        ],
        staff: vec![teacher("t1", 6_000), teacher("t2", 7_000)],
        budget: Some(Budget {
            fee_per_student_fen: 30_001,
            waivers: vec![waiver(Priority::LeftBehind, 50), waiver(Priority::Needy, 100)],
            subsidy_fen: 0,
        }),
        ..School::default()
    };
    let second =
        School { id: "south".into(), staff: vec![teacher("t3", 8_000)], ..School::default() };
    let shared = Staff {
        kind: Some(StaffKind::Craftsperson),
        loan_terms: Some(LoanTerms { schools: vec!["north".into()], ..LoanTerms::default() }),
        ..teacher("x1", 10_000)
    };
    Bureau {
        term: Some(autumn()),
        shared_staff: vec![shared],
        schools: vec![first, second],
        ..Bureau::default()
    }
}

/// Clay on Mondays, both periods, led by the craftsman with t1 beside; go on Thursdays, led by t3
/// of the other school; t2 guards the gate on Mondays and leads on duty on both days.
fn plan() -> Plan {
    let session = |start, lead: &str, companion: &str| Session {
        start,
        room: "studio".into(),
        lead: lead.into(),
        companion: companion.into(),
        ..Session::default()
    };
    let section = |id: &str, activity: &str, session, students: &[&str]| Section {
        id: id.into(),
        activity: activity.into(),
        sessions: vec![session],
        students: students.iter().map(|&s| s.to_owned()).collect(),
    };
    let duty = |kind, weekday, period, gate: &str, wave| DutyAssignment {
        kind: Some(kind),
        staff: "t2".into(),
        weekday,
        period,
        gate: gate.into(),
        wave,
        area: String::new(),
    };
    let north = SchoolPlan {
        school: "north".into(),
        sections: vec![
            section("s1", "clay", session(slot(1, 1), "x1", "t1"), &["p1", "p2"]),
            section("s2", "go", session(slot(4, 1), "t3", ""), &["p1"]),
        ],
        duties: vec![
            duty(DutyKind::GateGuard, 1, 2, "east", 1),
            duty(DutyKind::LeaderOnDuty, 1, 0, "", 0),
            duty(DutyKind::LeaderOnDuty, 1, 0, "", 0),
            duty(DutyKind::LeaderOnDuty, 4, 0, "", 0),
        ],
        ..SchoolPlan::default()
    };
    Plan { schools: vec![north], ..Plan::default() }
}

#[test]
fn sessions_have_dates_for_pupil_staff_and_room() {
    let (bureau, plan) = (bureau(), plan());
    let calendar = Calendar::new(&bureau, &plan).expect("a calendar");
    let dates = |dated: Vec<(chrono::NaiveDate, &kehou_term::Meeting)>| -> Vec<String> {
        dated
            .iter()
            .map(|(date, m)| format!("{} {}", date.format("%m-%d"), m.start_minute))
            .collect()
    };
    let pupil = dates(calendar.of_student("north", "p1"));
    // Mondays 21st, 28th, 12th and the swapped 10th; Thursdays 24th, 8th, 15th and the swapped 27th.
    let days = ["09-21", "09-24", "09-27", "09-28", "10-08", "10-10", "10-12", "10-15"];
    assert_eq!(pupil, days.map(|day| format!("{day} 1020")));
    assert_eq!(calendar.of_student("north", "p2").len(), 4);
    assert_eq!(calendar.of_student("south", "p1").len(), 0);
    assert_eq!(dates(calendar.of_staff("x1")).len(), 4);
    assert_eq!(calendar.of_room(Some("north"), "studio").len(), 8);
    let minutes: Vec<i64> = calendar.of_staff("x1").iter().map(|(_, m)| m.minutes()).collect();
    assert_eq!(minutes, [85; 4]);
}

#[test]
fn hours_and_pay_stand_with_the_school_that_is_served() {
    let (bureau, plan) = (bureau(), plan());
    let calendar = Calendar::new(&bureau, &plan).expect("a calendar");
    let lines: Vec<_> = hours(&bureau, &calendar)
        .iter()
        .map(|l| (l.staff.clone(), l.role, l.periods, l.minutes, l.pay_fen, l.is_loan()))
        .collect();
    let line = |staff: &str, role, periods, minutes, pay, loan| {
        (staff.to_owned(), role, periods, minutes, pay, loan)
    };
    assert_eq!(
        lines,
        [
            line("t1", Role::Companion, 8, 340, 48_000, false),
            line("t2", Role::Duty(DutyKind::GateGuard), 4, 40, 28_000, false),
            // Named twice for Monday, there once.
            line("t2", Role::Duty(DutyKind::LeaderOnDuty), 8, 0, 56_000, false),
            line("t3", Role::Lead, 8, 340, 64_000, true),
            line("x1", Role::Lead, 8, 340, 80_000, false),
        ]
    );
}

#[test]
fn late_minutes_of_teachers_are_credited_once() {
    let (bureau, plan) = (bureau(), plan());
    let calendar = Calendar::new(&bureau, &plan).expect("a calendar");
    let late = late_days(&bureau, &calendar);
    let of = |id: &str| -> Vec<(String, i64)> {
        let mine = late.iter().filter(|day| day.staff == id);
        mine.map(|day| (day.date.format("%m-%d").to_string(), day.minutes)).collect()
    };
    let mondays = ["09-21", "09-28", "10-10", "10-12"];
    // The course ends at 18:25; the gate from then until 18:35.
    assert_eq!(of("t1"), mondays.map(|day| (day.to_owned(), 25)));
    assert_eq!(of("t2"), mondays.map(|day| (day.to_owned(), 10)));
    assert_eq!(of("t3").len(), 4);
    assert_eq!(of("x1"), []);
}

#[test]
fn the_largest_waiver_counts_once_and_material_is_added() {
    let (bureau, plan) = (bureau(), plan());
    let ledger = fees(&bureau.schools[0], &plan.schools[0]);
    let lines: Vec<_> = ledger
        .iter()
        .map(|l| (l.waiver_percent, l.waived_fen, l.material_fen, l.due_fen()))
        .collect();
    assert_eq!(
        lines,
        [(0, 0, 3_000, 33_001), (100, 30_001, 3_000, 3_000), (50, 15_000, 0, 15_001)]
    );
    assert_eq!(ledger[1].waiver, Some(Priority::Needy));
}
