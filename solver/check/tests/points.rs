//! Every elastic and quality rule: a change of the legal plan or of its input moves the rule's
//! points by the amount worked out by hand; references that lead nowhere are refused.

mod fixture;

use fixture::{
    Change, after, at, bureau, close, duty, item, legal_plan, person, put, school, section, take,
    violated,
};
use kehou_check::shortfalls;
use kehou_domain::draft::{Bureau, Companion, CompanionWish, DutyKind, StaffRank};
use kehou_domain::plan::{DutyAssignment, Mentorship, Plan};
use kehou_domain::policy::{LeaderDemand, SupervisorArea};
use kehou_domain::rule::{Kind, Rule};
use std::collections::BTreeSet;

/// Rule, change, by how much its points move.
type Case = (Rule, Change, i64);

const ELASTIC: &[Case] = &[
    // Weight 150: 5000 x 150 / 100. Weight 120: 6000. A pupil with a place costs nothing.
    (Rule::Unplaced, |_, p| take(p, "k2", "care-wed"), 7500),
    (Rule::Unplaced, |_, p| take(p, "m3", "choir"), 2 * 6000),
    (Rule::TrainingMinimum, |_, p| take(p, "m1", "ball"), 50),
    // Two sessions at least: k3 needs none, the other five need 2, and k1, k2, m1 have one.
    (Rule::TrainingMinimum, |b, _| b.policy.training_minimum_sessions = Some(2), 5 * 50),
    (Rule::Companions, |_, p| take(p, "k2", "ball"), 30),
    (Rule::Companions, |b, _| apart(b), 30),
    (Rule::SessionStaffed, |_, p| section(p, "care-mon2").sessions[0].lead.clear(), 3000),
    (Rule::SessionStaffed, |_, p| section(p, "ball").sessions[0].assistants.clear(), 600),
    // One for three pupils begun: four pupils need two.
    (Rule::SessionStaffed, |_, p| put(p, "m2", "ball"), 600),
    (Rule::SessionStaffed, |b, _| item(b, "choir").assistants = 2, 2 * 2 * 600),
    (Rule::OutsiderAccompanied, |_, p| section(p, "chess").sessions[0].companion.clear(), 500),
    (Rule::OutsiderAccompanied, |_, p| accompany(p, "tb"), 500),
    (Rule::OutsiderAccompanied, |_, p| accompany(p, "h1"), 0),
    (Rule::Patrol, |_, p| drop_duty(p, DutyKind::Patrol, "t3"), 3 * 2000),
    (Rule::Patrol, |b, _| b.policy.patrol_heads = Some(3), 5 * 2 * 2000),
    (Rule::GateGuard, |_, p| drop_duty(p, DutyKind::GateGuard, "t4"), 4 * 2000),
    // Without departures nobody leaves by any gate.
    (Rule::GateGuard, |_, p| empty_gates(p), 0),
    (Rule::LeaderOnDuty, |_, p| drop_duty(p, DutyKind::LeaderOnDuty, "h1"), 2 * 2000),
    // The principal fills one of both demands, each weekday.
    (Rule::LeaderOnDuty, |b, _| two_leaders(b), 2 * 2000),
    (Rule::LeaderOnDuty, |b, _| person(b, "h1").rank = None, 2 * 2000),
    (Rule::AreaSupervisor, |_, p| drop_duty(p, DutyKind::AreaSupervisor, "t6"), 2 * 2000),
    // Areas "1" are filled in all five slots, grade 3 is in none.
    (Rule::AreaSupervisor, |b, _| b.policy.supervisor_area = Some(SupervisorArea::Year), 10_000),
    (Rule::Mentor, |_, p| p.schools[0].mentors.truncate(4), 2 * 20),
    (Rule::Mentor, |b, _| b.policy.mentor_max_students = Some(2), 2 * 20),
    (Rule::Mentor, |_, p| p.schools[0].mentors[0].staff = "tb".into(), 20),
    // All five in a wave of three.
    (Rule::DismissalWave, |_, p| p.schools[0].departures[4].wave = 1, 2 * 10),
    // Income is exactly spent; one more period of 50 yuan for ten weeks, and one fen.
    (Rule::Budget, |_, p| more_patrol(p), 5),
    (Rule::Budget, |b, _| take_fen(b, 1), 1),
    (Rule::Budget, |b, _| take_fen(b, 10_000), 1),
    (Rule::Budget, |b, _| take_fen(b, 10_001), 2),
];

