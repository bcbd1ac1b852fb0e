//! Prices found for a school, for the same school with other people and rooms: under other loans the
//! rows stand for the same things but lie elsewhere.

use crate::layout::Layout;
use crate::model::Model;

/// Prices of a school, and its fractional plan.
pub struct Known<'a> {
    /// The school.
    pub model: &'a Model<'a>,
    /// Where its rows lie.
    pub layout: &'a Layout,
    /// The prices.
    pub start: Start,
}

/// Prices to begin with, and the fractional plan.
pub struct Start {
    /// Ticks of each row.
    pub rows: Vec<i64>,
    /// Ticks of each position in [`Model::fits`]; empty: none.
    pub premium: Vec<i64>,
    /// Pupils in each column.
    pub load: Vec<f64>,
}

impl Known<'_> {
    /// The same of the school as it is there. Where several rows have become one, the dearest counts.
    pub fn carried(&self, model: &Model, layout: &Layout) -> Start {
        let mut rows = vec![0; layout.len];
        for (to, from) in layout.same_rows(self.layout) {
            rows[to] = self.start.rows[from].max(rows[to]);
        }
        let columns: Vec<Option<usize>> =
            (0..model.columns.len()).map(|column| self.column(model, column)).collect();
        let load = |from: &Option<usize>| from.map_or(0.0, |from| self.start.load[from]);
        let premium = self.premium_in(model, &columns);
        Start { rows, premium, load: columns.iter().map(load).collect() }
    }

    /// The column here of the activity and pattern of a column there.
    fn column(&self, model: &Model, column: usize) -> Option<usize> {
        let data = &model.columns[column];
        let mut here = self.model.columns_of[data.activity].clone();
        here.find(|&column| self.model.columns[column].pattern == data.pattern)
    }

    fn premium_in(&self, model: &Model, columns: &[Option<usize>]) -> Vec<i64> {
        let mut premium = vec![0; model.fits.len()];
        if self.start.premium.is_empty() {
            return premium;
        }
        for (pupil, there) in self.model.pupils.iter().zip(&model.pupils) {
            let mut here = self.model.wants[pupil.wants.clone()].iter();
            for want in &model.wants[there.wants.clone()] {
                let same = here.clone().position(|other| other.activity == want.activity);
                let Some(old) = same.and_then(|at| here.nth(at)) else { continue };
                for at in want.fits.clone() {
                    let Some(column) = columns[model.fits[at] as usize] else { continue };
                    let fits = self.model.columns_for(old);
                    if let Ok(position) = fits.binary_search(&(column as u32)) {
                        premium[at] = self.start.premium[old.fits.start + position];
                    }
                }
            }
        }
        premium
    }
}
