//! The optimiser: opens sections, gives every child a place in every slot, staffs every session,
//! and proves how good the plan is. See `solver/ARCHITECTURE.md`.
//!
//! No I/O, no clock: the caller passes in when to stop.

mod accompany;
pub mod base;
mod base_share;
pub mod best_week;
pub mod bound;
mod bureau;
pub mod candidate;
pub mod companions;
mod county;
mod departures;
pub mod duals;
pub mod duties;
mod duty_plan;
mod duty_rows;
mod duty_week;
mod equity;
pub mod exchange;
mod facts;
mod gates;
mod handover;
mod jobs;
mod known;
mod layout;
mod legal;
pub mod linking;
pub mod market;
mod mentors;
pub mod milp;
pub mod model;
pub mod openings;
mod pin_search;
mod pin_state;
mod pinned_duties;
pub mod pins;
mod pools;
pub mod prices;
pub mod pupil_weeks;
pub mod purse;
mod repair;
mod roster;
mod scarcity;
pub mod school;
pub mod seats;
mod second_chance;
mod section_cost;
pub mod sections;
mod settle;
mod staff_week;
pub mod staffing;
mod standing;
mod steps;
mod suggest;
mod supply;
mod thrift;
pub mod timetable;
mod warm;
pub mod week;
mod wet_weather;
mod worked;

use kehou_domain::outcome::{Kpis, Level, Limit, Outcome, SchoolOutcome, Status};
use kehou_domain::plan::Plan;

/// How to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads to use, at least 1. The result of a run under a work limit does not depend on it.
    pub threads: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// Work allowed per school, in deterministic units (thousands of week searches); unset: until
    /// stopped.
    pub work_limit: Option<u64>,
    /// Stop a school once its gap at both levels is at most this share of the value.
    pub gap: f64,
    /// Decide who serves at which other school on which weekday. Otherwise all who could serve at
    /// several stay at the first, and bounds hold for plans in which they do.
    pub loans: bool,
}

/// What the caller passes in: when to stop, and where to tell of progress.
pub struct Control<'a> {
    /// Asked often, from every thread: the limit that has hit, if any.
    pub stop: &'a (dyn Fn() -> Option<Limit> + Sync),
    /// Told after every improvement of plan or bound.
    pub progress: &'a (dyn Fn(&Progress) + Sync),
}

/// Where a run stands, all schools together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Schools.
    pub schools: usize,
    /// Schools that have a plan.
    pub schools_planned: usize,
    /// Level 1; values of schools that have a plan.
    pub shortfall: Level,
    /// Level 2; values of schools that have a plan.
    pub quality: Level,
    /// Level 2 of the school that is most points per pupil above its bound, and its pupils.
    pub worst: Option<(Level, usize)>,
}

/// What a run found. The plan is not yet checked.
#[derive(Clone, Debug)]
pub struct Solution {
    /// Status of the whole.
    pub status: Status,
    /// Limit that hit.
    pub limit: Limit,
    /// The best plan; `None` unless every school has one.
    pub plan: Option<Plan>,
    /// Level 1 of the whole; its bound holds with loans free.
    pub shortfall: Level,
    /// Level 2 of the whole; its bound holds with loans free.
    pub quality: Level,
    /// Per school, in the order of the instance; bounds hold with the loans as they are.
    pub schools: Vec<SchoolOutcome>,
}

impl Solution {
    /// What the run claims, as an outcome whose other figures are still to be filled in.
    pub fn claim(&self, seed: u64) -> Outcome {
        Outcome {
            status: self.status,
            limit: self.limit,
            shortfall: self.shortfall,
            quality: self.quality,
            points: Vec::new(),
            weights: Vec::new(),
            schools: self.schools.clone(),
            kpis: Kpis::default(),
            school_kpis: Vec::new(),
            school_weights: Vec::new(),
            wall_seconds: 0.0,
            cpu_seconds: 0.0,
            peak_rss_bytes: 0,
            version: String::new(),
            seed,
            input_digest: String::new(),
            plan_digest: String::new(),
        }
    }
}

pub use county::{solve, solve_school};
pub use repair::{repair, repair_by_search};
pub use standing::{is_tied, standing, standing_in};
pub use suggest::{Hindrance, Suggestion, suggest};
pub use worked::{Week, Weeks, weeks};
