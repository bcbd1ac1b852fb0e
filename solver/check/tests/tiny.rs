//! A plan of the tiny school worked out by hand: points, key figures, reasons and counts.

use kehou_check::{check, explanations, kpis, shortfalls};
use kehou_domain::draft::{Bureau, Priority, SlotRef};
use kehou_domain::explanation::{Reason, SchoolExplanations};
use kehou_domain::outcome::PriorityKpi;
use kehou_domain::plan::{Plan, SchoolPlan, Section, Session};
use kehou_domain::rule::Rule;
use kehou_profiles::tiny;

/// One section: activity, pupils, then weekday, period, room and lead of each session.
fn section(activity: &str, students: &str, sessions: &[(i32, i32, &str, &str)]) -> Section {
    let session = |&(weekday, period, room, lead): &(i32, i32, &str, &str)| Session {
        start: SlotRef { weekday, period },
        room: room.into(),
        lead: lead.into(),
        ..Session::default()
    };
    Section {
        id: format!("{activity}-{}-{}", sessions[0].0, sessions[0].1),
        activity: activity.into(),
        sessions: sessions.iter().map(session).collect(),
        students: students.split(' ').map(str::to_owned).collect(),
    }
}

/// t1 leads story and choir (four periods), t2 homework, ball and reading on Monday (five).
fn plan() -> Plan {
    let sections = vec![
        section("story", "s1 s2 s3 s4", &[(1, 1, "r1", "t1")]),
        section("homework", "s5 s6 s7 s8 s9", &[(1, 1, "r2", "t2")]),
        section("choir", "s1 s5 s7", &[(1, 2, "music", "t1"), (3, 2, "music", "t1")]),
        section("paper", "s2 s3 s8", &[(1, 2, "r1", "o1")]),
        section("reading", "s4 s6 s9", &[(1, 2, "r2", "t2")]),
        section("ball", "s1 s2 s3 s5 s7", &[(1, 3, "court", "t2")]),
        section("reading", "s6 s8 s9", &[(1, 3, "r1", "")]),
        section("story", "s1 s2 s3 s4", &[(3, 1, "r1", "t1")]),
        section("homework", "s5 s7 s8 s9", &[(3, 1, "r2", "t2")]),
        section("ball", "s4 s8 s9", &[(3, 2, "court", "t2")]),
        section("reading", "s2 s3", &[(3, 2, "r1", "")]),
    ];
    let school = SchoolPlan { school: "tiny-1".into(), sections, ..SchoolPlan::default() };
    Plan { bureau: "tiny".into(), schools: vec![school], loans: Vec::new() }
}

#[test]
fn points_are_those_worked_out_by_hand() {
    let report = check(&tiny(), &plan());
    assert!(report.is_clean(), "{:#?}", report.violations);
    let nonzero: Vec<(Rule, i64)> =
        report.points.iter().copied().filter(|entry| entry.1 != 0).collect();
    // S: s1 s5 s7 ball at rank 3: 4 each; s2 (150) ball at rank 2: 2; s4 and s8 have ball unlisted:
    // 38 each; s6 (150) wants 2, has none: 90; s9 (120) wants 2, has 1: 45.
    let preference = 3 * 100 * 4 + 150 * 2 + 2 * 100 * 38 + 150 * 90 + 120 * 45;
    assert_eq!(
        nonzero,
        [
            (Rule::SessionStaffed, 2 * 3000),
            (Rule::Preference, preference),
            // T = 12: t1 16 + 4: 8^2 - 4^2; t2 10 + 5: 3^2; t3 none after school; o1 1.
            (Rule::WorkloadBalance, 20 * (48 + 9)),
            (Rule::StaffWish, 40),
            (Rule::SectionEffort, 11 * 60),
        ]
    );
    assert_eq!((report.shortfall, report.quality), (6000, preference + 1140 + 40 + 660));
    let items = shortfalls(&tiny(), &plan());
    let words: Vec<&str> = items.iter().map(|item| item.what.en.as_str()).collect();
    let lacks = |at: &str| format!("{at}: 自主阅读 of the whole school has no lead");
    assert_eq!(words, [lacks("Monday period 3"), lacks("Wednesday period 2")]);
}

