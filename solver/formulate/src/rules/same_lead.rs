//! `same_lead`: one lead for all sessions of a section.
//!
//! lead(i, c) is one column for all sessions of section c. For each section c:
//! sum over staff i of lead(i, c) <= 1.

use crate::model::Model;
use crate::program::Program;

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for section in &model.sections {
        let terms = section.leads.iter().map(|&(_, lead)| (lead, 1)).collect();
        program.at_most(model.name("same_lead", &section.label), terms, 1);
    }
}
