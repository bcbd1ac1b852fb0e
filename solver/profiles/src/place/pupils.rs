//! Taking-part pupils of one school: attendance, priority, choices by skewed popularity.

use super::bell::Bell;
use super::campus::Class;
use super::site::Site;
use crate::dice::Dice;
use kehou_domain::draft::{
    Attendance, Choice, Companion, CompanionWish, Priority, Setting, Student,
};
use kehou_domain::profile::MenuItem;

/// The menu of a school with the weight by which pupils pick each item.
#[derive(Clone, Debug)]
pub struct Menu {
    /// Items.
    pub items: Vec<MenuItem>,
    /// How often each is picked, relative.
    pub popularity: Vec<i64>,
}

/// Whether an item is for a grade.
pub fn is_for(item: &MenuItem, grade: i32) -> bool {
    item.grades.is_empty() || item.grades.contains(&grade)
}

/// All pupils, class by class.
pub fn students(site: &Site, bell: &Bell, classes: &[Class], menu: &Menu) -> Vec<Student> {
    let mut dice = site.dice("pupils");
    let mut students = Vec::with_capacity(site.pupils as usize);
    for class in classes {
        let first = students.len();
        for _ in 0..class.takers {
            let reference = format!("{}-p{:04}", site.id, students.len() + 1);
            students.push(student(site, bell, class, menu, reference, &mut dice));
        }
        add_companions(&mut students[first..], &mut dice);
    }
    students
}

fn student(
    site: &Site,
    bell: &Bell,
    class: &Class,
    menu: &Menu,
    reference: String,
    dice: &mut Dice,
) -> Student {
    let attendance = attendance(bell, dice);
    let activity_slots: i32 = attendance.iter().map(|day| bell.activity_slots(day)).sum();
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
        priorities: priorities(site, class.group.grade, dice),
        attendance,
        choices,
        accepts_substitutes: dice.chance(30),
        carry_over: if dice.chance(4) { 5 * dice.between(1, 8) } else { 0 },
        companions: Vec::new(),
    }
}

/// Most weekdays, mostly from the same row until the same dismissal point.
fn attendance(bell: &Bell, dice: &mut Dice) -> Vec<Attendance> {
    let days = *dice.pick(&[5, 5, 5, 5, 5, 5, 4, 4, 4, 3]);
    let usual = dice.weighted(&bell.leave).unwrap_or(0);
    let weights: Vec<i64> = bell.come.iter().map(|come| come.1).collect();
    let come = dice.weighted_of_some(&weights).map_or(1, |at| bell.come[at].0);
    dice.some_of(&bell.weekdays, days)
        .into_iter()
        .map(|weekday| {
            let other = dice.chance(15);
            let point = if other { dice.weighted(&bell.leave).unwrap_or(0) } else { usual };
            let point = bell.points.get(point);
            let (last, dismissal_point) =
                point.map_or((0, String::new()), |point| (point.period, point.id.clone()));
            Attendance { weekday, from_period: come.min(last), dismissal_point }
        })
        .collect()
}

fn priorities(site: &Site, grade: i32, dice: &mut Dice) -> Vec<Priority> {
    let town = site.setting() == Setting::Town;
    let shares = site.setup.profile.place.priorities.iter();
    shares
        .filter_map(|share| {
            let percent = if town { share.town_percent } else { share.township_percent };
            let priority = share.priority?;
            if priority == Priority::LowerGrade && grade > 2 {
                return None;
            }
            dice.chance(percent.into()).then_some(priority)
        })
        .collect()
}

/// Six to ten choices without repetition, some of equal rank.
fn choices(grade: i32, menu: &Menu, dice: &mut Dice) -> Vec<Choice> {
    let mut weights: Vec<i64> = menu
        .items
        .iter()
        .zip(&menu.popularity)
        .map(|(item, &weight)| if is_for(item, grade) { weight } else { 0 })
        .collect();
    let mut rank = 0;
    let mut choices = Vec::new();
    for _ in 0..dice.between(6, 10) {
        let Some(item) = dice.weighted(&weights) else { break };
        weights[item] = 0;
        if rank == 0 || !dice.chance(22) {
            rank += 1;
        }
        choices.push(Choice { activity: menu.items[item].id.clone(), rank });
    }
    choices
}

/// A few pupils must never be given some item of their grade that they did not list.
fn refused(grade: i32, menu: &Menu, choices: &[Choice], dice: &mut Dice) -> Vec<String> {
    if !dice.chance(5) {
        return Vec::new();
    }
    let unlisted: Vec<&MenuItem> = menu
        .items
        .iter()
        .filter(|item| is_for(item, grade) && choices.iter().all(|c| c.activity != item.id))
        .collect();
    if unlisted.is_empty() {
        return Vec::new();
    }
    vec![dice.pick(&unlisted).id.clone()]
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
