//! Finds a way to meet all pins: depth-first over the ways of each pin in turn, then over the
//! pupils that fill the sections so opened to their smallest size. Complete within
//! [`MOST_STEPS`]; what is likely to cost little is tried first.

use crate::model::Model;
use crate::openings::{Openings, can_work};
use crate::pin_state::{Part, State, can_lead_base};
use crate::pinned_duties::meets;
use crate::pins::{Fixed, goes_together};
use kehou_domain::instance::{FactData, SlotMask, bits};

/// Steps of the last attempt, after which no way counts as found.
const MOST_STEPS: u32 = 200_000;

/// Steps of each attempt before, and how many there are.
const STEPS_OF_ATTEMPT: u32 = 2_000;
const ATTEMPTS: u32 = 100;

/// A way to meet the pins of a school, if one is found.
pub fn find(model: &Model) -> Option<Fixed> {
    let mut pins: Vec<&FactData> = model.school.pins.iter().collect();
    let duties = &model.fixed.duties;
    pins.retain(|pin| !duties.iter().any(|duty| meets(model, pin, duty)));
    if pins.iter().any(|pin| pin.duty.is_some() || pin.is_loan) {
        return None;
    }
    // Pupils first: they have the fewest ways.
    pins.sort_by_key(|pin| (pin.student.is_none(), pin.activity.is_none(), pin.room.is_none()));
    let start = State { openings: Openings::new(model), fixed: model.fixed.clone() };
    for attempt in 0..=ATTEMPTS {
        let limit = if attempt < ATTEMPTS { STEPS_OF_ATTEMPT } else { MOST_STEPS };
        let mut search = Search { model, pins: pins.clone(), steps: 0, limit, deepest: 0 };
        if let Some(found) = search.settle(start.clone(), 0) {
            return Some(found.fixed);
        }
        if search.steps <= limit {
            return None;
        }
        // The pin that found no way any more chooses first the next time.
        let hard = search.deepest.min(pins.len() - 1);
        pins[..=hard].rotate_right(1);
    }
    None
}

struct Search<'a> {
    model: &'a Model<'a>,
    pins: Vec<&'a FactData>,
    steps: u32,
    limit: u32,
    /// The furthest pin that was come to.
    deepest: usize,
}

/// What to do with a state that meets one pin more.
type Next<'n, 'a> = &'n mut dyn FnMut(&mut Search<'a>, State<'a>) -> Option<State<'a>>;

