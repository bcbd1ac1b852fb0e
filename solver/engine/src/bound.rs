//! The lower bound: multipliers of the relaxation improved by the volume algorithm (Barahona and
//! Anbil 2000), which also averages the pupils' weeks into a fractional plan that guides the
//! search over sections.

use crate::best_week::WeekSearch;
use crate::duals::{Evaluation, Relaxation};
use crate::prices::Prices;

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
    centre: Vec<f64>,
    direction: Vec<f64>,
    step: f64,
    last: i64,
    stale: u32,
    rounds: u32,
}

/// Rounds without progress after which the step is cut.
const PATIENCE: u32 = 10;

/// Rounds of plain subgradient steps before the volume algorithm proper.
const WARM_UP: u32 = 60;

impl Bound {
    /// The bound at multipliers zero.
    pub fn new(relaxation: &Relaxation, week: &mut WeekSearch) -> Self {
        let best = vec![0; relaxation.layout.len];
        let first = relaxation.evaluate(&best, week);
        Self {
            value: first.value,
            last: first.value,
            centre: vec![0.0; best.len()],
            best,
            direction: first.excess,
            load: first.load.iter().map(|&n| f64::from(n)).collect(),
            prices: first.prices,
            step: 1.0,
            stale: 0,
            rounds: 0,
        }
    }

    /// One round towards `target`, a value believed to be at or above the optimum.
    pub fn round(&mut self, relaxation: &Relaxation, target: i64, week: &mut WeekSearch) {
        self.rounds += 1;
        let norm: f64 = self
            .direction
            .iter()
            .zip(&self.centre)
            .filter(|&(&d, &u)| d > 0.0 || u > 0.0)
            .map(|(d, _)| d * d)
            .sum();
        if norm <= 0.0 {
            return;
        }
        let warming = self.rounds <= WARM_UP;
        let from = if warming { self.last } else { self.value };
        let room = (target - from).max(target.abs() / 500) as f64;
        let fade =
            if warming { 1.0 - f64::from(self.rounds) / f64::from(WARM_UP + 10) } else { 1.0 };
        let length = self.step * fade * room / norm;
        let trial: Vec<f64> = self
            .centre
            .iter()
            .zip(&self.direction)
            .map(|(u, d)| (u + length * d).max(0.0))
            .collect();
        let rounded: Vec<i64> = trial.iter().map(|u| u.round() as i64).collect();
        let found = relaxation.evaluate(&rounded, week);
        self.average(&found, if warming { 0.4 } else { 0.1 });
        self.last = found.value;
        let better = found.value > self.value;
        if warming {
            self.centre.clone_from(&trial);
        } else if better {
            if (found.value - self.value) as f64 > 1e-4 * room {
                self.stale = 0;
            }
            let along: f64 = found.excess.iter().zip(&self.direction).map(|(a, b)| a * b).sum();
            if along > 0.0 {
                self.step = (self.step * 1.1).min(2.0);
            }
            self.centre = trial;
        } else {
            self.stale += 1;
        }
        if better {
            self.value = found.value;
            self.best = rounded;
            self.prices = found.prices;
        }
        if self.rounds == WARM_UP {
            self.centre = self.best.iter().map(|&u| u as f64).collect();
        }
        if self.stale >= PATIENCE {
            self.stale = 0;
            self.step = (self.step * 0.66).max(0.002);
        }
    }

    fn average(&mut self, found: &Evaluation, share: f64) {
        let share = share.max(1.0 / f64::from(self.rounds + 1));
        for (mean, new) in self.direction.iter_mut().zip(&found.excess) {
            *mean += share * (new - *mean);
        }
        for (mean, &new) in self.load.iter_mut().zip(&found.load) {
            *mean += share * (f64::from(new) - *mean);
        }
    }
}
