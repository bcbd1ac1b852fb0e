//! The lower bound: multipliers of the relaxation improved by subgradient steps with a step
//! length of its own for every row (Adam, Kingma and Ba 2015, on the dual; plain subgradient and
//! the volume algorithm stall, because the rows' natural prices differ by orders of magnitude).
//! On the way the pupils' weeks are averaged into a fractional plan that guides the search.

use crate::best_week::WeekSearch;
use crate::duals::{Decided, Multipliers, Relaxation};
use crate::linking::Premiums;
use crate::model::{DEAREST, Model};
use crate::prices::Prices;
use crate::pupil_weeks::PupilWeeks;

/// Share of the last direction kept.
const MOMENTUM: f64 = 0.8;
/// Share of the last squared excess kept.
const MEMORY: f64 = 0.95;
/// Keeps steps finite in rows without excess.
const FLOOR: f64 = 0.1;

/// Step of the price of shortfall, per point, as a share of a section's.
const FACTOR_STEP: f64 = 1.0 / 1000.0;

/// Precision of pupils' weeks as a share of the step length.
const TOLERANCE: f64 = 1.0 / 256.0;

/// State of the bound; can be improved at any time.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Best multipliers.
    pub best: Multipliers,
    /// Seat and base prices at the best multipliers.
    pub prices: Prices,
    /// Averaged pupils per column.
    pub load: Vec<f64>,
    /// Where the steps stand.
    at: Vec<f64>,
    excess: Vec<f64>,
    trend: Vec<Trend>,
    premiums: Premiums,
    weeks: PupilWeeks,
    certificates: Vec<Certificate>,
    factor: Factor,
    /// Ticks of a point of shortfall where none is allowed.
    dearest: i64,
    rounds: i32,
}

/// How steps shrink over a run of rounds, ticks.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// Length of the first step.
    pub first: f64,
    /// Length of the last step.
    pub last: f64,
    /// The same for premiums, times [`Relaxation::premium_share`].
    pub premium: (f64, f64),
    /// Rounds.
    pub rounds: u32,
    /// Ticks by which a pupil's week may be missed in the last rounds.
    pub tolerance: i64,
}

impl Steps {
    /// Length of a step of premiums when this share of the way from the last to the first is left.
    pub fn premium_at(&self, share: f64) -> f64 {
        let (first, last) = self.premium;
        last + (first - last) * share
    }
}

/// A proof: whatever the multipliers were, no plan costs less than `value` ticks when a point of
/// shortfall costs `factor` ticks.
#[derive(Clone, Copy, Debug)]
struct Certificate {
    value: i64,
    factor: i64,
}

/// The price of shortfall, as a multiplier of the shortfall allowed.
#[derive(Clone, Copy, Debug)]
struct Factor {
    at: f64,
    excess: f64,
    trend: Trend,
}

/// Running means of one row's excess.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trend {
    mean: f64,
    square: f64,
}

impl Trend {
    /// Takes in an excess; direction and share of the step to go.
    pub fn follow(&mut self, excess: f64, rounds: i32) -> f64 {
        self.mean = MOMENTUM * self.mean + (1.0 - MOMENTUM) * excess;
        self.square = MEMORY * self.square + (1.0 - MEMORY) * excess * excess;
        let mean = self.mean / (1.0 - MOMENTUM.powi(rounds));
        let square = self.square / (1.0 - MEMORY.powi(rounds));
        mean / (square.sqrt() + FLOOR)
    }
}

