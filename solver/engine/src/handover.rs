//! Making room for a section whose lead or room is taken: another section gives up its lead or
//! room to it and takes a different one, everything else staying as it is.

use crate::model::Model;
use crate::openings::{Guide, Openings, can_work, may_lead, may_use};
use kehou_domain::instance::SlotMask;

/// What another section takes instead of what it gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handover {
    /// Another lead.
    Lead {
        /// Position of the section that gives up its lead.
        position: usize,
        /// Its new lead.
        lead: usize,
    },
    /// Another room for one of its sessions.
    Room {
        /// Position of the section that gives up a room.
        position: usize,
        /// Which of its sessions.
        session: usize,
        /// The session's new room.
        room: usize,
    },
}

/// A lead for a column's slots whom one other section can spare.
pub fn lead_by_handover(
    model: &Model,
    open: &Openings,
    column: usize,
) -> Option<(usize, Handover)> {
    let data = &model.columns[column];
    let leads = &model.school.activities[data.activity].leads;
    for &lead in leads {
        let fits =
            can_work(model, lead, 0, data.mask) && may_lead(model, data.activity, data.mask, lead);
        if !fits {
            continue;
        }
        for (position, section) in open.sections.iter().enumerate() {
            if section.lead != lead || section.is_fixed {
                continue;
            }
            let given_up = model.columns[section.column].mask;
            let rest = open.staff_busy[lead] & !given_up;
            if can_work(model, lead, rest, data.mask)
                && let Some(other) = stand_in(model, open, section.column, lead)
            {
                return Some((lead, Handover::Lead { position, lead: other }));
            }
        }
    }
    None
}

/// Somebody else who can lead an open section.
fn stand_in(model: &Model, open: &Openings, column: usize, lead: usize) -> Option<usize> {
    let data = &model.columns[column];
    let leads = &model.school.activities[data.activity].leads;
    leads.iter().copied().find(|&other| {
        other != lead
            && open.can_work(other, data.mask)
            && may_lead(model, data.activity, data.mask, other)
    })
}

/// A room for the slots which one session of another section can leave.
pub fn room_by_handover(
    model: &Model,
    open: &Openings,
    (activity, slots): (usize, SlotMask),
    guide: &Guide,
) -> Option<(usize, Handover)> {
    let data = &model.school.activities[activity];
    for (position, section) in open.sections.iter().enumerate().filter(|(_, s)| !s.is_fixed) {
        let column = &model.columns[section.column];
        for (session, (&room, &held)) in section.rooms.iter().zip(&column.sessions).enumerate() {
            let frees = held & slots != 0
                && data.rooms.contains(&room)
                && model.school.rooms[room].capacity >= data.min_size
                && (open.room_busy[room] & !held) & slots == 0
                && slots & !model.room_free[room] == 0
                && slots & model.home_blocked[room] == 0
                && may_use(model, activity, slots, room);
            if !frees {
                continue;
            }
            let others = &model.school.activities[column.activity].rooms;
            let other = others.iter().copied().find(|&other| {
                other != room
                    && model.school.rooms[other].capacity >= section.seats
                    && open.room_is_open(other, held | slots, guide)
                    && may_use(model, column.activity, held, other)
            });
            if let Some(other) = other {
                return Some((room, Handover::Room { position, session, room: other }));
            }
        }
    }
    None
}
