//! What the duty rules share: who fills a duty, and heads that are missing.

use crate::facts::Facts;
use crate::report::{Lack, Said};
use crate::school::SchoolView;
use crate::tally::Tally;
use kehou_domain::draft::{DutyKind, SlotRef};
use kehou_domain::fault::Text;
use kehou_domain::plan::DutyAssignment;
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// Heads missing at one place and time.
pub struct Missing {
    /// Slot; period 0: the whole weekday; for a gate the period that pupils leave after.
    pub slot: SlotRef,
    /// Heads, above 0.
    pub heads: i64,
    /// The words for it, and the duty nobody has.
    pub said: Said,
}

impl Missing {
    /// Nothing when no head is missing.
    pub fn new(heads: i64, duty: DutyAssignment, what: impl FnOnce(i64) -> Text) -> Option<Self> {
        let slot = SlotRef { weekday: duty.weekday, period: duty.period };
        let lack = || Lack { at: Some(slot), count: heads, duty: Some(duty), ..Lack::default() };
        (heads > 0).then(|| Self { slot, heads, said: Said(what(heads), lack()) })
    }
}

/// Notes the duties of a kind whose rule is off: a plan has none.
pub fn judge_switch(view: &SchoolView, rule: Rule, kind: DutyKind, tally: &mut Tally) {
    let is_given = |duty: &&DutyAssignment| duty.kind == Some(kind);
    if view.rules.is_on(rule) {
        return;
    }
    for duty in view.plan.duties.iter().filter(is_given) {
        let id = &duty.staff;
        let what = Text::new(
            format!("{id} 有{}，但规则 {rule} 未启用", kehou_domain::words::duty(kind).zh),
            format!("{id} has the duty {} while {rule} is off", kehou_domain::words::duty(kind).en),
        );
        tally.fault(rule, view.index, what);
    }
}

/// Known staff by the place and time of their duties of a kind; each person once.
pub fn heads<'a, K: Ord>(
    facts: &Facts<'a>,
    view: &SchoolView<'a>,
    kind: DutyKind,
    place: impl Fn(&'a DutyAssignment) -> K,
) -> BTreeMap<K, BTreeSet<&'a str>> {
    let mut filled: BTreeMap<K, BTreeSet<&str>> = BTreeMap::new();
    for duty in view.plan.duties.iter().filter(|duty| duty.kind == Some(kind)) {
        if facts.people.contains_key(duty.staff.as_str()) {
            filled.entry(place(duty)).or_default().insert(&duty.staff);
        }
    }
    filled
}
