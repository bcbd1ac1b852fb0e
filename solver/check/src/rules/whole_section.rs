//! Who is in a section is in all its sessions: no pupil is in a section of a pattern activity
//! with a slot the pupil does not attend; a section lists a pupil once, and only pupils of the
//! school.
//!
//! For each pattern section k and pupil i of k: slots(k) is a subset of attended(i).

use crate::facts::Facts;
use crate::school::{SchoolView, SectionView};
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::WholeSection;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for section in &view.sections {
            judge_list(view, section, tally);
            if section.has_pattern() {
                judge_attendance(view, section, tally);
            }
        }
    }
}

fn judge_list(view: &SchoolView, section: &SectionView, tally: &mut Tally) {
    let mut seen = BTreeSet::new();
    for id in &section.section.students {
        let name = || words::section(view, section);
        if !view.student_index.contains_key(id.as_str()) {
            let what = Text::new(
                format!("{}：本校没有学生 {id}", name().zh),
                format!("{}: the school has no pupil {id}", name().en),
            );
            tally.fault(RULE, view.index, what);
        } else if !seen.insert(id) {
            let what = Text::new(
                format!("{}：学生 {id} 列出多次", name().zh),
                format!("{}: pupil {id} is listed more than once", name().en),
            );
            tally.violation(RULE, view.index, what);
        }
    }
}

fn judge_attendance(view: &SchoolView, section: &SectionView, tally: &mut Tally) {
    let slots: Vec<_> = section.slots().collect();
    for pupil in section.students.iter().map(|&i| &view.students[i]) {
        let Some(&slot) = slots.iter().find(|&&slot| !pupil.attends(slot)) else { continue };
        let (at, name, id) =
            (words::slot(slot), words::section(view, section), &pupil.student.student);
        let what = Text::new(
            format!("学生 {id} 在{}不在校，不能参加{}的全部课次", at.zh, name.zh),
            format!("pupil {id} does not attend {}, a session of {}", at.en, name.en),
        );
        tally.violation(RULE, view.index, what);
    }
}
