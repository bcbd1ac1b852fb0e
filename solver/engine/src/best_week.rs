//! The cheapest legal week of one pupil at given prices.
//!
//! Depth-first search over what the pupil may take, cut by a knapsack that ignores clashes, one
//! for each line of the convex cost that can be the largest. After [`WeekSearch::most_nodes`] nodes the search goes no
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
    /// Its columns, in [`WeekSearch::columns`].
    from: u32,
    to: u32,
}

/// An open column as the search sees it.
#[derive(Clone, Copy, Debug, Default)]
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
    /// The same as listed, and their ranks.
    listed: Vec<Item>,
    ranks: Vec<(i64, usize)>,
    /// Columns listed; more may lie behind them.
    columns: Vec<Choice>,
    /// How many are.
    count: usize,
    /// Knapsack values by item, line, sessions left and training left.
    value: Vec<i64>,
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
            listed: Vec::new(),
            ranks: Vec::new(),
            columns: Vec::new(),
            count: 0,
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

/// The fixed surroundings of one search, with the lines that count.
struct View<'a, const L: usize> {
    model: &'a Model<'a>,
    cost: &'a Cost,
    pupil: &'a Pupil,
    prices: &'a Prices,
    reduced: &'a [i64],
    /// Lines (slope, intercept) in ticks.
    lines: [(i64, i64); L],
    /// Wanted sessions at the root, plus one.
    sessions: usize,
    /// Training needed at the root, plus one.
    needs: usize,
}

