//! Every confirmed wish about another pupil that is not met counts, once per pupil that has it.
//!
//! together(i, j) is met when i and j share a section of a pattern activity; apart(i, j) when they
//! share none. Points = weight x wishes not met.

use crate::facts::Facts;
use crate::report::{Lack, Said};
use crate::school::SchoolView;
use crate::tally::Tally;
use kehou_domain::draft::CompanionWish;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Companions;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for (i, pupil) in view.students.iter().enumerate() {
            for companion in &pupil.student.companions {
                let Some(wish) = companion.wish else { continue };
                let together = share_section(view, i, &companion.student);
                if together == (wish == CompanionWish::Together) {
                    continue;
                }
                tally.fall_short(RULE, view.index, view.rules.weight(RULE), || {
                    let (id, other) = (&pupil.student.student, &companion.student);
                    let what = match wish {
                        CompanionWish::Together => Text::new(
                            format!("学生 {id} 未与 {other} 同班"),
                            format!("pupil {id} shares no section with {other}"),
                        ),
                        CompanionWish::Apart => Text::new(
                            format!("学生 {id} 未与 {other} 分开"),
                            format!("pupil {id} shares a section with {other}"),
                        ),
                    };
                    let (subject, other) = (id.clone(), other.clone());
                    Said(what, Lack { subject, other, count: 1, ..Lack::default() })
                });
            }
        }
    }
}

fn share_section(view: &SchoolView, student: usize, other: &str) -> bool {
    let Some(other) = view.student_index.get(other) else { return false };
    view.students[student].pattern_sections(view).any(|section| section.students.contains(other))
}
