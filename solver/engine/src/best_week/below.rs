//! What a week costs at least: the knapsack that ignores clashes, one for each line of the convex
//! cost.

use super::{Item, LINES, Node, View, WeekSearch};

/// What completing a node costs at least, as far as its state says.
pub(super) struct Completion {
    /// On each line, before anything is added.
    lines: [i64; LINES],
    /// Prices and missing training.
    fixed: i64,
    /// Position of the state among the knapsack values of an item.
    state: usize,
}

impl Completion {
    pub(super) fn new(view: &View, node: &Node) -> Self {
        Self {
            lines: view.on_lines(node.points + view.cost.not_granted * node.left),
            fixed: node.paid + view.cost.training * node.need,
            state: view.at(0, node.left, node.need),
        }
    }

    /// Least cost of any completion from item `i` on.
    pub(super) fn bound(&self, view: &View, value: &[[i64; LINES]], i: usize) -> i64 {
        let most = &value[i * view.sessions * view.needs + self.state];
        let on_lines = self.lines.iter().zip(most).take(view.n_lines);
        let least = on_lines.map(|(line, most)| line - most).max().unwrap_or(0);
        least + self.fixed
    }
}

impl WeekSearch {
    /// A bound without the knapsack: on each outer line, the items that gain most.
    pub(super) fn quick_bound(&self, view: &View, root: &Node) -> i64 {
        let points = root.points + view.cost.not_granted * root.left;
        let fixed = root.paid + view.cost.training * root.need;
        let mut least = i64::MIN;
        for line in [0, view.n_lines - 1] {
            let (slope, intercept) = view.lines[line];
            let mut top = [0_i64; 8];
            let count = (root.left as usize).min(top.len());
            let mut rest = 0;
            for item in &self.items {
                let most = item.sessions.min(root.left);
                let points = view.cost.not_granted * most - item.points;
                let gain = slope * points - item.cheapest
                    + view.cost.training * item.training.min(root.need);
                // Gains beyond the wanted sessions count whole.
                let beyond = (gain - slope * view.cost.not_granted * most).max(0);
                rest += beyond;
                keep_largest(&mut top[..count], gain - beyond);
                if root.left as usize > count {
                    rest += (gain - beyond).max(0);
                }
            }
            let gains = rest + top[..count].iter().sum::<i64>();
            least = least.max(slope * points + intercept - gains);
        }
        least + fixed
    }

    /// `value[i][m][need]`: most that items from `i` on can bring on each line while `m` wanted
    /// sessions and `need` of training are left; clashes ignored.
    pub(super) fn fill_knapsack(&mut self, view: &View) {
        let n = self.items.len();
        let layer = view.sessions * view.needs;
        self.value.clear();
        self.value.resize((n + 1) * layer, [0; LINES]);
        for i in (0..n).rev() {
            let (head, tail) = self.value.split_at_mut((i + 1) * layer);
            fill_layer(view, &self.items[i], &mut head[i * layer..], &tail[..layer]);
        }
    }
}

/// Puts a value into a descending list of the largest seen.
fn keep_largest(top: &mut [i64], value: i64) {
    let mut value = value;
    for kept in top {
        if value > *kept {
            std::mem::swap(kept, &mut value);
        }
    }
}

/// One item's layer of the knapsack from the next item's.
fn fill_layer(view: &View, item: &Item, here: &mut [[i64; LINES]], next: &[[i64; LINES]]) {
    let sessions = item.sessions as usize;
    for need in 0..view.needs {
        let trained = item.training.min(need as i64);
        let then = need - trained as usize;
        let fixed = view.cost.training * trained - item.cheapest;
        for m in 0..view.sessions {
            let granted = sessions.min(m);
            let points = view.cost.not_granted * granted as i64 - item.points;
            let without = &next[m * view.needs + need];
            let after = &next[(m - granted) * view.needs + then];
            let best = &mut here[m * view.needs + need];
            let lines = best.iter_mut().zip(&view.lines).zip(without.iter().zip(after));
            for ((best, line), (without, after)) in lines.take(view.n_lines) {
                *best = (fixed + line.0 * points + after).max(*without);
            }
        }
    }
}
