//! The term's pay for the work done at a school, as a sum of columns with small numbers.

use crate::model::Model;
use crate::program::{Column, Program};
use kehou_domain::money::HUNDRED_YUAN;

/// Pay of the term, in multiples of `divisor` fen.
pub struct TermPay {
    /// Work and what it is paid for the term.
    pub terms: Vec<(Column, i64)>,
    /// Fen that every amount and 100 yuan are a multiple of.
    pub divisor: i64,
    /// 100 yuan.
    pub unit: i64,
}

impl TermPay {
    /// Pay of the work that may be done at the school.
    pub fn new(model: &Model) -> Self {
        let mut terms: Vec<(Column, i64)> = Vec::new();
        for (staff, person) in model.school.staff.iter().enumerate() {
            let each = person.pay * model.school.money.weeks;
            if each > 0 {
                let work = model.work_of(staff);
                terms.extend(work.iter().map(|work| (work.column, work.periods() * each)));
            }
        }
        let divisor = terms.iter().fold(HUNDRED_YUAN, |divisor, term| gcd(divisor, term.1));
        for term in &mut terms {
            term.1 /= divisor;
        }
        Self { terms, divisor, unit: HUNDRED_YUAN / divisor }
    }

    /// The pay if all the work is done.
    pub fn most(&self, program: &Program) -> i64 {
        self.terms.iter().map(|&(column, each)| each * program.columns()[column.0].upper).sum()
    }
}

const fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
