//! `staff_caps`: periods a week and a weekday, and weekdays with late work, have caps.
//!
//! For each staff member i, over work x of m(x) periods, m(x, d) on weekday d:
//! sum of m(x) x x <= weekly cap; for each d: sum of m(x, d) x x <= daily cap.
//! For each late slot t of d: sum over x that cover t of x <= late(i, d); for each gate duty x of d
//! that ends late: x <= late(i, d); sum over d of late(i, d) <= late cap.

use crate::model::{Model, Work};
use crate::network::{Network, Place};
use crate::program::{Column, Program, Sense};
use kehou_domain::instance::bits;
use std::collections::BTreeMap;

/// Adds the rule's columns and rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (staff, who) in model.staying_staff() {
        let data = &model.school.staff[staff];
        let work = model.work_of(staff);
        let name = |what: &str| model.name("staff_caps", &format!("{who}:{what}"));
        let week = work.iter().map(|w| (w.column, w.periods())).collect();
        program.at_most(name("week"), week, data.weekly_cap.into());
        for day in 1..=7 {
            let today = model.school.day_mask(day);
            let periods = work.iter().map(|w| (w.column, w.periods_on(day, today)));
            let periods = periods.filter(|term| term.1 > 0).collect();
            program.at_most(name(&format!("w{day}")), periods, data.daily_cap.into());
        }
        add_late(model, staff, &work, program);
    }
}

/// Adds the rows of who may work at several schools.
pub(crate) fn add_shared(network: &Network, program: &mut Program) {
    for (person, work) in network.work.iter().enumerate() {
        let data = network.staff(person);
        let who = &network.labels[person];
        let day_mask = |w: &Place, day| network.models[w.school].school.day_mask(day);
        let name = |what: &str| format!("staff_caps:{who}:{what}");
        let week = work.iter().map(|w| (w.work.column, w.work.periods())).collect();
        program.at_most(name("week"), week, data.weekly_cap.into());
        let mut days = Vec::new();
        for day in 1..=7 {
            let periods =
                work.iter().map(|w| (w.work.column, w.work.periods_on(day, day_mask(w, day))));
            let periods = periods.filter(|term| term.1 > 0).collect();
            program.at_most(name(&format!("w{day}")), periods, data.daily_cap.into());
            let is_late = |w: &&Place| {
                let slots = &network.models[w.school].school.slots;
                w.work.beside.is_some_and(|beside| beside.is_late && beside.weekday == day)
                    || bits(w.work.mask & day_mask(w, day)).any(|slot| slots[slot].is_late)
            };
            let works: Vec<Column> = work.iter().filter(is_late).map(|w| w.work.column).collect();
            if works.is_empty() {
                continue;
            }
            let late = program.binary(name(&format!("late:w{day}")));
            days.push((late, 1));
            for (i, x) in works.into_iter().enumerate() {
                let terms = [(x, 1), (late, -1)];
                program.row(name(&format!("late:w{day}:{i}")), terms, Sense::AtMost, 0);
            }
        }
        program.at_most(name("late"), days, data.late_cap.into());
    }
}

fn add_late(model: &Model, staff: usize, work: &[Work], program: &mut Program) {
    let cap = i64::from(model.school.staff[staff].late_cap);
    let slots = &model.school.slots;
    let name =
        |what: &str| model.name("staff_caps", &format!("{}:late:{what}", model.names.staff[staff]));
    let mut late_work: BTreeMap<i32, Vec<Vec<(Column, i64)>>> = BTreeMap::new();
    for (slot, data) in slots.iter().enumerate().filter(|(_, data)| data.is_late) {
        let now = work.iter().filter(|w| w.mask >> slot & 1 == 1).map(|w| (w.column, 1));
        late_work.entry(data.at.weekday).or_default().push(now.collect());
    }
    for one in work {
        if let Some(beside) = one.beside.filter(|beside| beside.is_late) {
            late_work.entry(beside.weekday).or_default().push(vec![(one.column, 1)]);
        }
    }
    late_work.retain(|_, together| together.iter().any(|terms| !terms.is_empty()));
    if late_work.len() as i64 <= cap {
        return;
    }
    let mut late_days = Vec::new();
    for (day, together) in late_work {
        let late = program.binary(name(&format!("w{day}")));
        late_days.push((late, 1));
        for (i, terms) in together.into_iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            let terms = terms.into_iter().chain([(late, -1)]);
            program.row(name(&format!("w{day}:{i}")), terms, Sense::AtMost, 0);
        }
    }
    program.row(name("days"), late_days, Sense::AtMost, cap);
}
