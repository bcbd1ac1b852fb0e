//! Starts and new starts along the bound's fractional plan: sections open a share at a time where
//! it has most pupils, and the relaxation is solved on with these decided.

use super::{AFTER_FIRST_DIVE, SchoolSearch};
use crate::duals::Decided;
use crate::market::Market;
use crate::model::TICKS;
use crate::openings::Openings;
use crate::steps::Steps;
use rand::Rng;
use rand::seq::SliceRandom;

/// Parts in which a dive decides on sections.
const PARTS: u32 = 6;

/// Rounds of the relaxation between two parts, in the first start of a school that is not small and
/// otherwise.
const FIRST_ROUNDS: u32 = 10;
const ROUNDS: u32 = 30;

/// In a school of more pupils than twice this, premiums hardly move any more in a dive: single pupils
/// count less there, and the few rounds would not settle them.
const FEW_PUPILS: f64 = 120.0;

impl SchoolSearch<'_> {
    /// Starts the search over from the bound's prices and numbers of sections.
    pub(super) fn restart_from_bound(&mut self, stop: &dyn Fn() -> bool) {
        let model = self.model;
        self.take_guide();
        self.sections.limit = self.counts_of_bound();
        self.sections.guide.reserve = self.relaxation.base_rooms();
        self.sections.openings = Openings::new(model);
        let week = &mut self.sections.week;
        self.sections.market = Market::new(model, &self.cost, &self.bound.prices, week);
        let is_first = self.steps == AFTER_FIRST_DIVE && self.is_large();
        self.dive(if is_first { FIRST_ROUNDS } else { ROUNDS }, stop);
        self.step_prices(15, 0.2);
        self.sections.fill(stop);
        for (limit, activity) in self.sections.limit.iter_mut().zip(&model.school.activities) {
            *limit = activity.max_sections;
        }
        self.fill_up(stop);
        self.build_current();
    }

    /// Takes the bound's prices of people's time, rooms and money.
    pub(super) fn take_guide(&mut self) {
        let model = self.model;
        let slots = model.school.slots.len();
        let layout = &self.relaxation.layout;
        let u = self.bound.slot_rows();
        let guide = &mut self.sections.guide;
        for slot in 0..slots {
            for person in 0..model.school.staff.len() {
                guide.staff[person * slots + slot] = layout.staff_price(u, person, slot);
            }
            for room in 0..model.school.rooms.len() {
                guide.room[room * slots + slot] = layout.room_price(u, room, slot);
            }
        }
        guide.charge(model, self.cost.objective(), layout.money_price(u));
    }

    /// Sections of each activity in the bound's fractional plan, rounded up above a quarter.
    fn counts_of_bound(&self) -> Vec<u32> {
        let mut counts = vec![0.0; self.model.school.activities.len()];
        for (column, load) in self.model.columns.iter().zip(&self.bound.load) {
            counts[column.activity] += load / f64::from(column.seats);
        }
        counts
            .iter()
            .zip(&self.model.school.activities)
            .map(|(count, activity)| ((count + 0.75) as u32).min(activity.max_sections))
            .collect()
    }

    /// Opens sections a share at a time where the fractional plan has its pupils, and solves the
    /// relaxation on with these decided, so that each choice takes the others into account.
    fn dive(&mut self, rounds: u32, stop: &dyn Fn() -> bool) {
        let mut guide = self.bound.for_dive(&self.relaxation);
        let few = (FEW_PUPILS / self.model.pupils.len() as f64).min(0.5);
        let (first, premium) = (0.05 * self.section_ticks(), few * self.section_ticks());
        let steps = Steps {
            first,
            last: first / 20.0,
            premium: (premium, premium / 10.0),
            rounds,
            tolerance: 4 * TICKS,
        };
        let open = self.sections.openings.sections.len() as u32;
        let goal: u32 = self.sections.limit.iter().sum();
        let share = (goal.saturating_sub(open) / PARTS).max(1) as usize;
        loop {
            self.decide();
            guide.forget();
            guide.settle(self.model.relaxed(), &self.relaxation.decided);
            let week = &mut self.sections.week;
            guide.improve(&mut self.relaxation, (steps, 0), week, stop);
            let mut load = guide.load.clone();
            for (column, load) in load.iter_mut().enumerate() {
                *load -= f64::from(self.sections.openings.seats[column]);
            }
            if stop() || self.sections.open_by_load(&mut load, share) == 0 {
                break;
            }
        }
        self.sections.take_prices(&guide.prices);
        self.relaxation.decided.fill(Decided::default());
    }

    /// Tells the relaxation which sections are open and where no more can open.
    fn decide(&mut self) {
        let openings = &self.sections.openings;
        let mut decided = vec![Decided::default(); self.model.columns.len()];
        for section in &openings.sections {
            decided[section.column].sections += 1;
            decided[section.column].seats += section.seats;
        }
        for (column, decided) in decided.iter_mut().enumerate() {
            let activity = self.model.columns[column].activity;
            decided.is_closed = openings.count[activity] >= self.sections.limit[activity]
                || openings.place(column, &self.sections.guide).is_none();
        }
        self.relaxation.decided = decided;
    }

    /// Goes on from the best plan with some of its sections closed, and others opened by a dive
    /// or, quicker, where the bound's fractional plan, shaken a little, has pupils without a seat.
    pub(super) fn perturb(&mut self, stop: &dyn Fn() -> bool) {
        self.sections.openings = self.best_openings.clone();
        let mut chosen = self.sections_to_close();
        chosen.sort_unstable_by(|a, b| b.cmp(a));
        for position in chosen {
            self.sections.openings.close(position);
        }
        if self.rng.random_bool(0.5) {
            self.dive(ROUNDS, stop);
            self.step_prices(15, 0.1);
        } else {
            let mut load = self.bound.load.clone();
            for (column, load) in load.iter_mut().enumerate() {
                let shake = self.rng.random_range(0.6..1.4);
                *load = *load * shake - f64::from(self.sections.openings.seats[column]);
            }
            self.sections.open_by_load(&mut load, usize::MAX);
            self.sections.take_prices(&self.bound.prices);
            self.step_prices(15, 0.3);
        }
        self.fill_up(stop);
        (self.stale, self.is_perturbed) = (0, true);
        self.build_current();
    }

    /// Positions of sections of one weekday, of one lead, or some, many or all at random.
    fn sections_to_close(&mut self) -> Vec<usize> {
        let sections = &self.sections.openings.sections;
        let mut chosen: Vec<usize> =
            (0..sections.len()).filter(|&i| !sections[i].is_fixed).collect();
        if chosen.is_empty() {
            return chosen;
        }
        chosen.shuffle(&mut self.rng);
        let lead = sections[chosen[0]].lead;
        let day = self.rng.random_range(0..self.model.days.len());
        match self.rng.random_range(0..7) {
            0 => {
                chosen.retain(|&i| {
                    let slots = self.model.columns[sections[i].column].mask;
                    slots & self.model.days[day] != 0
                });
                chosen.truncate(8);
            }
            1 => chosen.retain(|&i| sections[i].lead == lead),
            2 => {}
            3 => chosen.truncate(chosen.len() * self.rng.random_range(30..70) / 100),
            _ => chosen.truncate(2 + chosen.len() * self.rng.random_range(5..30) / 100),
        }
        chosen
    }
}
