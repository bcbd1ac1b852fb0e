//! Finds a way to meet all pins: depth-first over the ways of each pin in turn, then over the
//! pupils that fill the sections so opened to their smallest size. Complete within
//! [`MOST_STEPS`]; what is likely to cost little is tried first.

use crate::model::{Claim, Model};
use crate::openings::{OpenSection, Openings, can_work, may_lead};
use crate::pins::{Fixed, FixedBase, FixedSection};
use crate::week::{Place, training_is_needed};
use kehou_domain::instance::{FactData, SlotMask, bits};
use kehou_domain::rule::Rule;

/// Steps after which no way counts as found.
const MOST_STEPS: u32 = 200_000;

/// A way to meet the pins of a school, if one is found.
pub fn find(model: &Model) -> Option<Fixed> {
    let mut pins: Vec<&FactData> = model.school.pins.iter().collect();
    if pins.iter().any(|pin| pin.duty.is_some() || pin.is_loan) {
        return None;
    }
    // Pupils first: they have the fewest ways.
    pins.sort_by_key(|pin| (pin.student.is_none(), pin.activity.is_none(), pin.room.is_none()));
    let start = State { openings: Openings::new(model), fixed: Fixed::default() };
    let mut search = Search { model, pins, steps: 0 };
    search.settle(start, 0).map(|state| state.fixed)
}

struct Search<'a> {
    model: &'a Model<'a>,
    pins: Vec<&'a FactData>,
    steps: u32,
}

/// What is fixed so far, and what of rooms, people and equipment is left.
#[derive(Clone)]
struct State<'a> {
    openings: Openings<'a>,
    fixed: Fixed,
}

/// What to do with a state that meets one pin more.
type Next<'n, 'a> = &'n mut dyn FnMut(&mut Search<'a>, State<'a>) -> Option<State<'a>>;