#[test]
fn key_figures_are_those_counted_by_hand() {
    let (whole, schools) = kpis(&tiny(), &plan());
    assert_eq!(whole, schools[0]);
    assert_eq!(whole.students, 9);
    // Monday 8 x 3 + 2, Wednesday 8 x 2, all placed.
    assert_eq!((whole.student_slots, whole.student_slots_placed), (42, 42));
    // Wanted 3 2 2 0 3 2 3 2 2; granted of it 3 2 2 0 3 0 3 2 1.
    assert_eq!((whole.sessions_wanted, whole.sessions_granted), (19, 16));
    // Rank 1: choir 2 each for s1 s5 s7; paper and ball s3; paper s2 s8; ball s9.
    assert_eq!(whole.sessions_first_choice, 11);
    // And ball at rank 2 and 3: s1 s2 s5 s7.
    assert_eq!(whole.sessions_top_three, 15);
    assert_eq!((whole.students_with_wishes, whole.students_first_choice), (8, 7));
    assert_eq!((whole.students_nothing, whole.worst_student_points), (1, 90));
    // s6 (150) would like paper on Monday 2, where s3 and s8 (100) have a place.
    assert_eq!(whole.students_envious, 1);
    let group = |priority, students, sessions_wanted, sessions_granted| PriorityKpi {
        priority,
        students,
        sessions_wanted,
        sessions_granted,
    };
    assert_eq!(
        whole.by_priority,
        [
            group(None, 7, 15, 14),
            group(Some(Priority::LeftBehind), 1, 2, 2),
            group(Some(Priority::Disabled), 1, 2, 0),
        ]
    );
    // Loads of t1 20, t2 15, o1 1: mean 12, Gini (2 (1 + 30 + 60) - 4 x 36) / (3 x 36).
    assert_eq!((whole.staff_willing, whole.staff_periods), (3, 10));
    assert_eq!((whole.workload_mean_hundredths, whole.workload_spread), (1200, 19));
    assert_eq!(whole.workload_gini_permille, 352);
    assert_eq!((whole.sessions_without_lead, whole.assistants_missing), (2, 0));
    assert_eq!(whole.weekly_pay_fen, 9 * 7_000 + 10_000);
    // choir 3 of 4, paper 3 of 3, ball 5 of 5 and 3 of 5; seven sections open per slot.
    assert_eq!((whole.sections, whole.sections_by_fill, whole.slot_sessions), (4, [0, 2, 2], 7));
    assert_eq!((whole.duties_unfilled, whole.loan_days), (0, 0));
}

fn explained(plan: &Plan) -> SchoolExplanations {
    explanations(&tiny(), plan).schools.swap_remove(0)
}

fn reasons(school: &SchoolExplanations, student: usize) -> Vec<(&str, i32, Reason)> {
    let choices = school.students[student].choices.iter();
    choices.map(|c| (c.activity.as_str(), c.rank, c.reason.expect("a reason"))).collect()
}

#[test]
fn every_choice_has_its_reason() {
    let school = explained(&plan());
    assert_eq!(
        reasons(&school, 0),
        [
            ("choir", 1, Reason::Granted),
            ("paper", 2, Reason::EnoughGranted),
            ("ball", 3, Reason::Granted),
        ]
    );
    assert_eq!(reasons(&school, 3), [("ball", 0, Reason::Granted)]);
    // s6: no go section; paper is full, with pupils of lower weight in it.
    assert_eq!(reasons(&school, 5), [("go", 1, Reason::NotOpened), ("paper", 2, Reason::Full)]);
    let s9 = &school.students[8];
    assert_eq!((s9.sessions_wanted, s9.sessions_granted, s9.points, s9.weight), (2, 1, 45, 120));
}

#[test]
fn reasons_follow_plan_and_input() {
    // s1 leaves ball: a place is left there; paper meets at the time of choir, the better choice.
    let mut other = plan();
    other.schools[0].sections[5].students.retain(|student| student != "s1");
    assert_eq!(
        reasons(&explained(&other), 0),
        [
            ("choir", 1, Reason::Granted),
            ("paper", 2, Reason::ClashesWithBetter),
            ("ball", 3, Reason::BetterForAll),
        ]
    );
    // s6 without priority, who refuses go: paper is full of pupils of at least the same weight.
    let mut input = tiny();
    let s6 = &mut input.schools[0].students[5];
    s6.refused = vec!["go".into()];
    s6.priorities.clear();
    let of_s6 = |input: &Bureau| {
        let school = explanations(input, &plan()).schools.swap_remove(0);
        reasons(&school, 5).iter().map(|entry| entry.2).collect::<Vec<_>>()
    };
    assert_eq!(of_s6(&input), [Reason::NotEligible, Reason::FullOfOthersFirst]);
    // Who comes only for Monday 3 could attend a paper section, but not the one that opens; and no
    // choir at all.
    let s6 = &mut input.schools[0].students[5];
    s6.attendance[0].from_period = 3;
    s6.choices[0].activity = "choir".into();
    assert_eq!(of_s6(&input), [Reason::NotAttended, Reason::OtherTimes]);
}

#[test]
fn staff_weeks_are_counted() {
    let school = explained(&plan());
    let [t1, t2, t3, o1] = &school.staff[..] else { panic!("four people") };
    assert_eq!((t1.day_load, t1.periods, t1.sessions_led, t1.workload_points), (16, 4, 4, 960));
    assert_eq!((t2.periods, t2.sessions_led, t2.workload_points, t2.wish_points), (5, 5, 180, 40));
    assert_eq!((t3.periods, t3.workload_points, t3.wish_points), (0, 0, 0));
    assert_eq!((o1.sessions_led, o1.late_days, o1.duties, o1.loan_days), (1, 0, 0, 0));
}
