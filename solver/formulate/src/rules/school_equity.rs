//! `school_equity`: a school's shortfall per pupil costs points by the square, so that no school
//! is left alone.
//!
//! E the school's points of level 1, n its pupils: n x each >= E - (n - 1), each = sum over k of
//! unit(k). Level 2: weight x (2 k - 1) for the k-th unit, which rises with k, so that units fill
//! in order and cost the square of their number. Added after every elastic rule. Of a bureau of one
//! school whose least shortfall is known, the first units are.

use crate::Objective;
use crate::model::Model;
use crate::program::{Column, Equity, Program, Sense};
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's columns, row and points. Level 1 knows nothing of it.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let weight = model.school.rules.weight(Rule::SchoolEquity);
    let Objective::Quality { shortfall_at_most } = program.objective else { return };
    let pupils = model.school.students.len().max(1) as i64;
    let most = |&(column, each): &(Column, i64)| each * program.columns()[column.0].upper;
    let most: i64 = program.charged.iter().map(most).sum();
    let most = most.min(shortfall_at_most) / pupils;
    if weight == 0 || most <= 0 {
        return;
    }
    let name = format!("school_equity:{}", model.names.school);
    let each = program.whole(name.clone(), most);
    let mut units = vec![(each, -1)];
    for k in 1..=most {
        let unit = program.number(format!("{name}:{k}"), 1);
        program.charge(unit, Kind::Quality, weight * (2 * k - 1));
        units.push((unit, 1));
    }
    let unit_columns = units[1..].iter().map(|unit| unit.0).collect();
    program.row(format!("{name}:units"), units, Sense::AtLeast, 0);
    program.equity.push(Equity { each, units: unit_columns, pupils });
    let short = program.charged.iter().map(|&(column, each)| (column, -each));
    let terms: Vec<(Column, i64)> = short.chain([(each, pupils)]).collect();
    program.row(name, terms, Sense::AtLeast, 1 - pupils);
}
