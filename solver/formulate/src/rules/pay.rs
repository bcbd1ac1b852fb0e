//! `pay`: each full 100 yuan of the term's pay costs points.
//!
//! P the sum over work x of periods(x) x pay(staff of x) x weeks x x, in fen:
//! 10 000 x units >= P - 9 999, all divided by what every number is a multiple of.
//! Level 2: weight x units.

use super::money;
use crate::model::Model;
use crate::program::{Program, Sense};
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's column, row and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let weight = model.school.rules.weight(Rule::Pay);
    let pay = money::TermPay::new(model);
    let most = pay.most(program) / pay.unit;
    if weight == 0 || most == 0 {
        return;
    }
    let name = format!("pay:{}", model.names.school);
    let units = program.whole(name.clone(), most);
    program.charge(units, Kind::Quality, weight);
    let paid = pay.terms.iter().map(|&(column, amount)| (column, -amount));
    program.row(name, paid.chain([(units, pay.unit)]), Sense::AtLeast, 1 - pay.unit);
}
