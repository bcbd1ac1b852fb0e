//! Which pupils could exchange their weeks, and what each week is worth to whom.
//!
//! Two pupils are comparable when they share class, attendance and weight, and when no wish about
//! companions, pin or ban names them: then a week that is legal for one is legal for the other as
//! soon as its courses are ones the other may be given.

use super::{Ticket, Tie};
use kehou_domain::draft::{Activity, Component, School, SlotRef, Student};
use kehou_domain::plan::SchoolPlan;
use kehou_domain::policy::Rules;
use std::collections::{BTreeMap, BTreeSet};

/// What must be equal for two pupils to be comparable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Class<'a> {
    group: &'a str,
    attendance: BTreeSet<(i32, i32, &'a str)>,
    weight: i64,
}

/// The weeks of a school's pupils under exchange.
pub struct Weeks<'a> {
    school: &'a School,
    rules: Rules,
    menu: BTreeMap<&'a str, &'a Activity>,
    /// Activity and number of sessions of each section.
    sections: Vec<(String, i64)>,
    /// Sections of each pupil, sorted.
    held: Vec<Vec<usize>>,
    wanted: Vec<i64>,
}

impl<'a> Weeks<'a> {
    pub fn new(school: &'a School, plan: &SchoolPlan, rules: Rules) -> Self {
        let position: BTreeMap<&str, usize> = school
            .students
            .iter()
            .enumerate()
            .map(|(at, student)| (student.student.as_str(), at))
            .collect();
        let mut held = vec![Vec::new(); school.students.len()];
        for (number, section) in plan.sections.iter().enumerate() {
            for student in &section.students {
                if let Some(&at) = position.get(student.as_str()) {
                    held[at].push(number);
                }
            }
        }
        let count = |section: &kehou_domain::plan::Section| {
            (section.activity.clone(), section.sessions.len() as i64)
        };
        let menu: BTreeMap<&str, &Activity> =
            school.activities.iter().map(|item| (item.id.as_str(), item)).collect();
        let slots = activity_slots(school);
        Self {
            wanted: school.students.iter().map(|s| wanted(school, s, &slots)).collect(),
            sections: plan.sections.iter().map(count).collect(),
            school,
            rules,
            menu,
            held,
        }
    }

