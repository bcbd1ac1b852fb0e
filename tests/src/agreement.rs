//! The engine's answer beside the integer program of the same problem: value >= optimum >= bound
//! at both levels. Level 2 is compared among plans that fall short by no more than the engine's, as
//! its bound claims. Where `HiGHS` reaches a limit, what it has proved by then is compared with.

use kehou_check::{CheckReport, check};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::Instance;
use kehou_domain::outcome::{Level, SchoolOutcome, Status};
use kehou_domain::validate::validate;
use kehou_engine::{Control, Options, Solution, solve};
use kehou_formulate::{Objective, Program, Solved, SolvedStatus, formulate};

/// One level.
#[derive(Clone, Copy, Debug)]
pub struct Compared {
    /// What the engine claims.
    pub claim: Level,
    /// Proved by `HiGHS`: no plan has fewer points.
    pub least: i64,
    /// Points of the best plan of `HiGHS`, if it has one.
    pub found: Option<i64>,
}

impl Compared {
    /// `HiGHS` ended with the optimum.
    pub fn is_proved(&self) -> bool {
        self.found == Some(self.least)
    }
    /// The engine's plan has the fewest points there can be.
    pub fn is_best(&self) -> bool {
        self.claim.value == self.least
    }
    /// The engine's bound cannot be higher.
    pub fn is_tight(&self) -> bool {
        self.found == Some(self.claim.bound)
    }
    fn holds(&self) -> bool {
        self.claim.value >= self.least && self.found.is_none_or(|found| self.claim.bound <= found)
    }
}

/// How both answers go together.
#[derive(Clone, Copy, Debug)]
pub enum Agreement {
    /// There is no plan, and the engine has none.
    NoPlan,
    /// The engine has no plan, and `HiGHS` has one or did not end.
    NotFound,
    /// The engine has a plan: level 1 and level 2.
    Planned([Compared; 2]),
}

/// The engine's answer after so much work, loans free.
pub fn planned(bureau: &Bureau, work: u64) -> Solution {
    let options = Options { threads: 1, seed: 1, work_limit: Some(work), gap: 0.0, loans: true };
    let control = Control { stop: &|| None, progress: &|_| {} };
    solve(&Instance::new(bureau), &options, &control)
}

/// Compares an answer with the integer program, solved to the end or for so many seconds a level;
/// `Err` says what is wrong with the answer.
pub fn compare(
    bureau: &Bureau,
    solution: &Solution,
    seconds: Option<f64>,
) -> Result<Agreement, String> {
    let instance = Instance::new(bureau);
    let program = |objective| formulate(&instance, objective).expect("formulated");
    let first = solved(&program(Objective::Shortfall), seconds);
    let Some(plan) = &solution.plan else { return without_plan(solution, &first) };
    let report = check(bureau, plan);
    told_as_checked(solution, &report)?;
    if first.status == SolvedStatus::Infeasible {
        return Err("a plan where none exists".into());
    }
    let mut second = program(Objective::Quality { shortfall_at_most: report.shortfall });
    second.know_least_shortfall(first.bound.unwrap_or(0).min(report.shortfall));
    let second = solved(&second, seconds);
    let compared = |claim, solved: &Solved| Compared {
        claim,
        least: solved.bound.unwrap_or(0).max(0),
        found: solved.value,
    };
    let levels = [compared(solution.shortfall, &first), compared(solution.quality, &second)];
    let claims_best = solution.status != Status::Optimal || levels.iter().all(Compared::is_best);
    let is_right = levels.iter().all(Compared::holds)
        && second.status != SolvedStatus::Infeasible
        && (claims_best || levels.iter().any(|level| !level.is_proved()));
    if is_right { Ok(Agreement::Planned(levels)) } else { Err(said(solution, &levels)) }
}

/// What is wrong with the engine's answer after so much work, if anything. No plan where one exists is
/// wrong too, unless a change budget is all that stands in the way.
pub fn disagreement(bureau: &Bureau, work: u64) -> Option<String> {
    let report = validate(bureau);
    if report.has_errors() {
        let is_right = report.is_contradiction() && has_no_plan(bureau, None);
        return (!is_right).then(|| format!("refused: {report:?}"));
    }
    match compare(bureau, &planned(bureau, work), None) {
        Ok(Agreement::NotFound) if !is_over_budget(bureau, work) => {
            Some("no plan where one exists".into())
        }
        found => found.err(),
    }
}

/// Whether a change budget is all that keeps the engine from a plan: against a random earlier plan it
/// may be too hard to keep to, and without it there is one.
pub fn is_over_budget(bureau: &Bureau, work: u64) -> bool {
    let mut free = bureau.clone();
    let budgets = free.schools.iter_mut().filter_map(|school| school.change_budget.take());
    budgets.count() > 0 && planned(&free, work).plan.is_some()
}

/// Whether the integer program proves within so many seconds that there is no plan.
pub fn has_no_plan(bureau: &Bureau, seconds: Option<f64>) -> bool {
    let program = formulate(&Instance::new(bureau), Objective::Shortfall).expect("formulated");
    solved(&program, seconds).status == SolvedStatus::Infeasible
}

fn solved(program: &Program, seconds: Option<f64>) -> Solved {
    program.solve(seconds).expect("solved")
}

fn said(solution: &Solution, levels: &[Compared; 2]) -> String {
    format!("{:?}, {:?}: {levels:?}", solution.status, solution.limit)
}

fn without_plan(solution: &Solution, first: &Solved) -> Result<Agreement, String> {
    if first.status == SolvedStatus::Infeasible {
        return Ok(Agreement::NoPlan);
    }
    let bound = solution.shortfall.bound;
    match first.value {
        Some(_) if solution.status == Status::Infeasible => Err("infeasible, yet a plan".into()),
        Some(value) if bound > value => Err(format!("bound {bound}, and a plan with {value}")),
        _ => Ok(Agreement::NotFound),
    }
}

/// The plan is legal and the points claimed are those it has, school by school.
fn told_as_checked(solution: &Solution, report: &CheckReport) -> Result<(), String> {
    if !report.is_clean() {
        return Err(format!("violations {:?}", report.violations));
    }
    let told = (solution.shortfall.value, solution.quality.value);
    let checked = (report.shortfall, report.quality);
    let told_each = solution.schools.iter().map(|one| (one.shortfall.value, one.quality.value));
    let checked_each = report.schools.iter().map(|one| (one.shortfall, one.quality));
    if told != checked || !told_each.eq(checked_each) {
        return Err(format!("claims {told:?}, checked {checked:?}"));
    }
    let above = |level: Level| level.bound > level.value;
    let above = |one: &&SchoolOutcome| above(one.shortfall) || above(one.quality);
    match solution.schools.iter().find(above) {
        Some(school) => Err(format!("bound above value: {school:?}")),
        None => Ok(()),
    }
}
