//! People and rooms for what has none: somebody who is free, or whose other work somebody else
//! can take over; the fewest sessions change hands.

use super::search::Unled;
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
    handed_over: Vec<(Job, usize)>,
}

/// Jobs handed on from one to the next at most.
const LONGEST: usize = 3;

/// Handovers looked at for one task at most.
const HANDOVERS: u32 = 20_000;

/// A search for people along handovers.
struct Chain {
    busy: Vec<SlotMask>,
    moved: Vec<Job>,
    left: u32,
}

/// Slots that change hands, who takes the task, what is handed on.
type Found = (u32, usize, Vec<(Job, usize)>);

impl Bench<'_> {
    /// Leads for sections that lost theirs.
    pub(super) fn find_leads(&mut self) {
        for position in 0..self.parts.len() {
            if self.parts[position].lead.is_some() {
                continue;
            }
            let column = self.parts[position].column;
            if let Some(choice) = self.choose(Job::Part(position)) {
                let lead = self.take(&choice, self.model.columns[column].mask);
                self.parts[position].lead = Some(lead);
            }
        }
    }

    /// Leads for base sections without one, first for those that are without it newly.
    pub(super) fn find_base_leads(&mut self) {
        let had_none = |position: usize| self.had_no_lead.contains(&self.base[position].id);
        let unled = (0..self.base.len()).filter(|&position| self.base[position].lead.is_none());
        let mut unled: Vec<(bool, usize)> = unled.map(|at| (had_none(at), at)).collect();
        unled.sort_unstable();
        unled.retain(|&(had_none, _)| match self.told.unled {
            Unled::Led => true,
            Unled::AsBefore => !had_none,
            Unled::Stay => false,
        });
        for (_, position) in unled {
            if let Some(choice) = self.choose(Job::Base(position)) {
                let slots = 1 << self.base[position].slot;
                let lead = self.take(&choice, slots);
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

    /// Whoever is free and least loaded; else the shortest chain in which somebody takes it whose
    /// one other job somebody else takes over.
    fn choose(&self, job: Job) -> Option<Choice> {
        let model = self.model;
        let task = self.task(job);
        let free = self
            .able(job, task)
            .filter(|&person| can_work(model, person, self.busy[person], task.slots));
        if let Some(lead) = free.min_by_key(|&person| (self.burden(person, task.slots), person)) {
            return Some(Choice { lead, handed_over: Vec::new() });
        }
        (1..=LONGEST).find_map(|length| {
            let mut chain = Chain { busy: self.busy.clone(), moved: vec![job], left: HANDOVERS };
            let (_, lead, handed_over) = self.hand_on(job, length, &mut chain)?;
            Some(Choice { lead, handed_over })
        })
    }

    /// Who may lead a job, free or not.
    fn able(&self, job: Job, task: Task) -> impl Iterator<Item = usize> + '_ {
        let id = match job {
            Job::Part(position) => &self.parts[position].id,
            Job::Base(position) => &self.base[position].id,
        };
        let not_led = &self.told.not_led;
        let is_asked =
            move |person: usize| not_led.is_empty() || !not_led.contains(&(id.clone(), person));
        let leads = &self.model.school.activities[task.activity].leads;
        leads.iter().copied().filter(move |&one| is_asked(one) && self.may_take(one, task))
    }

    /// Who takes a job along a chain of so many handovers that moves the fewest slots.
    fn hand_on(&self, job: Job, length: usize, chain: &mut Chain) -> Option<Found> {
        let model = self.model;
        let task = self.task(job);
        if length == 0 {
            let mut free = self.able(job, task);
            let lead = free.find(|&p| can_work(model, p, chain.busy[p], task.slots))?;
            return Some((0, lead, Vec::new()));
        }
        let mut best: Option<Found> = None;
        for lead in self.able(job, task) {
            for handed in self.jobs_of(lead) {
                let given = self.task(handed).slots;
                let rest = chain.busy[lead] & !given;
                if chain.left == 0
                    || chain.moved.contains(&handed)
                    || !can_work(model, lead, rest, task.slots)
                {
                    continue;
                }
                chain.left -= 1;
                let before = std::mem::replace(&mut chain.busy[lead], rest | task.slots);
                chain.moved.push(handed);
                let found = self.hand_on(handed, length - 1, chain);
                chain.moved.pop();
                chain.busy[lead] = before;
                let Some((slots, other, mut rest)) = found else { continue };
                let slots = slots + given.count_ones();
                if other != lead && best.as_ref().is_none_or(|best| slots < best.0) {
                    rest.push((handed, other));
                    best = Some((slots, lead, rest));
                }
            }
        }
        best
    }

    /// Does what was chosen; the lead.
    fn take(&mut self, choice: &Choice, slots: SlotMask) -> usize {
        for &(job, _) in &choice.handed_over {
            let given = self.task(job).slots;
            if let Some(before) = self.lead_of(job) {
                self.busy[before] &= !given;
            }
        }
        for &(job, other) in &choice.handed_over {
            self.busy[other] |= self.task(job).slots;
            match job {
                Job::Part(position) => self.parts[position].lead = Some(other),
                Job::Base(position) => self.base[position].lead = Some(other),
            }
        }
        self.busy[choice.lead] |= slots;
        choice.lead
    }

    fn lead_of(&self, job: Job) -> Option<usize> {
        match job {
            Job::Part(position) => self.parts[position].lead,
            Job::Base(position) => self.base[position].lead,
        }
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
