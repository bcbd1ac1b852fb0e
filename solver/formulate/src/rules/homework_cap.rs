//! `homework_cap`: a pupil has at most h homework slots a weekday.
//!
//! For each pupil s and weekday d, over homework sections c with m(c, d) slots on d:
//! sum of m(c, d) x place(s, c) <= h.

use crate::model::Model;
use crate::program::{Column, Program};
use kehou_domain::rule::Rule;

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let school = model.school;
    if !school.rules.is_on(Rule::HomeworkCap) {
        return;
    }
    let cap = i64::from(school.rules.homework_cap_periods);
    for (student, who) in model.names.students.iter().enumerate() {
        let homework: Vec<_> = model
            .places_of(student)
            .filter(|(section, _)| school.activities[section.activity].is_homework)
            .collect();
        for day in 1..=7 {
            let today = school.day_mask(day);
            let terms: Vec<(Column, i64)> = homework
                .iter()
                .map(|(section, place)| (*place, i64::from((section.mask & today).count_ones())))
                .filter(|term| term.1 > 0)
                .collect();
            program.at_most(model.name("homework_cap", &format!("{who}:w{day}")), terms, cap);
        }
    }
}
