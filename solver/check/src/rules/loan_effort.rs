//! Every loan weekday counts, with its travel.
//!
//! Points = sum over loans (p, b, d): weight x travel minutes one way + loan day points, at the
//! school served.

use crate::facts::Facts;
use crate::tally::Tally;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::LoanEffort;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for loan in &facts.plan.loans {
        let Some(&school) = facts.school_index.get(loan.school.as_str()) else { continue };
        let home = facts.people.get(loan.staff.as_str()).and_then(|person| person.home);
        let minutes = home.and_then(|home| facts.travel_minutes(home, school)).unwrap_or(0);
        let rules = &facts.schools[school].rules;
        let points = rules.weight(RULE) * i64::from(minutes) + rules.loan_day_points;
        tally.add(RULE, school, points);
    }
}
