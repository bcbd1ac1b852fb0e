//! From a valid data set to a checked plan: runs the engine under a clock and Ctrl-C, then
//! believes nothing of its plan that the independent check has not found itself.

use crate::args::Effort;
use crate::command::check;
use crate::console;
use crate::failure::Failure;
use crate::interrupt;
use crate::lang::Lang;
use crate::process;
use crate::progress::Reporter;
use crate::summary::shortfalls::Short;
use kehou_check::{CheckReport, WrongBound};
use kehou_domain::draft::Bureau;
use kehou_domain::explanation::Explanations;
use kehou_domain::fault::Text;
use kehou_domain::instance::Instance;
use kehou_domain::outcome::{Level, Limit, Outcome, SchoolOutcome, Status};
use kehou_domain::plan::Plan;
use kehou_engine::{Control, Options, Solution};
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

/// How long a search takes unless told otherwise.
pub const TIME_LIMIT: Duration = Duration::from_mins(1);

/// A checked plan and all that is known about it.
pub struct Found {
    /// The plan.
    pub plan: Plan,
    /// What the run claims; values are those of the check.
    pub outcome: Outcome,
    /// Reasons person by person.
    pub explanations: Explanations,
    /// What of the elastic rules falls short.
    pub short: Short,
}

/// Makes the folder for a plan, so that a place that cannot be written is known before the search.
pub fn prepare_folder(folder: &Path) -> Result<(), Failure> {
    let has = |name: &str| folder.join(name).exists();
    if (has("bureau.json") || has("bureau.pb")) && !has("outcome.json") {
        return Err(unusable(folder, "it holds a data set", "其中已有数据"));
    }
    fs::create_dir_all(folder).map_err(|error| {
        let said = kehou_format::system_words(&error);
        unusable(folder, &said.en, &said.zh)
    })
}

fn unusable(folder: &Path, en: &str, zh: &str) -> Failure {
    let folder = folder.display();
    Failure::Usage(Text::new(
        format!("不能用 {folder} 存放方案：{zh}；请另选文件夹"),
        format!("cannot use {folder} for a plan: {en}; choose another folder"),
    ))
}

/// Searches, checks and measures. `default_limit` holds when neither time nor work is limited.
pub fn run(
    bureau: &Bureau,
    effort: &Effort,
    default_limit: Duration,
    started: Instant,
    lang: Lang,
) -> Result<Found, Failure> {
    let instance = Instance::new(bureau);
    let time_limit = effort.time_limit.or(effort.work_limit.is_none().then_some(default_limit));
    let solution = solve(&instance, &options(effort), time_limit, started, lang)?;
    let mut outcome = claim(&solution, effort.seed, bureau);
    let Some(plan) = solution.plan else {
        measure(&mut outcome, started);
        say_no_plan(outcome.status, lang);
        return Err(Failure::NoPlan(Box::new(outcome)));
    };
    let report = kehou_check::check(bureau, &plan);
    if !report.is_clean() {
        console::note(&check::violations(&report, Some(check::MOST), lang));
        return Err(Failure::CheckFailed);
    }
    found(bureau, (plan, outcome), (&report, effort.gap), started)
}

/// A checked plan that no search has bounded, with all that is known about it.
pub fn unproved(
    bureau: &Bureau,
    plan: Plan,
    report: &CheckReport,
    started: Instant,
) -> Result<Found, Failure> {
    let schools = report.schools.iter().zip(&bureau.schools);
    let schools = schools.map(|(found, school)| SchoolOutcome {
        school: found.school.clone(),
        students: school.students.len(),
        status: Status::Feasible,
        limit: Limit::None,
        shortfall: Level { value: found.shortfall, bound: 0 },
        quality: Level { value: found.quality, bound: 0 },
        bound_kind: "none",
        work: 0,
    });
    let (status, limit) = (Status::Feasible, Limit::None);
    let levels = [report.shortfall, report.quality].map(|value| Level { value, bound: 0 });
    let solution = Solution {
        status,
        limit,
        plan: None,
        shortfall: levels[0],
        quality: levels[1],
        schools: schools.collect(),
    };
    let outcome = claim(&solution, 0, bureau);
    found(bureau, (plan, outcome), (report, 0.0), started)
}

