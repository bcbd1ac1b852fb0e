//! The named instances: one school of a profile, by size, seed and tightness.

use anyhow::Context;
use clap::Args;
use kehou_domain::draft::Bureau;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Args)]
pub struct Case {
    /// Policy profile.
    #[arg(long, default_value = GUCHENG)]
    #[serde(default = "gucheng")]
    pub profile: String,
    /// Pupils of the one school.
    #[arg(long)]
    pub pupils: usize,
    /// Scales supply; below 1 is scarcer.
    #[arg(long, default_value_t = 1.0)]
    pub tightness: f64,
    /// Seed of the instance.
    #[arg(long, default_value_t = 1)]
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
    /// Whether it is of the profile and supply that the plot shows.
    pub fn is_ordinary(&self) -> bool {
        self.profile == GUCHENG && (self.tightness - 1.0).abs() < 1e-9
    }

    /// Generates the data set.
    pub fn generate(&self) -> anyhow::Result<Bureau> {
        let options = kehou_profiles::Options {
            schools: Some(1),
            pupils: Some(self.pupils),
            tightness: self.tightness,
            seed: self.seed,
        };
        kehou_profiles::generate(&self.profile, &options)
            .with_context(|| format!("instance {self}"))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { profile, pupils, tightness, seed } = self;
        write!(f, "{profile}, {pupils} pupils, tightness {tightness}, seed {seed}")
    }
}

/// The profile of runs that do not name one.
pub const GUCHENG: &str = "gucheng";

fn gucheng() -> String {
    GUCHENG.to_owned()
}
