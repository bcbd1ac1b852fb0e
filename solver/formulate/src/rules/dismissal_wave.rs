//! `dismissal_wave`: each pupil over a gate's capacity in a wave costs points; each group that
//! leaves at an stand with gates does so by one gate and wave.
//!
//! For each stand e and group k that leaves there: sum over gates g and waves v of
//! leave(k, e, g, v) = 1. For each e, g, v, n(k, e) the pupils of k:
//! over(e, g, v) >= sum over k of n(k, e) x leave(k, e, g, v) - capacity(e, g).
//! Level 1: weight x over(e, g, v).

use crate::duties::Departure;
use crate::model::Model;
use crate::program::{Program, Sense};
use kehou_domain::rule::{Kind, Rule};
use std::collections::BTreeMap;

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let mut by_group: BTreeMap<(usize, usize), Vec<&Departure>> = BTreeMap::new();
    let mut by_wave: BTreeMap<(usize, usize, i32), Vec<&Departure>> = BTreeMap::new();
    for leave in &model.departures {
        by_group.entry((leave.stand, leave.group)).or_default().push(leave);
        by_wave.entry((leave.stand, leave.gate, leave.wave)).or_default().push(leave);
    }
    for ((stand, group), ways) in by_group {
        let who = format!("{}:{}", stand_name(model, stand), model.names.groups[group]);
        let terms = ways.into_iter().map(|leave| (leave.column, 1));
        program.row(model.name("dismissal_wave", &who), terms, Sense::Equal, 1);
    }
    if !model.school.rules.is_on(Rule::DismissalWave) {
        return;
    }
    for ((stand, gate, wave), leaving) in by_wave {
        let capacity = i64::from(model.school.stands[stand].gates[gate].1);
        let all: i64 = leaving.iter().map(|leave| leave.pupils).sum();
        if all > capacity {
            let who = format!("{}:gate{gate}.{wave}", stand_name(model, stand));
            let name = model.name("dismissal_wave", &who);
            let over = program.number(name.clone(), all - capacity);
            let weight = model.school.rules.weight(Rule::DismissalWave);
            program.charge(over, Kind::Elastic, weight);
            let pupils = leaving.into_iter().map(|leave| (leave.column, -leave.pupils));
            program.row(name, pupils.chain([(over, 1)]), Sense::AtLeast, -capacity);
        }
    }
}

fn stand_name(model: &Model, stand: usize) -> String {
    let stand = &model.school.stands[stand];
    format!("w{}p{}", stand.weekday, stand.period)
}
