//! Staff of a school with duties: every job in turn, dearest first, to whoever takes it at least
//! cost; where nobody can, people hand jobs on to each other until somebody can. Jobs of one slot
//! that can be done together form a matroid, so that this order gives the least shortfall there.

use crate::base::BasePlan;
use crate::duties::Work;
use crate::jobs::{self, Job, Kind, Meeting};
use crate::legal::{can_take, load_points};
use crate::model::{Model, Objective, TICKS};
use crate::openings::Openings;
use crate::{gates, jobs::MUST};
use kehou_domain::instance::SlotMask;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

/// Most people asked while one job is handed on.
const MOST_ASKED: usize = 2000;

/// Points of quality to a point over budget.
const OVER_BUDGET: i64 = 1000;

/// Passes that even out the load.
const PASSES: u32 = 4;

/// Jobs and who does them.
pub struct Roster<'a> {
    model: &'a Model<'a>,
    openings: &'a Openings<'a>,
    base: &'a BasePlan,
    /// All jobs.
    pub jobs: Vec<Job>,
    /// Everybody's week.
    pub work: Vec<Work>,
    held: Vec<Vec<usize>>,
    /// Job of leading each section and each base section, unless a pin gives the lead.
    section_jobs: Vec<Option<usize>>,
    base_jobs: Vec<Option<usize>>,
    /// Jobs that nobody may take over who would need a teacher beside them.
    teacher_only: BTreeSet<usize>,
    /// What pay is weighed at: dear once it is over the budget.
    money: Objective,
}

/// Who was asked to take on which work, and could not even by handing on all else. What failed once
/// fails again, as others only take more: it is never asked again.
#[derive(Default)]
struct Asked {
    in_vain: BTreeSet<(usize, Work)>,
    /// Those asked for the job at hand.
    now: Vec<(usize, Work)>,
}

impl Asked {
    /// Whether somebody is still to be asked.
    fn is_new(&mut self, person: usize, work: Work) -> bool {
        let is_new = self.in_vain.insert((person, work));
        if is_new {
            self.now.push((person, work));
        }
        is_new
    }

    /// A job was handed on: who was asked for it may be asked again.
    fn forget(&mut self) {
        for asked in self.now.drain(..) {
            self.in_vain.remove(&asked);
        }
    }
}

impl<'a> Roster<'a> {
    /// Gives out all jobs; `pupils` is the number in each section.
    pub fn new(
        model: &'a Model<'a>,
        openings: &'a Openings<'a>,
        base: &'a BasePlan,
        pupils: &[u32],
    ) -> Self {
        let mut jobs = jobs::leads(model, openings, base);
        jobs.extend(jobs::duties(model, openings, base));
        jobs.extend(gates::guards(model));
        jobs.extend(jobs::assistants(model, openings, base, pupils));
        for duty in &model.fixed.duties {
            jobs::keep(&mut jobs, duty);
        }
        let slots = openings.staff_busy.iter().enumerate();
        let work: Vec<Work> = slots
            .map(|(person, &slots)| Work { slots, ..model.fixed.beyond_slots(person) })
            .collect();
        let mut roster = Self {
            model,
            openings,
            base,
            held: vec![Vec::new(); work.len()],
            section_jobs: vec![None; openings.sections.len()],
            base_jobs: vec![None; base.sections.len()],
            teacher_only: BTreeSet::new(),
            money: Objective::weighted(1),
            jobs,
            work,
        };
        for (index, job) in roster.jobs.iter().enumerate() {
            match job.kind {
                Kind::SectionLead(section) => roster.section_jobs[section] = Some(index),
                Kind::BaseLead(section) => roster.base_jobs[section] = Some(index),
                _ => {}
            }
            if let Some(lead) = job.holder {
                roster.held[lead].push(index);
            }
        }
        roster.fill(0);
        if model.duties.accompanies {
            roster.accompany();
        }
        roster.even_out();
        let periods = roster.work.iter().map(|work| i64::from(work.periods()));
        if model.purse.points(model.purse.spent(periods)).0 > 0 {
            roster.money = Objective::weighted(OVER_BUDGET);
            roster.even_out();
        }
        roster
    }

    /// Gives out the jobs from position `from` on that nobody has.
    fn fill(&mut self, from: usize) {
        let mut order: Vec<usize> =
            (from..self.jobs.len()).filter(|&job| self.jobs[job].holder.is_none()).collect();
        order.sort_by_key(|&job| {
            let data = &self.jobs[job];
            (std::cmp::Reverse(data.points), data.people.len(), job)
        });
        let mut asked = Asked::default();
        for job in order {
            if let Some(person) = self.cheapest(job) {
                self.give(job, person);
            } else if self.hand_on(job, &mut asked) {
                asked.forget();
            } else {
                asked.now.clear();
            }
        }
    }

