//! A bureau whose schools share people or venues, as one problem. First every school is planned
//! alone; then the bureau's bound, with loans free, says who would serve where; loans in whole
//! numbers follow its fractional plan; and the schools they concern are planned anew with them.
//! Schools that lend to each other keep their plans with loans only if these are better together,
//! so that the bureau's plan is never worse than its own without loans.

mod bound;
mod loans;
mod settle;
mod view;
mod warm;
mod whole_week;
mod wide;

use crate::county::{self, Board, Desk};
use crate::model::{Model, Objective};
use crate::school::{SchoolSearch, greatest_common_divisor, round_up, shortfall_unit};
use crate::steps::Steps;
use crate::week::Cost;
use crate::{Control, Options, Solution};
use bound::{BureauBound, quality_steps};
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::outcome::{Level, Limit, SchoolOutcome, Status};
use kehou_domain::plan::Plan;
use loans::Loans;
use rayon::prelude::{
    IndexedParallelIterator, IntoParallelRefIterator, IntoParallelRefMutIterator, ParallelIterator,
};
use settle::{Answer, Side, settle};
use view::{View, views};
use wide::Wide;

/// Points of quality that a point of shortfall outweighs in the search for loans.
const SHORTFALL_FACTOR: i64 = 1000;

/// Steps each school gets with new loans before those that hurt are recalled.
const TRIAL: usize = 2;

/// Steps of schools that come off worse for the loans.
const LONG_TRIAL: usize = 6;

/// Most times loans are recalled.
const RECALLS: usize = 2;

/// What every stage of the search for loans needs.
struct Bureau<'c, 'm> {
    instance: &'c Instance,
    options: &'c Options,
    control: &'c Control<'c>,
    board: &'c Board<'c>,
    /// The schools without loans.
    alone: &'c [Side<'c, 'm>],
    venues: &'c [[Option<usize>; 7]],
    moved: &'c [Vec<usize>],
}

/// Plans every school of the bureau, and who serves where.
pub fn solve(instance: &Instance, options: &Options, control: &Control) -> Solution {
    let stop = || (control.stop)().is_some();
    let board = Board::new(instance.schools.len(), control);
    let models: Vec<Model> = instance.schools.par_iter().map(Model::new).collect();
    let costs: Vec<_> = models.iter().map(SchoolSearch::cost_of).collect();
    let mut desks = plan_alone(&models, &costs, options, (control, &board));

    let wide = Wide::new(instance);
    let wide_models: Vec<Model> = wide.schools.par_iter().map(Model::new).collect();
    let objective = Objective::weighted(SHORTFALL_FACTOR);
    let mut bound = BureauBound::new(instance, &wide, &wide_models, objective);
    bound.improve(quality_steps(instance, 120, (1.0, 0.001)), 0, &stop);
    let loans = Loans::from_shares(instance, &bound.shares);
    let venues = bound.venue_days();
    let moved = venues_moved(instance, &venues);
    let mut least = 0;
    let mut prove = |allowed: i64| {
        bound.improve(quality_steps(instance, 100, (0.1, 0.0005)), allowed, &stop);
        least = prove_shortfall(instance, &wide, &wide_models, allowed, &stop);
    };
    let answer = if loans.is_empty() && moved.iter().all(|tied| tied.len() < 2) {
        prove(desks.iter().map(|desk| desk.search.shortfall().value).sum());
        county::advance_all(desks.iter_mut().enumerate().collect(), options, control, &board);
        let alone = sides(&models, &desks);
        settle(instance, &[], &alone, &alone, &moved).map(|settled| settled.answer(options.gap))
    } else {
        let alone = sides(&models, &desks);
        let (alone, venues, moved) = (&alone[..], &venues[..], &moved[..]);
        let bureau = Bureau { instance, options, control, board: &board, alone, venues, moved };
        bureau.stage(&loans, alone, RECALLS, &mut prove)
    };
    let allowed = answer.as_ref().map(|a| a.schools.iter().map(|s| s.shortfall.value).sum());
    let quality = allowed.and_then(|allowed| bound.proved(allowed));
    let proved = (least, quality.map_or(0, |ticks| round_up(ticks).max(0)));
    finish(instance, options, (answer, &desks), proved)
}

/// A first plan of every school by itself, then one step of its search.
fn plan_alone<'m>(
    models: &'m [Model<'m>],
    costs: &'m [Cost],
    options: &Options,
    (control, board): (&Control, &Board),
) -> Vec<Desk<'m>> {
    let mut desks: Vec<Desk> = models
        .par_iter()
        .zip(costs)
        .enumerate()
        .map(|(index, (model, cost))| {
            let desk = county::start((index, model), cost, options, control);
            board.note(index, &desk.search);
            desk
        })
        .collect();
    desks.par_iter_mut().enumerate().for_each(|(index, desk)| {
        county::step(desk, options, control);
        board.note(index, &desk.search);
    });
    desks
}

fn sides<'a, 'm>(models: &'m [Model<'m>], desks: &'a [Desk<'m>]) -> Vec<Side<'a, 'm>> {
    models.iter().zip(desks).map(|(model, desk)| Side { model, desk }).collect()
}

