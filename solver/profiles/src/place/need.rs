//! How many after-school staff-periods a school needs in a week, by counting.

use super::bell::Bell;
use super::campus::{Class, grades};
use super::offer::{MERGED_SCHOOL, Offer};
use super::site::Site;
use kehou_domain::draft::{Segment, Student};
use kehou_domain::policy::{Rules, SupervisorArea};
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the seats that a good plan fills, permille.
const FILLED_PERMILLE: i64 = 880;
/// Pupils in a merged base session, on average.
const BASE_SIZE: i64 = 38;
/// Zones whose floors sessions use: four floors, the wing of special rooms, the grounds.
const FLOORS: i64 = 6;

/// What a typical week of a school asks for.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// Staff-periods: sessions by class, every section, base sessions for who has no section,
    /// and the duties of the policy.
    pub staff_periods: i64,
    /// Classrooms of grade 3 and above used beyond their own class in the busiest slot, when
    /// half of the seats are filled.
    pub classrooms: i64,
}

/// Counts the need of a school.
pub fn need(
    site: &Site,
    bell: &Bell,
    classes: &[Class],
    offers: &[Offer],
    students: &[Student],
) -> Need {
    let present = present(site, bell, classes, students);
    let activity = |key: &&(i32, i32, Segment, i32)| key.2 == Segment::Activity;
    let total: i64 = present.iter().filter(|e| activity(&e.0)).map(|e| e.1).sum::<i64>().max(1);
    let seats: i64 = offers.iter().map(|o| o.seats() * i64::from(o.item.periods)).sum();
    let sections = |of: &dyn Fn(&Offer) -> bool| -> i64 {
        offers.iter().filter(|offer| of(offer)).map(Offer::periods).sum()
    };
    let sessions = |pupils: i64, filled: i64, size: i64| {
        let left = (1000 - seats * filled / total).max(0);
        (pupils * left / 1000 + size - 1) / size
    };
    let by_class = site.setup.profile.place.base_by_class;
    let mut base = by_class_slots(bell, by_class) * classes.len() as i64;
    let mut rooms: BTreeMap<(i32, i32), i64> = BTreeMap::new();
    for (&(weekday, period, segment, unit), &pupils) in &present {
        if segment == Segment::Activity && unit > 2 {
            *rooms.entry((weekday, period)).or_default() += sessions(pupils, 500, 45);
        }
        base += match segment {
            Segment::Activity if !by_class => sessions(pupils, FILLED_PERMILLE, BASE_SIZE),
            Segment::ExtendedCare | Segment::EveningStudy => (pupils + BASE_SIZE - 1) / BASE_SIZE,
            _ => 0,
        };
    }
    let busiest = rooms.values().copied().max().unwrap_or(0);
    let in_classrooms = sections(&|offer| offer.item.room == "classroom");
    let slots = bell.slots(Segment::Activity).max(1);
    Need {
        staff_periods: base + sections(&|_| true) + duties(site, bell, students),
        classrooms: busiest + (in_classrooms + slots - 1) / slots,
    }
}

/// Slots in which every class has a session of its own.
fn by_class_slots(bell: &Bell, beside_courses: bool) -> i64 {
    let mut segments = vec![Segment::Homework, Segment::MicroTopic, Segment::FamilySchool];
    if beside_courses {
        segments.push(Segment::Activity);
    }
    segments.into_iter().map(|segment| bell.slots(segment)).sum()
}

/// Pupils by weekday, period, segment and who is merged into one base session: a grade, or in
/// small schools the lower and the upper grades; everybody where care is given.
fn present(
    site: &Site,
    bell: &Bell,
    classes: &[Class],
    students: &[Student],
) -> BTreeMap<(i32, i32, Segment, i32), i64> {
    let grade_of: BTreeMap<&str, i32> =
        classes.iter().map(|class| (class.group.id.as_str(), class.group.grade)).collect();
    let unit = |grade: i32, segment| match grade {
        _ if segment == Segment::ExtendedCare => 3,
        _ if segment == Segment::EveningStudy => grade,
        ..=2 if site.pupils < MERGED_SCHOOL => 1,
        _ if site.pupils < MERGED_SCHOOL => 3,
        _ => grade,
    };
    let mut present = BTreeMap::new();
    for student in students {
        let grade = grade_of[student.group.as_str()];
        for day in &student.attendance {
            for (period, segment) in bell.attended(day) {
                let key = (day.weekday, period, segment, unit(grade, segment));
                *present.entry(key).or_default() += 1;
            }
        }
    }
    present
}

/// Heads that the policy's duties ask for in a week.
fn duties(site: &Site, bell: &Bell, students: &[Student]) -> i64 {
    let rules = site.rules();
    let on = |rule, heads: u32| if rules.is_on(rule) { i64::from(heads) } else { 0 };
    let slots = bell.periods.len() as i64;
    let areas = match rules.supervisor_area {
        SupervisorArea::Floor => FLOORS,
        SupervisorArea::Year => grades(site.kind).count() as i64,
    };
    let leaders: i64 = rules.leaders.iter().map(|demand| on(Rule::LeaderOnDuty, demand.1)).sum();
    on(Rule::Patrol, rules.patrol_heads) * slots
        + on(Rule::AreaSupervisor, rules.supervisor_heads) * slots * areas
        + leaders * bell.weekdays.len() as i64
        + on(Rule::GateGuard, rules.gate_guard_heads) * waves(&rules, bell, students)
}

/// Waves in which the pupils of every weekday and dismissal point can leave.
fn waves(rules: &Rules, bell: &Bell, students: &[Student]) -> i64 {
    if !rules.is_on(Rule::GateGuard) {
        return 0;
    }
    let days: BTreeSet<i32> = bell.weekdays.iter().copied().collect();
    let mut leaving: BTreeMap<(i32, &str), i64> = BTreeMap::new();
    for day in students.iter().flat_map(|student| &student.attendance) {
        *leaving.entry((day.weekday, day.dismissal_point.as_str())).or_default() += 1;
    }
    let served = leaving.iter().filter(|entry| days.contains(&entry.0.0));
    served.map(|(_, pupils)| (pupils + 179) / 180).sum()
}
