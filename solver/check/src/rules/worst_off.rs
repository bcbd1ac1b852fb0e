//! Pupils with many points count more: double beyond the first knee, four times beyond the second.
//!
//! Points = weight x sum over pupils i: w(i) x (f(S) - S), f(S) = S + max(0, S - 90) +
//! 2 x max(0, S - 180).

use crate::facts::Facts;
use crate::tally::Tally;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::WorstOff;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let (first, second) = (view.rules.worst_off_first_knee, view.rules.worst_off_second_knee);
        let extra = |s: i64| (s - first).max(0) + 2 * (s - second).max(0);
        let each = view.students.iter().map(|pupil| pupil.weight * extra(pupil.points(view)));
        tally.add(RULE, view.index, view.rules.weight(RULE) * each.sum::<i64>());
    }
}
