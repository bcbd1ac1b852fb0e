//! Every patrol head missing in a slot that any pupil attends counts.
//!
//! Points = weight x sum over slots s attended by any pupil: max(0, heads - patrols in s).

use crate::duties::{Missing, heads, judge_switch};
use crate::facts::Facts;
use crate::school::SchoolView;
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::{DutyKind, SlotRef};
use kehou_domain::fault::Text;
use kehou_domain::plan::DutyAssignment;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Patrol;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        judge_switch(view, RULE, DutyKind::Patrol, tally);
        for duty in view.plan.duties.iter().filter(|duty| duty.kind == Some(DutyKind::Patrol)) {
            let slot = SlotRef { weekday: duty.weekday, period: duty.period };
            if !view.bell.contains_key(&slot) {
                let (id, at) = (&duty.staff, words::slot(slot));
                let what = Text::new(
                    format!("{id} 的巡查时段 {} 不在作息表中", at.zh),
                    format!("the patrol of {id} on {} is not in the bell table", at.en),
                );
                tally.fault(RULE, view.index, what);
            }
        }
        for Missing { heads, said, .. } in missing(facts, view) {
            tally.fall_short(RULE, view.index, view.rules.weight(RULE) * heads, || said);
        }
    }
}

fn duty(at: SlotRef) -> DutyAssignment {
    let (weekday, period) = (at.weekday, at.period);
    DutyAssignment { kind: Some(DutyKind::Patrol), weekday, period, ..DutyAssignment::default() }
}

/// Heads missing per slot.
pub fn missing(facts: &Facts, view: &SchoolView) -> Vec<Missing> {
    let needed = i64::from(view.rules.patrol_heads);
    let filled = heads(facts, view, DutyKind::Patrol, |duty| (duty.weekday, duty.period));
    let slots = view.served_slots().into_iter();
    slots
        .filter_map(|slot| {
            let there = filled.get(&(slot.weekday, slot.period)).map_or(0, |who| who.len() as i64);
            let at = words::slot(slot);
            Missing::new(needed - there, duty(slot), |n| {
                Text::new(
                    format!("{}：缺 {n} 名巡查", at.zh),
                    format!("{}: {n} patrol missing", at.en),
                )
            })
        })
        .collect()
}
