//! Solving a program with `HiGHS`, modelled through `good_lp`.

use crate::program::{Program, Sense};
use crate::{FormulateError, Objective, formulate};
use good_lp::solvers::highs::{HighsProblem, highs};
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, variable};
use highs::{HighsModelStatus, HighsSolutionStatus, SolvedModel};
use kehou_domain::instance::Instance;
use kehou_domain::plan::Plan;

/// How far a solver's bound may lie above a whole number and still stand for it.
const TOLERANCE: f64 = 1e-5;

/// How a solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SolvedStatus {
    /// Solved to the end.
    Optimal,
    /// Proven: no solution exists.
    Infeasible,
    /// The time limit came first.
    Limit,
}

/// What a solve found.
#[derive(Clone, Debug)]
pub struct Solved {
    /// How it ended.
    pub status: SolvedStatus,
    /// Points of the best solution.
    pub value: Option<i64>,
    /// Proven: no solution has fewer points.
    pub bound: Option<i64>,
    /// Value of each column in the best solution; empty without one.
    pub values: Vec<f64>,
}

/// The optimum of both levels and a plan that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Best {
    /// Least points of level 1.
    pub shortfall: i64,
    /// Least points of level 2 among plans with that shortfall.
    pub quality: i64,
    /// A plan with both.
    pub plan: Plan,
}

/// Solves level 1 and then level 2 to the end; `None`: no plan exists.
pub fn solve_lexicographic(instance: &Instance) -> Result<Option<Best>, FormulateError> {
    let first = formulate(instance, Objective::Shortfall)?.solve(None)?;
    let Some(shortfall) = first.value else { return Ok(None) };
    let mut program = formulate(instance, Objective::Quality { shortfall_at_most: shortfall })?;
    program.know_least_shortfall(shortfall);
    let second = program.solve(None)?;
    let quality = second.value.ok_or_else(|| {
        FormulateError::Solver(format!("level 2 lost the plan with shortfall {shortfall}"))
    })?;
    Ok(Some(Best { shortfall, quality, plan: program.decode(instance, &second.values) }))
}

impl Program {
    /// Solves the program, to the end or for so many seconds.
    pub fn solve(&self, time_limit_seconds: Option<f64>) -> Result<Solved, FormulateError> {
        if self.rows.iter().any(|row| row.terms.is_empty() && !holds(0, row.sense, row.rhs)) {
            return Ok(nothing(SolvedStatus::Infeasible));
        }
        if self.columns.is_empty() {
            let (value, values) = (Some(0), Vec::new());
            return Ok(Solved { status: SolvedStatus::Optimal, value, bound: value, values });
        }
        let mut model = self.good_lp_model().try_into_inner().map_err(|e| solver_error(&e))?;
        let mut set = |option: &str, value: f64| model.try_set_option(option, value);
        set("mip_rel_gap", 0.0).map_err(|e| solver_error(&e))?;
        set("mip_abs_gap", 0.0).map_err(|e| solver_error(&e))?;
        if let Some(seconds) = time_limit_seconds {
            set("time_limit", seconds).map_err(|e| solver_error(&e))?;
        }
        model.try_set_option("threads", 1).map_err(|e| solver_error(&e))?;
        read(&model.try_solve().map_err(|e| solver_error(&e))?)
    }

    fn good_lp_model(&self) -> HighsProblem {
        let mut variables = ProblemVariables::new();
        let handles: Vec<Variable> = self
            .columns
            .iter()
            .map(|column| {
                let bounded = variable().min(column.lower as f64).max(column.upper as f64);
                let bounded = bounded.name(column.name.clone());
                variables.add(if column.is_integer { bounded.integer() } else { bounded })
            })
            .collect();
        let objective: Expression = self
            .columns
            .iter()
            .zip(&handles)
            .map(|(column, &handle)| self.cost(column) as f64 * handle)
            .sum();
        let mut model = variables.minimise(objective).using(highs);
        for row in self.rows.iter().filter(|row| !row.terms.is_empty()) {
            let left: Expression =
                row.terms.iter().map(|&(column, f)| f as f64 * handles[column.0]).sum();
            let right = row.rhs as f64;
            model.add_constraint(match row.sense {
                Sense::AtMost => left.leq(right),
                Sense::AtLeast => left.geq(right),
                Sense::Equal => left.eq(right),
            });
        }
        model
    }
}

const fn holds(left: i64, sense: Sense, right: i64) -> bool {
    match sense {
        Sense::AtMost => left <= right,
        Sense::AtLeast => left >= right,
        Sense::Equal => left == right,
    }
}

const fn nothing(status: SolvedStatus) -> Solved {
    Solved { status, value: None, bound: None, values: Vec::new() }
}

fn read(solved: &SolvedModel) -> Result<Solved, FormulateError> {
    let status = match solved.status() {
        HighsModelStatus::Optimal => SolvedStatus::Optimal,
        HighsModelStatus::Infeasible => return Ok(nothing(SolvedStatus::Infeasible)),
        HighsModelStatus::ReachedTimeLimit | HighsModelStatus::ReachedInterrupt => {
            SolvedStatus::Limit
        }
        other => return Err(FormulateError::Solver(format!("status {other:?}"))),
    };
    let bound = solved.double_info_value(c"mip_dual_bound").ok().filter(|b| b.is_finite());
    let bound = bound.map(|bound| (bound - TOLERANCE).ceil() as i64);
    if solved.primal_solution_status() != HighsSolutionStatus::Feasible {
        return Ok(Solved { bound, ..nothing(status) });
    }
    let value = Some(solved.objective_value().round() as i64);
    Ok(Solved { status, value, bound, values: solved.get_solution().columns().to_vec() })
}

fn solver_error(error: &impl std::fmt::Debug) -> FormulateError {
    FormulateError::Solver(format!("{error:?}"))
}
