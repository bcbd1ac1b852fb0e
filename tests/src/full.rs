//! Small random bureaus with data for the rules that [`crate::random`] leaves out: duties, gates,
//! companions, wet weather, mentors, money, an incumbent plan. Which of them are on is chosen, so
//! that a part that does not know a rule yet can be tried without it; the data stay the same.

use crate::network::random_network;
use crate::random::random_bureau;
use kehou_domain::draft::{
    Budget, Bureau, ChangeBudget, Companion, CompanionWish, DismissalPoint, DutyKind, Fact,
    GateCapacity, Priority, Room, School, SlotRef, Staff, StaffRank, Waiver,
};
use kehou_domain::plan::{DutyAssignment, SchoolPlan, Section, Session};
use kehou_domain::policy::{LeaderDemand, RuleSetting, SupervisorArea};
use kehou_domain::rule::Rule;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Rules that [`full_bureau`] can switch on beside those of [`random_bureau`].
pub const FURTHER: [Rule; 14] = [
    Rule::Companions,
    Rule::WetWeather,
    Rule::OutsiderAccompanied,
    Rule::Patrol,
    Rule::GateGuard,
    Rule::LeaderOnDuty,
    Rule::AreaSupervisor,
    Rule::Mentor,
    Rule::DismissalWave,
    Rule::Budget,
    Rule::ChangeBudget,
    Rule::SchoolEquity,
    Rule::Pay,
    Rule::Stability,
];

/// The random bureau of that seed with data for all further rules, and `rules` of them on.
pub fn full_bureau(seed: u64, rules: &[Rule]) -> Bureau {
    filled(random_bureau(seed), seed, rules)
}

/// The random network of that seed with data for all further rules, and `rules` of them on.
pub fn full_network(seed: u64, rules: &[Rule]) -> Bureau {
    filled(random_network(seed), seed, rules)
}

fn filled(mut bureau: Bureau, seed: u64, rules: &[Rule]) -> Bureau {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0xf0_11);
    bureau.term.as_mut().expect("a term").weeks = Some(rng.random_range(1..=3));
    for school in &mut bureau.schools {
        fill(rng, school, rules);
    }
    bureau
}

fn fill(rng: &mut ChaCha8Rng, school: &mut School, rules: &[Rule]) {
    add_grounds(rng, school);
    school.dismissal_points.iter_mut().for_each(|point| add_gates(rng, point));
    school.staff.iter_mut().for_each(|person| add_post(rng, person));
    add_companions(rng, school);
    add_policy(rng, school);
    school.budget = rng.random_bool(0.8).then(|| budget(rng));
    let (incumbent, budget) = (incumbent(rng, school), change_budget(rng));
    if rules.iter().any(|rule| matches!(rule, Rule::ChangeBudget | Rule::Stability)) {
        school.incumbent = Some(incumbent);
        school.change_budget = rng.random_bool(0.5).then_some(budget);
    }
    school.policy.rules.extend(FURTHER.map(|rule| RuleSetting {
        rule: Some(rule),
        enabled: Some(rules.contains(&rule)),
        weight: None,
    }));
}

/// Adds a pin or ban about a duty to a bureau with these rules on, if it is one of theirs.
pub fn add_duty_fact(bureau: &mut Bureau, seed: u64, rules: &[Rule]) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0xfac7);
    let school = &mut bureau.schools[0];
    let fact = fact(rng, school);
    let asks = fact.duty.map(|kind| match kind {
        DutyKind::Patrol => Rule::Patrol,
        DutyKind::GateGuard => Rule::GateGuard,
        DutyKind::LeaderOnDuty => Rule::LeaderOnDuty,
        DutyKind::AreaSupervisor => Rule::AreaSupervisor,
    });
    if asks.is_some_and(|rule| rules.contains(&rule)) {
        if rng.random_bool(0.6) { school.pins.push(fact) } else { school.bans.push(fact) }
    }
}

/// The ground is outdoors now and then, and there is a second one, and a small room indoors.
fn add_grounds(rng: &mut ChaCha8Rng, school: &mut School) {
    for room in &mut school.rooms {
        room.outdoor = room.kind == "hall" && rng.random_bool(0.6);
        room.floor = ["1", "2", ""].choose(rng).expect("three").to_string();
    }
    for (id, kind, outdoor) in [("yard", "hall", true), ("store", "store", false)] {
        if rng.random_bool(0.5) {
            school.rooms.push(Room {
                id: id.into(),
                kind: kind.into(),
                capacity: rng.random_range(2..=5),
                floor: "2".into(),
                outdoor,
                ..Room::default()
            });
        }
    }
}

fn add_gates(rng: &mut ChaCha8Rng, point: &mut DismissalPoint) {
    point.waves = rng.random_bool(0.6).then(|| rng.random_range(1..=2));
    point.wave_minutes = rng.random_bool(0.5).then(|| *[3, 10].choose(rng).expect("two"));
    for gate in ["east", "west"] {
        if rng.random_bool(0.6) {
            let pupils_per_wave = rng.random_range(1..=3);
            point.gates.push(GateCapacity { gate: gate.into(), pupils_per_wave });
        }
    }
}

