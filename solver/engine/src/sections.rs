//! The search over which sections open: greedy opening by worth; some sections closed and others
//! opened where they are worth most.

use crate::best_week::WeekSearch;
use crate::market::{Demand, Market};
use crate::model::{Model, NEVER};
use crate::openings::{Guide, Openings};
use crate::prices::Prices;
use crate::week::Cost;
use kehou_domain::rule::Rule;
use std::collections::BinaryHeap;

/// The search over openings of one school.
pub struct Sections<'a> {
    /// The school.
    pub model: &'a Model<'a>,
    /// Costs.
    pub cost: &'a Cost,
    /// Open sections.
    pub openings: Openings<'a>,
    /// Prices and weeks.
    pub market: Market,
    /// Prices of people and rooms.
    pub guide: Guide,
    /// Most sections of each activity at this stage of the search.
    pub limit: Vec<u32>,
    /// Scratch.
    pub week: WeekSearch,
    /// Scratch.
    pub gains: Vec<i64>,
}

/// Least share of a section's seats a fractional plan must fill for the section to open.
const LEAST_SHARE: f64 = 0.3;

/// Openings judged exactly after a quick look at all.
const LOOK: usize = 2;

impl Sections<'_> {
    /// Ticks of opening a section, seats aside.
    fn price_of(&self, column: usize, lead: usize) -> i64 {
        let rules = &self.model.school.rules;
        rules.weight(Rule::SectionEffort) * self.cost.objective().quality
            + self.openings.lead_price(lead, column, &self.guide)
    }

    fn demand(&mut self, column: usize) -> Demand {
        self.market.demand(self.model, self.cost, column, &mut self.week)
    }

    fn is_below_limit(&self, activity: usize) -> bool {
        self.openings.count[activity] < self.limit[activity]
    }

    /// Worth of one more section of a column, all costs counted; `None` when it cannot open.
    fn worth(&mut self, column: usize) -> Option<(i64, Demand)> {
        let section = self.openings.place(column, &self.guide)?.section;
        let demand = self.demand(column);
        let seats = self.openings.seats[column];
        let activity = self.model.columns[column].activity;
        let least = self.openings.least[column] + self.model.school.activities[activity].min_size;
        if (demand.offers.len() as u32) < least {
            return None;
        }
        let gain = demand.worth(seats, seats + section.seats);
        Some((gain - self.price_of(column, section.lead), demand))
    }

    /// Opens a section on a column and clears its price.
    fn open(&mut self, column: usize, demand: &Demand) -> bool {
        let Some(placement) = self.openings.place(column, &self.guide) else { return false };
        self.openings.open_at(placement);
        let seats = self.openings.seats[column];
        self.market.clear(self.model, self.cost, column, (demand, seats), &mut self.week);
        true
    }

    /// Closes a section and clears its column's price; the column.
    pub fn close(&mut self, position: usize) -> usize {
        let column = self.openings.close(position).column;
        let seats = self.openings.seats[column];
        if seats == 0 {
            self.market.set_price(self.model, self.cost, column, NEVER, &mut self.week);
        } else {
            let demand = self.demand(column);
            self.market.clear(self.model, self.cost, column, (&demand, seats), &mut self.week);
        }
        column
    }

    /// Opens at most `most` sections where a fractional plan has most pupils without a seat, if
    /// they fill at least a share of a section. How many opened.
    pub fn open_by_load(&mut self, load: &mut [f64], most: usize) -> usize {
        let mut is_tried = vec![false; load.len()];
        for opened in 0..most {
            let next = (0..load.len())
                .filter(|&column| !is_tried[column] && self.share(load, column) > LEAST_SHARE)
                .filter(|&column| self.is_below_limit(self.model.columns[column].activity))
                .max_by(|&a, &b| self.share(load, a).total_cmp(&self.share(load, b)));
            let Some(column) = next else { return opened };
            match self.openings.place(column, &self.guide) {
                Some(placement) => {
                    load[column] -= f64::from(placement.section.seats);
                    self.openings.open_at(placement);
                }
                None => is_tried[column] = true,
            }
        }
        most
    }

    fn share(&self, load: &[f64], column: usize) -> f64 {
        load[column] / f64::from(self.model.columns[column].seats)
    }

    /// Takes over seat prices for the columns that are open.
    pub fn take_prices(&mut self, prices: &Prices) {
        for column in 0..self.model.columns.len() {
            let is_open = self.openings.seats[column] > 0;
            let price = if is_open { prices.column[column] } else { NEVER };
            self.market.prices.set(column, price);
        }
        self.market.reprice(self.model, self.cost, &mut self.week);
    }

    /// Opens sections as long as one is worth more than it costs, dearest first: by a quick estimate,
    /// and by exact worth where that would open it.
    pub fn fill(&mut self, stop: &dyn Fn() -> bool) {
        let mut queue = BinaryHeap::new();
        for column in 0..self.model.columns.len() {
            if stop() {
                return;
            }
            if let Some(worth) = self.quick_worth_below_limit(column) {
                queue.push((worth, column));
            }
        }
        while let Some((_, column)) = queue.pop() {
            if stop() {
                return;
            }
            let Some(quick) = self.quick_worth_below_limit(column) else { continue };
            let next = queue.peek().map_or(0, |&(worth, _)| worth);
            if quick < next {
                queue.push((quick, column));
                continue;
            }
            let Some((worth, demand)) = self.worth(column).filter(|found| found.0 > 0) else {
                continue;
            };
            if worth < next || self.open(column, &demand) {
                queue.push((worth, column));
            }
        }
    }

    /// About what one more section of a column is worth, if it may open and is worth anything.
    fn quick_worth_below_limit(&mut self, column: usize) -> Option<i64> {
        let may_open = self.is_below_limit(self.model.columns[column].activity);
        if may_open { self.quick_worth(column).filter(|&worth| worth > 0) } else { None }
    }

    /// Closes sections; their activities.
    pub fn close_all(&mut self, mut positions: Vec<usize>) -> Vec<usize> {
        // The last section takes the position of the one closed.
        positions.sort_unstable_by(|a, b| b.cmp(a));
        positions.dedup();
        let mut activities = Vec::new();
        for position in positions {
            let column = self.close(position);
            activities.push(self.model.columns[column].activity);
        }
        activities
    }

    /// Opens a section on a column, if there is a lead and a room.
    pub fn open_on(&mut self, column: usize) {
        let demand = self.demand(column);
        self.open(column, &demand);
    }

    /// About what one more section of the column would bring if people and rooms were free.
    pub fn worth_anywhere(&mut self, column: usize) -> i64 {
        let activity = self.model.columns[column].activity;
        let seats = (self.openings.seats[column], self.model.school.activities[activity].max_size);
        self.market.quick_worth(self.model, self.cost, column, seats, &mut self.gains)
    }

    /// Opens, again and again, the section worth most among some activities.
    pub fn recreate(&mut self, mut activities: Vec<usize>) {
        activities.sort_unstable();
        activities.dedup();
        while let Some((_, column, demand)) = self.best_opening(&activities) {
            if !self.open(column, &demand) {
                break;
            }
        }
    }

    /// The opening worth most among the activities below their limits: the best few by a quick
    /// estimate, judged exactly.
    fn best_opening(&mut self, activities: &[usize]) -> Option<(i64, usize, Demand)> {
        let mut promising: Vec<(i64, usize)> = Vec::new();
        for &activity in activities {
            if !self.is_below_limit(activity) {
                continue;
            }
            for column in self.model.columns_of[activity].clone() {
                if let Some(worth) = self.quick_worth(column) {
                    promising.push((worth, column));
                }
            }
        }
        promising.sort_unstable_by(|a, b| b.cmp(a));
        promising.truncate(LOOK);
        let mut best: Option<(i64, usize, Demand)> = None;
        for (_, column) in promising {
            if let Some((worth, demand)) = self.worth(column)
                && worth > 0
                && best.as_ref().is_none_or(|found| worth > found.0)
            {
                best = Some((worth, column, demand));
            }
        }
        best
    }

    fn quick_worth(&mut self, column: usize) -> Option<i64> {
        let section = self.openings.place(column, &self.guide)?.section;
        let seats = (self.openings.seats[column], section.seats);
        let gain = self.market.quick_worth(self.model, self.cost, column, seats, &mut self.gains);
        Some(gain - self.price_of(column, section.lead))
    }
}
