//! Which part is planned when, and for how long. Schools that lend to each other come first, one group
//! after the other, each with all threads; then the other schools side by side, large ones first. Of
//! the time that is left each part gets what it has of the pupils that are left, small schools a
//! little more. What a part does not need, as it is within the asked gap before, the others get.

use super::{City, accept};
use crate::console;
use crate::failure::Failure;
use crate::interrupt;
use crate::lang::Lang;
use crate::number::thousands;
use crate::progress::Reporter;
use kehou_domain::draft::Bureau;
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::outcome::{Level, Limit, Outcome, SchoolOutcome, Status};
use kehou_domain::plan::Plan;
use kehou_engine::{Control, Progress, solve, solve_school};
use kehou_format::Unfinished;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Pupils that each school counts for beside its own: where few people have to do, many plans are
/// needed until nobody lacks a place, and the fewer pupils, the more of them tell.
const BESIDE: usize = 150;

/// What the threads share.
struct Queue<'a> {
    city: &'a City,
    unfinished: &'a Unfinished,
    reporter: &'a Reporter,
    interrupted: &'a AtomicBool,
    /// When all is to end.
    end: Option<Instant>,
    state: Mutex<State>,
}

/// What is left and how far it is.
struct State {
    /// Schools to plan by themselves, the next one last.
    waiting: Vec<usize>,
    /// Weights of all parts that are not begun.
    weight: usize,
    /// When the schools being planned side by side are to end.
    ends: Vec<Instant>,
    progress: Progress,
    failure: Option<Failure>,
}

/// Plans every part that is not finished, and keeps its plan.
pub fn plan_all(
    city: &City,
    unfinished: &Unfinished,
    (started, time_limit): (Instant, Option<Duration>),
) -> Result<(), Failure> {
    let schools = city.outline.bureau.schools.len();
    let students = &city.outline.students;
    let mut progress = nothing(schools);
    let (mut together, mut waiting) = (Vec::new(), Vec::new());
    for part in &city.parts {
        match (unfinished.finished(&city.ids(part)), &part[..]) {
            (Some((claim, _)), _) => count(&mut progress, &claim),
            (None, &[school]) => waiting.push(school),
            (None, _) => together.push(part),
        }
    }
    waiting.sort_by_key(|&index| (students[index], Reverse(index)));
    let is_left = !waiting.is_empty() || !together.is_empty();
    if progress.schools_planned > 0 && is_left {
        console::note(&going_on(&progress, city.lang));
    }
    let reporter = Reporter::new(schools, started, city.lang);
    let interrupted = interrupt::watch(city.lang, reporter.notes())?;
    let left = together.iter().copied().flatten().chain(&waiting);
    let state = State {
        weight: left.map(|&index| weight(students[index])).sum(),
        waiting,
        ends: Vec::new(),
        progress,
        failure: None,
    };
    let queue = Queue {
        city,
        unfinished,
        reporter: &reporter,
        interrupted: &interrupted,
        end: time_limit.map(|limit| started + limit),
        state: Mutex::new(state),
    };
    for part in together {
        queue.work_on(part);
    }
    thread::scope(|scope| {
        for _ in 0..city.options.threads {
            scope.spawn(|| queue.work());
        }
    });
    reporter.finish();
    let state = queue.state.into_inner().unwrap_or_else(PoisonError::into_inner);
    state.failure.map_or(Ok(()), Err)
}

