//! One run of the engine in this process, with its curve, and its plan judged by the check.

use crate::meter;
use crate::record::{Moment, Run, START};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::Instance;
use kehou_domain::outcome::{Level, Limit, SchoolOutcome};
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::rule::Rule;
use kehou_engine::{Control, Options, Progress, Solution};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// When a run ends.
#[derive(Clone, Copy, Debug)]
pub enum End {
    /// After CPU seconds.
    Cpu(f64),
    /// After wall-clock seconds.
    Wall(f64),
}

struct Clock {
    cpu: f64,
    wall: Instant,
}

impl Clock {
    fn start() -> Self {
        Self { cpu: meter::cpu_seconds(), wall: Instant::now() }
    }
    fn cpu(&self) -> f64 {
        meter::cpu_seconds() - self.cpu
    }
    fn wall(&self) -> f64 {
        self.wall.elapsed().as_secs_f64()
    }
    fn is_over(&self, end: End) -> bool {
        match end {
            End::Cpu(seconds) => self.cpu() >= seconds,
            End::Wall(seconds) => self.wall() >= seconds,
        }
    }
}

/// Plans all schools and records the curve. The clock starts with the data in memory.
pub fn run(bureau: &Bureau, threads: usize, end: End) -> Run {
    run_for_plan(bureau, threads, end).0
}

/// The same, with the plan.
pub fn run_for_plan(bureau: &Bureau, threads: usize, end: End) -> (Run, Option<Plan>) {
    let clock = Clock::start();
    let instance = Instance::new(bureau);
    let curve = Mutex::new(Vec::new());
    let stop = || clock.is_over(end).then_some(Limit::Time);
    let steps = Mutex::new(Vec::new());
    let progress = |progress: &Progress| {
        let moment = moment(progress, &clock);
        if progress.schools == 1 {
            note_step(&steps, moment.cpu);
        }
        note(&curve, moment);
    };
    let options = options(threads);
    let solution =
        kehou_engine::solve(&instance, &options, &Control { stop: &stop, progress: &progress });
    let mut run = Run {
        case: None,
        pupils: instance.schools.iter().map(|school| school.students.len()).sum(),
        schools: instance.schools.len(),
        threads,
        limit: match end {
            End::Cpu(seconds) | End::Wall(seconds) => seconds,
        },
        cpu: clock.cpu(),
        wall: clock.wall(),
        peak_mib: meter::peak_mib(),
        curve: curve.into_inner().unwrap_or_else(PoisonError::into_inner),
        steps: steps.into_inner().unwrap_or_else(PoisonError::into_inner),
        nothing: cost_of_nothing(bureau),
        wanted: 0,
        granted: 0,
        faults: Vec::new(),
    };
    judge_last(bureau, &solution, &mut run);
    if run.schools == 1 {
        judge_first(bureau, &instance, &options, &mut run);
    }
    (run, solution.plan)
}

fn options(threads: usize) -> Options {
    Options { threads, seed: 1, work_limit: None, gap: 0.0, loans: false }
}

fn moment(progress: &Progress, clock: &Clock) -> Moment {
    Moment {
        wall: clock.wall(),
        cpu: clock.cpu(),
        planned: progress.schools_planned,
        shortfall: progress.shortfall.into(),
        quality: progress.quality.into(),
        worst: progress.worst.map(|(level, pupils)| (level.into(), pupils)),
    }
}

/// Keeps when a step was done, up to the start from the bound.
fn note_step(steps: &Mutex<Vec<f64>>, cpu: f64) {
    let mut steps = steps.lock().unwrap_or_else(PoisonError::into_inner);
    if steps.len() <= START {
        steps.push(cpu);
    }
}

/// Keeps a moment in which something changed. Threads may tell out of order by a hair.
fn note(curve: &Mutex<Vec<Moment>>, moment: Moment) {
    let mut curve = curve.lock().unwrap_or_else(PoisonError::into_inner);
    let what = |m: &Moment| (m.planned, m.shortfall, m.quality, m.worst);
    if curve.last().is_none_or(|last| what(last) != what(&moment)) {
        curve.push(moment);
    }
}

