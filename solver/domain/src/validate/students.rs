//! Pupils: group, grade, attendance, choices, refusals, companions.

use super::activities::ACTIVITY;
use super::codes::Code;
use super::gates::POINT;
use super::ids::{self, Seen};
use super::index::SchoolIndex;
use super::network::self_reference;
use super::path::Path;
use super::rooms::GROUP;
use super::sink::{Noun, Sink, WEEKDAY, shown, weekday_words};
use crate::draft::{Attendance, Choice, Component, SlotRef, Student};
use crate::fault::Text;
use crate::rule::Rule;
use crate::words;

/// Most points of disadvantage kept from last term.
pub const MAX_CARRY_OVER: i64 = 10_000;

pub(super) const STUDENT: Noun = ("学生", "pupil");

pub(super) fn check(sink: &mut Sink, path: &Path, here: &SchoolIndex) -> Vec<bool> {
    let mut seen = Seen::new();
    let students = here.school.students.iter().enumerate();
    students
        .map(|(index, student)| {
            sink.sound(|sink| {
                ids::unique(sink, &mut seen, path, ("students", index), &student.student, STUDENT);
                check_one(sink, here, &path.entity("students", &student.student, index), student);
            })
        })
        .collect()
}

fn check_one(sink: &mut Sink, here: &SchoolIndex, path: &Path, student: &Student) {
    let group = here.groups.get(student.group.as_str());
    sink.reference(&path.field("group"), &student.group, group.is_some(), GROUP);
    if let (Some(grade), Some(group)) = (student.grade, group)
        && grade != group.grade
    {
        sink.note(
            Code::GradeMismatch,
            &path.field("grade"),
            &grade.to_string(),
            Text::new(
                format!(
                    "学生填的是 {grade} 年级，而班级“{}”是 {} 年级",
                    shown(&group.id),
                    group.grade
                ),
                format!(
                    "the pupil's grade is {grade}, but group '{}' is of grade {}",
                    shown(&group.id),
                    group.grade
                ),
            ),
            Text::new(
                "更正年级或班级；年级也可不填",
                "correct grade or group; the grade may be left out",
            ),
        );
    }
    sink.distinct(
        path,
        "priorities",
        student.priorities.iter(),
        |&&p| words::priority(p),
        ("优先群体", "priority group"),
    );
    for (index, day) in student.attendance.iter().enumerate() {
        attendance(sink, here, &path.item("attendance", index), day);
    }
    sink.distinct(
        path,
        "attendance",
        student.attendance.iter().map(|a| a.weekday),
        i32::to_string,
        WEEKDAY,
    );
    let grade = group.map(|group| group.grade);
    for (index, choice) in student.choices.iter().enumerate() {
        check_choice(sink, here, &path.item("choices", index), (student, grade), choice);
    }
    sink.distinct(
        path,
        "choices",
        student.choices.iter().map(|c| &c.activity),
        |a| (*a).clone(),
        ACTIVITY,
    );
    let wanted = ("每周希望课次", "sessions wanted a week");
    sink.range_if_set(&path.field("wanted_sessions"), student.wanted_sessions, 0..=64, wanted);
    for (index, id) in student.refused.iter().enumerate() {
        sink.reference(
            &path.item("refused", index),
            id,
            here.activities.contains_key(id.as_str()),
            ACTIVITY,
        );
    }
    sink.distinct(path, "refused", student.refused.iter(), |a| (*a).clone(), ACTIVITY);
    let carry = ("结转的照顾分", "carried-over points");
    sink.range(&path.field("carry_over"), student.carry_over, 0..=MAX_CARRY_OVER, carry);
    companions(sink, here, path, student);
}

