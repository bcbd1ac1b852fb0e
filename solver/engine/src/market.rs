//! Seat prices while the open sections are fixed, and every pupil's best week at them: what a
//! further section would be worth is the sum of what its best-paying pupils would pay.

use crate::best_week::WeekSearch;
use crate::model::{Model, NEVER};
use crate::prices::Prices;
use crate::steps::Trend;
use crate::week::{Cost, Place, Tally};

/// Prices and best weeks.
#[derive(Clone, Debug)]
pub struct Market {
    /// Seat prices of columns with seats; closed columns are [`NEVER`].
    pub prices: Prices,
    /// Cost of each pupil's best week at the prices.
    pub value: Vec<i64>,
    /// Each pupil's best week.
    pub weeks: Vec<Vec<Place>>,
    tallies: Vec<Tally>,
    trends: Vec<Trend>,
    steps: i32,
}

/// What pupils would pay for a seat in a column, dearest first.
pub struct Demand {
    /// (gain in ticks, pupil), only positive gains.
    pub offers: Vec<(i64, u32)>,
}

impl Demand {
    /// Sum of the offers from position `from` up to `to`.
    pub fn worth(&self, from: u32, to: u32) -> i64 {
        let n = self.offers.len();
        self.offers[(from as usize).min(n)..(to as usize).min(n)].iter().map(|o| o.0).sum()
    }

    /// The price at which so many seats are taken.
    pub fn clearing_price(&self, seats: u32) -> i64 {
        self.offers.get(seats as usize).map_or(0, |offer| offer.0)
    }
}

impl Market {
    /// Everything closed but what pins ask for; base places at the given prices.
    pub fn new(model: &Model, cost: &Cost, base: &Prices, search: &mut WeekSearch) -> Self {
        let mut prices = base.clone();
        prices.column.fill(NEVER);
        for fixed in &model.fixed.sections {
            prices.column[fixed.section.column] = 0;
        }
        prices.refresh(model, base);
        let mut market = Self {
            prices,
            value: vec![0; model.pupils.len()],
            weeks: vec![Vec::new(); model.pupils.len()],
            tallies: vec![Tally::default(); model.pupils.len()],
            trends: vec![Trend::default(); model.columns.len()],
            steps: 0,
        };
        market.reprice(model, cost, search);
        market
    }

    /// Recomputes every pupil's best week.
    pub fn reprice(&mut self, model: &Model, cost: &Cost, search: &mut WeekSearch) {
        for pupil in 0..model.pupils.len() {
            self.reprice_pupil(model, cost, pupil, search);
        }
    }

    fn reprice_pupil(&mut self, model: &Model, cost: &Cost, pupil: usize, search: &mut WeekSearch) {
        self.value[pupil] = search.best(model, cost, pupil, &self.prices);
        self.weeks[pupil].clear();
        self.weeks[pupil].extend_from_slice(search.places());
        let person = &model.pupils[pupil];
        self.tallies[pupil] = Tally::of(model, person, &self.prices, search.places());
    }

    /// About what one more section of the column would bring: each pupil's gain if the rest of
    /// the week stays, but for what the column displaces. Cheap, and mostly a little low.
    pub fn quick_worth(
        &mut self,
        model: &Model,
        cost: &Cost,
        column: usize,
        (open, more): (u32, u32),
        gains: &mut Vec<i64>,
    ) -> i64 {
        let data = &model.columns[column];
        gains.clear();
        for &(pupil, want) in &model.takers[data.activity] {
            let person = &model.pupils[pupil as usize];
            if data.mask & !person.attends != 0 {
                continue;
            }
            let tally = self.tallies[pupil as usize];
            let mut then = tally;
            let mut freed = 0;
            let mut holds = false;
            for &place in &self.weeks[pupil as usize] {
                let other = place.column as usize;
                holds |= other == column;
                if place.want == want || model.columns[other].mask & data.mask != 0 {
                    then = then.without(model, person, &self.prices, place);
                    freed += self.prices.column[other];
                }
            }
            let gain = if holds {
                self.prices.column[column]
            } else {
                let place = Place { want, column: column as u32 };
                let with = then.with(model, person, &self.prices, place);
                tally.cost(cost, person) + freed - with.cost(cost, person)
            };
            if gain > 0 {
                gains.push(gain);
            }
        }
        let last = (open + more) as usize;
        if gains.len() > last {
            gains.select_nth_unstable_by(last, |a, b| b.cmp(a));
            gains.truncate(last);
        }
        gains.sort_unstable_by(|a, b| b.cmp(a));
        gains.iter().skip(open as usize).sum()
    }

