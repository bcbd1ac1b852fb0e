//! Repairs of what falls short, by force: small random schools with every rule on, and every repair
//! of every gap made as told - the data set adjusted, the plan changed - and judged from outside.

use kehou_check::{check, shortfalls};
use kehou_domain::answer::{Adjustment, Gap};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::Instance;
use kehou_domain::plan::Plan;
use kehou_domain::rule::Rule;
use kehou_domain::validate::validate;
use kehou_engine::{Control, Options, solve};
use kehou_explain::{Desk, Promise, adjust, gaps};
use kehou_formulate::solve_lexicographic;
use kehou_tests::full::{FURTHER, full_bureau};
use kehou_tests::seeds;
use std::collections::BTreeMap;

/// Gaps of a rule, those with repairs, and repairs.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    gaps: usize,
    repaired: usize,
    repairs: usize,
}

/// A school with all rules that can fall short, and nothing published before.
fn school(seed: u64) -> Option<(Bureau, Plan)> {
    let rules: Vec<Rule> = FURTHER
        .into_iter()
        .filter(|rule| !matches!(rule, Rule::ChangeBudget | Rule::Stability))
        .collect();
    let bureau = full_bureau(seed, &rules);
    let options = Options { threads: 1, seed: 1, work_limit: Some(5), gap: 0.0, loans: false };
    let control = Control { stop: &|| None, progress: &|_| {} };
    let sound = !validate(&bureau).has_errors();
    let plan = sound.then(|| solve(&Instance::new(&bureau), &options, &control).plan).flatten()?;
    Some((bureau, plan))
}

/// Points of a gap's rule at its time.
fn points(bureau: &Bureau, plan: &Plan, gap: &Gap) -> i64 {
    let all = shortfalls(bureau, plan).into_iter();
    all.filter(|one| (one.rule, one.lack.at) == (gap.rule, gap.at)).map(|one| one.points).sum()
}

/// Whether a plan is legal for a data set and lacks nothing of the gap.
fn is_removed(before: (&Bureau, &Plan), after: (&Bureau, &Plan), gap: &Gap) -> bool {
    !validate(after.0).has_errors()
        && check(after.0, after.1).is_clean()
        && points(after.0, after.1, gap) + gap.points <= points(before.0, before.1, gap)
}

/// What is wrong with a repair, if anything.
fn wrong(bureau: &Bureau, plan: &Plan, gap: &Gap, promise: &Promise) -> Option<&'static str> {
    let id = bureau.schools[0].id.as_str();
    let adjustments = &promise.remedy.adjustments;
    let made = |asked: &[Adjustment]| adjust(bureau, (id, ""), asked);
    let adjusted = made(adjustments);
    if !is_removed((bureau, plan), (&adjusted, &promise.plan), gap) {
        return Some("the gap stays");
    }
    let idle = (0..adjustments.len()).any(|at| {
        let mut fewer = adjustments.clone();
        fewer.remove(at);
        is_removed((bureau, plan), (&made(&fewer), &promise.plan), gap)
    });
    if idle {
        return Some("an adjustment is idle");
    }
    let (was, now) = (promise.remedy.shortfall.before, promise.remedy.shortfall.after);
    let best = solve_lexicographic(&Instance::new(&adjusted)).expect("formulated");
    let least = best.map(|best| best.shortfall);
    (now >= was || least.is_none_or(|least| least > now)).then_some("the school stays as short")
}

#[test]
fn every_repair_removes_what_it_names_and_nothing_in_it_is_idle() {
    let mut counts: BTreeMap<Rule, Count> = BTreeMap::new();
    let mut found = Vec::new();
    for seed in seeds(30) {
        let Some((bureau, plan)) = school(seed) else { continue };
        let desk = Desk::new(&bureau, &plan, "").expect("one school");
        for (gap, promises) in gaps(&desk) {
            let count = counts.entry(gap.rule).or_default();
            count.gaps += 1;
            count.repaired += usize::from(!promises.is_empty());
            count.repairs += promises.len();
            for promise in &promises {
                let said = wrong(&bureau, &plan, &gap, promise);
                found.extend(said.map(|said| {
                    format!("seed {seed}: {said}: {gap:?} {:?}", promise.remedy.adjustments)
                }));
            }
        }
    }
    println!("{counts:#?}");
    assert!(found.is_empty(), "{} wrong:\n{}", found.len(), found.join("\n"));
    // Nothing helps against a legal cap on homework, or who is never there at the same time.
    for (rule, percent) in [(Rule::Unplaced, 84), (Rule::Companions, 50)] {
        let count = counts.get(&rule).copied().unwrap_or_default();
        let is_told = count.gaps > 0 && 100 * count.repaired >= percent * count.gaps;
        assert!(is_told || std::env::var("KEHOU_CASES").is_ok(), "{rule}: {count:?}");
    }
    // Heads, gates or money can always remove what these lack.
    for rule in Rule::DUTIES.into_iter().chain([Rule::SessionStaffed, Rule::Budget]) {
        let count = counts.get(&rule).copied().unwrap_or_default();
        let is_seen = count.gaps > 0 || std::env::var("KEHOU_CASES").is_ok();
        assert!(is_seen && count.repaired == count.gaps, "{rule}: {count:?}");
    }
}
