//! `staff_available`: work lies inside windows, outside protected times and ends by the care
//! limit.
//!
//! lead(i, c), assist(i, j), accompany(i, j) and slot duties exist only where staff member i is
//! free in every slot covered; gate duties where the person is free until the last wave has left.

use kehou_domain::instance::{SchoolInstance, SlotMask};

/// Whether the person may work in all those slots.
pub(crate) fn is_free(school: &SchoolInstance, staff: usize, mask: SlotMask) -> bool {
    mask & !school.staff[staff].free == 0
}
