//! Warnings on demand that can never be served: seats, qualified staff, places per slot.

use super::codes::Code;
use super::facts::slot_text;
use super::index::SchoolIndex;
use super::path::Path;
use super::sink::{Sink, shown, weekday_words};
use super::warn::rolls;
use crate::draft::School;
use crate::fault::Text;
use crate::instance::{SchoolInstance, SlotMask, StudentData, bits};
use crate::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(
    sink: &mut Sink,
    path: &Path,
    here: &SchoolIndex,
    instance: &SchoolInstance,
    part: &School,
) {
    rolls(sink, path, part);
    let firsts = first_choices(instance);
    seats(sink, path, instance, &firsts);
    staff(sink, path, here, instance, &firsts);
    places(sink, path, instance);
}

/// Pupils per activity who list it first.
fn first_choices(instance: &SchoolInstance) -> Vec<u64> {
    let mut firsts = vec![0; instance.activities.len()];
    for student in &instance.students {
        let best = student.choices.first().map(|choice| choice.1);
        for &(activity, _) in student.choices.iter().filter(|choice| Some(choice.1) == best) {
            firsts[activity] += 1;
        }
    }
    firsts
}

fn seats(sink: &mut Sink, path: &Path, instance: &SchoolInstance, firsts: &[u64]) {
    let action = || {
        Text::new("增加每班人数、班数或课程", "allow larger or more sections, or add activities")
    };
    let mut seat_sessions = 0;
    for (index, activity) in instance.activities.iter().enumerate() {
        if activity.grouping.is_some() {
            continue;
        }
        let seats = u64::from(activity.max_size) * u64::from(activity.max_sections);
        seat_sessions += seats * u64::from(activity.sessions);
        if firsts[index] > seats {
            sink.note(
                Code::MoreDemandThanSeats,
                &path.entity("activities", &activity.id, index),
                &seats.to_string(),
                Text::new(
                    format!("{} 名学生以此为首选，名额最多 {seats} 个", firsts[index]),
                    format!(
                        "{} pupils list it first, but it has at most {seats} seats",
                        firsts[index]
                    ),
                ),
                action(),
            );
        }
    }
    let wanted: i64 = instance.students.iter().map(|student| student.wanted).sum();
    if wanted as u64 > seat_sessions {
        sink.note(
            Code::MoreDemandThanSeats,
            &path.field("activities"),
            &seat_sessions.to_string(),
            Text::new(
                format!("学生每周共希望 {wanted} 人次，全部课程最多提供 {seat_sessions} 人次"),
                format!("pupils want {wanted} sessions a week in all; the menu has at most {seat_sessions} seats"),
            ),
            action(),
        );
    }
}

/// Per skill and level: periods needed by first choices alone, against what qualified staff can
/// give at most.
fn staff(
    sink: &mut Sink,
    path: &Path,
    here: &SchoolIndex,
    instance: &SchoolInstance,
    firsts: &[u64],
) {
    let mut needs: BTreeMap<(&str, i32), (u64, BTreeSet<usize>)> = BTreeMap::new();
    for (index, activity) in instance.activities.iter().enumerate() {
        let draft = here.activities[activity.id.as_str()];
        if draft.skill.is_empty() || activity.grouping.is_some() {
            continue;
        }
        let sections =
            firsts[index].div_ceil(u64::from(activity.max_size)).min(activity.max_sections.into());
        let periods = sections * u64::from(activity.sessions * activity.length);
        let need = needs.entry((&draft.skill, draft.skill_level.unwrap_or(1))).or_default();
        need.0 += periods;
        need.1.extend(&activity.leads);
    }
    for ((skill, level), (needed, leads)) in needs {
        let most: u64 = leads.iter().map(|&lead| most_periods(instance, lead)).sum();
        if needed > most {
            let skill = shown(skill);
            sink.note(
                Code::MoreDemandThanStaff,
                &path.field("staff"),
                &skill,
                Text::new(
                    format!("按首选计，特长“{skill}”（{level} 级以上）每周需要 {needed} 个时段，合格教师最多提供 {most} 个"),
                    format!("first choices alone need {needed} periods a week of skill '{skill}' (level {level} or above); qualified staff can give at most {most}"),
                ),
                Text::new("补充有此特长的教师，或放宽其上限", "add staff with the skill, or raise their caps"),
            );
        }
    }
}

