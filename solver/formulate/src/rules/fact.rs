//! Pins and bans as sets of columns: a statement holds when one of its ways is taken.

use crate::model::{Model, Section};
use crate::program::Column;
use kehou_domain::instance::FactData;

/// One way in which a statement can hold: all these columns are 1.
pub type Way = Vec<Column>;

/// Whether the statement is about sections, rooms and their people alone, in a form that the
/// catalogue names.
pub fn is_covered(fact: &FactData) -> bool {
    let (student, activity) = (fact.student.is_some(), fact.activity.is_some());
    let (staff, room) = (fact.staff.is_some(), fact.room.is_some());
    let slot = fact.slot.is_some();
    fact.duty.is_none()
        && !fact.is_loan
        && match (student, activity, staff, room) {
            (true, true, false, false) | (false, true, _, false) => true,
            (false, true, _, true) | (false, false, true, false) | (false, false, false, true) => {
                slot
            }
            _ => false,
        }
}

/// Every way in which the statement can hold.
pub fn ways(model: &Model, fact: &FactData) -> Vec<Way> {
    model
        .sections
        .iter()
        .filter(|section| fact.activity.is_none_or(|activity| activity == section.activity))
        .flat_map(|section| ways_in(section, fact))
        .collect()
}

fn ways_in(section: &Section, fact: &FactData) -> Vec<Way> {
    let covers = |mask: u64| fact.slot.is_none_or(|slot| mask >> slot & 1 == 1);
    let pick = |options: &[(usize, Column)], who: usize| -> Option<Column> {
        options.iter().find(|option| option.0 == who).map(|option| option.1)
    };
    if !covers(section.mask) {
        return Vec::new();
    }
    if let Some(student) = fact.student {
        return pick(&section.places, student).map(|place| vec![place]).into_iter().collect();
    }
    let lead = fact.staff.map(|staff| pick(&section.leads, staff));
    let in_person = fact.activity.is_none().then_some(fact.staff).flatten();
    let mut ways = Vec::new();
    for session in section.sessions.iter().filter(|session| covers(session.mask)) {
        if let Some(assist) = in_person.and_then(|staff| pick(&session.assistants, staff)) {
            ways.push(vec![assist]);
        }
        let room = fact.room.map(|room| pick(&session.rooms, room));
        let all = [lead, room].into_iter().flatten().collect::<Option<Way>>();
        ways.extend(all.map(|way| if way.is_empty() { vec![section.open] } else { way }));
    }
    ways.sort();
    ways.dedup();
    ways
}
