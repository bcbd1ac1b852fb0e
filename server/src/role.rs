//! Who may do what: the table of roles, and the permission each method declares in the schema.

use kehou_proto::FILE_DESCRIPTOR_SET;
use kehou_proto::v1::Permission;
use prost_reflect::DescriptorPool;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a person or system is at a school or at the bureau.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Hands in data, runs jobs, edits plans. At a school.
    Planner,
    /// Reads plans, publishes and archives them, accepts and ends loans. At a school.
    Publisher,
    /// Erases terms, reads the audit trail. At a school.
    Admin,
    /// Sees staff and counts of all schools, runs balances, brings loans about. At the bureau.
    Balancer,
    /// Reads the audit trail. At a school or at the bureau.
    Auditor,
}

/// All roles.
pub const ROLES: [Role; 5] =
    [Role::Planner, Role::Publisher, Role::Admin, Role::Balancer, Role::Auditor];

impl Role {
    /// The word in credentials.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planner => "planner",
            Self::Publisher => "publisher",
            Self::Admin => "admin",
            Self::Balancer => "balancer",
            Self::Auditor => "auditor",
        }
    }

    /// The role of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        ROLES.into_iter().find(|role| role.word() == word)
    }

    /// Whether the role may do it, at a school or at the bureau.
    pub const fn may(self, permission: Permission, at_school: bool) -> bool {
        use Permission as P;
        match self {
            Self::Planner => {
                let data = matches!(permission, P::DataWrite | P::DataRead);
                let plans = matches!(permission, P::PlanWrite | P::PlanRead | P::LoanRead);
                at_school && (data || plans)
            }
            Self::Publisher => {
                let plans = matches!(permission, P::PlanRead | P::PlanPublish);
                let loans = matches!(permission, P::LoanRead | P::LoanAccept | P::LoanRevoke);
                at_school && (plans || loans)
            }
            Self::Admin => at_school && matches!(permission, P::TermPurge | P::AuditRead),
            Self::Balancer => {
                let runs = matches!(permission, P::BalanceWrite | P::BalanceRead | P::SummaryRead);
                let loans = matches!(permission, P::LoanRead | P::LoanRevoke);
                !at_school && (runs || loans)
            }
            Self::Auditor => matches!(permission, P::AuditRead),
        }
    }
}

/// A method of the service without a declared permission.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the method {0} declares no permission; the server does not start")]
pub struct Undeclared(String);

/// Permission by path, as in `/kehou.v1.JobService/GetJob`.
pub type Permissions = BTreeMap<String, Permission>;

/// The permissions the schema declares.
pub fn permissions() -> Result<Permissions, Undeclared> {
    permissions_of(FILE_DESCRIPTOR_SET)
}

fn permissions_of(descriptors: &[u8]) -> Result<Permissions, Undeclared> {
    let pool = DescriptorPool::decode(descriptors)
        .map_err(|error| Undeclared(format!("(schema unreadable: {error})")))?;
    let extension = pool.get_extension_by_name("kehou.v1.permission");
    let mut found = BTreeMap::new();
    for method in pool.services().flat_map(|service| service.methods().collect::<Vec<_>>()) {
        let path = format!("/{}/{}", method.parent_service().full_name(), method.name());
        let options = method.options();
        let number = extension
            .as_ref()
            .filter(|extension| options.has_extension(extension))
            .and_then(|extension| options.get_extension(extension).as_enum_number());
        match number.and_then(|number| Permission::try_from(number).ok()) {
            None | Some(Permission::Unspecified) => return Err(Undeclared(path)),
            Some(permission) => found.insert(path, permission),
        };
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{ROLES, Role, permissions, permissions_of};
    use kehou_proto::FILE_DESCRIPTOR_SET;
    use kehou_proto::v1::Permission;
    use prost::Message;
    use prost_types::FileDescriptorSet;

    #[test]
    fn every_method_declares_a_permission_some_role_has() {
        let found = permissions().unwrap();
        assert!(found.len() >= 25);
        for (path, permission) in found {
            let has = |role: &Role| role.may(permission, true) || role.may(permission, false);
            assert!(ROLES.iter().any(has), "{path}");
        }
    }

    #[test]
    fn a_method_without_permission_is_refused_by_name() {
        let mut files = FileDescriptorSet::decode(FILE_DESCRIPTOR_SET).unwrap();
        let file = files.file.iter_mut().find(|file| file.name().contains("job_service")).unwrap();
        // Decoding by prost drops the option, of every method.
        file.service.truncate(1);
        let refused = permissions_of(&files.encode_to_vec()).unwrap_err();
        assert!(refused.0.starts_with("/kehou.v1."), "{refused}");
    }

    #[test]
    fn the_bureau_reaches_no_rows_of_pupils() {
        use Permission as P;
        for role in ROLES {
            for permission in [P::DataWrite, P::DataRead, P::PlanWrite, P::PlanRead, P::PlanPublish]
            {
                assert!(!role.may(permission, false), "{role:?} {permission:?}");
            }
        }
    }
}