fn add_post(rng: &mut ChaCha8Rng, person: &mut Staff) {
    let kinds =
        [DutyKind::Patrol, DutyKind::GateGuard, DutyKind::LeaderOnDuty, DutyKind::AreaSupervisor];
    let ranks = [StaffRank::MiddleManager, StaffRank::VicePrincipal, StaffRank::Principal];
    person.rank = rng.random_bool(0.5).then(|| *ranks.choose(rng).expect("three"));
    person.post_duties = kinds.into_iter().filter(|_| rng.random_bool(0.3)).collect();
    person.pay_per_period_fen =
        *[0, 3000, 5000, 12_000].choose(rng).expect("four") + rng.random_range(0..=1);
    if rng.random_bool(0.3) {
        person.late_cap = Some(rng.random_range(0..=1));
    }
}

fn add_companions(rng: &mut ChaCha8Rng, school: &mut School) {
    let ids: Vec<String> = school.students.iter().map(|student| student.student.clone()).collect();
    for student in &mut school.students {
        let other = ids.choose(rng).expect("pupils").clone();
        let wish = *[CompanionWish::Together, CompanionWish::Apart].choose(rng).expect("two");
        if other != student.student && rng.random_bool(0.4) {
            student.companions.push(Companion { student: other, wish: Some(wish) });
        }
    }
}

fn add_policy(rng: &mut ChaCha8Rng, school: &mut School) {
    let policy = &mut school.policy;
    policy.patrol_heads = Some(rng.random_range(0..=2));
    policy.gate_guard_heads = Some(rng.random_range(0..=1));
    policy.supervisor_heads = Some(1);
    policy.supervisor_area = [None, Some(SupervisorArea::Floor), Some(SupervisorArea::Year)]
        .choose(rng)
        .copied()
        .flatten();
    policy.mentor_max_students = Some(rng.random_range(1..=3));
    for rank in [StaffRank::MiddleManager, StaffRank::VicePrincipal] {
        if rng.random_bool(0.6) {
            policy.leaders.push(LeaderDemand { rank: Some(rank), heads: 1 });
        }
    }
}

fn budget(rng: &mut ChaCha8Rng) -> Budget {
    Budget {
        fee_per_student_fen: rng.random_range(0..=4000),
        waivers: vec![Waiver { priority: Some(Priority::Needy), percent: 50 }],
        subsidy_fen: rng.random_range(0..=20_000),
    }
}

/// A statement about a duty.
fn fact(rng: &mut ChaCha8Rng, school: &School) -> Fact {
    let kinds =
        [DutyKind::Patrol, DutyKind::GateGuard, DutyKind::LeaderOnDuty, DutyKind::AreaSupervisor];
    let slots: Vec<SlotRef> = slots(school);
    Fact {
        staff: school.staff.choose(rng).expect("staff").id.clone(),
        duty: kinds.choose(rng).copied(),
        slot: slots.choose(rng).copied().filter(|_| rng.random_bool(0.5)),
        ..Fact::default()
    }
}

fn slots(school: &School) -> Vec<SlotRef> {
    let at = |weekday, period| SlotRef { weekday, period };
    school.periods.iter().map(|period| at(period.weekday, period.index)).collect()
}

/// A plan as it may have been: whoever and whatever came to mind, legal or not.
fn incumbent(rng: &mut ChaCha8Rng, school: &School) -> SchoolPlan {
    let slots = slots(school);
    let mut plan = SchoolPlan { school: school.id.clone(), ..SchoolPlan::default() };
    let someone = |rng: &mut ChaCha8Rng| school.staff.choose(rng).expect("staff").id.clone();
    for (number, activity) in school.activities.iter().enumerate() {
        for copy in 0..rng.random_range(0..=2) {
            let start = *slots.choose(rng).expect("slots");
            let session = Session {
                start,
                room: school.rooms.choose(rng).expect("rooms").id.clone(),
                lead: if rng.random_bool(0.8) { someone(rng) } else { String::new() },
                assistants: rng.random_bool(0.2).then(|| someone(rng)).into_iter().collect(),
                companion: if rng.random_bool(0.2) { someone(rng) } else { String::new() },
                ..Session::default()
            };
            let students = school.students.iter().filter(|_| rng.random_bool(0.5));
            plan.sections.push(Section {
                id: format!("{number}-{copy}"),
                activity: activity.id.clone(),
                students: students.map(|student| student.student.clone()).collect(),
                sessions: vec![session],
            });
        }
    }
    for &slot in &slots {
        let (staff, weekday) = (someone(rng), slot.weekday);
        let kinds = [DutyKind::Patrol, DutyKind::LeaderOnDuty];
        let kind = kinds.choose(rng).copied();
        let period = if kind == Some(DutyKind::Patrol) { slot.period } else { 0 };
        if rng.random_bool(0.4) {
            let duty = DutyAssignment { kind, staff, weekday, period, ..DutyAssignment::default() };
            plan.duties.push(duty);
        }
    }
    plan
}

fn change_budget(rng: &mut ChaCha8Rng) -> ChangeBudget {
    ChangeBudget {
        per_student: rng.random_bool(0.5).then(|| rng.random_range(1..=3)),
        per_staff: rng.random_bool(0.5).then(|| rng.random_range(1..=4)),
        total: rng.random_bool(0.5).then(|| rng.random_range(4..=12)),
    }
}
