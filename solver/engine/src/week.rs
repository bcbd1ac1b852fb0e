//! The legal weeks of one pupil: the cheapest set of sections at given prices, exactly.
//!
//! A week is a set of columns, at most one an activity, pairwise without a common slot; every
//! other attended slot takes the cheapest base place. Its cost is the pupil's own points plus
//! prices. Depth-first search over what the pupil may take, cut by a knapsack that ignores
//! clashes, one for each line of the convex cost.

use crate::model::{Claim, Model, NEVER, Objective, Pupil};
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::rule::Rule;

/// Prices of seats and base places, ticks.
#[derive(Clone, Debug)]
pub struct Prices {
    /// Price of a seat in each column; [`NEVER`] or more: closed.
    pub column: Vec<i64>,
    /// Price of the cheapest base place by row and slot, `unplaced` where there is none.
    pub base: Vec<i64>,
    /// As `base`, homework only and anything but homework only.
    pub by_content: Option<[Vec<i64>; 2]>,
    /// Seat price less the base places it saves, by row and column.
    reduced: Vec<i64>,
    slots: usize,
    columns: usize,
}

impl Prices {
    /// Prices from seat prices and the price of a place in each pool and slot
    /// (`pool * slots + slot`).
    pub fn new(model: &Model, cost: &Cost, column: Vec<i64>, pool: &[i64]) -> Self {
        let slots = model.school.slots.len();
        let columns = model.columns.len();
        let cheapest = |keep: &dyn Fn(usize) -> bool| -> Vec<i64> {
            let price = |row: &[Vec<usize>], slot: usize| {
                let open = row[slot].iter().filter(|&&p| keep(p)).map(|&p| pool[p * slots + slot]);
                open.min().unwrap_or(NEVER)
            };
            let rows = model.rows.iter();
            rows.flat_map(|row| (0..slots).map(move |slot| price(row, slot))).collect()
        };
        let needs_content = model.pupils.iter().any(|pupil| pupil.is_capped);
        let mut prices = Self {
            column,
            base: cheapest(&|_| true),
            by_content: needs_content.then(|| {
                [cheapest(&|p| model.is_homework(p)), cheapest(&|p| !model.is_homework(p))]
            }),
            reduced: Vec::new(),
            slots,
            columns,
        };
        for (row, &weight) in model.row_weight.iter().enumerate() {
            for price in &mut prices.base[row * slots..(row + 1) * slots] {
                *price = (*price).min(cost.unplaced(weight));
            }
        }
        prices.fill_reduced(model);
        prices
    }

    /// Recomputes what depends on the column prices after they were changed from those of
    /// `before`.
    pub fn refresh(&mut self, model: &Model, before: &Self) {
        for row in 0..model.rows.len() {
            for column in 0..self.columns {
                let at = row * self.columns + column;
                self.reduced[at] = self.column[column] - before.saved(row, column);
            }
        }
    }

    fn fill_reduced(&mut self, model: &Model) {
        self.reduced.clear();
        self.reduced.reserve(model.rows.len() * self.columns);
        for row in 0..model.rows.len() {
            let base = &self.base[row * self.slots..(row + 1) * self.slots];
            for (column, &price) in model.columns.iter().zip(&self.column) {
                let saved: i64 = bits(column.mask).map(|slot| base[slot]).sum();
                self.reduced.push(price - saved);
            }
        }
    }

    /// Changes the price of one column.
    pub fn set(&mut self, column: usize, price: i64) {
        let change = price - self.column[column];
        self.column[column] = price;
        for reduced in self.reduced.iter_mut().skip(column).step_by(self.columns) {
            *reduced += change;
        }
    }

    fn reduced_row(&self, row: usize) -> &[i64] {
        &self.reduced[row * self.columns..(row + 1) * self.columns]
    }

    /// Base places that a column saves a pupil of the row.
    pub fn saved(&self, row: usize, column: usize) -> i64 {
        self.column[column] - self.reduced[row * self.columns + column]
    }

    /// Base price of a pupil's slot.
    pub fn base_of(&self, row: usize, slot: usize) -> i64 {
        self.base[row * self.slots + slot]
    }
}

/// What a pupil's week costs by itself, in ticks.
#[derive(Clone, Debug)]
pub struct Cost {
    objective: Objective,
    /// Lines (slope, intercept) of the convex cost of S, per unit of weight, points.
    lines: Vec<(i64, i64)>,
    not_granted: i64,
    training: i64,
    unplaced: i64,
    homework_cap: usize,
}

