//! The sections of a school's earlier plan opened again under other loans: by the same lead in
//! the same rooms where that still goes, else however it goes, else not.

use crate::model::Model;
use crate::openings::{Guide, OpenSection, Openings};

/// Opens the sections of another state of the same school.
pub fn reopen<'m>(
    (before, sections): (&Model, &[OpenSection]),
    model: &'m Model<'m>,
    guide: &Guide,
) -> Openings<'m> {
    let mut openings = Openings::new(model);
    for section in sections.iter().filter(|section| !section.is_fixed) {
        let old = &before.columns[section.column];
        let same = |&column: &usize| model.columns[column].pattern == old.pattern;
        let Some(column) = model.columns_of[old.activity].clone().find(same) else { continue };
        match here(before, model, section, column).filter(|s| is_open(model, &openings, s)) {
            Some(section) => openings.open(section),
            None => {
                if let Some(placement) = openings.place(column, guide) {
                    openings.open_at(placement);
                }
            }
        }
    }
    openings
}

/// The section with the positions that its lead and rooms have now.
fn here(
    before: &Model,
    model: &Model,
    section: &OpenSection,
    column: usize,
) -> Option<OpenSection> {
    let lead = &before.school.staff[section.lead].id;
    let lead = model.school.staff.iter().position(|person| person.id == *lead)?;
    let rooms = section.rooms.iter().map(|&room| {
        let id = &before.school.rooms[room].id;
        model.school.rooms.iter().position(|other| other.id == *id)
    });
    let rooms = rooms.collect::<Option<Vec<usize>>>()?;
    Some(OpenSection { column, lead, rooms, ..section.clone() })
}

fn is_open(model: &Model, openings: &Openings, section: &OpenSection) -> bool {
    let data = &model.columns[section.column];
    let mut rooms = section.rooms.iter().zip(&data.sessions);
    let most = model.school.activities[data.activity].max_sections;
    openings.can_work(section.lead, data.mask)
        && rooms.all(|(&room, &session)| {
            session & !model.room_free[room] == 0 && session & openings.room_busy[room] == 0
        })
        && openings.count[data.activity] < most
        && openings.has_equipment(data.activity, data.mask)
}
