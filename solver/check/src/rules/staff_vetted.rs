//! Outsiders with any session or duty are vetted.
//!
//! For each outsider p with work: vetted(p). Teachers count as vetted.

use crate::facts::Facts;
use crate::tally::Tally;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::StaffVetted;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for person in facts.people.values().filter(|person| !person.is_vetted()) {
        let Some(work) = person.work.first() else { continue };
        let id = &person.staff.id;
        let what = Text::new(
            format!("校外人员 {id} 未经审核却有工作"),
            format!("outsider {id} is not vetted but has work"),
        );
        tally.violation(RULE, work.school, what);
    }
}
