//! Branching (Land and Doig 1960): the bound lets a section be open by halves at two times, and what
//! pupils have to give up is that it is not. Of each activity's sections either at most so many open
//! on some of its columns, or at most the others on the rest; no plan stays below the lesser of what
//! is proved on the two sides. The side that proves least is parted next.
//!
//! The activity parted is the one with most at stake, by its seats, their price and how far both
//! sides cut into the fractional plan, and by what that has brought before (pseudo-costs: Benichou et
//! al. 1971).

use super::SchoolSearch;
use crate::bound::Multipliers;
use crate::duals::Limit;
use crate::known::Start;
use crate::model::TICKS;
use crate::steps::Steps;

/// Rounds of the bound on each side.
const ROUNDS: u32 = 60;

/// First steps of rows and of premiums there, and the share of them that is left in the end.
const ROW_STEP: f64 = 0.05;
const PREMIUM_STEP: f64 = 0.4;
const LAST: f64 = 1.0 / 30.0;

/// Premiums kept in all leaves together; where there are more, leaves are not parted any more.
const MOST_PREMIUMS: usize = 3_000_000;

/// Columns of an activity between which it is parted: those most open.
const MOST_PARTED: usize = 6;

/// A column open less than this, and a side that cuts off less, is left alone.
const LEAST_OPEN: f64 = 0.02;
const LEAST_CUT: f64 = 0.1;

/// Partings that what is known of all activities counts for in what is expected of one.
const PRIOR: f64 = 3.0;

/// The two sides of an activity, and what is at stake.
struct Parting {
    activity: usize,
    stake: f64,
    sides: [Limit; 2],
}

/// Plans that keep to some limits: what none of them stays below, and the prices that prove it.
struct Leaf {
    limits: Vec<Limit>,
    rows: Vec<i64>,
    premium: Vec<i32>,
    load: Vec<f64>,
    proved: i64,
}

/// Leaves that all plans together lie in.
pub(super) struct Tree {
    leaves: Vec<Leaf>,
    /// Least proved of leaves left behind, as no plan in them is better than the best.
    behind: i64,
    /// What partings of each activity have gained for what was at stake, in all, and how many.
    gained: Vec<(f64, f64)>,
}

impl Tree {
    /// Ticks of quality that no plan stays below.
    fn proved(&self) -> i64 {
        self.leaves.iter().map(|leaf| leaf.proved).min().map_or(self.behind, |p| p.min(self.behind))
    }

    /// Takes out the leaf that proves least; none if all of them prove enough.
    fn take_lowest(&mut self, enough: i64) -> Option<Leaf> {
        let lowest = (0..self.leaves.len()).min_by_key(|&at| self.leaves[at].proved)?;
        if self.leaves[lowest].proved < enough {
            return Some(self.leaves.swap_remove(lowest));
        }
        self.behind = self.proved();
        self.leaves.clear();
        None
    }

    /// What a parting of the activity gains for what is at stake, as far as known.
    fn expected(&self, activity: usize) -> f64 {
        let (all, count) = self.gained.iter().fold((0.0, 0.0), |(a, n), (b, m)| (a + b, n + m));
        let mean = if count > 0.0 { all / count } else { 1.0 };
        let (gained, count) = self.gained[activity];
        (gained + PRIOR * mean) / (count + PRIOR)
    }
}

impl Leaf {
    fn new(limits: Vec<Limit>, best: &Multipliers, load: &[f64], proved: i64) -> Self {
        let short = |&ticks: &i64| i32::try_from(ticks).unwrap_or(i32::MAX);
        let premium = best.premium.iter().map(short).collect();
        Self { limits, rows: best.rows.clone(), premium, load: load.to_vec(), proved }
    }

    fn start(&self) -> Start {
        let premium = self.premium.iter().map(|&ticks| i64::from(ticks)).collect();
        Start { rows: self.rows.clone(), premium, load: self.load.clone() }
    }
}