impl Bureau<'_, '_> {
    /// Plans the schools under the loans, from where the sides stand. After a trial, loans of
    /// schools that come off worse for them are recalled as often as `recalls` says; then the
    /// search goes on until a limit hits.
    fn stage(
        &self,
        loans: &Loans,
        from: &[Side],
        recalls: usize,
        prove: &mut dyn FnMut(i64),
    ) -> Option<Answer> {
        let stop = || (self.control.stop)().is_some();
        let views = views(self.instance, loans, self.venues);
        let models: Vec<Model> = views.par_iter().map(|view| Model::new(&view.school)).collect();
        let costs: Vec<_> = models.iter().map(SchoolSearch::cost_of).collect();
        let mut desks: Vec<Desk> = models
            .par_iter()
            .zip(&costs)
            .enumerate()
            .map(|(index, (model, cost))| {
                let seed = self.options.seed.wrapping_add(index as u64);
                let mut search = SchoolSearch::new(model, cost, seed);
                let before = (from[index].model, from[index].desk.search.best_sections());
                search.start_from(|guide| warm::reopen(before, model, guide), &stop);
                Desk::new(search, from[index].desk.work())
            })
            .collect();
        desks.par_iter_mut().enumerate().for_each(|(school, desk)| {
            let least = self.alone[school].desk.search.shortfall().value;
            for step in 0..LONG_TRIAL {
                if step < TRIAL || desk.search.shortfall().value > least {
                    county::step(desk, self.options, self.control);
                    self.board.note(school, &desk.search);
                }
            }
        });
        if recalls > 0 && !stop() {
            let now = sides(&models, &desks);
            let hurt = self.hurt(&now);
            if !hurt.is_empty() {
                let fewer = loans.recalled(self.instance, &hurt);
                let from: Vec<Side> = (0..now.len())
                    .map(
                        |school| {
                            if hurt.contains(&school) { self.alone[school] } else { now[school] }
                        },
                    )
                    .collect();
                let better = self.stage(&fewer, &from, recalls - 1, prove);
                let here = self.settle(&views, &now);
                return better.into_iter().chain(here).min_by_key(Answer::points);
            }
        }
        let shortfall = |answer: &Answer| answer.points().0;
        prove(self.settle(&views, &sides(&models, &desks)).as_ref().map_or(0, shortfall));
        let queue = desks.iter_mut().enumerate().collect();
        county::advance_all(queue, self.options, self.control, self.board);
        self.settle(&views, &sides(&models, &desks))
    }

    /// Schools that fall short by more than alone.
    fn hurt(&self, now: &[Side]) -> Vec<usize> {
        let value = |side: &Side| side.desk.search.shortfall().value;
        let is_hurt = |&school: &usize| value(&now[school]) > value(&self.alone[school]);
        (0..now.len()).filter(is_hurt).collect()
    }

    fn settle(&self, views: &[View], together: &[Side]) -> Option<Answer> {
        let settled = settle(self.instance, views, self.alone, together, self.moved)?;
        Some(settled.answer(self.options.gap))
    }
}

/// Schools tied by a venue that changes hands.
fn venues_moved(instance: &Instance, venues: &[[Option<usize>; 7]]) -> Vec<Vec<usize>> {
    let tied = |(venue, days): (&kehou_domain::links::Venue, &[Option<usize>; 7])| {
        let given = days.iter().flatten().map(|&number| venue.uses[number].0);
        let mut schools: Vec<usize> = given.collect();
        schools.push(venue.owner.0);
        schools
    };
    instance.links.venues.iter().zip(venues).map(tied).collect()
}

/// The least shortfall of any plan, loans free; 0 for a plan that falls short by nothing.
fn prove_shortfall(
    instance: &Instance,
    wide: &Wide,
    models: &[Model],
    value: i64,
    stop: &(dyn Fn() -> bool + Sync),
) -> i64 {
    if value == 0 {
        return 0;
    }
    let mut bound = BureauBound::new(instance, wide, models, Objective::SHORTFALL);
    bound.improve(Steps::for_shortfall(150), 0, stop);
    let unit = models.iter().map(shortfall_unit).fold(0, greatest_common_divisor).max(1);
    let least = bound.proved(0).map_or(0, |ticks| round_up(ticks).max(0));
    (least + unit - 1) / unit * unit
}

fn finish(
    instance: &Instance,
    options: &Options,
    (answer, alone): (Option<Answer>, &[Desk]),
    proved: (i64, i64),
) -> Solution {
    let Some(answer) = answer else { return without_plan(instance, alone) };
    let (shortfall, quality) = answer.points();
    let shortfall = Level { value: shortfall, bound: proved.0 };
    let quality = Level { value: quality, bound: proved.1 };
    let limit = answer.schools.iter().map(|school| school.limit).max().unwrap_or(Limit::None);
    let is_proved = shortfall.gap() <= options.gap && quality.gap() <= options.gap;
    let status = match limit {
        _ if is_proved => Status::Optimal,
        Limit::Interrupt => Status::Cancelled,
        _ => Status::Feasible,
    };
    let Answer { schools, plans, loans } = answer;
    let plan = Some(Plan { bureau: instance.bureau.clone(), schools: plans, loans });
    Solution { status, limit, plan, shortfall, quality, schools }
}

fn without_plan(instance: &Instance, alone: &[Desk]) -> Solution {
    let outcome = |(school, desk): (&SchoolInstance, &Desk)| SchoolOutcome {
        school: school.id.clone(),
        students: school.students.len(),
        status: county::status(desk, 0.0),
        limit: desk.limit,
        shortfall: Level { bound: 0, ..desk.search.shortfall() },
        quality: Level { bound: 0, ..desk.search.quality() },
        bound_kind: "none",
        work: desk.work(),
    };
    let schools: Vec<SchoolOutcome> = instance.schools.iter().zip(alone).map(outcome).collect();
    let none = Level::default();
    let limit = alone.iter().map(|desk| desk.limit).max().unwrap_or(Limit::None);
    let status = Status::NoSolution;
    Solution { status, limit, plan: None, shortfall: none, quality: none, schools }
}
