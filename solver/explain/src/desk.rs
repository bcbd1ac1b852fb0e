//! A school beside its plan, indexed for trial: who sits where, who works when, which rooms are
//! used, and what the independent check says of the plan as it is.

use kehou_check::{CheckReport, SchoolReport, check};
use kehou_domain::draft::{Bureau, School};
use kehou_domain::instance::{SchoolInstance, SlotMask, bits};
use kehou_domain::plan::{Plan, SchoolPlan, Section};
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// What was asked about does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotThere {
    /// No such school, or the plan has none of that id.
    School,
    /// No such pupil.
    Student,
    /// No such staff member.
    Staff,
    /// The plan has no such section.
    Section,
    /// The menu has no such activity.
    Activity,
}

/// An open section, in positions.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    /// Position in the plan.
    pub at: usize,
    /// Activity.
    pub activity: usize,
    /// Slots of all sessions.
    pub mask: SlotMask,
    /// Slots of each session.
    pub sessions: Vec<SlotMask>,
    /// Rooms of the sessions, those known.
    pub rooms: Vec<usize>,
    /// Pupils known.
    pub pupils: Vec<usize>,
}

/// A school beside its plan.
pub struct Desk {
    pub(crate) bureau: Bureau,
    pub(crate) plan: Plan,
    /// Position of the school in the bureau.
    at: usize,
    /// Position of its part in the plan.
    part: usize,
    pub(crate) model: SchoolInstance,
    pub(crate) open: Vec<Open>,
    /// Base sections open in each slot.
    pub(crate) base_at: Vec<Vec<usize>>,
    /// Open sections of each pupil.
    pub(crate) of_pupil: Vec<Vec<usize>>,
    /// Slots in which each staff member works.
    pub(crate) busy: Vec<SlotMask>,
    /// Slots in which each room is used.
    pub(crate) used: Vec<SlotMask>,
    /// Best rank of each activity a pupil lists, whether it may take it or not.
    ranks: Vec<BTreeMap<usize, i32>>,
    pub(crate) base: CheckReport,
}

impl Desk {
    /// Puts a school and its plan side by side. Where nothing of the plan ties it to others, it
    /// is looked at alone.
    pub fn new(bureau: &Bureau, plan: &Plan, school: &str) -> Result<Self, NotThere> {
        let find = |id: &str| bureau.schools.iter().position(|one| one.id == id);
        let only = (school.is_empty() && bureau.schools.len() == 1).then_some(0);
        let at = only.or_else(|| find(school)).ok_or(NotThere::School)?;
        let id = &bureau.schools[at].id;
        let part = plan.schools.iter().position(|one| one.school == *id);
        let part = part.ok_or(NotThere::School)?;
        if !kehou_engine::is_tied(bureau, at, plan)
            && bureau.schools.len() > 1
            && let Some(alone) = Self::alone(bureau, plan, at, part)
        {
            return Ok(alone);
        }
        Ok(Self::of(bureau.clone(), plan.clone(), at, part))
    }

    /// The school without the others, if the check then says the same of it.
    fn alone(bureau: &Bureau, plan: &Plan, at: usize, part: usize) -> Option<Self> {
        let whole = check(bureau, plan);
        let school = bureau.schools[at].clone();
        let few = Bureau { schools: vec![school], ..without_schools(bureau) };
        let schools = vec![plan.schools[part].clone()];
        let desk = Self::of(few, Plan { schools, ..bare(plan) }, 0, 0);
        let (id, alone) = (&desk.school().id, desk.base.schools.first()?);
        let same = whole.schools.get(at) == Some(alone)
            && whole.violations_at(id).eq(desk.base.violations.iter());
        same.then_some(desk)
    }

    fn of(bureau: Bureau, plan: Plan, at: usize, part: usize) -> Self {
        let model = kehou_engine::standing_in(&bureau, at, &plan);
        let base = check(&bureau, &plan);
        let ranks = ranks(&bureau.schools[at], &model);
        let mut desk = Self {
            ranks,
            open: Vec::new(),
            base_at: vec![Vec::new(); model.slots.len()],
            of_pupil: vec![Vec::new(); model.students.len()],
            busy: vec![0; model.staff.len()],
            used: vec![0; model.rooms.len()],
            bureau,
            plan,
            at,
            part,
            model,
            base,
        };
        desk.index();
        desk
    }

