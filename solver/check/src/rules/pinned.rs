//! Every pin holds.
//!
//! For each pin f: f is true of the plan.

use crate::facts::Facts;
use crate::statement::{holds, is_empty, words};
use crate::tally::Tally;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Pinned;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for fact in view.school.pins.iter().filter(|fact| !is_empty(fact)) {
            if !holds(facts, view, fact) {
                let said = words(fact);
                let what = Text::new(
                    format!("必须满足的安排未满足：{}", said.zh),
                    format!("a pin does not hold: {}", said.en),
                );
                tally.violation(RULE, view.index, what);
            }
        }
    }
}
