//! On random bureaus that share people and venues, whatever a bureau is told about its staff was
//! found by plans no worse than the one it has.

use kehou_check::check;
use kehou_domain::balance::{Points, SkillGroup};
use kehou_domain::instance::Instance;
use kehou_engine::{Control, Options, solve};
use kehou_explain::balance::{Effort, Terms, balance};
use kehou_tests::network::random_network;
use kehou_tests::seeds;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn worths_are_those_of_plans_no_worse_than_the_one_there_is() {
    let control = Control { stop: &|| None, progress: &|_| {} };
    let options = Options { threads: 1, seed: 1, work_limit: Some(2), gap: 0.0, loans: true };
    let effort = Effort { work: Some(2), seed: 1, threads: 1 };
    let places = BTreeMap::from(SkillGroup::ALL.map(|group| (group, 1)));
    let terms = Terms { effort, sample: 4, places };
    let (mut lent, mut measured) = (0, 0);
    for seed in seeds(150) {
        let bureau = random_network(seed);
        let Some(plan) = solve(&Instance::new(&bureau), &options, &control).plan else { continue };
        let report = check(&bureau, &plan);
        if !report.is_clean() {
            continue;
        }
        let now = Points { shortfall: report.shortfall, quality: report.quality };
        let found = balance(&bureau, &plan, &terms, &|| {});
        let staff: BTreeSet<&str> = plan.loans.iter().map(|loan| loan.staff.as_str()).collect();
        assert!(found.loans.iter().map(|loan| loan.staff.as_str()).eq(staff), "seed {seed}");
        lent += found.loans.len();
        measured += found.loans.iter().filter(|loan| loan.worth.is_some()).count();
        let teachers = found.candidates.iter().filter_map(|one| one.worth);
        let trained = found.training.advice.iter().map(|one| one.worth);
        for worth in teachers.chain(trained).chain(found.training.together) {
            assert!(worth.with <= worth.without && worth.without <= now, "seed {seed}: {worth:?}");
        }
    }
    assert!(lent >= 20 && measured * 10 >= lent * 9, "{measured} of {lent} loans measured");
}
