//! What is kept of a run: one JSON line.

use crate::case::Case;
use anyhow::Context;
use kehou_domain::outcome::Level;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

/// Value and proven bound of a level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Points {
    /// Points of the plan.
    pub value: i64,
    /// Proven lower bound.
    pub bound: i64,
}

/// Where a run stood at some time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// Wall-clock seconds since the start.
    pub wall: f64,
    /// CPU seconds since the start.
    pub cpu: f64,
    /// Schools that have a plan.
    pub planned: usize,
    /// Level 1, all schools that have a plan.
    pub shortfall: Points,
    /// Level 2, all schools that have a plan.
    pub quality: Points,
    /// Level 2 of the school with most points above its bound per pupil, and its pupils.
    pub worst: Option<(Points, usize)>,
}

/// A run of the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The instance; none: the whole county.
    pub case: Option<Case>,
    /// Pupils.
    pub pupils: usize,
    /// Schools.
    pub schools: usize,
    /// Threads.
    pub threads: usize,
    /// CPU seconds from the data in memory to the end, and wall-clock seconds.
    pub cpu: f64,
    /// Wall-clock seconds of the same.
    pub wall: f64,
    /// Peak memory of the process, MiB.
    pub peak_mib: f64,
    /// Every change of plan or bound.
    pub curve: Vec<Moment>,
    /// Points of quality when no pupil is granted anything.
    pub nothing: i64,
    /// Sessions wanted, all pupils.
    pub wanted: i64,
    /// Of those, granted.
    pub granted: i64,
    /// What the independent check found wrong; empty: nothing.
    pub faults: Vec<String>,
}

/// A peer's answer on the program of one level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Name and version.
    pub peer: String,
    /// Threads.
    pub threads: usize,
    /// CPU seconds allowed per thread.
    pub limit: f64,
    /// CPU seconds used.
    pub cpu: f64,
    /// Wall-clock seconds used.
    pub wall: f64,
    /// Peak memory, KiB.
    pub peak_kib: u64,
    /// In the solver's words.
    pub status: String,
    /// Points of its plan; none: no plan.
    pub value: Option<f64>,
    /// Its lower bound.
    pub bound: Option<f64>,
}

/// The program that peers are given.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Size of the MPS file, MiB.
    pub mib: f64,
    /// CPU seconds it took to list and write it.
    pub cpu: f64,
}

/// A peer's answer with what it is compared to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contest {
    /// The instance.
    pub case: Case,
    /// `shortfall` or `quality`.
    pub level: String,
    /// The program.
    pub program: Written,
    /// Ours, in `our_cpu` CPU seconds.
    pub ours: Points,
    /// CPU seconds of our run.
    pub our_cpu: f64,
    /// The peer's.
    pub answer: Answer,
}

impl Points {
    /// Points above the bound per pupil.
    pub fn per_pupil(self, pupils: usize) -> f64 {
        self.level().points_per_student(pupils)
    }
    /// Points above the bound as a share of the value.
    pub fn gap(self) -> f64 {
        self.level().gap()
    }
    fn level(self) -> Level {
        Level { value: self.value, bound: self.bound }
    }
}

impl From<Level> for Points {
    fn from(level: Level) -> Self {
        Self { value: level.value, bound: level.bound }
    }
}

impl Run {
    /// The first moment at which every school has a plan.
    pub fn first(&self) -> Option<&Moment> {
        self.curve.iter().find(|moment| moment.planned == self.schools)
    }
    /// Where the run stood after that many seconds, once every school had a plan; a run that
    /// ended before stands where it ended.
    pub fn at(&self, seconds: f64, clock: fn(&Moment) -> f64) -> Option<&Moment> {
        let past = self.curve.iter().take_while(|moment| clock(moment) <= seconds);
        past.filter(|moment| moment.planned == self.schools).last()
    }
    /// The share of the greatest possible benefit that is proved to be had:
    /// (nothing - value) / (nothing - bound).
    pub fn proven_benefit(&self) -> Option<f64> {
        let quality = self.curve.last()?.quality;
        let most = self.nothing - quality.bound;
        (most > 0).then(|| (self.nothing - quality.value) as f64 / most as f64)
    }
}

/// Reads a file of JSON lines; a missing file has none.
pub fn read<T: DeserializeOwned>(file: &Path) -> anyhow::Result<Vec<T>> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| file.display().to_string()))
        .collect()
}

/// Adds one JSON line to a file.
pub fn append<T: Serialize>(file: &Path, record: &T) -> anyhow::Result<()> {
    let mut file = File::options()
        .create(true)
        .append(true)
        .open(file)
        .with_context(|| file.display().to_string())?;
    writeln!(file, "{}", serde_json::to_string(record)?)?;
    Ok(())
}
