//! The steps of the search that prove: prices of the rows, premiums of pupils, timetables, both levels.

use super::{LARGE, SchoolSearch, round_up, shortfall_unit};
use crate::bound::Bound;
use crate::duals::Relaxation;
use crate::model::{Objective, TICKS};
use crate::steps::Steps;
use crate::week::Cost;

/// Shares of the rows' steps that prices of people's time may take where there are duties. Who has
/// time to spare sells it for next to nothing; steps of full length go far beyond, and as hours can
/// stand in for each other the single rows then come down only slowly.
const TIME_STEPS: [f64; 3] = [1.0, 0.1, 0.003];

/// Rounds of the bound after a row of timetables has taken the place of others, before sections open, and
/// at prices found with other people and rooms.
const SETTLING: u32 = 30;

/// Late rounds of the bound in a school of `MIDDLE` pupils or more; smaller ones have more, which cost
/// as much.
const LATE_ROUNDS: u32 = 120;
const MIDDLE: u32 = 700;

/// Late rounds that gain less than this part of the bound are the last ones: from there on branching
/// gains more.
const LEAST_GAIN: i64 = 2000;

impl SchoolSearch<'_> {
    /// The bound at once: prices of the rows.
    pub(super) fn price_rows(&mut self, stop: &dyn Fn() -> bool) {
        let rounds = if self.model.pupils.len() < LARGE { 60 } else { 80 };
        if !self.model.duties.needs_staff() {
            return self.improve_bound(rounds, (1.0, 0.01), (0, 0.0), stop);
        }
        let fresh = self.bound.clone();
        for share in TIME_STEPS {
            let best = std::mem::replace(&mut self.bound, fresh.clone());
            self.bound.shorten_time_steps(&self.relaxation, share);
            self.improve_bound(rounds, (1.0, 0.01), (0, 0.0), stop);
            self.bound.choose(best, 0);
        }
        self.rows_priced = Some(self.bound.clone());
    }

    /// Premiums of single pupils too, then whole timetables. What the first plan falls short says
    /// little: prices are those of plans that do not.
    pub(super) fn price_pupils(&mut self, stop: &dyn Fn() -> bool) {
        if self.is_priced {
            self.settle_prices(stop);
        } else {
            let rounds = if self.model.pupils.len() < LARGE { 80 } else { 100 };
            self.improve_bound(rounds, (0.3, 0.001), (0, 1.0), stop);
        }
        self.count_timetable(0, stop);
        if self.bound.has_row() {
            self.bound.take_row(&mut self.relaxation);
            self.settle_prices(stop);
        }
    }

    /// Lets prices settle that were found with other people and rooms, or without a row.
    pub(super) fn settle_prices(&mut self, stop: &dyn Fn() -> bool) {
        self.improve_bound(SETTLING, (0.03, 0.003), (0, 0.3), stop);
    }

    /// Rounds of the bound of plans that fall short by at most `allowed`, with steps that shrink
    /// from `first` to `last` times the price of a typical section; premiums start at
    /// `premium` times their ordinary length.
    fn improve_bound(
        &mut self,
        rounds: u32,
        (first, last): (f64, f64),
        (allowed, premium): (i64, f64),
        stop: &dyn Fn() -> bool,
    ) {
        let unit = self.section_ticks();
        let premium = premium * unit;
        let steps = Steps {
            first: first * unit,
            last: last * unit,
            premium: (premium, premium / 300.0),
            rounds,
            tolerance: TICKS / 2,
        };
        let week = &mut self.sections.week;
        self.bound.improve(&mut self.relaxation, (steps, allowed), week, stop);
        self.exchange.forget();
    }

    /// The bound of level 1, once there is a plan that falls short.
    pub(super) fn bound_shortfall(&mut self, stop: &dyn Fn() -> bool) {
        let value = self.best.as_ref().map_or(0, |best| best.shortfall);
        if value == 0 {
            return;
        }
        let cost = Cost::new(self.model, Objective::SHORTFALL);
        let mut relaxation = Relaxation::new(self.model.relaxed(), cost);
        let week = &mut self.sections.week;
        let mut bound = Bound::new(self.model.relaxed(), &relaxation, week);
        let steps = Steps::for_shortfall(150);
        bound.improve(&mut relaxation, (steps, 0), week, stop);
        if let Some(timetable) = &self.timetable {
            bound.count_timetable(&relaxation, (timetable, 0), week, stop);
        }
        let least = round_up(bound.proved(0));
        // Every shortfall is a multiple of what all its points are multiples of.
        let unit = shortfall_unit(self.model);
        self.shortfall_bound = self.shortfall_bound.max((least + unit - 1) / unit * unit);
    }

    /// Late rounds of the bound, for the shortfall the best plan is left with. Where there are duties
    /// and something does fall short, once also from the rows as they were priced first, at their
    /// common level.
    pub(super) fn bound_quality(&mut self, stop: &dyn Fn() -> bool) {
        let allowed = self.best.as_ref().map_or(0, |best| best.shortfall);
        let before = self.bound.proved(allowed);
        // Leaves hold prices of the rows as they were; what they proved stays.
        self.tree = None;
        let (first, premium) = if allowed < self.bounded_for { (0.05, 0.5) } else { (0.02, 0.1) };
        self.bound.take_row(&mut self.relaxation);
        let rounds = (LATE_ROUNDS * MIDDLE / self.model.pupils.len().max(1) as u32)
            .clamp(LATE_ROUNDS, 5 * LATE_ROUNDS);
        let premium = premium * (f64::from(rounds) / f64::from(LATE_ROUNDS)).min(3.0);
        if allowed > 0
            && let Some(rows_priced) = self.rows_priced.take()
        {
            let other = std::mem::replace(&mut self.bound, rows_priced);
            self.bound.level(&mut self.relaxation, allowed, &mut self.sections.week, stop);
            self.improve_bound(rounds, (0.3, 0.001), (allowed, 1.0), stop);
            self.bound.choose(other, allowed);
        }
        if allowed > 0 && allowed < self.bounded_for {
            self.bound.lower_factor(&mut self.relaxation, allowed, &mut self.sections.week, stop);
        }
        self.improve_bound(rounds, (first, first / 100.0), (allowed, premium), stop);
        self.bounded_for = self.bounded_for.min(allowed);
        self.count_timetable(allowed, stop);
        let after = self.bound.proved(allowed);
        let has_more = self.is_priced || self.bound.has_row();
        self.is_settled = !has_more && after - before < after / LEAST_GAIN;
    }

    /// What no timetable can use, at the best prices.
    fn count_timetable(&mut self, allowed: i64, stop: &dyn Fn() -> bool) {
        if let Some(timetable) = &self.timetable {
            let week = &mut self.sections.week;
            self.bound.count_timetable(&self.relaxation, (timetable, allowed), week, stop);
        }
    }
}
