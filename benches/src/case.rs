//! The named instances: one school of the Gucheng profile, by size, seed and tightness.

use anyhow::Context;
use kehou_domain::draft::Bureau;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Pupils of the one school.
    pub pupils: usize,
    /// Scales supply; below 1 is scarcer.
    pub tightness: f64,
    /// Seed of the instance.
    pub seed: u64,
}

/// A size with the CPU seconds at which the tables read its runs; a run ends at the last.
pub struct Size {
    /// Pupils.
    pub pupils: usize,
    /// CPU seconds of an ordinary run.
    pub seconds: &'static [f64],
    /// CPU seconds of a full run.
    pub full_seconds: &'static [f64],
    /// Seeds of an ordinary run.
    pub seeds: u64,
}

/// All sizes.
pub const SIZES: [Size; 4] = [
    Size { pupils: 240, seconds: &[1.0, 5.0], full_seconds: &[1.0, 5.0, 60.0], seeds: 3 },
    Size { pupils: 725, seconds: &[1.2, 5.0], full_seconds: &[1.2, 5.0, 60.0], seeds: 3 },
    Size { pupils: 1500, seconds: &[5.0, 20.0], full_seconds: &[5.0, 20.0], seeds: 1 },
    Size { pupils: 3000, seconds: &[7.0, 25.0], full_seconds: &[7.0, 25.0], seeds: 1 },
];

impl Case {
    /// Generates the data set.
    pub fn generate(&self) -> anyhow::Result<Bureau> {
        let options = kehou_profiles::Options {
            schools: Some(1),
            pupils: Some(self.pupils),
            tightness: self.tightness,
            seed: self.seed,
        };
        kehou_profiles::generate("gucheng", &options).with_context(|| format!("instance {self}"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pupils, tightness {}, seed {}", self.pupils, self.tightness, self.seed)
    }
}
