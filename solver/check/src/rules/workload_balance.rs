//! After-school periods beyond the school's target count by the square.
//!
//! Points = weight x sum over staff p: max(0, d + a - T)^2 - max(0, d - T)^2; d day load, a
//! periods, T target of the school that counts p: given, or derived as the mean, rounded half up,
//! over willing own staff of all their day loads + one per slot and group with an attending pupil
//! + patrol heads per such slot when `patrol` is on.

use crate::facts::Facts;
use crate::people::Person;
use crate::school::SchoolView;
use crate::tally::Tally;
use kehou_domain::draft::SlotRef;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::WorkloadBalance;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    let targets: Vec<i64> = facts.schools.iter().map(target).collect();
    for person in facts.people.values() {
        let Some(owner) = person.owner.or_else(|| person.work.first().map(|work| work.school))
        else {
            continue;
        };
        let weight = facts.schools[owner].rules.weight(RULE);
        tally.add(RULE, owner, weight * units(person, targets[owner]));
    }
}

/// What a person's load adds at a target T.
pub fn units(person: &Person, target: i64) -> i64 {
    let day = i64::from(person.staff.daytime_load);
    let over = (day + person.periods() - target).max(0);
    let before = (day - target).max(0);
    over * over - before * before
}

/// The target T of a school.
pub fn target(view: &SchoolView) -> i64 {
    view.rules.workload_target.unwrap_or_else(|| {
        let willing = view.school.staff.iter().filter(|person| person.willing);
        let loads: Vec<i64> = willing.map(|person| i64::from(person.daytime_load)).collect();
        let people = loads.len() as i64;
        let all = loads.iter().sum::<i64>() + periods_needed(view);
        if people == 0 { 0 } else { (2 * all + people).div_euclid(2 * people) }
    })
}

fn periods_needed(view: &SchoolView) -> i64 {
    let groups: BTreeSet<(SlotRef, &str)> = view
        .students
        .iter()
        .flat_map(|pupil| pupil.attended.iter().map(|&slot| (slot, pupil.student.group.as_str())))
        .collect();
    let heads = i64::from(view.rules.patrol_heads);
    let patrol = if view.rules.is_on(Rule::Patrol) { heads } else { 0 };
    groups.len() as i64 + patrol * view.served_slots().len() as i64
}