    /// Whoever takes the job at least cost, of those who can.
    fn cheapest(&self, job: usize) -> Option<usize> {
        let data = &self.jobs[job];
        let can = |&person: &usize| {
            self.may_hold(job, person) && can_take(self.model, person, self.work[person], data.work)
        };
        let people = data.people.iter().copied().filter(can);
        people.min_by_key(|&person| {
            let load =
                self.model.school.staff[person].day_load + i64::from(self.work[person].periods());
            (self.wants_company(job, person), self.cost(job, person), load, person)
        })
    }

    /// The job would need a teacher beside this person.
    fn wants_company(&self, job: usize, person: usize) -> bool {
        if !self.model.duties.accompanies {
            return false;
        }
        match self.jobs[job].kind {
            Kind::SectionLead(_) | Kind::BaseLead(_) => self.is_outsider(person),
            Kind::Assistant(meeting) => {
                !self.is_teacher(person)
                    && self.lead(meeting).is_some_and(|lead| self.is_outsider(lead))
            }
            _ => false,
        }
    }

    fn is_teacher(&self, person: usize) -> bool {
        self.model.school.staff[person].duties.is_teacher
    }

    fn is_outsider(&self, person: usize) -> bool {
        self.model.school.staff[person].is_outsider
    }

    fn may_hold(&self, job: usize, person: usize) -> bool {
        !self.teacher_only.contains(&job) || !self.wants_company(job, person)
    }

    /// Ticks of load, wishes and pay that the job adds to the person's week.
    fn cost(&self, job: usize, person: usize) -> i64 {
        let more = self.jobs[job].work.periods();
        let before = self.work[person].periods();
        let load = load_points(self.model, person, before, before + more);
        let purse = &self.model.purse;
        let wage = purse.ticks(person, self.money, purse.dearest(self.money));
        (load + self.wish(job, person)) * TICKS + wage * i64::from(more)
    }

    /// Points of `staff_wish` that come or go with the job.
    fn wish(&self, job: usize, person: usize) -> i64 {
        let staff = &self.model.school.staff[person];
        let activity = |job: &Job| job.activity(self.model, self.openings, self.base);
        let Some(this) = activity(&self.jobs[job]).filter(|_| staff.serves) else { return 0 };
        let leads = |job: &Job| !matches!(job.kind, Kind::Assistant(_));
        let is_wanted = staff.wanted.contains(&this) && leads(&self.jobs[job]);
        let is_unwanted = staff.unwanted.contains(&this);
        if !is_wanted && !is_unwanted {
            return 0;
        }
        let mut others = self.held[person]
            .iter()
            .filter(|&&other| other != job)
            .map(|&other| &self.jobs[other])
            .filter(|other| activity(other) == Some(this));
        let is_new = if is_wanted { !others.any(leads) } else { others.next().is_none() };
        let points = self.model.school.rules.weight(Rule::StaffWish);
        let sign = i64::from(is_unwanted) - i64::from(is_wanted);
        if is_new { sign * points } else { 0 }
    }

    fn give(&mut self, job: usize, person: usize) {
        self.work[person] = self.work[person].with(self.jobs[job].work);
        self.held[person].push(job);
        self.jobs[job].holder = Some(person);
    }

    fn release(&mut self, job: usize) {
        if let Some(person) = self.jobs[job].holder.take() {
            self.work[person] = self.work[person].without(self.jobs[job].work);
            self.held[person].retain(|&other| other != job);
        }
    }

    /// Finds somebody for a job by handing other jobs on; nothing changes when nobody is found.
    fn hand_on(&mut self, job: usize, asked: &mut Asked) -> bool {
        let work = self.jobs[job].work;
        for at in 0..self.jobs[job].people.len() {
            let person = self.jobs[job].people[at];
            if asked.now.len() >= MOST_ASKED {
                return false;
            }
            if !self.may_hold(job, person) || !asked.is_new(person, work) {
                continue;
            }
            if can_take(self.model, person, self.work[person], work) {
                self.give(job, person);
                return true;
            }
            for other in self.held[person].clone() {
                let rest = self.work[person].without(self.jobs[other].work);
                if !can_take(self.model, person, rest, work) {
                    continue;
                }
                self.release(other);
                self.give(job, person);
                if self.hand_on(other, asked) {
                    return true;
                }
                self.release(job);
                self.give(other, person);
            }
        }
        false
    }

