//! No pupil of a grade below g is in an activity with written homework.
//!
//! For each pupil i in a section of an activity with written homework: grade(i) >= g.

use crate::facts::Facts;
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::WrittenHomework;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let lowest = view.rules.written_homework_from_grade;
        let written = view.sections.iter().filter(|s| s.item.is_some_and(|a| a.written_homework));
        for section in written {
            let pupils = section.students.iter().map(|&i| &view.students[i]);
            for pupil in pupils.filter(|pupil| pupil.grade < lowest) {
                let (id, grade) = (&pupil.student.student, pupil.grade);
                let name = words::section(view, section);
                let what = Text::new(
                    format!("{grade} 年级学生 {id} 在有书面作业的{}中", name.zh),
                    format!("pupil {id} of grade {grade} is in {} with written homework", name.en),
                );
                tally.violation(RULE, view.index, what);
            }
        }
    }
}
