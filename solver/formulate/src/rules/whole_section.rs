//! `whole_section`: who is in a section is in all its sessions.
//!
//! place(s, c) is one column for all sessions of section c, and exists only where pupil s attends
//! every slot that c covers.

use kehou_domain::instance::{SchoolInstance, SlotMask};

/// Whether the pupil attends all those slots.
pub(crate) fn attends(school: &SchoolInstance, student: usize, mask: SlotMask) -> bool {
    mask & !school.students[student].attends == 0
}
