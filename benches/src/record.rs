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

/// Position in [`Run::steps`] of the bound of rows.
pub const ROWS: usize = 1;
/// Position in [`Run::steps`] of the bound of pupils' weeks.
pub const PUPILS: usize = 2;
/// Position in [`Run::steps`] of the start from the bound, the last.
pub const START: usize = 3;

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
    /// Seconds it was given: CPU for one school, wall-clock for the county.
    pub limit: f64,
    /// CPU seconds from the data in memory to the end, and wall-clock seconds.
    pub cpu: f64,
    /// Wall-clock seconds of the same.
    pub wall: f64,
    /// Peak memory of the process, MiB.
    pub peak_mib: f64,
    /// Every change of plan or bound.
    pub curve: Vec<Moment>,
    /// CPU seconds after each of the first steps of a single school: the first plan, then [`ROWS`],
    /// [`PUPILS`] and [`START`].
    #[serde(default)]
    pub steps: Vec<f64>,
    /// Points of quality when no pupil is granted anything.
    pub nothing: i64,
    /// Sessions wanted, all pupils.
    pub wanted: i64,
    /// Of those, granted.
    pub granted: i64,
    /// What the independent check found wrong; empty: nothing.
    pub faults: Vec<String>,
}

/// A run of a policy profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profiled {
    /// Name of the profile, and `--all-rules` if so.
    pub name: String,
    /// Term and bell table.
    pub season: String,
    /// Points of level 1 by rule, those without left out.
    pub short: Vec<(String, i64)>,
    /// The run.
    pub run: Run,
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
    let unreadable = || format!("{}: not of this version, measure again", file.display());
    text.lines().map(|line| serde_json::from_str(line).with_context(unreadable)).collect()
}

/// Removes a file, if there is one.
pub fn clear(file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        fs::remove_file(file).with_context(|| file.display().to_string())?;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(cpu: f64, planned: usize, value: i64) -> Moment {
        let quality = Points { value, bound: 100 };
        Moment { wall: cpu, cpu, planned, shortfall: Points::default(), quality, worst: None }
    }

    fn run() -> Run {
        Run {
            case: None,
            pupils: 10,
            schools: 2,
            threads: 1,
            limit: 5.0,
            cpu: 3.0,
            wall: 3.0,
            peak_mib: 1.0,
            curve: vec![moment(0.5, 1, 500), moment(1.0, 2, 400), moment(2.0, 2, 200)],
            steps: Vec::new(),
            nothing: 600,
            wanted: 20,
            granted: 15,
            faults: Vec::new(),
        }
    }

    #[test]
    fn a_run_stands_where_all_schools_have_a_plan() {
        let run = run();
        let value = |seconds| run.at(seconds, |m| m.cpu).map(|moment| moment.quality.value);
        assert_eq!([0.7, 1.0, 1.9, 9.0].map(value), [None, Some(400), Some(400), Some(200)]);
        assert!(run.first().is_some_and(|first| first.quality.value == 400));
    }

    #[test]
    fn benefit_is_a_share_of_what_the_bound_leaves_open() {
        let run = run();
        assert_eq!(run.proven_benefit().map(|share| (share * 100.0).round()), Some(80.0));
        let nothing_to_gain = Run { nothing: 100, ..run };
        assert_eq!(nothing_to_gain.proven_benefit(), None);
    }

    #[test]
    fn runs_are_read_as_written() -> anyhow::Result<()> {
        let text = serde_json::to_string(&run())?;
        assert_eq!(serde_json::from_str::<Run>(&text)?, run());
        Ok(())
    }
}
