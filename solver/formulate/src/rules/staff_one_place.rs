//! `staff_one_place`: a person has at most one session in a slot.
//!
//! For each staff member i and slot t: sum over sections c that cover t of lead(i, c) + sum over
//! sessions j that cover t of assist(i, j) <= 1.

use crate::model::Model;
use crate::program::{Column, Program};

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (staff, who) in model.names.staff.iter().enumerate() {
        let work = model.work_of(staff);
        for (slot, at) in model.names.slots.iter().enumerate() {
            let now: Vec<(Column, i64)> =
                work.iter().filter(|w| w.1 >> slot & 1 == 1).map(|w| (w.0, 1)).collect();
            program.at_most(model.name("staff_one_place", &format!("{who}:{at}")), now, 1);
        }
    }
}
