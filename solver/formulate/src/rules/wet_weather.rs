//! `wet_weather`: each pupil and slot in an outdoor session without a valid stand-in costs points:
//! an indoor room, large enough, available, used by no session and no other stand-in in the slot.
//!
//! For each session j that may be outdoors, of section c with at most M pupils, O the outdoor
//! rooms: sum over rooms r of indoors(r, j) <= sum over q in O of room(q, j). For each slot t that
//! j covers and r available in t: dry(r, j, t) <= indoors(r, j), and
//! sum over s of place(s, c) <= M - (M - capacity(r)) x dry(r, j, t). For each r and t: sum over j
//! of (dry(r, j, t) + room(r, j)) <= 1, and dry(r, j, t) + indoors(r, k) <= 1 for sessions k other
//! than j in t. wet(j, t) >= sum over s of place(s, c) - M x (1 - sum over q in O of room(q, j)) -
//! M x sum over r of dry(r, j, t). Level 2: weight x wet(j, t).

use crate::model::{Model, Section, Session, StandIn};
use crate::network::Network;
use crate::program::{Column, Program, Sense};
use kehou_domain::instance::{SchoolInstance, SlotMask, bits};
use kehou_domain::rule::{Kind, Rule};

/// Rooms that may stand in for a session with these rooms in those slots.
pub(crate) fn stand_ins(school: &SchoolInstance, rooms: &[usize], mask: SlotMask) -> Vec<usize> {
    let is_outdoor = |room: &usize| school.rooms[*room].outdoor;
    if school.rules.weight(Rule::WetWeather) == 0 || !rooms.iter().any(is_outdoor) {
        return Vec::new();
    }
    let indoor = (0..school.rooms.len()).filter(|room| !is_outdoor(room));
    indoor.filter(|&room| school.rooms[room].free & mask != 0).collect()
}

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let school = model.school;
    if school.rules.weight(Rule::WetWeather) == 0 {
        return;
    }
    for (section, session) in model.sessions() {
        let outdoors: Vec<Column> = session
            .rooms
            .iter()
            .filter(|option| school.rooms[option.0].outdoor)
            .map(|option| option.1)
            .collect();
        if outdoors.is_empty() {
            continue;
        }
        let named = session.stand_ins.iter().map(|stand_in| (stand_in.named, 1));
        let terms = named.chain(outdoors.iter().map(|&held| (held, -1)));
        program.row(model.name("wet_weather", &session.label), terms, Sense::AtMost, 0);
        for slot in bits(session.mask) {
            add_slot(model, section, session, slot, &outdoors, program);
        }
    }
    for room in 0..school.rooms.len() {
        for slot in 0..school.slots.len() {
            add_use(model, room, slot, program);
        }
    }
}

fn add_slot(
    model: &Model,
    section: &Section,
    session: &Session,
    slot: usize,
    outdoors: &[Column],
    program: &mut Program,
) {
    let school = model.school;
    let name = model.name("wet_weather", &format!("{}:{}", session.label, model.names.slots[slot]));
    let most =
        i64::from(school.activities[section.activity].max_size).min(section.places.len() as i64);
    let pupils = || section.places.iter().map(|&(_, place)| (place, 1));
    let wet = program.number(name.clone(), most);
    program.charge(wet, Kind::Quality, school.rules.weight(Rule::WetWeather));
    let mut terms: Vec<(Column, i64)> = pupils().chain([(wet, -1)]).collect();
    terms.extend(outdoors.iter().map(|&held| (held, most)));
    for stand_in in &session.stand_ins {
        let Some(dry) = dry_in(stand_in, slot) else { continue };
        let who = format!("{name}:{}", model.names.rooms[stand_in.room]);
        let is_named = [(dry, 1), (stand_in.named, -1)];
        program.row(format!("{who}:named"), is_named, Sense::AtMost, 0);
        let capacity = i64::from(school.rooms[stand_in.room].capacity);
        if capacity < most {
            let held = pupils().chain([(dry, most - capacity)]);
            program.row(format!("{who}:capacity"), held, Sense::AtMost, most);
        }
        terms.push((dry, -most));
    }
    program.row(name, terms, Sense::AtMost, most);
}

fn dry_in(stand_in: &StandIn, slot: usize) -> Option<Column> {
    stand_in.dry.iter().find(|dry| dry.0 == slot).map(|dry| dry.1)
}

/// A room that stands in for a session in a slot has no session and stands in for no other.
fn add_use(model: &Model, room: usize, slot: usize, program: &mut Program) {
    let who = format!("{}:{}", model.names.rooms[room], model.names.slots[slot]);
    let name = model.name("wet_weather", &format!("{who}:use"));
    let now = || model.sessions().map(|one| one.1).filter(|one| one.mask >> slot & 1 == 1);
    let named: Vec<&StandIn> =
        now().flat_map(|session| &session.stand_ins).filter(|one| one.room == room).collect();
    let dry: Vec<Option<Column>> = named.iter().map(|one| dry_in(one, slot)).collect();
    if dry.iter().all(Option::is_none) {
        return;
    }
    let held = now().flat_map(|session| &session.rooms).filter(|option| option.0 == room);
    let held = held.map(|option| (option.1, 1));
    let terms = held.chain(dry.iter().flatten().map(|&dry| (dry, 1))).collect();
    program.at_most(name.clone(), terms, 1);
    for (i, dry) in dry.iter().enumerate() {
        for (j, other) in named.iter().enumerate().filter(|(j, _)| *j != i) {
            if let Some(dry) = *dry {
                let terms = [(dry, 1), (other.named, 1)];
                program.row(format!("{name}:{i}:{j}"), terms, Sense::AtMost, 1);
            }
        }
    }
}

/// A use of a shared venue at a school: start, end and weekday of each slot, the decision.
struct Use {
    school: usize,
    times: Vec<(i32, i32, i32)>,
    column: Column,
}

/// Adds the rows of venues that several schools may use: a valid stand-in at one school meets no
/// session and no stand-in at another.
pub(crate) fn add_shared(network: &Network, program: &mut Program) {
    for (venue, places) in network.extended.venues.iter().enumerate() {
        let (mut dry, mut other) = (Vec::new(), Vec::new());
        for &(school, room) in places {
            let at = |column, mask| Use { school, times: network.times(school, mask), column };
            for (_, session) in network.models[school].sessions() {
                let held = session.rooms.iter().filter(|option| option.0 == room);
                other.extend(held.map(|option| at(option.1, session.mask)));
                for stand_in in session.stand_ins.iter().filter(|one| one.room == room) {
                    other.push(at(stand_in.named, session.mask));
                    dry.extend(stand_in.dry.iter().map(|&(slot, column)| at(column, 1 << slot)));
                }
            }
        }
        for (i, a) in dry.iter().enumerate() {
            let others = other.iter().enumerate();
            for (j, b) in others.filter(|(_, b)| a.school != b.school && meet(a, b)) {
                let name = format!("wet_weather:venue{venue}:{i}:{j}");
                program.row(name, [(a.column, 1), (b.column, 1)], Sense::AtMost, 1);
            }
        }
    }
}

fn meet(a: &Use, b: &Use) -> bool {
    let overlap = |x: &(i32, i32, i32), y: &(i32, i32, i32)| x.0 == y.0 && x.1 < y.2 && y.1 < x.2;
    a.times.iter().any(|x| b.times.iter().any(|y| overlap(x, y)))
}