impl<'a> Search<'a> {
    /// Meets the pins from `number` on, then fills.
    fn settle(&mut self, state: State<'a>, number: usize) -> Option<State<'a>> {
        self.deepest = self.deepest.max(number);
        let Some(&pin) = self.pins.get(number) else { return self.fill(state, 0) };
        if self.steps > self.limit {
            return None;
        }
        if state.holds(self.model, pin) {
            return self.settle(state, number + 1);
        }
        let next: Next<'_, 'a> = &mut |search, state| search.settle(state, number + 1);
        let is_work = pin.staff.is_some() && pin.activity.is_none() && pin.room.is_none();
        if let Some(found) = self.join(&state, pin, next) {
            return Some(found);
        }
        if let Some(found) = self.open_base(&state, pin, next) {
            return Some(found);
        }
        if is_work && let Some(found) = self.assist(&state, pin, next) {
            return Some(found);
        }
        if let Some(found) = self.open_section(&state, pin, next) {
            return Some(found);
        }
        if !is_work {
            return None;
        }
        // Nothing there to lead or assist: assist in something opened for it.
        let anything = FactData { slot: pin.slot, ..FactData::default() };
        let then: Next<'_, 'a> = &mut |search, state| search.assist(&state, pin, next);
        if let Some(found) = self.open_base(&state, &anything, then) {
            return Some(found);
        }
        self.open_section(&state, &anything, then)
    }

    fn spend(&mut self) -> bool {
        self.steps += 1;
        self.steps <= self.limit
    }

    /// Meets a pin with what is open: the pupil joins, or the person leads.
    fn join(&mut self, state: &State<'a>, pin: &FactData, next: Next<'_, 'a>) -> Option<State<'a>> {
        let model = self.model;
        if let Some(pupil) = pin.student {
            for i in 0..state.fixed.sections.len() {
                let fits = state.section_matches(model, i, pin);
                if let Some(joined) = fits.then(|| state.seat(model, i, pupil as u32)).flatten()
                    && let found @ Some(_) = next(self, joined)
                {
                    return found;
                }
            }
        }
        for i in 0..state.fixed.base.len() {
            let Some(led) = state.led_by(model, i, pin) else { continue };
            let joined = match pin.student {
                Some(pupil) => led.place(model, i, pupil as u32),
                None => Some(led),
            };
            if let Some(joined) = joined
                && let found @ Some(_) = next(self, joined)
            {
                return found;
            }
        }
        None
    }

    /// Lets the person of a pin assist in a session that is open.
    fn assist(
        &mut self,
        state: &State<'a>,
        pin: &FactData,
        next: Next<'_, 'a>,
    ) -> Option<State<'a>> {
        let model = self.model;
        let person = pin.staff?;
        let covers = |mask: SlotMask| pin.slot.is_none_or(|slot| mask >> slot & 1 == 1);
        for i in 0..state.fixed.base.len() {
            let mask = 1 << state.fixed.base[i].slot;
            if covers(mask) && can_work(model, person, state.openings.staff_busy[person], mask) {
                let mut state = state.clone();
                state.openings.employ(person, mask);
                state.fixed.base[i].assistants.push(person);
                if let found @ Some(_) = next(self, state) {
                    return found;
                }
            }
        }
        for i in 0..state.fixed.sections.len() {
            let column = state.fixed.sections[i].section.column;
            for (session, &mask) in model.columns[column].sessions.iter().enumerate() {
                if covers(mask) && can_work(model, person, state.openings.staff_busy[person], mask)
                {
                    let mut state = state.clone();
                    state.openings.employ(person, mask);
                    state.fixed.sections[i].assistants[session].push(person);
                    if let found @ Some(_) = next(self, state) {
                        return found;
                    }
                }
            }
        }
        None
    }

    /// Opens a base section that meets the pin.
    fn open_base(
        &mut self,
        state: &State<'a>,
        pin: &FactData,
        next: Next<'_, 'a>,
    ) -> Option<State<'a>> {
        let model = self.model;
        for (pool, data) in model.pools.iter().enumerate() {
            if pin.activity.is_some_and(|activity| activity != data.activity) {
                continue;
            }
            for slot in bits(data.allowed).filter(|&slot| pin.slot.is_none_or(|s| s == slot)) {
                for (room, lead) in base_crews(model, state, pin, pool, slot) {
                    if !self.spend() {
                        return None;
                    }
                    let Some(open) = state.open_base(model, (pool, slot), room, lead) else {
                        continue;
                    };
                    let position = open.fixed.base.len() - 1;
                    let met = match pin.student {
                        Some(pupil) => open.place(model, position, pupil as u32),
                        None => Some(open),
                    };
                    if let Some(met) = met
                        && let found @ Some(_) = next(self, met)
                    {
                        return found;
                    }
                }
            }
        }
        None
    }

    /// Opens a section on a pattern that meets the pin.
    fn open_section(
        &mut self,
        state: &State<'a>,
        pin: &FactData,
        next: Next<'_, 'a>,
    ) -> Option<State<'a>> {
        let model = self.model;
        for column in columns_for(model, pin) {
            let activity = model.columns[column].activity;
            let leads = &model.school.activities[activity].leads;
            for &lead in leads.iter().filter(|&&lead| pin.staff.is_none_or(|staff| staff == lead)) {
                for rooms in rooms_of_sessions(model, state, column, lead) {
                    if !self.spend() {
                        return None;
                    }
                    let Some(open) = state.open_section(model, column, lead, rooms) else { break };
                    let position = open.fixed.sections.len() - 1;
                    if !open.section_matches(model, position, pin) {
                        continue;
                    }
                    let met = match pin.student {
                        Some(pupil) => open.seat(model, position, pupil as u32),
                        None => Some(open),
                    };
                    if let Some(met) = met
                        && let found @ Some(_) = next(self, met)
                    {
                        return found;
                    }
                }
            }
        }
        None
    }

    /// Fills every section to its smallest size; candidates before `from` were tried for the one
    /// at hand.
    fn fill(&mut self, state: State<'a>, from: usize) -> Option<State<'a>> {
        let model = self.model;
        let Some(part) = state.underfilled(model) else { return Some(state) };
        let candidates = state.candidates(model, part);
        for (at, &pupil) in candidates.iter().enumerate().skip(from) {
            if !self.spend() {
                return None;
            }
            let filled = match part {
                Part::Section(i) => state.seat(model, i, pupil),
                Part::Base(i) => state.place(model, i, pupil),
            };
            let Some(filled) = filled else { continue };
            // The order of candidates is the same as long as the same part is filled.
            let then = if filled.underfilled(model) == Some(part) { at + 1 } else { 0 };
            if let found @ Some(_) = self.fill(filled, then) {
                return found;
            }
        }
        None
    }
}

