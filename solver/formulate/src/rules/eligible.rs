//! `eligible`: the grade fits and the activity is not refused; a pattern activity is listed, or
//! the pupil accepts substitutes, or it is a training activity the pupil needs.
//!
//! place(s, c) exists only where that can hold. For each pupil s with sections that only the need
//! of training allows, T the training sections, n(c) sessions, M the most sessions attended:
//! trained(s) = sum over c in T of n(c) x place(s, c), and for each activity a of such sections,
//! of which s has one at most: trained(s) + sum over c of a of (M - n(c)) x place(s, c) <=
//! need(s) - 1 + M, so that what s has beside c leaves some need open.

use super::written_homework;
use crate::model::Model;
use crate::program::{Column, Program, Sense};
use kehou_domain::draft::Component;
use kehou_domain::instance::SchoolInstance;
use std::collections::BTreeSet;

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

/// Adds the rule's columns and rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let school = model.school;
    for (student, who) in model.names.students.iter().enumerate() {
        let training: Vec<(Column, i64, usize)> = model
            .places_of(student)
            .filter(|(c, _)| school.activities[c.activity].component == Component::Training)
            .map(|(c, place)| (place, c.sessions.len() as i64, c.activity))
            .collect();
        let only_needed: BTreeSet<usize> = training
            .iter()
            .map(|&(.., activity)| activity)
            .filter(|&activity| !is_free_choice(school, student, activity))
            .collect();
        if only_needed.is_empty() {
            continue;
        }
        let need = i64::from(school.students[student].training_need);
        let most = i64::from(school.students[student].attends.count_ones());
        let name = model.name("eligible", who);
        let trained = program.number(name.clone(), most);
        let sessions = training.iter().map(|&(place, sessions, _)| (place, sessions));
        program.row(name, sessions.chain([(trained, -1)]), Sense::Equal, 0);
        for activity in only_needed {
            let here = training.iter().filter(|place| place.2 == activity);
            let terms = here.map(|&(place, sessions, _)| (place, most - sessions));
            let terms = terms.chain([(trained, 1)]).collect();
            let what = &model.names.activities[activity];
            program.at_most(
                model.name("eligible", &format!("{who}:{what}")),
                terms,
                need - 1 + most,
            );
        }
    }
}
