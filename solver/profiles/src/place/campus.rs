//! Classes and rooms of one school.

use super::bell::Bell;
use super::site::Site;
use crate::dice::{Dice, apportion};
use kehou_domain::draft::{Group, Room, SchoolKind, SlotRef};
use kehou_domain::profile::SchoolRole;

/// Largest class on the roll when classes are formed.
const CLASS: i64 = 46;

/// An administrative class with its number of taking-part pupils.
#[derive(Clone, Debug)]
pub struct Class {
    /// The class as the school hands it in.
    pub group: Group,
    /// Taking-part pupils.
    pub takers: i64,
}

/// Grades of a kind of school.
pub fn grades(kind: SchoolKind) -> std::ops::RangeInclusive<i32> {
    match kind {
        SchoolKind::Junior => 7..=9,
        SchoolKind::NineYear => 1..=9,
        SchoolKind::Primary | SchoolKind::Boarding => 1..=6,
    }
}

/// Classes of about 45 on the roll; taking-part pupils add up to the site's.
pub fn classes(site: &Site, dice: &mut Dice) -> Vec<Class> {
    let grades: Vec<i32> = grades(site.kind).collect();
    let weights: Vec<i64> = grades.iter().map(|_| 100 + dice.below(12)).collect();
    let takers = apportion(site.pupils, &weights);
    let rolls = apportion(site.roll, &takers);
    grades
        .iter()
        .zip(takers.iter().zip(&rolls))
        .flat_map(|(&grade, (&takers, &roll))| classes_of_grade(site, grade, takers, roll, dice))
        .collect()
}

fn classes_of_grade(
    site: &Site,
    grade: i32,
    takers: i64,
    roll: i64,
    dice: &mut Dice,
) -> Vec<Class> {
    let count = roll.div_euclid(CLASS) + i64::from(roll.rem_euclid(CLASS) > CLASS / 6);
    let equal = vec![1; count.max(1) as usize];
    let sizes = apportion(roll, &equal);
    let mut here = apportion(takers, &equal);
    for i in 1..here.len() {
        let moved = dice.below(5).min(sizes[i] - here[i]).min(here[i - 1] - 1).max(0);
        here[i] += moved;
        here[i - 1] -= moved;
    }
    (1..)
        .zip(sizes.iter().zip(here))
        .map(|(number, (&on_roll, takers))| {
            let id = format!("{}-g{grade}c{number}", site.id);
            let home_room = format!("{id}-room");
            let roll = on_roll as i32;
            Class { group: Group { id, grade, size: roll, home_room, ..Group::default() }, takers }
        })
        .collect()
}

/// Home rooms, then the few special rooms and grounds.
pub fn rooms(site: &Site, bell: &Bell, classes: &[Class], dice: &mut Dice) -> Vec<Room> {
    let home = classes.iter().enumerate().map(|(i, class)| Room {
        id: class.group.home_room.clone(),
        kind: if class.group.grade <= 2 { "lower-classroom" } else { "classroom" }.into(),
        capacity: (class.group.size + 2).max(48),
        floor: format!("floor-{}", i * 4 / classes.len() + 1),
        ..Room::default()
    });
    let mut rooms: Vec<Room> = home.collect();
    for special in special_rooms(site) {
        for number in 1..=special.count {
            rooms.push(Room {
                id: format!("{}-{}-{number}", site.id, special.kind),
                kind: special.kind.into(),
                capacity: special.capacity,
                floor: if special.outdoor { "grounds" } else { "special" }.into(),
                outdoor: special.outdoor,
                unavailable: taken(special.kind, bell, dice),
                schools: Vec::new(),
            });
        }
    }
    rooms
}

/// Leaves `open` of the home rooms of grade 3 and above for use by others; the rest serve only
/// their own class.
pub fn limit_classrooms(rooms: &mut [Room], open: i64) {
    let classrooms = rooms.iter_mut().filter(|room| room.kind == "classroom");
    for room in classrooms.skip(open.max(1) as usize) {
        room.kind = "home-classroom".into();
    }
}

/// Now and then a special room is in other use.
fn taken(kind: &str, bell: &Bell, dice: &mut Dice) -> Vec<SlotRef> {
    if kind == "yard" || kind == "field" || bell.activity_rows.is_empty() || !dice.chance(40) {
        return Vec::new();
    }
    vec![SlotRef { weekday: *dice.pick(&bell.weekdays), period: *dice.pick(&bell.activity_rows) }]
}

struct Special {
    kind: &'static str,
    capacity: i32,
    outdoor: bool,
    count: i64,
}

fn special_rooms(site: &Site) -> Vec<Special> {
    let n = site.pupils;
    let from = |least: i64, per: i64| if n < least { 0 } else { 1 + n / per };
    let room = |kind, capacity, count| Special { kind, capacity, outdoor: false, count };
    let ground = |kind, capacity, count| Special { kind, capacity, outdoor: true, count };
    vec![
        ground("court", 40, from(0, 700)),
        ground("field", 60, from(0, 1300)),
        ground("yard", 60, from(0, 450)),
        ground("garden", 30, i64::from(site.role != SchoolRole::Town || n > 2000)),
        room("gym", 60, from(1200, 3000)),
        room("table-tennis", 28, from(300, 1800)),
        room("music", 45, from(0, 1100)),
        room("dance", 32, from(350, 1600)),
        room("art", 36, from(0, 1000)),
        room("computer", 45, from(0, 1300)),
        room("lab", 40, from(200, 1400)),
        room("craft", 32, from(500, 1800)),
        room("library", 60, from(0, 1800)),
    ]
}
