//! All schools of a bureau side by side: every school gets a plan first, then a bound, then
//! rounds of improvement as long as time or work is left.
//!
//! A school's steps depend on nothing but its data, the seed and its own work, so under a work
//! limit the result does not depend on the number of threads.

use crate::bureau;
use crate::model::Model;
use crate::school::SchoolSearch;
use crate::week::Cost;
use crate::{Control, Options, Progress, Solution};
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::outcome::{Level, Limit, PUPIL_WEEK, SchoolOutcome, Status, WITHOUT_LOANS};
use kehou_domain::plan::{Plan, SchoolPlan};
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
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
pub(crate) struct Desk<'a> {
    pub(crate) search: SchoolSearch<'a>,
    /// Work spent on the school before this search.
    pub(crate) before: u64,
    pub(crate) limit: Limit,
    pub(crate) is_done: bool,
}

impl<'a> Desk<'a> {
    pub(crate) const fn new(search: SchoolSearch<'a>, before: u64) -> Self {
        Self { search, before, limit: Limit::None, is_done: false }
    }

    /// Goes on under another limit.
    pub(crate) const fn go_on(&mut self) {
        (self.limit, self.is_done) = (Limit::None, false);
    }

    /// Work spent on the school.
    pub(crate) fn work(&self) -> u64 {
        self.before + self.search.work()
    }
}

/// Plans every school of the instance.
pub fn solve(instance: &Instance, options: &Options, control: &Control) -> Solution {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build();
    match pool {
        Ok(pool) => pool.install(|| solve_in_pool(instance, options, control)),
        Err(_) => solve_in_pool(instance, options, control),
    }
}

/// Plans one school by itself, to its end, as [`solve`] plans those of a bureau without loans:
/// for whoever has not all schools in memory at once. `index` is its place among the schools.
pub fn solve_school(
    (index, school): (usize, &SchoolInstance),
    options: &Options,
    control: &Control,
) -> (Option<SchoolPlan>, SchoolOutcome) {
    let model = Model::new(school);
    let cost = SchoolSearch::cost_of(&model);
    let board = Board::new(1, control);
    let mut desk = start((index, &model), &cost, options, control);
    while !desk.is_done {
        board.note(0, &desk.search);
        step(&mut desk, options, control);
    }
    let plan = desk.search.best().map(|best| best.plan(&model));
    (plan, outcome(&desk, &model, options.gap, PUPIL_WEEK))
}

/// Advances all schools, the neediest first, until a limit hits, their gaps are closed, or they have
/// done so many steps.
pub(crate) fn advance_all(
    desks: Vec<(usize, &mut Desk<'_>)>,
    until: usize,
    options: &Options,
    (control, board): (&Control, &Board),
) {
    let queue = Mutex::new(desks);
    rayon::scope(|scope| {
        for _ in 0..rayon::current_num_threads() {
            scope.spawn(|_| work(&queue, until, options, (control, board)));
        }
    });
}

fn solve_in_pool(instance: &Instance, options: &Options, control: &Control) -> Solution {
    if options.loans && !instance.links.is_empty() {
        return bureau::solve(instance, options, control);
    }
    let models: Vec<Model> = instance.schools.par_iter().map(Model::new).collect();
    let costs: Vec<_> = models.iter().map(SchoolSearch::cost_of).collect();
    let board = Board::new(models.len(), control);
    let mut desks: Vec<Desk> = models
        .par_iter()
        .zip(&costs)
        .enumerate()
        .map(|(index, (model, cost))| {
            let desk = start((index, model), cost, options, control);
            board.note(index, &desk.search);
            desk
        })
        .collect();
    let queue = desks.iter_mut().enumerate().collect();
    advance_all(queue, usize::MAX, options, (control, &board));
    finish(instance, options, &models, &desks)
}

/// A school with its first plan.
pub(crate) fn start<'m>(
    (index, model): (usize, &'m Model<'m>),
    cost: &'m Cost,
    options: &Options,
    control: &Control,
) -> Desk<'m> {
    let mut search = SchoolSearch::new(model, cost, options.seed.wrapping_add(index as u64));
    search.first_plan(&|| (control.stop)().is_some());
    Desk::new(search, 0)
}

