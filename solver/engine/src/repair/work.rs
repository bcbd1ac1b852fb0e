//! People and rooms for what has none: somebody who is free, or whose other work somebody else
//! can take over; the fewest sessions change hands.

use super::{BasePart, Bench};
use crate::openings::{can_work, may_lead};
use crate::pins::goes_together;
use kehou_domain::instance::SlotMask;
use kehou_domain::rule::Rule;

/// Work that wants a lead.
#[derive(Clone, Copy)]
struct Task {
    activity: usize,
    slots: SlotMask,
    room: Option<usize>,
}

/// A lead's work: a section or a base section, by position.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Job {
    Part(usize),
    Base(usize),
}

/// Who takes a task, and who takes over what from whom.
struct Choice {
    lead: usize,
    handed_over: Option<(Job, usize)>,
}

impl Bench<'_> {
    /// Leads for sections that lost theirs.
    pub(super) fn find_leads(&mut self) {
        for position in 0..self.parts.len() {
            if self.parts[position].lead.is_some() {
                continue;
            }
            let column = self.parts[position].column;
            let task = self.task(Job::Part(position));
            if let Some(choice) = self.choose(task) {
                let lead = self.take(&choice, self.model.columns[column].mask);
                self.parts[position].lead = Some(lead);
            }
        }
    }

    /// Leads for base sections without one.
    pub(super) fn find_base_leads(&mut self) {
        for position in 0..self.base.len() {
            if self.base[position].lead.is_some() {
                continue;
            }
            let task = self.task(Job::Base(position));
            if let Some(choice) = self.choose(task) {
                let lead = self.take(&choice, task.slots);
                self.base[position].lead = Some(lead);
            }
        }
        self.close_unled_base();
    }

    fn task(&self, job: Job) -> Task {
        let model = self.model;
        match job {
            Job::Part(position) => {
                let column = &model.columns[self.parts[position].column];
                Task { activity: column.activity, slots: column.mask, room: None }
            }
            Job::Base(position) => {
                let part = &self.base[position];
                let activity = model.pools[part.pool].activity;
                Task { activity, slots: 1 << part.slot, room: Some(part.room) }
            }
        }
    }

    fn may_take(&self, person: usize, task: Task) -> bool {
        may_lead(self.model, task.activity, task.slots, person)
            && task.room.is_none_or(|room| {
                goes_together(self.model, task.activity, task.slots, room, Some(person))
            })
    }

    /// Whoever is free and least loaded; else somebody whose one other job can be handed over.
    fn choose(&self, task: Task) -> Option<Choice> {
        let model = self.model;
        let leads = &model.school.activities[task.activity].leads;
        let able = || leads.iter().copied().filter(|&person| self.may_take(person, task));
        let free = able().filter(|&person| can_work(model, person, self.busy[person], task.slots));
        if let Some(lead) = free.min_by_key(|&person| (self.burden(person, task.slots), person)) {
            return Some(Choice { lead, handed_over: None });
        }
        let mut best: Option<(u32, usize, Job, usize)> = None;
        for lead in able() {
            for job in self.jobs_of(lead) {
                let given = self.task(job);
                let rest = self.busy[lead] & !given.slots;
                if !can_work(model, lead, rest, task.slots) {
                    continue;
                }
                let others = &model.school.activities[given.activity].leads;
                let other = others.iter().copied().find(|&other| {
                    other != lead
                        && self.may_take(other, given)
                        && can_work(model, other, self.busy[other], given.slots)
                });
                let Some(other) = other else { continue };
                let changed = given.slots.count_ones();
                if best.is_none_or(|found| changed < found.0) {
                    best = Some((changed, lead, job, other));
                }
            }
        }
        best.map(|(_, lead, job, other)| Choice { lead, handed_over: Some((job, other)) })
    }

    /// Does what was chosen; the lead.
    fn take(&mut self, choice: &Choice, slots: SlotMask) -> usize {
        if let Some((job, other)) = choice.handed_over {
            let given = self.task(job).slots;
            self.busy[choice.lead] &= !given;
            self.busy[other] |= given;
            match job {
                Job::Part(position) => self.parts[position].lead = Some(other),
                Job::Base(position) => self.base[position].lead = Some(other),
            }
        }
        self.busy[choice.lead] |= slots;
        choice.lead
    }

    /// Points of load that the slots add, then the load.
    fn burden(&self, person: usize, slots: SlotMask) -> (i64, i64) {
        let school = self.model.school;
        let before = i64::from(self.busy[person].count_ones());
        let after = before + i64::from(slots.count_ones());
        let points = school.load_points(person, after) - school.load_points(person, before);
        (points, school.staff[person].day_load + before)
    }

    fn jobs_of(&self, person: usize) -> Vec<Job> {
        let parts = (0..self.parts.len()).filter(|&i| self.parts[i].lead == Some(person));
        let base = (0..self.base.len()).filter(|&i| self.base[i].lead == Some(person));
        base.map(Job::Base).chain(parts.map(Job::Part)).collect()
    }

    /// Rooms for sessions that lost theirs: the smallest that holds the pupils, else the largest.
    pub(super) fn find_rooms(&mut self) {
        for position in 0..self.parts.len() {
            let column = &self.model.columns[self.parts[position].column];
            for (session, &slots) in column.sessions.iter().enumerate() {
                if self.parts[position].rooms[session].is_some() {
                    continue;
                }
                let data = &self.model.school.activities[column.activity];
                let pupils = self.parts[position].pupils.len() as u32;
                let capacity = |room: usize| self.model.school.rooms[room].capacity;
                let open = data.rooms.iter().copied().filter(|&room| {
                    capacity(room) >= data.min_size && self.is_open(column.activity, room, slots)
                });
                let room = open.min_by_key(|&room| {
                    (pupils.saturating_sub(capacity(room)), capacity(room), room)
                });
                room.inspect(|&room| self.rooms[room] |= slots);
                self.parts[position].rooms[session] = room;
            }
        }
    }

    /// Closes sections that still lack a lead or a room.
    pub(super) fn close_unled(&mut self) {
        for position in (0..self.parts.len()).rev() {
            let part = &self.parts[position];
            if part.lead.is_none() || part.rooms.contains(&None) {
                self.close(position);
            }
        }
    }

    /// Closes a section; its pupils lose their places.
    pub(super) fn close(&mut self, position: usize) {
        let part = self.parts.remove(position);
        let column = &self.model.columns[part.column];
        for &pupil in &part.pupils {
            self.weeks[pupil as usize].retain(|place| place.column as usize != part.column);
        }
        if let Some(lead) = part.lead {
            self.busy[lead] &= !column.mask;
        }
        for (number, &slots) in column.sessions.iter().enumerate() {
            if let Some(room) = part.rooms[number] {
                self.rooms[room] &= !slots;
            }
            for &person in &part.assistants[number] {
                self.busy[person] &= !slots;
            }
            let companion = &part.companions[number];
            let staff = &self.model.school.staff;
            if let Some(person) = staff.iter().position(|person| person.id == *companion) {
                self.busy[person] &= !slots;
            }
        }
    }

    /// Closes base sections without a lead that need one, or whose pupils are worth less without
    /// a place than what the section lacks.
    fn close_unled_base(&mut self) {
        let mut closed = Vec::new();
        for position in (0..self.base.len()).rev() {
            if self.base[position].lead.is_none() && !self.may_stay_unled(&self.base[position]) {
                closed.push(self.base.remove(position));
            }
        }
        for part in closed {
            self.rooms[part.room] &= !(1 << part.slot);
            part.assistants.iter().for_each(|&person| self.busy[person] &= !(1 << part.slot));
        }
    }

    fn may_stay_unled(&self, part: &BasePart) -> bool {
        let school = self.model.school;
        let rules = &school.rules;
        let activity = self.model.pools[part.pool].activity;
        let needed = school.assistants_needed(activity, part.pupils.len() as u32) as usize;
        let missing = needed.saturating_sub(part.assistants.len()) as i64;
        let lacks = rules.weight(Rule::SessionStaffed) + missing * rules.missing_assistant_points;
        let weights = part.pupils.iter().map(|&pupil| self.model.pupils[pupil as usize].weight);
        let worth: i64 = weights.map(|weight| rules.weight(Rule::Unplaced) * weight / 100).sum();
        school.activities[activity].component.may_lack_lead() && worth >= lacks
    }

    /// Assistants as far as sessions need more than they have.
    pub(super) fn find_assistants(&mut self) {
        for position in 0..self.parts.len() {
            let column = &self.model.columns[self.parts[position].column];
            let pupils = self.parts[position].pupils.len() as u32;
            let needed = self.model.school.assistants_needed(column.activity, pupils) as usize;
            for (session, &slots) in column.sessions.iter().enumerate() {
                while self.parts[position].assistants[session].len() < needed {
                    let Some(person) = self.free_person(slots) else { break };
                    self.busy[person] |= slots;
                    self.parts[position].assistants[session].push(person);
                }
            }
        }
        for position in 0..self.base.len() {
            let part = &self.base[position];
            let activity = self.model.pools[part.pool].activity;
            let pupils = part.pupils.len() as u32;
            let needed = self.model.school.assistants_needed(activity, pupils) as usize;
            let slots = 1 << part.slot;
            while self.base[position].assistants.len() < needed {
                let Some(person) = self.free_person(slots) else { break };
                self.busy[person] |= slots;
                self.base[position].assistants.push(person);
            }
        }
    }

    fn free_person(&self, slots: SlotMask) -> Option<usize> {
        (0..self.busy.len())
            .filter(|&person| can_work(self.model, person, self.busy[person], slots))
            .min_by_key(|&person| (self.burden(person, slots), person))
    }
}
