//! `staff_one_place`: a person has at most one session or slot duty in a slot; a gate guard does
//! nothing else until the last wave has left, and stands at one gate at a time; the leader on duty
//! is free for other work.
//!
//! For each staff member i and slot t: sum over work x of i (lead, assist, accompany, patrol,
//! supervise) that covers t of x <= 1. For each gate duty g of i and slot t that overlaps its time:
//! g + that sum <= 1. For gate duties g and h of i that are apart: g + h <= 1.

use crate::duties::{Duty, Post};
use crate::model::{Model, Work};
use crate::program::{Column, Program, Sense};
use kehou_domain::instance::bits;
use kehou_domain::stand::Stand;

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (staff, who) in model.names.staff.iter().enumerate() {
        let work = model.work_of(staff);
        for (slot, at) in model.names.slots.iter().enumerate() {
            let name = model.name("staff_one_place", &format!("{who}:{at}"));
            program.at_most(name, in_slot(&work, slot), 1);
        }
        let gates: Vec<&Duty> = model
            .duties
            .iter()
            .filter(|duty| duty.staff == staff && matches!(duty.post, Post::Gate(..)))
            .collect();
        for (number, duty) in gates.iter().enumerate() {
            let who = format!("{who}:gate{number}");
            add_gate(model, &who, duty, &work, program);
            for (other, before) in gates[..number].iter().enumerate() {
                if are_apart(model, &duty.post, &before.post) {
                    let name = model.name("staff_one_place", &format!("{who}:gate{other}"));
                    let both = [(duty.column, 1), (before.column, 1)];
                    program.row(name, both, Sense::AtMost, 1);
                }
            }
        }
    }
}

fn in_slot(work: &[Work], slot: usize) -> Vec<(Column, i64)> {
    work.iter().filter(|w| w.mask >> slot & 1 == 1).map(|w| (w.column, 1)).collect()
}

fn add_gate(model: &Model, who: &str, duty: &Duty, work: &[Work], program: &mut Program) {
    let Post::Gate(stand, ..) = duty.post else { return };
    for slot in bits(model.school.stands[stand].overlaps) {
        let mut terms = in_slot(work, slot);
        if !terms.is_empty() {
            terms.push((duty.column, 1));
            let at = &model.names.slots[slot];
            let name = model.name("staff_one_place", &format!("{who}:{at}"));
            program.row(name, terms, Sense::AtMost, 1);
        }
    }
}

fn are_apart(model: &Model, a: &Post, b: &Post) -> bool {
    let (Post::Gate(here, gate, wave), Post::Gate(there, other, next)) = (a, b) else {
        return false;
    };
    let (here, there) = (&model.school.stands[*here], &model.school.stands[*there]);
    let times = |stand: &Stand, wave: i32| {
        let start = stand.start_minute + (wave - 1) * stand.wave_minutes;
        (start, start + stand.wave_minutes)
    };
    let (first, second) = (times(here, *wave), times(there, *next));
    let overlap = |a: (i32, i32), b: (i32, i32)| a.0 < b.1 && b.0 < a.1;
    let both = (here.start_minute, here.end_minute());
    let is_same_gate = here.gates[*gate].0 == there.gates[*other].0;
    here.weekday == there.weekday
        && overlap(both, (there.start_minute, there.end_minute()))
        && if is_same_gate { first == second } else { overlap(first, second) }
}
