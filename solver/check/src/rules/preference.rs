//! Points by rank of each session granted, and for each wanted session not granted.
//!
//! Points = weight x sum over pupils i: w(i) x S(i), S = rank points of the granted sessions
//! (substitute points when not listed) + not-granted points x max(0, W - t).

use crate::facts::Facts;
use crate::tally::Tally;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Preference;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let sum: i64 = view.students.iter().map(|pupil| pupil.weight * pupil.points(view)).sum();
        tally.add(RULE, view.index, view.rules.weight(RULE) * sum);
    }
}