    /// Teachers for the sessions that outsiders lead alone.
    fn accompany(&mut self) {
        let alone = self.alone();
        let from = self.jobs.len();
        self.protect_teachers();
        self.jobs.extend(jobs::companions(self.model, &alone));
        self.fill(from);
        // A lead may have become a teacher on the way.
        let still: BTreeSet<Meeting> =
            self.alone().into_iter().map(|(meeting, _)| meeting).collect();
        for job in from..self.jobs.len() {
            if let Kind::Companion(meeting) = self.jobs[job].kind
                && !still.contains(&meeting)
            {
                self.release(job);
                self.jobs[job].people.clear();
                self.jobs[job].points = 0;
            }
        }
        self.protect_teachers();
    }

    /// What teachers lead, or assist where that counts, stays with teachers.
    fn protect_teachers(&mut self) {
        for job in 0..self.jobs.len() {
            if self.jobs[job].holder.is_some_and(|person| !self.wants_company(job, person)) {
                self.teacher_only.insert(job);
            }
        }
    }

    /// Sessions led by an outsider without a teacher among the assistants, with their slots.
    fn alone(&self) -> Vec<(Meeting, SlotMask)> {
        let mut helped: BTreeSet<Meeting> = BTreeSet::new();
        for job in &self.jobs {
            if let (Kind::Assistant(meeting), Some(person)) = (job.kind, job.holder)
                && self.is_teacher(person)
            {
                helped.insert(meeting);
            }
        }
        let mut alone = self.meetings();
        alone.retain(|&(meeting, _)| {
            let outsider = self.lead(meeting).is_some_and(|lead| self.is_outsider(lead));
            let given = self.given(meeting).iter().any(|&person| self.is_teacher(person));
            outsider && !given && !helped.contains(&meeting)
        });
        alone
    }

    fn meetings(&self) -> Vec<(Meeting, SlotMask)> {
        let mut all = Vec::new();
        for (index, section) in self.openings.sections.iter().enumerate() {
            let sessions = self.model.columns[section.column].sessions.iter().enumerate();
            all.extend(sessions.map(|(n, &slots)| (Meeting::Section(index, n), slots)));
        }
        let base = self.base.sections.iter().enumerate();
        all.extend(base.map(|(index, section)| (Meeting::Base(index), 1 << section.slot)));
        all
    }

    /// Assistants that a pin gives a session.
    fn given(&self, meeting: Meeting) -> &[usize] {
        let fixed = &self.model.fixed;
        match meeting {
            Meeting::Section(index, session) => {
                fixed.sections.get(index).map_or(&[], |fixed| &fixed.assistants[session])
            }
            Meeting::Base(index) => {
                let base = self.base.sections[index].fixed;
                base.map_or(&[], |number| &fixed.base[number].assistants)
            }
        }
    }

    /// Who leads a session.
    fn lead(&self, meeting: Meeting) -> Option<usize> {
        match meeting {
            Meeting::Section(index, _) => Some(self.section_lead(index)),
            Meeting::Base(index) => self.base_lead(index),
        }
    }

    /// Who leads a section.
    pub fn section_lead(&self, index: usize) -> usize {
        let job = self.section_jobs[index];
        job.and_then(|job| self.jobs[job].holder).unwrap_or(self.openings.sections[index].lead)
    }

    /// Who leads a base section.
    pub fn base_lead(&self, index: usize) -> Option<usize> {
        let fixed = self.base.sections[index].fixed;
        let given = fixed.and_then(|number| self.model.fixed.base[number].lead);
        given.or_else(|| self.base_jobs[index].and_then(|job| self.jobs[job].holder))
    }

    /// Moves jobs to others as long as that lowers the points of load and wishes.
    fn even_out(&mut self) {
        for _ in 0..PASSES {
            let mut moved = false;
            for job in 0..self.jobs.len() {
                let Some(from) = self.jobs[job].holder else { continue };
                self.release(job);
                let stays = self.cost(job, from);
                let to = if stays > 0 { self.cheapest(job) } else { None };
                let better = |&to: &usize| {
                    self.cost(job, to) < stays
                        && (!self.wants_company(job, to) || self.wants_company(job, from))
                };
                let to = to.filter(better).unwrap_or(from);
                self.give(job, to);
                moved |= to != from;
            }
            if !moved {
                return;
            }
        }
    }

    /// Gives up a job that is not needed.
    pub fn drop_job(&mut self, job: usize) {
        if self.jobs[job].points < MUST {
            self.release(job);
        }
    }
}