impl Queue<'_> {
    /// Plans schools that lend to each other, unless something is wrong.
    fn work_on(&self, part: &[usize]) {
        let mut state = self.state();
        if self.has_ended(&state) {
            return;
        }
        let now = Instant::now();
        let weight = part.iter().map(|&index| weight(self.city.outline.students[index])).sum();
        let end = self
            .end
            .map(|end| now + Self::share(&state, end.saturating_duration_since(now), weight));
        state.weight -= weight;
        drop(state);
        let planned = self.plan_together(part, end);
        self.note(&mut self.state(), planned);
    }

    /// Takes school after school, until none is left or something is wrong.
    fn work(&self) {
        while let Some((index, end)) = self.next() {
            let planned = self.plan_alone(index, end);
            let mut state = self.state();
            if let Some(at) = state.ends.iter().position(|&other| Some(other) == end) {
                state.ends.swap_remove(at);
            }
            self.note(&mut state, planned);
        }
    }

    /// Adds what is known of a part to the progress, or the failure.
    fn note(&self, state: &mut State, planned: Result<Outcome, Failure>) {
        match planned {
            Ok(outcome) => {
                count(&mut state.progress, &outcome);
                self.reporter.tell(&state.progress);
            }
            Err(failure) => {
                state.failure.get_or_insert(failure);
            }
        }
    }

    fn has_ended(&self, state: &State) -> bool {
        state.failure.is_some() || self.interrupted.load(Ordering::Relaxed)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next school and when it is to end.
    fn next(&self) -> Option<(usize, Option<Instant>)> {
        let mut state = self.state();
        if self.has_ended(&state) {
            return None;
        }
        let index = state.waiting.pop()?;
        let now = Instant::now();
        let weight = weight(self.city.outline.students[index]);
        let end = self.end.map(|end| {
            let left = end.saturating_duration_since(now);
            let taken: Duration =
                state.ends.iter().map(|end| end.saturating_duration_since(now)).sum();
            let all = (left * self.city.options.threads as u32).saturating_sub(taken);
            now + Self::share(&state, all, weight).min(left)
        });
        state.weight -= weight;
        state.ends.extend(end);
        Some((index, end))
    }

    /// The time of a part of such a weight: its share of all that is left.
    fn share(state: &State, left: Duration, weight: usize) -> Duration {
        left.mul_f64(weight as f64 / state.weight.max(1) as f64)
    }

    fn limit(&self, end: Option<Instant>) -> Option<Limit> {
        match end {
            _ if self.interrupted.load(Ordering::Relaxed) => Some(Limit::Interrupt),
            Some(end) if Instant::now() >= end => Some(Limit::Time),
            _ => None,
        }
    }

    /// Plans a school by itself to its end and keeps the plan, unless the user stops the run.
    fn plan_alone(&self, index: usize, end: Option<Instant>) -> Result<Outcome, Failure> {
        let bureau = self.city.part(&[index])?;
        let school = SchoolInstance::new(&self.city.outline.bureau, &bureau.schools[0]);
        let control = Control { stop: &|| self.limit(end), progress: &|_| {} };
        let (plan, outcome) = solve_school((index, &school), &self.city.options, &control);
        let school = SchoolOutcome { bound_kind: self.city.bound_kind, ..outcome };
        let claim = Outcome {
            limit: school.limit,
            shortfall: school.shortfall,
            quality: school.quality,
            ..Outcome::of_nothing(school.status)
        };
        let plan = plan.map(|plan| Plan {
            bureau: bureau.id.clone(),
            schools: vec![plan],
            loans: Vec::new(),
        });
        self.keep(&bureau, plan, Outcome { schools: vec![school], ..claim })
    }

    /// Plans schools that lend to each other, likewise.
    fn plan_together(&self, part: &[usize], end: Option<Instant>) -> Result<Outcome, Failure> {
        let bureau = self.city.part(part)?;
        let before = self.state().progress.clone();
        let progress = |now: &Progress| self.reporter.tell(&added(&before, now));
        let control = Control { stop: &|| self.limit(end), progress: &progress };
        let options = &self.city.options;
        let solution = solve(&Instance::new(&bureau), options, &control);
        let claim = solution.claim(options.seed);
        self.keep(&bureau, solution.plan, claim)
    }

    /// Keeps a plan that ended by itself, if the check finds it clean: nothing else is ever taken for
    /// finished.
    fn keep(
        &self,
        bureau: &Bureau,
        plan: Option<Plan>,
        claim: Outcome,
    ) -> Result<Outcome, Failure> {
        let Some(plan) = plan.filter(|_| claim.limit != Limit::Interrupt) else { return Ok(claim) };
        accept(&kehou_check::check(bureau, &plan), self.city.lang)?;
        let claim = Outcome { plan_digest: kehou_format::plan_digest(&plan), ..claim };
        self.unfinished.keep(&plan, &claim)?;
        Ok(claim)
    }
}

/// What a school counts for when time is given out.
const fn weight(pupils: usize) -> usize {
    pupils + BESIDE
}

const fn nothing(schools: usize) -> Progress {
    let none = Level { value: 0, bound: 0 };
    Progress { schools, schools_planned: 0, shortfall: none, quality: none, worst: None }
}

fn count(progress: &mut Progress, outcome: &Outcome) {
    if !matches!(outcome.status, Status::Infeasible | Status::NoSolution | Status::Cancelled) {
        progress.schools_planned += outcome.schools.len();
        progress.shortfall = progress.shortfall.plus(outcome.shortfall);
        progress.quality = progress.quality.plus(outcome.quality);
    }
}

/// The progress of the city while some of its schools are being planned together.
fn added(before: &Progress, now: &Progress) -> Progress {
    Progress {
        schools: before.schools,
        schools_planned: before.schools_planned + now.schools_planned,
        shortfall: before.shortfall.plus(now.shortfall),
        quality: before.quality.plus(now.quality),
        worst: now.worst,
    }
}

fn going_on(progress: &Progress, lang: Lang) -> String {
    let [planned, schools] =
        [progress.schools_planned, progress.schools].map(|count| thousands(count as i64));
    lang.pick(
        format!("接着上次中断处继续：{planned}/{schools} 所学校已编排"),
        format!("going on where the last run stopped: {planned} of {schools} schools are planned"),
    )
}
