//! All that falls short, by rule and time, each with the smallest repairs that were found to
//! remove it.

use crate::desk::Desk;
use crate::sketch::efforts;
use crate::trial::Promise;
use kehou_check::{Shortfall, shortfalls};
use kehou_domain::answer::{Gap, ShortfallAnswer};
use kehou_domain::draft::{Bureau, SlotRef};
use kehou_domain::plan::Plan;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// Repairs told of each gap.
const MOST_REPAIRS: usize = 4;

/// Cases of one gap that are looked at one by one when they cannot be removed together.
const MOST_SINGLE: usize = 30;

/// What of one rule falls short at one time.
pub(crate) struct Lot {
    pub rule: Rule,
    pub at: Option<SlotRef>,
    pub items: Vec<Shortfall>,
}

impl Lot {
    fn points(&self) -> i64 {
        self.items.iter().map(|item| item.points).sum()
    }
}

/// The answer about all that falls short.
pub fn ask_shortfall(desk: &Desk) -> ShortfallAnswer {
    let points = desk.report(&desk.base).map_or(0, |report| report.shortfall);
    ShortfallAnswer { points, gaps: gaps(desk).into_iter().map(|(gap, _)| gap).collect() }
}

/// All that falls short, gravest first, each with the promises behind its repairs.
pub fn gaps(desk: &Desk) -> Vec<(Gap, Vec<Promise>)> {
    let mut found: Vec<(Gap, Vec<Promise>)> = Vec::new();
    for lot in lots(desk) {
        let parts = if lot.rule == Rule::TrainingMinimum { desk.by_repair(lot) } else { vec![lot] };
        for part in parts {
            found.extend(repaired(desk, part));
        }
    }
    found.sort_by_key(|(gap, _)| (std::cmp::Reverse(gap.points), gap.rule, gap.at));
    found
}

/// A gap with its repairs; where its cases cannot be removed together, case by case.
fn repaired(desk: &Desk, lot: Lot) -> Vec<(Gap, Vec<Promise>)> {
    let found = repairs(desk, &lot);
    if !found.is_empty() || lot.items.len() == 1 {
        return vec![gap(&lot, found)];
    }
    let Lot { rule, at, mut items } = lot;
    let tried = items.split_off(items.len().saturating_sub(MOST_SINGLE));
    let singles = tried.into_iter().map(|item| Lot { rule, at, items: vec![item] });
    let mut all = Vec::new();
    for single in singles {
        let found = repairs(desk, &single);
        if found.is_empty() {
            items.extend(single.items);
        } else {
            all.push(gap(&single, found));
        }
    }
    if !items.is_empty() {
        all.push(gap(&Lot { rule, at, items }, Vec::new()));
    }
    all
}

fn gap(lot: &Lot, promises: Vec<Promise>) -> (Gap, Vec<Promise>) {
    let gap = Gap {
        rule: lot.rule,
        at: lot.at,
        points: lot.points(),
        cases: lot.items.len() as i32,
        what: lot.items[0].what.clone(),
        repairs: promises.iter().map(|promise| promise.remedy.clone()).collect(),
    };
    (gap, promises)
}

fn lots(desk: &Desk) -> Vec<Lot> {
    let mut lots: BTreeMap<(Rule, Option<SlotRef>, bool), Lot> = BTreeMap::new();
    for item in shortfalls(&desk.bureau, &desk.plan) {
        if item.school == desk.school().id {
            let (rule, at) = (item.rule, item.lack.at);
            let lot = lots.entry((rule, at, item.lack.is_lead));
            lot.or_insert_with(|| Lot { rule, at, items: Vec::new() }).items.push(item);
        }
    }
    lots.into_values().collect()
}

/// The repairs of a gap that were found true, smallest first.
fn repairs(desk: &Desk, lot: &Lot) -> Vec<Promise> {
    let mut found: Vec<Promise> = Vec::new();
    for promise in desk.repairs_of(lot) {
        if !removes(desk, lot, &promise) {
            continue;
        }
        let least = without_idle(desk, lot, promise);
        if found.iter().all(|one| one.remedy.adjustments != least.remedy.adjustments) {
            found.push(least);
        }
    }
    found.sort_by_key(|one| efforts(&one.remedy.adjustments));
    found.truncate(MOST_REPAIRS);
    found
}

/// The promise without the adjustments that its plan can do without, the hardest looked at first.
fn without_idle(desk: &Desk, lot: &Lot, mut promise: Promise) -> Promise {
    let mut hardest = promise.remedy.adjustments.clone();
    hardest.sort_by_key(|one| std::cmp::Reverse(efforts(std::slice::from_ref(one))));
    for idle in hardest {
        let mut fewer = promise.remedy.adjustments.clone();
        let Some(at) = fewer.iter().position(|one| *one == idle) else { continue };
        fewer.remove(at);
        let Some(mut next) = desk.judge(desk.part_of(&promise.plan), fewer, "") else { continue };
        if removes(desk, lot, &next) {
            next.remedy.others_moved = promise.remedy.others_moved;
            promise = next;
        }
    }
    promise
}

/// Whether the gap is gone, and the school short of less in all.
pub(crate) fn removes(desk: &Desk, lot: &Lot, promise: &Promise) -> bool {
    let at = |bureau: &Bureau, plan: &Plan| -> i64 {
        let all = shortfalls(bureau, plan).into_iter();
        let here = all.filter(|one| {
            one.school == desk.school().id && (one.rule, one.lack.at) == (lot.rule, lot.at)
        });
        here.map(|one| one.points).sum()
    };
    let shortfall = promise.remedy.shortfall;
    let before = at(&desk.bureau, &desk.plan);
    shortfall.after < shortfall.before
        && at(&promise.bureau, &promise.plan) + lot.points() <= before
}
