//! A published plan put right after a change, with as little disturbance as can be found: what is
//! still legal stays, work without a person goes to somebody else, pupils without a place take
//! one in the same slots, sections too small are filled or close.
//!
//! The parts keep their ids. What comes out is legal wherever the school's hard data allow; it
//! is no proof that nothing disturbs less.

mod duty;
mod exact;
mod load;
mod places;
mod score;
mod search;
mod work;

use crate::model::{Model, Objective};
use crate::prices::Prices;
use crate::week::{Cost, Place};
use kehou_domain::instance::{SchoolInstance, SlotMask};
use kehou_domain::plan::{DutyAssignment, SchoolPlan, Section, Session};
use search::Told;
use std::collections::BTreeSet;

/// A section on a pattern.
#[derive(Clone, Debug)]
struct Part {
    id: String,
    column: usize,
    pupils: Vec<u32>,
    lead: Option<usize>,
    rooms: Vec<Option<usize>>,
    assistants: Vec<Vec<usize>>,
    companions: Vec<String>,
}

/// A base section.
#[derive(Clone, Debug)]
struct BasePart {
    id: String,
    pool: usize,
    slot: usize,
    room: usize,
    pupils: Vec<u32>,
    lead: Option<usize>,
    assistants: Vec<usize>,
}

/// The plan while it is put right.
struct Bench<'a> {
    model: &'a Model<'a>,
    cost: Cost,
    prices: Prices,
    parts: Vec<Part>,
    base: Vec<BasePart>,
    duties: Vec<DutyAssignment>,
    /// Duties nobody has any more.
    vacant: Vec<DutyAssignment>,
    /// Slots in which each staff member works or has a duty.
    busy: Vec<SlotMask>,
    /// Slots in which each room is used.
    rooms: Vec<SlotMask>,
    /// Places of each pupil in sections.
    weeks: Vec<Vec<Place>>,
    /// Activity each pupil had in each slot (`pupil * slots + slot`).
    before: Vec<Option<usize>>,
    /// Pupils who were in a section of an activity that is no longer there.
    bereft: BTreeSet<u32>,
    /// Number of the next new section.
    next: usize,
    /// Sections that had no lead when the plan was published.
    had_no_lead: BTreeSet<String>,
    /// Pools that are not to open again in a slot.
    shut: BTreeSet<(usize, usize)>,
    /// Decisions.
    told: Told,
}

/// The incumbent plan of a school, put right, with sections of these ids made two where people
/// and rooms allow. `None`: there is no incumbent.
pub fn repair(school: &SchoolInstance, splits: &[String]) -> Option<SchoolPlan> {
    let incumbent = school.incumbent.as_ref()?;
    let model = Model::new(school);
    let repaired = search::best(&model, incumbent, splits).plan(incumbent);
    let is_split = repaired.sections.len() > incumbent.sections.len() && !splits.is_empty();
    let less = (!is_split).then(|| exact::less_disturbed(&model, incumbent, &repaired)).flatten();
    Some(less.unwrap_or(repaired))
}

/// The same by search alone, for whoever asks often.
pub fn repair_by_search(school: &SchoolInstance) -> Option<SchoolPlan> {
    let incumbent = school.incumbent.as_ref()?;
    Some(search::best(&Model::new(school), incumbent, &[]).plan(incumbent))
}

/// The incumbent plan of a school put right at once, for a search that goes on from it.
pub fn repair_in(model: &Model) -> Option<SchoolPlan> {
    let incumbent = model.school.incumbent.as_ref()?;
    Some(put_right(model, incumbent, &[], &Told::default()).0.plan(incumbent))
}

/// One repair under decisions, and the sessions that must change whatever is decided.
fn put_right<'m>(
    model: &'m Model<'m>,
    incumbent: &SchoolPlan,
    splits: &[String],
    told: &Told,
) -> (Bench<'m>, i64) {
    let mut bench = Bench::new(model, incumbent);
    let forced = bench.sessions_unled();
    bench.told = told.clone();
    bench.give_up();
    bench.find_leads();
    bench.find_rooms();
    bench.close_unled();
    bench.split(splits);
    bench.split_full();
    bench.open_told();
    bench.join_told();
    bench.seat_everybody();
    bench.find_base_leads();
    bench.find_assistants();
    bench.find_duties();
    (bench, forced)
}

