//! Small steps from the plan accepted last: some sections that stand in each other's way are closed,
//! others opened, and the plan that follows is accepted if it is about as good (ruin and recreate,
//! Schrimpf et al. 2000). Prices after a few steps tell only which plans are not worth making; the points of
//! whole plans decide.

use super::{Built, SchoolSearch};
use crate::market::Market;
use crate::openings::{OpenSection, Openings};
use crate::seats::Seats;
use crate::sections::Sections;
use kehou_domain::instance::SlotMask;
use rand::Rng;
use rand::seq::SliceRandom;

/// Eighths of the bound's prices of time that the sections of a step are charged.
const SHARES: [i64; 4] = [0, 2, 4, 8];

/// Most sections closed in a step.
const MOST: usize = 6;

/// Thousandths of the best plan's points by which a plan accepted may be above them.
const SLACK: i64 = 5;

/// Steps of seat prices after sections have changed, where pupils keep their seats and where all are
/// seated afresh along the prices.
const PRICE_STEPS: (u32, u32) = (1, 4);

/// Share of the steps after which all pupils are seated afresh.
const AFRESH: f64 = 0.3;

/// Share of the steps that let one section move, each in its turn; unless jobs lack people.
const MOVES_ONE: f64 = 0.7;

/// Share of the others that make way for one section; the rest close some and see what opens.
const MAKES_WAY: f64 = 0.5;

/// Pupils below which every step makes its plan: there it costs little, and whose time sections take, of
/// which prices tell little, counts for much.
const SMALL: usize = 100;

/// What prices may tell against a step, as a share of what a section is worth, for the plan to be made.
const DOUBT: f64 = 0.1;

/// Sections given up at most for pupils without a place: in a small step, and in a start.
const GIVEN_UP: (usize, usize) = (2, 4);

/// A state of the search with the ticks of its plan.
#[derive(Clone, Debug)]
pub(super) struct Current<'a> {
    openings: Openings<'a>,
    market: Market,
    seats: Seats,
    ticks: i64,
}

