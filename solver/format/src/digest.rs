//! Digests: SHA-256 of the canonical binary form, in which fields come by number, lists in their
//! order, and what is unset is left out. A digest can be taken school by school.

use crate::input::without_schools;
use crate::wire::Wire;
use kehou_domain::draft::{Bureau, School};
use kehou_domain::plan::{Loan, Plan, SchoolPlan};
use kehou_proto::v1;
use prost::Message;
use prost::encoding::message;
use sha2::{Digest, Sha256};

/// Number of the field `schools` of the bureau's message, its last.
const SCHOOLS: u32 = 11;

/// Number of the field `schools` of the plan's message.
const SCHOOL_PLANS: u32 = 2;

/// Digest of a data set, 64 hex digits. The order of schools counts: it can decide ties.
pub fn digest(bureau: &Bureau) -> String {
    let mut digest = InputDigest::new(bureau);
    for school in &bureau.schools {
        digest.school(school);
    }
    digest.finish()
}

/// The digest of a data set, school by school.
pub struct InputDigest(Sha256);

impl InputDigest {
    /// Takes in the bureau without its schools.
    pub fn new(bureau: &Bureau) -> Self {
        let mut hash = Sha256::new();
        hash.update(without_schools(bureau).encode_to_vec());
        Self(hash)
    }

    /// Takes in the next school in the order of the data set; its own digest.
    pub fn school(&mut self, school: &School) -> SchoolDigest {
        let wire = school.to_wire();
        let mut bytes = Vec::new();
        message::encode(SCHOOLS, &wire, &mut bytes);
        self.0.update(&bytes);
        SchoolDigest(Sha256::digest(bytes).into())
    }

    /// The digest, 64 hex digits.
    pub fn finish(self) -> String {
        format!("{:x}", self.0.finalize())
    }
}

/// Digest of a school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchoolDigest([u8; 32]);

impl SchoolDigest {
    /// Of a school.
    pub fn of(school: &School) -> Self {
        let mut bytes = Vec::new();
        message::encode(SCHOOLS, &school.to_wire(), &mut bytes);
        Self(Sha256::digest(bytes).into())
    }
}

/// Digest of a plan, 64 hex digits. Schools are taken in the order of their ids, so that a plan
/// read back from its folder has the digest it was written with.
pub fn plan_digest(plan: &Plan) -> String {
    let mut schools: Vec<&SchoolPlan> = plan.schools.iter().collect();
    schools.sort_by(|a, b| a.school.cmp(&b.school));
    let mut digest = PlanDigest::new(&plan.bureau);
    for school in schools {
        digest.school(school);
    }
    digest.finish(&plan.loans)
}

/// The digest of a plan, school by school.
pub struct PlanDigest(Sha256);

impl PlanDigest {
    /// Takes in the bureau's id.
    pub fn new(bureau: &str) -> Self {
        let mut hash = Sha256::new();
        let wire = v1::Plan { bureau: bureau.to_owned(), ..v1::Plan::default() };
        hash.update(wire.encode_to_vec());
        Self(hash)
    }

    /// Takes in the next school in the order of ids.
    pub fn school(&mut self, school: &SchoolPlan) {
        let mut bytes = Vec::new();
        message::encode(SCHOOL_PLANS, &school.to_wire(), &mut bytes);
        self.0.update(&bytes);
    }

    /// Takes in the loans; the digest, 64 hex digits.
    pub fn finish(mut self, loans: &[Loan]) -> String {
        let loans = loans.iter().map(Wire::to_wire).collect();
        self.0.update(v1::Plan { loans, ..v1::Plan::default() }.encode_to_vec());
        format!("{:x}", self.0.finalize())
    }
}
