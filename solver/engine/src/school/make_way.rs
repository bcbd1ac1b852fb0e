//! Makes way for a section where people or rooms are taken: what stands in its way closes, and may
//! open again elsewhere.

use super::SchoolSearch;
use crate::model::Model;
use crate::openings::{Openings, can_work, may_lead, may_use};
use kehou_domain::instance::SlotMask;
use rand::Rng;

/// Most sections closed for another.
const MOST_IN_THE_WAY: usize = 4;

/// Columns worth most of which one is chosen.
const CHOICE: usize = 4;

impl SchoolSearch<'_> {
    /// Closes what stands in the way of a section of an activity below its limit, about where it is
    /// worth most, and opens it. The activities concerned; `None` where no such section is worth
    /// anything, or too much stands in its way.
    pub(super) fn make_way(&mut self) -> Option<Vec<usize>> {
        let openings = &self.sections.openings;
        let activities = &self.model.school.activities;
        let below: Vec<usize> = (0..activities.len())
            .filter(|&a| {
                !self.model.columns_of[a].is_empty()
                    && openings.count[a] < activities[a].max_sections
            })
            .collect();
        let activity = *below.get(self.rng.random_range(0..below.len().max(1)))?;
        let mut columns: Vec<(i64, usize)> = self.model.columns_of[activity]
            .clone()
            .map(|column| (self.sections.worth_anywhere(column), column))
            .filter(|&(worth, _)| worth > 0)
            .collect();
        columns.sort_unstable_by(|a, b| b.cmp(a));
        columns.truncate(CHOICE);
        let (_, column) = *columns.get(self.rng.random_range(0..columns.len().max(1)))?;
        let closing = self.in_the_way(column)?;
        let mut touched = self.sections.close_all(closing);
        touched.push(activity);
        self.sections.open_on(column);
        Some(touched)
    }

    /// The fewest pupils' sections that keep a further one of the column from opening.
    fn in_the_way(&mut self, column: usize) -> Option<Vec<usize>> {
        let openings = &self.sections.openings;
        let data = &self.model.columns[column];
        let activity = &self.model.school.activities[data.activity];
        let leads = activity
            .leads
            .iter()
            .filter_map(|&lead| led_in_the_way(openings, self.model, lead, column));
        let mut closing = leads.min_by_key(|closing| seats_of(openings, closing))?;
        for &session in &data.sessions {
            let rooms = activity.rooms.iter().filter_map(|&room| {
                let has_room = self.model.school.rooms[room].capacity >= activity.min_size;
                if !has_room || !may_use(self.model, data.activity, session, room) {
                    return None;
                }
                self.housed_in_the_way(room, session, &closing)
            });
            closing.extend(rooms.min_by_key(|more| seats_of(openings, more))?);
        }
        (closing.len() <= MOST_IN_THE_WAY).then_some(closing)
    }

    /// Sections that use the room in the slots, beside those that close anyway; `None` if it cannot be had.
    fn housed_in_the_way(
        &self,
        room: usize,
        slots: SlotMask,
        closing: &[usize],
    ) -> Option<Vec<usize>> {
        let openings = &self.sections.openings;
        let model = self.model;
        if slots & !model.room_free[room] != 0 || slots & model.home_blocked[room] != 0 {
            return None;
        }
        let uses = |position: &usize| {
            let section = &openings.sections[*position];
            let sessions = &model.columns[section.column].sessions;
            section.rooms.iter().zip(sessions).any(|(&r, &s)| r == room && s & slots != 0)
        };
        let housed: Vec<usize> = (0..openings.sections.len()).filter(uses).collect();
        if housed.iter().any(|&position| openings.sections[position].is_fixed) {
            return None;
        }
        if housed.is_empty() && !openings.room_is_open(room, slots, &self.sections.guide) {
            return None;
        }
        Some(housed.into_iter().filter(|position| !closing.contains(position)).collect())
    }
}

/// Sections that a lead must give up to lead one of the column; `None` if that is not enough.
fn led_in_the_way(
    openings: &Openings,
    model: &Model,
    lead: usize,
    column: usize,
) -> Option<Vec<usize>> {
    let data = &model.columns[column];
    if !may_lead(model, data.activity, data.mask, lead) {
        return None;
    }
    let mask_of = |position: usize| model.columns[openings.sections[position].column].mask;
    let mut given: Vec<usize> = (0..openings.sections.len())
        .filter(|&p| openings.sections[p].lead == lead && !openings.sections[p].is_fixed)
        .collect();
    // Those at the same time must go, then others of the day, then any.
    let day = model.days.iter().find(|&&day| day & data.mask != 0).copied().unwrap_or(0);
    given.sort_by_key(|&position| {
        let mask = mask_of(position);
        (mask & data.mask == 0, mask & day == 0, openings.sections[position].seats)
    });
    let mut busy = openings.staff_busy[lead];
    let mut closing = Vec::new();
    for position in given {
        if can_work(model, lead, busy, data.mask) {
            break;
        }
        busy &= !mask_of(position);
        closing.push(position);
    }
    can_work(model, lead, busy, data.mask).then_some(closing)
}

fn seats_of(openings: &Openings, positions: &[usize]) -> u32 {
    positions.iter().map(|&position| openings.sections[position].seats).sum()
}
