//! A stored plan after changes: the data set as it is then, and the plan put right within it.

use crate::jobs::verdict::{self, Verdict};
use crate::reason::Reason;
use crate::refusal::Refusal;
use kehou_domain::change::{self, ChangeSet, Changed};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::SchoolInstance;
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::validate::{Report, validate};
use kehou_engine::{Hindrance, Suggestion};
use kehou_proto::v1;

/// A plan put right.
pub struct Mended {
    /// The data set after the changes.
    pub after: Bureau,
    /// What is to be said about it; no errors.
    pub report: Report,
    /// The plan, clean by the check.
    pub verdict: Verdict,
}

/// Puts the plan of a school alone in its bureau right.
pub fn mend(bureau: &Bureau, plan: Plan, changes: &ChangeSet) -> Result<Mended, Refusal> {
    let Changed { bureau: after, schools } = change::apply(bureau, &plan, changes)
        .map_err(|faults| Refusal::invalid("changes").at_faults(faults.iter()))?;
    let report = validate(&after);
    if let Some(refusal) = Refusal::of_personal_numbers(&report) {
        return Err(refusal);
    }
    if report.has_errors() {
        return Err(Refusal::from(Reason::DatasetHasErrors).at_faults(report.errors()));
    }
    let mended = put_right(&after, plan, schools.get(&0)).ok_or(Reason::ReplanFailed)?;
    let verdict = verdict::of_edited(&after, mended).map_err(|_| Reason::ReplanFailed)?;
    Ok(Mended { after, report, verdict })
}

/// `splits` are the sections to be made two; none: the changes do not concern the school.
fn put_right(after: &Bureau, plan: Plan, splits: Option<&Vec<String>>) -> Option<SchoolPlan> {
    let Some(splits) = splits else { return plan.schools.into_iter().next() };
    kehou_engine::repair(&SchoolInstance::new(after, after.schools.first()?), splits)
}

/// Who could lead a section instead; none: there is no such section.
pub fn stand_ins(
    bureau: &Bureau,
    plan: &SchoolPlan,
    section: &str,
    all: bool,
) -> Option<Vec<v1::StandIn>> {
    let school = SchoolInstance::new(bureau, bureau.schools.first()?);
    let found = kehou_engine::suggest(&school, plan, section)?;
    let told = found.into_iter().filter(|one| all || one.hindrances.is_empty());
    Some(told.map(as_message).collect())
}

fn as_message(one: Suggestion) -> v1::StandIn {
    v1::StandIn {
        hindrances: one.hindrances.iter().map(|&what| hindrance(what).into()).collect(),
        staff: one.staff,
        day_load: one.day_load,
        periods: one.periods,
        late_days: one.late_days as i32,
        points: one.points,
        assists: one.assists,
    }
}

const fn hindrance(what: Hindrance) -> v1::Hindrance {
    match what {
        Hindrance::DoesNotServe => v1::Hindrance::DoesNotServe,
        Hindrance::LacksSkill => v1::Hindrance::LacksSkill,
        Hindrance::NotThere => v1::Hindrance::NotThere,
        Hindrance::Busy => v1::Hindrance::Busy,
        Hindrance::WeeklyCap => v1::Hindrance::WeeklyCap,
        Hindrance::DailyCap => v1::Hindrance::DailyCap,
        Hindrance::LateCap => v1::Hindrance::LateCap,
        Hindrance::Banned => v1::Hindrance::Banned,
    }
}
