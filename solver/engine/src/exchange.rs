//! Cyclic exchange of seats: nodes are open columns and one for "no seat", an arc is the pupil who
//! changes from one to the other at least cost; a negative cycle is a set of changes that
//! together lower the cost and keep every load within its limits (Thompson and Orlin's
//! neighbourhood, found by Bellman-Ford as in Ahuja et al. 2001).

mod graph;

use crate::prices::Prices;
use crate::seats::{Hall, Seats};
use graph::{Arc, Graph, NOBODY};

/// The exchange of a school's seats. From one use to the next it remembers who could change where,
/// so that seats much like the last ones take little time.
#[derive(Debug, Default)]
pub struct Exchange {
    graph: Option<Graph>,
}

impl Exchange {
    /// Improves the seats until no negative cycle is found; the gain, ticks. Prices of base places
    /// must be those of the last use unless [`Self::forget`] was called.
    pub fn improve(&mut self, seats: &mut Seats, hall: &Hall, base: &Prices) -> i64 {
        let graph = self.graph.take().and_then(|graph| graph.following(seats, hall, base));
        let mut graph = graph.unwrap_or_else(|| Graph::new(seats, hall, base));
        let gain = apply_cycles(&mut graph, seats, hall, base);
        self.graph = Some(graph);
        gain
    }

    /// Forgets who could change where: the prices of base places have changed.
    pub fn forget(&mut self) {
        self.graph = None;
    }
}

/// Applies negative cycles as long as there are any; the gain.
fn apply_cycles(graph: &mut Graph, seats: &mut Seats, hall: &Hall, base: &Prices) -> i64 {
    let mut gained = 0;
    loop {
        let cycles = negative_cycles(graph);
        if cycles.is_empty() {
            if graph.refill(seats, hall, base) {
                continue;
            }
            return gained;
        }
        let mut moved: Vec<Arc> = Vec::new();
        for cycle in cycles {
            let pairs = || cycle.iter().zip(cycle.iter().cycle().skip(1));
            let arcs: Vec<Arc> = pairs().map(|(&from, &to)| graph.cheapest(from, to)).collect();
            let own: Vec<Arc> = arcs.iter().copied().filter(|arc| arc.pupil != NOBODY).collect();
            if own.iter().enumerate().any(|(i, arc)| is_among(arc, &own[..i])) {
                let (from, to) = dearest_shared(&cycle, &arcs);
                graph.give_up(from, to);
            } else if !own.iter().any(|arc| is_among(arc, &moved)) {
                for &arc in &own {
                    apply(seats, arc);
                }
                moved.extend(own);
                gained -= arcs.iter().map(|arc| arc.cost).sum::<i64>();
            }
        }
        graph.move_pupils(&moved, seats, hall, base);
    }
}

fn is_among(arc: &Arc, others: &[Arc]) -> bool {
    others.iter().any(|other| other.pupil == arc.pupil)
}

fn apply(seats: &mut Seats, arc: Arc) {
    let pupil = arc.pupil as usize;
    let mut week = seats.clear(pupil);
    arc.change(&mut week);
    seats.seat(pupil, &week);
}

/// Cycles of negative cost without a node in common; none only if there are none.
fn negative_cycles(graph: &Graph) -> Vec<Vec<usize>> {
    let mut distance = vec![0_i64; graph.size];
    let mut parent = vec![usize::MAX; graph.size];
    let mut is_active = vec![true; graph.size];
    for _ in 0..=graph.size {
        let mut changed = false;
        for from in 0..graph.size {
            if !std::mem::take(&mut is_active[from]) {
                continue;
            }
            for (to, &cost) in graph.costs_from(from).iter().enumerate() {
                if distance[from] + cost < distance[to] {
                    distance[to] = distance[from] + cost;
                    parent[to] = from;
                    is_active[to] = true;
                    changed = true;
                }
            }
        }
        let cycles = parent_cycles(&parent);
        if !changed || !cycles.is_empty() {
            return cycles;
        }
    }
    Vec::new()
}

/// The dearest arc of a cycle whose pupil is in it more than once.
fn dearest_shared(cycle: &[usize], arcs: &[Arc]) -> (usize, usize) {
    let shared = |arc: &Arc| {
        arc.pupil != NOBODY && arcs.iter().filter(|other| other.pupil == arc.pupil).count() > 1
    };
    let at = (0..arcs.len()).filter(|&i| shared(&arcs[i])).max_by_key(|&i| arcs[i].cost);
    let at = at.unwrap_or(0);
    (cycle[at], cycle[(at + 1) % cycle.len()])
}

/// The cycles among the parents, in arc order.
fn parent_cycles(parent: &[usize]) -> Vec<Vec<usize>> {
    let mut seen = vec![usize::MAX; parent.len()];
    let mut cycles = Vec::new();
    for start in 0..parent.len() {
        let mut node = start;
        while node != usize::MAX && seen[node] == usize::MAX {
            seen[node] = start;
            node = parent[node];
        }
        if node != usize::MAX && seen[node] == start {
            let mut cycle = vec![node];
            let mut at = parent[node];
            while at != node {
                cycle.push(at);
                at = parent[at];
            }
            cycle.reverse();
            cycles.push(cycle);
        }
    }
    cycles
}
