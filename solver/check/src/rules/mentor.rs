//! Every pupil without a mentor counts; a mentor is a teacher of the school, and pupils beyond the
//! most per mentor count as without. A pupil has one mentor.
//!
//! Points = weight x (#pupils without a teacher of the school as mentor + sum over mentors m:
//! max(0, pupils of m - most)).

use crate::facts::Facts;
use crate::report::{Lack, Said};
use crate::school::SchoolView;
use crate::tally::Tally;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

const RULE: Rule = Rule::Mentor;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let mentors = mentors(facts, view, tally);
        let weight = view.rules.weight(RULE);
        for pupil in &view.students {
            let id = &pupil.student.student;
            if !mentors.contains_key(id.as_str()) {
                tally.fall_short(RULE, view.index, weight, || {
                    let what = Text::new(
                        format!("学生 {id} 没有导师"),
                        format!("pupil {id} has no mentor"),
                    );
                    Said(what, Lack { subject: id.clone(), count: 1, ..Lack::default() })
                });
            }
        }
        let mut loads: BTreeMap<&str, i64> = BTreeMap::new();
        for &mentor in mentors.values() {
            *loads.entry(mentor).or_default() += 1;
        }
        let most = i64::from(view.rules.mentor_max_students);
        for (mentor, pupils) in loads {
            let over = (pupils - most).max(0);
            tally.fall_short(RULE, view.index, weight * over, || {
                Text::new(
                    format!("导师 {mentor} 带 {pupils} 人，超 {over} 人"),
                    format!("mentor {mentor} has {pupils} pupils, {over} too many"),
                )
            });
        }
    }
}

/// Mentor of each pupil that has one: a teacher of the school.
fn mentors<'a>(
    facts: &Facts<'a>,
    view: &SchoolView<'a>,
    tally: &mut Tally,
) -> BTreeMap<&'a str, &'a str> {
    let mut mentors = BTreeMap::new();
    for pair in &view.plan.mentors {
        let (student, staff) = (pair.student.as_str(), pair.staff.as_str());
        let person = facts.people.get(staff);
        if person.is_none() || !view.student_index.contains_key(student) {
            let what = Text::new(
                format!("导师 {staff} 或学生 {student} 不存在"),
                format!("mentor {staff} or pupil {student} is not in the input"),
            );
            tally.fault(RULE, view.index, what);
        } else if person.is_some_and(|person| person.is_teacher_of(view.index))
            && mentors.insert(student, staff).is_some()
        {
            let what = Text::new(
                format!("学生 {student} 有多名导师"),
                format!("pupil {student} has more than one mentor"),
            );
            tally.violation(RULE, view.index, what);
        }
    }
    mentors
}
