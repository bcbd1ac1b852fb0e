//! What staff supply at the prices of the rows: everybody's best legal week.

use crate::duals::{Evaluation, Relaxation};
use crate::duties::Work;
use crate::duty_rows;
use crate::duty_week::{self, Pay};
use crate::layout::Layout;
use crate::model::Model;
use crate::staff_week;
use crate::steps::Multiplier;
use kehou_domain::instance::bits;

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
    /// Everybody's best week of work, and what it costs together beside wages.
    pub(crate) fn count_staff(&self, found: &mut Evaluation, u: &[i64]) {
        let spent = self.count_work(found, u);
        let settled = self.model.purse.settle(spent, self.objective(), self.money_price(u));
        found.value += settled.ticks;
        found.shortfall += settled.short;
        if let Some(row) = self.layout.money {
            found.excess[row] = settled.excess;
        }
    }

    /// Everybody's best week of work, wages taken off; what is paid for it, fen.
    pub(crate) fn count_work(&self, found: &mut Evaluation, u: &[i64]) -> i64 {
        let mut spent = 0;
        let mut weeks: Vec<Vec<(i64, Work)>> = vec![Vec::new(); self.outside.len()];
        for staff in (0..self.outside.len()).filter(|&staff| !self.outside[staff]) {
            let like = self.week_like[staff];
            if weeks[like].is_empty() {
                weeks[like] = self.weeks_of(u, like);
            }
            let wage = self.wage(u, staff);
            let load = |periods| self.load_ticks(staff, periods) + wage * periods;
            let (earned, work) = best_of(&weeks[like], &load).unwrap_or_default();
            found.value -= earned;
            spent += self.model.purse.fen(staff) * i64::from(work.periods());
            duty_rows::supply(self.model, &self.layout, staff, work, &mut found.excess);
            for row in bits(work.slots).flat_map(|slot| self.layout.supply_rows(staff, slot)) {
                found.excess[row] -= 1.0;
            }
        }
        spent
    }

    /// Ticks of a period of a staff member.
    pub(crate) fn wage(&self, u: &[i64], staff: usize) -> i64 {
        self.model.purse.ticks(staff, self.objective(), self.money_price(u))
    }

    fn money_price(&self, u: &[i64]) -> i64 {
        self.layout.money_price(u).min(self.model.purse.dearest(self.objective()))
    }

    /// Tells the row of money how dear it can be.
    pub(crate) fn limit_money(&self, rows: &mut [Multiplier]) {
        if let Some(money) = self.layout.money {
            rows[money].most = self.model.purse.dearest(self.objective()) as f64;
        }
    }

    /// By periods: the most that work of a staff member earns at the prices, and which.
    fn weeks_of(&self, u: &[i64], staff: usize) -> Vec<(i64, Work)> {
        let of_slot: Vec<i64> =
            (0..self.layout.slots).map(|slot| self.layout.staff_price(u, staff, slot)).collect();
        let price = |slot: usize| of_slot[slot];
        let duties = &self.model.duties;
        if !duties.needs_staff() {
            let weeks = staff_week::by_periods(self.model, staff, &price);
            return weeks.into_iter().map(|(sum, slots)| (sum, Work::in_slots(slots))).collect();
        }
        let rows = &self.layout.duty_rows;
        let gate = |place: usize| u[rows.guards(duties.places[place].stand)];
        let rank = duties.terms[staff].rank;
        let leader = |day| rows.leader(day, rank).map(|row| u[row]).sum();
        let pay = Pay { slot: &price, gate: &gate, leader: &leader };
        duty_week::by_periods(self.model, staff, &pay)
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
