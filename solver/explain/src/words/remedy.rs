//! Remedies in words: what the school would have to change, and what comes of it.

use super::{counted, slots, title};
use kehou_domain::answer::{Adjustment, Move, Remedy};
use kehou_domain::draft::School;
use kehou_domain::fault::Text;
use kehou_domain::words;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a remedy takes.
pub(super) fn takes(school: &School, remedy: &Remedy) -> Text {
    if remedy.adjustments.is_empty() {
        return Text::new("现有条件即可", "nothing more than there is");
    }
    let said = joined(&remedy.adjustments);
    let said: Vec<Text> = said
        .iter()
        .map(|(adjustment, heads)| adjustment_words(school, adjustment, *heads))
        .collect();
    let zh: Vec<&str> = said.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = said.iter().map(|text| text.en.as_str()).collect();
    Text::new(zh.join("，并且"), en.join(", and "))
}

/// What comes of a remedy for others and for the plan.
pub(super) fn effect(remedy: &Remedy) -> Text {
    let mut zh = Vec::new();
    let mut en = Vec::new();
    let n = remedy.others_moved;
    let is_about_a_pupil = remedy.points != Move::default();
    match (n, is_about_a_pupil) {
        (0, true) => {
            zh.push("其他学生不变".to_owned());
            en.push("nobody else is placed anew".to_owned());
        }
        (0, false) => {
            zh.push("学生安排不变".to_owned());
            en.push("no pupil is placed anew".to_owned());
        }
        (_, true) => {
            zh.push(format!("另有 {n} 名学生变动"));
            en.push(format!("{} beside this one placed anew", counted(n.into(), "pupil")));
        }
        (_, false) => {
            zh.push(format!("{n} 名学生变动"));
            en.push(format!("{} placed anew", counted(n.into(), "pupil")));
        }
    }
    for (word_zh, word_en, figure) in
        [("缺口", "shortfall", remedy.shortfall), ("质量分", "quality", remedy.quality)]
    {
        let moved = figure.after - figure.before;
        if moved != 0 {
            zh.push(format!("{word_zh} {moved:+}"));
            en.push(format!("{word_en} {moved:+}"));
        }
    }
    Text::new(zh.join("，"), en.join(", "))
}

/// New people who are alike are counted together.
fn joined(adjustments: &[Adjustment]) -> Vec<(Adjustment, i64)> {
    let mut people: BTreeMap<Adjustment, i64> = BTreeMap::new();
    let mut rest = Vec::new();
    for adjustment in adjustments {
        match adjustment.clone() {
            Adjustment::Staff { skill, level, slots, rank, duty, .. } => {
                let staff = String::new();
                let alike = Adjustment::Staff { staff, skill, level, slots, rank, duty };
                *people.entry(alike).or_default() += 1;
            }
            other => rest.push((other, 1)),
        }
    }
    rest.extend(people);
    rest
}

fn adjustment_words(school: &School, adjustment: &Adjustment, heads: i64) -> Text {
    let name = |id: &str| title(school, id).to_owned();
    match adjustment {
        Adjustment::Seats { activity, more } => Text::new(
            format!("{}每班多收 {more} 人", name(activity)),
            format!("{} more in a section of {}", counted((*more).into(), "seat"), name(activity)),
        ),
        Adjustment::RoomCapacity { room, more } => Text::new(
            format!("场地 {room} 多容纳 {more} 人"),
            format!("room for {more} more in {room}"),
        ),
        Adjustment::MinSize { activity, least } => Text::new(
            format!("{}最低开班人数降到 {least}", name(activity)),
            format!("sections of {} from {} on", name(activity), counted((*least).into(), "pupil")),
        ),
        Adjustment::MaxSections { activity, more } => Text::new(
            format!("{}可多开 {more} 个班", name(activity)),
            format!("{} more of {} allowed", counted((*more).into(), "section"), name(activity)),
        ),
        Adjustment::Grade { activity, grade } => Text::new(
            format!("{}向 {grade} 年级开放", name(activity)),
            format!("{} open to grade {grade}", name(activity)),
        ),
        Adjustment::Attendance { weekday, from_period, dismissal_point } => {
            let day = words::weekday(*weekday);
            Text::new(
                format!("该生{}从第 {from_period} 节留到 {dismissal_point}", day.zh),
                format!(
                    "the pupil stays from period {from_period} to {dismissal_point} on {}",
                    day.en
                ),
            )
        }
        Adjustment::Agreed { student, activity } => Text::new(
            format!("学生 {student} 的家长同意参加{}", name(activity)),
            format!("the family of {student} agrees to {}", name(activity)),
        ),
        Adjustment::Segment { activity, segment } => {
            let kind = words::segment(*segment);
            Text::new(
                format!("{}也在{}时段开设", name(activity), kind.zh),
                format!("{} held in {} periods too", name(activity), kind.en),
            )
        }
        Adjustment::StaffCap { staff, more } => Text::new(
            format!("{staff} 的课时上限每周放宽 {more} 节"),
            format!("caps of {staff} raised by {} a week", counted((*more).into(), "period")),
        ),
        Adjustment::Room { kind, capacity, slots: at, .. } => Text::new(
            format!("{}多一处{kind}场地（容纳 {capacity} 人）", slots(at).zh),
            format!("one more {kind} for {capacity} on {}", slots(at).en),
        ),
        _ => more(adjustment, heads),
    }
}

/// More of what the school has not.
fn more(adjustment: &Adjustment, heads: i64) -> Text {
    match adjustment {
        Adjustment::Staff { skill, level, slots: at, rank, duty, .. } => {
            let mut zh = format!("{}增加 {heads} 名教职工", slots(at).zh);
            let mut en = format!("{} more on {}", counted(heads, "person"), slots(at).en);
            if !skill.is_empty() {
                let _ = write!(zh, "（{skill}，{level} 级）");
                let _ = write!(en, " with skill {skill}, level {level}");
            }
            if let Some(duty) = duty.map(words::duty) {
                let _ = write!(zh, "，负责{}", duty.zh);
                let _ = write!(en, " for {}", duty.en);
            }
            if let Some(rank) = rank.map(words::rank) {
                let _ = write!(zh, "（{}）", rank.zh);
                let _ = write!(en, " ({})", rank.en);
            }
            Text::new(zh, en)
        }
        Adjustment::Equipment { equipment, more } => Text::new(
            format!("器材 {equipment} 增加 {more} 件"),
            format!("{} more of {equipment}", counted((*more).into(), "piece")),
        ),
        Adjustment::Gate { dismissal_point, gate, more } => Text::new(
            format!("{dismissal_point} 门 {gate} 每批多放行 {more} 人"),
            format!("{more} more a wave through gate {gate} at {dismissal_point}"),
        ),
        Adjustment::Money { fen } => Text::new(
            format!("本学期经费增加 {} 元", fen / 100),
            format!("{} yuan more for the term", fen / 100),
        ),
        Adjustment::MentorPupils { most } => Text::new(
            format!("每名导师最多带 {most} 人"),
            format!("up to {} a mentor", counted((*most).into(), "pupil")),
        ),
        _ => Text::new("", ""),
    }
}
