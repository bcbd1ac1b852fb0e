//! Small integer programs for `HiGHS`, solved for a bound. It runs on a thread of its own and is left
//! to itself when the search is told to stop; limits are nodes, not time, so that a bound depends
//! on nothing but its program.

use highs::{HighsModelStatus, RowProblem, Sense, SolvedModel};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Nodes of one search.
const NODES: i32 = 200;

/// Added to a bound for what floating point may have lost, as a share.
const MARGIN: f64 = 1e-6;

/// What is paid is told to `HiGHS` in this many ticks.
const UNIT: f64 = 1024.0;

/// How often a waiting search asks whether to stop.
const ASK: Duration = Duration::from_millis(10);

/// A variable from 0 on.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// Paid per unit.
    pub pays: i64,
    /// Largest value.
    pub most: u32,
    /// Takes whole values only.
    pub is_whole: bool,
}

/// A row: a sum against a right-hand side.
#[derive(Clone, Debug)]
pub struct Row {
    /// Variables and factors.
    pub terms: Vec<(usize, i64)>,
    /// Right-hand side.
    pub right: i64,
    /// Equal to it, not at most.
    pub is_equal: bool,
}

/// A program that is to pay as much as possible.
#[derive(Clone, Debug, Default)]
pub struct Milp {
    /// Variables.
    pub variables: Vec<Variable>,
    /// Rows.
    pub rows: Vec<Row>,
}

/// What a search proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proved {
    /// No solution pays more.
    pub most: i64,
    /// Simplex iterations spent.
    pub iterations: u64,
}

impl Milp {
    /// What no solution pays more than; `None` when told to stop, or when nothing was proved.
    pub fn most(self, stop: &dyn Fn() -> bool) -> Option<Proved> {
        let (send, receive) = mpsc::channel();
        let _ = thread::Builder::new().spawn(move || send.send(self.solve()));
        loop {
            match receive.recv_timeout(ASK) {
                Ok(proved) => return proved,
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if stop() => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn solve(&self) -> Option<Proved> {
        let mut problem = RowProblem::default();
        let columns: Vec<_> = self
            .variables
            .iter()
            .map(|v| {
                problem.add_column_with_integrality(-(v.pays as f64) / UNIT, 0..=v.most, v.is_whole)
            })
            .collect();
        for row in &self.rows {
            let terms = row.terms.iter().map(|&(at, factor)| (columns[at], factor as f64));
            let right = row.right as f64;
            if row.is_equal {
                problem.add_row(right..=right, terms);
            } else {
                problem.add_row(..=right, terms);
            }
        }
        let solved = solved(problem, NODES)?;
        let ended = matches!(
            solved.status(),
            HighsModelStatus::Optimal
                | HighsModelStatus::ReachedSolutionLimit
                | HighsModelStatus::ReachedIterationLimit
        );
        let least = solved.double_info_value(c"mip_dual_bound").ok();
        let most = -least.filter(|least| ended && least.is_finite())? * UNIT;
        let iterations = solved.simplex_iteration_count().max(0) as u64;
        Some(Proved { most: (most + most.abs() * MARGIN).ceil() as i64, iterations })
    }
}

/// The least of a program, searched to its end or to so many nodes.
pub(crate) fn solved(problem: RowProblem, nodes: i32) -> Option<SolvedModel> {
    let mut model = problem.try_optimise(Sense::Minimise).ok()?;
    model.make_quiet();
    model.try_set_option("threads", 1).ok()?;
    model.try_set_option("mip_rel_gap", 0.0).ok()?;
    model.try_set_option("mip_max_nodes", nodes).ok()?;
    model.try_solve().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Most of 5 x + 4 y with 6 x + 4 y <= 24, x + 2 y <= 6: 21 at (3, 1.5), in whole numbers 20.
    fn small() -> Milp {
        let whole = |pays| Variable { pays, most: 10, is_whole: true };
        let row = |x, y, right| Row { terms: vec![(0, x), (1, y)], right, is_equal: false };
        Milp {
            variables: vec![whole(5_000_000), whole(4_000_000)],
            rows: vec![row(6, 4, 24), row(1, 2, 6)],
        }
    }

    #[test]
    fn whole_variables_are_counted_whole() {
        let most = small().most(&|| false).map(|proved| proved.most);
        assert!(most.is_some_and(|most| (20_000_000..20_000_100).contains(&most)), "{most:?}");
    }

    #[test]
    fn told_to_stop_it_proves_nothing_or_the_same() {
        let most = small().most(&|| true).map(|proved| proved.most);
        assert!(most.is_none_or(|most| (20_000_000..20_000_100).contains(&most)), "{most:?}");
    }
}
