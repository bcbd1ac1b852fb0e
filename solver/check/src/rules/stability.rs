//! Against the incumbent plan, each changed place counts, and each session (same activity and
//! start) whose lead or room changed.
//!
//! Points = weight x (#(pupils and slots whose activity changed) + #(sessions changed)).

use crate::change::{changed_places, changed_sessions};
use crate::facts::Facts;
use crate::tally::Tally;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Stability;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let places: i64 = changed_places(view).values().sum();
        let changes = places + changed_sessions(view);
        tally.add(RULE, view.index, view.rules.weight(RULE) * changes);
    }
}
