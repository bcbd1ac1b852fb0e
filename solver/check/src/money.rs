//! Weeks of the term, pay of a typical week and a school's income for the term.

use crate::facts::Facts;
use kehou_domain::draft::{Budget, School, Term};

/// Fen in 100 yuan.
pub const HUNDRED_YUAN: i64 = 10_000;

/// Teaching weeks: as given, else counted from the dates and rounded up; 1 without a term.
pub fn weeks(term: Option<&Term>) -> i64 {
    let Some(term) = term else { return 1 };
    let counted = || {
        let days = day_number(&term.last_day)? - day_number(&term.first_day)? + 1;
        (days > 0).then_some((days + 6) / 7)
    };
    term.weeks.map(i64::from).or_else(counted).unwrap_or(1)
}

/// Pay of a typical week for the work done at each school, fen.
pub fn weekly_pay(facts: &Facts) -> Vec<i64> {
    let mut pay = vec![0_i64; facts.schools.len()];
    for person in facts.people.values() {
        for work in &person.work {
            pay[work.school] = pay[work.school].saturating_add(person.staff.pay_per_period_fen);
        }
    }
    pay
}

/// Pay of the term for the work done at each school, fen.
pub fn term_pay(facts: &Facts) -> Vec<i64> {
    let weeks = weeks(facts.bureau.term.as_ref());
    weekly_pay(facts).into_iter().map(|week| week.saturating_mul(weeks)).collect()
}

/// Fees less waivers plus subsidy for the term, fen. Of several waivers the largest counts.
pub fn income(school: &School, budget: &Budget) -> i64 {
    let fees = school.students.iter().map(|student| {
        let applies = budget
            .waivers
            .iter()
            .filter(|waiver| waiver.priority.is_some_and(|p| student.priorities.contains(&p)));
        let percent = applies.map(|waiver| i64::from(waiver.percent)).max().unwrap_or(0);
        budget.fee_per_student_fen - budget.fee_per_student_fen * percent / 100
    });
    fees.sum::<i64>() + budget.subsidy_fen
}

/// Days of the proleptic Gregorian calendar up to `YYYY-MM-DD`.
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // The year begins in March, so that the leap day is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_counted_and_rounded_up() {
        let term = |first: &str, last: &str| Term {
            first_day: first.into(),
            last_day: last.into(),
            ..Term::default()
        };
        assert_eq!(weeks(Some(&term("2025-09-01", "2025-09-07"))), 1);
        assert_eq!(weeks(Some(&term("2025-09-01", "2025-09-08"))), 2);
        assert_eq!(weeks(Some(&term("2024-02-26", "2024-03-03"))), 1);
        assert_eq!(weeks(Some(&term("soon", "later"))), 1);
        assert_eq!(weeks(Some(&Term { weeks: Some(18), ..term("2025-09-01", "2026-01-20") })), 18);
    }
}
