//! Pupils in the seats of the open sections: every pupil's week is legal, no column holds more
//! than its seats. Built from best weeks at prices, then repaired and improved.

use crate::best_week::WeekSearch;
use crate::model::{Model, NEVER};
use crate::prices::Prices;
use crate::week::{Cost, Place, Tally, surcharge};

/// Who sits where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    /// Places of each pupil.
    pub weeks: Vec<Vec<Place>>,
    /// Pupils in each column.
    pub load: Vec<u32>,
}

/// The surroundings in which pupils are seated.
pub struct Hall<'a> {
    /// The school.
    pub model: &'a Model<'a>,
    /// Costs.
    pub cost: &'a Cost,
    /// Seats of each column.
    pub seats: &'a [u32],
    /// Fewest pupils each column needs.
    pub least: &'a [u32],
    /// Pupils who stay where they are; empty: nobody.
    pub frozen: &'a [bool],
}

impl Hall<'_> {
    /// Whether the pupil stays.
    pub fn is_frozen(&self, pupil: usize) -> bool {
        self.frozen.get(pupil).is_some_and(|&frozen| frozen)
    }
}

impl Seats {
    /// Nobody in any section.
    pub fn empty(model: &Model) -> Self {
        Self { weeks: vec![Vec::new(); model.pupils.len()], load: vec![0; model.columns.len()] }
    }

    /// Takes a pupil out of all places.
    pub fn clear(&mut self, pupil: usize) -> Vec<Place> {
        let week = std::mem::take(&mut self.weeks[pupil]);
        for place in &week {
            self.load[place.column as usize] -= 1;
        }
        week
    }

    /// Gives a pupil without places a week.
    pub fn seat(&mut self, pupil: usize, week: &[Place]) {
        for place in week {
            self.load[place.column as usize] += 1;
        }
        self.weeks[pupil].clear();
        self.weeks[pupil].extend_from_slice(week);
    }

    /// Takes everybody out of columns without seats.
    pub fn leave_closed(&mut self, seats: &[u32]) {
        for week in &mut self.weeks {
            week.retain(|place| {
                let column = place.column as usize;
                let stays = seats[column] > 0;
                self.load[column] -= u32::from(!stays);
                stays
            });
        }
    }

    /// Cost of a pupil's week without seat prices.
    pub fn cost_of(&self, hall: &Hall, pupil: usize, prices: &Prices) -> i64 {
        let week = &self.weeks[pupil];
        let person = &hall.model.pupils[pupil];
        Tally::of(hall.model, person, prices, week).cost(hall.cost, person)
            + surcharge(hall.model, hall.cost, pupil, prices, week).unwrap_or(NEVER)
    }

    /// Cost of all weeks without seat prices.
    pub fn total(&self, hall: &Hall, prices: &Prices) -> i64 {
        (0..self.weeks.len()).map(|pupil| self.cost_of(hall, pupil, prices)).sum()
    }

    /// Everybody's best week at the prices, then the cheapest pupils pushed out of columns that
    /// hold too many.
    pub fn from_prices(hall: &Hall, prices: &Prices, search: &mut WeekSearch) -> Self {
        let mut seats = Self::empty(hall.model);
        for pupil in 0..hall.model.pupils.len() {
            search.best(hall.model, hall.cost, pupil, prices);
            let week = search.places().to_vec();
            seats.seat(pupil, &week);
        }
        seats.push_out(hall, prices, search);
        seats
    }

    /// Moves pupils out of columns that hold too many, those who lose least first.
    pub fn push_out(&mut self, hall: &Hall, prices: &Prices, search: &mut WeekSearch) {
        let mut open = prices.clone();
        for column in 0..hall.seats.len() {
            if self.load[column] >= hall.seats[column] {
                open.set(column, NEVER);
            }
        }
        while let Some(column) = self.fullest(hall) {
            let over = (self.load[column] - hall.seats[column]) as usize;
            let mut losses: Vec<(i64, usize)> = (0..self.weeks.len())
                .filter(|&pupil| self.is_in(pupil, column))
                .map(|pupil| (self.loss(hall, prices, &open, pupil, search), pupil))
                .collect();
            losses.sort_unstable();
            for &(_, pupil) in losses.iter().take(over) {
                let week = self.keep_own(pupil, &mut open, column, |open| {
                    search.best(hall.model, hall.cost, pupil, open);
                    search.places().to_vec()
                });
                self.move_to(hall, pupil, &week, &mut open, prices);
            }
        }
    }