impl SchoolSearch<'_> {
    /// One step.
    pub(super) fn ruin(&mut self, stop: &dyn Fn() -> bool) {
        let charges_all = self.falls_short() && self.rng.random_bool(0.75);
        let share = SHARES[self.rng.random_range(0..SHARES.len())];
        self.sections.guide.share = if charges_all { 8 } else { share };
        let before = self.told();
        let activities = self.make_room();
        self.sections.recreate(activities);
        if !self.is_worth_making(before) {
            self.sections.guide.share = 8;
            self.keep(None);
            return;
        }
        let afresh = self.rng.random_bool(AFRESH);
        self.step_prices(if afresh { PRICE_STEPS.1 } else { PRICE_STEPS.0 }, 0.05);
        self.fill_up(stop);
        let from = self.current.as_ref().filter(|_| !afresh).map(|current| current.seats.clone());
        let built = self.build(from).map(|built| self.make_do(built, GIVEN_UP.0));
        let slack = self.best_ticks() / 1000 * self.rng.random_range(0..=SLACK);
        let worst = self.best_ticks() + slack;
        self.keep(built.filter(|built| {
            self.current.as_ref().is_none_or(|current| built.ticks <= current.ticks.max(worst))
        }));
    }

    /// Where a plan would be better, had everybody a place, gives up at most so many sections that bring
    /// least at a time when somebody has none: their leads and rooms are free for base sections.
    fn make_do(&mut self, mut built: Built, most: usize) -> Built {
        for _ in 0..most {
            let Some(best) = &self.best else { break };
            let would_be_better = built.quality < best.quality && built.shortfall > best.shortfall;
            if built.lacking == 0 || !would_be_better {
                break;
            }
            let Some(position) = self.least_section(built.lacking) else { break };
            self.sections.close(position);
            let Some(other) = self.build(Some(built.seats.clone())) else { break };
            built = other;
        }
        built
    }

    /// The section at one of these times whose seats bring least.
    fn least_section(&self, slots: SlotMask) -> Option<usize> {
        let Sections { openings, market, .. } = &self.sections;
        let closes = |section: &OpenSection| {
            !section.is_fixed && self.model.columns[section.column].mask & slots != 0
        };
        let income =
            |section: &OpenSection| i64::from(section.seats) * market.prices.column[section.column];
        let sections = openings.sections.iter().enumerate();
        let least = sections.filter(|(_, section)| closes(section));
        least.min_by_key(|&(at, section)| (income(section), at)).map(|(at, _)| at)
    }

    /// Closes some sections; the activities that may open instead.
    fn make_room(&mut self) -> Vec<usize> {
        if !self.lacks_people() && self.rng.random_bool(MOVES_ONE) {
            return self.give_up_next();
        }
        let made_way = if self.rng.random_bool(MAKES_WAY) { self.make_way() } else { None };
        let mut activities = made_way.unwrap_or_else(|| {
            let group = self.sections_to_ruin();
            self.sections.close_all(group)
        });
        for _ in 0..self.rng.random_range(0..4) {
            activities.push(self.rng.random_range(0..self.model.school.activities.len()));
        }
        activities
    }

    /// Closes the next section in turn; its activity and all others that its lead may lead.
    fn give_up_next(&mut self) -> Vec<usize> {
        let sections = &self.sections.openings.sections;
        let (count, turn) = (sections.len(), self.turn.min(sections.len()));
        let mut in_turn = (0..count).map(|ahead| (turn + ahead) % count);
        let Some(next) = in_turn.find(|&at| !sections[at].is_fixed) else { return Vec::new() };
        self.turn = next + 1;
        let lead = sections[next].lead;
        let mut activities = self.sections.close_all(vec![next]);
        let all = self.model.school.activities.iter().enumerate();
        activities.extend(all.filter(|(_, data)| data.leads.contains(&lead)).map(|(at, _)| at));
        activities
    }

    /// Whether each column has the seats that it has in the plan accepted last.
    fn is_current(&self) -> bool {
        let seats = &self.sections.openings.seats;
        self.current.as_ref().is_some_and(|current| current.openings.seats == *seats)
    }

    /// Ticks of a plan of these sections, as far as prices tell: of pupils' weeks, of people's time.
    fn told(&self) -> (i64, i64) {
        let Sections { market, openings, guide, .. } = &self.sections;
        (market.total(&openings.seats), openings.staff_ticks(guide))
    }

    /// Whether a plan of these sections may be better than one that prices told this of. With the same
    /// seats only people's time can be; where jobs lack people, and in small schools, prices do not decide.
    fn is_worth_making(&self, (weeks, time): (i64, i64)) -> bool {
        if self.model.pupils.len() < SMALL || self.lacks_people() {
            return true;
        }
        let now = self.told();
        if self.is_current() {
            return now.1 < time;
        }
        now.0 + now.1 <= weeks + time + (DOUBT * self.section_ticks()) as i64
    }

    /// Builds a plan from the sections and prices as they stand, from which small steps go on.
    pub(super) fn build_current(&mut self) {
        let built = self.build(None).map(|built| self.make_do(built, GIVEN_UP.1));
        self.keep(built);
    }

    /// Goes on from the plan built, or without one from where the last one accepted was.
    fn keep(&mut self, built: Option<Built>) {
        let sections = &mut self.sections;
        if let Some(Built { ticks, seats, .. }) = built {
            let openings = sections.openings.clone();
            let market = sections.market.clone();
            self.current = Some(Current { openings, market, seats, ticks });
        } else if let Some(current) = &self.current {
            sections.openings.clone_from(&current.openings);
            sections.market.clone_from(&current.market);
        }
    }

    /// Opens what is worth opening while time that nobody asks for costs little: the bound's prices
    /// tell who should have it, not that nobody should. Where plans fall short, base sessions may be
    /// asking for it: then not in steps that charge the full price.
    pub(super) fn fill_up(&mut self, stop: &dyn Fn() -> bool) {
        self.sections.fill(stop);
        if !self.falls_short() || self.sections.guide.share < 8 {
            self.sections.guide.share = self.sections.guide.share.min(1);
            self.sections.fill(stop);
        }
        self.sections.guide.share = 8;
    }

    fn falls_short(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.shortfall > 0)
    }

    /// Whether jobs stay without a person, as far as is known for no good reason: of what sections leave to
    /// others prices tell little.
    fn lacks_people(&self) -> bool {
        let Some(best) = &self.best else { return true };
        best.unstaffed > 0 && best.shortfall > self.shortfall_bound
    }

    /// A few sections with the same lead, room, weekday or activity, or any.
    fn sections_to_ruin(&mut self) -> Vec<usize> {
        let sections = &self.sections.openings.sections;
        let mut free: Vec<usize> = (0..sections.len()).filter(|&i| !sections[i].is_fixed).collect();
        if free.is_empty() {
            return free;
        }
        free.shuffle(&mut self.rng);
        let first = &sections[free[0]];
        let column = &self.model.columns[first.column];
        let kind = self.rng.random_range(0..5);
        let is_related = |&other: &usize| {
            let other = &sections[other];
            let that = &self.model.columns[other.column];
            match kind {
                0 => other.lead == first.lead,
                1 => that.activity == column.activity,
                2 => that.mask & column.mask != 0,
                3 => other.rooms.iter().any(|room| first.rooms.contains(room)),
                _ => true,
            }
        };
        let most = self.rng.random_range(1..=MOST);
        free.into_iter().filter(is_related).take(most).collect()
    }

    /// Price steps that shrink from `first` times what a wanted session is worth.
    pub(super) fn step_prices(&mut self, steps: u32, first: f64) {
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
}