impl Cost {
    /// The costs of a school under an objective.
    pub fn new(model: &Model, objective: Objective) -> Self {
        let rules = &model.school.rules;
        let plain = rules.weight(Rule::Preference);
        let convex = rules.weight(Rule::WorstOff);
        let (first, second) = (rules.worst_off_first_knee, rules.worst_off_second_knee);
        let mut lines = vec![(plain, 0)];
        if convex > 0 {
            lines.push((plain + convex, -convex * first));
            lines.push((plain + 3 * convex, -convex * (first + 2 * second)));
        }
        Self {
            objective,
            lines,
            not_granted: rules.not_granted_points,
            training: rules.weight(Rule::TrainingMinimum) * objective.shortfall,
            unplaced: rules.weight(Rule::Unplaced) * objective.shortfall,
            homework_cap: rules.homework_cap_periods as usize,
        }
    }

    /// The objective.
    pub fn objective(&self) -> Objective {
        self.objective
    }

    /// Ticks of a slot without a place for a pupil of the given weight.
    pub fn unplaced(&self, weight: i64) -> i64 {
        self.unplaced * weight / 100
    }

    /// Ticks of points S for a pupil of the given weight.
    fn of_points(&self, weight: i64, points: i64) -> i64 {
        let worst = self.lines.iter().map(|&(slope, at)| slope * points + at).max().unwrap_or(0);
        weight * self.objective.quality * worst
    }
}

/// A place: the want it meets and the column it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the want.
    pub want: u32,
    /// Column.
    pub column: u32,
}

/// What remains to be decided at a node of the search.
#[derive(Clone, Copy)]
struct Node {
    used: SlotMask,
    /// Rank points so far.
    points: i64,
    /// Wanted sessions left.
    left: i64,
    /// Training sessions left to the need.
    need: i64,
    /// Training sessions taken.
    training: i64,
    /// Prices so far.
    paid: i64,
}

/// Scratch space of the search for one pupil's best week.
#[derive(Clone, Debug, Default)]
pub struct WeekSearch {
    /// Wants worth a look: (index of the want, cheapest reduced price, slot dues left out).
    order: Vec<(usize, i64)>,
    /// Slots with their dues, cheapest first: every column that covers a slot is dearer by its
    /// due than the price in `order` says.
    dues: Vec<(i64, usize)>,
    due_of: Vec<i64>,
    /// Knapsack values by (line, want, sessions granted, need).
    value: Vec<i64>,
    stack: Vec<Place>,
    best: Vec<Place>,
    best_cost: i64,
    /// Searches done, for work limits.
    pub searches: u64,
    /// Weeks this much cheaper, ticks, may be missed; costs found are then at most so much above
    /// the least.
    pub tolerance: i64,
}

/// The fixed surroundings of one search.
struct View<'a> {
    model: &'a Model<'a>,
    cost: &'a Cost,
    pupil: &'a Pupil,
    prices: &'a Prices,
    reduced: &'a [i64],
    n_lines: usize,
    /// Wanted sessions at the root, plus one.
    sessions: usize,
    /// Training needed at the root, plus one.
    needs: usize,
}

/// Value of what cannot be.
const IMPOSSIBLE: i64 = i64::MIN / 4;

/// Columns of a want that are open and clash with nothing used.
fn open_columns<'a>(
    view: &'a View,
    want: usize,
    used: SlotMask,
) -> impl Iterator<Item = usize> + use<'a> {
    let model = view.model;
    let columns = model.columns_for(&model.wants[want]).iter().map(|&column| column as usize);
    columns.filter(move |&column| {
        model.columns[column].mask & used == 0 && view.prices.column[column] < NEVER
    })
}

impl WeekSearch {
    /// Cost of the cheapest legal week; its places are then in [`Self::places`].
    pub fn best(&mut self, model: &Model, cost: &Cost, pupil: usize, prices: &Prices) -> i64 {
        self.search(model, cost, pupil, prices, None, i64::MAX)
    }

