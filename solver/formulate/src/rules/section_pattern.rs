//! `section_pattern`: sessions follow one allowed pattern; at most `max_sections` sections of an
//! activity are open, per slot for those that open per slot.
//!
//! A section c exists per activity, pattern, group or grade gathered, and copy. For each activity
//! a (and slot t, where a opens per slot): sum over its sections c (that cover t) of open(c) <=
//! `max_sections`(a). Copies that are alike open in order: open(c, k) >= open(c, k + 1).

use crate::model::{Model, Section};
use crate::program::{Column, Program, Sense};

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (activity, what) in model.names.activities.iter().enumerate() {
        let most = i64::from(model.school.activities[activity].max_sections);
        let count = |covers: &dyn Fn(&Section) -> bool| -> Vec<(Column, i64)> {
            model.sections_of(activity).filter(|c| covers(c)).map(|c| (c.open, 1)).collect()
        };
        if model.has_pattern(activity) {
            program.at_most(model.name("section_pattern", what), count(&|_| true), most);
            continue;
        }
        for (slot, at) in model.names.slots.iter().enumerate() {
            let name = model.name("section_pattern", &format!("{what}:{at}"));
            program.at_most(name, count(&|c| c.mask >> slot & 1 == 1), most);
        }
    }
    for pair in model.sections.windows(2) {
        if pair[1].copy > 0 {
            let name = model.name("section_pattern", &format!("{}:order", pair[1].label));
            program.row(name, [(pair[0].open, 1), (pair[1].open, -1)], Sense::AtLeast, 0);
        }
    }
}
