//! The fee ledger of a school: what each taking-part pupil owes for the term, waivers applied, and
//! material of the courses the pupil is in.

use kehou_domain::draft::{Activity, Budget, Priority, School, Student, Waiver};
use kehou_domain::plan::SchoolPlan;
use std::collections::BTreeMap;

/// What one pupil owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeLine {
    /// Pupil reference.
    pub student: String,
    /// Fee for the term before reductions, fen.
    pub fee_fen: i64,
    /// Priority group the reduction is for; none: no reduction.
    pub waiver: Option<Priority>,
    /// Percent waived.
    pub waiver_percent: i32,
    /// Amount waived, fen, rounded down.
    pub waived_fen: i64,
    /// Material of the courses, fen; never waived here, as schools buy it for all.
    pub material_fen: i64,
}

impl FeeLine {
    /// What is to be paid, fen.
    pub fn due_fen(&self) -> i64 {
        self.fee_fen - self.waived_fen + self.material_fen
    }
}

/// A line a pupil, in the order of the input.
pub fn fees(school: &School, plan: &SchoolPlan) -> Vec<FeeLine> {
    let material = material(school, plan);
    let line = |student: &Student| {
        let fee_fen = school.budget.as_ref().map_or(0, |budget| budget.fee_per_student_fen);
        let waiver = school.budget.as_ref().and_then(|budget| waiver(budget, student));
        let waiver_percent = waiver.map_or(0, |waiver| waiver.percent);
        FeeLine {
            student: student.student.clone(),
            fee_fen,
            waiver: waiver.and_then(|waiver| waiver.priority),
            waiver_percent,
            waived_fen: fee_fen * i64::from(waiver_percent) / 100,
            material_fen: material.get(student.student.as_str()).copied().unwrap_or(0),
        }
    };
    school.students.iter().map(line).collect()
}

/// The largest reduction that applies; of equal ones the first.
fn waiver<'a>(budget: &'a Budget, student: &Student) -> Option<&'a Waiver> {
    let applies =
        |w: &&Waiver| w.percent > 0 && w.priority.is_some_and(|p| student.priorities.contains(&p));
    budget.waivers.iter().rev().filter(applies).max_by_key(|waiver| waiver.percent)
}

/// Material of the courses a pupil is in, each once, by pupil.
fn material<'a>(school: &'a School, plan: &'a SchoolPlan) -> BTreeMap<&'a str, i64> {
    let menu: BTreeMap<&str, &Activity> =
        school.activities.iter().map(|item| (item.id.as_str(), item)).collect();
    let mut courses: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for section in &plan.sections {
        let Some(item) = menu.get(section.activity.as_str()) else { continue };
        for student in &section.students {
            courses.insert((student, &item.id), item.material_fee_fen);
        }
    }
    let mut material = BTreeMap::new();
    for ((student, _), fen) in courses {
        *material.entry(student).or_default() += fen;
    }
    material
}
