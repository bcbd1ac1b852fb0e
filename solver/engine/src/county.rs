//! All schools of a bureau side by side: every school gets a plan first, then a bound, then
//! rounds of improvement as long as time or work is left.
//!
//! A school's steps depend on nothing but its data, the seed and its own work, so under a work
//! limit the result does not depend on the number of threads.

use crate::model::Model;
use crate::school::SchoolSearch;
use crate::{Control, Options, Progress, Solution};
use kehou_domain::instance::Instance;
use kehou_domain::outcome::{Level, Limit, SchoolOutcome, Status};
use kehou_domain::plan::Plan;
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefMutIterator, ParallelIterator};
use std::sync::Mutex;

/// Where one school stands.
#[derive(Clone, Copy, Default)]
struct Standing {
    has_plan: bool,
    students: usize,
    shortfall: Level,
    quality: Level,
}

/// One school's search with what the rounds need to know.
struct Desk<'a> {
    search: SchoolSearch<'a>,
    limit: Limit,
    is_done: bool,
}

/// Plans every school of the instance.
pub fn solve(instance: &Instance, options: &Options, control: &Control) -> Solution {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build();
    match pool {
        Ok(pool) => pool.install(|| solve_in_pool(instance, options, control)),
        Err(_) => solve_in_pool(instance, options, control),
    }
}

fn solve_in_pool(instance: &Instance, options: &Options, control: &Control) -> Solution {
    let models: Vec<Model> = instance.schools.iter().map(Model::new).collect();
    let costs: Vec<_> = models.iter().map(SchoolSearch::cost_of).collect();
    let board = Board::new(models.len(), control);
    let mut desks: Vec<Desk> = models
        .iter()
        .zip(&costs)
        .enumerate()
        .map(|(index, (model, cost))| Desk {
            search: SchoolSearch::new(model, cost, options.seed.wrapping_add(index as u64)),
            limit: Limit::None,
            is_done: false,
        })
        .collect();
    desks.par_iter_mut().enumerate().for_each(|(index, desk)| {
        desk.search.first_plan(&|| (control.stop)().is_some());
        board.note(index, &desk.search);
    });
    while desks.iter().any(|desk| !desk.is_done) {
        desks.par_iter_mut().enumerate().filter(|(_, desk)| !desk.is_done).for_each(
            |(index, desk)| {
                step(desk, options, control);
                board.note(index, &desk.search);
            },
        );
    }
    finish(instance, options, &models, &desks)
}

/// One step of one school, unless a limit has hit.
fn step(desk: &mut Desk, options: &Options, control: &Control) {
    let stop = || (control.stop)().is_some();
    if desk.search.is_impossible() {
        desk.is_done = true;
        return;
    }
    let spent = options.work_limit.is_some_and(|limit| desk.search.work() / 1000 >= limit);
    if let Some(limit) = (control.stop)() {
        (desk.limit, desk.is_done) = (limit, true);
    } else if spent {
        (desk.limit, desk.is_done) = (Limit::Work, true);
    } else {
        desk.search.advance(&stop);
        desk.is_done = is_within_gap(&desk.search, options.gap);
    }
}

fn is_within_gap(search: &SchoolSearch, gap: f64) -> bool {
    search.best().is_some() && search.shortfall().gap() <= gap && search.quality().gap() <= gap
}

fn finish(instance: &Instance, options: &Options, models: &[Model], desks: &[Desk]) -> Solution {
    let limit = desks.iter().map(|desk| desk.limit).max().unwrap_or(Limit::None);
    let plans: Option<Vec<_>> = desks
        .iter()
        .zip(models)
        .map(|(desk, model)| desk.search.best().map(|best| best.plan(model)))
        .collect();
    let schools: Vec<SchoolOutcome> = desks
        .iter()
        .zip(models)
        .map(|(desk, model)| SchoolOutcome {
            school: model.school.id.clone(),
            students: model.pupils.len(),
            status: status(desk, options.gap),
            limit: desk.limit,
            shortfall: desk.search.shortfall(),
            quality: desk.search.quality(),
            bound_kind: "pupil_week",
            work: desk.search.work(),
        })
        .collect();
    let all = |status| schools.iter().all(|school| school.status == status);
    let status = match &plans {
        None => Status::NoSolution,
        Some(_) if all(Status::Optimal) => Status::Optimal,
        Some(_) if limit == Limit::Interrupt => Status::Cancelled,
        Some(_) => Status::Feasible,
    };
    let bureau = instance.bureau.clone();
    let plan = plans.map(|schools| Plan { bureau, schools, loans: Vec::new() });
    Solution { status, limit, plan, schools }
}

fn status(desk: &Desk, gap: f64) -> Status {
    match desk.search.best() {
        None => Status::NoSolution,
        Some(_) if is_within_gap(&desk.search, gap) => Status::Optimal,
        Some(_) if desk.limit == Limit::Interrupt => Status::Cancelled,
        Some(_) => Status::Feasible,
    }
}

/// What all schools' steps report to.
struct Board<'a> {
    standings: Mutex<Vec<Standing>>,
    control: &'a Control<'a>,
}

impl<'a> Board<'a> {
    fn new(schools: usize, control: &'a Control<'a>) -> Self {
        Self { standings: Mutex::new(vec![Standing::default(); schools]), control }
    }

    fn note(&self, index: usize, search: &SchoolSearch) {
        let Ok(mut standings) = self.standings.lock() else { return };
        standings[index] = Standing {
            has_plan: search.best().is_some(),
            students: search.students(),
            shortfall: search.shortfall(),
            quality: search.quality(),
        };
        let planned = standings.iter().filter(|standing| standing.has_plan);
        let progress = Progress {
            schools: standings.len(),
            schools_planned: planned.clone().count(),
            shortfall: planned.clone().fold(Level::default(), |sum, s| sum.plus(s.shortfall)),
            quality: planned.clone().fold(Level::default(), |sum, s| sum.plus(s.quality)),
            worst: planned
                .map(|s| (s.quality, s.students))
                .max_by(|a, b| excess(a).total_cmp(&excess(b))),
        };
        drop(standings);
        (self.control.progress)(&progress);
    }
}

fn excess((quality, students): &(Level, usize)) -> f64 {
    quality.points_per_student(*students)
}
