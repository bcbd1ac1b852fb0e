//! `workload_balance`: (max(0, d + a - T))^2 - (max(0, d - T))^2 per staff member, convex in the
//! periods a after school.
//!
//! For each staff member i, z the units of a that cost nothing, and a unit(i, n) in [0, 1] for
//! each further n: sum over n of unit(i, n) >= a(i) - z, a(i) the sum over work x of slots covered
//! times x. Level 2: the cost of the n-th unit, which rises with n, so that units fill in order.

use crate::model::Model;
use crate::program::{Column, Program, Sense};
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let rules = &model.school.rules;
    if rules.weight(Rule::WorkloadBalance) == 0 {
        return;
    }
    for (staff, who) in model.names.staff.iter().enumerate() {
        let data = &model.school.staff[staff];
        let points = |a: i64| rules.workload_points(data.day_load, a, model.school.workload_target);
        let work = model.work_of(staff);
        let slots: i64 = work.iter().fold(0u64, |mask, w| mask | w.1).count_ones().into();
        let most = slots.min(data.weekly_cap.into());
        let free = (1..=most).take_while(|&n| points(n) == 0).count() as i64;
        if free == most {
            continue;
        }
        let mut terms: Vec<(Column, i64)> =
            work.iter().map(|w| (w.0, -i64::from(w.1.count_ones()))).collect();
        for n in free + 1..=most {
            let unit = program.number(model.name("workload_balance", &format!("{who}:{n}")), 1);
            program.charge(unit, Kind::Quality, points(n) - points(n - 1));
            terms.push((unit, 1));
        }
        program.row(model.name("workload_balance", who), terms, Sense::AtLeast, -free);
    }
}
