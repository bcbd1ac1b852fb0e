//! A pupil is in at most one session in a slot, and in no session that opens per slot in a slot
//! not attended.
//!
//! For each pupil i and slot s: #(sessions of i covering s) <= 1; for per-slot sessions of i in s:
//! s in attended(i). A plan has exactly one part for each school of the input.

use crate::facts::Facts;
use crate::school::SchoolView;
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::OnePlace;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    judge_schools(facts, tally);
    for view in &facts.schools {
        for pupil in &view.students {
            for pair in pupil.places.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
                let at = words::slot(pair[0].0);
                let [a, b] = [0, 1].map(|i| words::section(view, &view.sections[pair[i].1]));
                let id = &pupil.student.student;
                let what = Text::new(
                    format!("学生 {id} 在{}同时在{}和{}", at.zh, a.zh, b.zh),
                    format!("pupil {id} is in both {} and {} on {}", a.en, b.en, at.en),
                );
                tally.violation(RULE, view.index, what);
            }
        }
        judge_attendance(view, tally);
    }
}

fn judge_attendance(view: &SchoolView, tally: &mut Tally) {
    for section in view.sections.iter().filter(|section| section.per_slot) {
        for slot in section.slots() {
            let absent = section.students.iter().map(|&i| &view.students[i]);
            for pupil in absent.filter(|pupil| !pupil.attends(slot)) {
                let (at, name) = (words::slot(slot), words::section(view, section));
                let id = &pupil.student.student;
                let what = Text::new(
                    format!("学生 {id} 在{}不在校，却被安排在{}", at.zh, name.zh),
                    format!("pupil {id} does not attend {} but is in {}", at.en, name.en),
                );
                tally.violation(RULE, view.index, what);
            }
        }
    }
}

fn judge_schools(facts: &Facts, tally: &mut Tally) {
    let (input, plan) = (&facts.bureau.id, &facts.plan.bureau);
    if !plan.is_empty() && plan != input {
        let what = Text::new(
            format!("方案属于 {plan}，数据属于 {input}"),
            format!("the plan is for bureau {plan}, the input is bureau {input}"),
        );
        tally.bureau_fault(RULE, "", what);
    }
    let mut seen = BTreeSet::new();
    for plan in &facts.plan.schools {
        let id = &plan.school;
        if !facts.school_index.contains_key(id.as_str()) {
            let what = Text::new(
                format!("方案中的学校 {id} 不在数据中"),
                format!("the plan has a school {id} that the input does not have"),
            );
            tally.bureau_fault(RULE, id, what);
        } else if !seen.insert(id) {
            let what = Text::new(
                format!("学校 {id} 在方案中出现多次"),
                format!("the plan has school {id} more than once"),
            );
            tally.bureau_fault(RULE, id, what);
        }
    }
    for view in facts.schools.iter().filter(|view| !view.has_plan) {
        let id = &view.school.id;
        let what = Text::new(
            format!("学校 {id} 没有方案"),
            format!("the plan has no part for school {id}"),
        );
        tally.fault(RULE, view.index, what);
    }
}
