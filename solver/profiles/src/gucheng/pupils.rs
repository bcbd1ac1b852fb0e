//! Taking-part pupils of one school: attendance, priority, choices by skewed popularity.

use super::campus::Class;
use super::menu::Item;
use super::site::Site;
use crate::dice::Dice;
use kehou_domain::draft::{
    Attendance, Choice, Companion, CompanionWish, DismissalPoint, Priority, Setting, Student,
};

/// The menu of a school with the weight by which pupils pick each item.
#[derive(Clone, Debug)]
pub struct Menu {
    /// Items.
    pub items: Vec<Item>,
    /// How often each is picked, relative.
    pub popularity: Vec<i64>,
}

/// All pupils, class by class.
pub fn students(
    site: &Site,
    classes: &[Class],
    points: &[DismissalPoint],
    menu: &Menu,
) -> Vec<Student> {
    let mut dice = site.dice("pupils");
    let mut students = Vec::with_capacity(site.pupils as usize);
    for class in classes {
        let first = students.len();
        for _ in 0..class.takers {
            let reference = format!("{}-p{:04}", site.id, students.len() + 1);
            students.push(student(site, class, points, menu, reference, &mut dice));
        }
        add_companions(&mut students[first..], &mut dice);
    }
    students
}

fn student(
    site: &Site,
    class: &Class,
    points: &[DismissalPoint],
    menu: &Menu,
    reference: String,
    dice: &mut Dice,
) -> Student {
    let attendance = attendance(points, dice);
    let activity_slots: i32 = attendance.iter().map(|day| activity_periods(day, points)).sum();
    let choices = if activity_slots == 0 || dice.chance(4) {
        Vec::new()
    } else {
        choices(class.group.grade, menu, dice)
    };
    let wishes = [2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5];
    let wanted = (*dice.pick(&wishes)).min(activity_slots);
    Student {
        refused: refused(class.group.grade, menu, &choices, dice),
        wanted_sessions: (!choices.is_empty()).then_some(wanted),
        student: reference,
        group: class.group.id.clone(),
        grade: None,
        priorities: priorities(site.setting(), dice),
        attendance,
        choices,
        accepts_substitutes: dice.chance(30),
        carry_over: if dice.chance(4) { 5 * dice.between(1, 8) } else { 0 },
        companions: Vec::new(),
    }
}

/// Activity periods attended on a day.
pub fn activity_periods(day: &Attendance, points: &[DismissalPoint]) -> i32 {
    let point = points.iter().find(|point| point.id == day.dismissal_point);
    point.map_or(0, |point| point.period - 1)
}

/// Most weekdays, mostly from the same dismissal point.
fn attendance(points: &[DismissalPoint], dice: &mut Dice) -> Vec<Attendance> {
    let days = *dice.pick(&[5, 5, 5, 5, 5, 5, 4, 4, 4, 3]);
    let weights: &[i64] = if points.len() == 2 { &[42, 58] } else { &[17, 50, 33] };
    let usual = dice.weighted(weights).unwrap_or(0);
    dice.weekdays(days)
        .into_iter()
        .map(|weekday| {
            let other = dice.chance(15);
            let point = if other { dice.weighted(weights).unwrap_or(0) } else { usual };
            Attendance { weekday, from_period: 1, dismissal_point: points[point].id.clone() }
        })
        .collect()
}

fn priorities(setting: Setting, dice: &mut Dice) -> Vec<Priority> {
    let shares = match setting {
        Setting::Town => [(Priority::LeftBehind, 6), (Priority::Migrant, 13)],
        Setting::Township => [(Priority::LeftBehind, 31), (Priority::Migrant, 2)],
    };
    let everywhere = [(Priority::Disabled, 1), (Priority::Needy, 8)];
    shares
        .into_iter()
        .chain(everywhere)
        .filter(|&(_, share)| dice.chance(share))
        .map(|p| p.0)
        .collect()
}

/// Six to ten choices without repetition, some of equal rank.
fn choices(grade: i32, menu: &Menu, dice: &mut Dice) -> Vec<Choice> {
    let mut weights: Vec<i64> = menu
        .items
        .iter()
        .zip(&menu.popularity)
        .map(|(item, &weight)| if item.is_for(grade) { weight } else { 0 })
        .collect();
    let mut rank = 0;
    let mut choices = Vec::new();
    for _ in 0..dice.between(6, 10) {
        let Some(item) = dice.weighted(&weights) else { break };
        weights[item] = 0;
        if rank == 0 || !dice.chance(22) {
            rank += 1;
        }
        choices.push(Choice { activity: menu.items[item].id.into(), rank });
    }
    choices
}

/// A few pupils must never be given some item of their grade that they did not list.
fn refused(grade: i32, menu: &Menu, choices: &[Choice], dice: &mut Dice) -> Vec<String> {
    if !dice.chance(5) {
        return Vec::new();
    }
    let unlisted: Vec<&Item> = menu
        .items
        .iter()
        .filter(|item| item.is_for(grade) && choices.iter().all(|c| c.activity != item.id))
        .collect();
    if unlisted.is_empty() {
        return Vec::new();
    }
    vec![dice.pick(&unlisted).id.into()]
}

/// Confirmed wishes of a few pupils about a classmate.
fn add_companions(class: &mut [Student], dice: &mut Dice) {
    for me in 0..class.len() {
        let other = dice.below(class.len() as i64) as usize;
        if other == me || !dice.chance(2) {
            continue;
        }
        let wish = if dice.chance(80) { CompanionWish::Together } else { CompanionWish::Apart };
        let student = class[other].student.clone();
        class[me].companions.push(Companion { student, wish: Some(wish) });
    }
}
