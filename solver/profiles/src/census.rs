//! Supply against demand of a data set by simple counting, to see that a school can be planned
//! and that not everyone can get everything.

use kehou_domain::draft::{Component, Grouping};
use kehou_domain::instance::{SchoolInstance, bits};
use std::collections::{BTreeMap, BTreeSet};

/// Counts of one school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Id of the school.
    pub school: String,
    /// Pupils.
    pub students: i64,
    /// Classes.
    pub groups: i64,
    /// Staff who serve.
    pub staff: i64,
    /// Items with patterns.
    pub menu: i64,
    /// Sessions wanted.
    pub wanted: i64,
    /// Seats (places times sessions) in permille of the sessions wanted.
    pub seats_permille: i64,
    /// Training places in permille of the pupils with a training need.
    pub training_permille: i64,
    /// Activity slots attended in permille of the sessions wanted.
    pub slack_permille: i64,
    /// Staff-periods for homework by class.
    pub homework_periods: i64,
    /// Staff-periods when every section opens.
    pub section_periods: i64,
    /// Merged base sessions of about 38 in the activity slots when seats are 88 % filled.
    pub base_periods: i64,
    /// Staff-periods by weekly caps, at most what daily caps and free slots allow.
    pub supply_periods: i64,
    /// Fewest free staff less classes present over the homework slots; negative: short.
    pub homework_margin: i64,
    /// Classes over the homework slots that must go without a lead, at least.
    pub homework_missing: i64,
    /// Largest demand for a special room kind in permille of its free slots.
    pub room_permille: i64,
    /// Skills whose sections need more periods than their holders' caps.
    pub skills_short: i64,
    /// Skills.
    pub skills: i64,
    /// Skills (sets of leads) with at most two leads.
    pub skills_thin: i64,
}

impl Census {
    /// Staff-periods needed in permille of the supply.
    pub fn load_permille(&self) -> i64 {
        let need = self.homework_periods + self.section_periods + self.base_periods;
        need * 1000 / self.supply_periods.max(1)
    }
}

/// Counts a school.
pub fn census(school: &SchoolInstance) -> Census {
    let wanted: i64 = school.students.iter().map(|s| s.wanted).sum();
    let trainees = school.students.iter().filter(|s| s.training_need > 0).count() as i64;
    let places = |training: bool| -> i64 {
        let pattern = school.activities.iter().filter(|a| a.grouping.is_none());
        let of = pattern.filter(|a| !training || a.component == Component::Training);
        of.map(|a| i64::from(a.max_sections * a.max_size * if training { 1 } else { a.sessions }))
            .sum()
    };
    let (margin, missing, homework) = homework(school);
    let (skills, skills_short, skills_thin) = skills(school);
    let slots: i64 = school.students.iter().map(|s| activity_slots(school, s.attends)).sum();
    Census {
        school: school.id.clone(),
        students: school.students.len() as i64,
        groups: school.groups.len() as i64,
        staff: school.staff.iter().filter(|s| s.serves).count() as i64,
        menu: school.activities.iter().filter(|a| a.grouping.is_none()).count() as i64,
        wanted,
        seats_permille: places(false) * 1000 / wanted.max(1),
        training_permille: places(true) * 1000 / trainees.max(1),
        slack_permille: slots * 1000 / wanted.max(1),
        homework_periods: homework,
        section_periods: sections(school, |_| true),
        base_periods: base(school),
        supply_periods: supply(school),
        homework_margin: margin,
        homework_missing: missing,
        room_permille: rooms(school),
        skills_short,
        skills,
        skills_thin,
    }
}

fn activity_slots(school: &SchoolInstance, attends: u64) -> i64 {
    let with_pattern = school.activities.iter().filter(|a| a.grouping.is_none());
    let allowed = with_pattern.fold(0, |mask, a| mask | a.allowed);
    i64::from((attends & allowed).count_ones())
}

/// Staff-periods of the sections of some activities when all open.
fn sections(school: &SchoolInstance, of: impl Fn(usize) -> bool) -> i64 {
    (0..school.activities.len())
        .filter(|&a| school.activities[a].grouping.is_none() && of(a))
        .map(|a| &school.activities[a])
        .map(|a| i64::from(a.max_sections * a.sessions * a.length))
        .sum()
}