fn most_periods(instance: &SchoolInstance, lead: usize) -> u64 {
    let person = &instance.staff[lead];
    let by_day: u32 = (1..=7)
        .map(|day| (instance.day_mask(day) & person.free).count_ones().min(person.daily_cap))
        .sum();
    by_day.min(person.weekly_cap).into()
}

/// Pupils for whom no activity that opens per slot exists in an attended slot, or only homework
/// beyond the cap.
fn places(sink: &mut Sink, path: &Path, instance: &SchoolInstance) {
    let mut lost = vec![0_u64; instance.slots.len()];
    let mut blocked: BTreeMap<i32, u64> = BTreeMap::new();
    let days: Vec<SlotMask> = (1..=7).map(|day| instance.day_mask(day)).collect();
    let capped = instance.rules.is_on(Rule::HomeworkCap);
    let mut by_grade: BTreeMap<i32, (SlotMask, SlotMask)> = BTreeMap::new();
    for student in &instance.students {
        let (any, other) = if student.refused.is_empty() {
            *by_grade.entry(student.grade).or_insert_with(|| reach(instance, student))
        } else {
            reach(instance, student)
        };
        for slot in bits(student.attends & !any) {
            lost[slot] += 1;
        }
        for (weekday, day) in (1..).zip(&days) {
            let only_homework = (student.attends & any & !other & day).count_ones();
            if capped && only_homework > instance.rules.homework_cap_periods {
                *blocked.entry(weekday).or_default() += 1;
            }
        }
    }
    report(sink, path, instance, &lost, &blocked);
}

/// Slots in which an activity that opens per slot may take the pupil: any, and any but homework.
fn reach(instance: &SchoolInstance, student: &StudentData) -> (SlotMask, SlotMask) {
    let mut reach = (0, 0);
    for (index, activity) in instance.activities.iter().enumerate() {
        if activity.grouping.is_some() && instance.may_take(student, index) {
            reach.0 |= activity.allowed;
            reach.1 |= if activity.is_homework { 0 } else { activity.allowed };
        }
    }
    reach
}

fn report(
    sink: &mut Sink,
    path: &Path,
    instance: &SchoolInstance,
    lost: &[u64],
    blocked: &BTreeMap<i32, u64>,
) {
    for (slot, &pupils) in instance.slots.iter().zip(lost).filter(|(_, pupils)| **pupils > 0) {
        let at = slot_text(slot.at);
        sink.note(
            Code::NeverPlaced,
            &path.field("activities"),
            &super::rooms::slot_words(slot.at),
            Text::new(
                format!("{}有 {pupils} 名学生出席，却没有按时段开放的课程可去；没有选修课接收时将无处安排", at.zh),
                format!("on {} {pupils} pupils attend whom no activity that opens per slot can take; they are unplaced unless a section takes them", at.en),
            ),
            Text::new("为该时段和年级增加基础服务或托管", "add base service or care for that slot and those grades"),
        );
    }
    let cap = instance.rules.homework_cap_periods;
    for (&weekday, pupils) in blocked {
        let day = weekday_words(weekday);
        sink.note(
            Code::HomeworkCapBlocks,
            &path.field("policy").field("homework_cap_periods"),
            &cap.to_string(),
            Text::new(
                format!("{}有 {pupils} 名学生超过 {cap} 个时段只有作业类课程可去，其余时段将无处安排", day.0),
                format!("on {} {pupils} pupils have nothing but homework in more than {cap} slots; beyond the cap they are unplaced unless a section takes them", day.1),
            ),
            Text::new("增加阅读、自习或托管，或提高作业时段上限", "add reading, self-study or care, or raise the cap"),
        );
    }
}
