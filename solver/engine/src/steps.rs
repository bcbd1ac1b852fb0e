//! Subgradient steps with a length of its own for every row (Adam, Kingma and Ba 2015, on the dual;
//! plain subgradient and the volume algorithm stall, because the rows' natural prices differ by
//! orders of magnitude), and what they prove.

use crate::model::{DEAREST, TICKS};
use kehou_domain::policy::Rules;

/// Share of the last direction kept.
const MOMENTUM: f64 = 0.8;
/// Share of the last squared excess kept.
const MEMORY: f64 = 0.95;
/// Keeps steps finite in rows without excess.
const FLOOR: f64 = 0.1;
/// Longest step of a price as a share of the dearest it can be.
const LONGEST: f64 = 1.0 / 8.0;
/// Step of the price of shortfall, per point, as a share of a section's.
const FACTOR_STEP: f64 = 1.0 / 1000.0;
/// Share of the price of shortfall that is tried next.
const LOWER: f64 = 0.7;
/// Precision of pupils' weeks as a share of the step length.
const TOLERANCE: f64 = 1.0 / 256.0;

/// How steps shrink over a run of rounds, ticks.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// Length of the first step.
    pub first: f64,
    /// Length of the last step.
    pub last: f64,
    /// The same for premiums, times [`crate::duals::Relaxation::premium_share`].
    pub premium: (f64, f64),
    /// Rounds.
    pub rounds: u32,
    /// Ticks by which a pupil's week may be missed in the last rounds.
    pub tolerance: i64,
}

/// The steps of one round, ticks.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Length of the rows' steps.
    pub length: f64,
    /// Length of premiums' steps, times [`crate::duals::Relaxation::premium_share`].
    pub premium: f64,
    /// Ticks by which a pupil's week may be missed.
    pub tolerance: i64,
}

impl Steps {
    /// Steps for the bound of level 1, the first of so many points.
    pub fn for_shortfall(rounds: u32, points: f64) -> Self {
        let first = points * TICKS as f64;
        Self { first, last: first / 1000.0, premium: (0.0, 0.0), rounds, tolerance: 0 }
    }

    /// The steps of a round.
    pub fn at(&self, round: u32) -> Step {
        let left = 1.0 - f64::from(round) / f64::from(self.rounds);
        let between = |first: f64, last: f64| last + (first - last) * left * left;
        let length = between(self.first, self.last);
        Step {
            length,
            premium: between(self.premium.0, self.premium.1),
            tolerance: ((length * TOLERANCE) as i64).max(self.tolerance),
        }
    }
}

/// What ten ordinary pupils lose without a wanted session, ticks: about what a section is worth.
pub fn section_ticks(rules: &Rules) -> i64 {
    (10 * rules.student_weight * rules.not_granted_points * TICKS).max(TICKS)
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

/// A price with the excess of its row and the running means.
#[derive(Clone, Copy, Debug)]
pub struct Multiplier {
    /// Ticks.
    pub at: f64,
    /// Use less supply, when last known.
    pub excess: f64,
    /// Its steps as a share of all rows' length.
    pub share: f64,
    /// The dearest it can be, ticks.
    pub most: f64,
    trend: Trend,
}

impl Default for Multiplier {
    fn default() -> Self {
        Self { at: 0.0, excess: 0.0, share: 1.0, most: DEAREST as f64, trend: Trend::default() }
    }
}

impl Multiplier {
    /// A step; a price that is 0 and not asked for rests.
    pub fn step(&mut self, length: f64, rounds: i32) {
        let idle = self.at <= 0.0 && self.excess < 0.0;
        let way = self.trend.follow(if idle { 0.0 } else { self.excess }, rounds);
        let length = (self.share * length).min(self.most * LONGEST);
        self.at = (self.at + length * way).clamp(0.0, self.most);
    }
}

/// The price of a point of shortfall, as a multiplier of the shortfall allowed.
#[derive(Clone, Copy, Debug)]
pub struct Factor {
    multiplier: Multiplier,
    /// Ticks of a point where none is allowed.
    dearest: i64,
}

impl Factor {
    /// Starts at a tenth of the dearest.
    pub fn new(dearest: i64) -> Self {
        let multiplier = Multiplier { at: dearest as f64 / 10.0, ..Multiplier::default() };
        Self { multiplier, dearest }
    }

    /// Goes on from the dearest.
    pub fn restart(&mut self) {
        self.multiplier.at = self.dearest as f64;
    }

    /// The price below which less is proved: from the dearest down as long as `proves` says more, or
    /// until it says nothing.
    pub fn lowered(mut self, mut proves: impl FnMut(Self) -> Option<i64>) -> Self {
        self.restart();
        let (mut best, mut most) = (self, i64::MIN);
        while let Some(proved) = proves(self).filter(|&proved| proved > most) {
            (best, most) = (self, proved);
            self.scale(LOWER);
        }
        best
    }

    /// Takes a share of the price.
    pub fn scale(&mut self, share: f64) {
        self.multiplier.at = (self.multiplier.at * share).clamp(1.0, self.dearest as f64);
    }

    /// A step, where the rows step by `length`.
    pub fn step(&mut self, length: f64, rounds: i32) {
        let price = &mut self.multiplier;
        let way = price.trend.follow(price.excess, rounds);
        price.at = (price.at + length * FACTOR_STEP * way).clamp(1.0, self.dearest as f64);
    }

    /// Ticks of a point of shortfall when so much is allowed.
    pub fn ticks(&self, allowed: i64) -> i64 {
        if allowed == 0 { self.dearest } else { self.multiplier.at.round() as i64 }
    }

    /// Takes in the shortfall of the relaxed plan.
    pub fn note(&mut self, shortfall: f64, allowed: i64) {
        self.multiplier.excess = shortfall - allowed as f64;
    }
}

/// Proofs: whatever the multipliers were, no plan costs less than `value` ticks when a point of
/// shortfall costs `factor` ticks.
#[derive(Clone, Debug, Default)]
pub struct Certificates {
    kept: Vec<(i64, i64)>,
}

impl Certificates {
    /// Ticks of quality that no plan with at most the allowed shortfall stays below.
    pub fn proved(&self, allowed: i64) -> Option<i64> {
        self.proved_less(&|factor| factor * allowed)
    }

    /// Ticks of quality proved where falling short takes off so much at the ticks of a point.
    pub fn proved_less(&self, taken_off: &dyn Fn(i64) -> i64) -> Option<i64> {
        self.kept.iter().map(|&(value, factor)| value - taken_off(factor)).max()
    }

    /// Keeps a proof where it says more than any other for the allowed shortfall; whether it does.
    /// Of the others those at a higher price stay: they may say more where less is allowed.
    pub fn keep(&mut self, (value, factor): (i64, i64), allowed: i64) -> bool {
        let is_better = self.proved(allowed).is_none_or(|least| value - factor * allowed > least);
        if is_better {
            self.kept.retain(|&(_, other)| other > factor);
            self.kept.push((value, factor));
        }
        is_better
    }

    /// Takes in what else was proved.
    pub fn join(&mut self, other: Self) {
        self.kept.extend(other.kept);
    }

    /// Forgets what was proved.
    pub fn clear(&mut self) {
        self.kept.clear();
    }
}
