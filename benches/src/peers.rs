//! Other solvers on the integer program of the same instance, a level at a time. At the second
//! level they are told the shortfall that our plan has reached.

use crate::case::Case;
use crate::meter;
use crate::record::{self, Answer, Contest, Run, Written};
use anyhow::{Context, Result, ensure};
use kehou_domain::instance::Instance;
use kehou_formulate::Objective;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// The peers' programs, one process each: `HiGHS` and OR-Tools cannot share one.
const SCRIPTS: [&str; 3] =
    ["benches/peers/highs.py", "benches/peers/scip.py", "benches/peers/cpsat.py"];
/// CPU time of a peer's thread, in times of ours.
const HANDICAP: f64 = 10.0;

/// Runs all peers on one instance against what our run had after so many CPU seconds.
pub fn compete(
    run: &Run,
    seconds: f64,
    python: &Path,
    folder: &Path,
    contests: &Path,
) -> Result<()> {
    let (Some(case), Some(ours)) = (&run.case, run.at(seconds, |moment| moment.cpu)) else {
        return Ok(());
    };
    let shortfall_at_most = ours.shortfall.value;
    let levels = [
        ("shortfall", Objective::Shortfall, ours.shortfall),
        ("quality", Objective::Quality { shortfall_at_most }, ours.quality),
    ];
    for (level, objective, ours) in levels {
        let file = folder.join("peer.mps");
        let program = formulate(case, objective, &file)?;
        for script in SCRIPTS {
            let answer = ask(python, script, &file, HANDICAP * seconds)?;
            let case = case.clone();
            let level = level.into();
            let contest = Contest { case, level, program, ours, our_cpu: seconds, answer };
            eprintln!("{}, {}: {:?}", contest.case, contest.level, contest.answer);
            record::append(contests, &contest)?;
            refuse_wrong_bound(&contest)?;
        }
        fs::remove_file(&file)?;
    }
    Ok(())
}

fn formulate(case: &Case, objective: Objective, file: &Path) -> Result<Written> {
    let bureau = case.generate()?;
    let start = meter::cpu_seconds();
    let program = kehou_formulate::formulate(&Instance::new(&bureau), objective)?;
    let mut out = BufWriter::new(File::create(file)?);
    program.write_mps(&mut out)?;
    out.flush()?;
    Ok(Written {
        rows: program.rows().len(),
        columns: program.columns().len(),
        mib: fs::metadata(file)?.len() as f64 / f64::from(1 << 20),
        cpu: meter::cpu_seconds() - start,
    })
}

/// A peer that fails, out of memory for one, has given no plan.
fn ask(python: &Path, script: &str, file: &Path, seconds: f64) -> Result<Answer> {
    let output = Command::new(python)
        .arg(script)
        .arg(file)
        .args(["--seconds", &seconds.to_string()])
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{} {script}", python.display()))?;
    if output.status.success() {
        // Solvers may write lines of their own before the answer.
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().last().unwrap_or_default();
        return serde_json::from_str(line).with_context(|| format!("{script}: {text}"));
    }
    Ok(Answer {
        peer: script.into(),
        threads: 1,
        limit: seconds,
        cpu: 0.0,
        wall: 0.0,
        peak_kib: 0,
        status: format!("failed: {}", output.status),
        value: None,
        bound: None,
    })
}

/// A peer's plan below our bound would disprove it.
fn refuse_wrong_bound(contest: &Contest) -> Result<()> {
    let bound = contest.ours.bound as f64;
    let is_above = contest.answer.value.is_none_or(|value| value > bound - 0.5);
    ensure!(is_above, "our bound is above a peer's plan: {contest:?}");
    Ok(())
}
