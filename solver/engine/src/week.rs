//! The legal weeks of one pupil, and what they cost.
//!
//! A week is a set of columns, at most one an activity, pairwise without a common slot; every
//! other attended slot takes the cheapest base place. Its cost is the pupil's own points plus
//! base places; a rule about single pupils belongs here and in [`crate::best_week`] alone.

use crate::model::{Claim, Model, NEVER, Objective, Pupil};
use crate::prices::Prices;
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::rule::Rule;

/// What a pupil's week costs by itself, in ticks.
#[derive(Clone, Debug)]
pub struct Cost {
    objective: Objective,
    /// Lines (slope, intercept) of the convex cost of S, per unit of weight, points.
    pub lines: Vec<(i64, i64)>,
    /// Points of a wanted session not granted.
    pub not_granted: i64,
    /// Ticks of a missing training session.
    pub training: i64,
    /// No granted session has more points than one not granted.
    pub is_granted_best: bool,
    unplaced: i64,
    homework_cap: usize,
}

impl Cost {
    /// The costs of a school under an objective.
    pub fn new(model: &Model, objective: Objective) -> Self {
        let rules = &model.school.rules;
        let plain = rules.weight(Rule::Preference);
        let convex = rules.weight(Rule::WorstOff);
        let (first, second) = (rules.worst_off_first_knee, rules.worst_off_second_knee);
        let mut lines = vec![(plain, 0)];
        if convex > 0 {
            lines.push((plain + convex, -convex * first));
            lines.push((plain + 3 * convex, -convex * (first + 2 * second)));
        }
        Self {
            objective,
            lines,
            not_granted: rules.not_granted_points,
            training: rules.weight(Rule::TrainingMinimum) * objective.shortfall,
            is_granted_best: model
                .wants
                .iter()
                .all(|want| want.points <= rules.not_granted_points * want.sessions),
            unplaced: rules.weight(Rule::Unplaced),
            homework_cap: rules.homework_cap_periods as usize,
        }
    }

    /// The objective.
    pub fn objective(&self) -> Objective {
        self.objective
    }

    /// Ticks of a slot without a place for a pupil of the given weight.
    pub fn unplaced(&self, weight: i64) -> i64 {
        self.unplaced * weight / 100 * self.objective.shortfall
    }

    /// Ticks of points S for a pupil of the given weight.
    pub fn of_points(&self, weight: i64, points: i64) -> i64 {
        let worst = self.lines.iter().map(|&(slope, at)| slope * points + at).max().unwrap_or(0);
        weight * self.objective.quality * worst
    }
}

/// A place: the want it meets and the column it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the want.
    pub want: u32,
    /// Column.
    pub column: u32,
}

/// Base places of a week without any section.
pub fn base_of_week(pupil: &Pupil, prices: &Prices) -> i64 {
    bits(pupil.attends).map(|slot| prices.base_of(pupil.row, slot)).sum()
}

/// Training taken without being listed must be needed, each by itself.
pub fn training_is_needed(model: &Model, pupil: &Pupil, taken: &[Place], training: i64) -> bool {
    training <= pupil.need
        || taken.iter().all(|place| {
            let want = &model.wants[place.want as usize];
            want.claim != Claim::TrainingOnly || training - want.training < pupil.need
        })
}

/// What `homework_cap` adds to the base places of a week: the cheapest places over the cap are
/// exchanged for others. `None` when the sections alone are over the cap.
pub fn over_cap(
    model: &Model,
    cost: &Cost,
    pupil: &Pupil,
    prices: &Prices,
    taken: &[Place],
) -> Option<i64> {
    prices.by_content.as_ref()?;
    let column = |place: &Place| &model.columns[place.column as usize];
    let used = taken.iter().map(column).fold(0, |mask, c| mask | c.mask);
    let in_sections = taken
        .iter()
        .map(column)
        .filter(|c| model.school.activities[c.activity].is_homework)
        .fold(0, |mask, c| mask | c.mask);
    let mut extra = 0;
    for day in &model.days {
        let taken = (in_sections & day).count_ones() as usize;
        let rest = cost.homework_cap.checked_sub(taken)?;
        let mut savings: Vec<i64> = bits(pupil.attends & !used & day)
            .map(|slot| homework_saving(cost, pupil, prices, slot))
            .filter(|&saving| saving > 0)
            .collect();
        savings.sort_unstable_by(|a, b| b.cmp(a));
        extra += savings.iter().skip(rest).sum::<i64>();
    }
    Some(extra)
}

/// What a homework place in the slot is cheaper than anything else there.
fn homework_saving(cost: &Cost, pupil: &Pupil, prices: &Prices, slot: usize) -> i64 {
    let Some([homework, other]) = &prices.by_content else { return 0 };
    let at = pupil.row * prices.slots + slot;
    other[at].min(cost.unplaced(pupil.weight)) - homework[at]
}