impl<const L: usize> View<'_, L> {
    /// Cost of a number of points on each line.
    fn on_lines(&self, points: i64) -> [i64; L] {
        self.lines.map(|(slope, intercept)| slope * points + intercept)
    }

    /// Pairs of wanted sessions and training left.
    fn states(&self) -> usize {
        self.sessions * self.needs
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
        let skip = taken.map(|(want, _)| want);
        let place = (model, pupil, cost, prices);
        match active_lines(cost, root) {
            1 => self.search_on::<1>(place, reduced, skip, root),
            2 => self.search_on::<2>(place, reduced, skip, root),
            _ => self.search_on::<LINES>(place, reduced, skip, root),
        }
        self.best_cost
    }

    /// Looks for the best week from the root on.
    fn search_on<const L: usize>(
        &mut self,
        (model, pupil, cost, prices): (&Model, &Pupil, &Cost, &Prices),
        reduced: &[i64],
        skip: Option<usize>,
        root: Node,
    ) {
        let unit = pupil.weight * cost.objective().quality;
        let view = View::<L> {
            model,
            cost,
            pupil,
            prices,
            reduced,
            lines: std::array::from_fn(|at| (unit * cost.lines[at].0, unit * cost.lines[at].1)),
            sessions: root.left as usize + 1,
            needs: root.need as usize + 1,
        };
        self.list_items(&view, skip, root.used);
        self.fill_knapsack(&view);
        self.dive(&view, 0, root);
    }

    /// Wants that can bring anything, best first, with their open columns, the cheapest in front.
    fn list_items<const L: usize>(&mut self, view: &View<L>, skip: Option<usize>, used: SlotMask) {
        self.listed.clear();
        self.ranks.clear();
        self.count = 0;
        let steepest = view.lines[L - 1].0;
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
            let from = self.count;
            let most = if want.is_pinned { i64::MAX } else { gain };
            let cheapest = self.list_columns(view, want, most, blocked);
            if from == self.count && !want.is_pinned {
                continue;
            }
            let rank = if want.is_pinned { i64::MIN } else { cheapest - granted };
            self.ranks.push((rank, self.listed.len()));
            self.listed.push(Item {
                want: index as u32,
                is_pinned: want.is_pinned,
                sessions: want.sessions,
                points: want.points,
                training: want.training,
                cheapest,
                from: from as u32,
                to: self.count as u32,
            });
        }
        self.ranks.sort_unstable();
        self.items.clear();
        self.items.extend(self.ranks.iter().map(|&(_, at)| self.listed[at]));
    }

    /// Lists open columns of a want that cost less than so much; the price of the cheapest.
    fn list_columns<const L: usize>(
        &mut self,
        view: &View<L>,
        want: &Want,
        most: i64,
        blocked: SlotMask,
    ) -> i64 {
        let (model, prices, reduced) = (view.model, view.prices, view.reduced);
        let fits = model.columns_for(want);
        if !prices.premium.is_empty() {
            let premiums = &prices.premium[want.fits.clone()];
            return self.list(
                model,
                (most, blocked),
                fits.iter().zip(premiums).map(|(&at, own)| {
                    let seat = prices.column[at as usize];
                    let price = reduced[at as usize] + (*own).max(-seat);
                    (at, if seat < NEVER { price } else { i64::MAX })
                }),
            );
        }
        let open = prices.open[want.activity].iter().map(|&at| (at, reduced[at as usize]));
        if view.pupil.is_restricted {
            let fitting = open.filter(|(at, _)| fits.binary_search(at).is_ok());
            return self.list(model, (most, blocked), fitting);
        }
        self.list(model, (most, blocked), open)
    }

    /// Lists those of some columns, each with its price, that cost less than so much at times that are
    /// not blocked, the cheapest in front; its price.
    fn list(
        &mut self,
        model: &Model,
        (most, blocked): (i64, SlotMask),
        columns: impl Iterator<Item = (u32, i64)>,
    ) -> i64 {
        let room = columns.size_hint().1.unwrap_or(0);
        if self.columns.len() < self.count + room {
            self.columns.resize(self.count + room, Choice::default());
        }
        let own = &mut self.columns[self.count..];
        let mut kept = 0;
        for (column, price) in columns {
            let mask = model.masks[column as usize];
            // Written in any case: whether it is kept is hard to foresee for the processor.
            own[kept] = Choice { price, mask, column };
            kept += usize::from(price < most && mask & blocked == 0);
        }
        let own = &mut own[..kept];
        let (mut cheapest, mut price) = (0, NEVER);
        for (at, choice) in own.iter().enumerate() {
            if choice.price < price {
                (cheapest, price) = (at, choice.price);
            }
        }
        if kept > 0 {
            own.swap(0, cheapest);
        }
        self.count += kept;
        price
    }

    fn dive<const L: usize>(&mut self, view: &View<L>, from: usize, node: Node) {
        self.nodes += 1;
        let here = Completion::new(view, &node);
        if !self.is_pinned(from) {
            self.stop_here(view, node.training, here.without_more());
        }
        for i in from..self.items.len() {
            let bound = here.bound(view, &self.value, i);
            if bound + self.tolerance >= self.best_cost {
                return;
            }
            if self.nodes > self.most_nodes {
                self.left_out = self.left_out.min(bound);
                return;
            }
            self.take_item(view, i, &node);
            if self.items[i].is_pinned {
                return;
            }
        }
    }

    /// Goes on from a node with an item on each of its columns.
    fn take_item<const L: usize>(&mut self, view: &View<L>, i: usize, node: &Node) {
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
        let then = Completion::new(view, &next);
        let rest = then.bound(view, &self.value, i + 1) + self.tolerance;
        if rest + item.cheapest >= self.best_cost {
            return;
        }
        let alone = then.without_more();
        let is_last =
            rest >= alone + self.tolerance && !view.pupil.is_capped && !self.is_pinned(i + 1);
        for at in item.from..item.to {
            let choice = self.columns[at as usize];
            if choice.mask & node.used != 0 || rest + choice.price >= self.best_cost {
                continue;
            }
            self.stack.push(Place { want: item.want, column: choice.column });
            if is_last {
                self.stop_here(view, next.training, alone + choice.price);
            } else {
                let used = node.used | choice.mask;
                self.dive(view, i + 1, Node { used, paid: node.paid + choice.price, ..next });
            }
            self.stack.pop();
        }
    }

    fn is_pinned(&self, i: usize) -> bool {
        self.items.get(i).is_some_and(|item| item.is_pinned)
    }

    /// Takes the week as it stands, of that much training and at that cost, if it is legal and the best
    /// so far.
    fn stop_here<const L: usize>(&mut self, view: &View<L>, training: i64, mut total: i64) {
        if total >= self.best_cost
            || !training_is_needed(view.model, view.pupil, &self.stack, training)
        {
            return;
        }
        if view.pupil.is_capped {
            match over_cap(view.model, view.cost, view.pupil, view.prices, &self.stack) {
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
