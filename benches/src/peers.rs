//! Other solvers on the integer program of the same instance, a level at a time. At the second
//! level they are told the shortfall that our plan has reached.

use crate::case::Case;
use crate::meter;
use crate::record::{self, Answer, Contest, Run, Written};
use anyhow::{Context, Result, anyhow, ensure};
use kehou_domain::instance::Instance;
use kehou_formulate::Objective;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The peers' programs, one process each: `HiGHS` and OR-Tools cannot share one. Those with one thread
/// run side by side.
const SCRIPTS: [&[&str]; 2] =
    [&["benches/peers/highs.py", "benches/peers/scip.py"], &["benches/peers/cpsat.py"]];
/// A peer that does not end by itself is stopped after so many times its CPU seconds, and what
/// reading the file may take: seconds, and MiB a second.
const PATIENCE: f64 = 2.0;
const READING: (f64, f64) = (20.0, 10.0);
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
        let limits = (HANDICAP * seconds, READING.0 + program.mib / READING.1);
        let ask = |script: &&'static str| ask(python, script, &file, limits);
        let answers: Result<Vec<Answer>> =
            SCRIPTS.iter().flat_map(|together| side_by_side(together, &ask)).collect();
        for answer in answers? {
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

/// Asks several peers at once.
fn side_by_side(
    scripts: &[&'static str],
    ask: &(impl Fn(&&'static str) -> Result<Answer> + Sync),
) -> Vec<Result<Answer>> {
    thread::scope(|scope| {
        let asked: Vec<_> = scripts.iter().map(|script| scope.spawn(move || ask(script))).collect();
        let end = |one: thread::ScopedJoinHandle<'_, Result<Answer>>| {
            one.join().unwrap_or_else(|_| Err(anyhow!("a peer's thread panicked")))
        };
        asked.into_iter().map(end).collect()
    })
}

/// A peer that fails, out of memory for one, or that does not end, has given no plan.
fn ask(python: &Path, script: &str, file: &Path, (seconds, reading): (f64, f64)) -> Result<Answer> {
    let start = Instant::now();
    let mut child = Command::new(python)
        .arg(script)
        .arg(file)
        .args(["--seconds", &seconds.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .with_context(|| format!("{} {script}", python.display()))?;
    let mut peak_kib = 0;
    while child.try_wait()?.is_none() {
        peak_kib = meter::peak_kib_of(child.id()).unwrap_or(peak_kib);
        let wall = start.elapsed().as_secs_f64();
        if wall > reading + PATIENCE * seconds {
            child.kill()?;
            child.wait()?;
            return Ok(Answer {
                cpu: wall,
                wall,
                peak_kib,
                ..nothing(script, seconds, "stopped: did not end by itself".into())
            });
        }
        thread::sleep(Duration::from_millis(100));
    }
    let output = child.wait_with_output()?;
    if output.status.success() {
        // Solvers may write lines of their own before the answer.
        let text = String::from_utf8_lossy(&output.stdout);
        let line = text.lines().last().unwrap_or_default();
        return serde_json::from_str(line).with_context(|| format!("{script}: {text}"));
    }
    Ok(nothing(script, seconds, format!("ended with {}", output.status)))
}

fn nothing(script: &str, limit: f64, status: String) -> Answer {
    let peer = Path::new(script).file_stem().map(|name| name.to_string_lossy().into_owned());
    Answer {
        peer: peer.unwrap_or_default(),
        threads: 1,
        limit,
        cpu: 0.0,
        wall: 0.0,
        peak_kib: 0,
        status,
        value: None,
        bound: None,
    }
}

/// A peer's plan below our bound would disprove it.
fn refuse_wrong_bound(contest: &Contest) -> Result<()> {
    let bound = contest.ours.bound as f64;
    let is_above = contest.answer.value.is_none_or(|value| value > bound - 0.5);
    ensure!(is_above, "our bound is above a peer's plan: {contest:?}");
    Ok(())
}
