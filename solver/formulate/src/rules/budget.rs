//! `budget`: each begun 100 yuan by which the term's pay exceeds fees less waivers plus subsidy
//! costs points.
//!
//! P the term's pay in fen as in `pay`, I the income: 10 000 x units >= P - I, all divided by what
//! every number of P is a multiple of. Level 1: weight x units.

use super::money;
use crate::model::Model;
use crate::program::{Program, Sense};
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's column, row and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let weight = model.school.rules.weight(Rule::Budget);
    let Some(income) = model.school.money.income.filter(|_| weight > 0) else { return };
    let pay = money::TermPay::new(model);
    let income = income.div_euclid(pay.divisor);
    let most = pay.most(program) - income;
    if most <= 0 {
        return;
    }
    let name = format!("budget:{}", model.names.school);
    let units = program.whole(name.clone(), most.div_euclid(pay.unit) + 1);
    program.charge(units, Kind::Elastic, weight);
    let paid = pay.terms.iter().map(|&(column, amount)| (column, -amount));
    program.row(name, paid.chain([(units, pay.unit)]), Sense::AtLeast, -income);
}
