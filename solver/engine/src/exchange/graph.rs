//! Who could change where at which cost, kept in step with the seats.

use crate::model::{Claim, Model, NEVER, Pupil};
use crate::prices::Prices;
use crate::seats::{Hall, Seats};
use crate::week::{Place, Seat, Tally, surcharge};

/// Nobody: an arc that takes a free seat, or leaves one free.
pub(super) const NOBODY: u32 = u32::MAX;

/// Arcs kept between two nodes, so that there is another when a pupil moves.
const KEPT: usize = 3;

/// Nodes kept for columns that open later.
const SPARE: usize = 8;

/// Node for no seat.
const SLACK: usize = 0;

/// A node without a column, a column without a node.
const NONE: usize = usize::MAX;

/// The cheapest change from one node to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub cost: i64,
    pub pupil: u32,
    /// Position of the place left in the pupil's week; none: only joins.
    leaves: Option<u8>,
    /// Place taken; none: only leaves.
    takes: Option<Place>,
}

const NO_ARC: Arc = Arc { cost: NEVER, pupil: NOBODY, leaves: None, takes: None };

impl Arc {
    /// Changes a week by it.
    pub fn change(&self, week: &mut Vec<Place>) {
        if let Some(position) = self.leaves {
            week.remove(position as usize);
        }
        week.extend(self.takes);
    }
}

/// Arcs between open columns.
#[derive(Debug)]
pub(super) struct Graph {
    /// Column of each node.
    columns: Vec<usize>,
    /// Node of each column.
    node_of: Vec<usize>,
    /// Seats that each pupil may take, with their nodes.
    options: Vec<Vec<(Seat, usize)>>,
    /// Weeks that the arcs are of.
    weeks: Vec<Vec<Place>>,
    /// Nodes.
    pub size: usize,
    /// Cost of the cheapest arc between two nodes.
    cost: Vec<i64>,
    /// The cheapest arcs between two nodes, each of another pupil.
    arcs: Vec<[Arc; KEPT]>,
    /// No arc that is not kept costs less.
    floor: Vec<i64>,
    /// Pairs of nodes (`from * size + to`) between which another arc may be the cheapest.
    thin: Vec<usize>,
    is_thin: Vec<bool>,
}

/// What a pupil's arcs depend on.
struct View<'a> {
    hall: &'a Hall<'a>,
    base: &'a Prices,
}

impl Graph {
    pub fn new(seats: &Seats, hall: &Hall, base: &Prices) -> Self {
        let model = hall.model;
        let open: Vec<usize> = (0..hall.seats.len()).filter(|&c| hall.seats[c] > 0).collect();
        let size = open.len() + 1 + SPARE;
        let mut node_of = vec![NONE; hall.seats.len()];
        let mut columns = vec![NONE; size];
        for (at, &column) in open.iter().enumerate() {
            (node_of[column], columns[at + 1]) = (at + 1, column);
        }
        let options = model.pupils.iter().map(|pupil| {
            let wants = pupil.wants.clone();
            let places = wants.flat_map(|want| {
                let of_want = model.columns_for(&model.wants[want]).iter();
                of_want.map(move |&column| Place { want: want as u32, column })
            });
            let open = places.filter(|place| node_of[place.column as usize] != NONE);
            open.map(|place| (Seat::new(model, pupil, base, place), node_of[place.column as usize]))
                .collect()
        });
        let mut graph = Self {
            options: options.collect(),
            weeks: seats.weeks.clone(),
            columns,
            node_of,
            size,
            cost: vec![NEVER; size * size],
            arcs: vec![[NO_ARC; KEPT]; size * size],
            floor: vec![NEVER; size * size],
            thin: Vec::new(),
            is_thin: vec![false; size * size],
        };
        for pupil in 0..seats.weeks.len() {
            graph.add_pupil(&View { hall, base }, pupil, Scope::All);
        }
        graph.offer_idle(seats, hall);
        graph
    }

