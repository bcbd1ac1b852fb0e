//! `section_effort`: every open section costs fixed points.
//!
//! Level 2: weight x sum over sections c of open(c).

use crate::model::Model;
use crate::program::Program;
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let weight = model.school.rules.weight(Rule::SectionEffort);
    for section in &model.sections {
        program.charge(section.open, Kind::Quality, weight);
    }
}
