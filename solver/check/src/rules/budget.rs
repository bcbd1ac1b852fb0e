//! Each begun 100 yuan by which the term's pay exceeds fees less waivers plus subsidy counts.
//!
//! Points = weight x ceil(max(0, pay x weeks - (fees - waivers + subsidy)) / 100 yuan), per school
//! with a budget, over the work done there.

use crate::facts::Facts;
use crate::money::{HUNDRED_YUAN, income, term_pay};
use crate::report::{Lack, Said};
use crate::tally::Tally;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Budget;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for (view, pay) in facts.schools.iter().zip(term_pay(facts)) {
        let Some(budget) = &view.school.budget else { continue };
        let over = (pay - income(view.school, budget)).max(0);
        let units = over / HUNDRED_YUAN + i64::from(over % HUNDRED_YUAN > 0);
        tally.fall_short(RULE, view.index, view.rules.weight(RULE) * units, || {
            let yuan = units * 100;
            let what = Text::new(
                format!("课时费超出经费约 {yuan} 元"),
                format!("pay exceeds the budget by about {yuan} yuan"),
            );
            Said(what, Lack { count: units, ..Lack::default() })
        });
    }
}