/// What a search claims, with the input it was for.
fn claim(solution: &Solution, seed: u64, bureau: &Bureau) -> Outcome {
    let mut outcome = solution.claim(seed);
    env!("CARGO_PKG_VERSION").clone_into(&mut outcome.version);
    outcome.input_digest = kehou_format::digest(bureau);
    kehou_check::settle_weights(&mut outcome, bureau);
    outcome
}

/// All that is known about a plan that the check found clean.
fn found(
    bureau: &Bureau,
    (plan, mut outcome): (Plan, Outcome),
    (report, gap): (&CheckReport, f64),
    started: Instant,
) -> Result<Found, Failure> {
    kehou_check::settle(&mut outcome, bureau, &plan, report, gap)
        .map_err(|wrong| wrong_bound(&wrong))?;
    outcome.plan_digest = kehou_format::plan_digest(&plan);
    let explanations = kehou_check::explanations(bureau, &plan);
    let short = Short::of(bureau, &plan);
    measure(&mut outcome, started);
    Ok(Found { plan, outcome, explanations, short })
}

/// How the engine is to run.
pub fn options(effort: &Effort) -> Options {
    let all = || thread::available_parallelism().map_or(1, usize::from);
    Options {
        threads: effort.threads.map_or_else(all, usize::from),
        seed: effort.seed,
        work_limit: effort.work_limit,
        gap: effort.gap,
        loans: effort.loans,
    }
}

fn solve(
    instance: &Instance,
    options: &Options,
    time_limit: Option<Duration>,
    started: Instant,
    lang: Lang,
) -> Result<Solution, Failure> {
    let reporter = Reporter::new(instance.schools.len(), started, lang);
    let interrupted = interrupt::watch(lang, reporter.notes())?;
    let stop = || {
        if interrupted.load(Ordering::Relaxed) {
            Some(Limit::Interrupt)
        } else {
            time_limit.filter(|&limit| started.elapsed() >= limit).map(|_| Limit::Time)
        }
    };
    let progress = |progress: &kehou_engine::Progress| reporter.tell(progress);
    let control = Control { stop: &stop, progress: &progress };
    let solution = kehou_engine::solve(instance, options, &control);
    reporter.finish();
    Ok(solution)
}

/// A bound above the value: nothing of the run is believed.
pub fn wrong_bound(wrong: &WrongBound) -> Failure {
    let WrongBound { of, level: Level { value, bound } } = wrong;
    Failure::Internal(Text::new(
        format!("{of}：下界 {bound} 高于核验所得的 {value}；这是 Kehou 的错误，未写入方案"),
        format!(
            "{of}: the bound {bound} is above the checked value {value}; this is a fault of Kehou, \
             no plan was written"
        ),
    ))
}

/// Takes the time and memory of the run so far.
pub fn measure(outcome: &mut Outcome, started: Instant) {
    outcome.wall_seconds = started.elapsed().as_secs_f64();
    outcome.cpu_seconds = process::cpu_seconds();
    outcome.peak_rss_bytes = process::peak_rss_bytes();
}

fn say_no_plan(status: Status, lang: Lang) {
    let (zh, en) = match status {
        Status::Infeasible => (
            "必须、不得或硬性数据互相矛盾：已证明不存在合规方案",
            "pins, bans or hard data contradict each other: it is proved that no plan exists",
        ),
        Status::Cancelled => ("停止时尚无完整方案", "stopped before there was a full plan"),
        _ => (
            "到限时仍无完整方案；请放宽 --time-limit 或 --work-limit",
            "the limit came before any full plan; allow more by --time-limit or --work-limit",
        ),
    };
    console::note(lang.pick(zh, en));
}
