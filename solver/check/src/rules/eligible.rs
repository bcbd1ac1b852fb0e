//! The pupil's grade is among the activity's and the activity is not refused; a pattern activity
//! is listed, or the pupil accepts substitutes, or it is a training activity that is needed.
//!
//! For each pupil i in a section k of activity a: grade(i) in grades(a), a not in refused(i), and
//! for pattern activities: a in choices(i), or substitutes(i), or a is training and
//! training sessions of i without k < training need of i.

use crate::facts::Facts;
use crate::pupil::StudentView;
use crate::school::{SchoolView, SectionView};
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::{Activity, Component};
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Eligible;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for pupil in &view.students {
            for section in pupil.sections.iter().map(|&s| &view.sections[s]) {
                let Some(item) = section.item else { continue };
                if let Some(why) = fault(view, pupil, section, item) {
                    let (id, name) = (&pupil.student.student, words::section(view, section));
                    let what = Text::new(
                        format!("学生 {id} 不应在{}：{}", name.zh, why.zh),
                        format!("pupil {id} may not be in {}: {}", name.en, why.en),
                    );
                    tally.violation(RULE, view.index, what);
                }
            }
        }
    }
}

fn fault(
    view: &SchoolView,
    pupil: &StudentView,
    section: &SectionView,
    item: &Activity,
) -> Option<Text> {
    if !item.grades.contains(&pupil.grade) {
        let grade = pupil.grade;
        return Some(Text::new(
            format!("该项目不面向 {grade} 年级"),
            format!("it is not for grade {grade}"),
        ));
    }
    if pupil.student.refused.contains(&item.id) {
        return Some(Text::new("该生明确不参加", "the pupil refuses it"));
    }
    let is_free = section.per_slot
        || pupil.rank_of(&item.id).is_some()
        || pupil.student.accepts_substitutes
        || is_needed(view, pupil, section);
    (!is_free).then(|| {
        Text::new(
            "不在志愿中，且不接受调剂",
            "it is not among the choices and no substitute is accepted",
        )
    })
}

fn is_needed(view: &SchoolView, pupil: &StudentView, section: &SectionView) -> bool {
    let without = pupil.training_sessions(view) - section.sessions.len() as i64;
    section.component() == Some(Component::Training) && without < pupil.training_need
}
