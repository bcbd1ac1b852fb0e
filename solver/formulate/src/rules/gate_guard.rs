//! `gate_guard`: each head missing at a gate and wave by which any group leaves costs points.
//!
//! For each stand e, gate g and wave v, h the heads, leave(k, e, g, v) that group k leaves so:
//! used(e, g, v) >= leave(k, e, g, v) for each k, and missing(e, g, v) + sum over staff i of
//! guard(i, e, g, v) >= h x used(e, g, v). Level 1: weight x missing(e, g, v).

use super::heads::{self, Need};
use crate::duties::Post;
use crate::model::Model;
use crate::program::{Column, Program, Sense};
use kehou_domain::rule::Rule;

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let rules = &model.school.rules;
    if !rules.is_on(Rule::GateGuard) || rules.gate_guard_heads == 0 {
        return;
    }
    for (number, stand) in model.school.stands.iter().enumerate() {
        for gate in 0..stand.gates.len() {
            for wave in 1..=stand.waves as i32 {
                let leaving: Vec<Column> = model
                    .departures
                    .iter()
                    .filter(|leave| (leave.stand, leave.gate, leave.wave) == (number, gate, wave))
                    .map(|leave| leave.column)
                    .collect();
                if leaving.is_empty() {
                    continue;
                }
                let who = format!("w{}p{}:gate{gate}.{wave}", stand.weekday, stand.period);
                let name = model.name("gate_guard", &format!("{who}:used"));
                let used = program.binary(name.clone());
                for (i, leave) in leaving.into_iter().enumerate() {
                    let terms = [(used, 1), (leave, -1)];
                    program.row(format!("{name}:{i}"), terms, Sense::AtLeast, 0);
                }
                let given = model.duty_columns(&Post::Gate(number, gate, wave));
                let heads = i64::from(rules.gate_guard_heads);
                let used = Some(used);
                let need = Need { rule: Rule::GateGuard, who: &who, given, used, heads };
                heads::add(model, need, program);
            }
        }
    }
}
