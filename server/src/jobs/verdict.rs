//! What is done with a worker's answer before anything of it is stored: the independent check sees
//! the plan, and every figure told about it is the check's.

use super::pipe::Answer;
use crate::reason::Reason;
use crate::store::Body;
use kehou_domain::draft::Bureau;
use kehou_domain::outcome::{Outcome, Status};
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_format::memory;
use kehou_proto::v1;

/// What may be stored.
pub struct Verdict {
    /// What is claimed.
    pub outcome: v1::Outcome,
    /// The plan, clean by the check; none: there is none.
    pub body: Option<Body>,
}

/// Judges an answer. An error means that it must not be stored.
pub fn judge(content: &[u8], answer: Answer, gap: f64) -> Result<Verdict, Reason> {
    let (bureau, outcome, plan) = checked(content, answer, gap)?;
    let body = plan.map(|plan| body(&bureau, &plan));
    Ok(Verdict { outcome: memory::outcome_to_wire(&outcome), body })
}

/// The data, what may be claimed, and the plan, clean by the check; none: there is none.
pub fn checked(
    content: &[u8],
    answer: Answer,
    gap: f64,
) -> Result<(Bureau, Outcome, Option<Plan>), Reason> {
    let bureau = memory::bureau_from_binary(content).map_err(|_| Reason::Internal)?;
    let claim = answer.outcome.ok_or(Reason::CheckRefused)?;
    let mut outcome = memory::outcome_from_wire(claim);
    kehou_check::settle_weights(&mut outcome, &bureau);
    let Some(plan) = answer.plan.map(memory::plan_from_wire) else {
        outcome.plan_digest.clear();
        if matches!(outcome.status, Status::Optimal | Status::Feasible) {
            return Err(Reason::CheckRefused);
        }
        return Ok((bureau, outcome, None));
    };
    let report = kehou_check::check(&bureau, &plan);
    if !report.is_clean() || plan.bureau != bureau.id {
        return Err(Reason::CheckRefused);
    }
    kehou_check::settle(&mut outcome, &bureau, &plan, &report, gap)
        .map_err(|_| Reason::CheckRefused)?;
    outcome.plan_digest = kehou_format::plan_digest(&plan);
    Ok((bureau, outcome, Some(plan)))
}

/// What an edited plan is claimed to be: its points, and no bound.
pub fn of_edited(bureau: &Bureau, school: SchoolPlan) -> Result<Verdict, Reason> {
    let plan = Plan { bureau: bureau.id.clone(), schools: vec![school], loans: Vec::new() };
    let report = kehou_check::check(bureau, &plan);
    if !report.is_clean() {
        return Err(Reason::PlanBreaksRules);
    }
    let mut outcome = Outcome::edited(bureau);
    env!("CARGO_PKG_VERSION").clone_into(&mut outcome.version);
    outcome.input_digest = kehou_format::digest(bureau);
    kehou_check::settle_weights(&mut outcome, bureau);
    kehou_check::settle(&mut outcome, bureau, &plan, &report, 0.0)
        .map_err(|_| Reason::PlanBreaksRules)?;
    outcome.plan_digest = kehou_format::plan_digest(&plan);
    Ok(Verdict { outcome: memory::outcome_to_wire(&outcome), body: Some(body(bureau, &plan)) })
}

fn body(bureau: &Bureau, plan: &Plan) -> Body {
    let explanations = kehou_check::explanations(bureau, plan);
    Body {
        plan: Some(memory::plan_to_wire(plan)),
        explanations: Some(memory::explanations_to_wire(&explanations)),
    }
}
