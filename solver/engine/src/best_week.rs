//! The cheapest legal week of one pupil at given prices.
//!
//! Depth-first search over what the pupil may take, cut by a knapsack that ignores clashes, one
//! for each line of the convex cost. After [`WeekSearch::most_nodes`] nodes the search goes no
//! deeper; the least cost of what it left out is then part of the lower bound it reports.

mod below;

use crate::model::{Model, NEVER, Pupil, Want};
use crate::prices::Prices;
use crate::week::{
    Cost, Place, base_of_week, most_over_cap, over_cap, training_is_needed, week_cost,
};
use below::Completion;
use kehou_domain::instance::SlotMask;

/// Lines of the convex cost of S, at most: see [`Cost::new`].
const LINES: usize = 3;

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

/// A want as the search sees it.
#[derive(Clone, Copy, Debug)]
struct Item {
    want: u32,
    is_pinned: bool,
    sessions: i64,
    points: i64,
    training: i64,
    /// Price of its cheapest column.
    cheapest: i64,
    /// What it brings at most, that price considered.
    worth: i64,
    /// Its columns, in [`WeekSearch::columns`].
    from: u32,
    to: u32,
}

/// An open column as the search sees it.
#[derive(Clone, Copy, Debug)]
struct Choice {
    price: i64,
    mask: SlotMask,
    column: u32,
}

/// Scratch space of the search for one pupil's best week.
#[derive(Clone, Debug)]
pub struct WeekSearch {
    /// Wants worth a look, best first.
    items: Vec<Item>,
    columns: Vec<Choice>,
    /// Knapsack values by (item, sessions granted, need), one a line.
    value: Vec<[i64; LINES]>,
    stack: Vec<Place>,
    best: Vec<Place>,
    best_cost: i64,
    nodes: u32,
    left_out: i64,
    /// Searches done, for work limits.
    pub searches: u64,
    /// Weeks less than this cheaper, ticks, may be missed.
    pub tolerance: i64,
    /// Nodes after which the search goes no deeper.
    pub most_nodes: u32,
}

impl Default for WeekSearch {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            columns: Vec::new(),
            value: Vec::new(),
            stack: Vec::new(),
            best: Vec::new(),
            best_cost: 0,
            nodes: 0,
            left_out: 0,
            searches: 0,
            tolerance: 0,
            most_nodes: 400,
        }
    }
}

/// The fixed surroundings of one search.
struct View<'a> {
    model: &'a Model<'a>,
    cost: &'a Cost,
    pupil: &'a Pupil,
    prices: &'a Prices,
    reduced: &'a [i64],
    n_lines: usize,
    /// Lines (slope, intercept) in ticks; the last one again where there are fewer.
    lines: [(i64, i64); LINES],
    /// Wanted sessions at the root, plus one.
    sessions: usize,
    /// Training needed at the root, plus one.
    needs: usize,
}

impl View<'_> {
    /// Cost of a number of points on each line.
    fn on_lines(&self, points: i64) -> [i64; LINES] {
        self.lines.map(|(slope, intercept)| slope * points + intercept)
    }

    /// Position of what items from `i` on bring.
    fn at(&self, i: usize, left: i64, need: i64) -> usize {
        (i * self.sessions + left as usize) * self.needs + need as usize
    }
}

impl WeekSearch {
    /// Cost of the cheapest legal week found; its places are then in [`Self::places`].
    pub fn best(&mut self, model: &Model, cost: &Cost, pupil: usize, prices: &Prices) -> i64 {
        self.search(model, cost, pupil, prices, None, NEVER)
    }

    /// As [`Self::best`], where a week that was best at like prices is known: what is not
    /// cheaper than that is not looked for.
    pub fn best_after(
        &mut self,
        model: &Model,
        cost: &Cost,
        pupil: usize,
        prices: &Prices,
        before: &[Place],
    ) -> i64 {
        let cutoff = week_cost(model, cost, pupil, prices, before);
        let found = self.search(model, cost, pupil, prices, None, cutoff);
        if found == cutoff && cutoff < NEVER {
            self.best.clear();
            self.best.extend_from_slice(before);
        }
        found
    }

    /// Cost of the cheapest legal week that takes `column` of `want` for nothing, or `cutoff`
    /// when none cheaper than that was found.
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

    /// What no legal week of the last search costs less than.
    pub fn lower_bound(&self) -> i64 {
        (self.best_cost - self.tolerance).min(self.left_out)
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
        self.nodes = 0;
        self.left_out = NEVER;
        self.best_cost = cutoff;
        if let Some((want, column)) = taken {
            let data = &model.wants[want];
            root.used = model.columns[column].mask;
            root.points = data.points;
            root.left = (root.left - data.sessions).max(0);
            root.need = (root.need - data.training).max(0);
            root.training = data.training;
            root.paid += reduced[column] - prices.column[column];
            self.stack.push(Place { want: want as u32, column: column as u32 });
        }
        let n_lines = active_lines(cost, root);
        let unit = pupil.weight * cost.objective().quality;
        let line = |at: usize| cost.lines[at.min(n_lines - 1)];
        let view = View {
            model,
            cost,
            pupil,
            prices,
            reduced,
            n_lines,
            lines: std::array::from_fn(|at| (unit * line(at).0, unit * line(at).1)),
            sessions: root.left as usize + 1,
            needs: root.need as usize + 1,
        };
        self.list_items(&view, taken.map(|(want, _)| want), root.used);
        if cutoff < NEVER && self.quick_bound(&view, &root) >= cutoff {
            return cutoff;
        }
        self.fill_knapsack(&view);
        self.dive(&view, 0, root);
        self.best_cost
    }

