//! Prices of seats and base places, and what a column costs net of the base places it saves.

use crate::model::{Model, NEVER};
use crate::week::Cost;
use kehou_domain::instance::bits;

/// Prices of seats and base places, ticks.
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// Price of a seat in each column; [`NEVER`] or more: closed.
    pub column: Vec<i64>,
    /// Price of the cheapest base place by row and slot, `unplaced` where there is none.
    pub base: Vec<i64>,
    /// As `base`, homework only and anything but homework only.
    pub by_content: Option<[Vec<i64>; 2]>,
    /// What each pupil pays on top of a seat price, by position in [`Model::fits`]; none where
    /// empty. What a pupil pays for a seat is never below 0.
    pub premium: Vec<i64>,
    /// Seat price less the base places it saves, by row and column.
    reduced: Vec<i64>,
    /// Open columns of each activity, ascending.
    pub open: Vec<Vec<u32>>,
    activity: Vec<u32>,
    /// Slots of the school.
    pub slots: usize,
    columns: usize,
}

impl Prices {
    /// Prices from seat prices and the price of a place in each pool and slot
    /// (`pool * slots + slot`).
    pub fn new(model: &Model, cost: &Cost, column: Vec<i64>, pool: &[i64]) -> Self {
        let slots = model.school.slots.len();
        let columns = model.columns.len();
        let cheapest = |keep: &dyn Fn(usize) -> bool| -> Vec<i64> {
            let price = |row: &[Vec<usize>], slot: usize| {
                let open = row[slot].iter().filter(|&&p| keep(p)).map(|&p| pool[p * slots + slot]);
                open.min().unwrap_or(NEVER)
            };
            let rows = model.rows.iter();
            rows.flat_map(|row| (0..slots).map(move |slot| price(row, slot))).collect()
        };
        let needs_content = model.pupils.iter().any(|pupil| pupil.is_capped);
        let mut prices = Self {
            column,
            base: cheapest(&|_| true),
            by_content: needs_content.then(|| {
                [cheapest(&|p| model.is_homework(p)), cheapest(&|p| !model.is_homework(p))]
            }),
            premium: Vec::new(),
            reduced: Vec::new(),
            open: vec![Vec::new(); model.school.activities.len()],
            activity: model.columns.iter().map(|column| column.activity as u32).collect(),
            slots,
            columns,
        };
        prices.list_open();
        for (row, &weight) in model.row_weight.iter().enumerate() {
            for price in &mut prices.base[row * slots..(row + 1) * slots] {
                *price = (*price).min(cost.unplaced(weight));
            }
        }
        prices.fill_reduced(model);
        prices
    }

    /// Recomputes what depends on the column prices after they were changed from those of
    /// `before`.
    pub fn refresh(&mut self, model: &Model, before: &Self) {
        for row in 0..model.rows.len() {
            for column in 0..self.columns {
                let at = row * self.columns + column;
                self.reduced[at] = self.column[column] - before.saved(row, column);
            }
        }
        self.list_open();
    }

    fn list_open(&mut self) {
        self.open.iter_mut().for_each(Vec::clear);
        for (column, &activity) in self.activity.iter().enumerate() {
            if self.column[column] < NEVER {
                self.open[activity as usize].push(column as u32);
            }
        }
    }

    fn fill_reduced(&mut self, model: &Model) {
        self.reduced.clear();
        self.reduced.reserve(model.rows.len() * self.columns);
        for row in 0..model.rows.len() {
            let base = &self.base[row * self.slots..(row + 1) * self.slots];
            for (column, &price) in model.columns.iter().zip(&self.column) {
                let saved: i64 = bits(column.mask).map(|slot| base[slot]).sum();
                self.reduced.push(price - saved);
            }
        }
    }

    /// Changes the price of one column.
    pub fn set(&mut self, column: usize, price: i64) {
        let change = price - self.column[column];
        let (was_open, is_open) = (self.column[column] < NEVER, price < NEVER);
        self.column[column] = price;
        if was_open != is_open {
            let open = &mut self.open[self.activity[column] as usize];
            match open.binary_search(&(column as u32)) {
                Ok(at) => drop(open.remove(at)),
                Err(at) => open.insert(at, column as u32),
            }
        }
        for reduced in self.reduced.iter_mut().skip(column).step_by(self.columns) {
            *reduced += change;
        }
    }

    /// Net prices of all columns for a row.
    pub fn reduced_row(&self, row: usize) -> &[i64] {
        &self.reduced[row * self.columns..(row + 1) * self.columns]
    }

    /// Base places that a column saves a pupil of the row.
    pub fn saved(&self, row: usize, column: usize) -> i64 {
        self.column[column] - self.reduced[row * self.columns + column]
    }

    /// Base price of a pupil's slot.
    pub fn base_of(&self, row: usize, slot: usize) -> i64 {
        self.base[row * self.slots + slot]
    }
}
