//! Seats settled for pairs of pupils who wish to be together or apart: one of them, or both, move
//! to a week with a column in common, or to one without, and who has a seat they need moves on.
//! What all of them lose is counted; a change is kept if it lowers the sum.

use crate::best_week::WeekSearch;
use crate::companions::Pair;
use crate::exchange::Exchange;
use crate::model::NEVER;
use crate::prices::Prices;
use crate::seats::{Hall, Seats};
use crate::week::{Place, Tally};

/// Pupils asked to leave a full column, those who lose least first.
const ASKED: usize = 3;

/// Passes over all pairs.
const PASSES: usize = 4;

/// Settles all pairs, then lets everybody else exchange seats again.
pub fn settle(seats: &mut Seats, hall: &Hall, base: &Prices, search: &mut WeekSearch) {
    let companions = &hall.model.companions;
    if companions.pairs.is_empty() {
        return;
    }
    let frozen: Vec<bool> = companions.of.iter().map(|pairs| !pairs.is_empty()).collect();
    let others = Hall { frozen: &frozen, ..*hall };
    for round in 0..2 {
        Table::new(seats, hall, base, search).settle_pairs();
        if round == 0 {
            Exchange::default().improve(seats, &others, base);
            seats.take_free_seats(&others, base, search);
        }
    }
}

struct Table<'a, 'b> {
    seats: &'a mut Seats,
    hall: &'a Hall<'b>,
    base: &'a Prices,
    /// Free seats cost nothing, others cannot be had.
    open: Prices,
    search: &'a mut WeekSearch,
    /// Weeks as they were before the changes of one attempt.
    trail: Vec<(usize, Vec<Place>)>,
}

impl<'a, 'b> Table<'a, 'b> {
    fn new(
        seats: &'a mut Seats,
        hall: &'a Hall<'b>,
        base: &'a Prices,
        search: &'a mut WeekSearch,
    ) -> Self {
        let mut open = base.clone();
        for column in 0..hall.seats.len() {
            let is_full = seats.load[column] >= hall.seats[column];
            open.column[column] = if is_full { NEVER } else { 0 };
        }
        open.refresh(hall.model, base);
        Self { seats, hall, base, open, search, trail: Vec::new() }
    }

    fn settle_pairs(&mut self) {
        for _ in 0..PASSES {
            let mut changed = false;
            for position in 0..self.hall.model.companions.pairs.len() {
                let pair = self.hall.model.companions.pairs[position];
                changed |= self.settle_pair(pair);
            }
            if !changed {
                return;
            }
        }
    }

    /// Tries every way to settle a pair and keeps the first that lowers the sum.
    fn settle_pair(&mut self, pair: Pair) -> bool {
        let [a, b] = pair.pupils.map(|pupil| pupil as usize);
        let shared = self.shared(a, b);
        if pair.unmet(shared.is_some()) == 0 {
            return self.better_week(a) | self.better_week(b);
        }
        match shared {
            Some(column) => self.part(a, column) || self.part(b, column),
            None => self.join(a, b) || self.join(b, a) || self.meet(a, b),
        }
    }

    /// A column both are in.
    fn shared(&self, a: usize, b: usize) -> Option<usize> {
        let columns = self.seats.weeks[a].iter().map(|place| place.column as usize);
        columns.into_iter().find(|&column| self.seats.is_in(b, column))
    }

    /// A better week over free seats for somebody whose wishes are met.
    fn better_week(&mut self, pupil: usize) -> bool {
        self.attempt(|table| table.go(pupil, None, None))
    }

    /// Leaves a column.
    fn part(&mut self, pupil: usize, column: usize) -> bool {
        self.attempt(|table| table.go(pupil, None, Some(column)))
    }

    /// Joins another in one of that one's columns.
    fn join(&mut self, pupil: usize, other: usize) -> bool {
        let columns: Vec<u32> = self.seats.weeks[other].iter().map(|place| place.column).collect();
        columns.into_iter().any(|column| {
            let Some(place) = self.place(pupil, column) else { return false };
            self.seat_in(&[(pupil, place)], &[pupil, other])
        })
    }

    /// Both go to a column neither is in.
    fn meet(&mut self, a: usize, b: usize) -> bool {
        (0..self.hall.seats.len() as u32).any(|column| {
            if self.hall.seats[column as usize] == 0 {
                return false;
            }
            let places = self.place(a, column).zip(self.place(b, column));
            places.is_some_and(|(of_a, of_b)| self.seat_in(&[(a, of_a), (b, of_b)], &[a, b]))
        })
    }

    /// The pupil's place in a column, if it may have one.
    fn place(&self, pupil: usize, column: u32) -> Option<Place> {
        let model = self.hall.model;
        let activity = model.columns[column as usize].activity;
        let want = model.pupils[pupil].wants.clone().find(|&want| {
            model.wants[want].activity == activity
                && model.columns_for(&model.wants[want]).binary_search(&column).is_ok()
        })?;
        Some(Place { want: want as u32, column })
    }

    /// Seats pupils in a column, with free seats or those of others who move on.
    fn seat_in(&mut self, joining: &[(usize, Place)], keep: &[usize]) -> bool {
        let column = joining[0].1.column as usize;
        let room = self.hall.seats[column].saturating_sub(self.seats.load[column]) as usize;
        let needed = joining.len().saturating_sub(room);
        let sit = |table: &mut Self| {
            joining.iter().all(|&(pupil, place)| table.go(pupil, Some(place), None))
        };
        if needed == 0 {
            return self.attempt(sit);
        }
        let asked = self.cheapest_to_leave(column, keep);
        (0..asked.len().saturating_sub(needed - 1)).any(|first| {
            let leaving = &asked[first..first + needed];
            self.attempt(|table| {
                leaving.iter().all(|&pupil| table.go(pupil, None, Some(column))) && sit(table)
            })
        })
    }

