//! What a week costs at least: the knapsack that ignores clashes, one for each line of the convex
//! cost, and dues.

use super::{IMPOSSIBLE, Item, Node, View, WeekSearch};
use crate::model::NEVER;
use kehou_domain::instance::{SlotMask, bits};

impl WeekSearch {
    /// A bound without the knapsack: on each outer line, the items that gain most.
    pub(super) fn quick_bound(&mut self, view: &View, root: &Node) -> i64 {
        let points = root.points + view.cost.not_granted * root.left;
        let fixed = root.paid + view.cost.training * root.need;
        let mut least = i64::MIN;
        for line in [0, view.n_lines - 1] {
            let (slope, intercept) = view.cost.lines[line];
            let mut top = [0_i64; 8];
            let count = (root.left as usize).min(top.len());
            let mut rest = 0;
            for item in &self.items {
                let most = item.sessions.min(root.left);
                let points = view.cost.not_granted * most - item.points;
                let gain = view.unit * slope * points - item.cheapest
                    + view.cost.training * item.training.min(root.need);
                // Gains beyond the wanted sessions count whole.
                let beyond = (gain - view.unit * slope * view.cost.not_granted * most).max(0);
                rest += beyond;
                keep_largest(&mut top[..count], gain - beyond);
                if root.left as usize > count {
                    rest += (gain - beyond).max(0);
                }
            }
            let gains = rest + top[..count].iter().sum::<i64>();
            least = least.max(view.unit * (slope * points + intercept) - gains);
        }
        least + fixed
    }

    /// By how much, at least, each slot makes any column dearer than its want's cheapest.
    pub(super) fn fill_dues(&mut self, view: &View, used: SlotMask) {
        self.dues.clear();
        if view.sessions < 3 || !view.prices.premium.is_empty() {
            return;
        }
        self.due_of.clear();
        self.due_of.resize(view.model.school.slots.len(), NEVER);
        for item in &self.items {
            for choice in &self.columns[item.from as usize..item.to as usize] {
                let above = (choice.price - item.cheapest) / i64::from(choice.mask.count_ones());
                for slot in bits(choice.mask) {
                    self.due_of[slot] = self.due_of[slot].min(above);
                }
            }
        }
        let slots = bits(view.pupil.attends & !used);
        self.dues.extend(slots.map(|slot| (self.due_of[slot], 1 << slot)));
        self.dues.sort_unstable();
    }

    /// `value[line][i][m][need]`: most that items from `i` on can bring with exactly `m` of the
    /// wanted sessions, or at most `m` where there are no dues; clashes and dues ignored.
    pub(super) fn fill_knapsack(&mut self, view: &View) {
        let n = self.items.len();
        let layer = view.sessions * view.needs;
        self.value.clear();
        self.value.resize(view.n_lines * (n + 1) * layer, IMPOSSIBLE);
        for line in 0..view.n_lines {
            let start = line * (n + 1) * layer;
            self.value[start + n * layer..start + n * layer + view.needs].fill(0);
            if self.dues.is_empty() {
                self.value[start + n * layer..start + (n + 1) * layer].fill(0);
            }
            for i in (0..n).rev() {
                let at = start + i * layer;
                let (head, tail) = self.value.split_at_mut(at + layer);
                let slope = view.unit * view.cost.lines[line].0;
                fill_layer(view, &self.items[i], slope, &mut head[at..], &tail[..layer]);
            }
        }
    }

    /// Least cost of any completion from item `i` on.
    pub(super) fn bound(&self, view: &View, i: usize, node: &Node) -> i64 {
        let layer = view.sessions * view.needs;
        let n = self.items.len();
        let points = node.points + view.cost.not_granted * node.left;
        let mut least = i64::MIN;
        for line in 0..view.n_lines {
            let at = (line * (n + 1) + i) * layer + node.need as usize;
            let best = self.best_completion(view, at, node);
            let (slope, intercept) = view.cost.lines[line];
            least = least.max(view.unit * (slope * points + intercept) - best);
        }
        least + node.paid + view.cost.training * node.need
    }

    fn best_completion(&self, view: &View, at: usize, node: &Node) -> i64 {
        let mut best = self.value[at];
        let left = node.left as usize;
        if self.dues.is_empty() {
            return self.value[at + left * view.needs];
        }
        let (mut m, mut due) = (0, 0);
        for &(next, slot) in &self.dues {
            if m == left {
                break;
            }
            if node.used & slot == 0 {
                due += next;
                m += 1;
                best = best.max(self.value[at + m * view.needs] - due);
            }
        }
        best
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
fn fill_layer(view: &View, item: &Item, slope: i64, here: &mut [i64], next: &[i64]) {
    let most = (item.sessions as usize).min(view.sessions - 1);
    for m in 0..view.sessions {
        for need in 0..view.needs {
            let trained = item.training.min(need as i64);
            let then = need - trained as usize;
            let fixed = view.cost.training * trained - slope * item.points - item.cheapest;
            let mut best = next[m * view.needs + need];
            let least = usize::from(fixed <= 0);
            for granted in least..=most.min(m) {
                let gain = fixed + slope * view.cost.not_granted * granted as i64;
                best = best.max(gain + next[(m - granted) * view.needs + then]);
            }
            here[m * view.needs + need] = best;
        }
    }
}
