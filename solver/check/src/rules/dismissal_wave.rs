//! Every pupil over a gate's capacity in a wave counts. A group that leaves at a dismissal point
//! with gates has one departure there, through a gate and wave that exist; so too for `gate_guard`.
//!
//! Points = weight x sum over weekdays, dismissal points, gates, waves: max(0, pupils leaving -
//! `pupils_per_wave`).

use crate::facts::Facts;
use crate::people::waves;
use crate::report::{Lack, Said};
use crate::school::SchoolView;
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::SlotRef;
use kehou_domain::fault::Text;
use kehou_domain::plan::{Departure, DutyAssignment};
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

const RULE: Rule = Rule::DismissalWave;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        judge_departures(view, tally);
        judge_loads(view, tally);
    }
}

/// Pupils leaving per weekday, dismissal point and group.
pub fn leaving<'a>(view: &SchoolView<'a>) -> BTreeMap<(i32, &'a str, &'a str), i64> {
    let mut count = BTreeMap::new();
    for student in &view.school.students {
        for day in &student.attendance {
            let point = day.dismissal_point.as_str();
            *count.entry((day.weekday, point, student.group.as_str())).or_default() += 1;
        }
    }
    count
}

/// Departures whose group, point, gate and wave exist.
pub fn valid_departures<'a>(view: &SchoolView<'a>) -> impl Iterator<Item = &'a Departure> {
    view.plan.departures.iter().filter(|departure| capacity(view, departure).is_some())
}

/// Pupils per wave of the gate of a departure; none when group, point, gate or wave do not exist.
fn capacity(view: &SchoolView, departure: &Departure) -> Option<i64> {
    view.groups.get(departure.group.as_str())?;
    let point = view.points.get(departure.dismissal_point.as_str())?;
    let gate = point.gates.iter().find(|gate| gate.gate == departure.gate)?;
    let exists = (1..=waves(point)).contains(&departure.wave)
        && view.bell.keys().any(|slot| slot.weekday == departure.weekday);
    exists.then_some(i64::from(gate.pupils_per_wave))
}

fn judge_departures(view: &SchoolView, tally: &mut Tally) {
    let mut seen = BTreeSet::new();
    for departure in &view.plan.departures {
        let Departure { group, weekday, dismissal_point: point, gate, wave } = departure;
        let day = words::weekday(*weekday);
        if capacity(view, departure).is_none() {
            let what = Text::new(
                format!("{group} 班{}在 {point} 经门 {gate} 第 {wave} 批离校：不存在", day.zh),
                format!(
                    "group {group} leaves {point} by gate {gate}, wave {wave} on {}: no such thing",
                    day.en
                ),
            );
            tally.fault(RULE, view.index, what);
        } else if !seen.insert((group, weekday, point)) {
            let what = Text::new(
                format!("{group} 班{}在 {point} 有多个离校安排", day.zh),
                format!("group {group} has more than one departure at {point} on {}", day.en),
            );
            tally.violation(RULE, view.index, what);
        }
    }
}

fn judge_loads(view: &SchoolView, tally: &mut Tally) {
    let weight = view.rules.weight(RULE);
    let is_asked = view.rules.is_on(RULE) || view.rules.is_on(Rule::GateGuard);
    let departures: BTreeMap<(i32, &str, &str), &Departure> = valid_departures(view)
        .map(|d| ((d.weekday, d.dismissal_point.as_str(), d.group.as_str()), d))
        .collect();
    let mut loads: BTreeMap<(i32, &str, &str, i32), (i64, i64)> = BTreeMap::new();
    for ((weekday, point, group), pupils) in leaving(view) {
        let has_gates = view.points.get(point).is_some_and(|point| !point.gates.is_empty());
        match departures.get(&(weekday, point, group)) {
            Some(d) => {
                let load = loads.entry((weekday, point, &d.gate, d.wave)).or_default();
                *load = (load.0 + pupils, capacity(view, d).unwrap_or(0));
            }
            None if has_gates && is_asked => {
                let day = words::weekday(weekday);
                let what = Text::new(
                    format!("{} {point}：{group} 班 {pupils} 人没有离校安排", day.zh),
                    format!(
                        "{} {point}: {pupils} pupils of group {group} have no departure",
                        day.en
                    ),
                );
                tally.fault(RULE, view.index, what);
            }
            None => {}
        }
    }
    for ((weekday, point, gate, wave), (pupils, capacity)) in loads {
        let over = (pupils - capacity).max(0);
        tally.fall_short(RULE, view.index, weight * over, || {
            let day = words::weekday(weekday);
            let what = Text::new(
                format!("{} {point}：门 {gate} 第 {wave} 批超 {over} 人", day.zh),
                format!("{} {point}: gate {gate}, wave {wave} is {over} pupils over", day.en),
            );
            let gate =
                DutyAssignment { weekday, gate: gate.to_owned(), wave, ..Default::default() };
            let at = Some(SlotRef { weekday, period: 0 });
            let subject = point.to_owned();
            Said(what, Lack { at, subject, count: over, duty: Some(gate), ..Lack::default() })
        });
    }
}
