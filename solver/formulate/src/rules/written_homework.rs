//! `written_homework`: no pupil of a low grade in an activity with written homework.
//!
//! place(s, c) exists only where the grade of s is among those of the activity, written homework
//! considered.

use kehou_domain::instance::SchoolInstance;

/// Whether the activity is for that grade.
pub(crate) fn grade_fits(school: &SchoolInstance, grade: i32, activity: usize) -> bool {
    school.activities[activity].grades >> grade & 1 == 1
}
