//! Everything that wants a person, one job a head: leads, assistants, duties, and teachers who
//! accompany outsiders, each with who can do it and what it costs in points when nobody does.

use crate::base::BasePlan;
use crate::duties::Work;
use crate::legal::can_take;
use crate::model::Model;
use crate::openings::{Openings, may_lead};
use crate::pinned_duties::FixedDuty;
use crate::pins::goes_together;
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

/// Points of a job that must be done.
pub const MUST: i64 = i64::MAX / 4;

/// A session: of a section, or the one of a base section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meeting {
    /// Section and session by position.
    Section(usize, usize),
    /// Base section by position.
    Base(usize),
}

/// What a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Leads a section: all its sessions.
    SectionLead(usize),
    /// Leads a base section.
    BaseLead(usize),
    /// Assists in a session.
    Assistant(Meeting),
    /// Accompanies an outsider in a session.
    Companion(Meeting),
    /// Patrols a slot.
    Patrol(usize),
    /// Supervises an area in a slot.
    Area(usize, usize),
    /// Is leader on duty on a weekday: a demand by position.
    Leader(usize, usize),
    /// Guards a wave of a stand: a gate place.
    Gate(usize),
}

/// One head wanted.
#[derive(Clone, Debug)]
pub struct Job {
    /// What it is.
    pub kind: Kind,
    /// When.
    pub work: Work,
    /// Points when nobody does it.
    pub points: i64,
    /// Who can.
    pub people: Vec<usize>,
    /// Who does.
    pub holder: Option<usize>,
}

impl Job {
    /// An open job; `people` are those whose week it fits by itself.
    pub fn new(
        model: &Model,
        kind: Kind,
        work: Work,
        points: i64,
        people: impl Iterator<Item = usize>,
    ) -> Self {
        let fits = |&person: &usize| can_take(model, person, Work::default(), work);
        Self { kind, work, points, people: people.filter(fits).collect(), holder: None }
    }

    /// Activity that is led or assisted.
    pub fn activity(&self, model: &Model, openings: &Openings, base: &BasePlan) -> Option<usize> {
        let of_section = |section: usize| model.columns[openings.sections[section].column].activity;
        let of_base = |section: usize| model.pools[base.sections[section].pool].activity;
        match self.kind {
            Kind::SectionLead(section) | Kind::Assistant(Meeting::Section(section, _)) => {
                Some(of_section(section))
            }
            Kind::BaseLead(section) | Kind::Assistant(Meeting::Base(section)) => {
                Some(of_base(section))
            }
            _ => None,
        }
    }
}

/// Jobs of leading; those of sections have their lead already.
pub fn leads(model: &Model, openings: &Openings, base: &BasePlan) -> Vec<Job> {
    let school = model.school;
    let mut jobs = Vec::new();
    for (index, section) in openings.sections.iter().enumerate().filter(|(_, s)| !s.is_fixed) {
        let column = &model.columns[section.column];
        let people = school.activities[column.activity].leads.iter().copied();
        let people = people.filter(|&staff| {
            is_free(model, staff, column.mask)
                && may_lead(model, column.activity, column.mask, staff)
        });
        let work = Work::in_slots(column.mask);
        let mut job = Job::new(model, Kind::SectionLead(index), work, MUST, people);
        job.holder = Some(section.lead);
        jobs.push(job);
    }
    let points = school.rules.weight(Rule::SessionStaffed);
    for (index, section) in base.sections.iter().enumerate() {
        if section.fixed.is_some_and(|fixed| model.fixed.base[fixed].lead.is_some()) {
            continue;
        }
        let activity = model.pools[section.pool].activity;
        let data = &school.activities[activity];
        let slots = 1 << section.slot;
        let people = data.leads.iter().copied().filter(|&staff| {
            is_free(model, staff, slots)
                && may_lead(model, activity, slots, staff)
                && goes_together(model, activity, slots, section.room, Some(staff))
        });
        // Without a lead the section closes, and its pupils have no place.
        let weights = section.pupils.iter().map(|&pupil| model.pupils[pupil as usize].weight);
        let worth: i64 = weights.map(|w| school.rules.weight(Rule::Unplaced) * w / 100).sum();
        let cost = if data.component.may_lack_lead() { points.min(worth) } else { worth };
        jobs.push(Job::new(model, Kind::BaseLead(index), Work::in_slots(slots), cost, people));
    }
    jobs
}

