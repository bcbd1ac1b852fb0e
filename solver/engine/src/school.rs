//! The search for one school: first plan, bound, then small steps and perturbations. Can be stopped
//! after any step; what it holds then is a legal plan and a proved bound.

mod bounds;
mod branch;
mod dive;
mod make_way;
mod ruin;

use crate::best_week::WeekSearch;
use crate::bound::Bound;
use crate::candidate::Candidate;
use crate::duals::Relaxation;
use crate::equity::Equity;
use crate::exchange::Exchange;
use crate::known::{Known, Start};
use crate::market::Market;
use crate::model::{Model, Objective, TICKS};
use crate::openings::{Guide, OpenSection, Openings};
use crate::pins::{keeps, least_plan};
use crate::scarcity::Scarcity;
use crate::seats::{Hall, Seats};
use crate::sections::Sections;
use crate::settle::settle;
use crate::steps::section_ticks;
use crate::timetable::Timetable;
use crate::warm::warm_start;
use crate::week::Cost;
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::outcome::Level;
use kehou_domain::rule::Rule;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// Points of quality that a point of shortfall outweighs in the search.
const SHORTFALL_FACTOR: i64 = 1000;

/// Points of shortfall at which anybody's time is priced at most.
const SCARCEST: i64 = 3000;

/// Pupils from which on the rows' multipliers take longer to settle.
const LARGE: usize = 1000;

/// A step of the search.
#[derive(Clone, Copy, Debug)]
enum Step {
    PriceRows,
    PricePupils,
    Dive,
    BoundShortfall,
    BoundQuality,
    Branch,
    Perturb,
    Ruin,
}

/// Steps up to prices of the rows.
const PRICED: usize = 1;

/// Steps up to the first plan from the bound.
pub(crate) const AFTER_FIRST_DIVE: usize = 3;

/// Steps up to the first late rounds of the bound: the first small steps gain more.
const FIRST_LATE: usize = 131;

/// The same in large schools whose plans fall short: until then nothing is proved of those, and steps
/// take long.
const FIRST_SHORT: usize = 30;

/// Steps between late rounds of the bound.
const BETWEEN_BOUNDS: usize = 1000;

/// Steps without gain before a perturbation.
const PATIENCE: usize = 100;

/// Searches of single weeks that a step counts as at least.
const STEP: u64 = 100;

/// A plan just made.
struct Built {
    ticks: i64,
    seats: Seats,
    shortfall: i64,
    quality: i64,
    /// Slots in which somebody has no place.
    lacking: SlotMask,
}

impl Built {
    fn new(candidate: &Candidate, objective: Objective) -> Self {
        let (quality, shortfall) = (candidate.quality, candidate.shortfall);
        Self {
            ticks: quality * objective.quality + shortfall * objective.shortfall,
            seats: candidate.seats.clone(),
            shortfall,
            quality,
            lacking: candidate.base.unplaced.iter().fold(0, |slots, &(_, slot)| slots | 1 << slot),
        }
    }
}

/// The search for one school.
pub struct SchoolSearch<'a> {
    model: &'a Model<'a>,
    cost: Cost,
    relaxation: Relaxation<'a>,
    bound: Bound,
    /// Prices come from the bureau's bound, and most proofs of quality are left to it.
    is_priced: bool,
    /// After the prices of the rows and before those of pupils, where there are duties.
    rows_priced: Option<Bound>,
    shortfall_bound: i64,
    shortfall_rounds: bounds::ShortfallRounds<'a>,
    /// Leaves of plans, once the bound of all gains little more; and ticks of quality proved by them
    /// for the shortfall of the best plan.
    tree: Option<branch::Tree>,
    branched: i64,
    is_settled: bool,
    /// Least shortfall whose plans' quality was bounded.
    bounded_for: i64,
    sections: Sections<'a>,
    exchange: Exchange,
    timetable: Option<Timetable>,
    best: Option<Candidate>,
    best_openings: Openings<'a>,
    scarcity: Scarcity,
    rng: ChaCha8Rng,
    /// The plan accepted last.
    current: Option<ruin::Current<'a>>,
    /// Position of the section whose turn it is to move.
    turn: usize,
    /// The last thing done for want of gain was a perturbation.
    is_perturbed: bool,
    /// Steps done, and those since the best plan was found.
    steps: usize,
    stale: usize,
}

