//! Parts fixed so far while a way to meet all pins is sought: each step keeps every rule, but for
//! the smallest sizes of sections, which are filled last.

use crate::model::{Claim, Model};
use crate::openings::{OpenSection, Openings, can_work, may_lead};
use crate::pins::{Fixed, FixedBase, FixedSection, goes_together};
use crate::week::{Place, training_is_needed};
use kehou_domain::instance::{FactData, SlotMask};
use kehou_domain::rule::Rule;

/// What is fixed so far, and what of rooms, people and equipment is left.
#[derive(Clone)]
pub struct State<'a> {
    /// Rooms, people and equipment.
    pub openings: Openings<'a>,
    /// Parts that stay.
    pub fixed: Fixed,
}

/// A section or base section, by position.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A section.
    Section(usize),
    /// A base section.
    Base(usize),
}

impl State<'_> {
    /// The pin holds with what is fixed so far.
    pub fn holds(&self, model: &Model, pin: &FactData) -> bool {
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
    pub fn section_matches(&self, model: &Model, position: usize, pin: &FactData) -> bool {
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
    pub fn led_by(&self, model: &Model, position: usize, pin: &FactData) -> Option<Self> {
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

    /// With a base section more, if the activity can have one.
    pub fn open_base(
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

    /// With a section more, if the activity and the lead can have one.
    pub fn open_section(
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
    pub fn seat(&self, model: &Model, position: usize, pupil: u32) -> Option<Self> {
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
    pub fn place(&self, model: &Model, position: usize, pupil: u32) -> Option<Self> {
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
    pub fn underfilled(&self, model: &Model) -> Option<Part> {
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
    pub fn candidates(&self, model: &Model, part: Part) -> Vec<u32> {
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

/// Whether the person can lead a base section of the activity there.
pub fn can_lead_base(
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