    /// Ticks of all weeks less what the seats bring: how good the open sections are, as far as
    /// prices tell.
    pub fn total(&self, seats: &[u32]) -> i64 {
        let income: i64 = seats
            .iter()
            .zip(&self.prices.column)
            .filter(|&(&seats, _)| seats > 0)
            .map(|(&seats, &price)| i64::from(seats) * price)
            .sum();
        self.value.iter().sum::<i64>() - income
    }

    /// Sets a column's price and recomputes the weeks of those it concerns.
    pub fn set_price(
        &mut self,
        model: &Model,
        cost: &Cost,
        column: usize,
        price: i64,
        search: &mut WeekSearch,
    ) {
        let before = self.prices.column[column];
        self.prices.set(column, price);
        let activity = model.columns[column].activity;
        for &(pupil, _) in &model.takers[activity] {
            let pupil = pupil as usize;
            let holds = self.weeks[pupil].iter().any(|place| place.column as usize == column);
            if holds && price > before {
                self.reprice_pupil(model, cost, pupil, search);
            }
        }
    }

    /// What pupils would pay for a seat in the column, were it not open otherwise.
    pub fn demand(
        &mut self,
        model: &Model,
        cost: &Cost,
        column: usize,
        search: &mut WeekSearch,
    ) -> Demand {
        let price = self.prices.column[column];
        self.prices.set(column, NEVER);
        let activity = model.columns[column].activity;
        let mut offers = Vec::new();
        for &(pupil, want) in &model.takers[activity] {
            let fits = model.columns_for(&model.wants[want as usize]);
            if fits.binary_search(&(column as u32)).is_err() {
                continue;
            }
            let index = pupil as usize;
            let holds = self.weeks[index].iter().any(|place| place.column as usize == column);
            let without = if holds {
                search.best(model, cost, index, &self.prices)
            } else {
                self.value[index]
            };
            let taken = (want as usize, column);
            let with = search.best_with(model, cost, index, &self.prices, taken, without);
            if with < without {
                offers.push((without - with, pupil));
            }
        }
        self.prices.set(column, price);
        offers.sort_unstable_by_key(|&(gain, pupil)| (std::cmp::Reverse(gain), pupil));
        Demand { offers }
    }

    /// Sets the clearing price of a column for its seats, and the weeks of all who offered more
    /// than the old or new price.
    pub fn clear(
        &mut self,
        model: &Model,
        cost: &Cost,
        column: usize,
        (demand, seats): (&Demand, u32),
        search: &mut WeekSearch,
    ) {
        let price = if seats == 0 { NEVER } else { demand.clearing_price(seats) };
        let before = self.prices.column[column];
        self.prices.set(column, price);
        let lower = price.min(before);
        for &(gain, pupil) in &demand.offers {
            if gain >= lower {
                self.reprice_pupil(model, cost, pupil as usize, search);
            }
        }
    }

    /// One step of at most `length` ticks of all open columns' prices towards their seats.
    pub fn step(
        &mut self,
        model: &Model,
        cost: &Cost,
        seats: &[u32],
        length: f64,
        search: &mut WeekSearch,
    ) {
        let mut load = vec![0_i64; seats.len()];
        for place in self.weeks.iter().flatten() {
            load[place.column as usize] += 1;
        }
        let before = self.prices.clone();
        self.steps += 1;
        for (column, &seats) in seats.iter().enumerate() {
            if seats == 0 {
                continue;
            }
            let price = &mut self.prices.column[column];
            let over = load[column] - i64::from(seats);
            let over = if *price == 0 { over.max(0) } else { over };
            let way = self.trends[column].follow(over as f64, self.steps);
            *price = (*price + (length * way) as i64).max(0);
        }
        self.prices.refresh(model, &before);
        self.reprice(model, cost, search);
    }
}
