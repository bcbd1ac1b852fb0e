//! The independent check: every rule of the catalogue judged again from its definition, over the
//! input and the plan as plain data. It shares no code with the optimiser. What it reports is
//! what a result claims: violations, points per rule, key figures and reasons.
//!
//! One public function a stage: [`check`], [`settle`], [`shortfalls`], [`kpis`], [`explanations`].
//! None of them trusts the plan: unknown ids, slots and schools are violations, never a panic.

mod change;
mod duties;
mod explain;
mod facts;
mod key_figures;
mod money;
mod people;
mod pupil;
mod report;
mod room;
mod rules;
mod school;
mod settle;
mod statement;
mod tally;
mod vacancies;
mod week;
mod words;

pub use explain::{explanation_of, explanations};
pub use key_figures::{SchoolFigures, figures, kpis, whole_kpis};
pub use report::{CheckReport, Lack, SchoolReport, Shortfall, Violation};
pub use settle::{WrongBound, settle, settle_weights};
pub use vacancies::{Post, Vacancy, vacancies};

use facts::Facts;
use kehou_domain::draft::Bureau;
use kehou_domain::explanation::StudentExplanation;
use kehou_domain::plan::Plan;
use tally::Tally;

/// Judges a plan by every rule that is on.
pub fn check(bureau: &Bureau, plan: &Plan) -> CheckReport {
    let facts = Facts::new(bureau, plan);
    let mut tally = Tally::new(&facts.schools);
    rules::judge_all(&facts, &mut tally);
    tally.into_report()
}

/// Judges a plan, and says what one pupil of a school has by it; none: there is no such pupil.
pub fn check_with_student(
    bureau: &Bureau,
    plan: &Plan,
    (school, student): (&str, &str),
) -> (CheckReport, Option<StudentExplanation>) {
    let facts = Facts::new(bureau, plan);
    let mut tally = Tally::new(&facts.schools);
    rules::judge_all(&facts, &mut tally);
    let view = facts.schools.iter().find(|view| view.school.id == school);
    (tally.into_report(), view.and_then(|view| explain::student_of(view, student)))
}

/// What of the elastic rules falls short, item by item, in the words of the users.
pub fn shortfalls(bureau: &Bureau, plan: &Plan) -> Vec<Shortfall> {
    let facts = Facts::new(bureau, plan);
    let mut tally = Tally::itemised(&facts.schools);
    rules::judge_all(&facts, &mut tally);
    tally.into_items()
}
