//! `change_budget`: against the incumbent, the slots whose activity changed per pupil, the slots
//! whose work changed per staff member, and all of them stay within the change budget.
//!
//! For each pupil s and slot t: changed(s, t) = 1 - (sum of place(s, c) over sections c of the
//! activity before that cover t); without one before, the sum over all c that cover t. For each
//! staff member i and slot t, with parts b before and parts n that are new: changed(i, t) >= 1 - b,
//! changed(i, t) >= n. Sums per pupil, per staff member and over all <= the budget's.

use crate::incumbent::{Linear, SlotWork, places_changed, staff_before, work_by_slot};
use crate::model::Model;
use crate::program::{Program, Sense};
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

/// Adds the rule's columns and rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let school = model.school;
    let (Some(incumbent), budget) = (&model.incumbent, &school.change_budget) else { return };
    if !school.rules.is_on(Rule::ChangeBudget) {
        return;
    }
    let mut all = Linear::default();
    for (student, who) in model.names.students.iter().enumerate() {
        let changed = places_changed(model, incumbent, student);
        limit(model, &format!("{who}:pupil"), &changed, budget.per_student, program);
        all.add(changed);
    }
    let staff: BTreeSet<&String> = staff_before(incumbent)
        .filter(|id| model.known_staff.contains(id.as_str()))
        .chain(school.staff.iter().map(|person| &person.id))
        .collect();
    for (number, id) in staff.into_iter().enumerate() {
        let position = school.staff.iter().position(|person| &person.id == id);
        let who = position.map_or(format!("away{number}"), |i| model.names.staff[i].clone());
        let mut changed = Linear::default();
        for (at, work) in work_by_slot(model, incumbent, id, position) {
            let name = format!("{who}:w{}p{}", at.weekday, at.period);
            changed.add(slot_changed(model, &name, &work, program));
        }
        limit(model, &format!("{who}:staff"), &changed, budget.per_staff, program);
        all.add(changed);
    }
    limit(model, "total", &all, budget.total, program);
}

fn limit(model: &Model, who: &str, changed: &Linear, most: Option<i32>, program: &mut Program) {
    if let Some(most) = most {
        let name = model.name("change_budget", who);
        let terms = changed.terms.iter().copied();
        program.row(name, terms, Sense::AtMost, i64::from(most) - changed.constant);
    }
}

/// Whether the work of a slot changed, as a column that is at least that.
fn slot_changed(model: &Model, name: &str, work: &SlotWork, program: &mut Program) -> Linear {
    if work.before.values().any(Vec::is_empty) {
        return Linear { terms: Vec::new(), constant: 1 };
    }
    let name = model.name("change_budget", name);
    let changed = program.number(name.clone(), 1);
    for (i, columns) in work.before.values().enumerate() {
        let kept = columns.iter().map(|&column| (column, 1)).chain([(changed, 1)]);
        program.row(format!("{name}:kept{i}"), kept, Sense::AtLeast, 1);
    }
    for (i, columns) in work.other.values().enumerate() {
        let new = columns.iter().map(|&column| (column, -1)).chain([(changed, 1)]);
        program.row(format!("{name}:new{i}"), new, Sense::AtLeast, 0);
    }
    Linear { terms: vec![(changed, 1)], constant: 0 }
}
