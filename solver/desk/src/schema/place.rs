//! Where the entries of a sheet are: the steps of a path such as `schools[].students[]`.

use super::kind::Entity;

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Field in JSON.
    pub field: &'static str,
    /// A list, not an object.
    pub is_list: bool,
}

impl Step {
    /// What the list holds, if it can be referred to.
    pub fn entity(self) -> Option<Entity> {
        if self.is_list { Entity::of_list(self.field) } else { None }
    }
    /// Field with the id of the list's entries.
    pub fn id_field(self) -> &'static str {
        if self.field == "students" { "student" } else { "id" }
    }
}

/// The steps of a path; none for the data set itself.
pub(crate) fn steps(path: &'static str) -> Vec<Step> {
    let step = |part: &'static str| match part.strip_suffix("[]") {
        Some(field) => Step { field, is_list: true },
        None => Step { field: part, is_list: false },
    };
    path.split('.').filter(|part| !part.is_empty()).map(step).collect()
}
