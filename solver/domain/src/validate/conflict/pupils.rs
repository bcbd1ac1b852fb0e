//! Pins of pupils: into what they may take, at times they attend, not twice at one time, not
//! more of them than seats.

use super::super::codes::Code;
use super::super::path::Path;
use super::super::sink::Sink;
use super::{Case, Stated, alone, together};
use crate::draft::Component;
use crate::fault::Text;
use crate::instance::{SlotMask, StudentData, bits};
use crate::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// One thing a pupil is pinned into, with the sets of slots it could take.
struct Wish<'a, 'b> {
    pin: &'b Stated<'a>,
    options: Vec<SlotMask>,
}

pub(super) fn check(sink: &mut Sink, path: &Path, case: &Case) {
    let mut by_pupil: BTreeMap<usize, Vec<&Stated>> = BTreeMap::new();
    for pin in &case.pins {
        if let Some(student) = pin.data.student {
            by_pupil.entry(student).or_default().push(pin);
        }
    }
    for (&student, pins) in &by_pupil {
        let pupil = &case.instance.students[student];
        let wishes = wishes(sink, path, case, student, pins);
        for (second, wish) in wishes.iter().enumerate() {
            if let Some(first) = wishes[..second].iter().find(|first| all_clash(first, wish)) {
                let why = Text::new(
                    "时间冲突，一名学生一时只能在一处",
                    "they fall on the same time, and a pupil is in one place at a time",
                );
                together(sink, path, first.pin, wish.pin, &why);
            }
        }
        homework(sink, path, case, pupil, &wishes);
    }
    seats(sink, path, case);
}

fn all_clash(a: &Wish, b: &Wish) -> bool {
    a.options.iter().all(|one| b.options.iter().all(|other| one & other != 0))
}

/// What the pupil is pinned into; what can never hold is reported and left out.
fn wishes<'a, 'b>(
    sink: &mut Sink,
    path: &Path,
    case: &Case<'a>,
    student: usize,
    pins: &[&'b Stated<'a>],
) -> Vec<Wish<'a, 'b>> {
    let pupil = &case.instance.students[student];
    let mut wishes: Vec<Wish> = Vec::new();
    let mut done = BTreeSet::new();
    for &pin in pins {
        let Some(activity) = pin.data.activity else { continue };
        if let Some(why) = not_eligible(case, pupil, activity) {
            alone(sink, path, pin, &why);
            continue;
        }
        let per_slot = case.instance.activities[activity].grouping.is_some();
        let mates = pins.iter().filter(|other| other.data.activity == Some(activity));
        let all_slots = mates.fold(0, |mask, other| mask | other.slot_mask());
        let needed = if per_slot { pin.slot_mask() } else { all_slots };
        if !done.insert((activity, needed)) || (per_slot && needed == 0 && all_slots != 0) {
            continue;
        }
        let options = options(case, (student, pupil), activity, needed);
        if options.is_empty() {
            let why = Text::new(
                "该课程在此学生出席且未被禁止的时段里没有可行的上课时间",
                "the activity has no meeting time in slots the pupil attends that is not banned",
            );
            alone(sink, path, pin, &why);
        } else {
            wishes.push(Wish { pin, options });
        }
    }
    wishes
}

fn not_eligible(case: &Case, pupil: &StudentData, activity: usize) -> Option<Text> {
    let data = &case.instance.activities[activity];
    if pupil.refused.contains(&activity) {
        return Some(Text::new("该学生拒绝此课程", "the pupil refuses the activity"));
    }
    if data.grades >> pupil.grade & 1 == 0 {
        return Some(Text::new(
            format!("此课程不面向 {} 年级，或有该年级不得有的书面作业", pupil.grade),
            format!(
                "the activity is not for grade {}, or has written homework, which that grade may not have",
                pupil.grade
            ),
        ));
    }
    let needed = data.component == Component::Training && pupil.training_need > 0;
    let open = data.grouping.is_some() || pupil.accepts_substitutes || needed;
    if open || pupil.rank_of(activity).is_some() {
        return None;
    }
    Some(Text::new(
        "该学生没有选此课程，也不接受替代课程",
        "the pupil has not listed the activity and accepts no substitutes",
    ))
}

fn options(
    case: &Case,
    (student, pupil): (usize, &StudentData),
    activity: usize,
    needed: SlotMask,
) -> Vec<SlotMask> {
    let about = |ban: &&Stated| {
        ban.data.activity == Some(activity)
            && ban.data.student.is_none_or(|banned| banned == student)
            && ban.data.staff.is_none()
            && ban.data.room.is_none()
    };
    let banned = case.bans.iter().filter(about).fold(0, |mask, ban| mask | ban.slot_mask());
    let patterns = case.instance.activities[activity].patterns.iter().map(|pattern| pattern.mask);
    patterns
        .filter(|mask| mask & !pupil.attends == 0 && mask & banned == 0 && needed & !mask == 0)
        .collect()
}

/// Slots fixed for homework beyond the cap of a weekday.
fn homework(sink: &mut Sink, path: &Path, case: &Case, pupil: &StudentData, wishes: &[Wish]) {
    let rules = &case.instance.rules;
    if !rules.is_on(Rule::HomeworkCap) {
        return;
    }
    let mut days: BTreeMap<i32, SlotMask> = BTreeMap::new();
    for wish in wishes {
        let is_homework =
            wish.pin.data.activity.is_some_and(|a| case.instance.activities[a].is_homework);
        let fixed = wish.options.iter().fold(SlotMask::MAX, |mask, option| mask & option);
        for slot in bits(if is_homework { fixed & pupil.attends } else { 0 }) {
            let day = days.entry(case.instance.slots[slot].at.weekday).or_default();
            let before = day.count_ones();
            *day |= 1 << slot;
            let cap = rules.homework_cap_periods;
            if day.count_ones() > before && before == cap {
                let why = Text::new(
                    format!("当天的作业时段超过上限 {cap}"),
                    format!("the weekday would have more than {cap} homework periods"),
                );
                alone(sink, path, wish.pin, &why);
            }
        }
    }
}

/// More pupils pinned into an activity (at a slot, where it opens per slot) than it has seats.
fn seats(sink: &mut Sink, path: &Path, case: &Case) {
    let mut pinned: BTreeMap<(usize, Option<usize>), BTreeSet<usize>> = BTreeMap::new();
    for pin in &case.pins {
        let (Some(student), Some(activity)) = (pin.data.student, pin.data.activity) else {
            continue;
        };
        let data = &case.instance.activities[activity];
        let slot = pin.data.slot.filter(|_| data.grouping.is_some());
        if data.grouping.is_some() && slot.is_none() {
            continue;
        }
        let pupils = pinned.entry((activity, slot)).or_default();
        let seats = u64::from(data.max_size) * u64::from(data.max_sections);
        if pupils.insert(student) && pupils.len() as u64 == seats + 1 {
            over_full(sink, path, pin, seats);
        }
    }
}

fn over_full(sink: &mut Sink, path: &Path, pin: &Stated, seats: u64) {
    let said = super::words(pin.fact);
    sink.note(
        Code::Pinned,
        &path.item(pin.list, pin.index),
        "",
        Text::new(
            format!("指定“{}”放不下：此课程最多 {seats} 个名额（每班人数乘班数），前面的指定已占满", said.zh),
            format!("the pin \"{}\" has no seat left: the activity has at most {seats} (size times sections), all taken by pins before it", said.en),
        ),
        Text::new("减少指定的学生，或增加每班人数或班数", "pin fewer pupils, or allow larger or more sections"),
    );
}
