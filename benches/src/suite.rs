//! All runs, each in a process of its own, so that CPU time and memory are its own.

use crate::case::{Case, GUCHENG, SIZES, Size};
use crate::measure::{self, End};
use crate::peers;
use crate::record::{self, Run};
use crate::report;
use crate::tables::schools;
use anyhow::{Context, Result, ensure};
use clap::Args;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What to run.
#[derive(Debug, Args)]
pub struct Suite {
    /// Longer runs of the small sizes too.
    #[arg(long)]
    full: bool,
    /// Seeds 1 to N of every size; unset: three of the small sizes, one of the large.
    #[arg(long, value_name = "N")]
    seeds: Option<u64>,
    /// Sizes to run.
    #[arg(long, value_delimiter = ',', default_value = "240,725,1500,3000")]
    sizes: Vec<usize>,
    /// Policy profiles of the instances.
    #[arg(long, value_delimiter = ',', default_value = GUCHENG)]
    profiles: Vec<String>,
    /// Tightness of the instances.
    #[arg(long, value_delimiter = ',', default_value = "1.0")]
    tightness: Vec<f64>,
    /// Python with the peers installed; unset: no peers, and their last answers are kept.
    #[arg(long)]
    python: Option<PathBuf>,
    /// Sizes that the peers run, seed 1 each.
    #[arg(long, value_delimiter = ',', default_value = "240,725,1500,3000")]
    peer_sizes: Vec<usize>,
    /// CPU seconds of ours that the peers get ten times of; unset: those of the size.
    #[arg(long)]
    peer_seconds: Option<f64>,
}

/// One run in this process, printed.
pub fn one(case: &Case, seconds: f64) -> Result<()> {
    let bureau = case.generate()?;
    let run = Run { case: Some(case.clone()), ..measure::run(&bureau, 1, End::Cpu(seconds)) };
    println!("{}", serde_json::to_string(&run)?);
    Ok(())
}

/// All runs, then the peers, then the tables.
pub fn run(suite: &Suite, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let runs = folder.join(report::RUNS);
    let contests = folder.join(report::PEERS);
    record::clear(&runs)?;
    if suite.python.is_some() {
        record::clear(&contests)?;
    }
    let mut done = Vec::new();
    for (case, seconds) in cases(suite) {
        let run = in_process_of_its_own(&case, seconds)?;
        eprintln!("{}", schools::line(&run));
        record::append(&runs, &run)?;
        done.push(run);
    }
    if let Some(python) = &suite.python {
        for run in done.iter().filter(|run| is_for_peers(run, &suite.peer_sizes)) {
            let seconds = suite.peer_seconds.unwrap_or_else(|| peer_seconds(run));
            peers::compete(run, seconds, python, folder, &contests)?;
        }
    }
    report::run(folder, None)?;
    let faults: Vec<_> = done.iter().flat_map(|run| &run.faults).collect();
    ensure!(faults.is_empty(), "plans are not as they should be: {faults:?}");
    Ok(())
}

/// Every instance with its CPU seconds.
fn cases(suite: &Suite) -> Vec<(Case, f64)> {
    let mut cases = Vec::new();
    for size in SIZES.iter().filter(|size| suite.sizes.contains(&size.pupils)) {
        let &Size { pupils, seconds, full_seconds, seeds } = size;
        let seconds = if suite.full { full_seconds } else { seconds };
        let last = seconds.last().copied().unwrap_or(1.0);
        let kinds = suite
            .profiles
            .iter()
            .flat_map(|profile| suite.tightness.iter().map(move |&tightness| (profile, tightness)));
        for (profile, tightness) in kinds {
            let seeds = 1..=suite.seeds.unwrap_or(seeds);
            let case = |seed| Case { profile: profile.clone(), pupils, tightness, seed };
            cases.extend(seeds.map(|seed| (case(seed), last)));
        }
    }
    cases
}

/// The first CPU seconds at which the tables read the size, at least five.
fn peer_seconds(run: &Run) -> f64 {
    let pupils = run.case.as_ref().map(|case| case.pupils);
    let size = SIZES.iter().find(|size| Some(size.pupils) == pupils);
    size.map_or(5.0, |size| size.seconds[0].max(5.0))
}

fn is_for_peers(run: &Run, sizes: &[usize]) -> bool {
    run.case.as_ref().is_some_and(|case| case.seed == 1 && sizes.contains(&case.pupils))
}

fn in_process_of_its_own(case: &Case, seconds: f64) -> Result<Run> {
    let output = Command::new(env::current_exe()?)
        .arg("one")
        .args(["--profile", &case.profile])
        .args(["--pupils", &case.pupils.to_string()])
        .args(["--tightness", &case.tightness.to_string()])
        .args(["--seed", &case.seed.to_string()])
        .args(["--seconds", &seconds.to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "{case}: the run ended with {}", output.status);
    serde_json::from_slice(&output.stdout).with_context(|| format!("{case}"))
}
