//! Everybody's best week at the prices of the relaxation, and what all of them use.

use crate::best_week::WeekSearch;
use crate::model::Model;
use crate::prices::Prices;
use crate::week::{Cost, Place};
use kehou_domain::instance::bits;
use kehou_domain::rule::Rule;

/// Share of a round in averages over rounds.
pub const FRESH: f64 = 0.05;

/// The weeks of all pupils and what they use.
#[derive(Clone, Debug)]
pub struct PupilWeeks {
    weeks: Vec<PupilWeek>,
    /// Pupils in each column.
    pub load: Vec<u32>,
    /// Pupils in each pool and slot (`pool * slots + slot`).
    pub base_load: Vec<u32>,
    /// Whether the pupil of each position in [`Model::fits`] is in that column.
    pub takes: Vec<bool>,
    /// Points of shortfall.
    pub short: i64,
}

/// One pupil's week.
#[derive(Clone, Debug, Default)]
struct PupilWeek {
    places: Vec<Place>,
    /// Positions of the places in [`Model::fits`].
    fits: Vec<u32>,
    /// Base places (`pool * slots + slot`).
    base: Vec<u32>,
    short: i64,
}

impl PupilWeeks {
    /// Nobody anywhere.
    pub fn new(model: &Model) -> Self {
        Self {
            weeks: vec![PupilWeek::default(); model.pupils.len()],
            load: vec![0; model.columns.len()],
            base_load: vec![0; model.pools.len() * model.school.slots.len()],
            takes: vec![false; model.fits.len()],
            short: 0,
        }
    }

    /// Looks for everybody's best week; ticks that all of them cost at least.
    pub fn renew(
        &mut self,
        (model, cost): (&Model, &Cost),
        (prices, pool_price): (&Prices, &[i64]),
        search: &mut WeekSearch,
    ) -> i64 {
        let mut least = 0;
        for pupil in 0..model.pupils.len() {
            search.best_after(model, cost, pupil, prices, &self.weeks[pupil].places);
            least += search.lower_bound();
            self.forget(pupil);
            self.take(model, pupil, search.places());
            self.stay(model, cost, pupil, pool_price);
        }
        least
    }

    /// Takes the pupils in each column into their averages.
    pub fn blend_into(&self, load: &mut [f64]) {
        for (mean, &new) in load.iter_mut().zip(&self.load) {
            *mean += FRESH * (f64::from(new) - *mean);
        }
    }

    /// Takes a pupil's week out of all sums.
    fn forget(&mut self, pupil: usize) {
        let week = &mut self.weeks[pupil];
        for place in week.places.drain(..) {
            self.load[place.column as usize] -= 1;
        }
        for at in week.fits.drain(..) {
            self.takes[at as usize] = false;
        }
        for at in week.base.drain(..) {
            self.base_load[at as usize] -= 1;
        }
        self.short -= std::mem::take(&mut week.short);
    }

    /// Puts a pupil into sections.
    fn take(&mut self, model: &Model, pupil: usize, places: &[Place]) {
        let week = &mut self.weeks[pupil];
        let mut training = 0;
        for &place in places {
            let want = &model.wants[place.want as usize];
            self.load[place.column as usize] += 1;
            training += want.training;
            if let Ok(at) = model.columns_for(want).binary_search(&place.column) {
                self.takes[want.fits.start + at] = true;
                week.fits.push((want.fits.start + at) as u32);
            }
            week.places.push(place);
        }
        let missing = (model.pupils[pupil].need - training).max(0);
        week.short += missing * model.school.rules.weight(Rule::TrainingMinimum);
        self.short += week.short;
    }

    /// Puts a pupil into the cheapest base places of all other slots.
    fn stay(&mut self, model: &Model, cost: &Cost, pupil: usize, pool_price: &[i64]) {
        let data = &model.pupils[pupil];
        let slots = model.school.slots.len();
        let week = &mut self.weeks[pupil];
        let column = |place: &Place| model.columns[place.column as usize].mask;
        let used = week.places.iter().map(column).fold(0, |mask, c| mask | c);
        let unplaced = cost.unplaced(model.row_weight[data.row]);
        for slot in bits(data.attends & !used) {
            let open = model.rows[data.row][slot].iter().map(|&pool| pool * slots + slot);
            let cheapest = open.min_by_key(|&at| pool_price[at]);
            if let Some(at) = cheapest.filter(|&at| pool_price[at] < unplaced) {
                self.base_load[at] += 1;
                week.base.push(at as u32);
            } else {
                let points = model.school.rules.weight(Rule::Unplaced) * data.weight / 100;
                week.short += points;
                self.short += points;
            }
        }
    }
}
