//! The lower bound: multipliers of the relaxation improved by the steps of [`crate::steps`]. On the way the pupils' weeks are averaged into a fractional plan that guides the search.

use crate::best_week::WeekSearch;
use crate::duals::{Decided, Relaxation};
use crate::known::Start;
use crate::linking::Premiums;
use crate::model::{DEAREST, Model};
use crate::prices::Prices;
use crate::pupil_weeks::PupilWeeks;
use crate::steps::{Certificates, Factor, Multiplier, Step, Steps};
use crate::timetable::{Timetable, Together};

/// A row of timetables is worth its place from this part of the value on.
const LEAST_GAIN: i64 = 1000;

/// Multipliers, ticks.
#[derive(Clone, Debug, Default)]
pub struct Multipliers {
    /// Prices of the rows, at least 0.
    pub rows: Vec<i64>,
    /// Premiums of pupils by position in [`Model::fits`].
    pub premium: Vec<i64>,
}

/// State of the bound; can be improved at any time.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Best multipliers.
    pub best: Multipliers,
    /// Seat and base prices at the best multipliers.
    pub prices: Prices,
    /// Value at the best multipliers, and the ticks of a point of shortfall; none: whatever comes next is
    /// better.
    best_value: Option<(i64, i64)>,
    /// The rows before the first one of timetables took their place: prices of people's time and of
    /// rooms by slot. Empty: they are the best multipliers.
    slot_rows: Vec<i64>,
    /// A row that raises it by so many ticks.
    next_row: Option<(i64, Together)>,
    /// Averaged pupils per column.
    pub load: Vec<f64>,
    /// Where the steps stand.
    rows: Vec<Multiplier>,
    premiums: Premiums,
    weeks: PupilWeeks,
    certificates: Certificates,
    factor: Factor,
    rounds: i32,
}

impl Bound {
    /// The bound at multipliers zero.
    pub fn new(model: &Model, relaxation: &Relaxation, week: &mut WeekSearch) -> Self {
        let rows = relaxation.layout.len;
        let premiums = Premiums::new(model);
        let mut best = Multipliers { rows: vec![0; rows], premium: Vec::new() };
        let mut weeks = PupilWeeks::new(model);
        let first = relaxation.evaluate(&best.rows, None, &mut weeks, week);
        best.premium.clone_from(&premiums.at);
        let factor = relaxation.factor();
        let mut certificates = Certificates::default();
        certificates.keep((first.value, factor), 0);
        let mut bound = Self {
            best_value: Some((first.value, factor)),
            next_row: None,
            slot_rows: Vec::new(),
            certificates,
            load: weeks.load.iter().map(|&n| f64::from(n)).collect(),
            prices: first.prices,
            rows: vec![Multiplier::default(); rows],
            premiums,
            weeks,
            factor: Factor::new(factor),
            best,
            rounds: 0,
        };
        bound.note(&first.excess);
        bound
    }

    /// Begins from prices known before.
    pub fn begin_at(&mut self, relaxation: &mut Relaxation, start: Start, week: &mut WeekSearch) {
        for (row, price) in self.rows.iter_mut().zip(start.rows) {
            row.at = price as f64;
        }
        self.premiums.at = start.premium;
        self.load = start.load;
        self.look(relaxation, (0, true), week);
    }

    /// Runs rounds with steps that shrink from the first to the last, from where the last run
    /// ended. `allowed` is the shortfall of the plan whose quality is to be bounded: when it is
    /// not 0, the price of shortfall is a multiplier too.
    pub fn improve(
        &mut self,
        relaxation: &mut Relaxation,
        (steps, allowed): (Steps, i64),
        week: &mut WeekSearch,
        stop: &dyn Fn() -> bool,
    ) {
        let pays_premiums = steps.premium.0 > 0.0 || !self.premiums.are_zero();
        for round in 0..steps.rounds {
            if stop() {
                break;
            }
            let now = steps.at(round);
            self.step(now, relaxation.premium_share());
            week.tolerance = now.tolerance;
            self.look(relaxation, (allowed, pays_premiums), week);
            self.weeks.blend_into(&mut self.load);
        }
        week.tolerance = 0;
    }

    /// Halves the prices of rows and of shortfall together, from the dearest, as often as that proves
    /// more of plans with so much shortfall. Rows priced as if none were allowed come down only slowly
    /// one by one.
    pub fn level(
        &mut self,
        relaxation: &mut Relaxation,
        allowed: i64,
        week: &mut WeekSearch,
        stop: &dyn Fn() -> bool,
    ) {
        self.factor.restart();
        let mut value = self.look(relaxation, (allowed, false), week);
        while !stop() {
            self.scale(0.5);
            let lower = self.look(relaxation, (allowed, false), week);
            if lower <= value {
                self.scale(2.0);
                return;
            }
            value = lower;
        }
    }

    /// Lowers the price of shortfall from the dearest as long as that proves more of plans with so
    /// much of it.
    pub fn lower_factor(
        &mut self,
        relaxation: &mut Relaxation,
        allowed: i64,
        week: &mut WeekSearch,
        stop: &dyn Fn() -> bool,
    ) {
        let pays_premiums = !self.premiums.are_zero();
        self.factor = self.factor.lowered(|factor| {
            self.factor = factor;
            (!stop()).then(|| self.look(relaxation, (allowed, pays_premiums), week))
        });
    }

    fn scale(&mut self, share: f64) {
        self.rows.iter_mut().for_each(|row| row.at *= share);
        self.factor.scale(share);
    }

