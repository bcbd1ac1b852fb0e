//! Money of a school over the term: weeks that pay and fees count for, and what there is to
//! spend.

use crate::draft::{Budget, School, Student, Term};
use crate::validate::day_number;

/// Fen of the hundred yuan in which pay and budget are counted.
pub const HUNDRED_YUAN: i64 = 10_000;

/// What the rules on money need to know of a school.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// Teaching weeks of the term.
    pub weeks: i64,
    /// Fees less waivers plus subsidy, fen; `None`: the school has no budget.
    pub income: Option<i64>,
}

impl Money {
    /// The money of a school in that term.
    pub fn new(term: Option<&Term>, school: &School) -> Self {
        Self {
            weeks: term.map_or(1, weeks),
            income: school.budget.as_ref().map(|budget| income(school, budget)),
        }
    }
}

/// As given, else counted from the dates and rounded up.
fn weeks(term: &Term) -> i64 {
    let days = || Some(day_number(&term.last_day)? - day_number(&term.first_day)? + 1);
    let counted = || days().filter(|&days| days > 0).map(|days| (days + 6) / 7);
    term.weeks.map(i64::from).or_else(counted).unwrap_or(1)
}

fn income(school: &School, budget: &Budget) -> i64 {
    let fee = |student: &Student| {
        let waived = budget.waivers.iter().filter(|waiver| {
            waiver.priority.is_some_and(|group| student.priorities.contains(&group))
        });
        let percent = waived.map(|waiver| i64::from(waiver.percent)).max().unwrap_or(0);
        budget.fee_per_student_fen - budget.fee_per_student_fen * percent / 100
    };
    school.students.iter().map(fee).sum::<i64>() + budget.subsidy_fen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Priority, Waiver};

    #[test]
    fn weeks_are_counted_and_rounded_up() {
        let term = |first: &str, last: &str| Term {
            first_day: first.into(),
            last_day: last.into(),
            ..Term::default()
        };
        assert_eq!(weeks(&term("2025-09-01", "2025-09-07")), 1);
        assert_eq!(weeks(&term("2024-02-26", "2024-03-04")), 2);
        assert_eq!(weeks(&Term { weeks: Some(18), ..term("2025-09-01", "2025-09-07") }), 18);
    }

    #[test]
    fn of_several_waivers_the_largest_counts() {
        let waiver = |priority, percent| Waiver { priority: Some(priority), percent };
        let budget = Budget {
            fee_per_student_fen: 30_000,
            waivers: vec![waiver(Priority::Needy, 50), waiver(Priority::Disabled, 100)],
            subsidy_fen: 7,
        };
        let student = |priorities| Student { priorities, ..Student::default() };
        let both = student(vec![Priority::Needy, Priority::Disabled]);
        let students = vec![both, student(vec![Priority::Needy]), student(Vec::new())];
        let school = School { students, budget: Some(budget), ..School::default() };
        assert_eq!(Money::new(None, &school).income, Some(45_007));
    }
}
