//! `staff_willing`: who is not willing has nothing but the duties of the post.
//!
//! lead(i, c), assist(i, j) and accompany(i, j) exist only where staff member i is willing; a duty
//! also where it is one of the post (`StaffData::duties`).

use kehou_domain::instance::SchoolInstance;

/// Whether the person may be given sessions as far as willingness goes. A staff member serves
/// when both vetted and willing.
pub(crate) fn is_willing(school: &SchoolInstance, staff: usize) -> bool {
    school.staff[staff].serves
}
