//! A school's shortfall per pupil counts by the square, so that no school is left alone.
//!
//! Points = weight x floor(shortfall / pupils)^2, per school. Judged after every elastic rule.

use crate::facts::Facts;
use crate::tally::Tally;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::SchoolEquity;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let each = tally.shortfall(view.index) / (view.students.len() as i64).max(1);
        tally.add(RULE, view.index, view.rules.weight(RULE) * each * each);
    }
}
