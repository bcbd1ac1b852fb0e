//! `banned`: no ban holds.
//!
//! For each ban and each way in which it could hold, a set of decisions x: sum of x <= |x| - 1.

use super::fact;
use crate::model::Model;
use crate::program::{Program, Sense};

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (number, ban) in model.school.bans.iter().enumerate() {
        for (i, way) in fact::ways(model, ban).into_iter().enumerate() {
            let name = model.name("banned", &format!("{number}:{i}"));
            let rhs = way.len() as i64 - 1;
            program.row(name, way.into_iter().map(|x| (x, 1)), Sense::AtMost, rhs);
        }
    }
}
