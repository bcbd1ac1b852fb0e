//! What pins ask for as parts that stay in every plan: sections, base sections, the places and
//! the work in them. Found once by [`crate::pin_search`]; the search works around them.
//!
//! The bound is computed on the school without these parts ([`Model::relaxed`]): a pin can be
//! met in other ways too.

use crate::candidate::Candidate;
use crate::duties::Work;
use crate::model::Model;
use crate::openings::{OpenSection, Openings};
use crate::pinned_duties::{self, FixedDuty};
use crate::seats::Seats;
use crate::week::Place;
use kehou_domain::instance::SlotMask;

/// A section that stays.
#[derive(Clone, Debug)]
pub struct FixedSection {
    /// The section.
    pub section: OpenSection,
    /// Pupils who stay in it, with their places.
    pub pupils: Vec<(u32, Place)>,
    /// Staff who assist in each session whatever it needs.
    pub assistants: Vec<Vec<usize>>,
}

/// A base section that stays.
#[derive(Clone, Debug)]
pub struct FixedBase {
    /// Pool.
    pub pool: usize,
    /// Slot.
    pub slot: usize,
    /// Room.
    pub room: usize,
    /// Lead, if that is fixed too.
    pub lead: Option<usize>,
    /// Pupils who stay in it.
    pub pupils: Vec<u32>,
    /// Staff who assist whatever it needs.
    pub assistants: Vec<usize>,
}

/// All parts that stay; none without pins.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// Sections: the first ones of all openings, in this order.
    pub sections: Vec<FixedSection>,
    /// Base sections.
    pub base: Vec<FixedBase>,
    /// Duties.
    pub duties: Vec<FixedDuty>,
    /// No way to meet the pins was found.
    pub is_impossible: bool,
}

impl Fixed {
    /// Gates and weekdays as leader that a staff member keeps.
    pub fn beyond_slots(&self, person: usize) -> Work {
        let own = self.duties.iter().filter(|duty| duty.person == person);
        own.fold(Work::default(), |all, duty| all.with(Work { slots: 0, ..duty.work }))
    }

    /// Slots and pools of the base places of a pupil that stay.
    pub fn base_of(&self, pupil: u32) -> impl Iterator<Item = (usize, usize)> {
        let holds = move |base: &&FixedBase| base.pupils.contains(&pupil);
        self.base.iter().filter(holds).map(|base| (base.slot, base.pool))
    }
}

/// Finds the parts that stay and keeps everybody's wants clear of them.
pub fn fix(model: &mut Model) {
    let relaxed = model.clone();
    let Some(fixed) = pinned_duties::find(&relaxed) else {
        model.wants.iter_mut().for_each(|want| want.is_pinned = false);
        model.fixed.is_impossible = true;
        return;
    };
    for &(pupil, place) in fixed.sections.iter().flat_map(|section| &section.pupils) {
        model.pupils[pupil as usize].is_restricted = true;
        model.wants[place.want as usize].is_pinned = true;
        narrow(model, place.want as usize, |_, column| column == place.column as usize);
    }
    for base in &fixed.base {
        for &pupil in &base.pupils {
            keep_clear(model, pupil, base);
        }
    }
    model.fixed = fixed;
    model.relaxed = Some(Box::new(relaxed));
}

/// Takes columns that would cost the pupil a base place from the pupil's wants.
fn keep_clear(model: &mut Model, pupil: u32, base: &FixedBase) {
    let is_homework = model.is_homework(base.pool);
    let day = model.days[model.day_of(base.slot)];
    model.pupils[pupil as usize].is_restricted = true;
    for want in model.pupils[pupil as usize].wants.clone() {
        let data = &model.wants[want];
        let also = is_homework && model.school.activities[data.activity].is_homework;
        let mut taken: SlotMask = 1 << base.slot;
        if also && !data.is_pinned {
            taken |= day;
        }
        narrow(model, want, |model, column| model.columns[column].mask & taken == 0);
    }
}

/// Leaves a want the columns that `keep` says.
fn narrow(model: &mut Model, want: usize, keep: impl Fn(&Model, usize) -> bool) {
    let columns = model.columns_for(&model.wants[want]).to_vec();
    let from = model.fits.len();
    let kept = columns.into_iter().filter(|&column| keep(model, column as usize));
    let kept: Vec<u32> = kept.collect();
    model.fits.extend(kept);
    model.wants[want].fits = from..model.fits.len();
}

/// Whether a plan has all parts that stay.
pub fn keeps(model: &Model, candidate: &Candidate) -> bool {
    let fixed = &model.fixed;
    let sections = fixed.sections.iter().enumerate().all(|(i, fixed)| {
        let activity = model.columns[fixed.section.column].activity;
        let least = model.school.activities[activity].min_size as usize;
        let seated =
            |&(pupil, place): &(u32, Place)| candidate.seats.weeks[pupil as usize].contains(&place);
        candidate.sections.get(i) == Some(&fixed.section)
            && candidate.rosters[i].len() >= least
            && fixed.pupils.iter().all(seated)
    });
    let base = fixed.base.iter().enumerate().all(|(i, fixed)| {
        let of = |section: &&crate::base::BaseSection| section.fixed == Some(i);
        let found = candidate.base.sections.iter().find(of);
        found.is_some_and(|found| fixed.pupils.iter().all(|pupil| found.pupils.contains(pupil)))
    });
    !fixed.is_impossible && sections && base
}

/// The plan with the parts that stay and nothing else but base places.
pub fn least_plan<'a>(model: &'a Model<'a>) -> (Candidate, Openings<'a>) {
    let openings = Openings::new(model);
    let mut seats = Seats::empty(model);
    for &(pupil, place) in model.fixed.sections.iter().flat_map(|section| &section.pupils) {
        let mut week = seats.clear(pupil as usize);
        week.push(place);
        seats.seat(pupil as usize, &week);
    }
    (Candidate::new(model, &openings, seats), openings)
}

/// No ban keeps the activity out of the room in the slots, with that lead.
pub fn goes_together(
    model: &Model,
    activity: usize,
    slots: SlotMask,
    room: usize,
    lead: Option<usize>,
) -> bool {
    !model.school.bans.iter().any(|ban| {
        ban.room == Some(room)
            && ban.activity == Some(activity)
            && ban.slot.is_none_or(|slot| slots >> slot & 1 == 1)
            && ban.staff.is_none_or(|staff| Some(staff) == lead)
    })
}
