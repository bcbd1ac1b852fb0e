//! Every open section counts, those that open per slot too.
//!
//! Points = weight x #(open sections).

use crate::facts::Facts;
use crate::tally::Tally;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::SectionEffort;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let open = view.sections.len() as i64;
        tally.add(RULE, view.index, view.rules.weight(RULE) * open);
    }
}
