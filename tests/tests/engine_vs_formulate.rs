//! The engine against the optimum of the formulation: value >= optimum >= bound at both levels,
//! and the check agrees with every plan and value of the engine.

use kehou_check::check;
use kehou_domain::draft::Bureau;
use kehou_domain::instance::Instance;
use kehou_domain::outcome::Status;
use kehou_domain::rule::Rule;
use kehou_engine::{Control, Options, Solution, solve};
use kehou_formulate::solve_lexicographic;
use kehou_profiles::tiny;
use kehou_tests::full::full_bureau;
use kehou_tests::network::random_network;
use kehou_tests::random::{add_facts, random_bureau};
use kehou_tests::seeds;

fn planned(bureau: &Bureau) -> Solution {
    planned_on(bureau, 1)
}

fn planned_on(bureau: &Bureau, threads: usize) -> Solution {
    let options = Options { threads, seed: 1, work_limit: Some(50), gap: 0.0, loans: true };
    let control = Control { stop: &|| None, progress: &|_| {} };
    solve(&Instance::new(bureau), &options, &control)
}

/// What is wrong with the engine's answer, if anything.
fn disagreement(bureau: &Bureau) -> Option<String> {
    let best = solve_lexicographic(&Instance::new(bureau)).expect("formulated");
    let solution = planned(bureau);
    let report = solution.plan.as_ref().map(|plan| check(bureau, plan));
    if let Some(report) = report.as_ref().filter(|report| !report.is_clean()) {
        return Some(format!("violations {:?}", report.violations));
    }
    let Some(best) = best else { return report.map(|_| "a plan where none exists".into()) };
    if report.is_none() {
        let (status, pins) = (solution.status, &bureau.schools[0].pins);
        return Some(format!("{status:?}, no plan where one exists; pins {pins:?}"));
    }
    let best = (best.shortfall, best.quality);
    let [school] = &solution.schools[..] else { return Some("not one school".into()) };
    let claim = format!("claims {school:?}, optimum {best:?}");
    let bounds = (school.shortfall.bound, school.quality.bound);
    let value = report.map(|report| (report.shortfall, report.quality));
    let wrong = solution.status == Status::Infeasible
        || bounds.0 > best.0
        || value.is_some_and(|value| {
            value != (school.shortfall.value, school.quality.value)
                || value < best
                || value.0 == best.0 && bounds.1 > best.1
                || solution.status == Status::Optimal && value != best
        });
    wrong.then_some(claim)
}

#[test]
fn optimum_lies_between_value_and_bound() {
    let wrong: Vec<String> = seeds(300)
        .filter_map(|seed| Some(format!("seed {seed}: {}", disagreement(&random_bureau(seed))?)))
        .collect();
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with the engine's answer for a whole bureau with loans, if anything; its value
/// and the optimum otherwise.
fn network_disagreement(bureau: &Bureau) -> Result<Option<[(i64, i64); 2]>, String> {
    let best = solve_lexicographic(&Instance::new(bureau)).expect("formulated");
    let solution = planned(bureau);
    let report = solution.plan.as_ref().map(|plan| check(bureau, plan));
    if let Some(report) = report.as_ref().filter(|report| !report.is_clean()) {
        return Err(format!("violations {:?}", report.violations));
    }
    let Some(best) = best.map(|best| (best.shortfall, best.quality)) else {
        return if report.is_some() { Err("a plan where none exists".into()) } else { Ok(None) };
    };
    let bounds = (solution.shortfall.bound, solution.quality.bound);
    let Some(report) = report else {
        return if bounds.0 > best.0 { Err("bound without a plan".into()) } else { Ok(None) };
    };
    let value = (report.shortfall, report.quality);
    let points = |schools: Vec<(i64, i64)>| format!("{schools:?}");
    let claimed = solution.schools.iter().map(|s| (s.shortfall.value, s.quality.value)).collect();
    let checked = report.schools.iter().map(|s| (s.shortfall, s.quality)).collect();
    let wrong = value != (solution.shortfall.value, solution.quality.value)
        || points(claimed) != points(checked)
        || solution
            .schools
            .iter()
            .any(|s| s.shortfall.bound > s.shortfall.value || s.quality.bound > s.quality.value)
        || value < best
        || bounds.0 > best.0
        || value.0 == best.0 && bounds.1 > best.1
        || solution.status == Status::Optimal && value != best;
    if wrong {
        Err(format!("claims {solution:?}, checked {value:?}, optimum {best:?}"))
    } else {
        Ok(Some([value, best]))
    }
}

#[test]
fn optimum_of_networks_lies_between_value_and_bound() {
    let (mut wrong, mut solved, mut best) = (Vec::new(), 0, 0);
    for seed in seeds(150) {
        match network_disagreement(&random_network(seed)) {
            Err(what) => wrong.push(format!("seed {seed}: {what}")),
            Ok(Some([value, optimum])) => {
                solved += 1;
                best += u64::from(value == optimum);
            }
            Ok(None) => {}
        }
    }
    println!("{solved} solved, {best} to the optimum");
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
    assert!(best * 4 > solved, "only {best} of {solved} plans are the best there is");
}

/// Rules of [`FURTHER`] that the engine plans.
const PLANNED: [Rule; 11] = [
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
    Rule::Pay,
];

#[test]
fn optimum_with_further_rules_lies_between_value_and_bound() {
    let wrong: Vec<String> = seeds(60)
        .filter_map(|seed| {
            let mut bureau = full_bureau(seed, &PLANNED);
            // A duty may meet such a pin; the engine looks for sessions only.
            bureau.schools[0].pins.retain(|pin| pin.staff.is_empty() || !pin.activity.is_empty());
            let found = disagreement(&bureau)?;
            Some(format!("seed {seed}: {found}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn plans_of_networks_do_not_depend_on_threads() {
    let mut loans = 0;
    for seed in seeds(40) {
        let bureau = random_network(seed);
        let [one, three] = [1, 3].map(|threads| planned_on(&bureau, threads));
        assert_eq!(one.plan, three.plan, "seed {seed}");
        assert_eq!((one.shortfall, one.quality), (three.shortfall, three.quality), "seed {seed}");
        loans += one.plan.map_or(0, |plan| plan.loans.len());
    }
    assert!(loans > 0, "no seed lends anybody");
}

#[test]
fn many_pins_and_bans_hold() {
    let with_facts = |seed: u64| {
        let mut bureau = random_bureau(seed);
        add_facts(&mut bureau, seed, 1 + seed as usize % 3);
        bureau
    };
    let wrong: Vec<String> = seeds(200)
        .filter_map(|seed| Some(format!("seed {seed}: {}", disagreement(&with_facts(seed))?)))
        .collect();
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn optimum_of_tiny_lies_between_value_and_bound() {
    assert_eq!(disagreement(&tiny()), None);
    assert!(planned(&tiny()).plan.is_some(), "tiny has a plan");
}
