//! `companions`: each wish about another pupil that is not met costs points; together: at least
//! one common section of a pattern activity, apart: none.
//!
//! For each wish of pupil s about pupil o, over pattern sections c: together:
//! missed + sum over c of both(c) >= 1 with both(c) <= place(s, c) and both(c) <= place(o, c);
//! apart: missed >= place(s, c) + place(o, c) - 1 for each c. Level 1: weight x missed.

use crate::model::Model;
use crate::program::{Column, Program, Sense};
use kehou_domain::draft::CompanionWish;
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let weight = model.school.rules.weight(Rule::Companions);
    if weight == 0 {
        return;
    }
    for (student, who) in model.names.students.iter().enumerate() {
        for (number, &(other, wish)) in model.school.students[student].companions.iter().enumerate()
        {
            let name = model.name("companions", &format!("{who}:{number}"));
            let missed = program.number(name.clone(), 1);
            program.charge(missed, Kind::Elastic, weight);
            let common = common(model, student, other);
            match wish {
                CompanionWish::Together => add_together(&name, missed, &common, program),
                CompanionWish::Apart => add_apart(&name, missed, &common, program),
            }
        }
    }
}

/// Places of both in each section that both may be in.
fn common(model: &Model, student: usize, other: usize) -> Vec<(Column, Column)> {
    let pattern = model.sections.iter().filter(|section| model.has_pattern(section.activity));
    pattern
        .filter_map(|section| {
            let of = |who: usize| section.places.iter().find(|place| place.0 == who);
            Some((of(student)?.1, of(other)?.1))
        })
        .collect()
}

fn add_together(name: &str, missed: Column, common: &[(Column, Column)], program: &mut Program) {
    let mut terms = vec![(missed, 1)];
    for (i, &(mine, theirs)) in common.iter().enumerate() {
        let both = program.number(format!("{name}:both{i}"), 1);
        for (side, place) in [("mine", mine), ("theirs", theirs)] {
            let row = format!("{name}:both{i}:{side}");
            program.row(row, [(both, 1), (place, -1)], Sense::AtMost, 0);
        }
        terms.push((both, 1));
    }
    program.row(name.to_owned(), terms, Sense::AtLeast, 1);
}

fn add_apart(name: &str, missed: Column, common: &[(Column, Column)], program: &mut Program) {
    for (i, &(mine, theirs)) in common.iter().enumerate() {
        let terms = [(mine, 1), (theirs, 1), (missed, -1)];
        program.row(format!("{name}:apart{i}"), terms, Sense::AtMost, 1);
    }
}