/// The most that `homework_cap` can add to any week of the pupil.
pub fn most_over_cap(cost: &Cost, pupil: &Pupil, prices: &Prices) -> i64 {
    match &prices.by_content {
        Some(_) if pupil.is_capped => bits(pupil.attends)
            .map(|slot| homework_saving(cost, pupil, prices, slot))
            .filter(|&saving| saving > 0)
            .sum(),
        _ => 0,
    }
}

/// A place with what it adds to a week.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    /// The place.
    pub place: Place,
    /// Its slots.
    pub mask: SlotMask,
    points: i64,
    sessions: i64,
    training: i64,
    /// Base places it saves, ticks.
    saved: i64,
}

impl Seat {
    /// What a place adds to a pupil's week.
    pub fn new(model: &Model, pupil: &Pupil, prices: &Prices, place: Place) -> Self {
        let want = &model.wants[place.want as usize];
        let column = place.column as usize;
        Self {
            place,
            mask: model.masks[column],
            points: want.points,
            sessions: want.sessions,
            training: want.training,
            saved: prices.saved(pupil.row, column),
        }
    }
}

/// The whole of a week as it counts for its cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Slots covered by sections.
    pub used: SlotMask,
    points: i64,
    sessions: i64,
    training: i64,
    /// Base places, ticks.
    base: i64,
}

impl Tally {
    /// The tally of a set of places; base places at the given prices.
    pub fn of(model: &Model, pupil: &Pupil, prices: &Prices, places: &[Place]) -> Self {
        let nothing = Self { base: base_of_week(pupil, prices), ..Self::default() };
        places.iter().fold(nothing, |tally, place| tally.with(model, pupil, prices, *place))
    }

    /// With one place more.
    #[must_use]
    pub fn with(self, model: &Model, pupil: &Pupil, prices: &Prices, place: Place) -> Self {
        self.with_seat(&Seat::new(model, pupil, prices, place))
    }

    /// With one seat more.
    #[must_use]
    pub fn with_seat(self, seat: &Seat) -> Self {
        Self {
            used: self.used | seat.mask,
            points: self.points + seat.points,
            sessions: self.sessions + seat.sessions,
            training: self.training + seat.training,
            base: self.base - seat.saved,
        }
    }

    /// With one place less.
    #[must_use]
    pub fn without(self, model: &Model, pupil: &Pupil, prices: &Prices, place: Place) -> Self {
        let want = &model.wants[place.want as usize];
        let column = place.column as usize;
        Self {
            used: self.used & !model.columns[column].mask,
            points: self.points - want.points,
            sessions: self.sessions - want.sessions,
            training: self.training - want.training,
            base: self.base + prices.saved(pupil.row, column),
        }
    }

    /// Cost of the week, seat prices left out.
    pub fn cost(self, cost: &Cost, pupil: &Pupil) -> i64 {
        let missing = (pupil.wanted - self.sessions).max(0);
        let points = self.points + cost.not_granted * missing;
        self.base
            + cost.of_points(pupil.weight, points)
            + cost.training * (pupil.need - self.training).max(0)
    }
}

/// Cost of a legal week, seat prices and premiums included; [`NEVER`] where that is not easily said:
/// for a pupil under `homework_cap`, and for one with pins in no section.
pub fn week_cost(
    model: &Model,
    cost: &Cost,
    pupil: usize,
    prices: &Prices,
    places: &[Place],
) -> i64 {
    let person = &model.pupils[pupil];
    let wants = &model.wants[person.wants.clone()];
    if person.is_capped || (places.is_empty() && wants.iter().any(|want| want.is_pinned)) {
        return NEVER;
    }
    let seats: i64 = places.iter().map(|&place| seat_cost(model, prices, place)).sum();
    (Tally::of(model, person, prices, places).cost(cost, person) + seats).min(NEVER)
}

/// What a pupil pays for a seat.
fn seat_cost(model: &Model, prices: &Prices, place: Place) -> i64 {
    let seat = prices.column[place.column as usize];
    let want = &model.wants[place.want as usize];
    let fit = model.columns_for(want).binary_search(&place.column);
    let premium =
        fit.map_or(0, |at| prices.premium.get(want.fits.start + at).copied().unwrap_or(0));
    seat + premium.max(-seat)
}

/// Whether a set of places is a legal week, and what `homework_cap` adds to its cost; places must
/// not overlap.
pub fn surcharge(
    model: &Model,
    cost: &Cost,
    pupil: usize,
    prices: &Prices,
    places: &[Place],
) -> Option<i64> {
    let person = &model.pupils[pupil];
    let training = places.iter().map(|p| model.wants[p.want as usize].training).sum();
    if !training_is_needed(model, person, places, training) {
        return None;
    }
    if person.is_capped { over_cap(model, cost, person, prices, places) } else { Some(0) }
}