    /// The graph after seats and sections have changed; `None` if it would have to be made anew.
    pub fn following(mut self, seats: &Seats, hall: &Hall, base: &Prices) -> Option<Self> {
        let view = View { hall, base };
        let is_moved: Vec<bool> =
            self.weeks.iter().zip(&seats.weeks).map(|(a, b)| a != b).collect();
        let moved: Vec<usize> = (0..is_moved.len()).filter(|&pupil| is_moved[pupil]).collect();
        if moved.len() * 2 > is_moved.len() {
            return None;
        }
        for &pupil in &moved {
            self.forget_pupil(pupil);
            self.weeks[pupil].clone_from(&seats.weeks[pupil]);
        }
        for column in 0..hall.seats.len() {
            if self.node_of[column] != NONE && hall.seats[column] == 0 {
                self.vacate(hall.model, column);
            }
        }
        for column in 0..hall.seats.len() {
            if self.node_of[column] == NONE && hall.seats[column] > 0 {
                self.occupy(&view, column, &is_moved)?;
            }
        }
        for &pupil in &moved {
            self.add_pupil(&view, pupil, Scope::All);
        }
        self.offer_idle(seats, hall);
        Some(self)
    }

    /// Follows pupils who have changed by arcs.
    pub fn move_pupils(&mut self, moved: &[Arc], seats: &Seats, hall: &Hall, base: &Prices) {
        for arc in moved {
            let pupil = arc.pupil as usize;
            self.forget_pupil(pupil);
            self.weeks[pupil].clone_from(&seats.weeks[pupil]);
        }
        for arc in moved {
            self.add_pupil(&View { hall, base }, arc.pupil as usize, Scope::All);
        }
        self.offer_idle(seats, hall);
    }

    /// Looks for the cheapest arcs again where others may have become the cheapest; whether there
    /// was anything to look for.
    pub fn refill(&mut self, seats: &Seats, hall: &Hall, base: &Prices) -> bool {
        if self.thin.is_empty() {
            return false;
        }
        for &at in &self.thin {
            (self.cost[at], self.arcs[at], self.floor[at]) = (NEVER, [NO_ARC; KEPT], NEVER);
        }
        let concerned = self.concerned(hall.model);
        for pupil in (0..concerned.len()).filter(|&pupil| concerned[pupil]) {
            self.add_pupil(&View { hall, base }, pupil, Scope::Thin);
        }
        for at in self.thin.drain(..) {
            self.is_thin[at] = false;
        }
        self.offer_idle(seats, hall);
        true
    }

    /// Whether each pupil may have an arc between nodes that have lost their cheapest.
    fn concerned(&self, model: &Model) -> Vec<bool> {
        let mut leaves = vec![false; self.size];
        let mut concerned = vec![false; self.weeks.len()];
        for at in &self.thin {
            let (from, to) = (at / self.size, at % self.size);
            if from != SLACK {
                leaves[from] = true;
            } else if self.columns[to] != NONE {
                for &(pupil, _) in &model.takers[model.columns[self.columns[to]].activity] {
                    concerned[pupil as usize] = true;
                }
            }
        }
        for (week, concerned) in self.weeks.iter().zip(&mut concerned) {
            *concerned |= week.iter().any(|place| leaves[self.node_of[place.column as usize]]);
        }
        concerned
    }

    /// The cheapest arc between two nodes.
    pub fn cheapest(&self, from: usize, to: usize) -> Arc {
        self.arcs[from * self.size + to][0]
    }

    /// Costs of the cheapest arcs from a node to every node.
    pub fn costs_from(&self, from: usize) -> &[i64] {
        &self.cost[from * self.size..(from + 1) * self.size]
    }

    /// Gives up the cheapest arc between two nodes, though the pupil stays.
    pub fn give_up(&mut self, from: usize, to: usize) {
        self.remove(from * self.size + to, 0);
    }

    fn remove(&mut self, at: usize, position: usize) {
        let kept = &mut self.arcs[at];
        kept[position..].rotate_left(1);
        kept[KEPT - 1] = NO_ARC;
        self.cost[at] = kept[0].cost;
    }

    /// Takes a pupil's arc between two nodes away, if it is kept.
    fn forget(&mut self, from: usize, to: usize, pupil: u32) {
        let at = from * self.size + to;
        let is_own = |arc: &Arc| arc.cost < NEVER && arc.pupil == pupil;
        let Some(position) = self.arcs[at].iter().position(is_own) else { return };
        self.remove(at, position);
        if self.cost[at] > self.floor[at] && !self.is_thin[at] {
            self.is_thin[at] = true;
            self.thin.push(at);
        }
    }

