//! `room_fit`: every session of an open section has a room of a fitting kind (the home room for a
//! group), free in every slot covered and large enough; one use of a room at a time.
//!
//! room(r, j) exists only where r fits in kind and time. For each session j of section c:
//! sum over r of room(r, j) = open(c), and
//! sum over s of place(s, c) <= sum over r of capacity(r) x room(r, j).
//! For each room r and slot t: sum over sessions j that cover t of room(r, j) <= 1.

use crate::model::{Model, Section, Session};
use crate::program::{Column, Program, Sense};
use kehou_domain::instance::{SchoolInstance, SlotMask};

/// Rooms that fit a session of the activity in those slots, for a group if it gathers one.
pub(crate) fn rooms(
    school: &SchoolInstance,
    activity: usize,
    group: Option<usize>,
    mask: SlotMask,
) -> Vec<usize> {
    let smallest = school.activities[activity].min_size;
    let options = match group {
        Some(group) => school.groups[group].home_room.into_iter().collect(),
        None => school.activities[activity].rooms.clone(),
    };
    let fits =
        |&r: &usize| mask & !school.rooms[r].free == 0 && school.rooms[r].capacity >= smallest;
    options.into_iter().filter(fits).collect()
}

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for section in &model.sections {
        for session in &section.sessions {
            one_large_enough(model, section, session, program);
        }
    }
    for (room, what) in model.names.rooms.iter().enumerate() {
        for (slot, at) in model.names.slots.iter().enumerate() {
            let terms: Vec<(Column, i64)> = model
                .sections
                .iter()
                .flat_map(|section| &section.sessions)
                .filter(|session| session.mask >> slot & 1 == 1)
                .flat_map(|session| &session.rooms)
                .filter(|option| option.0 == room)
                .map(|option| (option.1, 1))
                .collect();
            program.at_most(model.name("room_fit", &format!("{what}:{at}")), terms, 1);
        }
    }
}

fn one_large_enough(model: &Model, section: &Section, session: &Session, program: &mut Program) {
    let name = |side| model.name("room_fit", &format!("{}:{side}", session.label));
    let rooms = session.rooms.iter().map(|&(_, held)| (held, 1));
    program.row(name("one"), rooms.chain([(section.open, -1)]), Sense::Equal, 0);
    let most = i64::from(model.school.activities[section.activity].max_size)
        .min(section.places.len() as i64);
    let capacity = |room: usize| i64::from(model.school.rooms[room].capacity);
    if session.rooms.iter().any(|&(room, _)| capacity(room) < most) {
        let held = session.rooms.iter().map(|&(room, held)| (held, -capacity(room).min(most)));
        let pupils = section.places.iter().map(|&(_, place)| (place, 1));
        program.row(name("capacity"), pupils.chain(held), Sense::AtMost, 0);
    }
}
