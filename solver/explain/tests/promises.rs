//! What is promised is true: for every pupil of a school, the input adjusted and the plan changed
//! as promised, judged from outside by the check and taken by the engine as it stands.

use kehou_check::{check, check_with_student, shortfalls};
use kehou_domain::answer::{Adjustment, Remedy};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::SchoolInstance;
use kehou_domain::notice::disturbance;
use kehou_domain::plan::Plan;
use kehou_domain::validate::validate;
use kehou_engine::{Control, Options, repair, solve};
use kehou_explain::{Desk, Promise, adjust, gaps, promises};
use kehou_profiles::tiny;
use std::collections::BTreeSet;

fn planned(bureau: &Bureau) -> Plan {
    let options = Options { threads: 1, seed: 1, work_limit: Some(50), gap: 0.0, loans: false };
    let control = Control { stop: &|| None, progress: &|_| {} };
    let instance = kehou_domain::instance::Instance::new(bureau);
    solve(&instance, &options, &control).plan.expect("there is a plan")
}

fn generated(pupils: usize, tightness: f64) -> Bureau {
    let options = kehou_profiles::Options {
        schools: Some(1),
        pupils: Some(pupils),
        tightness,
        ..kehou_profiles::Options::default()
    };
    kehou_profiles::generate("gucheng", &options).expect("generated")
}

/// Sections by activity and times that a pupil is in.
fn places(plan: &Plan, pupil: &str) -> BTreeSet<String> {
    let sections = plan.schools[0].sections.iter();
    let own = sections.filter(|section| section.students.iter().any(|one| one == pupil));
    own.map(|section| format!("{} {:?}", section.activity, section.sessions[0].start)).collect()
}

/// One promise, looked at from outside.
fn keeps(bureau: &Bureau, plan: &Plan, pupil: &str, activity: &str, promise: &Promise) {
    let said = format!("{pupil} {activity}: {:?}", promise.remedy);
    let Remedy { adjustments, points, shortfall, .. } = &promise.remedy;
    let school = bureau.schools[0].id.as_str();
    let adjusted = adjust(bureau, (school, pupil), adjustments);
    assert_eq!(adjusted, promise.bureau, "{said}");
    assert!(!validate(&adjusted).has_errors(), "{said}: {:?}", validate(&adjusted));
    let (report, found) = check_with_student(&adjusted, &promise.plan, (school, pupil));
    assert!(report.is_clean(), "{said}: {:?}", report.violations);
    let before = check_with_student(bureau, plan, (school, pupil));
    let [now, was] = [found, before.1].map(|one| one.expect("the pupil is there"));
    assert_eq!((points.before, points.after), (was.points, now.points), "{said}");
    assert!(now.points < was.points && now.slots_unplaced <= was.slots_unplaced, "{said}");
    assert!(report.shortfall <= before.0.shortfall, "{said}");
    assert_eq!((shortfall.before, shortfall.after), (before.0.shortfall, report.shortfall));
    let has = |plan: &Plan| places(plan, pupil).iter().any(|one| one.starts_with(activity));
    assert!(has(&promise.plan) && !has(plan), "{said}");
    let students = bureau.schools[0].students.iter().map(|one| one.student.as_str());
    let moved = students.filter(|id| *id != pupil && places(plan, id) != places(&promise.plan, id));
    assert_eq!(moved.count() as i32, promise.remedy.others_moved, "{said}");
    // None of the adjustments is idle.
    if !adjustments.is_empty() {
        assert!(!check(bureau, &promise.plan).is_clean(), "{said}");
    }
    taken_by_the_engine(promise, &said);
}

/// The engine starts from the plan promised and finds nothing in it to put right.
fn taken_by_the_engine(promise: &Promise, said: &str) {
    let mut school = SchoolInstance::new(&promise.bureau, &promise.bureau.schools[0]);
    school.incumbent = Some(promise.plan.schools[0].clone());
    let again = repair(&school, &[]).expect("there is an incumbent");
    let frame = (&promise.bureau.schools[0]).into();
    let changed = disturbance(&frame, &promise.plan.schools[0], &again);
    assert_eq!((changed.places, changed.sessions), (0, 0), "{said}");
}

