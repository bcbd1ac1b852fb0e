//! What single pupils pay on top of a column's seat price.
//!
//! No pupil is in a column further than a section is open on it. Seats alone do not say so: the
//! relaxation would open a tenth of a section on each of ten patterns and let every pupil have
//! the one that suits. So each pupil offers a price of its own for each column, and a section
//! collects the highest offers, one a seat: Lagrangian decomposition (Guignard and Kim 1987).

use crate::duals::Decided;
use crate::model::{Model, NEVER};
use std::cmp::Reverse;

/// Share of the last excess in the direction of a step.
const FRESH: f32 = 0.3;

/// Who may be in which column.
#[derive(Clone, Debug)]
pub struct Linking {
    /// Positions in [`Model::fits`] of each column.
    fits_of: Vec<Vec<u32>>,
}

impl Linking {
    /// The linking of a school.
    pub fn new(model: &Model) -> Self {
        let mut fits_of = vec![Vec::new(); model.columns.len()];
        for (at, &column) in model.fits.iter().enumerate() {
            fits_of[column as usize].push(at as u32);
        }
        Self { fits_of }
    }

    /// Positions in [`Model::fits`] of a column.
    pub fn fits_of(&self, column: usize) -> &[u32] {
        &self.fits_of[column]
    }

    /// Pupils who pay for a section with so many seats: no more than can be in it.
    pub fn most_payers(&self, column: usize, seats: u32) -> usize {
        (seats as usize).min(self.fits_of[column].len())
    }

    /// The highest seat price at which no pupils who fit into a section on the column pay more
    /// than its `ticks`, each the seat price and a premium, at least 0. Those who pay most are
    /// left in `payers`.
    pub fn seat_price(
        &self,
        premium: &[i64],
        (column, seats): (usize, u32),
        ticks: i64,
        payers: &mut Vec<u32>,
    ) -> i64 {
        payers.clear();
        payers.extend_from_slice(&self.fits_of[column]);
        if payers.is_empty() || ticks >= NEVER {
            payers.clear();
            return NEVER;
        }
        let dearest_first = |&at: &u32| Reverse(premium[at as usize]);
        let seats = self.most_payers(column, seats);
        if seats < payers.len() {
            payers.select_nth_unstable_by_key(seats - 1, dearest_first);
            payers.truncate(seats);
        }
        let sum: i64 = payers.iter().map(|&at| premium[at as usize]).sum();
        let least = payers.iter().map(|&at| premium[at as usize]).min().unwrap_or(0);
        let price = (ticks - sum).div_euclid(seats as i64);
        if price + least >= 0 {
            return price;
        }
        payers.sort_unstable_by_key(dearest_first);
        price_of_some(premium, ticks, payers)
    }
}

/// Premiums of all pupils and the steps that improve them.
#[derive(Clone, Debug)]
pub struct Premiums {
    /// Ticks by position in [`Model::fits`].
    pub at: Vec<i64>,
    /// Use of each position less what sections offer there, when last known.
    pub excess: Vec<f32>,
    trend: Vec<f32>,
}

impl Premiums {
    /// Whether nobody pays any.
    pub fn are_zero(&self) -> bool {
        self.at.iter().all(|&premium| premium == 0)
    }

    /// No premiums yet.
    pub fn new(model: &Model) -> Self {
        let fits = model.fits.len();
        Self { at: vec![0; fits], excess: vec![0.0; fits], trend: vec![0.0; fits] }
    }

    /// A step of so many ticks along the excess, smoothed.
    pub fn step(&mut self, length: f64) {
        let length = length as f32;
        for ((premium, trend), excess) in self.at.iter_mut().zip(&mut self.trend).zip(&self.excess)
        {
            *trend += (excess - *trend) * FRESH;
            *premium += (length * *trend) as i64;
        }
    }

    /// Takes the premiums off columns whose sections are decided: their seats have one price.
    pub fn settle(&mut self, model: &Model, decided: &[Decided]) {
        for (at, &column) in model.fits.iter().enumerate() {
            if decided[column as usize].sections > 0 {
                self.at[at] = 0;
                self.trend[at] = 0.0;
            }
        }
    }
}

/// The seat price where fewer than all, dearest first, pay.
fn price_of_some(premium: &[i64], ticks: i64, payers: &mut Vec<u32>) -> i64 {
    let (mut lowest, mut count, mut sum) = (NEVER, 0, 0);
    for (before, &at) in payers.iter().enumerate() {
        sum += premium[at as usize];
        let price = (ticks - sum).div_euclid(before as i64 + 1);
        if price < lowest {
            (lowest, count) = (price, before + 1);
        }
    }
    payers.truncate(count);
    lowest
}
