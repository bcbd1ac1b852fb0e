//! `workload_balance`: (max(0, d + a - T))^2 - (max(0, d - T))^2 per staff member, convex in the
//! periods a after school.
//!
//! For each staff member i, z the units of a that cost nothing, and a unit(i, n) in [0, 1] for
//! each further n: sum over n of unit(i, n) >= a(i) - z, a(i) the sum over work x of its
//! periods times x. Level 2: the cost of the n-th unit, which rises with n, so that units fill in order.

use crate::model::{Model, Work};
use crate::network::Network;
use crate::program::{Column, Program, Sense};
use kehou_domain::instance::SchoolInstance;
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (staff, who) in model.staying_staff() {
        let load = Load { school: model.school, staff, name: model.name("workload_balance", who) };
        let work = model.work_of(staff);
        let slots = work.iter().fold(0u64, |mask, w| mask | w.mask).count_ones();
        let beside = work.iter().filter(|w| w.beside.is_some()).count() as i64;
        load.add(&work, i64::from(slots) + beside, program);
    }
}

/// Adds the same for who may work at several schools; the owner counts the points.
pub(crate) fn add_shared(network: &Network, program: &mut Program) {
    for (person, work) in network.work.iter().enumerate() {
        let (traveller, who) = (network.traveller(person), &network.labels[person]);
        let school = network.models[traveller.owner].school;
        let name = format!("workload_balance:{who}");
        let load = Load { school, staff: traveller.staff, name };
        let work: Vec<Work> = work.iter().map(|place| place.work).collect();
        load.add(&work, work.iter().map(Work::periods).sum(), program);
    }
}

/// Somebody's load.
struct Load<'a> {
    school: &'a SchoolInstance,
    staff: usize,
    name: String,
}

impl Load<'_> {
    /// Adds a load of that work, of at most so many periods.
    fn add(&self, work: &[Work], most: i64, program: &mut Program) {
        if self.school.rules.weight(Rule::WorkloadBalance) == 0 {
            return;
        }
        let points = |a: i64| self.school.load_points(self.staff, a);
        let most = most.min(self.school.staff[self.staff].weekly_cap.into());
        let free = (1..=most).take_while(|&n| points(n) == 0).count() as i64;
        if free == most {
            return;
        }
        let mut terms: Vec<(Column, i64)> = work.iter().map(|w| (w.column, -w.periods())).collect();
        for n in free + 1..=most {
            let unit = program.number(format!("{}:{n}", self.name), 1);
            program.charge(unit, Kind::Quality, points(n) - points(n - 1));
            terms.push((unit, 1));
        }
        program.row(self.name.clone(), terms, Sense::AtLeast, -free);
    }
}