impl Bound {
    /// The bound at multipliers zero.
    pub fn new(model: &Model, relaxation: &Relaxation, week: &mut WeekSearch) -> Self {
        let rows = relaxation.layout.len;
        let mut premiums = Premiums::new(model);
        let best = Multipliers { rows: vec![0; rows], premium: premiums.at.clone() };
        let mut weeks = PupilWeeks::new(model);
        let first = relaxation.evaluate(&best, &mut weeks, week);
        premiums.excess = first.fit_excess;
        let dearest = relaxation.factor();
        let mut prices = first.prices;
        prices.premium.clear();
        Self {
            certificates: vec![Certificate { value: first.value, factor: dearest }],
            load: weeks.load.iter().map(|&n| f64::from(n)).collect(),
            prices,
            at: vec![0.0; rows],
            trend: vec![Trend::default(); rows],
            premiums,
            weeks,
            factor: Factor { at: dearest as f64 / 10.0, excess: 0.0, trend: Trend::default() },
            excess: first.excess,
            dearest,
            best,
            rounds: 0,
        }
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
        for round in 0..steps.rounds {
            if stop() {
                break;
            }
            let share = 1.0 - f64::from(round) / f64::from(steps.rounds);
            let length = steps.last + (steps.first - steps.last) * share * share;
            self.step(length, steps.premium_at(share * share) * relaxation.premium_share());
            let factor = if allowed == 0 { self.dearest } else { self.factor.at.round() as i64 };
            relaxation.set_factor(factor);
            week.tolerance = ((length * TOLERANCE) as i64).max(steps.tolerance);
            let rows = self.at.iter().map(|u| u.round() as i64).collect();
            let at = Multipliers { rows, premium: self.premiums.at.clone() };
            let found = relaxation.evaluate(&at, &mut self.weeks, week);
            self.average();
            relaxation.note_base(&self.weeks.base_load);
            self.factor.excess = found.shortfall - allowed as f64;
            self.excess = found.excess;
            self.premiums.excess = found.fit_excess;
            if found.value - factor * allowed > self.proved(allowed) {
                self.certificates.retain(|c| c.factor > factor);
                self.certificates.push(Certificate { value: found.value, factor });
                self.best = at;
                self.prices = found.prices;
                self.prices.premium.clear();
            }
        }
        week.tolerance = 0;
    }

    /// Goes on from these multipliers in a relaxation in which more is decided; what was proved
    /// does not hold there. Seats of decided columns start at their present price.
    #[must_use]
    pub fn for_dive(&self, relaxation: &Relaxation) -> Self {
        let mut dive = self.clone();
        dive.at = self.best.rows.iter().map(|&u| u as f64).collect();
        dive.premiums.at.clone_from(&self.best.premium);
        for (column, &price) in self.prices.column.iter().enumerate() {
            dive.at[relaxation.layout.seat(column)] = price.clamp(0, DEAREST) as f64;
        }
        dive.certificates.clear();
        dive
    }

    /// Takes the premiums off columns whose sections are decided.
    pub fn settle(&mut self, model: &Model, decided: &[Decided]) {
        self.premiums.settle(model, decided);
    }

    /// Forgets what was proved, so that the next round's prices are taken whatever they prove.
    pub fn forget(&mut self) {
        self.certificates.clear();
    }

    /// Ticks of quality that no plan with at most the allowed shortfall stays below.
    pub fn proved(&self, allowed: i64) -> i64 {
        let at = |c: &Certificate| c.value - c.factor * allowed;
        self.certificates.iter().map(at).max().unwrap_or(i64::MIN / 2)
    }

    fn step(&mut self, length: f64, premium_length: f64) {
        self.rounds += 1;
        for (row, price) in self.at.iter_mut().enumerate() {
            let idle = *price <= 0.0 && self.excess[row] < 0.0;
            let excess = if idle { 0.0 } else { self.excess[row] };
            let way = self.trend[row].follow(excess, self.rounds);
            *price = (*price + length * way).clamp(0.0, DEAREST as f64);
        }
        self.premiums.step(premium_length);
        let way = self.factor.trend.follow(self.factor.excess, self.rounds);
        let dearest = self.dearest as f64;
        self.factor.at = (self.factor.at + length * FACTOR_STEP * way).clamp(1.0, dearest);
    }

    fn average(&mut self) {
        for (mean, &new) in self.load.iter_mut().zip(&self.weeks.load) {
            *mean += 0.05 * (f64::from(new) - *mean);
        }
    }
}
