//! Cyclic exchange of seats: nodes are open columns and one for "no seat", an arc is the pupil who
//! changes from one to the other at least cost; a negative cycle is a set of changes that
//! together lower the cost and keep every load within its limits (Thompson and Orlin's
//! neighbourhood, found by Bellman-Ford as in Ahuja et al. 2001).

use crate::model::{Claim, Model, NEVER};
use crate::prices::Prices;
use crate::seats::{Hall, Seats};
use crate::week::{Place, Seat, Tally, surcharge};

const NOBODY: u32 = u32::MAX;

/// The cheapest change from one node to another.
#[derive(Clone, Copy)]
struct Arc {
    cost: i64,
    pupil: u32,
    /// Position of the place left in the pupil's week; none: only joins.
    leaves: Option<u8>,
    /// Place taken; none: only leaves.
    takes: Option<Place>,
}

const NO_ARC: Arc = Arc { cost: NEVER, pupil: NOBODY, leaves: None, takes: None };

/// Improves the seats by cyclic exchanges until none is found or `rounds` have passed.
pub fn exchange(seats: &mut Seats, hall: &Hall, base: &Prices, rounds: usize) -> i64 {
    let open: Vec<usize> = (0..hall.seats.len()).filter(|&c| hall.seats[c] > 0).collect();
    let mut node_of = vec![usize::MAX; hall.seats.len()];
    for (node, &column) in open.iter().enumerate() {
        node_of[column] = node;
    }
    let options = Options::new(hall, base, &node_of);
    let mut gained = 0;
    for _ in 0..rounds {
        let mut graph = Graph::new(seats, hall, base, (&open, &node_of), &options);
        let gain = graph.apply_cycles(seats);
        gained += gain;
        if gain == 0 {
            break;
        }
    }
    gained
}

/// Open columns that each pupil may take.
struct Options {
    /// Seats with their nodes, pupil by pupil.
    all: Vec<(Seat, usize)>,
    /// Where each pupil's begin, and the end of all.
    from: Vec<usize>,
}

impl Options {
    fn new(hall: &Hall, base: &Prices, node_of: &[usize]) -> Self {
        let model = hall.model;
        let mut options = Self { all: Vec::new(), from: vec![0] };
        for pupil in &model.pupils {
            for want in pupil.wants.clone() {
                for &column in model.columns_for(&model.wants[want]) {
                    let node = node_of[column as usize];
                    if node != usize::MAX {
                        let place = Place { want: want as u32, column };
                        options.all.push((Seat::new(model, pupil, base, place), node));
                    }
                }
            }
            options.from.push(options.all.len());
        }
        options
    }

    fn of(&self, pupil: usize) -> &[(Seat, usize)] {
        &self.all[self.from[pupil]..self.from[pupil + 1]]
    }
}

struct Graph {
    size: usize,
    arcs: Vec<Arc>,
}

impl Graph {
    fn new(
        seats: &Seats,
        hall: &Hall,
        base: &Prices,
        (open, node_of): (&[usize], &[usize]),
        options: &Options,
    ) -> Self {
        let size = open.len() + 1;
        let mut graph = Self { size, arcs: vec![NO_ARC; size * size] };
        for pupil in (0..seats.weeks.len()).filter(|&pupil| !hall.is_frozen(pupil)) {
            graph.add_pupil(seats, hall, base, (node_of, options.of(pupil)), pupil);
        }
        let slack = open.len();
        for (node, &column) in open.iter().enumerate() {
            let idle = Arc { cost: 0, ..NO_ARC };
            if seats.load[column] < hall.seats[column] {
                graph.offer(node, slack, idle);
            }
            if seats.load[column] > hall.least[column] {
                graph.offer(slack, node, idle);
            }
        }
        graph
    }

    fn offer(&mut self, from: usize, to: usize, arc: Arc) {
        let best = &mut self.arcs[from * self.size + to];
        if arc.cost < best.cost {
            *best = arc;
        }
    }