impl SchoolSearch<'_> {
    /// Parts the leaf that proves least, or improves its bound where it cannot be parted.
    pub(super) fn branch(&mut self, stop: &dyn Fn() -> bool) {
        self.is_perturbed = false;
        let Some((allowed, best)) = self.best.as_ref().map(|best| (best.shortfall, best.quality))
        else {
            return;
        };
        let mut tree = self.tree.take().unwrap_or_else(|| self.root(allowed));
        // From here on nothing in a leaf is better than the best plan, as points are whole.
        let enough = (best - 1) * TICKS + 1;
        if let Some(leaf) = tree.take_lowest(enough) {
            let most = MOST_PREMIUMS / self.relaxation.model.fits.len().max(1);
            let parting = (tree.leaves.len() < most).then(|| self.parting(&tree, &leaf)).flatten();
            match parting {
                Some(parting) => self.part(&mut tree, &leaf, parting, (allowed, enough), stop),
                None => tree.leaves.push(self.bounded(leaf.limits.clone(), &leaf, allowed, stop)),
            }
        }
        self.branched = self.branched.max(tree.proved());
        self.tree = Some(tree);
    }

    /// All plans in one leaf.
    fn root(&self, allowed: i64) -> Tree {
        let proved = self.bound.proved(allowed);
        let leaf = Leaf::new(Vec::new(), &self.bound.best, &self.bound.load, proved);
        let gained = vec![(0.0, 0.0); self.model.school.activities.len()];
        Tree { leaves: vec![leaf], behind: i64::MAX, gained }
    }

    /// The parting of a leaf that promises most.
    fn parting(&self, tree: &Tree, leaf: &Leaf) -> Option<Parting> {
        let activities = 0..self.model.school.activities.len();
        let partings = activities.filter_map(|activity| self.sides(leaf, activity));
        let promises = |parting: &Parting| parting.stake * tree.expected(parting.activity);
        partings.max_by(|a, b| promises(a).total_cmp(&promises(b)))
    }

    /// The two sides of an activity that cut deepest into the fractional plan.
    fn sides(&self, leaf: &Leaf, activity: usize) -> Option<Parting> {
        let model = self.relaxation.model;
        let most = model.school.activities[activity].max_sections;
        let columns = model.columns_of[activity].clone();
        let open = |column: usize| leaf.load[column] / f64::from(model.columns[column].seats);
        let mut parted: Vec<usize> = columns.clone().filter(|&c| open(c) > LEAST_OPEN).collect();
        parted.sort_by(|&a, &b| open(b).total_cmp(&open(a)));
        parted.truncate(MOST_PARTED);
        let &fullest = parted.first()?;
        let in_all: f64 = parted.iter().map(|&column| open(column)).sum();
        let cuts = (1..(1_u32 << parted.len()) - 1).filter_map(|set| {
            let inside = |&(at, _): &(usize, &usize)| set >> at & 1 == 1;
            let sections: f64 =
                parted.iter().enumerate().filter(inside).map(|(_, &c)| open(c)).sum();
            let here = sections as u32;
            let there = most.checked_sub(here + 1)?;
            let cut = (sections - f64::from(here)).min(in_all - sections - f64::from(there));
            (cut >= LEAST_CUT).then_some((cut, set, here, there))
        });
        let (cut, set, here, there) = cuts.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let inside =
            |column| parted.iter().position(|&c| c == column).is_some_and(|at| set >> at & 1 == 1);
        let (one, other) = columns.partition(|&column| inside(column));
        let seats = f64::from(model.columns[fullest].seats);
        let price = self.bound.prices.column[fullest].max(1) as f64;
        Some(Parting {
            activity,
            stake: cut * seats * price / f64::from(most),
            sides: [Limit { columns: one, most: here }, Limit { columns: other, most: there }],
        })
    }

    /// Bounds both sides of a leaf and notes what that gained.
    fn part(
        &mut self,
        tree: &mut Tree,
        leaf: &Leaf,
        parting: Parting,
        (allowed, enough): (i64, i64),
        stop: &dyn Fn() -> bool,
    ) {
        let mut gains = 1.0;
        for side in parting.sides {
            let limits = leaf.limits.iter().cloned().chain([side]).collect();
            let new = self.bounded(limits, leaf, allowed, stop);
            gains *= (new.proved.min(enough) - leaf.proved + TICKS) as f64;
            tree.leaves.push(new);
        }
        let (gained, count) = &mut tree.gained[parting.activity];
        *gained += gains.sqrt() / parting.stake;
        *count += 1.0;
    }

    /// What is proved of plans within these limits, from the prices of the leaf that they lie in.
    fn bounded(
        &mut self,
        limits: Vec<Limit>,
        within: &Leaf,
        allowed: i64,
        stop: &dyn Fn() -> bool,
    ) -> Leaf {
        let rows = self.relaxation.together.len();
        self.relaxation.suppose(&limits);
        let unit = self.section_ticks();
        let (first, premium) = (ROW_STEP * unit, PREMIUM_STEP * unit);
        let steps = Steps {
            first,
            last: first * LAST,
            premium: (premium, premium * LAST),
            rounds: ROUNDS,
            tolerance: TICKS / 2,
        };
        let mut bound = self.bound.clone();
        bound.forget();
        let week = &mut self.sections.week;
        bound.begin_at(&mut self.relaxation, within.start(), week);
        bound.improve(&mut self.relaxation, (steps, allowed), week, stop);
        self.relaxation.suppose_nothing(rows);
        let proved = bound.proved(allowed).max(within.proved);
        Leaf::new(limits, &bound.best, &bound.load, proved)
    }
}
