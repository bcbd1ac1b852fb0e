//! A plan as data taken into the engine's terms, so that the search goes on from it.

use crate::base::{BasePlan, BaseSection};
use crate::candidate::Candidate;
use crate::gates;
use crate::model::Model;
use crate::openings::{OpenSection, Openings};
use crate::repair::repair_in;
use crate::seats::Seats;
use crate::staffing::Staffing;
use crate::week::Place;
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::plan::{SchoolPlan, Section, Session};

/// The incumbent plan, put right where it is no longer legal. `None` without an incumbent, or
/// where pins ask for parts of their own.
pub fn warm_start<'a>(model: &'a Model<'a>) -> Option<(Candidate, Openings<'a>)> {
    let fixed = &model.fixed;
    let has_parts =
        !(fixed.sections.is_empty() && fixed.base.is_empty() && fixed.duties.is_empty());
    if has_parts || fixed.is_impossible {
        return None;
    }
    take(model, &repair_in(model)?)
}

/// A legal plan; `None` when it names what the school does not have.
pub(crate) fn take<'a>(
    model: &'a Model<'a>,
    plan: &SchoolPlan,
) -> Option<(Candidate, Openings<'a>)> {
    let mut desk = Desk::new(model);
    for section in &plan.sections {
        let activity = position(&model.school.activities, |one| one.id == section.activity)?;
        if model.school.activities[activity].grouping.is_none() {
            desk.take_section(activity, section)?;
        } else {
            desk.take_base(activity, section)?;
        }
    }
    Some(desk.finish())
}

struct Desk<'a> {
    model: &'a Model<'a>,
    openings: Openings<'a>,
    seats: Seats,
    rosters: Vec<Vec<u32>>,
    base: BasePlan,
    staffing: Staffing,
}

fn position<T>(items: &[T], is: impl Fn(&T) -> bool) -> Option<usize> {
    items.iter().position(is)
}

impl<'a> Desk<'a> {
    fn new(model: &'a Model<'a>) -> Self {
        let slots = model.school.slots.len();
        Self {
            openings: Openings::new(model),
            seats: Seats::empty(model),
            rosters: Vec::new(),
            base: BasePlan {
                rooms_missing: vec![0; slots],
                rooms_used: vec![0; slots],
                ..BasePlan::default()
            },
            staffing: Staffing { busy: vec![0; model.school.staff.len()], ..Staffing::default() },
            model,
        }
    }

    fn slot(&self, session: &Session) -> Option<usize> {
        position(&self.model.school.slots, |slot| slot.at == session.start)
    }

    fn room(&self, session: &Session) -> Option<usize> {
        position(&self.model.school.rooms, |room| room.id == session.room)
    }

    fn person(&self, id: &str) -> Option<usize> {
        position(&self.model.school.staff, |person| person.id == id)
    }

    fn pupils(&self, section: &Section) -> Option<Vec<u32>> {
        let of = |id: &String| position(&self.model.school.students, |one| one.id == *id);
        let mut pupils: Vec<u32> =
            section.students.iter().map(|id| Some(of(id)? as u32)).collect::<Option<_>>()?;
        pupils.sort_unstable();
        Some(pupils)
    }

    fn assistants(&mut self, session: &Session, slots: SlotMask) -> Option<Vec<usize>> {
        let mut found: Vec<usize> =
            session.assistants.iter().map(|id| self.person(id)).collect::<Option<_>>()?;
        found.sort_unstable();
        for &person in &found {
            self.staffing.busy[person] |= slots;
        }
        Some(found)
    }

    fn take_section(&mut self, activity: usize, section: &Section) -> Option<()> {
        let model = self.model;
        let starts: Vec<usize> =
            section.sessions.iter().map(|one| self.slot(one)).collect::<Option<_>>()?;
        let patterns = &model.school.activities[activity].patterns;
        let column = model.columns_of[activity]
            .clone()
            .find(|&column| patterns[model.columns[column].pattern].starts == starts)?;
        let data = &model.columns[column];
        let lead = self.person(&section.sessions.first()?.lead)?;
        let rooms: Vec<usize> =
            section.sessions.iter().map(|one| self.room(one)).collect::<Option<_>>()?;
        let capacity = rooms.iter().map(|&room| model.school.rooms[room].capacity).min()?;
        let seats = capacity.min(model.school.activities[activity].max_size);
        self.staffing.busy[lead] |= data.mask;
        let mut assistants = Vec::new();
        for (session, &slots) in section.sessions.iter().zip(&data.sessions) {
            assistants.push(self.assistants(session, slots)?);
        }
        let pupils = self.pupils(section)?;
        for &pupil in &pupils {
            let wants = model.pupils[pupil as usize].wants.clone();
            let want = wants.into_iter().find(|&want| model.wants[want].activity == activity)?;
            let mut week = self.seats.clear(pupil as usize);
            week.push(Place { want: want as u32, column: column as u32 });
            self.seats.seat(pupil as usize, &week);
        }
        let needed = model.school.assistants_needed(activity, pupils.len() as u32);
        for found in &assistants {
            self.staffing.assistants_missing += needed.saturating_sub(found.len() as u32);
        }
        self.staffing.assistants.push(assistants);
        self.rosters.push(pupils);
        self.openings.open(OpenSection { column, lead, rooms, seats, is_fixed: false });
        Some(())
    }

    fn take_base(&mut self, activity: usize, section: &Section) -> Option<()> {
        let model = self.model;
        let session = section.sessions.first()?;
        let slot = self.slot(session)?;
        let room = self.room(session)?;
        let pupils = self.pupils(section)?;
        let first = *pupils.first()? as usize;
        let open = &model.rows[model.pupils[first].row][slot];
        let pool = open.iter().copied().find(|&pool| model.pools[pool].activity == activity)?;
        let lead = self.person(&session.lead);
        lead.inspect(|&lead| self.staffing.busy[lead] |= 1 << slot);
        let assistants = self.assistants(session, 1 << slot)?;
        let needed = model.school.assistants_needed(activity, pupils.len() as u32);
        self.staffing.assistants_missing += needed.saturating_sub(assistants.len() as u32);
        self.staffing.base_assistants.push(assistants);
        self.staffing.base_leads.push(lead);
        self.base.rooms_used[slot] += u32::from(model.pools[pool].home_room.is_none());
        self.base.sections.push(BaseSection { pool, slot, room, pupils, fixed: None });
        Some(())
    }

    fn finish(mut self) -> (Candidate, Openings<'a>) {
        let model = self.model;
        for (index, pupil) in model.pupils.iter().enumerate() {
            let week = self.seats.weeks[index].iter();
            let used = week.fold(0, |mask, p| mask | model.columns[p.column as usize].mask);
            let base = self.base.sections.iter();
            let placed = base
                .filter(|section| section.pupils.binary_search(&(index as u32)).is_ok())
                .fold(used, |mask, section| mask | 1 << section.slot);
            let without = bits(pupil.attends & !placed).map(|slot| (index as u32, slot));
            self.base.unplaced.extend(without);
        }
        // Duties decide on leads together with sessions, so that staff are found anew.
        let candidate = if model.duties.needs_staff() {
            Candidate::new(model, &self.openings, self.seats)
        } else {
            self.staffing.duty.exits = gates::unguarded(model);
            let parts = (self.seats, self.rosters);
            Candidate::assemble(model, &self.openings, parts, (self.base, self.staffing))
        };
        (candidate, self.openings)
    }
}
