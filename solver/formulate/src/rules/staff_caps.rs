//! `staff_caps`: periods a week and a weekday, and weekdays with late work, have caps.
//!
//! For each staff member i, over work x (lead or assist) that covers m(x) slots, m(x, d) on
//! weekday d: sum of m(x) x x <= weekly cap; for each d: sum of m(x, d) x x <= daily cap.
//! For each late slot t of d: sum over x that cover t of x <= late(i, d); sum over d of
//! late(i, d) <= late cap.

use crate::model::Model;
use crate::network::{Network, Work};
use crate::program::{Column, Program, Sense};
use kehou_domain::instance::{SlotMask, bits};

/// Adds the rule's columns and rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (staff, who) in model.staying_staff() {
        let data = &model.school.staff[staff];
        let work = model.work_of(staff);
        let periods = |within: SlotMask| -> Vec<(Column, i64)> {
            let count = |w: &(Column, SlotMask)| (w.0, i64::from((w.1 & within).count_ones()));
            work.iter().map(count).filter(|term| term.1 > 0).collect()
        };
        let name = |what: &str| model.name("staff_caps", &format!("{who}:{what}"));
        program.at_most(name("week"), periods(SlotMask::MAX), data.weekly_cap.into());
        for day in 1..=7 {
            let today = model.school.day_mask(day);
            program.at_most(name(&format!("w{day}")), periods(today), data.daily_cap.into());
        }
        add_late(model, staff, &work, program);
    }
}

/// Adds the rows of who may work at several schools.
pub(crate) fn add_shared(network: &Network, program: &mut Program) {
    for (person, work) in network.work.iter().enumerate() {
        let data = network.staff(person);
        let who = &network.labels[person];
        let periods = |weekday: Option<i32>| -> Vec<(Column, i64)> {
            let count = |w: &Work| {
                let times = network.times(w.school, w.mask).into_iter();
                times.filter(|at| weekday.is_none_or(|day| at.0 == day)).count() as i64
            };
            work.iter().map(|w| (w.column, count(w))).filter(|term| term.1 > 0).collect()
        };
        let name = |what: &str| format!("staff_caps:{who}:{what}");
        program.at_most(name("week"), periods(None), data.weekly_cap.into());
        let mut days = Vec::new();
        for day in 1..=7 {
            program.at_most(name(&format!("w{day}")), periods(Some(day)), data.daily_cap.into());
            let is_late = |w: &&Work| {
                let school = network.models[w.school].school;
                bits(w.mask & school.day_mask(day)).any(|slot| school.slots[slot].is_late)
            };
            let works: Vec<Column> = work.iter().filter(is_late).map(|w| w.column).collect();
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

fn add_late(model: &Model, staff: usize, work: &[(Column, SlotMask)], program: &mut Program) {
    let cap = i64::from(model.school.staff[staff].late_cap);
    let slots = &model.school.slots;
    let is_late = |slot: usize| slots[slot].is_late && work.iter().any(|w| w.1 >> slot & 1 == 1);
    let name =
        |what: &str| model.name("staff_caps", &format!("{}:late:{what}", model.names.staff[staff]));
    let late_slots = |day| bits(model.school.day_mask(day)).filter(|&slot| is_late(slot));
    let days: Vec<i32> = (1..=7).filter(|&day| late_slots(day).next().is_some()).collect();
    if days.len() as i64 <= cap {
        return;
    }
    let mut late_days = Vec::new();
    for day in days {
        let late = program.binary(name(&format!("w{day}")));
        late_days.push((late, 1));
        for slot in late_slots(day) {
            let now = work.iter().filter(|w| w.1 >> slot & 1 == 1).map(|w| (w.0, 1));
            let terms = now.chain([(late, -1)]);
            program.row(name(&model.names.slots[slot]), terms, Sense::AtMost, 0);
        }
    }
    program.row(name("days"), late_days, Sense::AtMost, cap);
}
