//! `area_supervisor`: each head missing in a slot and area costs points; areas are grades with an
//! attending pupil, or floors with a session.
//!
//! For each slot t and area r, h the heads: missing(t, r) + sum over staff i of
//! supervise(i, t, r) >= h x used(t, r). Of grades used(t, r) is 1; of floors, for each session j
//! that covers t and room q on r: used(t, r) >= room(q, j). Level 1: weight x missing(t, r).

use super::heads::{self, Need};
use crate::duties::{self, Post};
use crate::model::Model;
use crate::program::{Column, Program, Sense};
use kehou_domain::policy::SupervisorArea;
use kehou_domain::rule::Rule;

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let rules = &model.school.rules;
    if !rules.is_on(Rule::AreaSupervisor) || rules.supervisor_heads == 0 {
        return;
    }
    for slot in 0..model.school.slots.len() {
        for (number, area) in duties::areas_used(model.school, slot).into_iter().enumerate() {
            let who = format!("{}:area{number}", model.names.slots[slot]);
            let used = match rules.supervisor_area {
                SupervisorArea::Year => None,
                SupervisorArea::Floor => match used_floor(model, slot, &area, &who, program) {
                    Some(used) => Some(used),
                    None => continue,
                },
            };
            let given = model.duty_columns(&Post::Area(slot, area));
            let heads = i64::from(rules.supervisor_heads);
            let need = Need { rule: Rule::AreaSupervisor, who: &who, given, used, heads };
            heads::add(model, need, program);
        }
    }
}

/// Whether a session is held on the floor in the slot; none: it never is.
fn used_floor(
    model: &Model,
    slot: usize,
    floor: &str,
    who: &str,
    program: &mut Program,
) -> Option<Column> {
    let held: Vec<Column> = model
        .sessions()
        .filter(|(_, session)| session.mask >> slot & 1 == 1)
        .flat_map(|(_, session)| &session.rooms)
        .filter(|(room, _)| model.school.rooms[*room].floor == floor)
        .map(|option| option.1)
        .collect();
    if held.is_empty() {
        return None;
    }
    let name = model.name("area_supervisor", &format!("{who}:used"));
    let used = program.binary(name.clone());
    for (i, held) in held.into_iter().enumerate() {
        program.row(format!("{name}:{i}"), [(used, 1), (held, -1)], Sense::AtLeast, 0);
    }
    Some(used)
}
