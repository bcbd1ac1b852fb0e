//! `staff_skill`: the lead has the activity's skill at its level or above; academic activities
//! are never led by an organisation's instructor.
//!
//! lead(i, c) exists only where staff member i qualifies for the activity of c.

use super::{staff_vetted, staff_willing};
use kehou_domain::instance::SchoolInstance;

/// Whether the person may lead the activity.
pub(crate) fn may_lead(school: &SchoolInstance, staff: usize, activity: usize) -> bool {
    school.activities[activity].leads.contains(&staff)
        && staff_vetted::is_vetted(school, staff)
        && staff_willing::is_willing(school, staff)
}
