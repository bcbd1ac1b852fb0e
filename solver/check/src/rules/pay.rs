//! Each full 100 yuan of the term's pay counts.
//!
//! Points = weight x floor(pay x weeks / 100 yuan), per school, over the work done there.

use crate::facts::Facts;
use crate::money::{HUNDRED_YUAN, term_pay};
use crate::tally::Tally;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Pay;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for (view, pay) in facts.schools.iter().zip(term_pay(facts)) {
        tally.add(RULE, view.index, view.rules.weight(RULE) * (pay / HUNDRED_YUAN));
    }
}
