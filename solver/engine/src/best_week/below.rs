//! What a week costs at least: the knapsack that ignores clashes, one for each line of the convex
//! cost.

use super::{Item, Node, View, WeekSearch};

/// What completing a node costs at least, as far as its state says.
pub(super) struct Completion<const L: usize> {
    /// On each line, before anything is added.
    lines: [i64; L],
    /// Prices and missing training.
    fixed: i64,
    /// Position of the state among the knapsack values of an item.
    state: usize,
}

impl<const L: usize> Completion<L> {
    pub(super) fn new(view: &View<L>, node: &Node) -> Self {
        Self {
            lines: view.on_lines(node.points + view.cost.not_granted * node.left),
            fixed: node.paid + view.cost.training * node.need,
            state: (node.left as usize * view.needs + node.need as usize) * L,
        }
    }

    /// Cost with nothing more.
    pub(super) fn without_more(&self) -> i64 {
        self.lines.into_iter().max().unwrap_or(0) + self.fixed
    }

    /// Least cost of any completion from item `i` on.
    pub(super) fn bound(&self, view: &View<L>, value: &[i64], i: usize) -> i64 {
        let most = &value[i * view.states() * L + self.state..][..L];
        let on_lines = self.lines.iter().zip(most).map(|(line, most)| line - most);
        on_lines.max().unwrap_or(0) + self.fixed
    }
}

impl WeekSearch {
    /// Most that items from `i` on can bring, by item, wanted sessions left, training left and line;
    /// clashes ignored.
    pub(super) fn fill_knapsack<const L: usize>(&mut self, view: &View<L>) {
        let items = self.items.len();
        let layer = view.states() * L;
        // Layers are written before they are read.
        if self.value.len() < (items + 1) * layer {
            self.value.resize((items + 1) * layer, 0);
        }
        self.value[items * layer..(items + 1) * layer].fill(0);
        for i in (0..items).rev() {
            let (head, tail) = self.value.split_at_mut((i + 1) * layer);
            let (here, _) = head[i * layer..].as_chunks_mut();
            let (next, _) = tail[..layer].as_chunks();
            fill_layer(view, &self.items[i], here, next);
        }
    }
}

/// One item's layer of the knapsack from the next item's.
fn fill_layer<const L: usize>(
    view: &View<L>,
    item: &Item,
    here: &mut [[i64; L]],
    next: &[[i64; L]],
) {
    let gains = |granted: usize, trained: i64| {
        let points = view.cost.not_granted * granted as i64 - item.points;
        let fixed = view.cost.training * trained - item.cheapest;
        view.lines.map(|(slope, _)| fixed + slope * points)
    };
    let sessions = item.sessions as usize;
    let few = sessions.min(view.sessions) * view.needs;
    if item.training > 0 || few == here.len() {
        for (state, (best, without)) in here.iter_mut().zip(next).enumerate() {
            let (left, need) = (state / view.needs, state % view.needs);
            let (granted, trained) = (sessions.min(left), item.training.min(need as i64));
            let after = &next[(left - granted) * view.needs + need - trained as usize];
            *best = better(gains(granted, trained), after, without);
        }
        return;
    }
    for (state, (best, without)) in here[..few].iter_mut().zip(next).enumerate() {
        *best = better(gains(state / view.needs, 0), &next[state % view.needs], without);
    }
    let all = gains(sessions, 0);
    for ((best, without), after) in here[few..].iter_mut().zip(&next[few..]).zip(next) {
        *best = better(all, after, without);
    }
}

/// With an item that gains so much, or without.
fn better<const L: usize>(gain: [i64; L], after: &[i64; L], without: &[i64; L]) -> [i64; L] {
    std::array::from_fn(|at| (gain[at] + after[at]).max(without[at]))
}
