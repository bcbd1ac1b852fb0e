//! Who calls. Bureau, school and roles come from the credential, never from a message; a
//! [`TenantScope`] can be made from an identity only, and every call of the store needs one.

use crate::names::is_school;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::role::Role;
use kehou_domain::validate::looks_personal;
use kehou_proto::v1::Permission;
use sha2::{Digest, Sha256};

/// Longest id in a credential.
const LONGEST: usize = 64;

/// The caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    scope: TenantScope,
    subject: String,
    roles: Vec<Role>,
}

/// What a call may touch: one school, or (without a school) the bureau's own records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TenantScope {
    bureau: String,
    school: String,
}

impl Identity {
    /// From what a trusted credential says; `school` is empty for staff of the bureau.
    pub fn new(bureau: &str, school: &str, subject: &str, roles: &[String]) -> Option<Self> {
        let fit = |id: &str| is_school(id) && !looks_personal(id);
        if bureau.is_empty() || !fit(bureau) || !fit(school) {
            return None;
        }
        Some(Self {
            scope: TenantScope { bureau: bureau.to_owned(), school: school.to_owned() },
            subject: shown(subject),
            roles: roles.iter().filter_map(|word| Role::from_word(word)).collect(),
        })
    }

    /// What the caller's calls may touch.
    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }

    /// Who, for the audit trail.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Refuses what no role of the caller allows.
    pub fn require(&self, permission: Permission) -> Result<(), Refusal> {
        let at_school = !self.scope.is_bureau();
        if self.roles.iter().any(|role| role.may(permission, at_school)) {
            return Ok(());
        }
        Err(Reason::PermissionMissing.into())
    }
}

impl TenantScope {
    /// Id of the bureau.
    pub fn bureau(&self) -> &str {
        &self.bureau
    }
    /// Id of the school; empty: the bureau itself.
    pub fn school(&self) -> &str {
        &self.school
    }
    /// Whether it is the bureau itself.
    pub const fn is_bureau(&self) -> bool {
        self.school.is_empty()
    }
    /// What stands for the tenant in logs.
    pub fn pseudonym(&self) -> String {
        short_hash(&format!("{}\n{}", self.bureau, self.school))
    }
    /// A school of the same bureau, for the server's own work.
    pub(crate) fn at_school(&self, school: &str) -> Self {
        Self { bureau: self.bureau.clone(), school: school.to_owned() }
    }
    /// The scope of a row the server itself read.
    pub(crate) fn of_row(bureau: String, school: String) -> Self {
        Self { bureau, school }
    }
}

/// Subjects are kept as they are unless they could be a person's number or are unwieldy.
fn shown(subject: &str) -> String {
    let plain = subject.len() <= LONGEST && subject.chars().all(|c| !c.is_control());
    if plain && !looks_personal(subject) {
        return subject.to_owned();
    }
    format!("sha256:{}", short_hash(subject))
}

fn short_hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::Identity;

    #[test]
    fn a_subject_that_looks_personal_is_hashed() {
        let identity = Identity::new("b", "s", "13812345678", &[]).unwrap();
        assert!(identity.subject().starts_with("sha256:"));
        assert_eq!(Identity::new("b", "s", "li.lei", &[]).unwrap().subject(), "li.lei");
    }

    #[test]
    fn odd_tenants_are_refused() {
        assert!(Identity::new("", "s", "x", &[]).is_none());
        assert!(Identity::new("b", "a/b", "x", &[]).is_none());
        assert!(Identity::new("b", "13812345678", "x", &[]).is_none());
    }
}
