//! `unplaced`: pupil-slots without a place cost points.
//!
//! Level 1: sum over pupils s and attended slots t of
//! floor(weight x w(s) / 100) x unplaced(s, t).

use crate::model::Model;
use crate::program::Program;
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let weight = model.school.rules.weight(Rule::Unplaced);
    for (student, slots) in model.school.students.iter().zip(&model.unplaced) {
        for &(_, unplaced) in slots {
            program.charge(unplaced, Kind::Elastic, weight * student.weight / 100);
        }
    }
}
