//! Outcomes: gaps and points per pupil are written beside value and bound; where there is no plan
//! there is no value.

use super::{Wire, WireEnum, known, number};
use kehou_domain::outcome::{
    Kpis, Level, Limit, Outcome, PUPIL_WEEK, SchoolOutcome, Status, WITHOUT_LOANS,
};
use kehou_domain::rule::Rule;
use kehou_proto::v1;
use std::collections::BTreeMap;

/// An outcome as message.
pub(crate) fn outcome_to_wire(outcome: &Outcome) -> v1::Outcome {
    let students: usize = outcome.schools.iter().map(|school| school.students).sum();
    let planned = has_plan(outcome.status) && !outcome.plan_digest.is_empty();
    let mut kpis = outcome.school_kpis.iter();
    let mut weights = outcome.school_weights.iter();
    let schools = outcome.schools.iter().map(|school| v1::SchoolOutcome {
        kpis: kpis.next().map(Wire::to_wire),
        weights: weights.next().map(|own| by_name(own)).unwrap_or_default(),
        ..school_to_wire(school)
    });
    v1::Outcome {
        status: number(Some(outcome.status)),
        limit: number(Some(outcome.limit)),
        shortfall: Some(level_to_wire(outcome.shortfall, students, planned)),
        quality: Some(level_to_wire(outcome.quality, students, planned)),
        points: by_name(&outcome.points),
        weights: by_name(&outcome.weights),
        schools: schools.collect(),
        kpis: planned.then(|| outcome.kpis.to_wire()),
        wall_seconds: finite(outcome.wall_seconds),
        cpu_seconds: finite(outcome.cpu_seconds),
        peak_rss_bytes: Some(outcome.peak_rss_bytes),
        version: outcome.version.clone(),
        seed: Some(outcome.seed),
        input_digest: outcome.input_digest.clone(),
        plan_digest: outcome.plan_digest.clone(),
    }
}

/// A school's outcome as message.
fn school_to_wire(school: &SchoolOutcome) -> v1::SchoolOutcome {
    let planned = has_plan(school.status);
    v1::SchoolOutcome {
        school: school.school.clone(),
        students: Some(school.students as u32),
        status: number(Some(school.status)),
        limit: number(Some(school.limit)),
        shortfall: Some(level_to_wire(school.shortfall, school.students, planned)),
        quality: Some(level_to_wire(school.quality, school.students, planned)),
        bound_kind: school.bound_kind.to_owned(),
        work: Some(school.work),
        kpis: None,
        weights: BTreeMap::new(),
    }
}

fn by_name(numbers: &[(Rule, i64)]) -> BTreeMap<String, i64> {
    numbers.iter().map(|(rule, n)| (rule.name().to_owned(), *n)).collect()
}

fn by_rule(numbers: &BTreeMap<String, i64>) -> Vec<(Rule, i64)> {
    Rule::all().filter_map(|rule| Some((rule, *numbers.get(rule.name())?))).collect()
}

fn level_to_wire(level: Level, students: usize, planned: bool) -> v1::Level {
    v1::Level {
        value: planned.then_some(level.value),
        bound: Some(level.bound),
        gap: planned.then(|| level.gap()),
        points_per_student: planned.then(|| level.points_per_student(students)),
    }
}

/// JSON has no other numbers.
fn finite(seconds: f64) -> Option<f64> {
    seconds.is_finite().then_some(seconds)
}

const fn has_plan(status: Status) -> bool {
    !matches!(status, Status::Infeasible | Status::NoSolution)
}

/// An outcome from a message; figures that are unset become 0, an unknown status `NoSolution`.
pub(crate) fn outcome_from_wire(wire: v1::Outcome) -> Outcome {
    let school_weights = wire.schools.iter().map(|school| by_rule(&school.weights)).collect();
    let (schools, school_kpis): (Vec<_>, Vec<_>) =
        wire.schools.into_iter().map(school_from_wire).unzip();
    Outcome {
        status: known(wire.status).unwrap_or(Status::NoSolution),
        limit: known(wire.limit).unwrap_or(Limit::None),
        shortfall: level_from_wire(wire.shortfall),
        quality: level_from_wire(wire.quality),
        points: by_rule(&wire.points),
        weights: by_rule(&wire.weights),
        schools,
        school_kpis: school_kpis.into_iter().flatten().collect(),
        school_weights,
        kpis: wire.kpis.map(Wire::from_wire).unwrap_or_default(),
        wall_seconds: wire.wall_seconds.unwrap_or_default(),
        cpu_seconds: wire.cpu_seconds.unwrap_or_default(),
        peak_rss_bytes: wire.peak_rss_bytes.unwrap_or_default(),
        version: wire.version,
        seed: wire.seed.unwrap_or_default(),
        input_digest: wire.input_digest,
        plan_digest: wire.plan_digest,
    }
}

/// A school's outcome from a message, with its key figures.
fn school_from_wire(wire: v1::SchoolOutcome) -> (SchoolOutcome, Option<Kpis>) {
    let school = SchoolOutcome {
        school: wire.school,
        students: wire.students.unwrap_or_default() as usize,
        status: known(wire.status).unwrap_or(Status::NoSolution),
        limit: known(wire.limit).unwrap_or(Limit::None),
        shortfall: level_from_wire(wire.shortfall),
        quality: level_from_wire(wire.quality),
        bound_kind: bound_kind(&wire.bound_kind),
        work: wire.work.unwrap_or_default(),
    };
    (school, wire.kpis.map(Wire::from_wire))
}

fn level_from_wire(wire: Option<v1::Level>) -> Level {
    let level = wire.unwrap_or_default();
    Level { value: level.value.unwrap_or_default(), bound: level.bound.unwrap_or_default() }
}

fn bound_kind(word: &str) -> &'static str {
    ["none", PUPIL_WEEK, WITHOUT_LOANS].into_iter().find(|&kind| kind == word).unwrap_or("other")
}

impl WireEnum for Status {
    type Wire = v1::Status;
    fn to_wire(self) -> v1::Status {
        match self {
            Self::Optimal => v1::Status::Optimal,
            Self::Feasible => v1::Status::Feasible,
            Self::Infeasible => v1::Status::Infeasible,
            Self::NoSolution => v1::Status::NoSolution,
            Self::Cancelled => v1::Status::Cancelled,
        }
    }
    fn from_wire(wire: v1::Status) -> Option<Self> {
        Some(match wire {
            v1::Status::Unspecified => return None,
            v1::Status::Optimal => Self::Optimal,
            v1::Status::Feasible => Self::Feasible,
            v1::Status::Infeasible => Self::Infeasible,
            v1::Status::NoSolution => Self::NoSolution,
            v1::Status::Cancelled => Self::Cancelled,
        })
    }
}

impl WireEnum for Limit {
    type Wire = v1::Limit;
    fn to_wire(self) -> v1::Limit {
        match self {
            Self::None => v1::Limit::None,
            Self::Time => v1::Limit::Time,
            Self::Work => v1::Limit::Work,
            Self::Interrupt => v1::Limit::Interrupt,
        }
    }
    fn from_wire(wire: v1::Limit) -> Option<Self> {
        Some(match wire {
            v1::Limit::Unspecified => return None,
            v1::Limit::None => Self::None,
            v1::Limit::Time => Self::Time,
            v1::Limit::Work => Self::Work,
            v1::Limit::Interrupt => Self::Interrupt,
        })
    }
}
