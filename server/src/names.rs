//! Names of resources. A name of another school is as good as none: the reply is the same.

use crate::identity::TenantScope;
use crate::reason::Reason;
use crate::refusal::Refusal;

/// Longest id accepted in a name.
const LONGEST: usize = 64;

/// Term of data sets that do not say theirs.
pub const NO_TERM: &str = "none";

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A data set.
    Dataset,
    /// A job.
    Job,
    /// A plan.
    Plan,
    /// A job as an operation; the id is the job's.
    Operation,
    /// A job of a bureau.
    BalanceRun,
    /// A loan, whose name is the same for the bureau and its schools.
    Loan,
}

impl Kind {
    const fn collection(self) -> &'static str {
        match self {
            Self::Dataset => "datasets",
            Self::Job => "jobs",
            Self::Plan => "plans",
            Self::Operation => "operations",
            Self::BalanceRun => "balanceRuns",
            Self::Loan => "loans",
        }
    }

    /// What a tenant's job is.
    pub const fn of_job(scope: &TenantScope) -> Self {
        if scope.is_bureau() { Self::BalanceRun } else { Self::Job }
    }

    /// The name of one of a school's; an empty school: of the bureau's.
    pub fn name(self, school: &str, id: &str) -> String {
        let collection = self.collection();
        if school.is_empty() || self == Self::Loan {
            return format!("{collection}/{id}");
        }
        format!("schools/{school}/{collection}/{id}")
    }

    /// The id in a name of the caller's school or bureau.
    pub fn id(self, scope: &TenantScope, name: &str, path: &str) -> Result<String, Refusal> {
        if name.is_empty() {
            return Err(Refusal::required(path));
        }
        let id = name.strip_prefix(&self.name(scope.school(), "")).filter(|id| is_id(id));
        id.map(str::to_owned).ok_or_else(|| Reason::NotFound.into())
    }
}

/// Accepts the name of the caller's school only.
pub fn own_school(scope: &TenantScope, name: &str, path: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(Refusal::required(path));
    }
    let own = name.strip_prefix("schools/").is_some_and(|school| school == scope.school());
    if own { Ok(()) } else { Err(Reason::NotFound.into()) }
}

/// Accepts a term as data sets have it; the databases differ in what other text they take.
pub fn term(text: &str, path: &str) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::required(path));
    }
    if text == NO_TERM || is_date(text) { Ok(()) } else { Err(Refusal::invalid(path)) }
}

/// The form of a date, `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit())
}

/// Whether text may be the id of a school in a credential.
pub fn is_school(text: &str) -> bool {
    text.len() <= LONGEST && text.chars().all(|c| !c.is_control() && c != '/')
}

/// The name of a revision.
pub fn revision(plan: &str, number: i64) -> String {
    format!("{plan}/revisions/{number}")
}

/// Id of the plan and number in the name of a revision of the caller's school.
pub fn revision_id(scope: &TenantScope, name: &str, path: &str) -> Result<(String, i64), Refusal> {
    if name.is_empty() {
        return Err(Refusal::required(path));
    }
    let (plan, number) = name.split_once("/revisions/").ok_or(Reason::NotFound)?;
    let plan = Kind::Plan.id(scope, plan, path)?;
    let number = number.parse().map_err(|_| Reason::NotFound)?;
    Ok((plan, number))
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= LONGEST && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A new id nobody can guess.
pub fn new_id() -> String {
    let mut bytes = [0_u8; 16];
    rand_bytes(&mut bytes);
    format!("{:032x}", u128::from_be_bytes(bytes))
}

/// Fills with random bytes of the operating system.
pub fn rand_bytes(bytes: &mut [u8]) {
    use ring::rand::{SecureRandom, SystemRandom};
    // The system's source fails only before the first boot entropy; nothing could go on then.
    while SystemRandom::new().fill(bytes).is_err() {
        std::thread::yield_now();
    }
}