    /// Comparable pupils together, each class in the order of the draw.
    pub fn comparable(&self, tickets: &[Ticket]) -> Vec<Vec<usize>> {
        if self.school.incumbent.is_some() {
            return Vec::new();
        }
        let order: BTreeMap<&str, usize> =
            tickets.iter().enumerate().map(|(at, t)| (t.student.as_str(), at)).collect();
        let tied_down = tied_down(self.school);
        let mut classes: BTreeMap<Class, Vec<usize>> = BTreeMap::new();
        for (at, student) in self.school.students.iter().enumerate() {
            if tied_down.contains(student.student.as_str()) {
                continue;
            }
            let day = |d: &'a kehou_domain::draft::Attendance| {
                (d.weekday, d.from_period, d.dismissal_point.as_str())
            };
            let class = Class {
                group: &student.group,
                attendance: student.attendance.iter().map(day).collect(),
                weight: self.rules.weight_of_student(&student.priorities, student.carry_over),
            };
            classes.entry(class).or_default().push(at);
        }
        let mut classes: Vec<Vec<usize>> =
            classes.into_values().filter(|class| class.len() > 1).collect();
        for class in &mut classes {
            class.sort_by_key(|&at| order.get(self.school.students[at].student.as_str()));
        }
        classes
    }

    /// Whether both may have each other's week, all points stay, and the first gains.
    pub fn is_open_tie(&self, first: usize, second: usize) -> bool {
        let (a, b) = (&self.held[first], &self.held[second]);
        let gains = || self.points(first, b) < self.points(first, a);
        a != b
            && gains()
            && self.may_have(first, b)
            && self.may_have(second, a)
            && (self.needs_alike(first, second) || self.trains_alike(a, b))
            && self.cost(first, a) + self.cost(second, b)
                == self.cost(first, b) + self.cost(second, a)
    }

    pub fn exchange(&mut self, first: usize, second: usize) {
        self.held.swap(first, second);
    }

    pub fn tie(&self, first: usize, second: usize) -> Tie {
        let name = |at: usize| self.school.students[at].student.clone();
        Tie { first: name(first), second: name(second) }
    }

    /// Writes the weeks back. Pupils the school does not know stay where they are.
    pub fn write(&self, plan: &mut SchoolPlan) {
        let known: BTreeSet<&str> =
            self.school.students.iter().map(|student| student.student.as_str()).collect();
        for section in &mut plan.sections {
            section.students.retain(|student| !known.contains(student.as_str()));
        }
        for (student, week) in self.school.students.iter().zip(&self.held) {
            for &section in week {
                plan.sections[section].students.push(student.student.clone());
            }
        }
        plan.sections.iter_mut().for_each(|section| section.students.sort());
    }

    fn item(&self, section: usize) -> Option<&'a Activity> {
        self.menu.get(self.sections[section].0.as_str()).copied()
    }

    /// Sections of the week with a pattern, with their activity.
    fn courses<'s>(
        &'s self,
        week: &'s [usize],
    ) -> impl Iterator<Item = (usize, &'a Activity)> + 's {
        week.iter()
            .filter_map(|&section| Some((section, self.item(section)?)))
            .filter(|(_, item)| has_pattern(item))
    }

    /// Nothing refused, and every course is listed or may be a substitute.
    fn may_have(&self, student: usize, week: &[usize]) -> bool {
        let student = &self.school.students[student];
        let known = week.iter().all(|&section| {
            self.item(section).is_some_and(|item| !student.refused.contains(&item.id))
        });
        let listed = |item: &Activity| student.choices.iter().any(|c| c.activity == item.id);
        known && self.courses(week).all(|(_, item)| student.accepts_substitutes || listed(item))
    }

    /// Both are to train equally often, as neither refuses what the other does not.
    fn needs_alike(&self, first: usize, second: usize) -> bool {
        let refused =
            |at: usize| self.school.students[at].refused.iter().collect::<BTreeSet<&String>>();
        refused(first) == refused(second)
    }

    /// Both weeks train equally often, or both often enough for everybody.
    fn trains_alike(&self, a: &[usize], b: &[usize]) -> bool {
        let minimum = i64::from(self.rules.training_minimum_sessions);
        let trains = |week: &[usize]| -> i64 {
            let training =
                self.courses(week).filter(|c| c.1.component == Some(Component::Training));
            training.map(|(section, _)| self.sections[section].1).sum()
        };
        trains(a) == trains(b) || trains(a).min(trains(b)) >= minimum
    }

    /// Points S of a week to a pupil.
    fn points(&self, student: usize, week: &[usize]) -> i64 {
        let choices = &self.school.students[student].choices;
        let (mut points, mut granted) = (0, 0);
        for (section, item) in self.courses(week) {
            let ranks = choices.iter().filter(|c| c.activity == item.id).map(|c| c.rank.max(1));
            let each = ranks
                .min()
                .map_or(self.rules.substitute_points, |rank| self.rules.points_of_rank(rank));
            let sessions = self.sections[section].1;
            points += each * sessions;
            granted += sessions;
        }
        points + self.rules.not_granted_points * (self.wanted[student] - granted).max(0)
    }

    /// Points of the rules `preference` and `worst_off` of a week to a pupil.
    fn cost(&self, student: usize, week: &[usize]) -> i64 {
        let person = &self.school.students[student];
        let weight = self.rules.weight_of_student(&person.priorities, person.carry_over);
        let points = self.points(student, week);
        self.rules.preference_points(weight, points) + self.rules.worst_off_points(weight, points)
    }
}

fn has_pattern(item: &Activity) -> bool {
    item.component.is_some_and(|component| !component.opens_per_slot())
}

/// Slots in which a course could meet.
fn activity_slots(school: &School) -> BTreeSet<SlotRef> {
    let segments: BTreeSet<_> = school
        .activities
        .iter()
        .filter(|item| has_pattern(item))
        .flat_map(|item| item.segments.iter().copied())
        .collect();
    school
        .periods
        .iter()
        .filter(|period| period.segment.is_some_and(|segment| segments.contains(&segment)))
        .map(|period| SlotRef { weekday: period.weekday, period: period.index })
        .collect()
}

/// Sessions wanted, W.
fn wanted(school: &School, student: &Student, slots: &BTreeSet<SlotRef>) -> i64 {
    let attends = |slot: &&SlotRef| {
        student.attendance.iter().filter(|day| day.weekday == slot.weekday).any(|day| {
            let mut points = school.dismissal_points.iter();
            let leaves = points.find(|point| point.id == day.dismissal_point);
            day.from_period <= slot.period && leaves.is_some_and(|p| slot.period <= p.period)
        })
    };
    let attended = slots.iter().filter(attends).count() as i64;
    match student.wanted_sessions {
        Some(wanted) => i64::from(wanted.max(0)).min(attended),
        None if student.choices.is_empty() => 0,
        None => attended,
    }
}

/// Pupils whom a wish about companions, a pin or a ban names.
fn tied_down(school: &School) -> BTreeSet<&str> {
    let facts = school.pins.iter().chain(&school.bans).map(|fact| fact.student.as_str());
    let wishing = school.students.iter().filter(|student| !student.companions.is_empty());
    let both = wishing.flat_map(|student| {
        let others = student.companions.iter().map(|wish| wish.student.as_str());
        std::iter::once(student.student.as_str()).chain(others)
    });
    facts.chain(both).collect()
}
