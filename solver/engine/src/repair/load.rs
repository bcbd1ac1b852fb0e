//! Taking over what of the incumbent plan is still legal. People and rooms that are no longer
//! there, or not then, leave a gap that is filled later.

use super::{BasePart, Bench, Part};
use crate::model::Model;
use crate::openings::{can_work, may_lead, may_use};
use crate::pins::goes_together;
use crate::week::{Place, surcharge};
use kehou_domain::draft::SlotRef;
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::plan::{SchoolPlan, Section};
use std::collections::BTreeMap;

/// Positions of ids.
struct Index<'a> {
    activities: BTreeMap<&'a str, usize>,
    pupils: BTreeMap<&'a str, u32>,
    staff: BTreeMap<&'a str, usize>,
    rooms: BTreeMap<&'a str, usize>,
    slots: BTreeMap<SlotRef, usize>,
}

impl<'a> Index<'a> {
    fn new(model: &'a Model) -> Self {
        let school = model.school;
        let all = |ids: Vec<&'a str>| ids.into_iter().enumerate().map(|(i, id)| (id, i)).collect();
        let pupils = school.students.iter().enumerate();
        Self {
            activities: all(school.activities.iter().map(|a| a.id.as_str()).collect()),
            pupils: pupils.map(|(i, student)| (student.id.as_str(), i as u32)).collect(),
            staff: all(school.staff.iter().map(|person| person.id.as_str()).collect()),
            rooms: all(school.rooms.iter().map(|room| room.id.as_str()).collect()),
            slots: school.slots.iter().enumerate().map(|(i, slot)| (slot.at, i)).collect(),
        }
    }
}

impl<'a> Bench<'a> {
    /// Nothing of the plan, but who had what.
    pub(super) fn vacated(model: &'a Model<'a>, incumbent: &SchoolPlan) -> Self {
        let mut bench = Self::empty(model);
        let index = Index::new(model);
        incumbent.sections.iter().for_each(|section| bench.note_before(&index, section));
        bench
    }

    /// What of the plan is still legal.
    pub(super) fn new(model: &'a Model<'a>, incumbent: &SchoolPlan) -> Self {
        let mut bench = Self::empty(model);
        let index = Index::new(model);
        for duty in &incumbent.duties {
            let person = index.staff.get(duty.staff.as_str()).copied();
            if !person.is_some_and(|person| bench.take_duty(duty, person)) {
                bench.vacant.push(duty.clone());
            }
        }
        for section in &incumbent.sections {
            bench.note_before(&index, section);
            if section.sessions.iter().all(|session| session.lead.is_empty()) {
                bench.had_no_lead.insert(section.id.clone());
            }
        }
        let has_pattern = |section: &&Section| {
            let activity = index.activities.get(section.activity.as_str());
            activity.is_some_and(|&a| model.school.activities[a].grouping.is_none())
        };
        for section in incumbent.sections.iter().filter(has_pattern) {
            bench.take_section(&index, section);
        }
        for section in incumbent.sections.iter().filter(|section| !has_pattern(section)) {
            bench.take_base(&index, section);
        }
        bench.drop_training_not_needed();
        bench
    }

    fn note_before(&mut self, index: &Index, section: &Section) {
        let pupils = section.students.iter();
        let pupils = pupils.filter_map(|student| index.pupils.get(student.as_str()).copied());
        let Some(&activity) = index.activities.get(section.activity.as_str()) else {
            self.bereft.extend(pupils);
            return;
        };
        let pupils: Vec<u32> = pupils.collect();
        let slots = self.model.school.slots.len();
        let length = self.model.school.activities[activity].length as usize;
        for session in &section.sessions {
            let Some(&start) = index.slots.get(&session.start) else { continue };
            for &pupil in &pupils {
                for slot in start..(start + length).min(slots) {
                    self.before[pupil as usize * slots + slot] = Some(activity);
                }
            }
        }
    }

