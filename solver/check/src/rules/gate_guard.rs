//! Every guard missing at a gate and wave by which any group leaves counts.
//!
//! Points = weight x sum over weekdays, dismissal points, gates and waves by which pupils leave:
//! max(0, heads - guards there).

use crate::duties::{Missing, heads, judge_switch};
use crate::facts::Facts;
use crate::people::guarded_point;
use crate::rules::dismissal_wave::{leaving, valid_departures};
use crate::school::SchoolView;
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::DutyKind;
use kehou_domain::fault::Text;
use kehou_domain::plan::DutyAssignment;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::GateGuard;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        judge_switch(view, RULE, DutyKind::GateGuard, tally);
        let guards = view.plan.duties.iter().filter(|duty| duty.kind == Some(DutyKind::GateGuard));
        for duty in guards.filter(|duty| guarded_point(view, duty).is_none()) {
            let (id, gate, wave) = (&duty.staff, &duty.gate, duty.wave);
            let day = words::weekday(duty.weekday);
            let what = Text::new(
                format!("{id} {}的门口值守（门 {gate} 第 {wave} 批）不存在", day.zh),
                format!("{id} guards gate {gate}, wave {wave} on {}: no such thing", day.en),
            );
            tally.fault(RULE, view.index, what);
        }
        for Missing { heads, said, .. } in missing(facts, view) {
            tally.fall_short(RULE, view.index, view.rules.weight(RULE) * heads, || said);
        }
    }
}

/// Heads missing per weekday, dismissal point, gate and wave.
pub fn missing(facts: &Facts, view: &SchoolView) -> Vec<Missing> {
    let needed = i64::from(view.rules.gate_guard_heads);
    let filled = heads(facts, view, DutyKind::GateGuard, |duty| {
        (duty.weekday, duty.period, duty.gate.as_str(), duty.wave)
    });
    let leaving = leaving(view);
    let used: BTreeSet<(i32, &str, &str, i32)> = valid_departures(view)
        .filter(|d| leaving.contains_key(&(d.weekday, &d.dismissal_point, d.group.as_str())))
        .map(|d| (d.weekday, d.dismissal_point.as_str(), d.gate.as_str(), d.wave))
        .collect();
    used.into_iter()
        .filter_map(|(weekday, point, gate, wave)| {
            let period = view.points.get(point)?.period;
            let there =
                filled.get(&(weekday, period, gate, wave)).map_or(0, |who| who.len() as i64);
            let day = words::weekday(weekday);
            let duty = DutyAssignment {
                kind: Some(DutyKind::GateGuard),
                weekday,
                period,
                gate: gate.to_owned(),
                wave,
                ..DutyAssignment::default()
            };
            Missing::new(needed - there, duty, |n| {
                Text::new(
                    format!("{} {point}：门 {gate} 第 {wave} 批缺 {n} 人值守", day.zh),
                    format!("{} {point}: gate {gate}, wave {wave}, guards missing: {n}", day.en),
                )
            })
        })
        .collect()
}