    /// Wants that can bring anything, best first, with their open columns, the cheapest in front.
    fn list_items(&mut self, view: &View, skip: Option<usize>, used: SlotMask) {
        self.items.clear();
        self.columns.clear();
        let steepest = view.lines[LINES - 1].0;
        let not_granted = if view.sessions > 1 { view.cost.not_granted } else { 0 };
        // A section can also spare a capped pupil the exchange of base places.
        let spared = most_over_cap(view.cost, view.pupil, view.prices);
        let blocked = used | !view.pupil.attends;
        for index in view.pupil.wants.clone() {
            if Some(index) == skip {
                continue;
            }
            let want = &view.model.wants[index];
            let granted = steepest * (not_granted * want.sessions - want.points);
            let gain =
                granted.max(0) + view.cost.training * want.training.min(view.pupil.need) + spared;
            let from = self.columns.len();
            if view.prices.premium.is_empty() {
                self.list_columns(view, want, gain, blocked);
            } else {
                self.list_columns_with_premium(view, want, gain, blocked);
            }
            if from == self.columns.len() && !want.is_pinned {
                continue;
            }
            let cheapest = self.cheapest_in_front(from);
            self.items.push(Item {
                want: index as u32,
                is_pinned: want.is_pinned,
                sessions: want.sessions,
                points: want.points,
                training: want.training,
                cheapest,
                worth: granted - cheapest,
                from: from as u32,
                to: self.columns.len() as u32,
            });
        }
        self.items.sort_unstable_by_key(|item| (!item.is_pinned, -item.worth, item.want));
    }

    /// Moves the cheapest column listed from a position on to that position; its price.
    fn cheapest_in_front(&mut self, from: usize) -> i64 {
        let own = &mut self.columns[from..];
        let cheapest = (0..own.len()).min_by_key(|&at| (own[at].price, own[at].column));
        let Some(cheapest) = cheapest else { return NEVER };
        own.swap(0, cheapest);
        own[0].price
    }

    /// Open columns of a want that cost less than they can bring.
    fn list_columns(&mut self, view: &View, want: &Want, gain: i64, blocked: SlotMask) {
        for &column in &view.prices.open[want.activity] {
            let price = view.reduced[column as usize];
            let mask = view.model.masks[column as usize];
            if (price < gain || want.is_pinned)
                && mask & blocked == 0
                && (!view.pupil.is_restricted
                    || view.model.columns_for(want).binary_search(&column).is_ok())
            {
                self.columns.push(Choice { price, mask, column });
            }
        }
    }

    /// The same where pupils pay premiums.
    fn list_columns_with_premium(
        &mut self,
        view: &View,
        want: &Want,
        gain: i64,
        blocked: SlotMask,
    ) {
        let premiums = &view.prices.premium[want.fits.clone()];
        for (&column, &premium) in view.model.columns_for(want).iter().zip(premiums) {
            let seat = view.prices.column[column as usize];
            let price = view.reduced[column as usize] + premium.max(-seat);
            if price < gain || (want.is_pinned && seat < NEVER) {
                let mask = view.model.masks[column as usize];
                if mask & blocked == 0 {
                    self.columns.push(Choice { price, mask, column });
                }
            }
        }
    }

    fn dive(&mut self, view: &View, from: usize, node: Node) {
        self.nodes += 1;
        if self.items.get(from).is_none_or(|item| !item.is_pinned) {
            self.stop_here(view, &node);
        }
        let here = Completion::new(view, &node);
        for i in from..self.items.len() {
            let bound = here.bound(view, &self.value, i);
            if bound + self.tolerance >= self.best_cost {
                return;
            }
            if self.nodes > self.most_nodes {
                self.left_out = self.left_out.min(bound);
                return;
            }
            let item = self.items[i];
            let next = Node {
                used: node.used,
                points: node.points + item.points,
                left: (node.left - item.sessions).max(0),
                need: (node.need - item.training).max(0),
                training: node.training + item.training,
                paid: node.paid,
            };
            // What the rest of the week costs at least is the same on all columns of the item.
            let rest = Completion::new(view, &next).bound(view, &self.value, i + 1);
            for at in item.from..item.to {
                let choice = self.columns[at as usize];
                if choice.mask & node.used == 0
                    && rest + choice.price + self.tolerance < self.best_cost
                {
                    self.stack.push(Place { want: item.want, column: choice.column });
                    let used = node.used | choice.mask;
                    self.dive(view, i + 1, Node { used, paid: node.paid + choice.price, ..next });
                    self.stack.pop();
                }
            }
            if item.is_pinned {
                return;
            }
        }
    }

    /// Takes the week as it stands, if it is legal and the best so far.
    fn stop_here(&mut self, view: &View, node: &Node) {
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

/// Lines that can be the largest at or below the points of the root; all, where a granted session
/// can be worth less than a missing one.
fn active_lines(cost: &Cost, root: Node) -> usize {
    if !cost.is_granted_best {
        return cost.lines.len();
    }
    let most = root.points + cost.not_granted * root.left;
    let value = |&(slope, at): &(i64, i64)| slope * most + at;
    let worst = cost.lines.iter().map(value).max().unwrap_or(0);
    1 + cost.lines.iter().position(|line| value(line) == worst).unwrap_or(0)
}
