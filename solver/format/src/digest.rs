//! Digests: SHA-256 of the canonical binary form, in which fields come by number, lists in their
//! order, and what is unset is left out.

use crate::input::without_schools;
use crate::wire::Wire;
use kehou_domain::draft::Bureau;
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_proto::v1;
use prost::Message;
use prost::encoding::message;
use sha2::{Digest, Sha256};

/// Number of the field `schools` of the bureau's message, its last.
const SCHOOLS: u32 = 11;

/// Digest of a data set, 64 hex digits. The order of schools counts: it can decide ties.
pub fn digest(bureau: &Bureau) -> String {
    let mut hash = Sha256::new();
    hash.update(without_schools(bureau).encode_to_vec());
    let mut bytes = Vec::new();
    for school in &bureau.schools {
        bytes.clear();
        message::encode(SCHOOLS, &school.to_wire(), &mut bytes);
        hash.update(&bytes);
    }
    format!("{:x}", hash.finalize())
}

/// Digest of a plan, 64 hex digits. Schools are taken in the order of their ids, so that a plan
/// read back from its folder has the digest it was written with.
pub fn plan_digest(plan: &Plan) -> String {
    let mut schools: Vec<&SchoolPlan> = plan.schools.iter().collect();
    schools.sort_by(|a, b| a.school.cmp(&b.school));
    let wire = v1::Plan {
        bureau: plan.bureau.clone(),
        schools: schools.into_iter().map(Wire::to_wire).collect(),
        loans: plan.loans.iter().map(Wire::to_wire).collect(),
    };
    format!("{:x}", Sha256::digest(wire.encode_to_vec()))
}