impl<'a> SchoolSearch<'a> {
    /// Sets up the search.
    pub fn new(model: &'a Model<'a>, cost: &'a Cost, seed: u64) -> Self {
        let relaxation = Relaxation::new(model.relaxed(), cost.clone());
        let mut week = WeekSearch::default();
        week.tolerance = TICKS / 4;
        let bound = Bound::new(model.relaxed(), &relaxation, &mut week);
        let mut guide = Guide {
            staff: vec![0; model.school.staff.len() * model.school.slots.len()],
            share: 8,
            room: vec![0; model.school.rooms.len() * model.school.slots.len()],
            reserve: reserve(model),
            period: Vec::new(),
            money: 0,
            scarcity: 0,
        };
        guide.charge(model, cost.objective(), 0);
        let mut search = WeekSearch::default();
        let market = Market::new(model, cost, &bound.prices, &mut search);
        let limit = model.school.activities.iter().map(|a| a.max_sections).collect();
        let sections = Sections {
            model,
            cost,
            openings: Openings::new(model),
            market,
            guide,
            limit,
            week: search,
            gains: Vec::new(),
        };
        Self {
            model,
            cost: cost.clone(),
            timetable: relaxation.timetable(),
            relaxation,
            bound,
            is_priced: false,
            rows_priced: None,
            shortfall_bound: 0,
            shortfall_rounds: bounds::ShortfallRounds::None,
            tree: None,
            branched: 0,
            is_settled: false,
            bounded_for: i64::MAX,
            best_openings: sections.openings.clone(),
            sections,
            exchange: Exchange::default(),
            best: None,
            scarcity: Scarcity::default(),
            rng: ChaCha8Rng::seed_from_u64(seed),
            current: None,
            turn: 0,
            is_perturbed: false,
            steps: 0,
            stale: 0,
        }
    }

    /// The costs the search works with.
    pub fn cost_of(model: &Model) -> Cost {
        Cost::new(model, Objective::weighted(SHORTFALL_FACTOR))
    }

    /// Whether the first plan from the bound is still to come.
    pub fn is_fresh(&self) -> bool {
        self.steps < AFTER_FIRST_DIVE
    }

    /// Steps take long.
    fn is_large(&self) -> bool {
        self.model.pupils.len() >= LARGE / 2
    }

    /// Steps up to the bound of level 1.
    fn first_shortfall(&self) -> usize {
        let takes_long = self.is_large() || self.model.duties.needs_staff();
        if takes_long { FIRST_SHORT + 1 } else { FIRST_LATE }
    }

    /// Pupils.
    pub fn pupils(&self) -> i64 {
        self.model.pupils.len() as i64
    }

    /// The best plan so far.
    pub fn best(&self) -> Option<&Candidate> {
        self.best.as_ref().filter(|best| best.is_within_budget)
    }

    /// No way to meet the pins was found.
    pub fn is_impossible(&self) -> bool {
        self.model.fixed.is_impossible
    }

    /// Taking-part pupils.
    pub fn students(&self) -> usize {
        self.model.pupils.len()
    }

    /// Searches of single weeks so far. A step counts as a few: a school without pupils searches
    /// no week, and a limit on work must end its search too.
    pub fn work(&self) -> u64 {
        self.sections.week.searches + STEP * self.steps as u64
    }

    /// Ticks of the best plan.
    fn best_ticks(&self) -> i64 {
        self.best.as_ref().map_or(i64::MAX / 4, |best| {
            let objective = self.cost.objective();
            best.quality * objective.quality + best.shortfall * objective.shortfall
        })
    }

    /// Proved lower bound of quality among plans with at most the best plan's shortfall.
    pub fn quality_bound(&self) -> i64 {
        let Some(best) = &self.best else { return 0 };
        let equity = Equity::new(self.model);
        let short = (self.shortfall_bound, best.shortfall);
        let proved = self.bound.proved_less(&|factor| equity.most_taken_off(factor, short));
        let branched = self.branched + equity.points(self.shortfall_bound) * TICKS;
        round_up(proved.max(branched)).max(0)
    }

    /// Level 1 of the best plan and its bound.
    pub fn shortfall(&self) -> Level {
        let value = self.best.as_ref().map_or(0, |best| best.shortfall);
        Level { value, bound: self.shortfall_bound }
    }

    /// Level 2 of the best plan and its bound.
    pub fn quality(&self) -> Level {
        let value = self.best.as_ref().map_or(0, |best| best.quality);
        Level { value, bound: self.quality_bound() }
    }

