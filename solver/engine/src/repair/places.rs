//! Places for pupils who have none in a slot they attend: a seat in an open section where they
//! lost one, else a base place, of the activity they had if there is one.

use super::search::Small;
use super::{BasePart, Bench, Part};
use crate::model::Claim;
use crate::pins::goes_together;
use crate::week::{Place, Tally, surcharge};
use kehou_domain::instance::{SlotMask, bits};

impl Bench<'_> {
    /// Halves the sections of these ids, where a further one can open beside them.
    pub(super) fn split(&mut self, ids: &[String]) {
        for id in ids {
            let Some(position) = self.parts.iter().position(|part| part.id == *id) else {
                continue;
            };
            let pupils = self.parts[position].pupils.len();
            let half = pupils.div_ceil(2);
            if pupils - half < self.least(self.parts[position].column) {
                continue;
            }
            if let Some(new) = self.open_on(self.parts[position].column) {
                let most = self.seats(new);
                let mut rest = self.last_in(position, half.max(pupils - most.min(pupils)));
                rest.sort_unstable();
                self.parts[position].pupils.retain(|pupil| rest.binary_search(pupil).is_err());
                self.parts[new].pupils = rest;
            }
        }
    }

    /// Sections with more pupils than seats give the rest to a further section on the same
    /// pattern, if one can open; else the rest lose their places.
    pub(super) fn split_full(&mut self) {
        for position in 0..self.parts.len() {
            let seats = self.seats(position);
            if self.parts[position].pupils.len() <= seats {
                continue;
            }
            let column = self.parts[position].column;
            let mut rest = self.last_in(position, seats);
            let least = self.least(column);
            let spare = seats.saturating_sub(least);
            let more = least.saturating_sub(rest.len()).min(spare);
            if rest.len() + more >= least
                && let Some(new) = self.open_on(column)
            {
                rest.extend(self.last_in(position, seats - more));
                rest.truncate(self.seats(new));
                rest.sort_unstable();
                self.parts[new].pupils.clone_from(&rest);
                self.parts[position].pupils.retain(|pupil| rest.binary_search(pupil).is_err());
            }
            for pupil in self.last_in(position, seats) {
                self.parts[position].pupils.retain(|&member| member != pupil);
                self.weeks[pupil as usize].retain(|place| place.column as usize != column);
            }
        }
    }

    /// Pupils beyond so many, the lightest weights first to go.
    fn last_in(&self, position: usize, seats: usize) -> Vec<u32> {
        let mut pupils = self.parts[position].pupils.clone();
        pupils.sort_by_key(|&pupil| {
            (std::cmp::Reverse(self.model.pupils[pupil as usize].weight), pupil)
        });
        pupils.split_off(seats.min(pupils.len()))
    }

    /// Most pupils of a section.
    fn seats(&self, position: usize) -> usize {
        let part = &self.parts[position];
        let school = self.model.school;
        let activity = self.model.columns[part.column].activity;
        let rooms = part.rooms.iter().flatten().map(|&room| school.rooms[room].capacity);
        rooms.chain([school.activities[activity].max_size]).min().unwrap_or(0) as usize
    }

    /// Fewest pupils of a section on the column.
    fn least(&self, column: usize) -> usize {
        let activity = self.model.columns[column].activity;
        self.model.school.activities[activity].min_size as usize
    }

    /// Opens a section on a column; its position.
    pub(super) fn open_on(&mut self, column: usize) -> Option<usize> {
        let data = &self.model.columns[column];
        let of_activity = |part: &&Part| self.model.columns[part.column].activity == data.activity;
        let open = self.parts.iter().filter(of_activity).count() as u32;
        if open >= self.model.school.activities[data.activity].max_sections
            || !self.has_equipment(data.activity, data.mask)
        {
            return None;
        }
        let sessions = data.sessions.len();
        let id = self.new_id();
        self.parts.push(Part {
            id,
            column,
            pupils: Vec::new(),
            lead: None,
            rooms: vec![None; sessions],
            assistants: vec![Vec::new(); sessions],
            companions: vec![String::new(); sessions],
        });
        let new = self.parts.len() - 1;
        self.find_leads();
        self.find_rooms();
        let part = &self.parts[new];
        if part.lead.is_none() || part.rooms.contains(&None) {
            self.close(new);
            return None;
        }
        Some(new)
    }

    /// Puts pupils into the sections that were decided for them, where that is legal.
    pub(super) fn join_told(&mut self) {
        for (pupil, id) in self.told.joined.clone() {
            let Some(position) = self.parts.iter().position(|part| part.id == id) else { continue };
            let column = self.parts[position].column;
            let mask = self.model.columns[column].mask;
            let is_there = mask & !self.model.pupils[pupil as usize].attends == 0;
            let has_seat = self.parts[position].pupils.len() < self.seats(position);
            let Some(place) = self.place(pupil, column).filter(|_| is_there && has_seat) else {
                continue;
            };
            let week = self.weeks[pupil as usize].clone();
            for held in week {
                if self.model.columns[held.column as usize].mask & mask != 0 {
                    self.leave(pupil, held.column as usize);
                }
            }
            if self.change(pupil, place).is_some() {
                self.sit(pupil, position, place);
            }
        }
    }

    /// Opens the sections that were decided on, where there is a lead and rooms for them.
    pub(super) fn open_told(&mut self) {
        for column in self.told.opened.clone() {
            self.open_on(column);
        }
    }

    /// Slots attended in which a pupil has no place, or lost one and has another instead.
    pub(super) fn lost_or_open(&self, pupil: u32) -> SlotMask {
        let (model, slots) = (self.model, self.model.school.slots.len());
        let base = self.base.iter().filter(|part| part.pupils.binary_search(&pupil).is_ok());
        let kept = base.filter(|part| {
            let before = self.before[pupil as usize * slots + part.slot];
            before == Some(model.pools[part.pool].activity)
        });
        let kept = kept.fold(0, |mask, part| mask | 1 << part.slot);
        model.pupils[pupil as usize].attends & !self.in_sections(pupil) & !kept
    }

    /// Seats whoever lost a place, until no section is too small and no slot without a place that
    /// could have one.
    pub(super) fn seat_everybody(&mut self) {
        loop {
            for pupil in self.by_weight() {
                self.seat(pupil);
            }
            self.fill_small();
            let Some(position) = self.smallest() else { break };
            self.close(position);
        }
        // A small section may yet be joined; who was in one that closes looks again.
        for _ in 0..2 {
            for pupil in self.by_weight() {
                self.place_in_base(pupil);
            }
            self.close_small_base();
        }
        self.merge_unled();
    }

    /// Heaviest weights first.
    fn by_weight(&self) -> Vec<u32> {
        let mut pupils: Vec<u32> = (0..self.weeks.len() as u32).collect();
        pupils.sort_by_key(|&pupil| {
            (std::cmp::Reverse(self.model.pupils[pupil as usize].weight), pupil)
        });
        pupils
    }

    /// Slots attended without a place.
    fn open_slots(&self, pupil: u32) -> SlotMask {
        let attends = self.model.pupils[pupil as usize].attends;
        attends & !self.in_sections(pupil) & !self.in_base(pupil)
    }

    /// Takes the seats that help most, in slots without a place; for training that is missing,
    /// base places are given up too.
    fn seat(&mut self, pupil: u32) {
        loop {
            let open = self.open_slots(pupil);
            let trained: i64 = self.weeks[pupil as usize]
                .iter()
                .map(|place| self.model.wants[place.want as usize].training)
                .sum();
            let lacks_training =
                trained < self.model.pupils[pupil as usize].need && self.has_lost(pupil);
            if (open == 0 && !lacks_training) || self.told.base_only {
                return;
            }
            let base = if lacks_training { self.spare_base(pupil) } else { 0 };
            let Some((position, place)) = self.best_seat(pupil, open, base) else { return };
            self.sit(pupil, position, place);
        }
    }

    /// Whether a section the pupil was in, at a time it attends, is no longer its own; so it is
    /// for who is new.
    fn has_lost(&self, pupil: u32) -> bool {
        let model = self.model;
        let slots = model.school.slots.len();
        let now = self.in_sections(pupil);
        let before = |slot: usize| self.before[pupil as usize * slots + slot];
        let is_section = |activity: usize| model.school.activities[activity].grouping.is_none();
        (0..slots).all(|slot| before(slot).is_none())
            || bits(model.pupils[pupil as usize].attends & !now)
                .any(|slot| before(slot).is_some_and(is_section))
    }

    /// Slots of base sections that can spare the pupil.
    fn spare_base(&self, pupil: u32) -> SlotMask {
        let can_spare = |part: &&BasePart| {
            let activity = self.model.pools[part.pool].activity;
            part.pupils.len() > self.model.school.activities[activity].min_size as usize
                && part.pupils.binary_search(&pupil).is_ok()
        };
        self.base.iter().filter(can_spare).fold(0, |mask, part| mask | 1 << part.slot)
    }

    /// Gives a pupil a seat; base places in its slots are given up.
    fn sit(&mut self, pupil: u32, position: usize, place: Place) {
        let mask = self.model.columns[place.column as usize].mask;
        for part in self.base.iter_mut().filter(|part| mask >> part.slot & 1 == 1) {
            part.pupils.retain(|&member| member != pupil);
        }
        self.weeks[pupil as usize].push(place);
        let members = &mut self.parts[position].pupils;
        members.insert(members.partition_point(|&member| member < pupil), pupil);
    }

    /// The free seat that lowers the cost most: in open slots, or for training in those of base
    /// places too.
    fn best_seat(&self, pupil: u32, open: SlotMask, base: SlotMask) -> Option<(usize, Place)> {
        let model = self.model;
        let mut best: Option<(i64, usize, Place)> = None;
        for position in 0..self.parts.len() {
            let column = self.parts[position].column;
            let mask = model.columns[column].mask;
            let Some(place) = self.place(pupil, column) else { continue };
            let gives_up_base = mask & !open != 0;
            let is_training = model.wants[place.want as usize].training > 0;
            if mask & !(open | base) != 0
                || (gives_up_base && !is_training)
                || self.parts[position].pupils.len() >= self.seats(position)
            {
                continue;
            }
            let Some(change) = self.change(pupil, place) else { continue };
            if change < 0 && best.is_none_or(|found| change < found.0) {
                best = Some((change, position, place));
            }
        }
        best.map(|(_, position, place)| (position, place))
    }

    /// What a further place adds to the pupil's cost; `None` when the week is not legal.
    fn change(&self, pupil: u32, place: Place) -> Option<i64> {
        let model = self.model;
        let person = &model.pupils[pupil as usize];
        let mut week = self.weeks[pupil as usize].clone();
        let before = Tally::of(model, person, &self.prices, &week).cost(&self.cost, person);
        week.push(place);
        surcharge(model, &self.cost, pupil as usize, &self.prices, &week)?;
        let after = Tally::of(model, person, &self.prices, &week).cost(&self.cost, person);
        Some(after - before)
    }

    /// Fills sections that are too small with pupils from base places, where that moves fewer than
    /// closing would.
    fn fill_small(&mut self) {
        for position in 0..self.parts.len() {
            let column = self.parts[position].column;
            let mask = self.model.columns[column].mask;
            let has = self.parts[position].pupils.len();
            let lacking = self.least(column).saturating_sub(has);
            let worth_it = match self.told.small {
                Small::FillIfFewer => lacking <= has,
                Small::Fill => true,
                Small::Close => false,
            };
            if lacking == 0 || !worth_it {
                continue;
            }
            let mut able: Vec<(i64, u32, Place)> = (0..self.weeks.len() as u32)
                .filter_map(|pupil| {
                    let attends = self.model.pupils[pupil as usize].attends;
                    let place = self.place(pupil, column)?;
                    let is_free = self.model.wants[place.want as usize].claim == Claim::Free;
                    let spare = self.spare_base(pupil) | self.open_slots(pupil);
                    let fits = mask & !(attends & spare) == 0;
                    (is_free && fits).then_some(())?;
                    Some((self.change(pupil, place)?, pupil, place))
                })
                .collect();
            able.sort_unstable_by_key(|&(change, pupil, _)| (change, pupil));
            if able.len() >= lacking {
                for (_, pupil, place) in able.into_iter().take(lacking) {
                    self.sit(pupil, position, place);
                }
            }
        }
    }

    /// The last section with too few pupils.
    fn smallest(&self) -> Option<usize> {
        (0..self.parts.len())
            .rev()
            .find(|&i| self.parts[i].pupils.len() < self.least(self.parts[i].column))
    }

    /// Closes base sections with too few pupils.
    fn close_small_base(&mut self) {
        for position in (0..self.base.len()).rev() {
            let part = &self.base[position];
            let activity = self.model.pools[part.pool].activity;
            let least = self.model.school.activities[activity].min_size.max(1) as usize;
            if part.pupils.len() < least {
                self.close_base(position);
            }
        }
    }

    /// Closes base sections that have lost their lead and whose pupils fit into another of the pool, so
    /// that fewer lack one. Those that had none before are no reason to move anybody.
    fn merge_unled(&mut self) {
        for position in (0..self.base.len()).rev() {
            let part = &self.base[position];
            let is_bereft = part.lead.is_none() && !self.had_no_lead.contains(&part.id);
            let other = (0..position).find(|&other| self.can_hold(other, position));
            if let Some(other) = other.filter(|_| is_bereft) {
                let pupils = std::mem::take(&mut self.base[position].pupils);
                self.base[other].pupils.extend(pupils);
                self.base[other].pupils.sort_unstable();
                self.close_base(position);
            }
        }
    }

    /// Whether a base section can take the pupils of another too, with the assistants it has.
    fn can_hold(&self, position: usize, other: usize) -> bool {
        let (part, other) = (&self.base[position], &self.base[other]);
        let pupils = part.pupils.len() + other.pupils.len();
        let activity = self.model.pools[part.pool].activity;
        let needed = self.model.school.assistants_needed(activity, pupils as u32) as usize;
        (part.pool, part.slot) == (other.pool, other.slot)
            && pupils <= self.seats_of_base(part.pool, part.room)
            && needed <= part.assistants.len()
    }

    /// Closes a base section; its room and people are free again.
    pub(super) fn close_base(&mut self, position: usize) {
        let part = self.base.remove(position);
        self.rooms[part.room] &= !(1 << part.slot);
        for person in part.assistants.into_iter().chain(part.lead) {
            self.busy[person] &= !(1 << part.slot);
        }
    }

    /// Base places for every slot of a pupil without a place.
    fn place_in_base(&mut self, pupil: u32) {
        let slots = self.model.school.slots.len();
        for slot in bits(self.open_slots(pupil)) {
            let row = self.model.pupils[pupil as usize].row;
            let had = self.before[pupil as usize * slots + slot];
            let mut pools = self.model.rows[row][slot].clone();
            pools.retain(|&pool| self.within_cap(pupil, pool, slot));
            pools.sort_by_key(|&pool| (Some(self.model.pools[pool].activity) != had, pool));
            let joined = pools.iter().any(|&pool| self.join(pupil, pool, slot));
            if !joined && !pools.iter().any(|&pool| self.open_base(pupil, pool, slot)) {
                pools.iter().any(|&pool| self.make_room(pupil, pool, slot));
            }
        }
    }

    /// Puts the pupil into an open base section of the pool with a free seat.
    fn join(&mut self, pupil: u32, pool: usize, slot: usize) -> bool {
        let found = (0..self.base.len()).find(|&i| {
            let part = &self.base[i];
            part.pool == pool
                && part.slot == slot
                && part.pupils.len() < self.seats_of_base(pool, part.room)
        });
        let Some(position) = found else { return false };
        let members = &mut self.base[position].pupils;
        members.insert(members.partition_point(|&member| member < pupil), pupil);
        true
    }

    /// Opens a base section of the pool for the pupil and others who have no place in the slot.
    fn open_base(&mut self, pupil: u32, pool: usize, slot: usize) -> bool {
        let model = self.model;
        let data = &model.pools[pool];
        let activity = &model.school.activities[data.activity];
        let waiting: Vec<u32> = (0..self.weeks.len() as u32)
            .filter(|&other| {
                self.open_slots(other) >> slot & 1 == 1
                    && model.rows[model.pupils[other as usize].row][slot].contains(&pool)
                    && self.within_cap(other, pool, slot)
            })
            .collect();
        if waiting.len() < activity.min_size as usize
            || self.shut.contains(&(pool, slot))
            || self.is_at_limit(data.activity, slot)
            || !self.has_equipment(data.activity, 1 << slot)
        {
            return false;
        }
        let rooms: Vec<usize> =
            data.home_room.map_or_else(|| activity.rooms.clone(), |room| vec![room]);
        let open = rooms.into_iter().filter(|&room| {
            self.seats_of_base(pool, room) >= activity.min_size as usize
                && self.is_base_room(pool, slot, room)
        });
        let room = open.min_by_key(|&room| {
            let seats = self.seats_of_base(pool, room);
            (waiting.len().saturating_sub(seats), seats, room)
        });
        let Some(room) = room else { return false };
        let mut pupils = waiting;
        pupils.retain(|&other| other != pupil);
        pupils.truncate(self.seats_of_base(pool, room) - 1);
        pupils.push(pupil);
        pupils.sort_unstable();
        self.rooms[room] |= 1 << slot;
        let id = self.new_id();
        let assistants = Vec::new();
        self.base.push(BasePart { id, pool, slot, room, pupils, lead: None, assistants });
        true
    }

    /// Moves a base section of the pool to a larger room, for one more pupil.
    fn make_room(&mut self, pupil: u32, pool: usize, slot: usize) -> bool {
        let found = (0..self.base.len()).find_map(|position| {
            let part = &self.base[position];
            if part.pool != pool || part.slot != slot {
                return None;
            }
            let rooms = &self.model.school.activities[self.model.pools[pool].activity].rooms;
            let activity = self.model.pools[pool].activity;
            let larger = rooms.iter().copied().find(|&room| {
                self.seats_of_base(pool, room) > part.pupils.len()
                    && self.is_base_room(pool, slot, room)
                    && goes_together(self.model, activity, 1 << slot, room, part.lead)
            });
            larger.map(|room| (position, room))
        });
        let Some((position, room)) = found else { return false };
        let before = self.base[position].room;
        self.rooms[before] &= !(1 << slot);
        self.rooms[room] |= 1 << slot;
        self.base[position].room = room;
        self.join(pupil, pool, slot)
    }
}