impl<'a> Bench<'a> {
    fn empty(model: &'a Model<'a>) -> Self {
        let cost = Cost::new(model, Objective::weighted(1000));
        let slots = model.school.slots.len();
        let base = vec![0; model.pools.len() * slots];
        let prices = Prices::new(model, &cost, vec![0; model.columns.len()], &base);
        Self {
            cost,
            prices,
            parts: Vec::new(),
            base: Vec::new(),
            duties: Vec::new(),
            vacant: Vec::new(),
            busy: vec![0; model.school.staff.len()],
            rooms: vec![0; model.school.rooms.len()],
            weeks: vec![Vec::new(); model.pupils.len()],
            before: vec![None; model.pupils.len() * slots],
            bereft: BTreeSet::new(),
            next: 1,
            had_no_lead: BTreeSet::new(),
            shut: BTreeSet::new(),
            told: Told::default(),
            model,
        }
    }

    /// Sessions that have no lead any more: each gets another, or closes.
    fn sessions_unled(&self) -> i64 {
        let parts = self.parts.iter().filter(|part| part.lead.is_none());
        let lost = |part: &&BasePart| part.lead.is_none() && !self.had_no_lead.contains(&part.id);
        let base = self.base.iter().filter(lost).count();
        (parts.map(|part| part.rooms.len()).sum::<usize>() + base) as i64
    }

    /// Closes the sections that were decided to close.
    fn give_up(&mut self) {
        for position in (0..self.parts.len()).rev() {
            if self.told.closed.contains(&self.parts[position].id) {
                self.close(position);
            }
        }
        for position in (0..self.base.len()).rev() {
            if self.told.closed.contains(&self.base[position].id) {
                self.shut.insert((self.base[position].pool, self.base[position].slot));
                self.close_base(position);
            }
        }
    }

    /// Slots of a pupil that sections cover.
    fn in_sections(&self, pupil: u32) -> SlotMask {
        let week = self.weeks[pupil as usize].iter();
        week.fold(0, |mask, place| mask | self.model.columns[place.column as usize].mask)
    }

    /// Slots of a pupil that base sections cover.
    fn in_base(&self, pupil: u32) -> SlotMask {
        let parts = self.base.iter().filter(|part| part.pupils.binary_search(&pupil).is_ok());
        parts.fold(0, |mask, part| mask | 1 << part.slot)
    }

    /// Whether equipment is left for one more session of the activity in the slots.
    fn has_equipment(&self, activity: usize, slots: SlotMask) -> bool {
        let school = self.model.school;
        let pieces = |activity: usize, pool: usize| -> u32 {
            let used = school.activities[activity].equipment.iter().filter(|e| e.0 == pool);
            used.map(|e| e.1).sum()
        };
        school.activities[activity].equipment.iter().all(|&(pool, needed)| {
            kehou_domain::instance::bits(slots).all(|slot| {
                let sections = self
                    .parts
                    .iter()
                    .filter(|part| self.model.columns[part.column].mask >> slot & 1 == 1);
                let used: u32 = sections
                    .map(|part| pieces(self.model.columns[part.column].activity, pool))
                    .chain(
                        self.base
                            .iter()
                            .filter(|part| part.slot == slot)
                            .map(|part| pieces(self.model.pools[part.pool].activity, pool)),
                    )
                    .sum();
                used + needed <= school.equipment[pool]
            })
        })
    }

    /// An id no section has.
    fn new_id(&mut self) -> String {
        loop {
            let id = format!("n{:04}", self.next);
            self.next += 1;
            let taken =
                self.parts.iter().map(|part| &part.id).chain(self.base.iter().map(|b| &b.id));
            if taken.into_iter().all(|other| *other != id) {
                return id;
            }
        }
    }

