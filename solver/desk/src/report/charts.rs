//! Charts where people would rather look than read: demand against places, satisfaction by rank
//! and priority group, workload, shortage by weekday and period.

use super::chart::{Bar, Chart, LEFT, Style, bars, figures as table};
use super::figures;
use super::shape::{Anchor, Drawing, INK, PALE, SERIES, WIDTH};
use super::view::View;
use kehou_domain::draft::SlotRef;
use kehou_domain::explanation::Reason;
use kehou_domain::words;
use std::collections::BTreeMap;

/// The charts of a school, those with something to show.
pub(crate) fn of_school(view: &View) -> Vec<Chart> {
    [demand(view), ranks(view), priorities(view), workload(view), shortage(view)]
        .into_iter()
        .flatten()
        .collect()
}

fn percent(part: i64, whole: i64) -> String {
    format!("{}%", (part * 100 + whole / 2) / whole.max(1))
}

/// First choices and places of each activity with sections, most wanted first.
fn demand(view: &View) -> Option<Chart> {
    let mut wanted: BTreeMap<&str, i64> = BTreeMap::new();
    for choice in view.school.students.iter().flat_map(|student| &student.choices) {
        if choice.rank == 1 {
            *wanted.entry(&choice.activity).or_default() += 1;
        }
    }
    let mut lines: Vec<(i64, Bar)> = Vec::new();
    for item in &view.school.activities {
        if item.component.is_none_or(kehou_domain::draft::Component::opens_per_slot) {
            continue;
        }
        let wanted = wanted.get(item.id.as_str()).copied().unwrap_or(0);
        let open = view.plan.sections.iter().filter(|section| section.activity == item.id).count();
        let places = open as i64 * i64::from(item.max_size);
        if wanted + places > 0 {
            let shown = format!("{wanted} / {places}");
            lines.push((
                wanted,
                Bar { label: view.title(&item.id), values: vec![wanted, places], shown },
            ));
        }
    }
    lines.sort_by_key(|(wanted, _)| -wanted);
    let heads = [
        view.say("项目", "Activity"),
        view.say("第一志愿人数", "first choices"),
        view.say("名额", "places"),
    ];
    let lines: Vec<Bar> = lines.into_iter().map(|(_, bar)| bar).collect();
    let title = view.say("各课程的需求与名额", "Demand against places");
    bars(view.lang(), title, &heads, &lines, Style::Beside)
}

/// Choices granted by rank.
fn ranks(view: &View) -> Option<Chart> {
    let found = view.facts.explanations.schools.iter().find(|s| s.school == view.school.id)?;
    let mut counts: BTreeMap<i32, (i64, i64)> = BTreeMap::new();
    for choice in found.students.iter().flat_map(|student| &student.choices) {
        let (granted, not) = counts.entry(choice.rank).or_default();
        *(if choice.reason == Some(Reason::Granted) { granted } else { not }) += 1;
    }
    let lines: Vec<Bar> = counts
        .into_iter()
        .map(|(rank, (granted, not))| Bar {
            label: match rank {
                0 => view.say("未填志愿", "not listed"),
                n => view.lang().pick(format!("第{n}志愿"), format!("choice {n}")),
            },
            values: vec![granted, not],
            shown: format!("{granted} / {}", granted + not),
        })
        .collect();
    let heads = [
        view.say("志愿", "Choice"),
        view.say("已满足", "granted"),
        view.say("未满足", "not granted"),
    ];
    let title = view.say("按志愿名次的满足情况", "Choices granted by rank");
    bars(view.lang(), title, &heads, &lines, Style::Stacked)
}

/// Sessions granted by priority group.
fn priorities(view: &View) -> Option<Chart> {
    let kpis = figures::of_school(view)?;
    let line = |group: &kehou_domain::outcome::PriorityKpi| Bar {
        label: group
            .priority
            .map_or(view.say("无优先", "no priority"), |p| view.lang().of(&words::priority(p))),
        values: vec![group.sessions_granted, group.sessions_wanted - group.sessions_granted],
        shown: percent(group.sessions_granted, group.sessions_wanted),
    };
    let wants = kpis.by_priority.iter().filter(|group| group.sessions_wanted > 0);
    let lines: Vec<Bar> = wants.map(line).collect();
    let heads = [
        view.say("优先群体", "Priority group"),
        view.say("已满足课次", "sessions granted"),
        view.say("未满足", "not granted"),
    ];
    let title = view.say("按优先群体的满足情况", "Sessions granted by priority group");
    bars(view.lang(), title, &heads, &lines, Style::Stacked)
}

