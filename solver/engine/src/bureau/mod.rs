//! A bureau whose schools share people or venues, as one problem. First every school gets a plan
//! alone; then the bureau's bound, with loans free, says who would serve where; loans in whole
//! numbers follow its fractional plan; and every school is searched under them, from the prices of
//! the bureau's bound. Who is needed at home after all is recalled. Schools that lend to each other keep their plans with loans only if these are better together,
//! so that the bureau's plan is never worse than its own without loans.

mod bound;
mod loans;
mod revise;
mod settle;
mod view;
mod warm;
mod whole_week;
mod wide;

use crate::county::{self, Board, Desk};
use crate::model::{Model, Objective};
use crate::openings::Guide;
use crate::school::{
    AFTER_FIRST_DIVE, SchoolSearch, greatest_common_divisor, round_up, shortfall_unit,
};
use crate::steps::Steps;
use crate::week::Cost;
use crate::{Control, Options, Solution};
use bound::{BureauBound, quality_steps};
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::outcome::{Level, Limit, SchoolOutcome, Status};
use kehou_domain::plan::Plan;
use loans::Loans;
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use settle::{Answer, settle};
use view::{Guest, views};
use wide::Wide;

/// Points of quality that a point of shortfall outweighs in the bound that loans follow.
const SHORTFALL_FACTOR: i64 = 1000;

/// Most times loans are recalled.
const RECALLS: usize = 3;

/// Rounds of the bound that loans follow.
const ROUNDS: u32 = 80;

/// Rounds of the bound of level 1.
const SHORTFALL_ROUNDS: u32 = 50;

/// The first of them goes so many points.
const SHORTFALL_STEP: f64 = 3000.0;

/// Small steps of each school before it is seen which loans hurt.
const TRIAL: usize = 8;

/// Steps of each school up to the late rounds of the bound: what plans fall short by is mostly mended
/// by then, and rounds that allow for more of it prove less.
const FIRST_LATE: usize = 100;

/// Pupils below which a school is also searched alone, so that it does not come off worse for loans:
/// for so many steps and such a part of the work.
const SMALL: usize = 100;
const ALONE: (usize, u64) = (40, 4);

/// Pupils below which a school under loans also has a first plan before its prices settle: there it
/// costs next to nothing, and little work may be all there is.
const MIDDLE: usize = 500;

/// What every stage of the search for loans needs.
struct Bureau<'c, 'm> {
    instance: &'c Instance,
    options: &'c Options,
    control: &'c Control<'c>,
    board: &'c Board<'c>,
    /// The schools without loans.
    alone: &'c [Desk<'m>],
    venues: &'c [[Option<usize>; 7]],
    moved: &'c [Vec<usize>],
}

/// A school under the loans as they are.
struct Party<'m> {
    desk: Desk<'m>,
    guests: Vec<Guest>,
}

/// Plans every school of the bureau, and who serves where.
pub fn solve(instance: &Instance, options: &Options, control: &Control) -> Solution {
    let stop = || (control.stop)().is_some();
    let board = Board::new(instance.schools.len(), control);
    let models: Vec<Model> = instance.schools.par_iter().map(Model::new).collect();
    let costs: Vec<_> = models.iter().map(SchoolSearch::cost_of).collect();
    let mut alone = plan_alone(&models, &costs, options, (control, &board));

    let wide = Wide::new(instance);
    let wide_models: Vec<Model> = wide.schools.par_iter().map(Model::new).collect();
    let objective = Objective::weighted(SHORTFALL_FACTOR);
    let mut bound = BureauBound::new(instance, &wide, &wide_models, objective);
    bound.improve(quality_steps(instance, ROUNDS, (1.0, 0.001), 3.0), 0, &stop);
    let loans = Loans::from_shares(instance, &bound.shares);
    let venues = bound.venue_days();
    let moved = venues_moved(instance, &venues);
    let mut least = 0;
    let mut prove = |bound: &mut BureauBound, allowed: i64| {
        let steps = quality_steps(instance, late_rounds(instance), (0.03, 0.0005), 1.0);
        bound.improve(steps, allowed, &stop);
        least = prove_shortfall(instance, &wide, &wide_models, allowed, &stop);
    };
    let answer = if loans.is_empty() && moved.iter().all(|tied| tied.len() < 2) {
        for (school, desk) in alone.iter_mut().enumerate() {
            desk.search.begin_at(&bound.known(school));
        }
        prove(&mut bound, alone.iter().map(|desk| desk.search.shortfall().value).sum());
        let queue = alone.iter_mut().enumerate().collect();
        county::advance_all(queue, usize::MAX, options, (control, &board));
        settle(instance, &alone, &[], &moved).map(|settled| settled.answer(options.gap))
    } else {
        let (alone, venues, moved) = (&alone[..], &venues[..], &moved[..]);
        let bureau = Bureau { instance, options, control, board: &board, alone, venues, moved };
        let views = views(instance, &loans, venues);
        let models: Vec<Model> = views.par_iter().map(|view| Model::new(&view.school)).collect();
        let costs: Vec<_> = models.iter().map(SchoolSearch::cost_of).collect();
        let schools = models.par_iter().zip(&costs).zip(&views).enumerate();
        let start = schools.map(|(school, ((model, cost), view))| {
            let mut search = SchoolSearch::new(model, cost, bureau.seed(school));
            if model.pupils.len() < MIDDLE {
                search.first_plan(&stop);
            }
            search.begin_at(&bound.known(school));
            Party { desk: Desk::new(search, alone[school].work()), guests: view.guests.clone() }
        });
        let parties = start.collect();
        bureau.stage(&loans, parties, RECALLS, &mut |allowed| prove(&mut bound, allowed))
    };
    let allowed = answer.as_ref().map(|a| a.schools.iter().map(|s| s.shortfall.value).sum());
    let quality = allowed.and_then(|allowed| bound.proved(allowed));
    let proved = (least, quality.map_or(0, |ticks| round_up(ticks).max(0)));
    finish(instance, options, (answer, &alone), proved)
}

