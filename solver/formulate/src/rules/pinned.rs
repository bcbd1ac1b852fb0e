//! `pinned`: every pin holds.
//!
//! For each pin: sum over the ways v in which it can hold of v >= 1. A way that needs two
//! decisions x and y at once is a column v with v <= x and v <= y.

use super::fact;
use crate::model::Model;
use crate::program::{Column, Program, Sense};

/// Adds the rule's columns and rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (number, pin) in model.school.pins.iter().enumerate() {
        let name = model.name("pinned", &number.to_string());
        let mut terms = Vec::new();
        for (i, way) in fact::ways(model, pin).into_iter().enumerate() {
            terms.push((both(&format!("{name}:{i}"), &way, program), 1));
        }
        program.row(name, terms, Sense::AtLeast, 1);
    }
}

fn both(name: &str, way: &[Column], program: &mut Program) -> Column {
    if let [single] = way {
        return *single;
    }
    let taken = program.binary(name.to_owned());
    for (i, &part) in way.iter().enumerate() {
        program.row(format!("{name}:{i}"), [(taken, 1), (part, -1)], Sense::AtMost, 0);
    }
    taken
}
