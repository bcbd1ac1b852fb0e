//! `wet_weather`: an indoor stand-in for every outdoor session, for all of a slot at once.
//!
//! A larger group fits into fewer rooms, and every room it fits into holds a smaller one too, so
//! giving rooms to the largest groups first leaves fewest pupils without. A stand-in is one room
//! for the whole session; of longer sessions it may serve some slots only.

use crate::base::BasePlan;
use crate::model::Model;
use crate::openings::OpenSection;
use kehou_domain::instance::SlotMask;
use kehou_domain::rule::Rule;

/// Stand-ins of a plan; nothing where the rule does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandIns {
    /// Room by section and session.
    sections: Vec<Vec<Option<usize>>>,
    /// Room by base section.
    base: Vec<Option<usize>>,
    /// Pupils and slots without.
    pub wet: i64,
}

/// An outdoor session.
struct Outdoors {
    pupils: u32,
    slots: SlotMask,
    /// Section and session; base sections follow the sections.
    at: (usize, usize),
}

impl StandIns {
    /// Stand-in of a session of a section.
    pub fn of_section(&self, section: usize, session: usize) -> Option<usize> {
        *self.sections.get(section)?.get(session)?
    }

    /// Stand-in of a base section.
    pub fn of_base(&self, section: usize) -> Option<usize> {
        *self.base.get(section)?
    }
}

/// Finds stand-ins for all outdoor sessions.
pub fn stand_ins(
    model: &Model,
    sections: &[OpenSection],
    rosters: &[Vec<u32>],
    base: &BasePlan,
) -> StandIns {
    let outdoors = outdoors(model, sections, rosters, base);
    if outdoors.is_empty() {
        return StandIns::default();
    }
    let mut free = free_indoors(model, sections, base);
    let mut found = StandIns {
        sections: sections.iter().map(|section| vec![None; section.rooms.len()]).collect(),
        base: vec![None; base.sections.len()],
        wet: 0,
    };
    for session in outdoors {
        let room = best_room(model, &free, &session);
        let served = room.map_or(0, |room| free[room] & session.slots);
        let (section, number) = session.at;
        found.wet += i64::from((session.slots & !served).count_ones()) * i64::from(session.pupils);
        if let Some(room) = room {
            free[room] &= !session.slots;
        }
        match section.checked_sub(sections.len()) {
            None => found.sections[section][number] = room,
            Some(index) => found.base[index] = room,
        }
    }
    found
}

/// Outdoor sessions, largest first; none when the rule does not count.
fn outdoors(
    model: &Model,
    sections: &[OpenSection],
    rosters: &[Vec<u32>],
    base: &BasePlan,
) -> Vec<Outdoors> {
    let is_outdoor = |room: usize| model.school.rooms[room].outdoor;
    let mut found = Vec::new();
    if model.school.rules.weight(Rule::WetWeather) == 0 {
        return found;
    }
    for (index, section) in sections.iter().enumerate() {
        let sessions = section.rooms.iter().zip(&model.columns[section.column].sessions);
        for (number, (_, &slots)) in sessions.enumerate().filter(|(_, s)| is_outdoor(*s.0)) {
            let pupils = rosters[index].len() as u32;
            found.push(Outdoors { pupils, slots, at: (index, number) });
        }
    }
    for (index, section) in base.sections.iter().enumerate().filter(|(_, s)| is_outdoor(s.room)) {
        let pupils = section.pupils.len() as u32;
        let at = (sections.len() + index, 0);
        found.push(Outdoors { pupils, slots: 1 << section.slot, at });
    }
    found.sort_by_key(|session| {
        (std::cmp::Reverse((session.pupils, session.slots.count_ones())), session.at)
    });
    found
}

/// Slots in which each indoor room is left by all sessions.
fn free_indoors(model: &Model, sections: &[OpenSection], base: &BasePlan) -> Vec<SlotMask> {
    let rooms = model.school.rooms.iter().enumerate();
    let mut free: Vec<SlotMask> =
        rooms.map(|(index, room)| if room.outdoor { 0 } else { model.room_free[index] }).collect();
    for section in sections {
        for (&room, &slots) in section.rooms.iter().zip(&model.columns[section.column].sessions) {
            free[room] &= !slots;
        }
    }
    for section in &base.sections {
        free[section.room] &= !(1 << section.slot);
    }
    free
}

/// The room that serves most slots, smallest first.
fn best_room(model: &Model, free: &[SlotMask], session: &Outdoors) -> Option<usize> {
    let rooms = (0..free.len()).filter(|&room| {
        free[room] & session.slots != 0 && model.school.rooms[room].capacity >= session.pupils
    });
    rooms.min_by_key(|&room| {
        let served = (free[room] & session.slots).count_ones();
        (std::cmp::Reverse(served), model.school.rooms[room].capacity, room)
    })
}

/// Whether every room of the activity is outdoors, so that its sessions need a stand-in.
pub fn needs_stand_in(model: &Model, activity: usize) -> bool {
    let rooms = &model.school.activities[activity].rooms;
    model.school.rules.weight(Rule::WetWeather) > 0
        && !rooms.is_empty()
        && rooms.iter().all(|&room| model.school.rooms[room].outdoor)
}

/// Rooms that can be stand-ins, ascending; none where nothing needs one.
pub fn indoors(model: &Model) -> Vec<usize> {
    let needed = (0..model.school.activities.len()).any(|a| needs_stand_in(model, a));
    let rooms = model.school.rooms.iter().enumerate();
    rooms.filter(|(_, room)| needed && !room.outdoor).map(|(index, _)| index).collect()
}
