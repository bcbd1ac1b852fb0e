//! `school_equity`: a school's shortfall per pupil costs quality by the square. In the bound it is no
//! part of the relaxation: whatever a proof takes off for a shortfall, that much shortfall costs.

use crate::model::{Model, TICKS};
use kehou_domain::rule::Rule;

/// What falling short costs a school in quality: weight x floor(shortfall / pupils)^2.
#[derive(Clone, Copy, Debug)]
pub struct Equity {
    weight: i64,
    pupils: i64,
}

impl Equity {
    /// That of a school.
    pub fn new(model: &Model) -> Self {
        let weight = model.school.rules.weight(Rule::SchoolEquity);
        Self { weight, pupils: (model.pupils.len() as i64).max(1) }
    }

    /// Points of quality of so much shortfall.
    pub fn points(self, shortfall: i64) -> i64 {
        let each = shortfall / self.pupils;
        self.weight * each * each
    }

    /// The most ticks that a shortfall from `least` to `most` takes off at `factor` ticks a point, its
    /// own points counted against it.
    pub fn most_taken_off(self, factor: i64, (least, most): (i64, i64)) -> i64 {
        if self.weight == 0 {
            return factor * most;
        }
        let (first, end) = (least.min(most) / self.pupils, most / self.pupils);
        // Among shortfalls of the same points a pupil the largest takes off most; from one of these
        // to the next, what it takes off grows evenly and its points ever more.
        let turn = (factor * self.pupils / (2 * self.weight * TICKS)).clamp(first, end);
        let near = (turn - 1).max(first)..=(turn + 1).min(end);
        let taken_off = |each: i64| {
            let shortfall = (each * self.pupils + self.pupils - 1).min(most);
            factor * shortfall - self.points(shortfall) * TICKS
        };
        near.chain([end]).map(taken_off).max().unwrap_or(factor * most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_shortfall_in_between_takes_off_more() {
        for (weight, pupils) in [(0, 7), (20, 1), (20, 7), (3, 40)] {
            let equity = Equity { weight, pupils };
            for factor in [0, 1, TICKS / 3, 5 * TICKS, 90 * TICKS, 4000 * TICKS] {
                for range in [(0, 0), (0, 90), (13, 90), (41, 300), (88, 89)] {
                    let each = |s: i64| factor * s - equity.points(s) * TICKS;
                    let most = (range.0..=range.1).map(each).max().unwrap();
                    assert_eq!(equity.most_taken_off(factor, range), most, "{equity:?} {range:?}");
                }
            }
        }
    }
}
