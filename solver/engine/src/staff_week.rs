//! The legal weeks of one staff member: the best set of slots to work at given prices of time,
//! exactly. Day by day, by periods and late weekdays so far; load costs come last.

use crate::model::Model;
use kehou_domain::instance::{SlotMask, bits};

/// Value of what cannot be.
const IMPOSSIBLE: i64 = i64::MIN / 4;

/// Most that can be earned on one weekday with so many periods, and in which slots.
struct Day {
    /// By periods: without late slots.
    early: Vec<(i64, SlotMask)>,
    /// By periods: with late slots; empty where there are none.
    late: Vec<(i64, SlotMask)>,
}

/// By periods: most that slots earn, and which.
pub fn by_periods(
    model: &Model,
    staff: usize,
    price: &impl Fn(usize) -> i64,
) -> Vec<(i64, SlotMask)> {
    let data = &model.school.staff[staff];
    if !data.serves {
        return vec![(0, 0)];
    }
    let free = model.staff_free[staff];
    let days: Vec<Day> = model
        .days
        .iter()
        .filter(|&&day| day & free != 0)
        .map(|&day| day_of(model, day & free, data.daily_cap, price))
        .collect();
    let most = data.weekly_cap.min(free.count_ones()) as usize;
    let late = days.iter().filter(|day| !day.late.is_empty()).count();
    // best[late weekdays][periods] = (earned, slots).
    let mut best = vec![vec![(IMPOSSIBLE, 0); most + 1]; late.min(data.late_cap as usize) + 1];
    best[0][0] = (0, 0);
    for day in &days {
        let mut after = vec![vec![(IMPOSSIBLE, 0); most + 1]; best.len()];
        for (before, after) in best.iter().zip(&mut after) {
            extend(before, &day.early, after);
        }
        for (before, after) in best.iter().zip(&mut after[1..]) {
            extend(before, &day.late, after);
        }
        best = after;
    }
    let any_late = |n: usize| best.iter().map(|weeks| weeks[n]).max_by_key(|week| week.0);
    (0..=most).filter_map(any_late).collect()
}

/// Improves weeks by their periods by what a weekday adds to those before.
fn extend(before: &[(i64, SlotMask)], day: &[(i64, SlotMask)], after: &mut [(i64, SlotMask)]) {
    for (periods, &(so_far, done)) in before.iter().enumerate() {
        if so_far <= IMPOSSIBLE / 2 {
            continue;
        }
        for (&(earned, slots), cell) in day.iter().zip(&mut after[periods..]) {
            if so_far + earned > cell.0 {
                *cell = (so_far + earned, done | slots);
            }
        }
    }
}

/// The best work of a weekday.
fn day_of(model: &Model, free: SlotMask, cap: u32, price: &impl Fn(usize) -> i64) -> Day {
    let early = dearest(free & !model.late, cap, price);
    let late = if free & model.late == 0 { Vec::new() } else { dearest(free, cap, price) };
    Day { early, late }
}

/// By number of slots up to the cap: the dearest, their sum and mask.
fn dearest(free: SlotMask, cap: u32, price: &impl Fn(usize) -> i64) -> Vec<(i64, SlotMask)> {
    let mut offers: Vec<(i64, usize)> = bits(free).map(|slot| (price(slot), slot)).collect();
    offers.sort_unstable_by(|a, b| b.cmp(a));
    let mut sums = vec![(0, 0)];
    for &(price, slot) in offers.iter().take(cap as usize) {
        let (sum, mask) = sums[sums.len() - 1];
        sums.push((sum + price, mask | 1 << slot));
    }
    sums
}