    /// A plan at once: sections opened greedily, pupils seated.
    pub fn first_plan(&mut self, stop: &dyn Fn() -> bool) {
        if let Some((candidate, openings)) = warm_start(self.model) {
            self.best = Some(candidate);
            self.best_openings = openings;
        }
        self.sections.fill(stop);
        self.build(None);
    }

    /// About what a section is worth, ticks.
    fn section_ticks(&self) -> f64 {
        section_ticks(&self.model.school.rules) as f64
    }

    /// Begins with prices known of the school with other people and rooms, and goes on to the first
    /// plan from the bound.
    pub(crate) fn begin_at(&mut self, known: &Known) {
        let start = known.carried(self.relaxation.model, &self.relaxation.layout);
        self.bound.begin_at(&mut self.relaxation, start, &mut self.sections.week);
        self.is_priced = true;
        self.steps = PRICED;
    }

    /// Goes on from where a search of the school with other people and rooms stands, its sections
    /// opened again.
    pub(crate) fn go_on_from(
        &mut self,
        before: &SchoolSearch,
        open: impl FnOnce(&Guide) -> Openings<'a>,
        stop: &dyn Fn() -> bool,
    ) {
        self.begin_at(&before.known());
        self.settle_prices(stop);
        self.take_guide();
        self.sections.openings = open(&self.sections.guide);
        self.sections.take_prices(&self.bound.prices);
        self.step_prices(15, 0.2);
        self.fill_up(stop);
        self.build_current();
        self.steps = before.steps;
    }

    /// The bound's prices.
    fn known(&self) -> Known<'_> {
        Known {
            model: self.relaxation.model,
            layout: &self.relaxation.layout,
            start: Start {
                rows: self.bound.slot_rows().to_vec(),
                premium: self.bound.best.premium.clone(),
                load: self.bound.load.clone(),
            },
        }
    }

    /// The school.
    pub(crate) const fn model(&self) -> &'a Model<'a> {
        self.model
    }

    /// Steps done.
    pub(crate) const fn steps(&self) -> usize {
        self.steps
    }

    /// The open sections of the best plan.
    pub fn best_sections(&self) -> &[OpenSection] {
        &self.best_openings.sections
    }

    /// One step of the search.
    pub fn advance(&mut self, stop: &dyn Fn() -> bool) {
        let next = self.next_step();
        self.steps += 1;
        let before = self.best_ticks();
        self.stale += 1;
        match next {
            Step::PriceRows => self.price_rows(stop),
            Step::PricePupils => self.price_pupils(stop),
            Step::Dive => self.restart_from_bound(stop),
            Step::BoundShortfall => self.bound_shortfall(stop),
            Step::BoundQuality => self.bound_quality(stop),
            Step::Branch => self.branch(stop),
            Step::Perturb => self.perturb(stop),
            Step::Ruin => self.ruin(stop),
        }
        if self.best_ticks() < before {
            self.stale = 0;
        }
    }

    /// What comes next: a start from the bound, then small steps, the bound again now and then.
    fn next_step(&self) -> Step {
        let allowed = self.best.as_ref().map_or(0, |best| best.shortfall);
        match self.steps {
            0 => Step::PriceRows,
            1 => Step::PricePupils,
            2 => Step::Dive,
            n if n % BETWEEN_BOUNDS == 0 && !self.is_settled => Step::BoundQuality,
            FIRST_SHORT if allowed > 0 && self.is_large() && !self.is_priced => Step::BoundQuality,
            n if n >= FIRST_LATE && allowed < self.bounded_for && !self.is_priced => {
                Step::BoundQuality
            }
            n if n >= self.first_shortfall() && self.can_bound_shortfall() => Step::BoundShortfall,
            _ if self.stale > PATIENCE && self.is_settled && self.is_perturbed => Step::Branch,
            _ if self.stale > PATIENCE => Step::Perturb,
            _ => Step::Ruin,
        }
    }

    /// Builds a plan from the sections and prices as they stand, and keeps it if it is the best.
    /// Pupils keep the seats they have in `from`, or start in their weeks at the prices. None if it does
    /// not keep to all pins.
    fn build(&mut self, from: Option<Seats>) -> Option<Built> {
        let (mut candidate, mut openings) = self.candidate(from);
        if !keeps(self.model, &candidate) {
            if self.best.is_some() || self.model.fixed.is_impossible {
                return None;
            }
            (candidate, openings) = least_plan(self.model);
        }
        let is_best = self.best.as_ref().is_none_or(|best| candidate.is_better_than(best));
        for (slot, &missing) in candidate.base.rooms_missing.iter().enumerate() {
            if missing > 0 || is_best {
                self.sections.guide.reserve[slot] = candidate.base.rooms_used[slot] + missing;
            }
        }
        let guide = &mut self.sections.guide;
        let objective = self.cost.objective();
        let money = self.model.purse.adjusted(guide.money, candidate.spent(self.model), objective);
        guide.charge(self.model, objective, money);
        if self.model.duties.needs_staff() {
            let dearest = SCARCEST * objective.shortfall;
            self.scarcity.note(candidate.unstaffed, dearest / 1000, dearest);
            self.sections.guide.scarcity = self.scarcity.price;
        }
        let built = Built::new(&candidate, objective);
        if is_best {
            self.best = Some(candidate);
            self.best_openings = openings;
        }
        Some(built)
    }

    fn candidate(&mut self, from: Option<Seats>) -> (Candidate, Openings<'a>) {
        let model = self.model;
        let sections = &mut self.sections;
        let mut openings = sections.openings.clone();
        let base = &self.bound.prices;
        let mut seats = from.unwrap_or_else(|| {
            let mut seats = Seats::empty(model);
            for (pupil, week) in sections.market.weeks.iter().enumerate() {
                seats.seat(pupil, week);
            }
            seats
        });
        seats.leave_closed(&openings.seats);
        let mut prices = sections.market.prices.clone();
        loop {
            let hall = hall(model, &self.cost, &openings);
            seats.push_out(&hall, &prices, &mut sections.week);
            seats.take_free_seats(&hall, base, &mut sections.week);
            self.exchange.improve(&mut seats, &hall, base);
            seats.take_free_seats(&hall, base, &mut sections.week);
            let Some(position) = underfilled(&openings, &seats) else { break };
            let column = openings.close(position).column;
            if openings.seats[column] == 0 {
                prices.set(column, crate::model::NEVER);
            }
        }
        let hall = hall(model, &self.cost, &openings);
        settle(&mut seats, &hall, base, &mut sections.week);
        let candidate = Candidate::new(model, &openings, seats);
        openings.take_leads(&candidate.sections);
        (candidate, openings)
    }
}