const QUALITY: &[Case] = &[
    (Rule::WetWeather, |_, p| stand_in(p, ""), 3 * 5),
    (Rule::WetWeather, |_, p| stand_in(p, "hall"), 3 * 5),
    (Rule::WetWeather, |_, p| stand_in(p, "yard"), 3 * 5),
    (Rule::WetWeather, |_, p| stand_in(p, "pool"), 0),
    (Rule::WetWeather, |b, _| school(b).rooms[0].capacity = 2, 3 * 5),
    // k1 loses chess, rank 2: 45 for 2.
    (Rule::Preference, |_, p| take(p, "k1", "chess"), 100 * 43),
    // k3 wants nothing and gets chess, not listed: 38.
    (Rule::Preference, |_, p| put(p, "k3", "chess"), 100 * 38),
    // m3 without choir: S = 3 x 45 = 135, 45 beyond 90.
    (Rule::WorstOff, |_, p| take(p, "m3", "choir"), 120 * 45),
    // S = 3 x 80 = 240: 150 beyond 90 and twice 60 beyond 180.
    (Rule::WorstOff, |b, p| dear(b, p), 120 * 270),
    // A sixth period for t1: 16 over 15.
    (Rule::WorkloadBalance, |_, p| lead_monday(p, "t1"), 20),
    // T at a = (62 + 10 groups and slots + 5 patrols) / 6 = 12.8, so 13: t1 t2 t5 4 each, t3 1,
    // t4 16; at b (10 + 1) / 1 = 11. 29 x 20 for 80 before.
    (Rule::WorkloadBalance, |b, _| b.policy.workload_target = None, 500),
    // Above the target from the start: (16 + 5 - 15)^2 - (16 - 15)^2 = 35.
    (Rule::WorkloadBalance, |b, _| person(b, "t1").daytime_load = 16, 20 * 35),
    (Rule::StaffWish, |_, p| assist(p, "t2"), 40),
    (Rule::StaffWish, |_, p| section(p, "chess").sessions[0].lead = "t3".into(), -40),
    (Rule::StaffWish, |b, _| person(b, "t3").willing = false, -40),
    (Rule::LoanEffort, |_, p| p.loans.clear(), -100),
    (Rule::LoanEffort, |b, _| b.travel[0].minutes = 10, -30),
    // Shortfall 100 + 7500 for 6 pupils: 1266 each, for 16.
    (Rule::SchoolEquity, |_, p| take(p, "k2", "care-wed"), 20 * (1266 * 1266 - 16 * 16)),
    (Rule::SectionEffort, |_, p| close(p, "care-wed"), -60),
    (Rule::Pay, |_, p| section(p, "chess").sessions[0].companion.clear(), -5),
    (Rule::Pay, |b, _| person(b, "o1").pay_per_period_fen = 10_999, 0),
    (Rule::Pay, |b, _| person(b, "o1").pay_per_period_fen = 11_000, 1),
    (Rule::Stability, |b, _| stay_close(b), 0),
    // Three places change, and read on Monday gets another lead.
    (Rule::Stability, |b, p| disturb(b, p), (3 + 1) * 30),
];

fn apart(b: &mut Bureau) {
    let wish = Some(CompanionWish::Apart);
    school(b).students[4].companions.push(Companion { student: "k1".into(), wish });
}

fn accompany(p: &mut Plan, staff: &str) {
    section(p, "chess").sessions[0].companion = staff.into();
}

fn assist(p: &mut Plan, staff: &str) {
    section(p, "ball").sessions[0].assistants = vec![staff.into()];
}

fn stand_in(p: &mut Plan, room: &str) {
    section(p, "ball").sessions[0].wet_weather_room = room.into();
}

fn drop_duty(p: &mut Plan, kind: DutyKind, staff: &str) {
    p.schools[0].duties.retain(|duty| duty.kind != Some(kind) || duty.staff != staff);
}

fn empty_gates(p: &mut Plan) {
    p.schools[0].departures.clear();
    drop_duty(p, DutyKind::GateGuard, "t4");
}

fn two_leaders(b: &mut Bureau) {
    let demand = |rank| LeaderDemand { rank: Some(rank), heads: 1 };
    b.policy.leaders = vec![demand(StaffRank::MiddleManager), demand(StaffRank::Principal)];
}

fn more_patrol(p: &mut Plan) {
    p.schools[0].duties.push(duty(DutyKind::Patrol, "t3", 3, 2));
}

fn lead_monday(p: &mut Plan, staff: &str) {
    p.schools[0].duties.push(duty(DutyKind::LeaderOnDuty, staff, 1, 0));
}

fn patrol_away(b: &mut Bureau, p: &mut Plan) {
    b.schools[1].policy.rules.retain(|setting| setting.rule != Some(Rule::Patrol));
    let start = p.schools[1].sections[0].sessions[0].start;
    p.schools[1].sections[0].sessions[0].lead.clear();
    p.schools[1].duties.push(duty(DutyKind::Patrol, "t6", start.weekday, start.period));
}

fn take_fen(b: &mut Bureau, fen: i64) {
    school(b).budget.as_mut().expect("a budget").subsidy_fen -= fen;
}

fn dear(b: &mut Bureau, p: &mut Plan) {
    b.policy.not_granted_points = Some(80);
    take(p, "m3", "choir");
}

fn stay_close(b: &mut Bureau) {
    school(b).incumbent = Some(legal_plan().schools.swap_remove(0));
}

