//! Validation: all faults and warnings of an input at once, before anything is solved.
//!
//! One file a subject. Errors of single entries come first; what a school says as a whole
//! (contradicting pins and bans, warnings) is read from the entries without errors. Every
//! quantity is bounded here, so that nothing later overflows: the `MAX_` constants say where.

mod activities;
mod bound;
mod codes;
mod conflict;
mod facts;
mod gates;
mod ids;
mod incumbent;
mod index;
mod money;
mod network;
mod path;
mod patterns;
mod periods;
mod personal;
mod policy;
mod rooms;
mod school;
mod sink;
mod staff;
mod students;
mod term;
mod warn;
mod warn_demand;
mod warn_menu;
mod warn_rules;

pub use codes::{CODES, CodeInfo};
pub use personal::looks_personal;
pub(crate) use sink::shown as shown_value;
pub(crate) use term::day_number;

use crate::draft::{Bureau, School};
use crate::fault::{Fault, Severity};
use bound::Worst;
use ids::Seen;
use index::BureauIndex;
use path::Path;
use sink::Sink;

/// Most schools of a bureau.
pub const MAX_SCHOOLS: usize = 5_000;
/// Most pupils of a school.
pub const MAX_STUDENTS: usize = 20_000;
/// Most staff of a school.
pub const MAX_STAFF: usize = 5_000;
/// Most shared staff of a bureau.
pub const MAX_SHARED_STAFF: usize = 50_000;
/// Most activities of a school.
pub const MAX_ACTIVITIES: usize = 1_000;
/// Most rooms of a school.
pub const MAX_ROOMS: usize = 5_000;
/// Most administrative groups of a school.
pub const MAX_GROUPS: usize = 1_000;

/// Every finding about an input, in input order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Findings, errors and warnings mixed, in the order of the input.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether anything must be mended before solving.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }
    /// Whether pins, bans or hard data contradict each other, and nothing worse is wrong.
    pub fn is_contradiction(&self) -> bool {
        self.has_errors() && self.errors().all(|f| f.code == "pinned" || f.code == "banned")
    }
    /// What stops.
    pub fn errors(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.severity == Severity::Error)
    }
    /// What does not stop.
    pub fn warnings(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.severity == Severity::Warning)
    }
}

/// Finds every fault of an input.
pub fn validate(bureau: &Bureau) -> Report {
    let mut validation = Validation::new(bureau);
    for school in &bureau.schools {
        validation.school(school);
    }
    validation.finish()
}

/// Validation school by school, for a bureau whose pupils are not all in memory at once.
pub struct Validation<'a> {
    all: BureauIndex<'a>,
    sink: Sink,
    schools: Seen,
    people: Seen,
    /// Schools judged so far.
    judged: usize,
    /// The bureau's own policy is faultless.
    is_policy_sound: bool,
    worst: Worst,
}

impl<'a> Validation<'a> {
    /// Judges the bureau; of its schools ids, rooms, activities and staff are needed.
    pub fn new(bureau: &'a Bureau) -> Self {
        let mut sink = Sink::default();
        let all = BureauIndex::new(bureau);
        ids::well_formed(&mut sink, &Path::TOP.field("id"), &bureau.id, ("教育局", "bureau"));
        ids::text(&mut sink, &Path::TOP.field("name"), &bureau.name);
        term::check(&mut sink, bureau);
        let is_policy_sound = sink.sound(|sink| {
            policy::check(sink, &Path::TOP.field("policy"), &bureau.policy, None);
        });
        let mut people = Seen::new();
        let shared = Path::TOP.field("shared_staff");
        sink.at_most(&shared, bureau.shared_staff.len(), MAX_SHARED_STAFF, staff::STAFF);
        staff::shared(&mut sink, &all, &mut people);
        network::venues(&mut sink, &all);
        network::check(&mut sink, &all);
        money::check(&mut sink, &Path::TOP.field("budget"), bureau.budget.as_ref());
        let schools = Path::TOP.field("schools");
        sink.not_empty(&schools, bureau.schools.len(), network::SCHOOL);
        sink.at_most(&schools, bureau.schools.len(), MAX_SCHOOLS, network::SCHOOL);
        let (schools, worst) = (Seen::new(), Worst::default());
        Self { all, sink, schools, people, judged: 0, is_policy_sound, worst }
    }

    /// Judges the next school in the order of the bureau's, with its pupils.
    pub fn school(&mut self, school: &School) {
        let seen = (&mut self.schools, &mut self.people);
        school::check(&mut self.sink, &self.all, (self.judged, school), seen);
        self.judged += 1;
        if self.is_in_range() {
            self.worst.add(&self.all, school);
        }
    }

    /// Every finding.
    pub fn finish(mut self) -> Report {
        if self.is_in_range() {
            bound::check(&mut self.sink, self.worst);
        }
        Report { faults: self.sink.faults }
    }

    fn is_in_range(&self) -> bool {
        self.is_policy_sound && !self.sink.faults.iter().any(|f| f.code == "out_of_range")
    }
}