    /// Cost of the cheapest legal week that takes `column` of `want` for nothing, or at least
    /// `cutoff` when there is none cheaper than that.
    pub fn best_with(
        &mut self,
        model: &Model,
        cost: &Cost,
        pupil: usize,
        prices: &Prices,
        taken: (usize, usize),
        cutoff: i64,
    ) -> i64 {
        self.search(model, cost, pupil, prices, Some(taken), cutoff)
    }

    /// Places of the week found last; empty also when none was below the cutoff.
    pub fn places(&self) -> &[Place] {
        &self.best
    }

    fn search(
        &mut self,
        model: &Model,
        cost: &Cost,
        index: usize,
        prices: &Prices,
        taken: Option<(usize, usize)>,
        cutoff: i64,
    ) -> i64 {
        self.searches += 1;
        let pupil = &model.pupils[index];
        let reduced = prices.reduced_row(pupil.row);
        let mut root = Node {
            used: 0,
            points: 0,
            left: pupil.wanted,
            need: pupil.need,
            training: 0,
            paid: base_of_week(pupil, prices),
        };
        self.stack.clear();
        self.best.clear();
        if let Some((want, column)) = taken {
            let free = reduced[column] - prices.column[column];
            root = root.take(model, want, column, free);
            self.stack.push(Place { want: want as u32, column: column as u32 });
        }
        let skip = taken.map(|(want, _)| want);
        let view = View {
            model,
            cost,
            pupil,
            prices,
            reduced,
            n_lines: active_lines(cost, root),
            sessions: root.left as usize + 1,
            needs: root.need as usize + 1,
        };
        self.list_wants(&view, skip, root.used);
        self.fill_dues(&view, root.used);
        self.fill_knapsack(&view);
        self.best_cost = cutoff;
        self.dive(&view, 0, root);
        self.best_cost
    }

    /// Wants that can bring anything, best first.
    fn list_wants(&mut self, view: &View, skip: Option<usize>, used: SlotMask) {
        self.order.clear();
        let steepest = view.cost.lines[view.n_lines - 1].0;
        let unit = view.pupil.weight * view.cost.objective.quality * steepest;
        let not_granted = if view.sessions > 1 { view.cost.not_granted } else { 0 };
        for index in view.pupil.wants.clone() {
            if Some(index) == skip {
                continue;
            }
            let want = &view.model.wants[index];
            let cheapest =
                open_columns(view, index, used).map(|c| view.reduced[c]).min().unwrap_or(NEVER);
            let gain = (unit * (not_granted * want.sessions - want.points)).max(0)
                + view.cost.training * want.training.min(view.pupil.need)
                - cheapest;
            if (gain > 0 && cheapest < NEVER / 2) || want.claim == Claim::Pinned {
                self.order.push((index, cheapest));
            }
        }
        self.order.sort_unstable_by_key(|&(index, cheapest)| {
            let want = &view.model.wants[index];
            let pinned = want.claim == Claim::Pinned;
            (!pinned, cheapest - unit * (not_granted * want.sessions - want.points), index)
        });
    }

    /// By how much, at least, each slot makes any column dearer than its want's cheapest.
    fn fill_dues(&mut self, view: &View, used: SlotMask) {
        self.due_of.clear();
        self.due_of.resize(view.model.school.slots.len(), NEVER);
        for &(index, cheapest) in &self.order {
            for column in open_columns(view, index, used) {
                let mask = view.model.columns[column].mask;
                let above = (view.reduced[column] - cheapest) / i64::from(mask.count_ones());
                for slot in bits(mask) {
                    self.due_of[slot] = self.due_of[slot].min(above);
                }
            }
        }
        self.dues.clear();
        let slots = bits(view.pupil.attends & !used);
        self.dues.extend(slots.map(|slot| (self.due_of[slot], slot)));
        self.dues.sort_unstable();
    }

