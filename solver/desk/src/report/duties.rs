//! Duty roster and log, and dismissal by gate and wave.

use super::model::{Block, Page, Sheet};
use super::view::View;
use crate::write::value::{Out, clock};
use kehou_domain::draft::{DismissalPoint, DutyKind, Period, SlotRef};
use kehou_domain::plan::{Departure, DutyAssignment};
use kehou_domain::words;
use std::collections::BTreeMap;

/// Both pages.
pub(crate) fn pages(view: &View) -> Vec<Page> {
    vec![duties(view), dismissal(view)]
}

fn duties(view: &View) -> Page {
    let mut roster = vec![
        (view.say("星期", "Day"), 0.6),
        (view.say("时间", "Time"), 1.0),
        (view.say("值守", "Duty"), 1.0),
        (view.say("地点", "Place"), 1.0),
        (view.say("教师", "Staff"), 1.2),
    ];
    let mut sheet = Sheet::new(view.say("值守安排", "Duty roster"), &roster);
    let mut all: Vec<&DutyAssignment> = view.plan.duties.iter().collect();
    all.sort_by_key(|duty| {
        (duty.weekday, duty.period, duty.kind, &duty.gate, &duty.area, duty.wave)
    });
    sheet.rows = all.iter().map(|duty| line(view, duty)).collect();
    roster.extend([
        (view.say("到岗", "Arrived"), 0.7),
        (view.say("情况记录", "What happened"), 2.4),
        (view.say("签名", "Signed"), 0.9),
    ]);
    let mut log = Sheet::new(view.say("值守日志（每周一张）", "Duty log (one a week)"), &roster);
    log.is_form = true;
    log.rows = all
        .iter()
        .map(|duty| {
            let mut row = line(view, duty);
            row.resize(8, Out::Blank);
            row
        })
        .collect();
    let none = view.say("本方案没有值守安排。", "The plan has no duties.");
    let blocks = if all.is_empty() {
        vec![Block::Text(none)]
    } else {
        vec![Block::Table(sheet), Block::Table(log)]
    };
    Page::new("duties", view.say("值守表", "Duties"), blocks).wide()
}

fn line(view: &View, duty: &DutyAssignment) -> Vec<Out> {
    let slot = SlotRef { weekday: duty.weekday, period: duty.period };
    let time = match duty.kind {
        Some(DutyKind::LeaderOnDuty) => view.say("全天", "whole service"),
        Some(DutyKind::GateGuard) => {
            let end = view.times(slot).split('-').nth(1).unwrap_or_default().to_owned();
            view.lang()
                .pick(format!("{end} 第{}批", duty.wave), format!("{end} wave {}", duty.wave))
        }
        _ => format!("{} {}", view.period(duty.period), view.times(slot)),
    };
    let kind = duty.kind.map(|kind| view.lang().of(&words::duty(kind))).unwrap_or_default();
    vec![
        Out::text(view.day(duty.weekday)),
        Out::text(time),
        Out::text(kind),
        Out::text(format!("{}{}", duty.gate, duty.area)),
        Out::text(view.person(&duty.staff)),
    ]
}

/// How many leave at a point on a weekday, by group.
fn leavers<'a>(view: &View<'a>, weekday: i32, point: &str) -> BTreeMap<&'a str, i64> {
    let mut counts = BTreeMap::new();
    for student in &view.school.students {
        let leaves = |day: &kehou_domain::draft::Attendance| {
            day.weekday == weekday && day.dismissal_point == point
        };
        if student.attendance.iter().any(leaves) {
            *counts.entry(student.group.as_str()).or_default() += 1;
        }
    }
    counts
}

fn dismissal(view: &View) -> Page {
    let heads = [
        (view.say("离校时间", "Leaves at"), 0.8),
        (view.say("批次", "Wave"), 0.5),
        (view.say("校门", "Gate"), 0.8),
        (view.say("班级", "Classes"), 3.0),
        (view.say("人数", "Pupils"), 0.5),
        (view.say("值守", "Guards"), 1.2),
    ];
    let mut blocks = Vec::new();
    for weekday in view.weekdays() {
        let mut sheet = Sheet::new(view.day(weekday), &heads);
        let mut points: Vec<_> = view.school.dismissal_points.iter().collect();
        points.sort_by_key(|point| point.period);
        sheet.rows = points.into_iter().flat_map(|point| leaving(view, weekday, point)).collect();
        blocks.push(Block::Table(sheet));
    }
    Page::new("dismissal", view.say("离校安排", "Dismissal by gate and wave"), blocks)
}

/// The lines of a dismissal point on a weekday.
fn leaving(view: &View, weekday: i32, point: &DismissalPoint) -> Vec<Vec<Out>> {
    let counts = leavers(view, weekday, &point.id);
    let is = |period: &&Period| period.weekday == weekday && period.index == point.period;
    let Some(period) = view.school.periods.iter().find(is).filter(|_| !counts.is_empty()) else {
        return Vec::new();
    };
    let line = |((wave, gate), groups): ((i32, String), Vec<&str>)| {
        let at = period.end_minute + (wave.max(1) - 1) * point.wave_minutes.unwrap_or(5);
        let pupils = groups.iter().filter_map(|group| counts.get(group)).sum();
        let is_guard = |duty: &&DutyAssignment| {
            duty.kind == Some(DutyKind::GateGuard)
                && (duty.weekday, duty.period) == (weekday, point.period)
                && (&duty.gate, duty.wave) == (&gate, wave)
        };
        let guards = view.plan.duties.iter().filter(is_guard).map(|duty| &duty.staff);
        vec![
            Out::text(clock(at.into())),
            if wave == 0 { Out::Blank } else { Out::Int(wave.into()) },
            Out::text(gate.clone()),
            Out::text(groups.join(view.lang().comma())),
            Out::Int(pupils),
            Out::text(view.people(guards)),
        ]
    };
    ways(view, weekday, &point.id, &counts).into_iter().map(line).collect()
}

/// Groups by wave and gate; where the plan has no gates, all in one line.
fn ways<'a>(
    view: &View,
    weekday: i32,
    point: &str,
    counts: &BTreeMap<&'a str, i64>,
) -> BTreeMap<(i32, String), Vec<&'a str>> {
    let mut ways: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for &group in counts.keys() {
        let is = |way: &&Departure| {
            way.group == group && way.weekday == weekday && way.dismissal_point == point
        };
        let way = view.plan.departures.iter().find(is);
        let key = way.map_or((0, String::new()), |way| (way.wave, way.gate.clone()));
        ways.entry(key).or_default().push(group);
    }
    ways
}