    /// Every change of one pupil: leave one place or none, take one or none.
    fn add_pupil(
        &mut self,
        seats: &Seats,
        hall: &Hall,
        base: &Prices,
        (node_of, options): (&[usize], &[(Seat, usize)]),
        index: usize,
    ) {
        let model = hall.model;
        let pupil = &model.pupils[index];
        let week = &seats.weeks[index];
        let whole = Tally::of(model, pupil, base, week);
        let now = seats.cost_of(hall, index, base);
        let is_plain = !pupil.is_capped && week.iter().all(|place| is_free(model, *place));
        let slack = self.size - 1;
        for position in 0..=week.len() {
            let left = week.get(position).copied();
            let rest = left.map_or(whole, |place| whole.without(model, pupil, base, place));
            let from = left.map_or(slack, |place| node_of[place.column as usize]);
            let leaves = left.map(|_| position as u8);
            let pinned = left.is_some_and(|place| model.wants[place.want as usize].is_pinned);
            if left.is_some() && !pinned {
                let cost = rest.cost(hall.cost, pupil) - now;
                let arc = Arc { cost, pupil: index as u32, leaves, takes: None };
                if is_plain || is_legal(seats, hall, base, arc).is_some() {
                    self.offer(from, slack, arc);
                }
            }
            for &(seat, to) in options {
                if seat.mask & rest.used != 0 || to == from {
                    continue;
                }
                let takes = seat.place;
                let same = left.is_some_and(|place| place.want == takes.want);
                let other = |place: &Place| place.want != takes.want;
                let alone = week.iter().enumerate().all(|(i, p)| i == position || other(p));
                if !alone || (pinned && !same) {
                    continue;
                }
                let cost = rest.with_seat(&seat).cost(hall.cost, pupil) - now;
                if cost >= self.arcs[from * self.size + to].cost {
                    continue;
                }
                let arc = Arc { cost, pupil: index as u32, leaves, takes: Some(takes) };
                let plain = is_plain && is_free(model, takes);
                let extra = if plain { Some(0) } else { is_legal(seats, hall, base, arc) };
                if let Some(extra) = extra {
                    self.offer(from, to, Arc { cost: cost + extra, ..arc });
                }
            }
        }
    }

    /// Applies negative cycles, disjoint in nodes and pupils, as long as there are any; the gain.
    fn apply_cycles(&mut self, seats: &mut Seats) -> i64 {
        let mut gained = 0;
        let mut nodes: Vec<usize> = (0..self.size).collect();
        let mut touched = vec![false; seats.weeks.len()];
        while let Some(cycle) = self.negative_cycle(&nodes, &touched) {
            let pairs = || cycle.iter().zip(cycle.iter().cycle().skip(1));
            let arcs: Vec<Arc> =
                pairs().map(|(&from, &to)| self.arcs[from * self.size + to]).collect();
            let mut pupils: Vec<u32> =
                arcs.iter().map(|arc| arc.pupil).filter(|&pupil| pupil != NOBODY).collect();
            pupils.sort_unstable();
            if pupils.windows(2).any(|pair| pair[0] == pair[1]) {
                let (from, to) = dearest_shared(&cycle, &arcs);
                self.arcs[from * self.size + to] = NO_ARC;
                continue;
            }
            for &arc in arcs.iter().filter(|arc| arc.pupil != NOBODY) {
                apply(seats, arc);
                touched[arc.pupil as usize] = true;
            }
            gained -= arcs.iter().map(|arc| arc.cost).sum::<i64>();
            let slack = self.size - 1;
            nodes.retain(|node| *node == slack || !cycle.contains(node));
        }
        gained
    }

    /// A cycle of negative cost through some of the nodes and past the pupils touched, if there is
    /// one.
    fn negative_cycle(&self, nodes: &[usize], touched: &[bool]) -> Option<Vec<usize>> {
        let mut distance = vec![0_i64; self.size];
        let mut parent = vec![usize::MAX; self.size];
        let mut is_active = vec![true; self.size];
        for _ in 0..=nodes.len() {
            let mut changed = false;
            for &from in nodes {
                if !std::mem::take(&mut is_active[from]) {
                    continue;
                }
                let row = &self.arcs[from * self.size..(from + 1) * self.size];
                for &to in nodes {
                    let arc = &row[to];
                    if distance[from] + arc.cost < distance[to]
                        && (arc.pupil == NOBODY || !touched[arc.pupil as usize])
                    {
                        distance[to] = distance[from] + arc.cost;
                        parent[to] = from;
                        is_active[to] = true;
                        changed = true;
                    }
                }
            }
            if !changed {
                return None;
            }
            if let Some(cycle) = parent_cycle(&parent) {
                return Some(cycle);
            }
        }
        None
    }
}

/// What rules that look at the whole week add to the change, `None` when it is not legal.
fn is_legal(seats: &Seats, hall: &Hall, base: &Prices, arc: Arc) -> Option<i64> {
    let mut week = seats.weeks[arc.pupil as usize].clone();
    change(&mut week, arc);
    surcharge(hall.model, hall.cost, arc.pupil as usize, base, &week)
}

fn is_free(model: &Model, place: Place) -> bool {
    model.wants[place.want as usize].claim != Claim::TrainingOnly
}

fn change(week: &mut Vec<Place>, arc: Arc) {
    if let Some(position) = arc.leaves {
        week.remove(position as usize);
    }
    week.extend(arc.takes);
}

fn apply(seats: &mut Seats, arc: Arc) {
    let pupil = arc.pupil as usize;
    let mut week = seats.clear(pupil);
    change(&mut week, arc);
    seats.seat(pupil, &week);
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

/// A cycle among the parents, in arc order.
fn parent_cycle(parent: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![usize::MAX; parent.len()];
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
            return Some(cycle);
        }
    }
    None
}
