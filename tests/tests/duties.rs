//! Duties, departures, mentors and outsiders: the engine against the optimum of the formulation at
//! both levels, and the relaxation at any prices; the check agrees with every plan and value.

use kehou_check::check;
use kehou_domain::draft::Bureau;
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::outcome::Status;
use kehou_domain::rule::Rule;
use kehou_domain::validate::validate;
use kehou_engine::best_week::WeekSearch;
use kehou_engine::duals::Relaxation;
use kehou_engine::linking::Premiums;
use kehou_engine::model::{Model, Objective};
use kehou_engine::pupil_weeks::PupilWeeks;
use kehou_engine::week::Cost;
use kehou_engine::{Control, Options, solve};
use kehou_formulate::solve_lexicographic;
use kehou_tests::full::full_bureau;
use kehou_tests::seeds;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// All rules of staff on, or some; every seed has its own.
fn with_duties(seed: u64) -> Bureau {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let share = if seed.is_multiple_of(3) { 1.0 } else { 0.5 };
    let rules: Vec<Rule> = Rule::DUTIES.into_iter().filter(|_| rng.random_bool(share)).collect();
    full_bureau(seed, &rules)
}

/// Prices at which the relaxation claims more than a plan costs.
fn overpriced(school: &SchoolInstance, seed: u64, best: (i64, i64)) -> Option<String> {
    let model = Model::new(school);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut week = WeekSearch::default();
    for objective in [Objective::SHORTFALL, Objective::weighted(1000), Objective::weighted(1)] {
        let relaxation = Relaxation::new(model.relaxed(), Cost::new(&model, objective));
        let timetable = relaxation.timetable();
        let mut weeks = PupilWeeks::new(model.relaxed());
        let ticks = best.0 * objective.shortfall + best.1 * objective.quality;
        for _ in 0..20 {
            let share = rng.random_range(0.1..1.0);
            let most = 10_i64.pow(rng.random_range(1..10));
            let (layout, alone) = (&relaxation.layout, rng.random_bool(0.3));
            let duties = layout.timetables.start - layout.duty_rows.len..layout.timetables.start;
            let mut price = |row| {
                let is_priced = !alone || duties.contains(&row);
                let price = rng.random_range(0..most);
                if is_priced && rng.random_bool(share) { price } else { 0 }
            };
            let rows: Vec<i64> = (0..layout.len).map(&mut price).collect();
            let mut premiums = Premiums::new(model.relaxed());
            let value =
                relaxation.evaluate(&rows, Some(&mut premiums), &mut weeks, &mut week).value;
            if value > ticks {
                return Some(format!("{objective:?}: {value} > {ticks} at {rows:?}"));
            }
            let gain = timetable
                .as_ref()
                .filter(|_| alone || rng.random_bool(0.3))
                .and_then(|timetable| relaxation.timetable_gain(&rows, timetable, &|| false))
                .map_or(0, |found| found.0);
            if value + gain > ticks {
                return Some(format!("{objective:?}: {value} + {gain} > {ticks} at {rows:?}"));
            }
        }
    }
    None
}

/// What is wrong with the engine's answer, if anything.
fn disagreement(bureau: &Bureau, seed: u64) -> Option<String> {
    if validate(bureau).has_errors() {
        // A pin that cannot hold is refused before planning; nothing else may be wrong.
        let report = validate(bureau);
        return (!report.is_contradiction()).then(|| format!("{report:?}"));
    }
    let instance = Instance::new(bureau);
    let best = solve_lexicographic(&instance).expect("formulated");
    let options = Options { threads: 1, seed: 1, work_limit: Some(50), gap: 0.0, loans: true };
    let control = Control { stop: &|| None, progress: &|_| {} };
    let solution = solve(&instance, &options, &control);
    let report = solution.plan.as_ref().map(|plan| check(bureau, plan));
    if let Some(report) = report.as_ref().filter(|report| !report.is_clean()) {
        return Some(format!("violations {:?}", report.violations));
    }
    let Some(best) = best else { return report.map(|_| "a plan where none exists".into()) };
    let Some(report) = report else { return Some("no plan where one exists".into()) };
    let best = (best.shortfall, best.quality);
    let school = &solution.schools[0];
    let value = (report.shortfall, report.quality);
    let is_wrong = value != (school.shortfall.value, school.quality.value)
        || value < best
        || school.shortfall.bound > best.0
        || value.0 == best.0 && school.quality.bound > best.1
        || solution.status == Status::Optimal && value != best;
    if is_wrong {
        return Some(format!("claims {school:?}, optimum {best:?}, points {:?}", report.points));
    }
    overpriced(&instance.schools[0], seed, best)
}

#[test]
fn optimum_lies_between_value_and_bound() {
    let wrong: Vec<String> = seeds(200)
        .filter_map(|seed| {
            Some(format!("seed {seed}: {}", disagreement(&with_duties(seed), seed)?))
        })
        .collect();
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}
