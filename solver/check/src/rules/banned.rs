//! No ban holds.
//!
//! For each ban f: f is not true of the plan.

use crate::facts::Facts;
use crate::statement::{holds, is_empty, words};
use crate::tally::Tally;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Banned;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for fact in view.school.bans.iter().filter(|fact| !is_empty(fact)) {
            if holds(facts, view, fact) {
                let said = words(fact);
                let what = Text::new(
                    format!("禁止的安排出现了：{}", said.zh),
                    format!("a ban is broken: {}", said.en),
                );
                tally.violation(RULE, view.index, what);
            }
        }
    }
}
