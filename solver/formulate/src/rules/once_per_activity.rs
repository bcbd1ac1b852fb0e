//! `once_per_activity`: at most one section of a pattern activity per pupil.
//!
//! For each pupil s and pattern activity a: sum over sections c of a of place(s, c) <= 1.

use crate::model::Model;
use crate::program::Program;

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (student, who) in model.names.students.iter().enumerate() {
        for (activity, what) in model.names.activities.iter().enumerate() {
            if model.has_pattern(activity) {
                let terms = model
                    .places_of(student)
                    .filter(|(section, _)| section.activity == activity)
                    .map(|(_, place)| (place, 1))
                    .collect();
                let name = model.name("once_per_activity", &format!("{who}:{what}"));
                program.at_most(name, terms, 1);
            }
        }
    }
}
