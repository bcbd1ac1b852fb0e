//! `worst_off`: what f(S) adds to S, times w: S counts double beyond the first knee and four
//! times beyond the second.
//!
//! For each pupil s and knee K: beyond(s, K) >= S(s) - K.
//! Level 2: weight x w(s) x (beyond(s, K1) + 2 x beyond(s, K2)).

use crate::model::Model;
use crate::program::{Program, Sense};
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let rules = &model.school.rules;
    let weight = rules.weight(Rule::WorstOff);
    if weight == 0 {
        return;
    }
    for (student, who) in model.names.students.iter().enumerate() {
        let w = model.school.students[student].weight;
        let points = &model.points[student];
        let most: i64 = points.iter().map(|&(c, s)| s * program.columns()[c.0].upper).sum();
        let knees = [(rules.worst_off_first_knee, 1), (rules.worst_off_second_knee, 2)];
        for (number, (knee, times)) in knees.into_iter().enumerate() {
            if most > knee {
                let name = model.name("worst_off", &format!("{who}:{}", number + 1));
                let beyond = program.number(name.clone(), most - knee);
                program.charge(beyond, Kind::Quality, weight * w * times);
                let terms = points.iter().map(|&(column, s)| (column, -s)).chain([(beyond, 1)]);
                program.row(name, terms, Sense::AtLeast, -knee);
            }
        }
    }
}
