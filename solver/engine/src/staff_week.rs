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
    /// By periods: the best slots, late or not.
    any: Vec<(i64, SlotMask)>,
}

/// Slots worked for the most of prices less load costs (`load` by periods), and that most.
pub fn best_staff_week(
    model: &Model,
    staff: usize,
    price: impl Fn(usize) -> i64,
    load: impl Fn(i64) -> i64,
) -> (i64, SlotMask) {
    let data = &model.school.staff[staff];
    if !data.serves {
        return (0, 0);
    }
    let free = model.staff_free[staff];
    let days: Vec<Day> = model
        .days
        .iter()
        .filter(|&&day| day & free != 0)
        .map(|&day| day_of(model, day & free, data.daily_cap, &price))
        .collect();
    let most = data.weekly_cap.min(free.count_ones()) as usize;
    let late = (data.late_cap as usize).min(days.len());
    // best[periods][late weekdays] = (earned, slots).
    let width = late + 1;
    let mut best = vec![(IMPOSSIBLE, 0); (most + 1) * width];
    best[0] = (0, 0);
    for day in &days {
        let before = best.clone();
        for periods in 0..=most {
            for lates in 0..=late {
                let cell = &mut best[periods * width + lates];
                for (n, &(earned, slots)) in day.early.iter().enumerate().take(periods + 1) {
                    let from = before[(periods - n) * width + lates];
                    if from.0 + earned > cell.0 {
                        *cell = (from.0 + earned, from.1 | slots);
                    }
                }
                if lates == 0 {
                    continue;
                }
                for (n, &(earned, slots)) in day.any.iter().enumerate().take(periods + 1) {
                    let from = before[(periods - n) * width + lates - 1];
                    if from.0 + earned > cell.0 {
                        *cell = (from.0 + earned, from.1 | slots);
                    }
                }
            }
        }
    }
    (0..=most)
        .flat_map(|periods| {
            best[periods * width..(periods + 1) * width].iter().map(move |c| (periods, c))
        })
        .map(|(periods, cell)| (cell.0 - load(periods as i64), cell.1))
        .max_by_key(|&(value, slots)| (value, std::cmp::Reverse(slots.count_ones()), slots))
        .unwrap_or((0, 0))
}

fn day_of(model: &Model, free: SlotMask, cap: u32, price: &impl Fn(usize) -> i64) -> Day {
    Day { early: dearest(free & !model.late, cap, price), any: dearest(free, cap, price) }
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
