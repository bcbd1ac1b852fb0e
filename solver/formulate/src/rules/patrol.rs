//! `patrol`: each head missing in a slot that any pupil attends costs points.
//!
//! For each slot t attended, h the heads: missing(t) + sum over staff i of patrol(i, t) >= h.
//! Level 1: weight x missing(t).

use super::heads::{self, Need};
use crate::duties::{self, Post};
use crate::model::Model;
use crate::program::Program;
use kehou_domain::rule::Rule;

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let heads = i64::from(model.school.rules.patrol_heads);
    for (slot, at) in model.names.slots.iter().enumerate() {
        if duties::is_served(model.school, slot) {
            let given = model.duty_columns(&Post::Patrol(slot));
            let need = Need { rule: Rule::Patrol, who: at, given, used: None, heads };
            heads::add(model, need, program);
        }
    }
}
