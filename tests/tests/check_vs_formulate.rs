//! The check finds nothing wrong with the plans of the formulation and of trying every plan, and
//! counts the points that they claim.

use kehou_check::check;
use kehou_domain::draft::Bureau;
use kehou_domain::instance::Instance;
use kehou_domain::plan::Plan;
use kehou_formulate::{Best, solve_lexicographic};
use kehou_profiles::tiny;
use kehou_tests::brute::brute;
use kehou_tests::full::{FURTHER, add_duty_fact, full_bureau};
use kehou_tests::network::random_network;
use kehou_tests::random::random_bureau;
use kehou_tests::seeds;

fn formulated(bureau: &Bureau) -> Option<Best> {
    solve_lexicographic(&Instance::new(bureau)).expect("formulated")
}

/// Points of both levels as the check counts them; panics if it finds a violation.
fn judged(bureau: &Bureau, plan: &Plan, what: &str) -> (i64, i64) {
    let report = check(bureau, plan);
    assert!(report.is_clean(), "{what}: {:?}", report.violations);
    (report.shortfall, report.quality)
}

#[test]
fn plans_of_the_formulation_are_clean_and_cost_their_objective() {
    for seed in seeds(300) {
        let bureau = random_bureau(seed);
        if let Some(best) = formulated(&bureau) {
            let points = judged(&bureau, &best.plan, &format!("seed {seed}"));
            assert_eq!(points, (best.shortfall, best.quality), "seed {seed}");
        }
    }
}

#[test]
fn plans_with_every_rule_on_are_clean_and_cost_their_objective() {
    let mut with_plan = 0;
    for seed in seeds(60) {
        let mut bureau = full_bureau(seed, &FURTHER);
        if seed % 3 == 0 {
            add_duty_fact(&mut bureau, seed, &FURTHER);
        }
        if let Some(best) = formulated(&bureau) {
            let points = judged(&bureau, &best.plan, &format!("seed {seed}"));
            assert_eq!(points, (best.shortfall, best.quality), "seed {seed}");
            with_plan += 1;
        }
    }
    assert!(with_plan * 3 > seeds(60).end, "too few bureaus have a plan: {with_plan}");
}

#[test]
fn plans_of_networks_are_clean_and_cost_their_objective() {
    let mut loans = 0;
    for seed in seeds(150) {
        let bureau = random_network(seed);
        if let Some(best) = formulated(&bureau) {
            let points = judged(&bureau, &best.plan, &format!("seed {seed}"));
            assert_eq!(points, (best.shortfall, best.quality), "seed {seed}");
            loans += best.plan.loans.len();
        }
    }
    assert!(loans > 0, "no seed lends anybody");
}

#[test]
fn best_of_all_plans_is_clean_and_costs_its_points() {
    for seed in seeds(300) {
        let bureau = random_bureau(seed);
        if let Some(best) = brute(&bureau) {
            let points = judged(&bureau, &best.plan, &format!("seed {seed}"));
            assert_eq!(points, best.points, "seed {seed}");
        }
    }
}

#[test]
fn plan_of_tiny_is_clean_and_costs_its_objective() {
    let best = formulated(&tiny()).expect("tiny has a plan");
    let points = judged(&tiny(), &best.plan, "tiny");
    assert_eq!(points, (best.shortfall, best.quality));
}
