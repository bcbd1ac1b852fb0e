//! A bureau whose schools share people or venues, as one problem. First every school is planned
//! alone; then the bureau's bound, with loans free, says who would serve where; loans in whole
//! numbers follow its fractional plan; and the schools they concern are planned anew with them.
//! Schools that lend to each other keep their plans with loans only if these are better together,
//! so that the bureau's plan is never worse than its own without loans.

mod bound;
mod loans;
mod settle;
mod view;
mod whole_week;
mod wide;

use crate::county::{self, Board, Desk};
use crate::model::{Model, Objective};
use crate::school::{SchoolSearch, greatest_common_divisor, round_up, shortfall_unit};
use crate::{Control, Options, Solution};
use bound::{BureauBound, quality_steps, shortfall_steps};
use kehou_domain::instance::Instance;
use kehou_domain::outcome::{Level, Limit, SchoolOutcome, Status};
use kehou_domain::plan::Plan;
use loans::Loans;
use rayon::prelude::{
    IndexedParallelIterator, IntoParallelRefIterator, IntoParallelRefMutIterator, ParallelIterator,
};
use settle::{Settled, Side, settle};
use view::{View, views};
use wide::Wide;

/// Points of quality that a point of shortfall outweighs in the search for loans.
const SHORTFALL_FACTOR: i64 = 1000;

/// What the bureau's bound has proved.
#[derive(Clone, Copy, Debug, Default)]
struct Proved {
    shortfall: i64,
    quality: i64,
}

/// Plans every school of the bureau, and who serves where.
pub fn solve(instance: &Instance, options: &Options, control: &Control) -> Solution {
    let stop = || (control.stop)().is_some();
    let board = Board::new(instance.schools.len(), control);
    let alone: Vec<Model> = instance.schools.par_iter().map(Model::new).collect();
    let costs: Vec<_> = alone.iter().map(SchoolSearch::cost_of).collect();
    let mut alone_desks: Vec<Desk> = alone
        .par_iter()
        .zip(&costs)
        .enumerate()
        .map(|(index, (model, cost))| {
            let seed = options.seed.wrapping_add(index as u64);
            let mut search = SchoolSearch::new(model, cost, seed);
            search.first_plan(&stop);
            board.note(index, &search);
            Desk::new(search, 0)
        })
        .collect();
    alone_desks.par_iter_mut().enumerate().for_each(|(index, desk)| {
        county::step(desk, options, control);
        board.note(index, &desk.search);
    });

    let wide = Wide::new(instance);
    let wide_models: Vec<Model> = wide.schools.par_iter().map(Model::new).collect();
    let objective = Objective::weighted(SHORTFALL_FACTOR);
    let mut bound = BureauBound::new(instance, &wide, &wide_models, objective);
    bound.improve(quality_steps(instance, 120, (1.0, 0.001)), 0, &stop);
    let loans = Loans::from_shares(instance, &bound.shares);
    let venues = bound.venue_days();
    let views = views(instance, &loans, &venues);

    let models: Vec<Option<Model>> = views
        .par_iter()
        .map(|view| (view.is_changed && !stop()).then(|| Model::new(&view.school)))
        .collect();
    let view_costs: Vec<_> =
        models.iter().map(|model| model.as_ref().map(SchoolSearch::cost_of)).collect();
    let mut desks: Vec<Option<Desk>> = models
        .par_iter()
        .zip(&view_costs)
        .enumerate()
        .map(|(index, (model, cost))| {
            let (model, cost) = (model.as_ref()?, cost.as_ref()?);
            let seed = options.seed.wrapping_add(index as u64);
            let mut search = SchoolSearch::new(model, cost, seed);
            search.first_plan(&stop);
            let mut desk = Desk::new(search, alone_desks[index].work());
            county::step(&mut desk, options, control);
            Some(desk)
        })
        .collect();

    let moved = venues_moved(instance, &venues);
    let proved = {
        let sides = Sides { alone: &alone, models: &models, views: &views, moved: &moved };
        let settled = sides.settle(instance, &alone_desks, &desks);
        let allowed =
            settled.map(|settled| settled.points.iter().map(|points| points.0).sum::<i64>());
        allowed.map(|allowed| {
            bound.improve(quality_steps(instance, 100, (0.1, 0.0005)), allowed, &stop);
            prove_shortfall(instance, &wide, &wide_models, allowed, &stop)
        })
    };
    let queue: Vec<(usize, &mut Desk)> = alone_desks
        .iter_mut()
        .zip(&mut desks)
        .map(|(alone, together)| together.as_mut().unwrap_or(alone))
        .enumerate()
        .collect();
    county::advance_all(queue, options, control, &board);

    let sides = Sides { alone: &alone, models: &models, views: &views, moved: &moved };
    let settled = sides.settle(instance, &alone_desks, &desks);
    let limit = alone_desks.iter().chain(desks.iter().flatten()).map(|desk| desk.limit).max();
    let quality = settled
        .as_ref()
        .and_then(|settled| bound.proved(settled.points.iter().map(|points| points.0).sum()));
    let proved = Proved {
        shortfall: proved.unwrap_or(0),
        quality: quality.map_or(0, |ticks| round_up(ticks).max(0)),
    };
    finish(instance, options, (settled, &alone_desks), proved, limit.unwrap_or(Limit::None))
}

