//! Every section that could be open: an activity on a pattern or in a slot, with lead and rooms.

use super::super::Bench;
use crate::openings::{can_work, may_lead};
use crate::pins::goes_together;
use kehou_domain::instance::SlotMask;

/// What places a section has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A column.
    Column(usize),
    /// A pool in a slot.
    Pool(usize, usize),
}

/// A section that could be open.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub place: Place,
    pub activity: usize,
    pub sessions: Vec<SlotMask>,
    pub lead: Option<usize>,
    pub rooms: Vec<usize>,
    pub least: u32,
    pub seats: u32,
}

impl Offer {
    /// Slots of all sessions.
    pub fn mask(&self) -> SlotMask {
        self.sessions.iter().fold(0, |mask, slots| mask | slots)
    }
}

/// All of them; `None` where they are more than `most`.
pub(super) fn offers(bench: &Bench, most: usize) -> Option<Vec<Offer>> {
    let model = bench.model;
    let mut all = Vec::new();
    for (at, column) in model.columns.iter().enumerate() {
        let data = &model.school.activities[column.activity];
        let rooms = |&slots: &SlotMask| -> Vec<usize> {
            let rooms = data.rooms.iter().copied();
            rooms.filter(|&room| slots & !model.room_free[room] == 0).collect()
        };
        let rooms: Vec<Vec<usize>> = column.sessions.iter().map(rooms).collect();
        if data.grouping.is_none() {
            let (place, sessions) = (Place::Column(at), &column.sessions);
            add(bench, &mut all, (place, column.activity, sessions), &rooms, most)?;
        }
    }
    for (pool, data) in model.pools.iter().enumerate() {
        for slot in kehou_domain::instance::bits(data.allowed) {
            let activity = &model.school.activities[data.activity];
            let rooms = data.home_room.map_or_else(|| activity.rooms.clone(), |room| vec![room]);
            let rooms = rooms.into_iter().filter(|&room| bench.is_base_room(pool, slot, room));
            let (place, rooms) = (Place::Pool(pool, slot), vec![rooms.collect()]);
            add(bench, &mut all, (place, data.activity, &[1 << slot]), &rooms, most)?;
        }
    }
    Some(all)
}

/// The offers of one place, with every lead and every choice of rooms.
fn add(
    bench: &Bench,
    all: &mut Vec<Offer>,
    (place, activity, sessions): (Place, usize, &[SlotMask]),
    rooms: &[Vec<usize>],
    most: usize,
) -> Option<()> {
    let model = bench.model;
    let data = &model.school.activities[activity];
    let mask = sessions.iter().fold(0, |mask, slots| mask | slots);
    let able =
        data.leads.iter().copied().filter(|&lead| {
            can_work(model, lead, 0, mask) && may_lead(model, activity, mask, lead)
        });
    let may_lack = data.grouping.is_some() && data.component.may_lack_lead();
    let leads: Vec<Option<usize>> = able.map(Some).chain(may_lack.then_some(None)).collect();
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    for open in rooms {
        let with = |choice: &Vec<usize>, room| choice.iter().copied().chain([room]).collect();
        choices = choices
            .iter()
            .flat_map(|choice| open.iter().map(move |&room| with(choice, room)))
            .collect();
        if choices.len() > most {
            return None;
        }
    }
    for lead in leads {
        for rooms in &choices {
            let fits = rooms.iter().zip(sessions);
            let fits = fits
                .into_iter()
                .all(|(&room, &slots)| goes_together(model, activity, slots, room, lead));
            let holds = rooms.iter().map(|&room| model.school.rooms[room].capacity).min();
            let seats = holds.unwrap_or(0).min(data.max_size);
            let least = data.min_size.max(1);
            if fits && seats >= least {
                let (sessions, rooms) = (sessions.to_vec(), rooms.clone());
                all.push(Offer { place, activity, sessions, lead, rooms, least, seats });
            }
        }
    }
    (all.len() <= most).then_some(())
}