/// A first plan of every school by itself; of small ones more than that.
fn plan_alone<'m>(
    models: &'m [Model<'m>],
    costs: &'m [Cost],
    options: &Options,
    (control, board): (&Control, &Board),
) -> Vec<Desk<'m>> {
    let schools = models.par_iter().zip(costs).enumerate();
    schools
        .map(|(index, (model, cost))| {
            let mut desk = county::start((index, model), cost, options, control);
            if model.pupils.len() < SMALL {
                let work_limit = options.work_limit.map(|limit| limit / ALONE.1);
                let part = Options { work_limit, ..options.clone() };
                while desk.search.steps() < ALONE.0 && !desk.is_done {
                    county::step(&mut desk, &part, control);
                }
                desk.go_on();
            }
            board.note(index, &desk.search);
            desk
        })
        .collect()
}

impl Bureau<'_, '_> {
    fn seed(&self, school: usize) -> u64 {
        self.options.seed.wrapping_add(school as u64)
    }

    /// Plans the schools under the loans, from where they stand. After a few steps loans that leave
    /// their school without people it needs are recalled, and those that nobody uses, as often as
    /// `recalls` says, whatever the limit of work; then the search goes on until a limit hits, with late
    /// rounds of the bound on the way.
    fn stage(
        &self,
        loans: &Loans,
        mut parties: Vec<Party>,
        recalls: usize,
        prove: &mut dyn FnMut(i64),
    ) -> Option<Answer> {
        let stop = || (self.control.stop)().is_some();
        let trial = AFTER_FIRST_DIVE + TRIAL * (1 + RECALLS - recalls);
        let unlimited = Options { work_limit: None, ..self.options.clone() };
        self.advance(&mut parties, trial, &unlimited);
        let revised = self.revised(loans, &parties);
        if recalls > 0 && revised != *loans && !stop() {
            let here = self.settle(&parties);
            let views = views(self.instance, &revised, self.venues);
            let concerned: Vec<usize> = loans.schools_apart(self.instance, &revised);
            let models: Vec<Model> =
                concerned.par_iter().map(|&school| Model::new(&views[school].school)).collect();
            let costs: Vec<_> = models.iter().map(SchoolSearch::cost_of).collect();
            let mut parties: Vec<Party> = parties;
            let again = |(at, &school): (usize, &usize)| {
                let (model, before) = (&models[at], &parties[school].desk);
                let mut search = SchoolSearch::new(model, &costs[at], self.seed(school));
                let sections = (before.search.model(), before.search.best_sections());
                let open = |guide: &Guide| warm::reopen(sections, model, guide);
                search.go_on_from(&before.search, open, &stop);
                Party {
                    desk: Desk::new(search, before.work()),
                    guests: views[school].guests.clone(),
                }
            };
            let renewed: Vec<Party> = concerned.par_iter().enumerate().map(again).collect();
            for (school, party) in concerned.into_iter().zip(renewed) {
                parties[school] = party;
            }
            let better = self.stage(&revised, parties, recalls - 1, prove);
            return better.into_iter().chain(here).min_by_key(Answer::points);
        }
        let shortfall = |answer: &Answer| answer.points().0;
        self.advance(&mut parties, FIRST_LATE, self.options);
        prove(self.settle(&parties).as_ref().map_or(0, shortfall));
        self.advance(&mut parties, usize::MAX, self.options);
        self.settle(&parties)
    }

    fn advance(&self, parties: &mut [Party], until: usize, options: &Options) {
        let desks = parties.iter_mut().map(|party| &mut party.desk).enumerate();
        let queue = desks.filter(|(_, desk)| desk.search.steps() < until).collect();
        county::advance_all(queue, until, options, (self.control, self.board));
    }

    fn settle(&self, parties: &[Party]) -> Option<Answer> {
        let settled = settle(self.instance, self.alone, parties, self.moved)?;
        Some(settled.answer(self.options.gap))
    }
}

/// Rounds of the bound once there is a plan: more in small bureaus, where they cost as much.
fn late_rounds(instance: &Instance) -> u32 {
    let pupils: usize = instance.schools.iter().map(|school| school.students.len()).sum();
    (1_000_000 / pupils.max(1) as u32).clamp(100, 1000)
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
    bound.improve(Steps::for_shortfall(SHORTFALL_ROUNDS, SHORTFALL_STEP), 0, stop);
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