/// The models and views the schools were searched in.
struct Sides<'m> {
    alone: &'m [Model<'m>],
    models: &'m [Option<Model<'m>>],
    views: &'m [View],
    moved: &'m [Vec<usize>],
}

impl<'m> Sides<'m> {
    fn settle<'a>(
        &self,
        instance: &Instance,
        alone: &'a [Desk<'m>],
        together: &'a [Option<Desk<'m>>],
    ) -> Option<Settled<'a, 'm>> {
        let alone: Vec<Side> =
            self.alone.iter().zip(alone).map(|(model, desk)| Side { model, desk }).collect();
        // A school without a view of its own goes on alone, whatever the others do.
        let side = |index: usize| match (&self.models[index], &together[index]) {
            (Some(model), Some(desk)) => Some(Side { model, desk }),
            _ if !self.views[index].is_changed => Some(alone[index]),
            _ => None,
        };
        let together: Vec<Option<Side>> = (0..alone.len()).map(side).collect();
        settle(instance, self.views, &alone, &together, self.moved)
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
    bound.improve(shortfall_steps(150), 0, stop);
    let unit = models.iter().map(shortfall_unit).fold(0, greatest_common_divisor).max(1);
    let least = bound.proved(0).map_or(0, |ticks| round_up(ticks).max(0));
    (least + unit - 1) / unit * unit
}

fn finish(
    instance: &Instance,
    options: &Options,
    (settled, alone): (Option<Settled>, &[Desk]),
    proved: Proved,
    limit: Limit,
) -> Solution {
    let outcome = |index: usize| {
        let school = &instance.schools[index];
        let desk = settled.as_ref().map_or(&alone[index], |settled| settled.sides[index].desk);
        let (shortfall, quality) = settled.as_ref().map_or_else(
            || (desk.search.shortfall(), desk.search.quality()),
            |settled| settled.levels(index),
        );
        SchoolOutcome {
            school: school.id.clone(),
            students: school.students.len(),
            status: county::status(desk, options.gap),
            limit: desk.limit,
            shortfall,
            quality,
            bound_kind: "pupil_week",
            work: desk.work(),
        }
    };
    let schools: Vec<SchoolOutcome> = (0..instance.schools.len()).map(outcome).collect();
    let value = |level: fn(&SchoolOutcome) -> Level| {
        schools.iter().map(|school| level(school).value).sum::<i64>()
    };
    let shortfall = Level { value: value(|s| s.shortfall), bound: proved.shortfall };
    let quality = Level { value: value(|s| s.quality), bound: proved.quality };
    let plan = settled.and_then(|settled| {
        let schools = settled.plans()?;
        Some(Plan { bureau: instance.bureau.clone(), schools, loans: settled.loans })
    });
    let is_proved = shortfall.gap() <= options.gap && quality.gap() <= options.gap;
    let status = match &plan {
        None => Status::NoSolution,
        Some(_) if is_proved => Status::Optimal,
        Some(_) if limit == Limit::Interrupt => Status::Cancelled,
        Some(_) => Status::Feasible,
    };
    Solution { status, limit, plan, shortfall, quality, schools }
}