    /// Takes all arcs of a pupil away.
    fn forget_pupil(&mut self, pupil: usize) {
        let options = std::mem::take(&mut self.options[pupil]);
        for at in 0..=self.weeks[pupil].len() {
            let left = self.weeks[pupil].get(at);
            let from = left.map_or(SLACK, |place| self.node_of[place.column as usize]);
            self.forget(from, SLACK, pupil as u32);
            for &(_, to) in &options {
                self.forget(from, to, pupil as u32);
            }
        }
        self.options[pupil] = options;
    }

    /// Takes away the node of a column that has closed, and who could go there.
    fn vacate(&mut self, model: &Model, column: usize) {
        let node = std::mem::replace(&mut self.node_of[column], NONE);
        self.columns[node] = NONE;
        for other in 0..self.size {
            for at in [other * self.size + node, node * self.size + other] {
                (self.cost[at], self.arcs[at], self.floor[at]) = (NEVER, [NO_ARC; KEPT], NEVER);
            }
        }
        for &(pupil, _) in &model.takers[model.columns[column].activity] {
            self.options[pupil as usize].retain(|&(_, to)| to != node);
        }
    }

    /// Gives a column that has opened a node; `None` if there is none left.
    fn occupy(&mut self, view: &View, column: usize, is_moved: &[bool]) -> Option<()> {
        let model = view.hall.model;
        let node = (SLACK + 1..self.size).find(|&node| self.columns[node] == NONE)?;
        (self.columns[node], self.node_of[column]) = (column, node);
        for &(pupil, want) in &model.takers[model.columns[column].activity] {
            let column = column as u32;
            if model.columns_for(&model.wants[want as usize]).binary_search(&column).is_ok() {
                let pupil = pupil as usize;
                let place = Place { want, column };
                let seat = Seat::new(model, &model.pupils[pupil], view.base, place);
                self.options[pupil].push((seat, node));
                if !is_moved[pupil] {
                    self.add_pupil(view, pupil, Scope::Last);
                }
            }
        }
        Some(())
    }

    /// Free seats of columns, and pupils they can spare, as arcs of nobody.
    fn offer_idle(&mut self, seats: &Seats, hall: &Hall) {
        for node in SLACK + 1..self.size {
            let column = self.columns[node];
            let is_open = column != NONE;
            let has_seat = is_open && seats.load[column] < hall.seats[column];
            let can_spare = is_open && seats.load[column] > hall.least[column];
            self.set_idle(node, SLACK, has_seat);
            self.set_idle(SLACK, node, can_spare);
        }
    }

    fn set_idle(&mut self, from: usize, to: usize, is_idle: bool) {
        let is_nobodys = |arc: &Arc| arc.cost < NEVER && arc.pupil == NOBODY;
        let was_idle = self.arcs[from * self.size + to].iter().any(is_nobodys);
        match (was_idle, is_idle) {
            (false, true) => self.offer(from, to, Arc { cost: 0, ..NO_ARC }),
            (true, false) => self.forget(from, to, NOBODY),
            _ => {}
        }
    }

    fn offer(&mut self, from: usize, to: usize, mut arc: Arc) {
        let at = from * self.size + to;
        let kept = &mut self.arcs[at];
        for place in kept.iter_mut() {
            if arc.cost < place.cost {
                std::mem::swap(place, &mut arc);
            }
        }
        self.cost[at] = kept[0].cost;
        self.floor[at] = self.floor[at].min(arc.cost);
    }

    /// Changes of one pupil: leave one place or none, take one or none.
    fn add_pupil(&mut self, view: &View, index: usize, scope: Scope) {
        if view.hall.is_frozen(index) {
            return;
        }
        let week = std::mem::take(&mut self.weeks[index]);
        let options = std::mem::take(&mut self.options[index]);
        let first = if scope == Scope::Last { options.len() - 1 } else { 0 };
        let change = Change::new(view, index, &week);
        for position in 0..=week.len() {
            let left = week.get(position);
            let from = left.map_or(SLACK, |place| self.node_of[place.column as usize]);
            self.add_changes(&change, (position, from), scope, &options[first..]);
        }
        self.weeks[index] = week;
        self.options[index] = options;
    }

