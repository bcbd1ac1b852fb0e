//! Makes an outcome out of a claim: every figure about the plan is the check's, and a status says no
//! more than value and bound show.

use crate::report::CheckReport;
use kehou_domain::draft::{Bureau, School};
use kehou_domain::outcome::{Level, Outcome, Status};
use kehou_domain::plan::Plan;
use kehou_domain::policy::{Policy, Rules};
use thiserror::Error;

/// A bound above the value it is for: a fault of the program, after which nothing of the run is
/// believed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{of}: the bound {} is above the checked value {}", level.bound, level.value)]
pub struct WrongBound {
    /// Id of the school or of the bureau.
    pub of: String,
    /// Value and bound.
    pub level: Level,
}

/// Puts the weights of the input into an outcome.
pub fn settle_weights(outcome: &mut Outcome, bureau: &Bureau) {
    let common = Rules::resolve(&bureau.policy, &Policy::default());
    let own =
        |school: &School| Rules::resolve(&bureau.policy, &school.policy).weights_unlike(&common);
    outcome.school_weights = bureau.schools.iter().map(own).collect();
    outcome.weights = common.weights();
}

/// Puts the points and key figures of a plan that is clean by `report` in place of the claimed ones.
pub fn settle(
    outcome: &mut Outcome,
    bureau: &Bureau,
    plan: &Plan,
    report: &CheckReport,
    gap: f64,
) -> Result<(), WrongBound> {
    outcome.points.clone_from(&report.points);
    outcome.shortfall.value = report.shortfall;
    outcome.quality.value = report.quality;
    for (school, checked) in outcome.schools.iter_mut().zip(&report.schools) {
        school.shortfall.value = checked.shortfall;
        school.quality.value = checked.quality;
        // The bound of level 2 is for plans with no more shortfall than the bound of level 1 or
        // this plan has; either way it may not exceed the points of this plan.
        refuse_wrong_bounds(&school.school, [school.shortfall, school.quality])?;
        school.status = proved(school.status, [school.shortfall, school.quality], gap);
    }
    refuse_wrong_bounds(&bureau.id, [outcome.shortfall, outcome.quality])?;
    outcome.status = proved(outcome.status, [outcome.shortfall, outcome.quality], gap);
    (outcome.kpis, outcome.school_kpis) = crate::kpis(bureau, plan);
    Ok(())
}

fn refuse_wrong_bounds(of: &str, levels: [Level; 2]) -> Result<(), WrongBound> {
    match levels.into_iter().find(|level| level.bound > level.value) {
        Some(level) => Err(WrongBound { of: of.to_owned(), level }),
        None => Ok(()),
    }
}

fn proved(status: Status, levels: [Level; 2], gap: f64) -> Status {
    let open = levels.iter().any(|level| level.gap() > gap);
    if status == Status::Optimal && open { Status::Feasible } else { status }
}