impl<'a> Search<'a> {
    /// Meets the pins from `number` on, then fills.
    fn settle(&mut self, state: State<'a>, number: usize) -> Option<State<'a>> {
        let Some(&pin) = self.pins.get(number) else { return self.fill(state, 0) };
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
        self.steps <= MOST_STEPS
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

/// A section or base section, by position.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Section(usize),
    Base(usize),
}

impl State<'_> {
    fn holds(&self, model: &Model, pin: &FactData) -> bool {
        let is_work = pin.student.is_none() && pin.activity.is_none() && pin.room.is_none();
        if let (true, Some(person)) = (is_work, pin.staff) {
            let busy = self.openings.staff_busy[person];
            return pin.slot.map_or(busy != 0, |slot| busy >> slot & 1 == 1);
        }
        let pupil = pin.student.map(|pupil| pupil as u32);
        let sections = self.fixed.sections.iter().enumerate().any(|(i, section)| {
            let is_in = |pupil| section.pupils.iter().any(|member| member.0 == pupil);
            self.section_matches(model, i, pin) && pupil.is_none_or(is_in)
        });
        sections
            || self.fixed.base.iter().any(|base| {
                base_matches(model, base, pin)
                    && pin.staff.is_none_or(|staff| base.lead == Some(staff))
                    && pupil.is_none_or(|pupil| base.pupils.contains(&pupil))
            })
    }

    /// A session of the section has activity, lead, room and slot of the pin.
    fn section_matches(&self, model: &Model, position: usize, pin: &FactData) -> bool {
        let section = &self.fixed.sections[position].section;
        let column = &model.columns[section.column];
        let mut sessions = column.sessions.iter().zip(&section.rooms);
        pin.activity.is_none_or(|activity| activity == column.activity)
            && pin.staff.is_none_or(|staff| staff == section.lead)
            && sessions.any(|(mask, &room)| {
                pin.slot.is_none_or(|slot| mask >> slot & 1 == 1)
                    && pin.room.is_none_or(|pinned| pinned == room)
            })
    }

    /// The base section matches the pin once its person, if it names one, leads it.
    fn led_by(&self, model: &Model, position: usize, pin: &FactData) -> Option<Self> {
        let base = &self.fixed.base[position];
        if !base_matches(model, base, pin) {
            return None;
        }
        let mut state = self.clone();
        match pin.staff {
            Some(lead) if base.lead.is_none() => {
                let activity = model.pools[base.pool].activity;
                if !can_lead_base(model, self, activity, (base.slot, base.room), lead) {
                    return None;
                }
                state.openings.employ(lead, 1 << base.slot);
                state.fixed.base[position].lead = Some(lead);
            }
            Some(lead) if base.lead != Some(lead) => return None,
            _ => {}
        }
        Some(state)
    }

    fn open_base(
        &self,
        model: &Model,
        (pool, slot): (usize, usize),
        room: usize,
        lead: Option<usize>,
    ) -> Option<Self> {
        let data = &model.pools[pool];
        let activity = data.activity;
        let open = self
            .fixed
            .base
            .iter()
            .filter(|base| base.slot == slot && model.pools[base.pool].activity == activity);
        let is_full = open.count() as u32 >= model.school.activities[activity].max_sections;
        if is_full || !self.openings.has_equipment(activity, 1 << slot) {
            return None;
        }
        let mut state = self.clone();
        state.openings.hold(activity, slot, room);
        if let Some(lead) = lead {
            state.openings.employ(lead, 1 << slot);
        }
        state.fixed.base.push(FixedBase {
            pool,
            slot,
            room,
            lead,
            pupils: Vec::new(),
            assistants: Vec::new(),
        });
        Some(state)
    }

    fn open_section(
        &self,
        model: &Model,
        column: usize,
        lead: usize,
        rooms: Vec<usize>,
    ) -> Option<Self> {
        let data = &model.columns[column];
        let activity = &model.school.activities[data.activity];
        let fits = self.openings.count[data.activity] < activity.max_sections
            && self.openings.has_equipment(data.activity, data.mask)
            && can_work(model, lead, self.openings.staff_busy[lead], data.mask)
            && may_lead(model, data.activity, data.mask, lead);
        if !fits {
            return None;
        }
        let capacity = rooms.iter().map(|&room| model.school.rooms[room].capacity).min();
        let seats = activity.max_size.min(capacity.unwrap_or(0));
        let section = OpenSection { column, lead, rooms, seats, is_fixed: true };
        let mut state = self.clone();
        state.openings.open(section.clone());
        let assistants = vec![Vec::new(); data.sessions.len()];
        state.fixed.sections.push(FixedSection { section, pupils: Vec::new(), assistants });
        Some(state)
    }

    /// Seats a pupil in a section, if the pupil's week stays legal.
    fn seat(&self, model: &Model, position: usize, pupil: u32) -> Option<Self> {
        let fixed = &self.fixed.sections[position];
        let column = fixed.section.column;
        let data = &model.columns[column];
        let activity = data.activity;
        let place = model.takers[activity].iter().find(|taker| taker.0 == pupil)?;
        let place = Place { want: place.1, column: column as u32 };
        let fits = model.columns_for(&model.wants[place.want as usize]);
        let (mut week, used) = self.week(model, pupil);
        let is_new = week.iter().all(|other| other.want != place.want);
        if fixed.pupils.len() as u32 >= fixed.section.seats
            || !fits.contains(&place.column)
            || data.mask & used != 0
            || !is_new
        {
            return None;
        }
        week.push(place);
        let mut state = self.clone();
        state.fixed.sections[position].pupils.push((pupil, place));
        state.is_legal(model, pupil).then_some(state)
    }

    /// Gives a pupil a place in a base section, if the pupil's week stays legal.
    fn place(&self, model: &Model, position: usize, pupil: u32) -> Option<Self> {
        let base = &self.fixed.base[position];
        let person = &model.pupils[pupil as usize];
        let (_, used) = self.week(model, pupil);
        let free = person.attends & !used;
        if base.pupils.len() as u32 >= seats_of(model, base.pool, base.room)
            || free >> base.slot & 1 == 0
            || !model.rows[person.row][base.slot].contains(&base.pool)
        {
            return None;
        }
        let mut state = self.clone();
        state.fixed.base[position].pupils.push(pupil);
        state.is_legal(model, pupil).then_some(state)
    }

    /// Places of a pupil in sections, and all slots taken.
    fn week(&self, model: &Model, pupil: u32) -> (Vec<Place>, SlotMask) {
        let members = self.fixed.sections.iter().flat_map(|section| &section.pupils);
        let places: Vec<Place> =
            members.filter(|member| member.0 == pupil).map(|member| member.1).collect();
        let columns = places.iter().map(|place| model.columns[place.column as usize].mask);
        let base = self.fixed.base_of(pupil).map(|(slot, _)| 1 << slot);
        let used = columns.chain(base).fold(0, |used, mask| used | mask);
        (places, used)
    }

    /// The pupil's week keeps `eligible` and `homework_cap`.
    fn is_legal(&self, model: &Model, pupil: u32) -> bool {
        let (places, _) = self.week(model, pupil);
        let training = places.iter().map(|place| model.wants[place.want as usize].training).sum();
        if !training_is_needed(model, &model.pupils[pupil as usize], &places, training) {
            return false;
        }
        let rules = &model.school.rules;
        let columns = places.iter().map(|place| &model.columns[place.column as usize]);
        let in_sections = columns
            .filter(|column| model.school.activities[column.activity].is_homework)
            .map(|column| column.mask);
        let in_base = self.fixed.base_of(pupil).filter(|&(_, pool)| model.is_homework(pool));
        let homework = in_sections
            .chain(in_base.map(|(slot, _)| 1 << slot))
            .fold(0, |homework: SlotMask, mask| homework | mask);
        !rules.is_on(Rule::HomeworkCap)
            || model
                .days
                .iter()
                .all(|day| (homework & day).count_ones() <= rules.homework_cap_periods)
    }

    /// The first part that lacks pupils.
    fn underfilled(&self, model: &Model) -> Option<Part> {
        let least = |activity: usize| model.school.activities[activity].min_size as usize;
        let section = self.fixed.sections.iter().position(|fixed| {
            fixed.pupils.len() < least(model.columns[fixed.section.column].activity)
        });
        let base = || {
            let lacks =
                |base: &FixedBase| base.pupils.len() < least(model.pools[base.pool].activity);
            self.fixed.base.iter().position(lacks)
        };
        section.map(Part::Section).or_else(|| base().map(Part::Base))
    }

    /// Pupils who may fill a part, those whom it costs least first.
    fn candidates(&self, model: &Model, part: Part) -> Vec<u32> {
        match part {
            Part::Section(i) => {
                let column = self.fixed.sections[i].section.column;
                let mut takers = model.takers[model.columns[column].activity].clone();
                takers.retain(|&(_, want)| {
                    model.columns_for(&model.wants[want as usize]).contains(&(column as u32))
                });
                takers.sort_by_key(|&(pupil, want)| {
                    let want = &model.wants[want as usize];
                    let wanted = model.pupils[pupil as usize].wanted;
                    (want.claim == Claim::TrainingOnly, wanted == 0, want.points, pupil)
                });
                takers.into_iter().map(|taker| taker.0).collect()
            }
            Part::Base(i) => {
                let base = &self.fixed.base[i];
                let stays = |pupil: &usize| {
                    let person = &model.pupils[*pupil];
                    person.attends >> base.slot & 1 == 1
                        && model.rows[person.row][base.slot].contains(&base.pool)
                };
                let mut pupils: Vec<usize> = (0..model.pupils.len()).filter(stays).collect();
                pupils.sort_by_key(|&pupil| (columns_over(model, pupil, base.slot), pupil));
                pupils.into_iter().map(|pupil| pupil as u32).collect()
            }
        }
    }
}

/// Columns a pupil could take that cover the slot.
fn columns_over(model: &Model, pupil: usize, slot: usize) -> usize {
    let wants = &model.wants[model.pupils[pupil].wants.clone()];
    let columns = wants.iter().flat_map(|want| model.columns_for(want));
    columns.filter(|&&column| model.columns[column as usize].mask >> slot & 1 == 1).count()
}

fn base_matches(model: &Model, base: &FixedBase, pin: &FactData) -> bool {
    pin.activity.is_none_or(|activity| activity == model.pools[base.pool].activity)
        && pin.slot.is_none_or(|slot| slot == base.slot)
        && pin.room.is_none_or(|room| room == base.room)
}

fn seats_of(model: &Model, pool: usize, room: usize) -> u32 {
    let activity = &model.school.activities[model.pools[pool].activity];
    activity.max_size.min(model.school.rooms[room].capacity)
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

fn can_lead_base(
    model: &Model,
    state: &State,
    activity: usize,
    (slot, room): (usize, usize),
    lead: usize,
) -> bool {
    model.school.activities[activity].leads.contains(&lead)
        && can_work(model, lead, state.openings.staff_busy[lead], 1 << slot)
        && may_lead(model, activity, 1 << slot, lead)
        && goes_together(model, activity, 1 << slot, room, Some(lead))
}

/// No ban keeps the activity out of the room in the slots, with that lead.
pub fn goes_together(
    model: &Model,
    activity: usize,
    slots: SlotMask,
    room: usize,
    lead: Option<usize>,
) -> bool {
    !model.school.bans.iter().any(|ban| {
        ban.room == Some(room)
            && ban.activity == Some(activity)
            && ban.slot.is_none_or(|slot| slots >> slot & 1 == 1)
            && ban.staff.is_none_or(|staff| Some(staff) == lead)
    })
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
