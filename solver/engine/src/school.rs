//! The search for one school: first plan, bound, sweeps over sections, perturbation from the
//! best. Can be stopped after any step; what it holds then is a legal plan and a proved bound.

use crate::best_week::WeekSearch;
use crate::bound::{Bound, Steps};
use crate::candidate::Candidate;
use crate::duals::{Decided, Relaxation};
use crate::exchange::exchange;
use crate::market::Market;
use crate::model::{Model, Objective, TICKS};
use crate::openings::{Guide, OpenSection, Openings};
use crate::pins::{keeps, least_plan};
use crate::scarcity::Scarcity;
use crate::seats::{Hall, Seats};
use crate::sections::Sections;
use crate::settle::settle;
use crate::warm::warm_start;
use crate::week::Cost;
use kehou_domain::instance::bits;
use kehou_domain::outcome::Level;
use kehou_domain::rule::Rule;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Points of quality that a point of shortfall outweighs in the search.
const SHORTFALL_FACTOR: i64 = 1000;

/// Points of shortfall at which anybody's time is priced at most.
const SCARCEST: i64 = 3000;

/// Parts in which a dive decides on sections.
const DIVE_STEPS: usize = 6;

/// Rounds of the relaxation between two parts.
const DIVE_ROUNDS: u32 = 15;

/// Elastic rules of staff beside sessions.
const DUTY_RULES: [Rule; 7] = [
    Rule::OutsiderAccompanied,
    Rule::Patrol,
    Rule::GateGuard,
    Rule::LeaderOnDuty,
    Rule::AreaSupervisor,
    Rule::Mentor,
    Rule::DismissalWave,
];

/// The search for one school.
pub struct SchoolSearch<'a> {
    model: &'a Model<'a>,
    cost: Cost,
    relaxation: Relaxation<'a>,
    bound: Bound,
    shortfall_bound: i64,
    /// Least shortfall whose plans' quality was bounded.
    bounded_for: i64,
    sections: Sections<'a>,
    best: Option<Candidate>,
    best_openings: Openings<'a>,
    scarcity: Scarcity,
    rng: ChaCha8Rng,
    stale_sweeps: u32,
    sweeps: u32,
}

impl<'a> SchoolSearch<'a> {
    /// Sets up the search.
    pub fn new(model: &'a Model<'a>, cost: &'a Cost, seed: u64) -> Self {
        let relaxation = Relaxation::new(model.relaxed(), cost.clone());
        let mut week = WeekSearch::default();
        week.tolerance = TICKS / 4;
        let bound = Bound::new(&relaxation, &mut week);
        let mut guide = Guide {
            staff: vec![0; model.school.staff.len() * model.school.slots.len()],
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
            relaxation,
            bound,
            shortfall_bound: 0,
            bounded_for: i64::MAX,
            best_openings: sections.openings.clone(),
            sections,
            best: None,
            scarcity: Scarcity::default(),
            rng: ChaCha8Rng::seed_from_u64(seed),
            stale_sweeps: 0,
            sweeps: 0,
        }
    }

    /// The costs the search works with.
    pub fn cost_of(model: &Model) -> Cost {
        Cost::new(model, Objective::weighted(SHORTFALL_FACTOR))
    }

