//! `room_fit`: every session of an open section has a room of a fitting kind (the home room for a
//! group), free in every slot covered and large enough; one use of a room at a time.
//!
//! room(r, j) exists only where r fits in kind and time. For each session j of section c:
//! sum over r of room(r, j) = open(c), and
//! sum over s of place(s, c) <= sum over r of capacity(r) x room(r, j).
//! For each room r and slot t: sum over sessions j that cover t of room(r, j) <= 1.

use crate::model::{Model, Section, Session};
use crate::network::Network;
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

/// Adds the rows of venues that several schools may use: no two sessions at once.
pub(crate) fn add_shared(network: &Network, program: &mut Program) {
    for (venue, places) in network.extended.venues.iter().enumerate() {
        let mut uses: Vec<(usize, SlotMask, Column)> = Vec::new();
        for &(school, room) in places {
            let sessions = network.models[school].sections.iter().flat_map(|s| &s.sessions);
            for session in sessions {
                let held = session.rooms.iter().filter(|option| option.0 == room);
                uses.extend(held.map(|option| (school, session.mask, option.1)));
            }
        }
        for (i, a) in uses.iter().enumerate() {
            for (j, b) in uses.iter().enumerate().skip(i + 1).filter(|(_, b)| a.0 != b.0) {
                let (here, there) = (network.times(a.0, a.1), network.times(b.0, b.1));
                let meets =
                    |x: &(i32, i32, i32), y: &(i32, i32, i32)| x.0 == y.0 && x.1 < y.2 && y.1 < x.2;
                if here.iter().any(|x| there.iter().any(|y| meets(x, y))) {
                    let name = format!("room_fit:venue{venue}:{i}:{j}");
                    program.row(name, [(a.2, 1), (b.2, 1)], Sense::AtMost, 1);
                }
            }
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
