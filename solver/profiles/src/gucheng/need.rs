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

/// What a typical week of a school asks for.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// Staff-periods: homework by class, every section, base sessions for who has no section.
    pub staff_periods: i64,
    /// Classrooms of grade 3 and above used beyond their own class in the busiest slot, when
    /// half of the seats are filled.
    pub classrooms: i64,
}

/// Counts the need of a school.
pub fn need(
    site: &Site,
    classes: &[Class],
    offers: &[Offer],
    students: &[Student],
    points: &[DismissalPoint],
) -> Need {
    let present = present(site, classes, students, points);
    let total: i64 = present.values().sum::<i64>().max(1);
    let seats: i64 = offers.iter().map(|o| o.seats() * i64::from(o.item.periods)).sum();
    let sections = |of: &dyn Fn(&Offer) -> bool| -> i64 {
        offers.iter().filter(|offer| of(offer)).map(Offer::periods).sum()
    };
    let sessions = |pupils: i64, filled: i64, size: i64| {
        let left = (1000 - seats * filled / total).max(0);
        (pupils * left / 1000 + size - 1) / size
    };
    let base: i64 = present.values().map(|&n| sessions(n, FILLED_PERMILLE, BASE_SIZE)).sum();
    let mut rooms: BTreeMap<(i32, i32), i64> = BTreeMap::new();
    for (&(weekday, period, _), &pupils) in present.iter().filter(|entry| entry.0.2 > 2) {
        *rooms.entry((weekday, period)).or_default() += sessions(pupils, 500, 45);
    }
    let busiest = rooms.values().copied().max().unwrap_or(0);
    let in_classrooms = sections(&|offer| offer.item.room == "classroom");
    Need {
        staff_periods: 5 * classes.len() as i64 + sections(&|_| true) + base,
        classrooms: busiest + (in_classrooms + 9) / 10,
    }
}

/// Pupils by weekday, activity period and who is merged into one base session: a grade, or in
/// small schools the lower and the upper grades.
fn present(
    site: &Site,
    classes: &[Class],
    students: &[Student],
    points: &[DismissalPoint],
) -> BTreeMap<(i32, i32, i32), i64> {
    let grade_of: BTreeMap<&str, i32> =
        classes.iter().map(|class| (class.group.id.as_str(), class.group.grade)).collect();
    let unit = |grade: i32| match grade {
        ..=2 if site.pupils < MERGED_SCHOOL => 1,
        _ if site.pupils < MERGED_SCHOOL => 3,
        _ => grade,
    };
    let mut present = BTreeMap::new();
    for student in students {
        let unit = unit(grade_of[student.group.as_str()]);
        for day in &student.attendance {
            for period in 0..activity_periods(day, points) {
                *present.entry((day.weekday, period, unit)).or_default() += 1;
            }
        }
    }
    present
}
