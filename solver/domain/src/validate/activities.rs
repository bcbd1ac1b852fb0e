//! The menu: sizes, grades, segments, patterns, needs of each activity.

use super::codes::Code;
use super::ids::{self, Seen};
use super::index::SchoolIndex;
use super::money::MAX_FEE_FEN;
use super::path::Path;
use super::patterns;
use super::rooms::{GRADE, MAX_PIECES, MAX_SEATS, POOL};
use super::sink::{Noun, Sink, both};
use crate::draft::{Activity, Component};
use crate::fault::Text;
use crate::words;

/// Most sections of an activity at once.
pub const MAX_SECTIONS: i64 = 1_000;
/// Most assistants of a session, whatever its size.
pub const MAX_ASSISTANTS: i64 = 100;
/// Most consecutive periods of a session.
pub const MAX_PERIODS_PER_SESSION: i64 = 12;

pub(super) const ACTIVITY: Noun = ("课程", "activity");

pub(super) fn check(sink: &mut Sink, path: &Path, here: &SchoolIndex) -> Vec<bool> {
    let mut seen = Seen::new();
    let activities = here.school.activities.iter().enumerate();
    activities
        .map(|(index, activity)| {
            sink.sound(|sink| {
                ids::unique(sink, &mut seen, path, ("activities", index), &activity.id, ACTIVITY);
                check_one(sink, here, &path.entity("activities", &activity.id, index), activity);
            })
        })
        .collect()
}

/// A value that is given where it has no effect.
pub(super) fn ignored(sink: &mut Sink, path: &Path, why: Noun) {
    sink.note(
        Code::IgnoredValue,
        path,
        "",
        Text::new(
            format!("此值不起作用：{}", why.0),
            format!("the value has no effect: {}", why.1),
        ),
        Text::new(
            "删去此值，或核对是否填错位置",
            "remove it, or check whether it belongs elsewhere",
        ),
    );
}

fn check_one(sink: &mut Sink, here: &SchoolIndex, path: &Path, activity: &Activity) {
    ids::text(sink, &path.field("name"), &activity.name);
    sink.required(
        &path.field("component"),
        activity.component.is_some(),
        ("类别（1/T/X 等）", "component"),
    );
    sink.required(&path.field("category"), activity.category.is_some(), ("内容类别", "category"));
    sink.not_empty(&path.field("segments"), activity.segments.len(), ("时段用途", "segment"));
    sink.distinct(
        path,
        "segments",
        activity.segments.iter(),
        |&&s| words::segment(s),
        ("时段用途", "segment"),
    );
    sink.not_empty(&path.field("grades"), activity.grades.len(), GRADE);
    for (index, &grade) in activity.grades.iter().enumerate() {
        sink.range(&path.item("grades", index), grade, 1..=9, GRADE);
    }
    sink.distinct(path, "grades", activity.grades.iter(), ToString::to_string, GRADE);
    sizes(sink, path, activity);
    meetings(sink, here, path, activity);
    needs(sink, here, path, activity);
}

fn sizes(sink: &mut Sink, path: &Path, activity: &Activity) {
    let (min, max) = (activity.min_size, activity.max_size);
    let in_range =
        sink.range(&path.field("min_size"), min, 1..=MAX_SEATS, ("开班最少人数", "smallest size"))
            & sink.range(
                &path.field("max_size"),
                max,
                1..=MAX_SEATS,
                ("每班最多人数", "largest size"),
            );
    if in_range && max < min {
        sink.note(
            Code::SizesReversed,
            &path.field("max_size"),
            &max.to_string(),
            Text::new(
                format!("每班最多 {max} 人少于开班最少 {min} 人"),
                format!("the largest size {max} is below the smallest size {min}"),
            ),
            Text::new("更正其中一个", "correct one of the two"),
        );
    }
    sink.range_if_set(
        &path.field("max_sections"),
        activity.max_sections,
        1..=MAX_SECTIONS,
        ("最多班数", "number of sections"),
    );
}

fn meetings(sink: &mut Sink, here: &SchoolIndex, path: &Path, activity: &Activity) {
    let sessions = ("每周课次", "sessions a week");
    sink.range_if_set(
        &path.field("sessions_per_week"),
        activity.sessions_per_week,
        1..=7,
        sessions,
    );
    let periods = ("每次课的时段数", "periods per session");
    let length = activity.periods_per_session;
    sink.range_if_set(
        &path.field("periods_per_session"),
        length,
        1..=MAX_PERIODS_PER_SESSION,
        periods,
    );
    let Some(component) = activity.component else { return };
    if component.opens_per_slot() {
        if !activity.patterns.is_empty() {
            let why =
                ("按时段开放的项目没有时间型", "activities that open per slot have no patterns");
            ignored(sink, &path.field("patterns"), why);
        }
        return;
    }
    grouping(sink, path, activity, component);
    patterns::check(sink, here, path, activity);
}

fn grouping(sink: &mut Sink, path: &Path, activity: &Activity, component: Component) {
    if let Some(grouping) = activity.grouping {
        sink.note(
            Code::GroupingNotAllowed,
            &path.field("grouping"),
            &both(&words::grouping(grouping)),
            Text::new(
                "T 类和 X 类项目按时间型开课，不能设编班方式",
                format!(
                    "an activity of component {} opens as sections on a pattern and has no grouping",
                    words::component(component).en
                ),
            ),
            Text::new("删去编班方式，或改为按时段开放的类别", "remove the grouping, or choose a component that opens per slot"),
        );
    }
}

fn needs(sink: &mut Sink, here: &SchoolIndex, path: &Path, activity: &Activity) {
    for (index, kind) in activity.room_kinds.iter().enumerate() {
        ids::word(sink, &path.item("room_kinds", index), kind, ("场地类型", "room kind"));
    }
    sink.distinct(
        path,
        "room_kinds",
        activity.room_kinds.iter(),
        |k| (*k).clone(),
        ("场地类型", "room kind"),
    );
    ids::text(sink, &path.field("skill"), &activity.skill);
    sink.range_if_set(
        &path.field("skill_level"),
        activity.skill_level,
        1..=3,
        ("特长等级", "skill level"),
    );
    sink.range(
        &path.field("assistants"),
        activity.assistants,
        0..=MAX_ASSISTANTS,
        ("助教人数", "number of assistants"),
    );
    let per = ("每名助教负责的学生数", "pupils per assistant");
    sink.range_if_set(
        &path.field("pupils_per_assistant"),
        activity.pupils_per_assistant,
        1..=MAX_SEATS,
        per,
    );
    let fee = ("材料费（分）", "material fee, fen");
    sink.range(&path.field("material_fee_fen"), activity.material_fee_fen, 0..=MAX_FEE_FEN, fee);
    for (index, used) in activity.equipment.iter().enumerate() {
        let at = path.item("equipment", index);
        let pool = used.equipment.as_str();
        sink.reference(&at.field("equipment"), pool, here.equipment.contains_key(pool), POOL);
        sink.range(
            &at.field("quantity"),
            used.quantity,
            1..=MAX_PIECES,
            ("器材数量", "pieces used"),
        );
    }
    sink.distinct(
        path,
        "equipment",
        activity.equipment.iter().map(|e| &e.equipment),
        |e| (*e).clone(),
        POOL,
    );
}
