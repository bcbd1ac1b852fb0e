//! The lower bound: multipliers of the relaxation improved by subgradient steps with a step
//! length of its own for every row (Adam, Kingma and Ba 2015, on the dual; plain subgradient and
//! the volume algorithm stall, because the rows' natural prices differ by orders of magnitude).
//! On the way the pupils' weeks are averaged into a fractional plan that guides the search.

use crate::best_week::WeekSearch;
use crate::duals::{Evaluation, Relaxation};
use crate::model::DEAREST;
use crate::prices::Prices;

/// Share of the last direction kept.
const MOMENTUM: f64 = 0.8;
/// Share of the last squared excess kept.
const MEMORY: f64 = 0.95;
/// Keeps steps finite in rows without excess.
const FLOOR: f64 = 0.1;

/// State of the bound; can be improved at any time.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Best multipliers, ticks.
    pub best: Vec<i64>,
    /// Their value, ticks: no plan costs less.
    pub value: i64,
    /// Seat and base prices at the best multipliers.
    pub prices: Prices,
    /// Averaged pupils per column.
    pub load: Vec<f64>,
    /// Where the steps stand.
    at: Vec<f64>,
    excess: Vec<f64>,
    mean: Vec<f64>,
    square: Vec<f64>,
    rounds: i32,
}

/// How steps shrink over a run of rounds, ticks.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// Length of the first step.
    pub first: f64,
    /// Length of the last step.
    pub last: f64,
    /// Rounds.
    pub rounds: u32,
}

impl Bound {
    /// The bound at multipliers zero.
    pub fn new(relaxation: &Relaxation, week: &mut WeekSearch) -> Self {
        let best = vec![0; relaxation.layout.len];
        let zero = vec![0.0; best.len()];
        let first = relaxation.evaluate(&best, week);
        Self {
            value: first.value,
            load: first.load.iter().map(|&n| f64::from(n)).collect(),
            prices: first.prices,
            excess: first.excess,
            at: zero.clone(),
            mean: zero.clone(),
            square: zero,
            best,
            rounds: 0,
        }
    }

    /// Runs rounds with shrinking steps, from where the last run ended.
    pub fn improve(
        &mut self,
        relaxation: &Relaxation,
        steps: Steps,
        week: &mut WeekSearch,
        stop: &dyn Fn() -> bool,
    ) {
        for round in 0..steps.rounds {
            if stop() {
                return;
            }
            let share = f64::from(round) / f64::from(steps.rounds);
            self.step(steps.first * (steps.last / steps.first).powf(share));
            let rounded: Vec<i64> = self.at.iter().map(|u| u.round() as i64).collect();
            let found = relaxation.evaluate(&rounded, week);
            self.average(&found);
            self.excess = found.excess;
            if found.value > self.value {
                self.value = found.value;
                self.best = rounded;
                self.prices = found.prices;
            }
        }
    }

    /// Goes on from the best multipliers.
    pub fn return_to_best(&mut self) {
        self.at = self.best.iter().map(|&u| u as f64).collect();
    }

    fn step(&mut self, length: f64) {
        self.rounds += 1;
        let mean_bias = 1.0 - MOMENTUM.powi(self.rounds);
        let square_bias = 1.0 - MEMORY.powi(self.rounds);
        for (row, price) in self.at.iter_mut().enumerate() {
            let idle = *price <= 0.0 && self.excess[row] < 0.0;
            let excess = if idle { 0.0 } else { self.excess[row] };
            let (mean, square) = (&mut self.mean[row], &mut self.square[row]);
            *mean = MOMENTUM * *mean + (1.0 - MOMENTUM) * excess;
            *square = MEMORY * *square + (1.0 - MEMORY) * excess * excess;
            let scale = (*square / square_bias).sqrt() + FLOOR;
            *price += length * *mean / mean_bias / scale;
            *price = price.clamp(0.0, DEAREST as f64);
        }
    }

    fn average(&mut self, found: &Evaluation) {
        for (mean, &new) in self.load.iter_mut().zip(&found.load) {
            *mean += 0.05 * (f64::from(new) - *mean);
        }
    }
}