    fn index(&mut self) {
        let model = &self.model;
        let pupils: BTreeMap<&str, usize> = positions(model.students.iter().map(|s| s.id.as_str()));
        let staff: BTreeMap<&str, usize> = positions(model.staff.iter().map(|s| s.id.as_str()));
        let rooms: BTreeMap<&str, usize> = positions(model.rooms.iter().map(|r| r.id.as_str()));
        let plan = &self.plan.schools[self.part];
        for (at, section) in plan.sections.iter().enumerate() {
            let Some((activity, sessions)) = sessions_of(model, section) else { continue };
            let known = section.students.iter().filter_map(|id| pupils.get(id.as_str()).copied());
            let known: Vec<usize> = known.collect();
            for &pupil in &known {
                self.of_pupil[pupil].push(self.open.len());
            }
            let mut of_section = Vec::new();
            for (session, &slots) in section.sessions.iter().zip(&sessions) {
                let others = session.assistants.iter().chain([&session.companion]);
                for id in others.chain([&session.lead]) {
                    staff.get(id.as_str()).inspect(|&&person| self.busy[person] |= slots);
                }
                if let Some(&room) = rooms.get(session.room.as_str()) {
                    self.used[room] |= slots;
                    of_section.push(room);
                }
            }
            let mask = sessions.iter().fold(0, |all, slots| all | slots);
            if model.activities[activity].grouping.is_some() && mask.is_power_of_two() {
                self.base_at[mask.trailing_zeros() as usize].push(self.open.len());
            }
            let (rooms, pupils) = (of_section, known);
            self.open.push(Open { at, activity, mask, sessions, rooms, pupils });
        }
        for duty in &plan.duties {
            let slot = model
                .slots
                .iter()
                .position(|slot| (slot.at.weekday, slot.at.period) == (duty.weekday, duty.period));
            if let (Some(&person), Some(slot)) = (staff.get(duty.staff.as_str()), slot) {
                self.busy[person] |= 1 << slot;
            }
        }
    }

    /// The school.
    pub fn school(&self) -> &School {
        &self.bureau.schools[self.at]
    }

    /// Its plan.
    pub fn school_plan(&self) -> &SchoolPlan {
        &self.plan.schools[self.part]
    }

    /// The whole plan with another one for the school.
    pub(crate) fn plan_with(&self, school: SchoolPlan) -> Plan {
        let mut schools = self.plan.schools.clone();
        schools[self.part] = school;
        Plan { schools, ..bare(&self.plan) }
    }

    /// The school's part of another plan of the bureau.
    pub(crate) fn part_of(&self, plan: &Plan) -> SchoolPlan {
        plan.schools[self.part].clone()
    }

