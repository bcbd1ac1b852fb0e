//! The worker process: reads one task from standard input, searches, and writes signs of life and
//! the result to standard output. It touches no file, no network and no store, and ends when the
//! server does.

use super::effects::effects;
use super::pipe::{self, Answer, Order, Report, Task};
use kehou_domain::instance::Instance;
use kehou_domain::outcome::Limit;
use kehou_domain::plan::Plan;
use kehou_engine::{Control, Options, Progress};
use kehou_format::memory;
use kehou_proto::v1;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io::{self, Stdin, Stdout};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Time between signs of life.
const BEAT: Duration = Duration::from_millis(500);

/// What the server has to know, and how to tell it.
struct Line {
    out: Mutex<Stdout>,
    progress: Mutex<v1::JobProgress>,
    ended: AtomicBool,
}

/// Runs the process.
pub fn run() -> ExitCode {
    match work() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn work() -> io::Result<()> {
    let mut input = io::stdin();
    let order: Order = pipe::read(&mut input)?;
    let task = order.task.ok_or(io::ErrorKind::InvalidData)?;
    limit_memory(task.memory);
    let line = Arc::new(Line {
        out: Mutex::new(io::stdout()),
        progress: Mutex::new(v1::JobProgress::default()),
        ended: AtomicBool::new(false),
    });
    let stopped = Arc::new(AtomicBool::new(false));
    listen(input, Arc::clone(&stopped));
    beat(Arc::clone(&line));
    let answer = solve(&task, &line, &stopped)?;
    line.ended.store(true, Ordering::Release);
    line.tell(&Report { progress: None, result: Some(answer) })
}

impl Line {
    fn tell(&self, report: &Report) -> io::Result<()> {
        pipe::write(&mut *self.out.lock().unwrap_or_else(PoisonError::into_inner), report)
    }
}

/// A word to stop; the end of the input is the end of the server.
fn listen(mut input: Stdin, stopped: Arc<AtomicBool>) {
    thread::spawn(move || {
        while pipe::read::<Order>(&mut input).is_ok() {
            stopped.store(true, Ordering::Release);
        }
        std::process::exit(1);
    });
}

fn beat(line: Arc<Line>) {
    thread::spawn(move || {
        while !line.ended.load(Ordering::Acquire) {
            let progress = *line.progress.lock().unwrap_or_else(PoisonError::into_inner);
            if line.tell(&Report { progress: Some(progress), result: None }).is_err() {
                std::process::exit(1);
            }
            thread::park_timeout(BEAT);
        }
    });
}

fn solve(task: &Task, line: &Line, stopped: &Arc<AtomicBool>) -> io::Result<Answer> {
    let started = Instant::now();
    let bureau = memory::bureau_from_binary(&task.content)
        .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    let instance = Instance::new(&bureau);
    let whole = Duration::from_millis(task.time_ms.max(1) as u64);
    // Where loans are free, the last quarter is for what each brings.
    let limit = if task.loans { whole * 3 / 4 } else { whole };
    let options = Options {
        threads: task.threads.max(1) as usize,
        seed: task.seed,
        work_limit: (task.work > 0).then_some(task.work),
        gap: task.gap,
        loans: task.loans,
    };
    let stop = || {
        if stopped.load(Ordering::Acquire) {
            return Some(Limit::Interrupt);
        }
        (started.elapsed() >= limit).then_some(Limit::Time)
    };
    let progress = |progress: &Progress| {
        *line.progress.lock().unwrap_or_else(PoisonError::into_inner) = as_message(progress);
    };
    let solution =
        kehou_engine::solve(&instance, &options, &Control { stop: &stop, progress: &progress });
    let mut outcome = solution.claim(task.seed);
    env!("CARGO_PKG_VERSION").clone_into(&mut outcome.version);
    outcome.input_digest = kehou_format::digest(&bureau);
    outcome.wall_seconds = started.elapsed().as_secs_f64();
    // Wire outcomes leave values out where there is no plan; a plan's digest says that there is.
    outcome.plan_digest = solution.plan.as_ref().map(kehou_format::plan_digest).unwrap_or_default();
    let answer = Answer {
        outcome: Some(memory::outcome_to_wire(&outcome)),
        plan: solution.plan.as_ref().map(memory::plan_to_wire),
        effects: Vec::new(),
    };
    let lends = |plan: &Plan| task.loans && !plan.loans.is_empty();
    Ok(match solution.plan.filter(lends) {
        Some(plan) => {
            Answer { effects: effects((bureau, plan), task, started + whole, stopped), ..answer }
        }
        None => answer,
    })
}

fn as_message(progress: &Progress) -> v1::JobProgress {
    let level = |level: kehou_domain::outcome::Level| {
        Some(v1::Level {
            value: Some(level.value),
            bound: Some(level.bound),
            gap: Some(level.gap()),
            points_per_student: None,
        })
    };
    v1::JobProgress {
        schools_planned: progress.schools_planned as i32,
        shortfall: level(progress.shortfall),
        quality: level(progress.quality),
    }
}

/// Beyond it allocations fail and the process ends, instead of the machine.
fn limit_memory(bytes: u64) {
    if bytes > 0 {
        let hard = getrlimit(Resource::As).maximum;
        let limit = Rlimit { current: Some(hard.map_or(bytes, |h| h.min(bytes))), maximum: hard };
        // Where the system refuses, the limit of the service's unit still holds.
        let _ = setrlimit(Resource::As, limit);
    }
}