/// Points of the wishes of all pupils when nobody is granted anything.
fn cost_of_nothing(bureau: &Bureau) -> i64 {
    let schools = bureau
        .schools
        .iter()
        .map(|school| SchoolPlan { school: school.id.clone(), ..SchoolPlan::default() })
        .collect();
    let plan = Plan { bureau: bureau.id.clone(), schools, ..Plan::default() };
    let report = kehou_check::check(bureau, &plan);
    report.points_of(Rule::Preference) + report.points_of(Rule::WorstOff)
}

/// The last plan, and what it grants.
fn judge_last(bureau: &Bureau, solution: &Solution, run: &mut Run) {
    run.faults.extend(faults(bureau, solution));
    if let Some(plan) = &solution.plan {
        let (kpis, _) = kehou_check::kpis(bureau, plan);
        (run.wanted, run.granted) = (kpis.sessions_wanted, kpis.sessions_granted);
    }
}

/// The first plan, found once more by a run that stops there.
fn judge_first(bureau: &Bureau, instance: &Instance, options: &Options, run: &mut Run) {
    let planned = AtomicBool::new(false);
    let stop = || planned.load(Ordering::Relaxed).then_some(Limit::Interrupt);
    let progress = |progress: &Progress| {
        planned.fetch_or(progress.schools_planned == progress.schools, Ordering::Relaxed);
    };
    let control = Control { stop: &stop, progress: &progress };
    let solution = kehou_engine::solve(instance, options, &control);
    run.faults.extend(faults(bureau, &solution));
}

/// What is wrong with a solution: a plan is legal, worth what the engine says, and not below its
/// own bound.
fn faults(bureau: &Bureau, solution: &Solution) -> Vec<String> {
    let Some(plan) = &solution.plan else { return vec!["no plan".into()] };
    let report = kehou_check::check(bureau, plan);
    let mut faults: Vec<String> = report
        .violations
        .iter()
        .map(|violation| format!("{:?}: {}", violation.rule, violation.what.en))
        .collect();
    let sum = |level: fn(&SchoolOutcome) -> Level| {
        solution.schools.iter().map(level).fold(Level::default(), Level::plus)
    };
    let told = [sum(|school| school.shortfall), sum(|school| school.quality)];
    let found = [report.shortfall, report.quality];
    if told.map(|level| level.value) != found {
        faults.push(format!("the check finds {found:?} points, the engine told {told:?}"));
    }
    let whole = [solution.shortfall, solution.quality];
    if told.iter().chain(&whole).any(|level| level.bound > level.value) {
        faults.push(format!("a bound above the value: {told:?}, {whole:?}"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use kehou_domain::outcome::Status;

    #[test]
    fn a_run_without_time_has_a_checked_plan() {
        let bureau = kehou_profiles::tiny();
        let run = run(&bureau, 1, End::Cpu(0.0));
        assert_eq!(run.faults, Vec::<String>::new());
        assert_eq!((run.schools, run.pupils), (1, 9));
        assert!(run.first().is_some_and(|first| first.planned == 1), "{run:?}");
        assert!(run.nothing > 0, "the pupils of tiny wish something");
    }

    #[test]
    fn wrong_points_and_no_plan_are_faults() {
        let bureau = kehou_profiles::tiny();
        let nothing = Solution {
            status: Status::Feasible,
            limit: Limit::None,
            plan: Some(Plan { bureau: bureau.id.clone(), ..Plan::default() }),
            shortfall: Level::default(),
            quality: Level::default(),
            schools: Vec::new(),
        };
        assert!(faults(&bureau, &nothing).iter().any(|fault| fault.contains("the engine told")));
        assert_eq!(faults(&bureau, &Solution { plan: None, ..nothing }), ["no plan"]);
    }
}
