//! `pay` and `budget`: what everybody's periods cost over the term.
//!
//! pay = weight x floor(X / 100 yuan), budget = weight x ceil(max(0, X - income) / 100 yuan), X
//! the term's pay. In the bound each period has a price of its own in the staff week; over budget
//! is a multiplier, at most what a begun 100 yuan costs, in units of an average period's pay.

use crate::model::{DEAREST, Objective};
use kehou_domain::instance::SchoolInstance;
use kehou_domain::money::HUNDRED_YUAN;
use kehou_domain::rule::Rule;

/// What periods cost at a school; idle unless a rule counts money.
#[derive(Clone, Debug, Default)]
pub struct Purse {
    /// Fen a term of one weekly period, by staff member; empty: idle.
    per_period: Vec<i64>,
    /// Mean of these, fen: the unit of the multiplier.
    unit: i64,
    /// What may be spent; `None`: `budget` does not count.
    income: Option<i64>,
    pay: i64,
    budget: i64,
}

/// What was spent, as the relaxation sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spent {
    /// Ticks that belong to the value beside those of the periods.
    pub ticks: i64,
    /// Spent beyond the income, units.
    pub excess: f64,
    /// Points of shortfall.
    pub short: f64,
}

impl Purse {
    /// The purse of a school.
    pub fn new(school: &SchoolInstance) -> Self {
        let rules = &school.rules;
        let (pay, budget) = (rules.weight(Rule::Pay), rules.weight(Rule::Budget));
        let income = school.money.income.filter(|_| budget > 0);
        let per_period: Vec<i64> =
            school.staff.iter().map(|person| person.pay * school.money.weeks).collect();
        let paid: Vec<i64> = per_period.iter().copied().filter(|&fen| fen > 0).collect();
        if paid.is_empty() || pay == 0 && income.is_none() {
            return Self::default();
        }
        let unit = paid.iter().sum::<i64>() / paid.len() as i64;
        Self { per_period, unit, income, pay, budget }
    }

    /// No rule counts money.
    pub fn is_idle(&self) -> bool {
        self.per_period.is_empty()
    }

    /// `budget` counts.
    pub fn is_limited(&self) -> bool {
        self.income.is_some()
    }

    /// Fen a term of one weekly period of a staff member.
    pub fn fen(&self, person: usize) -> i64 {
        self.per_period.get(person).copied().unwrap_or(0)
    }

    /// Ticks of one more period where it is not known yet whether the budget lasts.
    pub fn wage(&self, person: usize) -> i64 {
        let objective = Objective::weighted(1);
        self.ticks(person, objective, self.dearest(objective))
    }

    /// Pay of the term for so many weekly periods each, fen.
    pub fn spent(&self, periods: impl Iterator<Item = i64>) -> i64 {
        self.per_period.iter().zip(periods).map(|(fen, periods)| fen * periods).sum()
    }

    /// Points of `budget` and of `pay` for the pay of the term.
    pub fn points(&self, spent: i64) -> (i64, i64) {
        let over = self.income.map_or(0, |income| (spent - income).max(0));
        let begun = (over + HUNDRED_YUAN - 1) / HUNDRED_YUAN;
        (self.budget * begun, self.pay * (spent / HUNDRED_YUAN))
    }

    /// Most ticks a unit over budget can cost.
    pub fn dearest(&self, objective: Objective) -> i64 {
        if self.income.is_none() {
            return 0;
        }
        share(self.budget * objective.shortfall, self.unit, HUNDRED_YUAN)
    }

    /// Ticks of one more period of a staff member when a unit over budget costs `price`, rounded
    /// down.
    pub fn ticks(&self, person: usize, objective: Objective, price: i64) -> i64 {
        let fen = self.fen(person);
        if fen == 0 {
            return 0;
        }
        share(self.pay * objective.quality, fen, HUNDRED_YUAN) + share(price, fen, self.unit)
    }

    /// What the relaxation counts beside the periods at a price of at most [`Self::dearest`].
    pub fn settle(&self, spent: i64, objective: Objective, price: i64) -> Spent {
        if self.is_idle() {
            return Spent::default();
        }
        // Full 100 yuan only: the rest, less than one, is not paid for.
        let rest = -share(-self.pay * objective.quality, HUNDRED_YUAN - 1, HUNDRED_YUAN);
        let Some(income) = self.income else { return Spent { ticks: -rest, ..Spent::default() } };
        let ticks = share(-price, income, self.unit) - rest;
        let over = spent - income;
        let excess = over as f64 / self.unit as f64;
        if price < self.dearest(objective) || over <= 0 {
            return Spent { ticks, excess, short: 0.0 };
        }
        let short = self.budget as f64 * over as f64 / HUNDRED_YUAN as f64;
        Spent { ticks, excess: 0.0, short }
    }

    /// The price of a unit after a plan that spent so much: dearer while it is over budget,
    /// cheaper again when much is left.
    pub fn adjusted(&self, price: i64, spent: i64, objective: Objective) -> i64 {
        let Some(income) = self.income else { return 0 };
        let dearest = self.dearest(objective);
        if spent > income {
            (price + price / 2).clamp(dearest / 64, DEAREST)
        } else if income - spent > 2 * self.unit {
            price - price / 4
        } else {
            price
        }
    }
}

/// `a * b / c` rounded down.
fn share(a: i64, b: i64, c: i64) -> i64 {
    (i128::from(a) * i128::from(b)).div_euclid(i128::from(c)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TICKS;

    fn purse() -> Purse {
        Purse {
            per_period: vec![60_000, 0],
            unit: 60_000,
            income: Some(115_000),
            pay: 1,
            budget: 2,
        }
    }

    #[test]
    fn full_hundreds_are_paid_and_begun_ones_are_over_budget() {
        assert_eq!(purse().spent([2, 5].into_iter()), 120_000);
        assert_eq!(purse().points(120_000), (2, 12));
        assert_eq!(purse().points(119_999), (2, 11));
        assert_eq!(purse().points(115_000), (0, 11));
        assert_eq!(purse().points(125_001), (4, 12));
    }

    #[test]
    fn the_relaxation_never_counts_more_than_the_points() {
        let purse = purse();
        for objective in [Objective::SHORTFALL, Objective::weighted(3)] {
            for price in [0, 7, 100, purse.dearest(objective)] {
                for periods in 0..6 {
                    let spent = purse.spent([periods, 1].into_iter());
                    let (short, pay) = purse.points(spent);
                    let ticks = short * objective.shortfall + pay * objective.quality;
                    let relaxed = periods * purse.ticks(0, objective, price)
                        + purse.settle(spent, objective, price).ticks;
                    assert!(relaxed <= ticks, "{price} {periods}: {relaxed} > {ticks}");
                    assert!(relaxed >= -12 * TICKS * 60, "a bound worth the name");
                }
            }
        }
    }
}
