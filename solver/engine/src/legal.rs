//! Whether a further piece of work fits a staff member's week, duties included:
//! `staff_one_place`, `staff_caps`. Availability is in the candidates of each job.

use crate::duties::Work;
use crate::model::Model;
use kehou_domain::instance::bits;

/// Whether somebody who does `work` can also do `more`.
pub fn can_take(model: &Model, staff: usize, work: Work, more: Work) -> bool {
    if work.meets(more) {
        return false;
    }
    let both = work.with(more);
    let data = &model.school.staff[staff];
    if both.periods() > data.weekly_cap || gates_clash(model, both) {
        return false;
    }
    let mut late_days = 0;
    for (day, &slots) in model.days.iter().enumerate() {
        let gates = both.gates & model.duties.of_day[day];
        let periods = (both.slots & slots).count_ones()
            + gates.count_ones()
            + u32::from(both.leaders >> day & 1);
        if periods > data.daily_cap {
            return false;
        }
        let is_late = both.slots & slots & model.late != 0 || gates & model.duties.late != 0;
        late_days += u32::from(is_late);
    }
    late_days <= data.late_cap
}

/// A gate guarded at the same time as other work.
fn gates_clash(model: &Model, work: Work) -> bool {
    places(work).any(|place| {
        let place = &model.duties.places[place];
        place.blocks & work.slots != 0 || place.clashes & work.gates != 0
    })
}

/// Gate places of somebody's work.
pub fn places(work: Work) -> impl Iterator<Item = usize> {
    let low = bits(work.gates as u64);
    low.chain(bits((work.gates >> 64) as u64).map(|bit| bit + 64))
}

/// Points of load that going from some periods to others adds.
pub fn load_points(model: &Model, staff: usize, before: u32, after: u32) -> i64 {
    let points = |periods: u32| model.school.load_points(staff, i64::from(periods));
    points(after) - points(before)
}
