//! Every supervisor missing in a slot and area counts; areas are floors with a session or grades
//! with an attending pupil.
//!
//! Points = weight x sum over slots s and areas r used in s: max(0, heads - supervisors of r in s).

use crate::duties::{Missing, heads, judge_switch};
use crate::facts::Facts;
use crate::school::SchoolView;
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::{DutyKind, SlotRef};
use kehou_domain::fault::Text;
use kehou_domain::plan::DutyAssignment;
use kehou_domain::policy::SupervisorArea;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::AreaSupervisor;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        judge_switch(view, RULE, DutyKind::AreaSupervisor, tally);
        let duties = view.plan.duties.iter();
        for duty in duties.filter(|duty| duty.kind == Some(DutyKind::AreaSupervisor)) {
            let slot = SlotRef { weekday: duty.weekday, period: duty.period };
            if !view.bell.contains_key(&slot) || !area_exists(view, &duty.area) {
                let (id, area, at) = (&duty.staff, &duty.area, words::slot(slot));
                let what = Text::new(
                    format!("{id} 在{}值守的区域 {area} 不存在", at.zh),
                    format!("{id} supervises area {area} on {}: no such thing", at.en),
                );
                tally.fault(RULE, view.index, what);
            }
        }
        for Missing { heads, said, .. } in missing(facts, view) {
            tally.fall_short(RULE, view.index, view.rules.weight(RULE) * heads, || said);
        }
    }
}

fn area_exists(view: &SchoolView, area: &str) -> bool {
    let floor = view.rooms.values().any(|room| room.floor == area);
    let venue = || {
        let sessions = view.sections.iter().flat_map(|section| &section.sessions);
        sessions.filter_map(|session| session.room).any(|room| room.room.floor == area)
    };
    let grade = || view.groups.values().any(|group| group.grade.to_string() == area);
    !area.is_empty() && (floor || venue() || grade())
}

/// Slots and areas in use.
fn areas(view: &SchoolView) -> BTreeSet<(SlotRef, String)> {
    match view.rules.supervisor_area {
        SupervisorArea::Year => view
            .students
            .iter()
            .flat_map(|pupil| pupil.attended.iter().map(|&slot| (slot, pupil.grade)))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|(slot, grade)| (slot, grade.to_string()))
            .collect(),
        SupervisorArea::Floor => {
            let sessions = view.sections.iter().flat_map(|section| &section.sessions);
            sessions
                .filter_map(|session| Some((session, &session.room?.room.floor)))
                .filter(|(_, floor)| !floor.is_empty())
                .flat_map(|(session, floor)| session.slots.iter().map(|&s| (s, floor.clone())))
                .collect()
        }
    }
}

/// Heads missing per slot and area.
pub fn missing(facts: &Facts, view: &SchoolView) -> Vec<Missing> {
    let needed = i64::from(view.rules.supervisor_heads);
    if needed == 0 {
        return Vec::new();
    }
    let filled = heads(facts, view, DutyKind::AreaSupervisor, |duty| {
        (SlotRef { weekday: duty.weekday, period: duty.period }, duty.area.clone())
    });
    areas(view)
        .into_iter()
        .filter_map(|place| {
            let there = filled.get(&place).map_or(0, |who| who.len() as i64);
            let (slot, area) = place;
            let at = words::slot(slot);
            let duty = DutyAssignment {
                kind: Some(DutyKind::AreaSupervisor),
                weekday: slot.weekday,
                period: slot.period,
                area: area.clone(),
                ..DutyAssignment::default()
            };
            Missing::new(needed - there, duty, |n| {
                Text::new(
                    format!("{}：区域 {area} 缺 {n} 人值守", at.zh),
                    format!("{}: area {area}, supervisors missing: {n}", at.en),
                )
            })
        })
        .collect()
}