    /// The plan as data; departures and mentors as they were, as far as those named are there.
    fn plan(&self, incumbent: &SchoolPlan) -> SchoolPlan {
        let school = self.model.school;
        let mut sections: Vec<Section> = self.parts.iter().map(|part| self.section(part)).collect();
        sections.extend(self.base.iter().map(|part| self.base_section(part)));
        sections.sort_by(|a, b| {
            let key = |section: &Section| (section.sessions[0].start, section.id.clone());
            key(a).cmp(&key(b))
        });
        self.name_stand_ins(incumbent, &mut sections);
        let is_group = |id: &str| school.groups.iter().any(|group| group.id == id);
        let is_pupil = |id: &str| school.students.iter().any(|student| student.id == id);
        let is_staff = |id: &str| school.staff.iter().any(|person| person.id == id);
        SchoolPlan {
            school: school.id.clone(),
            sections,
            duties: self.duties.clone(),
            departures: incumbent
                .departures
                .iter()
                .filter(|departure| is_group(&departure.group))
                .cloned()
                .collect(),
            mentors: incumbent
                .mentors
                .iter()
                .filter(|mentor| is_pupil(&mentor.student) && is_staff(&mentor.staff))
                .cloned()
                .collect(),
        }
    }

    fn section(&self, part: &Part) -> Section {
        let school = self.model.school;
        let column = &self.model.columns[part.column];
        let sessions = column.sessions.iter().enumerate().map(|(number, slots)| Session {
            start: school.slots[slots.trailing_zeros() as usize].at,
            room: self.room_id(part.rooms[number]),
            lead: self.staff_id(part.lead),
            assistants: self.staff_ids(&part.assistants[number]),
            companion: part.companions[number].clone(),
            ..Session::default()
        });
        Section {
            id: part.id.clone(),
            activity: school.activities[column.activity].id.clone(),
            sessions: sessions.collect(),
            students: self.student_refs(&part.pupils),
        }
    }

    fn base_section(&self, part: &BasePart) -> Section {
        let school = self.model.school;
        let session = Session {
            start: school.slots[part.slot].at,
            room: self.room_id(Some(part.room)),
            lead: self.staff_id(part.lead),
            assistants: self.staff_ids(&part.assistants),
            ..Session::default()
        };
        Section {
            id: part.id.clone(),
            activity: school.activities[self.model.pools[part.pool].activity].id.clone(),
            sessions: vec![session],
            students: self.student_refs(&part.pupils),
        }
    }

    /// Keeps the wet-weather rooms of sections that stay as they were.
    fn name_stand_ins(&self, incumbent: &SchoolPlan, sections: &mut [Section]) {
        for section in sections {
            let Some(before) = incumbent.sections.iter().find(|old| old.id == section.id) else {
                continue;
            };
            for (now, old) in section.sessions.iter_mut().zip(&before.sessions) {
                let room =
                    self.model.school.rooms.iter().position(|r| r.id == old.wet_weather_room);
                if now.room == old.room
                    && room.is_some_and(|room| {
                        self.model.school.rooms[room].capacity as usize >= section.students.len()
                    })
                {
                    now.wet_weather_room.clone_from(&old.wet_weather_room);
                }
            }
        }
    }

    fn room_id(&self, room: Option<usize>) -> String {
        room.map(|room| self.model.school.rooms[room].id.clone()).unwrap_or_default()
    }

    fn staff_id(&self, person: Option<usize>) -> String {
        person.map(|person| self.model.school.staff[person].id.clone()).unwrap_or_default()
    }

    fn staff_ids(&self, people: &[usize]) -> Vec<String> {
        let mut ids: Vec<String> =
            people.iter().map(|&person| self.staff_id(Some(person))).collect();
        ids.sort();
        ids
    }

    fn student_refs(&self, pupils: &[u32]) -> Vec<String> {
        let mut refs: Vec<String> = pupils
            .iter()
            .map(|&pupil| self.model.school.students[pupil as usize].id.clone())
            .collect();
        refs.sort();
        refs
    }
}
