//! A pupil is in at most one section of a pattern activity.
//!
//! For each pupil i and pattern activity a: #(sections of a with i) <= 1.

use crate::facts::Facts;
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::OncePerActivity;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for pupil in &view.students {
            let mut seen = BTreeSet::new();
            for section in pupil.pattern_sections(view) {
                let Some(item) = section.item else { continue };
                if !seen.insert(item.id.as_str()) {
                    let (id, name) = (&pupil.student.student, words::title(item));
                    let what = Text::new(
                        format!("学生 {id} 在{name}的多个教学班中"),
                        format!("pupil {id} is in more than one section of {name}"),
                    );
                    tally.violation(RULE, view.index, what);
                }
            }
        }
    }
}
