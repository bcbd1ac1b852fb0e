//! Plans of the engine with duties: the check finds nothing wrong, counts the points the engine
//! claims, and no bound is above them.

use kehou_check::check;
use kehou_domain::draft::Bureau;
use kehou_domain::instance::Instance;
use kehou_domain::validate::validate;
use kehou_engine::{Control, Options, solve};
use kehou_tests::duties::add_duties;
use kehou_tests::random::random_bureau;
use kehou_tests::seeds;

fn with_duties(seed: u64) -> Bureau {
    let mut bureau = random_bureau(seed);
    add_duties(&mut bureau, seed);
    bureau
}

fn fault(bureau: &Bureau) -> Option<String> {
    let report = validate(bureau);
    if report.has_errors() {
        // A pin that cannot hold is refused before planning; nothing else may be wrong.
        let found = format!("{:?}", report.errors().collect::<Vec<_>>());
        return (!report.is_contradiction()).then_some(found);
    }
    let options = Options { threads: 1, seed: 1, work_limit: Some(50), gap: 0.0 };
    let control = Control { stop: &|| None, progress: &|_| {} };
    let solution = solve(&Instance::new(bureau), &options, &control);
    let Some(plan) = &solution.plan else {
        return bureau.schools[0].pins.is_empty().then(|| "no plan".to_owned());
    };
    let report = check(bureau, plan);
    let school = &solution.schools[0];
    let (shortfall, quality) = (school.shortfall, school.quality);
    let agrees = (report.shortfall, report.quality) == (shortfall.value, quality.value);
    let is_bound = shortfall.bound <= shortfall.value && quality.bound <= quality.value;
    (!report.is_clean() || !agrees || !is_bound).then(|| {
        format!(
            "{:?}\n{school:?}\n{:?}\n{:?}",
            report.violations,
            (report.shortfall, report.quality),
            report.points
        )
    })
}

#[test]
fn plans_with_duties_are_clean_and_count_the_points_claimed() {
    let wrong: Vec<String> = seeds(300)
        .filter_map(|seed| Some(format!("seed {seed}: {}", fault(&with_duties(seed))?)))
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