    fn take_section(&mut self, index: &Index, section: &Section) {
        let model = self.model;
        let activity = index.activities[section.activity.as_str()];
        let starts: Option<Vec<usize>> =
            section.sessions.iter().map(|s| index.slots.get(&s.start).copied()).collect();
        let Some(column) = starts.and_then(|starts| {
            let patterns = &model.school.activities[activity].patterns;
            model.columns_of[activity]
                .clone()
                .find(|&column| patterns[model.columns[column].pattern].starts == starts)
        }) else {
            return;
        };
        let mask = model.columns[column].mask;
        let open = self.parts.iter().filter(|p| model.columns[p.column].activity == activity);
        let is_full = open.count() as u32 >= model.school.activities[activity].max_sections;
        if is_full || !self.has_equipment(activity, mask) {
            return;
        }
        let person = |id: &String| index.staff.get(id.as_str()).copied();
        let lead = person(&section.sessions[0].lead).filter(|&lead| {
            model.school.activities[activity].leads.contains(&lead)
                && can_work(model, lead, self.busy[lead], mask)
                && may_lead(model, activity, mask, lead)
        });
        if let Some(lead) = lead {
            self.busy[lead] |= mask;
        }
        let least = model.school.activities[activity].min_size;
        let (mut rooms, mut assistants) = (Vec::new(), Vec::new());
        for (session, &slots) in section.sessions.iter().zip(&model.columns[column].sessions) {
            let room = index.rooms.get(session.room.as_str()).copied();
            let room = room.filter(|&room| {
                model.school.rooms[room].capacity >= least && self.is_open(activity, room, slots)
            });
            room.inspect(|&room| self.rooms[room] |= slots);
            rooms.push(room);
            assistants.push(self.take_assistants(index, &session.assistants, slots));
        }
        let companions = section.sessions.iter().zip(&model.columns[column].sessions);
        let companions: Vec<String> = companions
            .map(|(session, &slots)| {
                let people = std::slice::from_ref(&session.companion);
                let found = self.take_assistants(index, people, slots);
                if found.is_empty() { String::new() } else { session.companion.clone() }
            })
            .collect();
        let pupils = self.take_pupils(index, section, column);
        let id = section.id.clone();
        self.parts.push(Part { id, column, pupils, lead, rooms, assistants, companions });
    }

    /// The people who can still work in the slots.
    fn take_assistants(&mut self, index: &Index, ids: &[String], slots: SlotMask) -> Vec<usize> {
        let mut found = Vec::new();
        for person in ids.iter().filter_map(|id| index.staff.get(id.as_str()).copied()) {
            if can_work(self.model, person, self.busy[person], slots) {
                self.busy[person] |= slots;
                found.push(person);
            }
        }
        found
    }

    fn take_pupils(&mut self, index: &Index, section: &Section, column: usize) -> Vec<u32> {
        let mut pupils = Vec::new();
        for &pupil in section.students.iter().filter_map(|id| index.pupils.get(id.as_str())) {
            let Some(place) = self.place(pupil, column) else { continue };
            if self.in_sections(pupil) & self.model.columns[column].mask == 0 {
                self.weeks[pupil as usize].push(place);
                pupils.push(pupil);
            }
        }
        pupils.sort_unstable();
        pupils
    }

    /// The pupil's place in a column, if it may have one beside what it has.
    pub(super) fn place(&self, pupil: u32, column: usize) -> Option<Place> {
        let model = self.model;
        let activity = model.columns[column].activity;
        let want = model.pupils[pupil as usize].wants.clone().find(|&want| {
            model.wants[want].activity == activity
                && model.columns_for(&model.wants[want]).binary_search(&(column as u32)).is_ok()
        })?;
        let has = |place: &Place| model.wants[place.want as usize].activity == activity;
        let is_new = !self.weeks[pupil as usize].iter().any(has);
        is_new.then_some(Place { want: want as u32, column: column as u32 })
    }

    fn take_base(&mut self, index: &Index, section: &Section) {
        let model = self.model;
        let Some(&activity) = index.activities.get(section.activity.as_str()) else { return };
        let [session] = &section.sessions[..] else { return };
        let Some(&slot) = index.slots.get(&session.start) else { return };
        let mask: SlotMask = 1 << slot;
        let known = section.students.iter().filter_map(|id| index.pupils.get(id.as_str()).copied());
        let mut pupils: Vec<u32> = known
            .filter(|&pupil| {
                let person = &model.pupils[pupil as usize];
                let taken = self.in_sections(pupil) | self.in_base(pupil);
                person.attends & mask != 0 && taken & mask == 0
            })
            .collect();
        let pool_of = |pupil: u32| {
            let open = &model.rows[model.pupils[pupil as usize].row][slot];
            open.iter().copied().find(|&pool| model.pools[pool].activity == activity)
        };
        let Some(pool) = pupils.iter().find_map(|&pupil| pool_of(pupil)) else { return };
        pupils.retain(|&pupil| pool_of(pupil) == Some(pool) && self.within_cap(pupil, pool, slot));
        pupils.sort_unstable();
        let room = index.rooms.get(session.room.as_str()).copied();
        let Some(room) = room.filter(|&room| self.is_base_room(pool, slot, room)) else { return };
        if !self.has_equipment(activity, mask) || self.is_at_limit(activity, slot) {
            return;
        }
        let seats = self.seats_of_base(pool, room);
        pupils.truncate(seats);
        let lead = index.staff.get(session.lead.as_str()).copied().filter(|&lead| {
            model.school.activities[activity].leads.contains(&lead)
                && can_work(model, lead, self.busy[lead], mask)
                && may_lead(model, activity, mask, lead)
                && goes_together(model, activity, mask, room, Some(lead))
        });
        lead.inspect(|&lead| self.busy[lead] |= mask);
        let assistants = self.take_assistants(index, &session.assistants, mask);
        self.rooms[room] |= mask;
        let id = section.id.clone();
        self.base.push(BasePart { id, pool, slot, room, pupils, lead, assistants });
    }