fn attendance(sink: &mut Sink, here: &SchoolIndex, path: &Path, day: &Attendance) {
    let weekday_known = sink.range(&path.field("weekday"), day.weekday, 1..=7, WEEKDAY);
    let exists = |period| here.slots.contains_key(&SlotRef { weekday: day.weekday, period });
    if weekday_known {
        let from = day.from_period;
        sink.reference(
            &path.field("from_period"),
            &from.to_string(),
            exists(from),
            ("当天的时段", "period of that weekday"),
        );
    }
    let at = path.field("dismissal_point");
    let point = here.points.get(day.dismissal_point.as_str());
    sink.reference(&at, &day.dismissal_point, point.is_some(), POINT);
    let Some(point) = point else { return };
    if point.period < day.from_period {
        sink.note(
            Code::AttendanceReversed,
            &at,
            &day.dismissal_point,
            Text::new(
                format!(
                    "从第 {} 时段开始，却在第 {} 时段结束时离校",
                    day.from_period, point.period
                ),
                format!(
                    "attends from period {}, but leaves at the end of period {}",
                    day.from_period, point.period
                ),
            ),
            Text::new(
                "更正开始时段或离校时间点",
                "correct the first period or the dismissal point",
            ),
        );
    } else if weekday_known && !exists(point.period) && here.period_numbers.contains(&point.period)
    {
        sink.note(
            Code::UnknownReference,
            &at,
            &day.dismissal_point,
            Text::new(
                format!(
                    "离校时间点在第 {} 时段结束时，而{}没有该时段",
                    point.period,
                    weekday_words(day.weekday).0
                ),
                format!(
                    "the dismissal point is at the end of period {}, which {} does not have",
                    point.period,
                    weekday_words(day.weekday).1
                ),
            ),
            Text::new(
                "改用当天有的离校时间点，或补全作息表",
                "choose a dismissal point of that weekday, or complete the bell table",
            ),
        );
    }
}

fn check_choice(
    sink: &mut Sink,
    here: &SchoolIndex,
    path: &Path,
    (student, grade): (&Student, Option<i32>),
    choice: &Choice,
) {
    sink.range(&path.field("rank"), choice.rank, 1..=10, ("志愿次序", "rank"));
    let at = path.field("activity");
    let activity = here.activities.get(choice.activity.as_str());
    sink.reference(&at, &choice.activity, activity.is_some(), ACTIVITY);
    let Some(activity) = activity else { return };
    let name = shown(&choice.activity);
    let mut refuse = |code, zh: String, en: String| {
        let action =
            Text::new("删去这条志愿，或更正课程资料", "remove the choice, or correct the activity");
        sink.note(code, &at, &choice.activity, Text::new(zh, en), action);
    };
    if activity.component.is_some_and(Component::opens_per_slot) {
        refuse(
            Code::ChoicePerSlot,
            format!("“{name}”按时段开放，不需要也不能作为志愿"),
            format!("'{name}' opens per slot and cannot be a choice"),
        );
    }
    if let Some(grade) = grade {
        let written = activity.written_homework && here.rules.is_on(Rule::WrittenHomework);
        if !activity.grades.contains(&grade) {
            refuse(
                Code::ChoiceGrade,
                format!("“{name}”不面向 {grade} 年级，只面向 {} 年级", grades(&activity.grades)),
                format!(
                    "'{name}' is not for grade {grade}; it is for grades {}",
                    grades(&activity.grades)
                ),
            );
        } else if written && grade < here.rules.written_homework_from_grade {
            refuse(
                Code::ChoiceWrittenHomework,
                format!("“{name}”有书面作业，{grade} 年级不得参加"),
                format!("'{name}' has written homework, which grade {grade} may not have"),
            );
        }
    }
    if student.refused.contains(&choice.activity) {
        refuse(
            Code::ChoiceRefused,
            format!("“{name}”既列为志愿又列为拒绝"),
            format!("'{name}' is both chosen and refused"),
        );
    }
}

fn grades(grades: &[i32]) -> String {
    grades.iter().map(i32::to_string).collect::<Vec<_>>().join(", ")
}

fn companions(sink: &mut Sink, here: &SchoolIndex, path: &Path, student: &Student) {
    for (index, companion) in student.companions.iter().enumerate() {
        let at = path.item("companions", index);
        let id = companion.student.as_str();
        if id == student.student && !id.is_empty() {
            self_reference(sink, &at.field("student"), id, STUDENT);
        } else {
            sink.reference(&at.field("student"), id, here.students.contains(id), STUDENT);
        }
        sink.required(
            &at.field("wish"),
            companion.wish.is_some(),
            ("同伴意愿（同班或分开）", "wish (together or apart)"),
        );
    }
    sink.distinct(
        path,
        "companions",
        student.companions.iter().map(|c| &c.student),
        |s| (*s).clone(),
        STUDENT,
    );
}