/// Load of each willing member of staff: day and after school.
fn workload(view: &View) -> Option<Chart> {
    let found = view.facts.explanations.schools.iter().find(|s| s.school == view.school.id)?;
    let mut lines: Vec<Bar> = found
        .staff
        .iter()
        .filter(|person| person.periods > 0)
        .map(|person| {
            let (day, after) = (i64::from(person.day_load), i64::from(person.periods));
            let shown = format!("{day} + {after}");
            Bar { label: view.person(&person.staff), values: vec![day, after], shown }
        })
        .collect();
    lines.sort_by_key(|bar| -bar.values.iter().sum::<i64>());
    let heads =
        [view.say("教师", "Staff"), view.say("白天", "day"), view.say("课后", "after school")];
    let title = view.say("教师工作量（白天 + 课后，节）", "Workload (day + after school, periods)");
    bars(view.lang(), title, &heads, &lines, Style::Stacked)
}

/// What lacks in each slot: pupils without a place, sessions without a lead.
fn shortage(view: &View) -> Option<Chart> {
    let mut missing: BTreeMap<SlotRef, i64> = BTreeMap::new();
    for &slot in &view.slots {
        let pupils = view.school.students.iter().filter(|student| {
            view.attends(student, slot) && view.of_student(&student.student, slot).is_none()
        });
        *missing.entry(slot).or_default() += pupils.count() as i64;
    }
    for session in view.plan.sections.iter().flat_map(|section| &section.sessions) {
        if session.lead.is_empty() {
            *missing.entry(session.start).or_default() += 1;
        }
    }
    let most = missing.values().copied().max().filter(|&most| most > 0)?;
    let (days, indices) = (view.weekdays(), view.indices());
    let title = view.say(
        "各时段的缺口（无去处的学生 + 无人主讲的课次）",
        "Shortage by slot (pupils without a place + sessions without a lead)",
    );
    let heads: Vec<String> = std::iter::once(view.say("时段", "Period"))
        .chain(days.iter().map(|&day| view.day(day)))
        .collect();
    let count = |period, weekday| missing.get(&SlotRef { weekday, period }).copied();
    let rows = indices.iter().map(|&period| {
        let counts = days.iter().map(|&day| count(period, day).unwrap_or(0)).collect();
        (view.period(period), counts)
    });
    let figures = table(title.clone(), &heads, rows);
    let mut drawing = Drawing::new(title, (WIDTH, 48.0 + 24.0 * indices.len() as f32));
    let wide = (WIDTH - LEFT) / days.len().max(1) as f32;
    for (at, &day) in days.iter().enumerate() {
        let x = LEFT + wide * (at as f32 + 0.5);
        drawing.text((x, 32.0), 9.0, Anchor::Middle, view.day(day), INK);
    }
    for (row, &period) in indices.iter().enumerate() {
        let top = 40.0 + 24.0 * row as f32;
        drawing.text((LEFT - 8.0, top + 14.0), 9.0, Anchor::End, view.period(period), INK);
        for (at, &weekday) in days.iter().enumerate() {
            let Some(count) = count(period, weekday) else { continue };
            let at = (LEFT + wide * at as f32 + 1.0, top);
            drawing.rect(at, (wide - 2.0, 22.0), shade(count, most));
            let ink = if count * 2 > most { 0x00ff_ffff } else { INK };
            drawing.text(
                (at.0 + wide / 2.0, top + 14.5),
                9.0,
                Anchor::Middle,
                count.to_string(),
                ink,
            );
        }
    }
    Some(Chart { drawing, figures, style: Style::Beside })
}

/// From pale to dark.
fn shade(count: i64, most: i64) -> u32 {
    let part = |shift: u32| {
        let (pale, dark) = ((PALE >> shift) & 255, (SERIES[0] >> shift) & 255);
        let share = count as f32 / most as f32;
        ((pale as f32 + (dark as f32 - pale as f32) * share) as u32) << shift
    };
    part(16) | part(8) | part(0)
}