    /// The column that holds most beyond its seats.
    fn fullest(&self, hall: &Hall) -> Option<usize> {
        (0..self.load.len())
            .filter(|&column| self.load[column] > hall.seats[column])
            .max_by_key(|&column| (self.load[column] - hall.seats[column], column))
    }

    /// Whether a pupil has a place in the column.
    pub fn is_in(&self, pupil: usize, column: usize) -> bool {
        self.weeks[pupil].iter().any(|place| place.column as usize == column)
    }

    fn loss(
        &self,
        hall: &Hall,
        prices: &Prices,
        open: &Prices,
        pupil: usize,
        search: &mut WeekSearch,
    ) -> i64 {
        let pinned =
            self.weeks[pupil].iter().any(|place| hall.model.wants[place.want as usize].is_pinned);
        let now: i64 = self.cost_of(hall, pupil, prices)
            + self.weeks[pupil].iter().map(|p| prices.column[p.column as usize]).sum::<i64>();
        let then = search.best(hall.model, hall.cost, pupil, open);
        then.saturating_sub(now).saturating_add(if pinned { NEVER } else { 0 })
    }

    /// Runs `find` with the pupil's own columns open, all but `leaving`.
    fn keep_own<T>(
        &self,
        pupil: usize,
        open: &mut Prices,
        leaving: usize,
        find: impl FnOnce(&Prices) -> T,
    ) -> T {
        let mut closed = Vec::new();
        for place in &self.weeks[pupil] {
            let column = place.column as usize;
            if column != leaving && open.column[column] >= NEVER {
                closed.push(column);
                open.set(column, 0);
            }
        }
        let found = find(open);
        for column in closed {
            open.set(column, NEVER);
        }
        found
    }

    /// Moves a pupil and keeps `open` in step: full columns closed, others at their price.
    fn move_to(
        &mut self,
        hall: &Hall,
        pupil: usize,
        week: &[Place],
        open: &mut Prices,
        prices: &Prices,
    ) {
        let before = self.clear(pupil);
        self.seat(pupil, week);
        for place in before.iter().chain(week) {
            let column = place.column as usize;
            let full = self.load[column] >= hall.seats[column];
            if full != (open.column[column] >= NEVER) {
                open.set(column, if full { NEVER } else { prices.column[column] });
            }
        }
    }

    /// Every pupil's week improved over seats that are free, until nobody gains; seats cost
    /// nothing here.
    pub fn take_free_seats(&mut self, hall: &Hall, base: &Prices, search: &mut WeekSearch) {
        let mut prices = base.clone();
        prices.column.fill(0);
        prices.refresh(hall.model, base);
        let mut free = prices.clone();
        for column in 0..hall.seats.len() {
            free.column[column] = if self.load[column] >= hall.seats[column] { NEVER } else { 0 };
        }
        free.refresh(hall.model, base);
        for _ in 0..3 {
            let mut moved = false;
            for pupil in 0..self.weeks.len() {
                let now = self.cost_of(hall, pupil, base);
                if now == 0 || hall.is_frozen(pupil) || !self.may_leave(hall, pupil) {
                    continue;
                }
                let week = self.keep_own(pupil, &mut free, usize::MAX, |open| {
                    let then = search.best(hall.model, hall.cost, pupil, open);
                    (then < now).then(|| search.places().to_vec())
                });
                if let Some(week) = week {
                    moved = true;
                    self.move_to(hall, pupil, &week, &mut free, &prices);
                }
            }
            if !moved {
                return;
            }
        }
    }

    /// None of the pupil's columns would fall below its minimum without the pupil.
    fn may_leave(&self, hall: &Hall, pupil: usize) -> bool {
        self.weeks[pupil].iter().all(|place| {
            let column = place.column as usize;
            self.load[column] != hall.least[column]
        })
    }
}
