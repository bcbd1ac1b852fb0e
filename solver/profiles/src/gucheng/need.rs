//! How many after-school staff-periods a school needs in a week, by counting.

use super::campus::Class;
use super::offer::{MERGED_SCHOOL, Offer};
use super::pupils::activity_periods;
use super::site::Site;
use kehou_domain::draft::{DismissalPoint, Student};
use std::collections::BTreeMap;

/// Share of the seats that a good plan fills, permille.
const FILLED_PERMILLE: i64 = 880;
/// Pupils in a merged base session, on average.
const BASE_SIZE: i64 = 38;

/// Homework by class, every section, and base sessions for who has no section.
pub fn staff_periods(
    site: &Site,
    classes: &[Class],
    offers: &[Offer],
    students: &[Student],
    points: &[DismissalPoint],
) -> i64 {
    let homework = 5 * classes.len() as i64;
    let sections: i64 = offers.iter().map(Offer::periods).sum();
    homework + sections + base_sessions(site, classes, offers, students, points)
}

fn base_sessions(
    site: &Site,
    classes: &[Class],
    offers: &[Offer],
    students: &[Student],
    points: &[DismissalPoint],
) -> i64 {
    let grade_of: BTreeMap<&str, i32> =
        classes.iter().map(|class| (class.group.id.as_str(), class.group.grade)).collect();
    let unit = |grade: i32| if site.pupils < MERGED_SCHOOL { i32::from(grade > 2) } else { grade };
    let mut present: BTreeMap<(i32, i32, i32), i64> = BTreeMap::new();
    for student in students {
        let unit = unit(grade_of[student.group.as_str()]);
        for day in &student.attendance {
            for period in 0..activity_periods(day, points) {
                *present.entry((day.weekday, period, unit)).or_default() += 1;
            }
        }
    }
    let total: i64 = present.values().sum::<i64>().max(1);
    let seats: i64 = offers.iter().map(|o| o.seats() * i64::from(o.item.periods)).sum();
    let left = (1000 - seats * FILLED_PERMILLE / total).max(0);
    present.values().map(|pupils| (pupils * left / 1000 + BASE_SIZE - 1) / BASE_SIZE).sum()
}
