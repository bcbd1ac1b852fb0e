//! Any plan is judged, never a panic: the legal plan of the fixture with fields overwritten at
//! random, lists cut, doubled and mixed between schools.

mod fixture;

use fixture::{bureau, legal_plan};
use kehou_check::{check, explanations, kpis, shortfalls};
use kehou_domain::draft::DutyKind;
use kehou_domain::plan::{
    Departure, DutyAssignment, Loan, Mentorship, Plan, SchoolPlan, Section, Session,
};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::{collection, option, prop_assert_eq, sample};

const IDS: [&str; 28] = [
    "", "a", "b", "zz", "k1", "k3", "m2", "b1", "t1", "t6", "h1", "o1", "tb", "ball", "choir",
    "chess", "read", "care", "r1", "hall", "yard", "pool", "rb", "g1", "gb", "g", "p2", "p3",
];

fn id() -> impl Strategy<Value = String> {
    sample::select(&IDS[..]).prop_map(str::to_owned)
}

fn number() -> impl Strategy<Value = i32> {
    prop_oneof![6 => 0..4_i32, 1 => Just(i32::MIN), 1 => Just(i32::MAX), 1 => any::<i32>()]
}

fn session() -> impl Strategy<Value = Session> {
    (number(), number(), id(), id(), collection::vec(id(), 0..3), id(), id()).prop_map(
        |(weekday, period, room, lead, assistants, companion, wet_weather_room)| Session {
            start: fixture::at(weekday, period),
            room,
            lead,
            assistants,
            companion,
            wet_weather_room,
        },
    )
}

fn section() -> impl Strategy<Value = Section> {
    let parts = (id(), id(), collection::vec(session(), 0..4), collection::vec(id(), 0..6));
    parts.prop_map(|(id, activity, sessions, students)| Section {
        id,
        activity,
        sessions,
        students,
    })
}

fn duty() -> impl Strategy<Value = DutyAssignment> {
    let kinds =
        [DutyKind::Patrol, DutyKind::GateGuard, DutyKind::LeaderOnDuty, DutyKind::AreaSupervisor];
    let kind = option::of(sample::select(kinds.to_vec()));
    (kind, id(), number(), number(), id(), number(), id()).prop_map(
        |(kind, staff, weekday, period, gate, wave, area)| DutyAssignment {
            kind,
            staff,
            weekday,
            period,
            gate,
            wave,
            area,
        },
    )
}

fn departure() -> impl Strategy<Value = Departure> {
    (id(), number(), id(), id(), number()).prop_map(
        |(group, weekday, dismissal_point, gate, wave)| Departure {
            group,
            weekday,
            dismissal_point,
            gate,
            wave,
        },
    )
}

fn school() -> impl Strategy<Value = SchoolPlan> {
    let mentor = (id(), id()).prop_map(|(student, staff)| Mentorship { student, staff });
    let lists = (
        id(),
        collection::vec(section(), 0..12),
        collection::vec(duty(), 0..12),
        collection::vec(departure(), 0..6),
        collection::vec(mentor, 0..6),
    );
    lists.prop_map(|(school, sections, duties, departures, mentors)| SchoolPlan {
        school,
        sections,
        duties,
        departures,
        mentors,
    })
}

/// Garbage alone, or garbage poured over the legal plan.
fn plan() -> impl Strategy<Value = Plan> {
    let loan =
        (id(), id(), number()).prop_map(|(staff, school, weekday)| Loan { staff, school, weekday });
    let garbage = (collection::vec(school(), 0..4), collection::vec(loan, 0..4));
    (any::<bool>(), garbage).prop_map(|(is_alone, (schools, loans))| {
        let mut plan = legal_plan();
        if is_alone {
            return Plan { bureau: String::new(), schools, loans };
        }
        for (i, garbage) in schools.into_iter().enumerate() {
            let into = &mut plan.schools[i % 2];
            into.sections.extend(garbage.sections);
            into.duties.extend(garbage.duties);
            into.departures.extend(garbage.departures);
            into.mentors.extend(garbage.mentors);
        }
        plan.loans.extend(loans);
        plan
    })
}

proptest! {
    #[test]
    fn any_plan_is_judged(plan in plan(), with_incumbent: bool) {
        let mut input = bureau();
        if with_incumbent {
            input.schools[0].incumbent = plan.schools.first().cloned();
        }
        let report = check(&input, &plan);
        let items = shortfalls(&input, &plan);
        prop_assert_eq!(items.iter().map(|item| item.points).sum::<i64>(), report.shortfall);
        let (whole, schools) = kpis(&input, &plan);
        prop_assert_eq!(whole.students, schools.iter().map(|school| school.students).sum::<i64>());
        prop_assert_eq!(explanations(&input, &plan).schools.len(), input.schools.len());
        prop_assert_eq!(check(&input, &plan), report);
    }
}
