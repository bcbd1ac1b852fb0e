//! What each lent teacher brings: the plan with the loans, and one without them, in which the
//! schools served do without and the teacher is at home.

use super::Bench;
use kehou_domain::balance::{LoanWorth, Worth};
use kehou_domain::draft::Bureau;
use kehou_domain::plan::{Loan, Plan};
use std::collections::BTreeMap;

/// A lent teacher and the schools concerned.
pub(super) struct Lent<'a> {
    staff: &'a str,
    loans: Vec<&'a Loan>,
    /// Positions: schools served ascending, then the home school.
    pub schools: Vec<usize>,
}

/// All lent teachers, by id.
pub(super) fn lent<'a>(bureau: &'a Bureau, plan: &'a Plan) -> Vec<Lent<'a>> {
    let mut by_staff: BTreeMap<&str, Vec<&Loan>> = BTreeMap::new();
    for loan in &plan.loans {
        by_staff.entry(&loan.staff).or_default().push(loan);
    }
    let of = |(staff, mut loans): (&'a str, Vec<&'a Loan>)| {
        loans.sort();
        let schools = &bureau.schools;
        let has = |id: &str| schools.iter().position(|school| school.id == id);
        let home = schools.iter().position(|one| one.staff.iter().any(|one| one.id == staff))?;
        let mut served: Vec<usize> = loans.iter().filter_map(|loan| has(&loan.school)).collect();
        served.sort_unstable();
        served.dedup();
        served.push(home);
        Some(Lent { staff, loans, schools: served })
    };
    by_staff.into_iter().filter_map(of).collect()
}

/// What a teacher's loans bring.
pub(super) fn worth(bench: &Bench, lent: &Lent) -> LoanWorth {
    let loans = bench.plan.loans.iter().filter(|loan| loan.staff != lent.staff).cloned().collect();
    let without = Plan { loans, ..bench.plan.clone() };
    let id = |at: usize| bench.bureau.schools[at].id.clone();
    let search = || {
        let with = bench.base(&lent.schools);
        let without = bench.searched(bench.bureau, &without, &lent.schools).clean()?;
        let of =
            |&at: &usize| (id(at), Worth { without: without.schools[at], with: with.schools[at] });
        Some(lent.schools.iter().map(of).collect())
    };
    // What was stopped was not searched by the same work.
    let worth = bench.goes_on().then(search).flatten().filter(|_| bench.goes_on());
    LoanWorth {
        staff: lent.staff.to_owned(),
        home: lent.schools.last().map_or_else(String::new, |&home| id(home)),
        stays: lent.loans.iter().map(|loan| (loan.school.clone(), loan.weekday)).collect(),
        worth,
    }
}