/// Jobs of assisting; `pupils` is the number in each section.
pub fn assistants(model: &Model, openings: &Openings, base: &BasePlan, pupils: &[u32]) -> Vec<Job> {
    let school = model.school;
    let points = school.rules.missing_assistant_points;
    let mut jobs = Vec::new();
    let mut ask = |meeting: Meeting, slots: SlotMask, number: usize| {
        for _ in 0..number {
            let people = (0..school.staff.len())
                .filter(|&staff| school.staff[staff].serves && is_free(model, staff, slots));
            let kind = Kind::Assistant(meeting);
            jobs.push(Job::new(model, kind, Work::in_slots(slots), points, people));
        }
    };
    for (index, (section, &n)) in openings.sections.iter().zip(pupils).enumerate() {
        let column = &model.columns[section.column];
        let needed = school.assistants_needed(column.activity, n) as usize;
        for (session, &slots) in column.sessions.iter().enumerate() {
            let fixed = model.fixed.sections.get(index);
            let given = fixed.map_or(0, |fixed| fixed.assistants[session].len());
            ask(Meeting::Section(index, session), slots, needed.saturating_sub(given));
        }
    }
    for (index, section) in base.sections.iter().enumerate() {
        let activity = model.pools[section.pool].activity;
        let needed = school.assistants_needed(activity, section.pupils.len() as u32) as usize;
        let given = section.fixed.map_or(0, |fixed| model.fixed.base[fixed].assistants.len());
        ask(Meeting::Base(index), 1 << section.slot, needed.saturating_sub(given));
    }
    jobs
}

/// Jobs of duties, guards aside.
pub fn duties(model: &Model, openings: &Openings, base: &BasePlan) -> Vec<Job> {
    let duties = &model.duties;
    let rules = &model.school.rules;
    let mut jobs = Vec::new();
    let everyone = || 0..model.school.staff.len();
    for slot in bits(duties.served) {
        for _ in 0..duties.patrol {
            let people = everyone().filter(|&p| duties.terms[p].patrol >> slot & 1 == 1);
            let (kind, work) = (Kind::Patrol(slot), Work::in_slots(1 << slot));
            jobs.push(Job::new(model, kind, work, rules.weight(Rule::Patrol), people));
        }
    }
    for (slot, area) in areas_in_use(model, openings, base) {
        for _ in 0..duties.supervisors {
            let people = everyone().filter(|&p| duties.terms[p].area >> slot & 1 == 1);
            let (kind, work) = (Kind::Area(slot, area), Work::in_slots(1 << slot));
            jobs.push(Job::new(model, kind, work, rules.weight(Rule::AreaSupervisor), people));
        }
    }
    for day in (0..7).filter(|day| duties.leader_days >> day & 1 == 1) {
        for (number, &(rank, heads)) in duties.leaders.iter().enumerate() {
            for _ in 0..heads {
                let people = everyone().filter(|&p| {
                    let terms = &duties.terms[p];
                    terms.leaders >> day & 1 == 1 && terms.rank >= Some(rank)
                });
                let (kind, work) = (Kind::Leader(day, number), Work::leading(day));
                jobs.push(Job::new(model, kind, work, rules.weight(Rule::LeaderOnDuty), people));
            }
        }
    }
    jobs
}

/// Jobs of accompanying: each session led by an outsider without a teacher among its assistants.
pub fn companions(model: &Model, meetings: &[(Meeting, SlotMask)]) -> Vec<Job> {
    let points = model.school.rules.weight(Rule::OutsiderAccompanied);
    let staff = &model.school.staff;
    let jobs = meetings.iter().map(|&(meeting, slots)| {
        let people = (0..staff.len()).filter(|&person| {
            staff[person].serves && staff[person].duties.is_teacher && is_free(model, person, slots)
        });
        Job::new(model, Kind::Companion(meeting), Work::in_slots(slots), points, people)
    });
    jobs.collect()
}

/// Gives a duty that stays to its person: one of the heads demanded, or one more.
pub fn keep(jobs: &mut Vec<Job>, duty: &FixedDuty) {
    let leads = |kind: Kind| match kind {
        Kind::Leader(day, _) => Some(day),
        _ => None,
    };
    let same =
        |kind: Kind| kind == duty.kind || leads(kind).is_some() && leads(kind) == leads(duty.kind);
    let can = |job: &&mut Job| {
        same(job.kind) && job.holder.is_none() && job.people.contains(&duty.person)
    };
    let people = vec![duty.person];
    match jobs.iter_mut().find(can) {
        Some(job) => {
            (job.people, job.holder, job.points) = (people, Some(duty.person), MUST);
        }
        None => jobs.push(Job {
            kind: duty.kind,
            work: duty.work,
            points: MUST,
            people,
            holder: Some(duty.person),
        }),
    }
}

/// Slots and areas with a session, or an attending grade.
pub fn areas_in_use(
    model: &Model,
    openings: &Openings,
    base: &BasePlan,
) -> BTreeSet<(usize, usize)> {
    let duties = &model.duties;
    let mut used = BTreeSet::new();
    for (slot, areas) in duties.attended.iter().enumerate() {
        used.extend(areas.iter().map(|&area| (slot, area)));
    }
    if !duties.has_floors() {
        return used;
    }
    for section in &openings.sections {
        let sessions = &model.columns[section.column].sessions;
        for (&room, &slots) in section.rooms.iter().zip(sessions) {
            used.extend(
                duties.area_of_room[room].iter().flat_map(|&a| bits(slots).map(move |s| (s, a))),
            );
        }
    }
    for section in &base.sections {
        used.extend(duties.area_of_room[section.room].map(|area| (section.slot, area)));
    }
    used
}

fn is_free(model: &Model, staff: usize, slots: SlotMask) -> bool {
    slots & !model.staff_free[staff] == 0
}
