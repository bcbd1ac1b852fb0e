//! `staff_vetted`: outsiders with any session or duty are vetted.
//!
//! lead(i, c), assist(i, j), accompany(i, j) and duties exist only where staff member i is vetted.

use kehou_domain::instance::SchoolInstance;

/// Whether the person may be given sessions as far as vetting goes. A staff member serves when
/// both vetted and willing.
pub(crate) fn is_vetted(school: &SchoolInstance, staff: usize) -> bool {
    school.staff[staff].serves
}