    /// What a report says of the school.
    pub(crate) fn report<'r>(&self, report: &'r CheckReport) -> Option<&'r SchoolReport> {
        report.schools.get(self.at)
    }

    pub(crate) fn section(&self, open: usize) -> &Section {
        &self.school_plan().sections[self.open[open].at]
    }

    /// Whether an open section is of an activity that opens per slot.
    pub(crate) fn is_base(&self, open: usize) -> bool {
        self.model.activities[self.open[open].activity].grouping.is_some()
    }

    /// Pupils that the rooms of an open section hold.
    pub(crate) fn room_seats(&self, open: usize) -> u32 {
        let rooms = self.open[open].rooms.iter();
        rooms.map(|&room| self.model.rooms[room].capacity).min().unwrap_or(u32::MAX)
    }

    /// Pupils that an open section holds.
    pub(crate) fn seats(&self, open: usize) -> u32 {
        self.room_seats(open).min(self.model.activities[self.open[open].activity].max_size)
    }

    /// Whether somebody can take on more work in the slots.
    pub(crate) fn can_work(&self, person: usize, busy: SlotMask, slots: SlotMask) -> bool {
        self.is_there(person, busy, slots) && self.is_within_caps(person, busy | slots)
    }

    /// Whether somebody serves, is there in the slots and has nothing else.
    pub(crate) fn is_there(&self, person: usize, busy: SlotMask, slots: SlotMask) -> bool {
        let data = &self.model.staff[person];
        data.serves && slots & !data.free == 0 && slots & busy == 0
    }

    fn is_within_caps(&self, person: usize, work: SlotMask) -> bool {
        let (model, data) = (&self.model, &self.model.staff[person]);
        let days = || (1..=7).map(|weekday| work & model.day_mask(weekday));
        let is_late = |day: SlotMask| bits(day).any(|slot| model.slots[slot].is_late);
        work.count_ones() <= data.weekly_cap
            && days().all(|day| day.count_ones() <= data.daily_cap)
            && days().filter(|&day| is_late(day)).count() as u32 <= data.late_cap
    }

    /// Whether a rule is on at the school.
    pub(crate) fn is_on(&self, rule: Rule) -> bool {
        self.model.rules.is_on(rule)
    }

    /// Rank of an activity the pupil lists.
    pub(crate) fn rank(&self, pupil: usize, activity: usize) -> Option<i32> {
        self.ranks[pupil].get(&activity).copied()
    }

    pub(crate) fn student(&self, id: &str) -> Result<usize, NotThere> {
        self.model.students.iter().position(|one| one.id == id).ok_or(NotThere::Student)
    }

    pub(crate) fn activity(&self, id: &str) -> Result<usize, NotThere> {
        self.model.activities.iter().position(|one| one.id == id).ok_or(NotThere::Activity)
    }
}

fn positions<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    ids.enumerate().map(|(at, id)| (id, at)).collect()
}

fn ranks(school: &School, model: &SchoolInstance) -> Vec<BTreeMap<usize, i32>> {
    let activities = positions(model.activities.iter().map(|one| one.id.as_str()));
    let pupils = positions(school.students.iter().map(|one| one.student.as_str()));
    let of = |id: &str| {
        let mut ranks: BTreeMap<usize, i32> = BTreeMap::new();
        let pupil = pupils.get(id).map(|&at| &school.students[at]);
        for choice in pupil.into_iter().flat_map(|pupil| &pupil.choices) {
            if let Some(&activity) = activities.get(choice.activity.as_str()) {
                let rank = choice.rank.max(1);
                ranks.entry(activity).and_modify(|best| *best = rank.min(*best)).or_insert(rank);
            }
        }
        ranks
    };
    model.students.iter().map(|student| of(&student.id)).collect()
}

/// Activity of a section and the slots of its sessions; none: the school does not know them.
fn sessions_of(model: &SchoolInstance, section: &Section) -> Option<(usize, Vec<SlotMask>)> {
    let activity = model.activities.iter().position(|one| one.id == section.activity)?;
    let length = model.activities[activity].length as usize;
    let sessions = section.sessions.iter().map(|session| {
        let start = model.slots.iter().position(|slot| slot.at == session.start)?;
        let end = (start + length).min(model.slots.len());
        Some((start..end).fold(0, |mask, slot| mask | 1 << slot))
    });
    Some((activity, sessions.collect::<Option<Vec<_>>>()?))
}

/// A bureau with all but its schools.
fn without_schools(bureau: &Bureau) -> Bureau {
    Bureau {
        id: bureau.id.clone(),
        name: bureau.name.clone(),
        term: bureau.term.clone(),
        policy: bureau.policy.clone(),
        shared_staff: bureau.shared_staff.clone(),
        venues: bureau.venues.clone(),
        travel: bureau.travel.clone(),
        pairs: bureau.pairs.clone(),
        loan_policy: bureau.loan_policy.clone(),
        budget: bureau.budget.clone(),
        schools: Vec::new(),
    }
}

/// A plan with all but its schools.
fn bare(plan: &Plan) -> Plan {
    Plan { bureau: plan.bureau.clone(), loans: plan.loans.clone(), schools: Vec::new() }
}