    /// Whether only the first plan was made.
    pub fn is_fresh(&self) -> bool {
        self.sweeps == 0
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

    /// Searches of single weeks so far.
    pub fn work(&self) -> u64 {
        self.sections.week.searches
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
        round_up(self.bound.proved(best.shortfall)).max(0)
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
        self.build();
    }

    /// Rounds of the bound of plans that fall short by at most `allowed`, with steps that shrink
    /// from `first` to `last` times the price of a typical section.
    pub fn improve_bound(
        &mut self,
        rounds: u32,
        (first, last): (f64, f64),
        allowed: i64,
        stop: &dyn Fn() -> bool,
    ) {
        let unit = self.section_ticks();
        let tolerance = TICKS / 2;
        let steps = Steps { first: first * unit, last: last * unit, rounds, tolerance };
        let week = &mut self.sections.week;
        self.bound.improve(&mut self.relaxation, (steps, allowed), week, stop);
    }

    /// What ten ordinary pupils lose without a wanted session, ticks.
    fn section_ticks(&self) -> f64 {
        let rules = &self.model.school.rules;
        (10 * rules.student_weight * rules.not_granted_points * TICKS).max(TICKS) as f64
    }

    /// Starts the search from given sections, at the prices of the bound.
    pub fn start_from(
        &mut self,
        open: impl FnOnce(&Guide) -> Openings<'a>,
        stop: &dyn Fn() -> bool,
    ) {
        self.improve_bound(120, (1.0, 0.001), 0, stop);
        self.take_guide();
        self.sections.openings = open(&self.sections.guide);
        self.sections.take_prices(&self.bound.prices);
        self.step_prices(15, 0.2);
        self.sections.fill(stop);
        self.build();
        self.sweeps = 1;
    }

    /// The open sections of the best plan.
    pub fn best_sections(&self) -> &[OpenSection] {
        &self.best_openings.sections
    }

    /// Takes prices of people, rooms and money from the bound.
    fn take_guide(&mut self) {
        let model = self.model;
        let slots = model.school.slots.len();
        let layout = &self.relaxation.layout;
        let u = &self.bound.best;
        for person in 0..model.school.staff.len() {
            for slot in 0..slots {
                self.sections.guide.staff[person * slots + slot] =
                    layout.staff_price(u, person, slot);
            }
        }
        for room in 0..model.school.rooms.len() {
            for slot in 0..slots {
                self.sections.guide.room[room * slots + slot] = layout.room_price(u, room, slot);
            }
        }
        let money = self.relaxation.layout.money_price(u);
        self.sections.guide.charge(model, self.cost.objective(), money);
    }

    /// Starts the search over from the bound's prices and numbers of sections.
    pub fn restart_from_bound(&mut self, stop: &dyn Fn() -> bool) {
        let model = self.model;
        self.take_guide();
        self.sections.limit = self.counts_of_bound();
        self.sections.openings = Openings::new(model);
        let week = &mut self.sections.week;
        self.sections.market = Market::new(model, &self.cost, &self.bound.prices, week);
        self.dive(stop);
        self.step_prices(15, 0.2);
        self.sections.fill(stop);
        for (limit, activity) in self.sections.limit.iter_mut().zip(&model.school.activities) {
            *limit = activity.max_sections;
        }
        self.sections.fill(stop);
        self.build();
    }

    /// The bound of level 1, once there is a plan that falls short.
    fn improve_shortfall_bound(&mut self, stop: &dyn Fn() -> bool) {
        let value = self.best.as_ref().map_or(0, |best| best.shortfall);
        if value == 0 {
            return;
        }
        let cost = Cost::new(self.model, Objective::SHORTFALL);
        let mut relaxation = Relaxation::new(self.model.relaxed(), cost);
        let week = &mut self.sections.week;
        let mut bound = Bound::new(&relaxation, week);
        let first = 3000.0 * TICKS as f64;
        let steps = Steps { first, last: first / 1000.0, rounds: 150, tolerance: 0 };
        bound.improve(&mut relaxation, (steps, 0), week, stop);
        let least = round_up(bound.proved(0));
        // Every shortfall is a multiple of what all its points are multiples of.
        let unit = shortfall_unit(self.model);
        self.shortfall_bound = self.shortfall_bound.max((least + unit - 1) / unit * unit);
    }

    /// Sections of each activity in the bound's fractional plan, rounded up above a quarter.
    fn counts_of_bound(&self) -> Vec<u32> {
        let mut counts = vec![0.0; self.model.school.activities.len()];
        for (column, load) in self.model.columns.iter().zip(&self.bound.load) {
            counts[column.activity] += load / f64::from(column.seats);
        }
        counts
            .iter()
            .zip(&self.model.school.activities)
            .map(|(count, activity)| ((count + 0.75) as u32).min(activity.max_sections))
            .collect()
    }

    /// One pass over all sections, each closed and opened where it is worth most, then over
    /// groups of related sections; then a plan.
    pub fn sweep(&mut self, stop: &dyn Fn() -> bool) {
        self.sweeps += 1;
        let mut columns: Vec<usize> =
            self.sections.openings.sections.iter().map(|section| section.column).collect();
        columns.shuffle(&mut self.rng);
        let mut moves = 0;
        for column in columns {
            if stop() {
                return;
            }
            let open = &self.sections.openings.sections;
            let Some(position) = open.iter().position(|s| s.column == column && !s.is_fixed) else {
                continue;
            };
            let other = self.rng.random_range(0..self.model.school.activities.len());
            moves += u32::from(self.sections.reopen(position, &[other]));
            if moves % 8 == 7 {
                self.step_prices(2, 0.1);
                moves += 1;
            }
        }
        self.step_prices(6, 0.1);
        for _ in 0..self.sections.openings.sections.len() / 2 {
            if stop() {
                return;
            }
            let group = self.related_sections();
            if group.len() > 1 {
                self.sections.reopen_group(group, 0);
            }
        }
        self.step_prices(8, 0.05);
        self.sections.fill(stop);
        self.build();
    }

    /// A few sections that stand in each other's way: same lead, same activity, or same slots.
    fn related_sections(&mut self) -> Vec<usize> {
        let sections = &self.sections.openings.sections;
        if sections.is_empty() {
            return Vec::new();
        }
        let first = self.rng.random_range(0..sections.len());
        let kind = self.rng.random_range(0..4);
        let column = &self.model.columns[sections[first].column];
        let mut others: Vec<usize> = (0..sections.len())
            .filter(|&other| other != first)
            .filter(|&other| {
                let that = &self.model.columns[sections[other].column];
                match kind {
                    0 => sections[other].lead == sections[first].lead,
                    1 => that.activity == column.activity,
                    2 => that.mask & column.mask != 0,
                    _ => sections[other].rooms.iter().any(|r| sections[first].rooms.contains(r)),
                }
            })
            .collect();
        others.shuffle(&mut self.rng);
        others.truncate(self.rng.random_range(1..4));
        others.push(first);
        others.retain(|&other| !sections[other].is_fixed);
        others
    }

    /// Price steps that shrink from `first` times what a wanted session is worth.
    fn step_prices(&mut self, steps: u32, first: f64) {
        let unit = self.section_ticks() / 10.0;
        for step in 0..steps {
            let length = unit * first * (1.0 - f64::from(step) / f64::from(steps + 1));
            let sections = &mut self.sections;
            sections.market.step(
                self.model,
                &self.cost,
                &sections.openings.seats,
                length,
                &mut sections.week,
            );
        }
    }

    /// Goes on from the best plan with some of its sections closed - those of one weekday, of one
    /// lead, some at random or all - and others opened where the bound's fractional plan, shaken
    /// a little, has pupils without a seat.
    pub fn perturb(&mut self, stop: &dyn Fn() -> bool) {
        self.sections.openings = self.best_openings.clone();
        let mut chosen = self.sections_to_close();
        chosen.sort_unstable_by(|a, b| b.cmp(a));
        for position in chosen {
            self.sections.openings.close(position);
        }
        let mut load = self.bound.load.clone();
        for (column, load) in load.iter_mut().enumerate() {
            let shake = self.rng.random_range(0.6..1.4);
            *load = *load * shake - f64::from(self.sections.openings.seats[column]);
        }
        self.sections.open_by_load(&mut load, usize::MAX);
        self.sections.take_prices(&self.bound.prices);
        self.step_prices(15, 0.3);
        self.sections.fill(stop);
    }

    /// Opens sections a share at a time where the fractional plan has its pupils, and solves the
    /// relaxation on with these decided, so that each choice takes the others into account.
    fn dive(&mut self, stop: &dyn Fn() -> bool) {
        let mut guide = self.bound.for_dive(&self.relaxation);
        let unit = self.section_ticks();
        let goal: u32 = self.sections.limit.iter().sum();
        let share = (goal as usize / DIVE_STEPS).max(1);
        let tolerance = 4 * TICKS;
        loop {
            self.decide();
            let first = 0.05 * unit;
            let steps = Steps { first, last: first / 20.0, rounds: DIVE_ROUNDS, tolerance };
            guide.forget();
            let week = &mut self.sections.week;
            guide.improve(&mut self.relaxation, (steps, 0), week, stop);
            let mut load = guide.load.clone();
            for (column, load) in load.iter_mut().enumerate() {
                *load -= f64::from(self.sections.openings.seats[column]);
            }
            if stop() || self.sections.open_by_load(&mut load, share) == 0 {
                break;
            }
        }
        self.sections.take_prices(&guide.prices);
        self.relaxation.decided.fill(Decided::default());
    }

    /// Tells the relaxation which sections are open and where no more can open.
    fn decide(&mut self) {
        let openings = &self.sections.openings;
        let mut decided = vec![Decided::default(); self.model.columns.len()];
        for section in &openings.sections {
            decided[section.column].sections += 1;
            decided[section.column].seats += section.seats;
        }
        for (column, decided) in decided.iter_mut().enumerate() {
            let activity = self.model.columns[column].activity;
            decided.is_closed = openings.count[activity] >= self.sections.limit[activity]
                || openings.place(column, &self.sections.guide).is_none();
        }
        self.relaxation.decided = decided;
    }

    fn sections_to_close(&mut self) -> Vec<usize> {
        let sections = &self.sections.openings.sections;
        let mut chosen: Vec<usize> =
            (0..sections.len()).filter(|&i| !sections[i].is_fixed).collect();
        if chosen.is_empty() {
            return chosen;
        }
        chosen.shuffle(&mut self.rng);
        let lead = sections[chosen[0]].lead;
        let day = self.rng.random_range(0..self.model.days.len());
        match self.rng.random_range(0..6) {
            0 => {
                chosen.retain(|&i| {
                    let slots = self.model.columns[sections[i].column].mask;
                    slots & self.model.days[day] != 0
                });
                chosen.truncate(8);
            }
            1 => chosen.retain(|&i| sections[i].lead == lead),
            2 => {}
            _ => chosen.truncate(2 + chosen.len() * self.rng.random_range(5..30) / 100),
        }
        chosen
    }

    /// One step of the search: the bound and a start from its prices, then sweeps, perturbations
    /// and further rounds of the bound.
    pub fn advance(&mut self, stop: &dyn Fn() -> bool) {
        if self.sweeps == 0 {
            self.improve_bound(120, (1.0, 0.001), 0, stop);
            self.restart_from_bound(stop);
        }
        let before = self.best_ticks();
        if self.stale_sweeps >= 3 {
            self.perturb(stop);
            self.stale_sweeps = 1;
        }
        self.sweep(stop);
        if self.best_ticks() < before {
            self.stale_sweeps = 0;
        } else {
            self.stale_sweeps += 1;
        }
        self.go_on_with_bound(stop);
    }

    /// Late rounds of the bound: for the shortfall the best plan is left with, now and then.
    fn go_on_with_bound(&mut self, stop: &dyn Fn() -> bool) {
        let allowed = self.best.as_ref().map_or(0, |best| best.shortfall);
        if allowed > 0 && allowed < self.bounded_for && self.sweeps > 2 {
            self.improve_bound(60, (0.1, 0.001), allowed, stop);
        }
        if self.sweeps >= 2 {
            self.bounded_for = self.bounded_for.min(allowed);
        }
        match self.sweeps {
            2 => self.improve_bound(60, (0.1, 0.001), allowed, stop),
            8 | 30 => {
                self.improve_shortfall_bound(stop);
                self.improve_bound(100, (0.1, 0.0005), allowed, stop);
            }
            n if n % 100 == 0 => self.improve_bound(100, (0.02, 0.0002), allowed, stop),
            _ => {}
        }
    }

    /// Builds a plan from the sections and prices as they stand, and keeps it if it is the best.
    fn build(&mut self) {
        let (mut candidate, mut openings) = self.candidate();
        if !keeps(self.model, &candidate) {
            if self.best.is_some() || self.model.fixed.is_impossible {
                return;
            }
            (candidate, openings) = least_plan(self.model);
        }
        for (slot, &missing) in candidate.base.rooms_missing.iter().enumerate() {
            let used = candidate.base.rooms_used[slot] + missing;
            let reserve = &mut self.sections.guide.reserve[slot];
            *reserve = if missing > 0 { used } else { (*reserve).min(used) };
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
        if self.best.as_ref().is_none_or(|best| candidate.is_better_than(best)) {
            self.best = Some(candidate);
            self.best_openings = openings;
        }
    }

    fn candidate(&mut self) -> (Candidate, Openings<'a>) {
        let model = self.model;
        let sections = &mut self.sections;
        let mut openings = sections.openings.clone();
        let base = &self.bound.prices;
        let mut seats = Seats::empty(model);
        for (pupil, week) in sections.market.weeks.iter().enumerate() {
            seats.seat(pupil, week);
        }
        let mut prices = sections.market.prices.clone();
        loop {
            let hall = hall(model, &self.cost, &openings);
            seats.push_out(&hall, &prices, &mut sections.week);
            seats.take_free_seats(&hall, base, &mut sections.week);
            exchange(&mut seats, &hall, base, 12);
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
    let duties = DUTY_RULES.map(|rule| rules.weight(rule));
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
