//! What staff and rooms supply at the prices of the rows: everybody's best legal week, and the best
//! use of rooms that alone fit an activity.

use crate::duals::{Evaluation, Relaxation};
use crate::duties::Work;
use crate::duty_rows;
use crate::duty_week::{self, Pay};
use crate::layout::Layout;
use crate::model::Model;
use crate::packing::{Packed, Unit};
use crate::staff_week;
use kehou_domain::instance::{SlotMask, bits};

/// What cannot be.
const IMPOSSIBLE: (i64, Work) = (i64::MIN / 4, Work::in_slots(0));

/// For each staff member the first with the same prices, free slots, caps and duties.
pub fn week_like(model: &Model, layout: &Layout) -> Vec<usize> {
    let staff = &model.school.staff;
    let same = |a: usize, b: usize| {
        let caps = |at: usize| {
            let data = &staff[at];
            (data.serves, data.weekly_cap, data.daily_cap, data.late_cap, model.staff_free[at])
        };
        caps(a) == caps(b)
            && layout.sets_of_staff[a] == layout.sets_of_staff[b]
            && model.duties.terms.get(a) == model.duties.terms.get(b)
    };
    (0..staff.len()).map(|at| (0..at).find(|&before| same(before, at)).unwrap_or(at)).collect()
}

impl Relaxation<'_> {
    /// Everybody's best week of work, missed by at most `tolerance`, and what it is paid.
    pub(crate) fn count_staff(&self, found: &mut Evaluation, u: &[i64], tolerance: i64) {
        let (purse, objective) = (&self.model.purse, self.objective());
        let money = self.layout.money_price(u).min(purse.dearest(objective));
        let mut spent = 0;
        let mut weeks: Vec<Vec<(i64, Work)>> = vec![Vec::new(); self.outside.len()];
        let mut prices: Vec<Vec<i64>> = vec![Vec::new(); self.outside.len()];
        for staff in (0..self.outside.len()).filter(|&staff| !self.outside[staff]) {
            let like = self.week_like[staff];
            if weeks[like].is_empty() {
                prices[like] = self.slot_prices(u, like);
                weeks[like] = self.weeks_of((u, &prices[like]), like, 0);
            }
            let wage = purse.ticks(staff, objective, money);
            let load = |periods| self.load_ticks(staff, periods) + wage * periods;
            let (earned, packed, work) =
                self.packed_week((u, &prices[like]), staff, (&weeks[like], tolerance), &load);
            found.value -= earned;
            let periods = work.periods() + packed.slots.count_ones();
            spent += purse.fen(staff) * i64::from(periods);
            packed.rows.iter().for_each(|&row| found.excess[row] -= 1.0);
            duty_rows::supply(self.model, &self.layout, staff, work, &mut found.excess);
            for row in bits(work.slots).flat_map(|slot| self.layout.supply_rows(staff, slot)) {
                found.excess[row] -= 1.0;
            }
        }
        let settled = purse.settle(spent, objective, money);
        found.value += settled.ticks;
        found.shortfall += settled.short;
        if let Some(row) = self.layout.money {
            found.excess[row] = settled.excess;
        }
    }

    /// Price of a staff member's time by slot.
    fn slot_prices(&self, u: &[i64], staff: usize) -> Vec<i64> {
        (0..self.layout.slots).map(|slot| self.layout.staff_price(u, staff, slot)).collect()
    }

    /// By periods, those in the slots `held` included: the most that other work of a staff member
    /// earns at the prices, and which.
    fn weeks_of(
        &self,
        (u, of_slot): (&[i64], &[i64]),
        staff: usize,
        held: SlotMask,
    ) -> Vec<(i64, Work)> {
        let price = |slot: usize| of_slot[slot];
        let duties = &self.model.duties;
        if !duties.needs_staff() {
            let weeks = staff_week::by_periods(self.model, staff, held, &price);
            return weeks.into_iter().map(|(sum, slots)| (sum, Work::in_slots(slots))).collect();
        }
        let rows = &self.layout.duty_rows;
        let gate = |place| u[rows.gate(place)];
        let rank = duties.terms[staff].rank;
        let leader = |day| rows.leader(day, rank).map(|row| u[row]).sum();
        let pay = Pay { slot: &price, gate: &gate, leader: &leader };
        duty_week::by_periods(self.model, staff, held, &pay)
    }

    /// The best week less its load: what it earns, whole sections that only this person leads, and
    /// other work. `weeks` is the best work by periods without such sections.
    fn packed_week(
        &self,
        (u, of_slot): (&[i64], &[i64]),
        staff: usize,
        (weeks, tolerance): (&[(i64, Work)], i64),
        load: &dyn Fn(i64) -> i64,
    ) -> (i64, Packed, Work) {
        let units = self.units(&self.layout.packing.staff);
        let unit = units.binary_search_by_key(&staff, |unit| unit.member).ok();
        let found = unit.map(|at| &units[at]).and_then(|unit| {
            // As if the sections ruled nothing else out.
            let ceiling = |held: u32| {
                let above = weeks.iter().zip(i64::from(held)..);
                above.map(|(week, periods)| week.0 - load(periods)).max().unwrap_or(IMPOSSIBLE.0)
            };
            let rest = |held| best_of(&self.weeks_of((u, of_slot), staff, held), load);
            unit.best(&self.decided, |row, _| u[row], ceiling, rest, tolerance)
        });
        found.unwrap_or_else(|| {
            let (earned, work) = best_of(weeks, load).unwrap_or_default();
            (earned, Packed::default(), work)
        })
    }

    /// Whole sections that rooms take on instead of what their slots are supplied for anyway.
    pub(crate) fn count_rooms(&self, found: &mut Evaluation, u: &[i64]) {
        for unit in self.units(&self.layout.packing.rooms) {
            let lost = |slots| -> i64 {
                bits(slots).map(|slot| self.layout.room_price(u, unit.member, slot)).sum()
            };
            let worth = |row: usize, slots| u[row] - lost(slots);
            let Some((earned, packed, ())) =
                unit.best(&self.decided, worth, |_| 0, |_| Some((0, ())), 0)
            else {
                continue;
            };
            found.value -= earned;
            packed.rows.iter().for_each(|&row| found.excess[row] -= 1.0);
            for slot in bits(packed.slots) {
                self.layout.room_rows(unit.member, slot).for_each(|row| found.excess[row] += 1.0);
            }
        }
    }

    /// The units, while they count.
    fn units<'u>(&self, all: &'u [Unit]) -> &'u [Unit] {
        if self.in_whole_sections { all } else { &[] }
    }

    fn load_ticks(&self, staff: usize, periods: i64) -> i64 {
        self.model.school.load_points(staff, periods) * self.objective().quality
    }
}

/// The best of weeks by their periods, less load.
fn best_of(weeks: &[(i64, Work)], load: &dyn Fn(i64) -> i64) -> Option<(i64, Work)> {
    let possible = weeks.iter().zip(0..).filter(|(week, _)| week.0 > IMPOSSIBLE.0 / 2);
    possible
        .map(|(&(earned, work), periods)| (earned - load(periods), work))
        .max_by_key(|&(value, work)| (value, std::cmp::Reverse(work.periods()), work))
}