    /// `value[line][i][m][need]`: most that wants from `i` on can bring with exactly `m` of the
    /// wanted sessions, clashes and dues ignored.
    fn fill_knapsack(&mut self, view: &View) {
        let n = self.order.len();
        let layer = view.sessions * view.needs;
        self.value.clear();
        self.value.resize(view.n_lines * (n + 1) * layer, IMPOSSIBLE);
        let cost = view.cost;
        for line in 0..view.n_lines {
            let unit = view.pupil.weight * cost.objective.quality * cost.lines[line].0;
            let start = line * (n + 1) * layer;
            self.value[start + n * layer..start + n * layer + view.needs].fill(0);
            for i in (0..n).rev() {
                let (index, cheapest) = self.order[i];
                let want = &view.model.wants[index];
                let (here, next) = (start + i * layer, start + (i + 1) * layer);
                let most = (want.sessions as usize).min(view.sessions - 1);
                for m in 0..view.sessions {
                    for need in 0..view.needs {
                        let trained = want.training.min(need as i64);
                        let then = need - trained as usize;
                        let mut best = self.value[next + m * view.needs + need];
                        for granted in 0..=most.min(m) {
                            let gain =
                                unit * (cost.not_granted * granted as i64 - want.points) - cheapest;
                            let rest = self.value[next + (m - granted) * view.needs + then];
                            best = best.max(gain + cost.training * trained + rest);
                        }
                        self.value[here + m * view.needs + need] = best;
                    }
                }
            }
        }
    }

    /// Least cost of any completion from want `i` on.
    fn bound(&self, view: &View, i: usize, node: Node) -> i64 {
        let layer = view.sessions * view.needs;
        let n = self.order.len();
        let points = node.points + view.cost.not_granted * node.left;
        let unit = view.pupil.weight * view.cost.objective.quality;
        let mut least = i64::MIN;
        for line in 0..view.n_lines {
            let at = (line * (n + 1) + i) * layer + node.need as usize;
            let mut best = self.value[at];
            let mut dues = self.dues.iter().filter(|&&(_, slot)| node.used >> slot & 1 == 0);
            let mut due = 0;
            for m in 1..=node.left as usize {
                let Some(&(next, _)) = dues.next() else { break };
                due += next;
                best = best.max(self.value[at + m * view.needs] - due);
            }
            let (slope, intercept) = view.cost.lines[line];
            least = least.max(unit * (slope * points + intercept) - best);
        }
        least + node.paid + view.cost.training * node.need + self.tolerance
    }

    fn dive(&mut self, view: &View, from: usize, node: Node) {
        let model = view.model;
        let is_pinned = |&(index, _): &(usize, i64)| model.wants[index].claim == Claim::Pinned;
        if !self.order.get(from).is_some_and(is_pinned) {
            self.stop_here(view, node);
        }
        for i in from..self.order.len() {
            if self.bound(view, i, node) >= self.best_cost {
                return;
            }
            let index = self.order[i].0;
            for column in open_columns(view, index, node.used) {
                let next = node.take(model, index, column, view.reduced[column]);
                if self.bound(view, i + 1, next) < self.best_cost {
                    self.stack.push(Place { want: index as u32, column: column as u32 });
                    self.dive(view, i + 1, next);
                    self.stack.pop();
                }
            }
            if is_pinned(&self.order[i]) {
                return;
            }
        }
    }

    /// Takes the week as it stands, if it is legal and the best so far.
    fn stop_here(&mut self, view: &View, node: Node) {
        let cost = view.cost;
        let points = node.points + cost.not_granted * node.left;
        let mut total =
            node.paid + cost.of_points(view.pupil.weight, points) + cost.training * node.need;
        if total >= self.best_cost
            || !training_is_needed(view.model, view.pupil, &self.stack, node.training)
        {
            return;
        }
        if view.pupil.is_capped {
            match over_cap(view.model, cost, view.pupil, view.prices, &self.stack) {
                Some(extra) => total += extra,
                None => return,
            }
        }
        if total < self.best_cost {
            self.best_cost = total;
            self.best.clear();
            self.best.extend_from_slice(&self.stack);
        }
    }
}

impl Node {
    fn take(self, model: &Model, want: usize, column: usize, price: i64) -> Self {
        let want = &model.wants[want];
        Self {
            used: self.used | model.columns[column].mask,
            points: self.points + want.points,
            left: (self.left - want.sessions).max(0),
            need: (self.need - want.training).max(0),
            training: self.training + want.training,
            paid: self.paid + price,
        }
    }
}

/// Lines that can be the largest at or below the points of the root.
fn active_lines(cost: &Cost, root: Node) -> usize {
    let most = root.points + cost.not_granted * root.left;
    let value = |&(slope, at): &(i64, i64)| slope * most + at;
    let worst = cost.lines.iter().map(value).max().unwrap_or(0);
    1 + cost.lines.iter().position(|line| value(line) == worst).unwrap_or(0)
}