fn disturb(b: &mut Bureau, p: &mut Plan) {
    stay_close(b);
    take(p, "k1", "ball");
    put(p, "k1", "care-mon2");
    take(p, "m3", "choir");
    section(p, "read-mon").sessions[0].lead = "t5".into();
}

#[test]
fn points_move_as_worked_out_by_hand() {
    let before = after(|_, _| ());
    for (n, (rule, change, moved)) in ELASTIC.iter().chain(QUALITY).enumerate() {
        let now = after(*change);
        let by = now.points_of(*rule) - before.points_of(*rule);
        assert_eq!(by, *moved, "{rule}, case {n}");
    }
}

#[test]
fn every_elastic_and_quality_rule_has_a_case() {
    let covered: BTreeSet<Rule> = ELASTIC.iter().chain(QUALITY).map(|case| case.0).collect();
    let counted: BTreeSet<Rule> = Rule::all().filter(|rule| rule.kind() != Kind::Hard).collect();
    assert_eq!(covered, counted);
}

#[test]
fn items_of_the_shortfall_add_up_to_it() {
    for (rule, change, _) in ELASTIC {
        let (mut input, mut plan) = (bureau(), legal_plan());
        change(&mut input, &mut plan);
        let items = shortfalls(&input, &plan);
        let report = after(*change);
        assert_eq!(items.iter().map(|item| item.points).sum::<i64>(), report.shortfall);
        let of_rule = items.iter().filter(|item| item.rule == *rule);
        assert_eq!(of_rule.map(|item| item.points).sum::<i64>(), report.points_of(*rule));
    }
}

#[test]
fn items_speak_in_domain_words() {
    let mut plan = legal_plan();
    section(&mut plan, "read-wed").sessions[0].lead.clear();
    let items = shortfalls(&bureau(), &plan);
    let item = items.iter().find(|item| item.rule == Rule::SessionStaffed).expect("an item");
    assert_eq!((item.school.as_str(), item.points), ("a", 3000));
    assert_eq!(item.what.en, "Wednesday period 1: read of group g1 has no lead");
    assert_eq!(item.what.zh, "周三第 1 节：g1 班的read没有主讲");
}

#[test]
fn references_that_lead_nowhere_are_refused() {
    let cases: [(Rule, Change); 15] = [
        // A companion where no outsider leads, a leader without a rank, a duty away from home, a
        // group without a departure.
        (Rule::OutsiderAccompanied, |_, p| {
            section(p, "read-mon").sessions[0].companion = "t6".into();
        }),
        (Rule::LeaderOnDuty, |_, p| lead_monday(p, "t6")),
        (Rule::LoanTerms, |b, p| patrol_away(b, p)),
        (Rule::DismissalWave, |_, p| p.schools[0].departures.truncate(4)),
        (Rule::Patrol, |_, p| p.schools[0].duties.push(duty(DutyKind::Patrol, "t6", 6, 1))),
        (Rule::GateGuard, |_, p| {
            let guard = duty(DutyKind::GateGuard, "t6", 1, 3);
            p.schools[0].duties.push(DutyAssignment { gate: "h".into(), wave: 1, ..guard });
        }),
        (Rule::GateGuard, |_, p| {
            let guard = duty(DutyKind::GateGuard, "t6", 1, 3);
            p.schools[0].duties.push(DutyAssignment { gate: "g".into(), wave: 2, ..guard });
        }),
        (Rule::LeaderOnDuty, |_, p| {
            p.schools[0].duties.push(duty(DutyKind::LeaderOnDuty, "h1", 5, 0));
        }),
        (Rule::AreaSupervisor, |_, p| {
            let supervisor = duty(DutyKind::AreaSupervisor, "t6", 1, 1);
            p.schools[0].duties.push(DutyAssignment { area: "9".into(), ..supervisor });
        }),
        (Rule::DismissalWave, |_, p| p.schools[0].departures[0].wave = 3),
        (Rule::DismissalWave, |_, p| p.schools[0].departures[0].group = "g9".into()),
        (Rule::DismissalWave, |_, p| {
            let again = p.schools[0].departures[0].clone();
            p.schools[0].departures.push(again);
        }),
        (Rule::Mentor, |_, p| p.schools[0].mentors[0].student = "ghost".into()),
        (Rule::Mentor, |_, p| {
            let second = Mentorship { student: "k1".into(), staff: "t5".into() };
            p.schools[0].mentors.push(second);
        }),
        (Rule::WetWeather, |_, p| stand_in(p, "x")),
    ];
    for (rule, change) in cases {
        let report = after(change);
        assert_eq!(violated(&report), [rule], "{:#?}", report.violations);
    }
}

#[test]
fn a_pupil_is_placed_only_where_it_attends() {
    let report = after(|_, p| section(p, "care-wed").sessions[0].start = at(3, 9));
    // k1 100, k2 150, m1 100 lose their place on Wednesday.
    assert_eq!(report.points_of(Rule::Unplaced), 5000 + 7500 + 5000);
}
