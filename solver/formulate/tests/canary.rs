//! Whatever `HiGHS` is linked must get this right: min 2x + 3z, x + z >= 4.5, 0 <= x, z <= 10, z
//! whole, is 9 (x = 4.5). `HiGHS` 1.14.0 says 15 and calls it optimal.

use good_lp::{Solution, SolverModel, constraint, highs, variable, variables};
use highs::{HighsModelStatus, RowProblem, Sense};

#[test]
fn good_lp_finds_nine() {
    variables! { vars: 0 <= x <= 10; }
    let z = vars.add(variable().min(0).max(10).integer());
    let problem = vars.minimise(2.0 * x + 3.0 * z).using(highs);
    let solution = problem.with(constraint!(x + z >= 4.5)).solve().expect("feasible");
    let value = 2.0 * solution.value(x) + 3.0 * solution.value(z);
    assert!((value - 9.0).abs() < 1e-6, "{value}");
}

#[test]
fn highs_finds_nine() {
    let mut problem = RowProblem::default();
    let x = problem.add_column(2.0, 0..=10);
    let z = problem.add_integer_column(3.0, 0..=10);
    problem.add_row(4.5.., [(x, 1.0), (z, 1.0)]);
    let solved = problem.optimise(Sense::Minimise).try_solve().expect("HiGHS runs");
    assert_eq!(solved.status(), HighsModelStatus::Optimal);
    let value = solved.objective_value();
    assert!((value - 9.0).abs() < 1e-6, "{value}");
}
