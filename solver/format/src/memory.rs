//! Data sets, plans and outcomes as messages in memory, for programs that keep them elsewhere than
//! in files.

use crate::binary;
use crate::fault::{ReadFault, ReadFaults};
use crate::input::{refuse_unknown, school_names};
use crate::json;
use crate::source::FileKind;
use crate::wire::{self, Wire};
use kehou_domain::answer::Answer;
use kehou_domain::change::ChangeSet;
use kehou_domain::draft::Bureau;
use kehou_domain::explanation::Explanations;
use kehou_domain::outcome::Outcome;
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::validate::Report;
use kehou_proto::v1;
use prost::Message;
use std::path::Path;

/// Reads a data set from its binary form; fields the schema does not have are faults.
pub fn bureau_from_binary(bytes: &[u8]) -> Result<Bureau, ReadFaults> {
    let name = Path::new("dataset.pb");
    let wire: v1::Bureau = binary::parse(bytes).map_err(|problem| ReadFault::new(name, problem))?;
    refuse_unknown(name, &wire)?;
    Ok(Bureau::from_wire(wire))
}

/// Reads a data set from its proto3 JSON form; fields the schema does not have are faults.
pub fn bureau_from_json(bytes: &[u8]) -> Result<Bureau, ReadFaults> {
    let name = Path::new("dataset.json");
    let wire: v1::Bureau = json::parse(name, bytes)?;
    refuse_unknown(name, &wire)?;
    Ok(Bureau::from_wire(wire))
}

/// A data set from a message.
pub fn bureau_from_wire(bureau: v1::Bureau) -> Bureau {
    Bureau::from_wire(bureau)
}

/// The canonical binary form of a data set.
pub fn bureau_to_binary(bureau: &Bureau) -> Vec<u8> {
    bureau.to_wire().encode_to_vec()
}

/// The proto3 JSON form of a data set.
pub fn bureau_to_json(bureau: &Bureau) -> Vec<u8> {
    // Messages hold no keys but strings and no non-finite numbers, so writing cannot fail.
    serde_json::to_vec(&bureau.to_wire()).unwrap_or_default()
}

/// A plan as message.
pub fn plan_to_wire(plan: &Plan) -> v1::Plan {
    plan.to_wire()
}

/// A plan from a message; nothing of it is believed.
pub fn plan_from_wire(plan: v1::Plan) -> Plan {
    Plan::from_wire(plan)
}

/// A school's plan from a message; nothing of it is believed.
pub fn school_plan_from_wire(plan: v1::SchoolPlan) -> SchoolPlan {
    SchoolPlan::from_wire(plan)
}

/// Changes from a message; what is wrong with them shows when they are applied.
pub fn changes_from_wire(changes: v1::ChangeSet) -> ChangeSet {
    ChangeSet::from_wire(changes)
}

/// An outcome as message.
pub fn outcome_to_wire(outcome: &Outcome) -> v1::Outcome {
    wire::outcome_to_wire(outcome)
}

/// An outcome from a message.
pub fn outcome_from_wire(outcome: v1::Outcome) -> Outcome {
    wire::outcome_from_wire(outcome)
}

/// Explanations as message.
pub fn explanations_to_wire(explanations: &Explanations) -> v1::Explanations {
    explanations.to_wire()
}

/// An answer to a question about a plan, as message.
pub fn answer_to_wire(answer: &Answer) -> v1::Answer {
    wire::answer_to_wire(answer)
}

/// A validation report as message.
pub fn report_to_wire(report: &Report) -> v1::ValidationReport {
    wire::report_to_wire(report)
}

/// A rule of the catalogue as value of the schema.
pub fn rule_to_wire(rule: kehou_domain::rule::Rule) -> v1::Rule {
    wire::WireEnum::to_wire(rule)
}

/// The files of a plan folder, by path inside it, as proto3 JSON.
pub fn plan_files(
    plan: &v1::Plan,
    outcome: &v1::Outcome,
    explanations: &v1::Explanations,
) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
    let bureau = v1::Plan { schools: Vec::new(), ..plan.clone() };
    let mut files = vec![
        ("outcome.json".to_owned(), serde_json::to_vec_pretty(outcome)?),
        ("explanations.json".to_owned(), serde_json::to_vec(explanations)?),
    ];
    let ids = plan.schools.iter().map(|school| school.school.as_str());
    for (name, school) in
        school_names(ids, FileKind::Json).unwrap_or_default().iter().zip(&plan.schools)
    {
        files.push((format!("schools/{name}"), serde_json::to_vec(school)?));
    }
    files.push(("bureau.json".to_owned(), serde_json::to_vec(&bureau)?));
    Ok(files)
}
