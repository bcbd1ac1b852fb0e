//! A small integer program with several objectives, one after the other, for `HiGHS`.

use crate::milp::solved;
use highs::{HighsModelStatus, RowProblem};
use std::collections::BTreeMap;

/// Nodes of one search; a school that needs more is not small.
const NODES: i32 = 2000;

/// Objectives, the first before all others: shortfall, changes, wishes.
pub(super) const LEVELS: usize = 3;

/// What a variable costs a unit, by objective.
pub(super) type Costs = [i64; LEVELS];

/// A sum of variables.
pub(super) type Terms = Vec<(usize, i64)>;

/// The program.
#[derive(Debug, Default)]
pub(super) struct Program {
    /// Costs and largest value; all variables are whole numbers from 0.
    variables: Vec<(Costs, i64)>,
    /// Least, sum, most.
    rows: Vec<(i64, Terms, i64)>,
}

impl Program {
    /// A variable from 0 to `most`.
    pub fn variable(&mut self, costs: Costs, most: i64) -> usize {
        self.variables.push((costs, most));
        self.variables.len() - 1
    }

    /// Number of variables.
    pub fn size(&self) -> usize {
        self.variables.len()
    }

    /// The sum is at most so much.
    pub fn at_most(&mut self, terms: Terms, most: i64) {
        self.rows.push((i64::MIN, terms, most));
    }

    /// The sum is exactly so much.
    pub fn equal(&mut self, terms: Terms, sum: i64) {
        self.rows.push((sum, terms, sum));
    }

    /// Values of the variables that are best at all levels; `None` where that was not proved.
    pub fn solve(mut self) -> Option<Vec<i64>> {
        let mut values = Vec::new();
        for level in 0..LEVELS {
            values = self.best(level)?;
            let costs = self.variables.iter().map(|one| one.0[level]).enumerate();
            let terms: Terms = costs.filter(|one| one.1 != 0).collect();
            let least = terms.iter().map(|&(at, cost)| cost * values[at]).sum();
            self.at_most(terms, least);
        }
        Some(values)
    }

    fn best(&self, level: usize) -> Option<Vec<i64>> {
        let mut problem = RowProblem::default();
        let columns: Vec<_> = self
            .variables
            .iter()
            .map(|(costs, most)| {
                problem.add_integer_column(costs[level] as f64, 0.0..=*most as f64)
            })
            .collect();
        for (least, terms, most) in &self.rows {
            let mut sums: BTreeMap<usize, i64> = BTreeMap::new();
            for &(at, factor) in terms {
                *sums.entry(at).or_default() += factor;
            }
            let terms = sums.into_iter().map(|(at, factor)| (columns[at], factor as f64));
            if *least == i64::MIN {
                problem.add_row(..=*most as f64, terms);
            } else {
                problem.add_row(*least as f64..=*most as f64, terms);
            }
        }
        let solved = solved(problem, NODES)?;
        let is_proved = solved.status() == HighsModelStatus::Optimal;
        let whole = |value: &f64| value.round() as i64;
        is_proved.then(|| solved.get_solution().columns().iter().map(whole).collect())
    }
}
