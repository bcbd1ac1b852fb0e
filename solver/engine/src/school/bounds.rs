//! The steps of the search that prove: prices of the rows, premiums of pupils, timetables, both levels.

use super::{FIRST_LATE, LARGE, PATIENCE, SchoolSearch, round_up, shortfall_unit};
use crate::best_week::WeekSearch;
use crate::bound::Bound;
use crate::duals::Relaxation;
use crate::model::{Model, Objective, TICKS};
use crate::steps::Steps;
use crate::timetable::Timetable;
use crate::week::Cost;

/// Shares of the rows' steps that prices of people's time may take where there are duties. Who has
/// time to spare sells it for next to nothing; steps of full length go far beyond, and as hours can
/// stand in for each other the single rows then come down only slowly.
const TIME_STEPS: [f64; 3] = [1.0, 0.1, 0.003];

/// Rounds of the bound after a row of timetables has taken the place of others, before sections open, and
/// at prices found with other people and rooms.
const SETTLING: u32 = 15;

/// Late rounds of the bound in a school of `MIDDLE` pupils or more; smaller ones have more, which cost
/// as much.
const LATE_ROUNDS: u32 = 120;
const MIDDLE: u32 = 700;

/// Those that come early, so that level 1 has its bound soon too.
const FIRST_ROUNDS: u32 = 80;

/// Late rounds that gain less than this part of the bound are the last ones: from there on branching
/// gains more.
const LEAST_GAIN: i64 = 2000;

/// First steps of the bound of level 1, points; only the first without duties, the last two where money
/// counts.
const SCALES: [f64; 4] = [300.0, 3000.0, 30.0, 3.0];

/// How far the bound of level 1 has come.
pub(super) enum ShortfallRounds<'a> {
    /// Not begun.
    None,
    /// Prices of the rows.
    First(Box<ShortfallBound<'a>>),
    /// Prices of pupils too.
    All,
}

/// The bound of level 1 between its first rounds and its last.
pub(super) struct ShortfallBound<'a> {
    relaxation: Relaxation<'a>,
    bound: Bound,
    /// First step of the rounds that proved most, points.
    scale: f64,
}

impl<'a> ShortfallBound<'a> {
    /// Prices of the rows. Where people's duties and pay count, on each scale anew: a head costs thousands
    /// of points, training fifty, and 100 yuan one.
    fn begin(model: &'a Model<'a>, week: &mut WeekSearch, stop: &dyn Fn() -> bool) -> Self {
        let cost = Cost::new(model, Objective::SHORTFALL);
        let mut relaxation = Relaxation::new(model.relaxed(), cost);
        let fresh = Bound::new(model.relaxed(), &relaxation, week);
        let (mut bound, mut scale) = (fresh.clone(), SCALES[0]);
        let scales = if model.purse.is_limited() {
            &SCALES[..]
        } else if model.duties.needs_staff() {
            &SCALES[..2]
        } else {
            &SCALES[..1]
        };
        for &points in scales {
            let mut next = fresh.clone();
            next.improve(&mut relaxation, (Steps::for_shortfall(150, points), 0), week, stop);
            if next.proved(0) > bound.proved(0) {
                scale = points;
            }
            next.choose(bound, 0);
            bound = next;
        }
        Self { relaxation, bound, scale }
    }

    /// Premiums of single pupils too, then whole timetables; ticks that are proved in all.
    fn finish(
        &mut self,
        timetable: Option<&Timetable>,
        week: &mut WeekSearch,
        stop: &dyn Fn() -> bool,
    ) -> i64 {
        let premium = 1000.0 * TICKS as f64;
        let steps = Steps {
            premium: (premium, premium / 300.0),
            ..Steps::for_shortfall(300, self.scale.min(100.0))
        };
        self.bound.improve(&mut self.relaxation, (steps, 0), week, stop);
        if let Some(timetable) = timetable {
            self.bound.count_timetable(&self.relaxation, (timetable, 0), week, stop);
        }
        self.bound.proved(0)
    }
}

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
            let rounds = if self.model.pupils.len() < LARGE { 100 } else { 120 };
            self.improve_bound(rounds, (0.2, 0.0003), (0, 2.0), stop);
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

    /// Whether rounds of the bound of level 1 are left that may prove more: those of pupils' prices come once
    /// small steps gain nothing.
    pub(super) fn can_bound_shortfall(&self) -> bool {
        let falls_short =
            self.best.as_ref().is_some_and(|best| best.shortfall > self.shortfall_bound);
        falls_short
            && match self.shortfall_rounds {
                ShortfallRounds::None => true,
                ShortfallRounds::First(_) => self.stale > PATIENCE,
                ShortfallRounds::All => false,
            }
    }

    /// The next rounds of the bound of level 1.
    pub(super) fn bound_shortfall(&mut self, stop: &dyn Fn() -> bool) {
        let week = &mut self.sections.week;
        let before = std::mem::replace(&mut self.shortfall_rounds, ShortfallRounds::All);
        let proved = if let ShortfallRounds::First(mut bound) = before {
            bound.finish(self.timetable.as_ref(), week, stop)
        } else {
            let bound = ShortfallBound::begin(self.model, week, stop);
            let proved = bound.bound.proved(0);
            self.shortfall_rounds = ShortfallRounds::First(Box::new(bound));
            proved
        };
        let least = round_up(proved);
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
        let (first, premium) = if allowed < self.bounded_for { (0.03, 0.5) } else { (0.02, 0.1) };
        self.bound.take_row(&mut self.relaxation);
        let rounds = if self.steps < FIRST_LATE {
            FIRST_ROUNDS
        } else {
            (LATE_ROUNDS * MIDDLE / self.model.pupils.len().max(1) as u32)
                .clamp(LATE_ROUNDS, 5 * LATE_ROUNDS)
        };
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
        self.improve_bound(rounds, (first, first / 300.0), (allowed, premium), stop);
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