/// Promises made to all pupils of a school.
#[derive(Default)]
struct Made {
    /// Choices that could be better.
    choices: usize,
    /// Those with a promise.
    promises: usize,
    /// Promises that take seats alone.
    seats: usize,
}

/// The promises made to all pupils of a school; all of them kept.
fn all_kept(bureau: &Bureau) -> Made {
    let plan = planned(bureau);
    assert!(check(bureau, &plan).is_clean());
    let desk = Desk::new(bureau, &plan, "").expect("one school");
    let mut made = Made::default();
    for student in &bureau.schools[0].students {
        let id = student.student.as_str();
        let (told, found) = promises(&desk, id).expect("the pupil is there");
        made.choices += told.choices.iter().filter(|choice| choice.would_better).count();
        let remedies = told.choices.iter().filter_map(|choice| choice.remedy.as_ref());
        assert!(remedies.eq(found.iter().map(|(_, promise)| &promise.remedy)), "{id}");
        for (activity, promise) in &found {
            keeps(bureau, &plan, id, activity, promise);
            made.promises += 1;
            let is_seat = |one: &Adjustment| {
                matches!(one, Adjustment::Seats { .. } | Adjustment::RoomCapacity { .. })
            };
            let adjustments = &promise.remedy.adjustments;
            made.seats += usize::from(!adjustments.is_empty() && adjustments.iter().all(is_seat));
        }
    }
    made
}

#[test]
fn every_promise_to_every_pupil_of_tiny_is_kept() {
    // Which promises there are depends on the plan; the school below has enough of every kind.
    all_kept(&tiny());
}

/// A school of sixty with sections of two to four, so that seats are what is scarce.
fn scarce() -> Bureau {
    let mut bureau = generated(60, 1.0);
    let activities = bureau.schools[0].activities.iter_mut();
    for item in activities.filter(|item| item.component.is_some_and(|c| !c.opens_per_slot())) {
        (item.min_size, item.max_size) = (2, 4);
    }
    bureau
}

#[test]
fn every_promise_to_every_pupil_of_a_school_of_sixty_is_kept() {
    let Made { promises, seats, .. } = all_kept(&scarce());
    assert!(promises >= 40 && seats >= 5, "only {promises} promises, {seats} of seats");
}

#[test]
fn most_choices_that_could_be_better_are_promised_something() {
    let Made { choices, promises, .. } = all_kept(&generated(80, 1.0));
    assert!(choices >= 100 && 5 * promises >= 4 * choices, "only {promises} of {choices}");
}

/// Points of a rule at a time.
fn points(bureau: &Bureau, plan: &Plan, gap: &kehou_domain::answer::Gap) -> i64 {
    let all = shortfalls(bureau, plan).into_iter();
    all.filter(|one| (one.rule, one.lack.at) == (gap.rule, gap.at)).map(|one| one.points).sum()
}

#[test]
fn every_repair_removes_the_shortfall_it_names() {
    let (mut seen, mut repaired, mut tried) = (0, 0, 0);
    for tightness in [0.4, 0.6] {
        let bureau = generated(80, tightness);
        let plan = planned(&bureau);
        let desk = Desk::new(&bureau, &plan, "").expect("one school");
        let found = gaps(&desk);
        let total: i64 = found.iter().map(|(gap, _)| gap.points).sum();
        assert_eq!(total, check(&bureau, &plan).shortfall);
        for (gap, made) in found {
            seen += 1;
            repaired += usize::from(!made.is_empty());
            assert_eq!(gap.repairs.len(), made.len());
            for promise in made {
                let said = format!("{gap:?} {:?}", promise.remedy);
                let school = bureau.schools[0].id.as_str();
                let adjusted = adjust(&bureau, (school, ""), &promise.remedy.adjustments);
                assert_eq!(adjusted, promise.bureau, "{said}");
                assert!(!validate(&adjusted).has_errors(), "{said}");
                assert!(check(&adjusted, &promise.plan).is_clean(), "{said}");
                let left = points(&adjusted, &promise.plan, &gap);
                assert!(left + gap.points <= points(&bureau, &plan, &gap), "{said}");
                tried += 1;
            }
        }
    }
    assert!(seen >= 3 && tried >= 3, "{seen} gaps, {repaired} with repairs, {tried} repairs");
}