    /// Who would lose least without the column.
    fn cheapest_to_leave(&self, column: usize, keep: &[usize]) -> Vec<usize> {
        let model = self.hall.model;
        let mut losses: Vec<(i64, usize)> = Vec::new();
        for pupil in 0..self.seats.weeks.len() {
            let place = self.seats.weeks[pupil].iter().find(|p| p.column as usize == column);
            let Some(&place) = place.filter(|_| !keep.contains(&pupil)) else { continue };
            if model.wants[place.want as usize].is_pinned {
                continue;
            }
            let person = &model.pupils[pupil];
            let tally = Tally::of(model, person, self.base, &self.seats.weeks[pupil]);
            let without = tally.without(model, person, self.base, place);
            let loss = without.cost(self.hall.cost, person) - tally.cost(self.hall.cost, person);
            losses.push((loss, pupil));
        }
        losses.sort_unstable();
        losses.into_iter().take(ASKED).map(|(_, pupil)| pupil).collect()
    }

    /// Does what `change` says; undone unless it says yes, the sum falls, and no column is left
    /// with too few.
    fn attempt(&mut self, change: impl FnOnce(&mut Self) -> bool) -> bool {
        self.trail.clear();
        let done = change(self);
        let trail = std::mem::take(&mut self.trail);
        let kept = done && self.is_gain(&trail);
        if !kept {
            for (pupil, week) in trail.iter().rev() {
                self.move_to(*pupil, week);
            }
        }
        kept
    }

    /// Moves a pupil to the best week with a place, or without a column; whether there is one.
    fn go(&mut self, pupil: usize, with: Option<Place>, without: Option<usize>) -> bool {
        let Some(week) = self.best_week(pupil, with, without) else { return false };
        self.trail.push((pupil, self.seats.weeks[pupil].clone()));
        self.move_to(pupil, &week);
        true
    }

    fn is_gain(&mut self, trail: &[(usize, Vec<Place>)]) -> bool {
        let mut places = trail.iter().flat_map(|(_, week)| week);
        let enough = places.all(|place| {
            let column = place.column as usize;
            self.seats.load[column] >= self.hall.least[column]
        });
        let now = self.sum(trail);
        let weeks = &self.seats.weeks;
        let after: Vec<(usize, Vec<Place>)> =
            trail.iter().map(|&(pupil, _)| (pupil, weeks[pupil].clone())).collect();
        self.put(trail.iter().rev());
        let then = self.sum(trail);
        self.put(after.iter());
        enough && now < then
    }

    /// Puts weeks in place.
    fn put<'w>(&mut self, weeks: impl Iterator<Item = &'w (usize, Vec<Place>)>) {
        for (pupil, week) in weeks {
            self.seats.clear(*pupil);
            self.seats.seat(*pupil, week);
        }
    }

    /// Ticks of the weeks of those named and of all wishes about them.
    fn sum(&self, of: &[(usize, Vec<Place>)]) -> i64 {
        let mut pupils: Vec<usize> = of.iter().map(|&(pupil, _)| pupil).collect();
        pupils.sort_unstable();
        pupils.dedup();
        let weeks: i64 =
            pupils.iter().map(|&pupil| self.seats.cost_of(self.hall, pupil, self.base)).sum();
        let companions = &self.hall.model.companions;
        let mut pairs: Vec<u32> =
            pupils.iter().flat_map(|&pupil| companions.of[pupil].iter().copied()).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let unmet: i64 = pairs
            .iter()
            .map(|&position| {
                let pair = companions.pairs[position as usize];
                let [a, b] = pair.pupils.map(|pupil| pupil as usize);
                pair.unmet(self.shared(a, b).is_some())
            })
            .sum();
        weeks + unmet * companions.weight * self.hall.cost.objective().shortfall
    }

    /// Moves a pupil and keeps `open` in step.
    fn move_to(&mut self, pupil: usize, week: &[Place]) {
        let left = self.seats.clear(pupil);
        self.seats.seat(pupil, week);
        for place in left.iter().chain(week) {
            let column = place.column as usize;
            let is_full = self.seats.load[column] >= self.hall.seats[column];
            if is_full != (self.open.column[column] >= NEVER) {
                self.open.set(column, if is_full { NEVER } else { 0 });
            }
        }
    }

    /// The pupil's best week over free and own seats: with a place, or without a column.
    fn best_week(
        &mut self,
        pupil: usize,
        with: Option<Place>,
        without: Option<usize>,
    ) -> Option<Vec<Place>> {
        let own: Vec<usize> =
            self.seats.weeks[pupil].iter().map(|place| place.column as usize).collect();
        let mut closed = Vec::new();
        for &column in &own {
            let price = if Some(column) == without { NEVER } else { 0 };
            if self.open.column[column] != price {
                closed.push((column, self.open.column[column]));
                self.open.set(column, price);
            }
        }
        let Hall { model, cost, .. } = self.hall;
        let ticks = match with {
            Some(place) => {
                let taken = (place.want as usize, place.column as usize);
                self.search.best_with(model, cost, pupil, &self.open, taken, NEVER)
            }
            None => self.search.best(model, cost, pupil, &self.open),
        };
        let week = self.search.places().to_vec();
        for (column, price) in closed {
            self.open.set(column, price);
        }
        (ticks < NEVER).then_some(week)
    }
}