    /// Changes of a pupil from one place or none.
    fn add_changes(
        &mut self,
        change: &Change,
        (position, from): (usize, usize),
        scope: Scope,
        options: &[(Seat, usize)],
    ) {
        let is_in_scope = |graph: &Self, to: usize| match scope {
            Scope::All => true,
            Scope::Last => to != SLACK,
            Scope::Thin => graph.is_thin[from * graph.size + to],
        };
        let Change { model, pupil, week, .. } = *change;
        let left = week.get(position).copied();
        let rest = change.without(left);
        let leaves = left.map(|_| position as u8);
        let pinned = left.is_some_and(|place| model.wants[place.want as usize].is_pinned);
        let arc = Arc { cost: 0, pupil: change.index as u32, leaves, takes: None };
        if is_in_scope(self, SLACK) && left.is_some() && !pinned {
            let cost = rest.cost(change.view.hall.cost, pupil) - change.now;
            let extra = if change.is_plain { Some(0) } else { change.extra(&arc) };
            if let Some(extra) = extra {
                self.offer(from, SLACK, Arc { cost: cost + extra, ..arc });
            }
        }
        for &(seat, to) in options {
            if seat.mask & rest.used != 0 || to == from || !is_in_scope(self, to) {
                continue;
            }
            let takes = seat.place;
            let same = left.is_some_and(|place| place.want == takes.want);
            let other = |place: &Place| place.want != takes.want;
            let alone = week.iter().enumerate().all(|(i, p)| i == position || other(p));
            if !alone || (pinned && !same) {
                continue;
            }
            let cost = rest.with_seat(&seat).cost(change.view.hall.cost, pupil) - change.now;
            let at = from * self.size + to;
            if cost >= self.arcs[at][KEPT - 1].cost {
                self.floor[at] = self.floor[at].min(cost);
                continue;
            }
            let arc = Arc { cost, takes: Some(takes), ..arc };
            let plain = change.is_plain && is_free(model, takes);
            let extra = if plain { Some(0) } else { change.extra(&arc) };
            if let Some(extra) = extra {
                self.offer(from, to, Arc { cost: cost + extra, ..arc });
            }
        }
    }
}

/// Which changes of a pupil are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// All.
    All,
    /// To the column that was added last.
    Last,
    /// Between nodes that have lost their cheapest.
    Thin,
}

/// A pupil's week about to change.
struct Change<'a> {
    view: &'a View<'a>,
    model: &'a Model<'a>,
    pupil: &'a Pupil,
    index: usize,
    week: &'a [Place],
    whole: Tally,
    /// Ticks of the week as it is.
    now: i64,
    /// No rule looks at the whole week.
    is_plain: bool,
}

impl<'a> Change<'a> {
    fn new(view: &'a View<'a>, index: usize, week: &'a [Place]) -> Self {
        let model = view.hall.model;
        let pupil = &model.pupils[index];
        let whole = Tally::of(model, pupil, view.base, week);
        let now = whole.cost(view.hall.cost, pupil)
            + surcharge(model, view.hall.cost, index, view.base, week).unwrap_or(NEVER);
        let is_plain = !pupil.is_capped && week.iter().all(|place| is_free(model, *place));
        Self { view, model, pupil, index, week, whole, now, is_plain }
    }

    fn without(&self, left: Option<Place>) -> Tally {
        let without = |place| self.whole.without(self.model, self.pupil, self.view.base, place);
        left.map_or(self.whole, without)
    }

    /// What rules that look at the whole week add to the change, `None` when it is not legal.
    fn extra(&self, arc: &Arc) -> Option<i64> {
        let mut week = self.week.to_vec();
        arc.change(&mut week);
        surcharge(self.model, self.view.hall.cost, self.index, self.view.base, &week)
    }
}

fn is_free(model: &Model, place: Place) -> bool {
    model.wants[place.want as usize].claim != Claim::TrainingOnly
}