/// Takes the neediest school, advances it a step and puts it back, until none is left.
fn work(
    queue: &Mutex<Vec<(usize, &mut Desk<'_>)>>,
    until: usize,
    options: &Options,
    (control, board): (&Control, &Board),
) {
    loop {
        let next = queue.lock().ok().and_then(|mut waiting| {
            let neediest = (0..waiting.len()).max_by_key(|&i| need(waiting[i].1, waiting[i].0));
            neediest.map(|i| waiting.swap_remove(i))
        });
        let Some((index, desk)) = next else { return };
        step(desk, options, control);
        board.note(index, &desk.search);
        if !desk.is_done
            && desk.search.steps() < until
            && let Ok(mut waiting) = queue.lock()
        {
            waiting.push((index, desk));
        }
    }
}

/// How much a school gains from work: schools without a bound first, large ones before small
/// ones; then the points above the bound for the work they have had.
fn need(desk: &Desk, index: usize) -> (bool, i64, std::cmp::Reverse<usize>) {
    let search = &desk.search;
    let above = |level: Level| level.value - level.bound;
    let gap = above(search.quality()) + 20 * above(search.shortfall());
    let merit =
        if search.is_fresh() { search.pupils() } else { (gap << 16) / search.work() as i64 };
    (search.is_fresh(), merit, std::cmp::Reverse(index))
}

/// One step of one school, unless a limit has hit.
pub(crate) fn step(desk: &mut Desk, options: &Options, control: &Control) {
    let stop = || (control.stop)().is_some();
    if desk.search.is_impossible() {
        desk.is_done = true;
        return;
    }
    let spent = options.work_limit.is_some_and(|limit| desk.work() / 1000 >= limit);
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
    let is_whole = instance.links.is_empty();
    let bound_kind = if is_whole { PUPIL_WEEK } else { WITHOUT_LOANS };
    let schools: Vec<SchoolOutcome> = desks
        .iter()
        .zip(models)
        .map(|(desk, model)| outcome(desk, model, options.gap, bound_kind))
        .collect();
    // Where loans were not decided, nothing is said of the best plan with them.
    let all = |status| is_whole && schools.iter().all(|school| school.status == status);
    let status = match &plans {
        None => Status::NoSolution,
        Some(_) if all(Status::Optimal) => Status::Optimal,
        Some(_) if limit == Limit::Interrupt => Status::Cancelled,
        Some(_) => Status::Feasible,
    };
    let bureau = instance.bureau.clone();
    let plan = plans.map(|schools| Plan { bureau, schools, loans: Vec::new() });
    let sum = |level: fn(&SchoolOutcome) -> Level| {
        schools.iter().map(level).fold(Level::default(), Level::plus)
    };
    let (shortfall, quality) = (sum(|school| school.shortfall), sum(|school| school.quality));
    Solution { status, limit, plan, shortfall, quality, schools }
}

fn outcome(desk: &Desk, model: &Model, gap: f64, bound_kind: &'static str) -> SchoolOutcome {
    SchoolOutcome {
        school: model.school.id.clone(),
        students: model.pupils.len(),
        status: status(desk, gap),
        limit: desk.limit,
        shortfall: desk.search.shortfall(),
        quality: desk.search.quality(),
        bound_kind,
        work: desk.work(),
    }
}

pub(crate) fn status(desk: &Desk, gap: f64) -> Status {
    match desk.search.best() {
        None => Status::NoSolution,
        Some(_) if is_within_gap(&desk.search, gap) => Status::Optimal,
        Some(_) if desk.limit == Limit::Interrupt => Status::Cancelled,
        Some(_) => Status::Feasible,
    }
}

/// What all schools' steps report to.
pub(crate) struct Board<'a> {
    standings: Mutex<Vec<Standing>>,
    control: &'a Control<'a>,
}

impl<'a> Board<'a> {
    pub(crate) fn new(schools: usize, control: &'a Control<'a>) -> Self {
        Self { standings: Mutex::new(vec![Standing::default(); schools]), control }
    }

    pub(crate) fn note(&self, index: usize, search: &SchoolSearch) {
        let Ok(mut standings) = self.standings.lock() else { return };
        if search.best().is_none() && standings[index].has_plan {
            // A school searched anew keeps the plan that it has until there is another.
            return;
        }
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
