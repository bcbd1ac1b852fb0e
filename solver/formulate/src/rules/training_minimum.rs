//! `training_minimum`: each training session missing to a pupil's need costs points.
//!
//! For each pupil s with a need, over training sections c with n(c) sessions:
//! missing(s) + sum of n(c) x place(s, c) >= need(s); level 1: weight x missing(s).

use crate::model::Model;
use crate::program::{Program, Sense};
use kehou_domain::draft::Component;
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let school = model.school;
    let weight = school.rules.weight(Rule::TrainingMinimum);
    for (student, who) in model.names.students.iter().enumerate() {
        let need = i64::from(school.students[student].training_need);
        if need == 0 {
            continue;
        }
        let name = model.name("training_minimum", who);
        let missing = program.whole(name.clone(), need);
        program.charge(missing, Kind::Elastic, weight);
        let terms = model
            .places_of(student)
            .filter(|(c, _)| school.activities[c.activity].component == Component::Training)
            .map(|(c, place)| (place, c.sessions.len() as i64))
            .chain([(missing, 1)]);
        program.row(name, terms, Sense::AtLeast, need);
    }
}