/// Base places of a week without any section.
fn base_of_week(pupil: &Pupil, prices: &Prices) -> i64 {
    bits(pupil.attends).map(|slot| prices.base_of(pupil.row, slot)).sum()
}

/// Training taken without being listed must be needed, each by itself.
fn training_is_needed(model: &Model, pupil: &Pupil, taken: &[Place], training: i64) -> bool {
    training <= pupil.need
        || taken.iter().all(|place| {
            let want = &model.wants[place.want as usize];
            want.claim != Claim::TrainingOnly || training - want.training < pupil.need
        })
}

/// What `homework_cap` adds to the base places of a week: the cheapest places over the cap are
/// exchanged for others. `None` when the sections alone are over the cap.
fn over_cap(
    model: &Model,
    cost: &Cost,
    pupil: &Pupil,
    prices: &Prices,
    taken: &[Place],
) -> Option<i64> {
    let [homework, other] = prices.by_content.as_ref()?;
    let column = |place: &Place| &model.columns[place.column as usize];
    let used = taken.iter().map(column).fold(0, |mask, c| mask | c.mask);
    let in_sections = taken
        .iter()
        .map(column)
        .filter(|c| model.school.activities[c.activity].is_homework)
        .fold(0, |mask, c| mask | c.mask);
    let mut extra = 0;
    for day in &model.days {
        let taken = (in_sections & day).count_ones() as usize;
        let rest = cost.homework_cap.checked_sub(taken)?;
        let mut savings: Vec<i64> = bits(pupil.attends & !used & day)
            .map(|slot| {
                let at = pupil.row * prices.slots + slot;
                other[at].min(cost.unplaced(pupil.weight)) - homework[at]
            })
            .filter(|&saving| saving > 0)
            .collect();
        savings.sort_unstable_by(|a, b| b.cmp(a));
        extra += savings.iter().skip(rest).sum::<i64>();
    }
    Some(extra)
}

/// The whole of a week as it counts for its cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Slots covered by sections.
    pub used: SlotMask,
    points: i64,
    sessions: i64,
    training: i64,
    /// Base places, ticks.
    base: i64,
}

impl Tally {
    /// The tally of a set of places; base places at the given prices.
    pub fn of(model: &Model, pupil: &Pupil, prices: &Prices, places: &[Place]) -> Self {
        let nothing = Self { base: base_of_week(pupil, prices), ..Self::default() };
        places.iter().fold(nothing, |tally, place| tally.with(model, pupil, prices, *place))
    }

    /// With one place more.
    #[must_use]
    pub fn with(self, model: &Model, pupil: &Pupil, prices: &Prices, place: Place) -> Self {
        let want = &model.wants[place.want as usize];
        let column = place.column as usize;
        Self {
            used: self.used | model.columns[column].mask,
            points: self.points + want.points,
            sessions: self.sessions + want.sessions,
            training: self.training + want.training,
            base: self.base - prices.saved(pupil.row, column),
        }
    }

    /// With one place less.
    #[must_use]
    pub fn without(self, model: &Model, pupil: &Pupil, prices: &Prices, place: Place) -> Self {
        let want = &model.wants[place.want as usize];
        let column = place.column as usize;
        Self {
            used: self.used & !model.columns[column].mask,
            points: self.points - want.points,
            sessions: self.sessions - want.sessions,
            training: self.training - want.training,
            base: self.base + prices.saved(pupil.row, column),
        }
    }

    /// Cost of the week, seat prices left out.
    pub fn cost(self, cost: &Cost, pupil: &Pupil) -> i64 {
        let missing = (pupil.wanted - self.sessions).max(0);
        let points = self.points + cost.not_granted * missing;
        self.base
            + cost.of_points(pupil.weight, points)
            + cost.training * (pupil.need - self.training).max(0)
    }
}

/// Whether a set of places is a legal week, and what `homework_cap` adds to its cost; places must
/// not overlap.
pub fn surcharge(
    model: &Model,
    cost: &Cost,
    pupil: usize,
    prices: &Prices,
    places: &[Place],
) -> Option<i64> {
    let person = &model.pupils[pupil];
    let training = places.iter().map(|p| model.wants[p.want as usize].training).sum();
    if !training_is_needed(model, person, places, training) {
        return None;
    }
    if person.is_capped { over_cap(model, cost, person, prices, places) } else { Some(0) }
}
