//! `one_place`: a pupil is in exactly one session in each attended slot, or counted unplaced.
//!
//! For each pupil s and attended slot t:
//! sum over sections c that cover t of place(s, c) + unplaced(s, t) = 1.

use crate::model::Model;
use crate::program::{Program, Sense};

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (student, who) in model.names.students.iter().enumerate() {
        for &(slot, unplaced) in &model.unplaced[student] {
            let places =
                model.places_of(student).filter(|(section, _)| section.mask >> slot & 1 == 1);
            let terms = places.map(|(_, place)| (place, 1)).chain([(unplaced, 1)]);
            let at = &model.names.slots[slot];
            program.row(model.name("one_place", &format!("{who}:{at}")), terms, Sense::Equal, 1);
        }
    }
}