    /// Evaluates the relaxation where the steps stand; what it proves of plans with so much shortfall.
    fn look(
        &mut self,
        relaxation: &mut Relaxation,
        (allowed, pays_premiums): (i64, bool),
        week: &mut WeekSearch,
    ) -> i64 {
        let factor = self.factor.ticks(allowed);
        relaxation.set_factor(factor);
        relaxation.limit_money(&mut self.rows);
        let rows: Vec<i64> = self.rows.iter().map(|row| row.at.round() as i64).collect();
        let premiums = pays_premiums.then_some(&mut self.premiums);
        let found = relaxation.evaluate(&rows, premiums, &mut self.weeks, week);
        relaxation.note_base(&self.weeks.base_load);
        self.factor.note(found.shortfall, allowed);
        self.note(&found.excess);
        self.certificates.keep((found.value, factor), allowed);
        if self.is_better((found.value, factor), allowed) {
            self.best.rows = rows;
            self.best.premium.clone_from(&self.premiums.at);
            self.best_value = Some((found.value, factor));
            self.prices = found.prices;
        }
        found.value - factor * allowed
    }

    /// Raises what was proved by what no timetable can use of all that the best prices pay for; where a
    /// row can say so, keeps it for [`Self::take_row`].
    pub fn count_timetable(
        &mut self,
        relaxation: &Relaxation,
        (timetable, allowed): (&Timetable, i64),
        week: &mut WeekSearch,
        stop: &dyn Fn() -> bool,
    ) {
        let Some((value, factor)) = self.best_value else { return };
        let u = &self.best.rows;
        self.next_row = None;
        if let Some((gain, row, iterations)) = relaxation.timetable_row(u, timetable, stop) {
            week.searches += iterations;
            self.certificates.keep((value + gain, factor), allowed);
            self.next_row = (gain > value / LEAST_GAIN).then_some((gain, row));
        } else if let Some((gain, iterations)) = relaxation.timetable_gain(u, timetable, stop) {
            week.searches += iterations;
            self.certificates.keep((value + gain, factor), allowed);
        }
    }

    /// Puts the row found last, if there is one, in the place of all rows that it was found at.
    pub fn take_row(&mut self, relaxation: &mut Relaxation) {
        let Some((gain, row)) = self.next_row.take() else { return };
        let unit = row.unit;
        let Some(at) = relaxation.add_row(row) else { return };
        if self.slot_rows.is_empty() {
            self.slot_rows.clone_from(&self.best.rows);
        }
        self.rows.fill(Multiplier::default());
        self.rows[at].at = unit as f64;
        self.best.rows.fill(0);
        self.best.rows[at] = unit;
        self.best_value = self.best_value.map(|(value, factor)| (value + gain, factor));
    }

    /// Whether there is a row to take.
    pub const fn has_row(&self) -> bool {
        self.next_row.is_some()
    }

    /// Prices of the rows by slot: of people's time, and of rooms.
    pub fn slot_rows(&self) -> &[i64] {
        if self.slot_rows.is_empty() { &self.best.rows } else { &self.slot_rows }
    }

    /// Goes on from these multipliers in a relaxation in which more is decided; what was proved
    /// does not hold there. Seats of decided columns start at their present price.
    #[must_use]
    pub fn for_dive(&self, relaxation: &Relaxation) -> Self {
        let mut dive = self.clone();
        for (row, &price) in dive.rows.iter_mut().zip(&self.best.rows) {
            row.at = price as f64;
        }
        dive.premiums.at.clone_from(&self.best.premium);
        for (column, &price) in self.prices.column.iter().enumerate() {
            dive.rows[relaxation.layout.seat(column)].at = price.clamp(0, DEAREST) as f64;
        }
        dive.forget();
        dive
    }

    /// Takes the premiums off columns whose sections are decided.
    pub fn settle(&mut self, model: &Model, decided: &[Decided]) {
        self.premiums.settle(model, decided);
    }

    /// Forgets what was proved, so that the next round's prices are taken whatever they prove.
    pub fn forget(&mut self) {
        self.certificates.clear();
        self.best_value = None;
    }

    /// Shortens all steps of the prices of people's time to a share of the others'.
    pub fn shorten_time_steps(&mut self, relaxation: &Relaxation, share: f64) {
        relaxation.layout.time_rows().for_each(|row| self.rows[row].share = share);
    }

    /// Whether a value says more of plans with so much shortfall than the one at the best multipliers.
    fn is_better(&self, (value, factor): (i64, i64), allowed: i64) -> bool {
        self.best_value.is_none_or(|(best, at)| value - factor * allowed > best - at * allowed)
    }

    /// Goes on from the other where it says more of plans with so much shortfall; what both have
    /// proved stays.
    pub fn choose(&mut self, mut other: Self, allowed: i64) {
        if other.proved(allowed) > self.proved(allowed) {
            std::mem::swap(self, &mut other);
        }
        self.certificates.join(other.certificates);
    }

    /// Ticks of quality that no plan with at most the allowed shortfall stays below.
    pub fn proved(&self, allowed: i64) -> i64 {
        self.certificates.proved(allowed).unwrap_or(i64::MIN / 2)
    }

    /// The same where falling short takes off so much at the ticks of a point.
    pub fn proved_less(&self, taken_off: &dyn Fn(i64) -> i64) -> i64 {
        self.certificates.proved_less(taken_off).unwrap_or(i64::MIN / 2)
    }

    fn step(&mut self, step: Step, premium_share: f64) {
        self.rounds += 1;
        for row in &mut self.rows {
            row.step(step.length, self.rounds);
        }
        if step.premium > 0.0 {
            self.premiums.step(step.premium * premium_share);
        }
        self.factor.step(step.length, self.rounds);
    }

    fn note(&mut self, excess: &[f64]) {
        for (row, &excess) in self.rows.iter_mut().zip(excess) {
            row.excess = excess;
        }
    }
}