    /// Whether the activity can use a room in the slots, whoever leads.
    pub(super) fn is_open(&self, activity: usize, room: usize, slots: SlotMask) -> bool {
        self.model.school.activities[activity].rooms.contains(&room)
            && self.is_vacant(room, slots)
            && may_use(self.model, activity, slots, room)
    }

    /// Whether a pool can use a room in a slot; bans of a lead there are looked at with the lead.
    pub(super) fn is_base_room(&self, pool: usize, slot: usize, room: usize) -> bool {
        let (model, data, slots) = (self.model, &self.model.pools[pool], 1 << slot);
        let fits = match data.home_room {
            Some(home) => home == room,
            None => model.school.activities[data.activity].rooms.contains(&room),
        };
        fits && self.is_vacant(room, slots)
            && goes_together(model, data.activity, slots, room, None)
    }

    fn is_vacant(&self, room: usize, slots: SlotMask) -> bool {
        slots & !self.model.room_free[room] == 0 && slots & self.rooms[room] == 0
    }

    pub(super) fn seats_of_base(&self, pool: usize, room: usize) -> usize {
        let school = self.model.school;
        let most = school.activities[self.model.pools[pool].activity].max_size;
        most.min(school.rooms[room].capacity) as usize
    }

    /// Whether the activity has as many base sections in the slot as it may.
    pub(super) fn is_at_limit(&self, activity: usize, slot: usize) -> bool {
        let same = |part: &&BasePart| {
            part.slot == slot && self.model.pools[part.pool].activity == activity
        };
        let open = self.base.iter().filter(same).count() as u32;
        open >= self.model.school.activities[activity].max_sections
    }

    /// Whether `homework_cap` leaves the pupil a place of the pool in the slot.
    pub(super) fn within_cap(&self, pupil: u32, pool: usize, slot: usize) -> bool {
        let model = self.model;
        let rules = &model.school.rules;
        if !model.is_homework(pool) || !rules.is_on(kehou_domain::rule::Rule::HomeworkCap) {
            return true;
        }
        let day = model.days[model.day_of(slot)];
        let base = self.base.iter().filter(|part| {
            model.is_homework(part.pool) && part.pupils.binary_search(&pupil).is_ok()
        });
        let sections = self.weeks[pupil as usize].iter().filter_map(|place| {
            let column = &model.columns[place.column as usize];
            model.school.activities[column.activity].is_homework.then_some(column.mask)
        });
        let mask = base.fold(0, |mask, part| mask | 1 << part.slot)
            | sections.fold(0, |mask, slots| mask | slots);
        let done = bits(mask & day & !(1 << slot)).count();
        done < rules.homework_cap_periods as usize
    }

    /// Training that was only taken to meet a need that is gone.
    fn drop_training_not_needed(&mut self) {
        let model = self.model;
        for pupil in 0..self.weeks.len() {
            while surcharge(model, &self.cost, pupil, &self.prices, &self.weeks[pupil]).is_none() {
                let Some(place) = self.weeks[pupil].pop() else { break };
                self.leave(pupil as u32, place.column as usize);
            }
        }
    }

    /// Takes a pupil out of the sections of a column.
    pub(super) fn leave(&mut self, pupil: u32, column: usize) {
        self.weeks[pupil as usize].retain(|place| place.column as usize != column);
        for part in self.parts.iter_mut().filter(|part| part.column == column) {
            part.pupils.retain(|&member| member != pupil);
        }
    }
}