/// Homework slots (those no pattern uses): least margin, least missing leads, sessions.
fn homework(school: &SchoolInstance) -> (i64, i64, i64) {
    let used = school.activities.iter().filter(|a| a.grouping.is_none());
    let used = used.fold(0, |mask, a| mask | a.allowed);
    let (mut margin, mut missing, mut total) = (i64::MAX, 0, 0);
    for slot in (0..school.slots.len()).filter(|slot| used >> slot & 1 == 0) {
        let classes: BTreeSet<usize> = school
            .students
            .iter()
            .filter(|s| s.attends >> slot & 1 == 1)
            .map(|s| s.group)
            .collect();
        let free = school.staff.iter().filter(|s| s.serves && s.free >> slot & 1 == 1).count();
        let here = free as i64 - classes.len() as i64;
        margin = margin.min(here);
        missing += (-here).max(0);
        total += classes.len() as i64;
    }
    (margin, missing, total)
}

/// Merged base sessions in activity slots, for the share of pupils without a seat.
fn base(school: &SchoolInstance) -> i64 {
    let used = school.activities.iter().filter(|a| a.grouping.is_none());
    let activity = used.fold(0, |mask, a| mask | a.allowed);
    let merged = school.activities.iter().position(|a| a.grouping == Some(Grouping::School));
    let unit = |grade: i32| if merged.is_some() { i32::from(grade > 2) } else { grade };
    let mut present: BTreeMap<(usize, i32), i64> = BTreeMap::new();
    for student in &school.students {
        for slot in bits(student.attends & activity) {
            *present.entry((slot, unit(student.grade))).or_default() += 1;
        }
    }
    let seats: i64 = school
        .activities
        .iter()
        .filter(|a| a.grouping.is_none())
        .map(|a| i64::from(a.max_sections * a.max_size * a.sessions * a.length))
        .sum();
    let left = (1000 - seats * 880 / present.values().sum::<i64>().max(1)).max(0);
    present.values().map(|pupils| (pupils * left / 1000 + 37) / 38).sum()
}

fn supply(school: &SchoolInstance) -> i64 {
    let of_day = |free: u64, cap: u32| -> u32 {
        (1..=7).map(|day| (free & school.day_mask(day)).count_ones().min(cap)).sum()
    };
    let serving = school.staff.iter().filter(|s| s.serves);
    serving.map(|s| i64::from(of_day(s.free, s.daily_cap).min(s.weekly_cap))).sum()
}

/// Largest demand for one special set of rooms in permille of its free activity slots.
fn rooms(school: &SchoolInstance) -> i64 {
    let mut demand: BTreeMap<&[usize], i64> = BTreeMap::new();
    let mut allowed = 0;
    for activity in school.activities.iter().filter(|a| a.grouping.is_none()) {
        let periods = activity.max_sections * activity.sessions * activity.length;
        *demand.entry(&activity.rooms).or_default() += i64::from(periods);
        allowed |= activity.allowed;
    }
    let free = |rooms: &[usize]| -> i64 {
        rooms.iter().map(|&r| i64::from((school.rooms[r].free & allowed).count_ones())).sum()
    };
    demand.iter().map(|(rooms, periods)| periods * 1000 / free(rooms).max(1)).max().unwrap_or(0)
}

/// Distinct sets of leads of activities that need a skill: all, short, thin.
fn skills(school: &SchoolInstance) -> (i64, i64, i64) {
    let everybody = school.staff.iter().filter(|s| s.serves).count();
    let mut demand: BTreeMap<&[usize], i64> = BTreeMap::new();
    for (index, activity) in school.activities.iter().enumerate() {
        if activity.grouping.is_none() && activity.leads.len() < everybody {
            *demand.entry(&activity.leads).or_default() += sections(school, |a| a == index);
        }
    }
    let capacity = |leads: &[usize]| -> i64 {
        leads.iter().map(|&s| i64::from(school.staff[s].weekly_cap)).sum()
    };
    let short = demand.iter().filter(|(leads, periods)| **periods > capacity(leads)).count();
    let thin = demand.keys().filter(|leads| leads.len() <= 2).count();
    (demand.len() as i64, short as i64, thin as i64)
}
