//! `staff_willing`: who is not willing has no session.
//!
//! lead(i, c) and assist(i, j) exist only where staff member i is willing.

use kehou_domain::instance::SchoolInstance;

/// Whether the person may be given sessions as far as willingness goes. A staff member serves
/// when both vetted and willing.
pub(crate) fn is_willing(school: &SchoolInstance, staff: usize) -> bool {
    school.staff[staff].serves
}
