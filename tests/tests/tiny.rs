//! The optimum of the school known by heart.

use kehou_domain::instance::Instance;
use kehou_formulate::solve_lexicographic;
use kehou_profiles::tiny;
use kehou_tests::brute::brute_below;

/// Points of the best plan of `tiny`.
const BEST: (i64, i64) = (0, 27_830);

#[test]
fn formulation_finds_it() {
    let best = solve_lexicographic(&Instance::new(&tiny())).expect("formulated").expect("a plan");
    assert_eq!((best.shortfall, best.quality), BEST);
}

#[test]
fn trying_every_plan_finds_none_better() {
    assert_eq!(brute_below(&tiny(), BEST).map(|best| best.points), None);
    let best = brute_below(&tiny(), (BEST.0, BEST.1 + 1)).map(|best| best.points);
    assert_eq!(best, Some(BEST));
}
