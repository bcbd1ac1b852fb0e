//! Nobody finds a better plan than the formulation's by changing a few decisions: neighbours of
//! the optimum, judged by the check, are illegal or cost as much at least.

use kehou_check::check;
use kehou_domain::draft::{Bureau, DutyKind, School, SlotRef};
use kehou_domain::instance::Instance;
use kehou_domain::plan::{DutyAssignment, Mentorship, Plan, SchoolPlan, Section, Session};
use kehou_formulate::solve_lexicographic;
use kehou_tests::full::{FURTHER, add_duty_fact, full_bureau};
use kehou_tests::seeds;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const TRIES: usize = 1000;

fn someone(rng: &mut ChaCha8Rng, school: &School) -> String {
    school.staff.choose(rng).expect("staff").id.clone()
}

fn some_slot(rng: &mut ChaCha8Rng, school: &School) -> SlotRef {
    let period = school.periods.choose(rng).expect("periods");
    SlotRef { weekday: period.weekday, period: period.index }
}

fn some_room(rng: &mut ChaCha8Rng, school: &School) -> String {
    school.rooms.choose(rng).expect("rooms").id.clone()
}

fn some_duty(rng: &mut ChaCha8Rng, school: &School) -> DutyAssignment {
    let (staff, slot) = (someone(rng, school), some_slot(rng, school));
    let kinds =
        [DutyKind::Patrol, DutyKind::GateGuard, DutyKind::LeaderOnDuty, DutyKind::AreaSupervisor];
    let kind = *kinds.choose(rng).expect("four");
    let duty = DutyAssignment {
        kind: Some(kind),
        staff,
        weekday: slot.weekday,
        period: if kind == DutyKind::LeaderOnDuty { 0 } else { slot.period },
        ..DutyAssignment::default()
    };
    let area = *["1", "2", "4"].choose(rng).expect("three");
    let gate = *["east", "west"].choose(rng).expect("two");
    match kind {
        DutyKind::AreaSupervisor => DutyAssignment { area: area.into(), ..duty },
        DutyKind::GateGuard => {
            DutyAssignment { gate: gate.into(), wave: rng.random_range(1..=2), ..duty }
        }
        DutyKind::Patrol | DutyKind::LeaderOnDuty => duty,
    }
}

fn change_duties(rng: &mut ChaCha8Rng, school: &School, plan: &mut SchoolPlan) {
    let at = rng.random_range(0..=plan.duties.len());
    match rng.random_range(0..3) {
        0 if at < plan.duties.len() => {
            plan.duties.remove(at);
        }
        1 if at < plan.duties.len() => plan.duties[at].staff = someone(rng, school),
        _ => plan.duties.push(some_duty(rng, school)),
    }
}

fn change_departures(rng: &mut ChaCha8Rng, plan: &mut SchoolPlan) {
    if let Some(at) = (0..plan.departures.len()).collect::<Vec<_>>().choose(rng) {
        let departure = &mut plan.departures[*at];
        departure.wave = rng.random_range(1..=2);
        departure.gate = (*["east", "west"].choose(rng).expect("two")).into();
    }
}

fn change_mentors(rng: &mut ChaCha8Rng, school: &School, plan: &mut SchoolPlan) {
    let student = school.students.choose(rng).expect("pupils").student.clone();
    plan.mentors.retain(|pair| pair.student != student);
    plan.mentors.push(Mentorship { student, staff: someone(rng, school) });
}

fn change_session(rng: &mut ChaCha8Rng, school: &School, session: &mut Session) {
    let (person, room) = (someone(rng, school), some_room(rng, school));
    match rng.random_range(0..7) {
        0 => session.lead = person,
        1 => session.lead.clear(),
        2 => session.companion = person,
        3 => session.assistants = rng.random_bool(0.5).then_some(person).into_iter().collect(),
        4 => session.room = room,
        5 => session.start = some_slot(rng, school),
        _ => session.wet_weather_room = room,
    }
}

fn change_pupils(rng: &mut ChaCha8Rng, school: &School, plan: &mut SchoolPlan) {
    let student = school.students.choose(rng).expect("pupils").student.clone();
    let slot = some_slot(rng, school);
    let is_then = |section: &Section| section.sessions.iter().any(|one| one.start == slot);
    for section in plan.sections.iter_mut().filter(|section| is_then(section)) {
        section.students.retain(|id| *id != student);
    }
    let mut places: Vec<&mut Section> =
        plan.sections.iter_mut().filter(|section| is_then(section)).collect();
    if !places.is_empty() {
        let at = rng.random_range(0..places.len());
        places[at].students.push(student);
        places[at].students.sort();
    }
}

fn change_sections(rng: &mut ChaCha8Rng, school: &School, plan: &mut SchoolPlan) {
    let at = rng.random_range(0..=plan.sections.len());
    if at < plan.sections.len() {
        plan.sections.remove(at);
    } else {
        let activity = school.activities.choose(rng).expect("a menu").id.clone();
        let pupils = school.students.iter().filter(|_| rng.random_bool(0.5));
        let students = pupils.map(|student| student.student.clone()).collect();
        let (start, room) = (some_slot(rng, school), some_room(rng, school));
        let session = Session { start, room, lead: someone(rng, school), ..Session::default() };
        plan.sections.push(Section {
            id: "new".into(),
            activity,
            students,
            sessions: vec![session],
        });
    }
}

fn change(rng: &mut ChaCha8Rng, school: &School, plan: &mut SchoolPlan) {
    match rng.random_range(0..8) {
        0 | 1 => change_duties(rng, school, plan),
        2 => change_departures(rng, plan),
        3 => change_mentors(rng, school, plan),
        4 => change_sections(rng, school, plan),
        5 => change_pupils(rng, school, plan),
        _ if plan.sections.is_empty() => {}
        _ => {
            let at = rng.random_range(0..plan.sections.len());
            let sessions = &mut plan.sections[at].sessions;
            let one = rng.random_range(0..sessions.len());
            change_session(rng, school, &mut sessions[one]);
        }
    }
}

/// Legal neighbours tried, and the first that is better.
fn neighbours(
    bureau: &Bureau,
    best: &Plan,
    points: (i64, i64),
    seed: u64,
) -> (usize, Option<Plan>) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (mut legal, mut here) = (0, best.clone());
    for _ in 0..TRIES {
        let mut plan = if rng.random_bool(0.7) { best.clone() } else { here.clone() };
        for _ in 0..rng.random_range(1..=3) {
            change(rng, &bureau.schools[0], &mut plan.schools[0]);
        }
        let report = check(bureau, &plan);
        if report.is_clean() {
            legal += 1;
            if (report.shortfall, report.quality) < points {
                return (legal, Some(plan));
            }
            here = plan;
        }
    }
    (legal, None)
}

#[test]
fn no_legal_neighbour_of_the_optimum_is_better() {
    let mut tried = 0;
    for seed in seeds(30) {
        let mut bureau = full_bureau(seed, &FURTHER);
        if seed % 3 == 0 {
            add_duty_fact(&mut bureau, seed, &FURTHER);
        }
        let found = solve_lexicographic(&Instance::new(&bureau)).expect("formulated");
        let Some(best) = found else { continue };
        let points = (best.shortfall, best.quality);
        let (legal, better) = neighbours(&bureau, &best.plan, points, seed);
        let report = better.as_ref().map(|plan| check(&bureau, plan));
        assert_eq!(better, None, "seed {seed}: {points:?} beaten: {report:?} {:?}", best.plan);
        tried += legal;
    }
    assert!(tried > 300, "too few legal neighbours: {tried}");
}
