//! `HiGHS` on the formulation finds what trying every plan finds, at both levels.

use kehou_domain::instance::Instance;
use kehou_domain::validate::validate;
use kehou_formulate::solve_lexicographic;
use kehou_tests::brute::brute;
use kehou_tests::full::{FURTHER, add_duty_fact, full_bureau};
use kehou_tests::network::random_network;
use kehou_tests::random::random_bureau;
use kehou_tests::seeds;

#[test]
fn optimum_of_the_formulation_is_the_best_of_all_plans() {
    let mut with_plan = 0;
    for seed in seeds(300) {
        let bureau = random_bureau(seed);
        let found = solve_lexicographic(&Instance::new(&bureau)).expect("formulated");
        let found = found.map(|best| (best.shortfall, best.quality));
        let tried = brute(&bureau).map(|best| best.points);
        assert_eq!(found, tried, "seed {seed}: formulation against every plan");
        with_plan += u64::from(tried.is_some());
    }
    assert!(with_plan * 2 > seeds(300).end, "most bureaus have a plan: {with_plan}");
}

#[test]
fn random_bureaus_pass_validation() {
    for seed in seeds(300) {
        let report = validate(&random_bureau(seed));
        assert!(!report.has_errors() || report.is_contradiction(), "seed {seed}: {report:?}");
        let mut full = full_bureau(seed, &FURTHER);
        add_duty_fact(&mut full, seed, &FURTHER);
        let report = validate(&full);
        assert!(!report.has_errors() || report.is_contradiction(), "seed {seed}: {report:?}");
        let report = validate(&random_network(seed));
        assert!(!report.has_errors() || report.is_contradiction(), "seed {seed}: {report:?}");
    }
}
