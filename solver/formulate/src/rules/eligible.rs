//! `eligible`: the grade fits and the activity is not refused; a pattern activity is listed, or
//! the pupil accepts substitutes, or it is a training activity the pupil needs.
//!
//! place(s, c) exists only where that can hold. For each pupil s and section c that only the need
//! of training allows, T the training sections, n(c) sessions, M the most sessions attended:
//! sum over c' in T without c of n(c') x place(s, c') <= need(s) - 1 + M x (1 - place(s, c)).

use super::written_homework;
use crate::model::Model;
use crate::program::{Column, Program};
use kehou_domain::draft::Component;
use kehou_domain::instance::SchoolInstance;

/// Whether a place in the activity can ever be legal for the pupil.
pub(crate) fn may_be_given(school: &SchoolInstance, student: usize, activity: usize) -> bool {
    let pupil = &school.students[student];
    let fits = written_homework::grade_fits(school, pupil.grade, activity)
        && !pupil.refused.contains(&activity);
    let by_slot = school.activities[activity].grouping.is_some();
    let is_training = school.activities[activity].component == Component::Training;
    fits && (by_slot
        || is_free_choice(school, student, activity)
        || is_training && pupil.training_need > 0)
}

/// Listed, or substitutes are accepted.
fn is_free_choice(school: &SchoolInstance, student: usize, activity: usize) -> bool {
    let pupil = &school.students[student];
    pupil.accepts_substitutes || pupil.rank_of(activity).is_some()
}

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let school = model.school;
    for (student, who) in model.names.students.iter().enumerate() {
        let training: Vec<(Column, i64, usize, &str)> = model
            .places_of(student)
            .filter(|(c, _)| school.activities[c.activity].component == Component::Training)
            .map(|(c, place)| (place, c.sessions.len() as i64, c.activity, c.label.as_str()))
            .collect();
        let need = i64::from(school.students[student].training_need);
        let most = i64::from(school.students[student].attends.count_ones());
        for &(place, _, activity, section) in &training {
            if !is_free_choice(school, student, activity) {
                let others = training.iter().filter(|other| other.0 != place);
                let mut terms: Vec<(Column, i64)> =
                    others.map(|&(other, sessions, ..)| (other, sessions)).collect();
                terms.push((place, most));
                let name = model.name("eligible", &format!("{who}:{section}"));
                program.at_most(name, terms, need - 1 + most);
            }
        }
    }
}