/// Whole points from ticks, rounded up: points are integers.
pub(crate) fn round_up(ticks: i64) -> i64 {
    -(-ticks).div_euclid(TICKS)
}

/// The greatest number that divides every shortfall.
pub(crate) fn shortfall_unit(model: &Model) -> i64 {
    let rules = &model.school.rules;
    let unplaced = model.pupils.iter().map(|p| rules.weight(Rule::Unplaced) * p.weight / 100);
    let others = [
        rules.weight(Rule::TrainingMinimum),
        rules.weight(Rule::SessionStaffed),
        rules.missing_assistant_points,
        rules.weight(Rule::Companions),
        rules.weight(Rule::Budget),
    ];
    let duties = Rule::DUTIES.map(|rule| rules.weight(rule));
    unplaced.chain(others).chain(duties).fold(0, greatest_common_divisor).max(1)
}

pub(crate) fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

fn hall<'b>(model: &'b Model<'b>, cost: &'b Cost, openings: &'b Openings) -> Hall<'b> {
    Hall { model, cost, seats: &openings.seats, least: &openings.least, frozen: &[] }
}

/// A section of the column that lacks most to its minimum.
fn underfilled(openings: &Openings, seats: &Seats) -> Option<usize> {
    (0..openings.sections.len())
        .filter(|&position| {
            let section = &openings.sections[position];
            !section.is_fixed && seats.load[section.column] < openings.least[section.column]
        })
        .max_by_key(|&position| {
            let column = openings.sections[position].column;
            (openings.least[column] - seats.load[column], position)
        })
}

/// Base rooms to keep in each slot before any plan says better: for all who attend.
fn reserve(model: &Model) -> Vec<u32> {
    let mut waiting = vec![0_u32; model.pools.len() * model.school.slots.len()];
    let slots = model.school.slots.len();
    for pupil in &model.pupils {
        for slot in bits(pupil.attends) {
            if let Some(&pool) = model.rows[pupil.row][slot].first() {
                waiting[pool * slots + slot] += 1;
            }
        }
    }
    (0..slots)
        .map(|slot| {
            let merged = (0..model.pools.len()).filter(|&p| model.pools[p].home_room.is_none());
            let rooms = |pool: usize| {
                (waiting[pool * slots + slot] * 7 / 10).div_ceil(model.pools[pool].seats)
            };
            merged.map(rooms).sum()
        })
        .collect()
}