/// Rooms and leads a base section of the pool could open with to meet the pin.
fn base_crews(
    model: &Model,
    state: &State,
    pin: &FactData,
    pool: usize,
    slot: usize,
) -> Vec<(usize, Option<usize>)> {
    let data = &model.pools[pool];
    let activity = &model.school.activities[data.activity];
    let mut leads: Vec<Option<usize>> = match pin.staff {
        Some(staff) => activity.leads.iter().filter(|&&l| l == staff).map(|&l| Some(l)).collect(),
        None if activity.component.may_lack_lead() => vec![None],
        None => Vec::new(),
    };
    if pin.staff.is_none() && !activity.component.may_lack_lead() {
        leads = activity.leads.iter().map(|&lead| Some(lead)).collect();
    }
    let rooms = match &data.home_room {
        Some(room) => std::slice::from_ref(room),
        None => &activity.rooms[..],
    };
    let mut rooms: Vec<usize> = rooms
        .iter()
        .copied()
        .filter(|&room| pin.room.is_none_or(|pinned| pinned == room))
        .filter(|&room| model.school.rooms[room].capacity >= activity.min_size)
        .filter(|&room| is_room_free(model, state, room, 1 << slot))
        .collect();
    rooms.sort_by_key(|&room| {
        let blocked = data.home_room.is_none() && model.home_blocked[room] >> slot & 1 == 1;
        (blocked, std::cmp::Reverse(model.school.rooms[room].capacity), room)
    });
    let mut crews = Vec::new();
    for room in rooms {
        for &lead in &leads {
            let fits = match lead {
                Some(lead) => can_lead_base(model, state, data.activity, (slot, room), lead),
                None => goes_together(model, data.activity, 1 << slot, room, None),
            };
            if fits {
                crews.push((room, lead));
            }
        }
    }
    crews
}

fn is_room_free(model: &Model, state: &State, room: usize, slots: SlotMask) -> bool {
    slots & !model.room_free[room] == 0 && slots & state.openings.room_busy[room] == 0
}

/// Columns that can meet the pin, those that most pupils can take first.
fn columns_for(model: &Model, pin: &FactData) -> Vec<usize> {
    let mut columns: Vec<usize> = (0..model.columns.len())
        .filter(|&column| {
            let data = &model.columns[column];
            pin.activity.is_none_or(|activity| activity == data.activity)
                && pin.slot.is_none_or(|slot| data.mask >> slot & 1 == 1)
        })
        .collect();
    columns.sort_by_cached_key(|&column| {
        let takers = model.takers[model.columns[column].activity].iter();
        let fits = takers.filter(|&&(_, want)| {
            model.columns_for(&model.wants[want as usize]).contains(&(column as u32))
        });
        (std::cmp::Reverse(fits.count()), column)
    });
    columns
}

/// Every choice of a room for each session of the column.
fn rooms_of_sessions(model: &Model, state: &State, column: usize, lead: usize) -> Vec<Vec<usize>> {
    let data = &model.columns[column];
    let activity = &model.school.activities[data.activity];
    let mut choices = vec![Vec::new()];
    for &session in &data.sessions {
        let mut rooms: Vec<usize> = activity
            .rooms
            .iter()
            .copied()
            .filter(|&room| model.school.rooms[room].capacity >= activity.min_size)
            .filter(|&room| is_room_free(model, state, room, session))
            .filter(|&room| goes_together(model, data.activity, session, room, Some(lead)))
            .collect();
        rooms.sort_by_key(|&room| {
            let capacity = model.school.rooms[room].capacity;
            let blocked = model.home_blocked[room] & session != 0;
            (blocked, activity.max_size.saturating_sub(capacity), capacity, room)
        });
        let extended = |choice: &Vec<usize>| -> Vec<Vec<usize>> {
            let longer = |&room: &usize| choice.iter().copied().chain([room]).collect();
            rooms.iter().map(longer).collect()
        };
        choices = choices.iter().flat_map(extended).collect();
        // Enough to choose from; a school with many rooms needs no more.
        choices.truncate(10_000);
    }
    choices
}
