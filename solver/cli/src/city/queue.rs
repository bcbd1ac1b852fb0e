//! Which school is planned when, and for how long: large schools first, and of the time that is
//! left each gets what it has of the pupils that are left, small ones a little more. What a school does not need, as it is
//! within the asked gap before, the others get.

use super::City;
use crate::console;
use crate::failure::Failure;
use crate::interrupt;
use crate::lang::Lang;
use crate::number::thousands;
use crate::progress::Reporter;
use kehou_domain::instance::SchoolInstance;
use kehou_domain::outcome::{Level, Limit, SchoolOutcome, Status};
use kehou_engine::{Control, Progress, solve_school};
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
    /// Schools to plan, the next one last.
    waiting: Vec<usize>,
    /// Their weights.
    weight: usize,
    /// When the schools being planned are to end.
    ends: Vec<Instant>,
    progress: Progress,
    failure: Option<Failure>,
}

/// Plans every school that is not finished, and keeps its plan.
pub fn plan_all(
    city: &City,
    unfinished: &Unfinished,
    (started, time_limit): (Instant, Option<Duration>),
) -> Result<(), Failure> {
    let schools = &city.outline.bureau.schools;
    let done: Vec<Option<SchoolOutcome>> =
        schools.iter().map(|school| unfinished.finished(&school.id)).collect();
    let students = &city.outline.students;
    let mut waiting: Vec<usize> = (0..schools.len()).filter(|&i| done[i].is_none()).collect();
    waiting.sort_by_key(|&index| (students[index], Reverse(index)));
    let reporter = Reporter::new(schools.len(), started, city.lang);
    let interrupted = interrupt::watch(city.lang, reporter.notes())?;
    let mut progress = nothing(schools.len());
    done.iter().flatten().for_each(|outcome| count(&mut progress, outcome));
    if progress.schools_planned > 0 && !waiting.is_empty() {
        console::note(&going_on(&progress, city.lang));
    }
    let state = State {
        weight: waiting.iter().map(|&index| weight(students[index])).sum(),
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
    /// Takes school after school, until none is left or something is wrong.
    fn work(&self) {
        while let Some((index, end)) = self.next() {
            let planned = self.plan(index, end);
            let mut state = self.state();
            if let Some(at) = state.ends.iter().position(|&other| Some(other) == end) {
                state.ends.swap_remove(at);
            }
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
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next school and when it is to end.
    fn next(&self) -> Option<(usize, Option<Instant>)> {
        let mut state = self.state();
        if state.failure.is_some() || self.interrupted.load(Ordering::Relaxed) {
            return None;
        }
        let index = state.waiting.pop()?;
        let now = Instant::now();
        let weight = weight(self.city.outline.students[index]);
        let end = self.end.map(|end| now + self.share(&state, (now, end), weight));
        state.weight -= weight;
        state.ends.extend(end);
        Some((index, end))
    }

    /// The time of a school: its part of what all threads have left.
    fn share(&self, state: &State, (now, end): (Instant, Instant), weight: usize) -> Duration {
        let left = end.saturating_duration_since(now);
        let taken: Duration = state.ends.iter().map(|end| end.saturating_duration_since(now)).sum();
        let all = (left * self.city.options.threads as u32).saturating_sub(taken);
        all.mul_f64(weight as f64 / state.weight.max(1) as f64).min(left)
    }

    /// Plans a school to its end and keeps the plan, unless the user stops the run.
    fn plan(&self, index: usize, end: Option<Instant>) -> Result<SchoolOutcome, Failure> {
        let school = self.city.school(index)?;
        let school = SchoolInstance::new(&self.city.outline.bureau, &school);
        let stop = || match end {
            _ if self.interrupted.load(Ordering::Relaxed) => Some(Limit::Interrupt),
            Some(end) if Instant::now() >= end => Some(Limit::Time),
            _ => None,
        };
        let control = Control { stop: &stop, progress: &|_| {} };
        let (plan, outcome) = solve_school((index, &school), &self.city.options, &control);
        let outcome = SchoolOutcome { bound_kind: self.city.bound_kind, ..outcome };
        if let (Some(plan), Limit::None | Limit::Time | Limit::Work) = (plan, outcome.limit) {
            self.unfinished.keep(&plan, &outcome)?;
        }
        Ok(outcome)
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

fn count(progress: &mut Progress, outcome: &SchoolOutcome) {
    if !matches!(outcome.status, Status::Infeasible | Status::NoSolution | Status::Cancelled) {
        progress.schools_planned += 1;
        progress.shortfall = progress.shortfall.plus(outcome.shortfall);
        progress.quality = progress.quality.plus(outcome.quality);
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
