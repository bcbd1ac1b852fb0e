//! How the groups of a dismissal point can leave: for each number of waves used at each gate, the
//! fewest pupils above `pupils_per_wave`. Whole groups into bins: best fit, exchanges, then branch
//! and bound for the proof; where that is cut short, what the capacities alone prove.

use kehou_domain::instance::SchoolInstance;
use kehou_domain::stand::Stand;
use std::collections::BTreeMap;

/// Most ways looked at for one stand.
const MOST_WAYS: usize = 2000;

/// Steps of branch and bound for one stand.
const MOST_STEPS: u32 = 200_000;

/// A number of waves used at each gate, and the best way to leave by them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Waves used at each gate.
    pub used: Vec<u32>,
    /// Pupils above the capacities.
    pub over: u32,
    /// Proved: no fewer by these waves.
    pub least: u32,
    /// For each group that leaves its bin: the waves used, gate by gate.
    pub bins: Vec<usize>,
}

impl Way {
    /// Gates and waves used.
    pub fn number(&self) -> u32 {
        self.used.iter().sum()
    }
}

/// The ways of one stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// All that may be best for some price of guards, fewest waves first.
    pub list: Vec<Way>,
    /// No other way is better for any price of guards.
    pub is_complete: bool,
    /// Proved: no fewer pupils above the capacities however many waves are used.
    pub least: u32,
    /// Waves that can be of use.
    pub waves: u32,
}

/// What decides about the ways: sizes of groups, capacities of gates, waves.
type Key = (Vec<u32>, Vec<u32>, u32);

/// The ways of all stands.
pub fn ways_of(school: &SchoolInstance) -> Vec<Ways> {
    let mut known: BTreeMap<Key, Ways> = BTreeMap::new();
    let key = |stand: &Stand| -> Key {
        let sizes: Vec<u32> = stand.leaving.iter().map(|&(_, pupils)| pupils).collect();
        let waves = stand.waves.min(sizes.len() as u32);
        (sizes, stand.gates.iter().map(|gate| gate.1).collect(), waves)
    };
    let stands = school.stands.iter().map(key);
    stands.map(|key| known.entry(key.clone()).or_insert_with(|| ways(&key)).clone()).collect()
}

fn ways((sizes, gates, waves): &Key) -> Ways {
    let total: u32 = sizes.iter().sum();
    let mut steps = MOST_STEPS;
    let none = vec![0; gates.len()];
    let mut seen: BTreeMap<Vec<u32>, (u32, u32)> = BTreeMap::from([(none.clone(), (total, total))]);
    let mut found = Ways { list: Vec::new(), is_complete: true, least: 0, waves: *waves };
    let mut layer = vec![none];
    while !layer.is_empty() {
        let mut next = Vec::new();
        for used in &layer {
            for gate in (0..gates.len()).filter(|&gate| used[gate] < *waves) {
                let mut more = used.clone();
                more[gate] += 1;
                if seen.contains_key(&more) || more.iter().sum::<u32>() > sizes.len() as u32 {
                    continue;
                }
                if seen.len() >= MOST_WAYS {
                    found.is_complete = false;
                    continue;
                }
                let way = pack(sizes, gates, &more, &mut steps);
                seen.insert(more.clone(), (way.over, way.least));
                if way.over > 0 {
                    next.push(more);
                }
                if !is_dominated(&way, &seen) {
                    found.list.push(way);
                }
            }
        }
        layer = next;
    }
    found.list.sort_by_key(|way| (way.number(), way.over));
    let all: u32 = gates.iter().map(|capacity| capacity * waves).sum();
    let proved = found.list.iter().map(|way| way.least).min().unwrap_or(0);
    found.least = if found.is_complete { proved } else { total.saturating_sub(all) };
    found
}

/// One wave less does as well.
fn is_dominated(way: &Way, seen: &BTreeMap<Vec<u32>, (u32, u32)>) -> bool {
    (0..way.used.len()).filter(|&gate| way.used[gate] > 0).any(|gate| {
        let mut fewer = way.used.clone();
        fewer[gate] -= 1;
        seen.get(&fewer).is_some_and(|&(over, least)| over <= way.over && least <= way.least)
    })
}

/// The best way by the given waves.
fn pack(sizes: &[u32], gates: &[u32], used: &[u32], steps: &mut u32) -> Way {
    let caps: Vec<u32> =
        gates.iter().zip(used).flat_map(|(&cap, &n)| (0..n).map(move |_| cap)).collect();
    let total: u32 = sizes.iter().sum();
    let by_capacity = total.saturating_sub(caps.iter().sum());
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&group| (std::cmp::Reverse(sizes[group]), group));
    let mut bins = best_fit(sizes, &caps, &order);
    exchange(sizes, &caps, &mut bins);
    let mut search = Search {
        sizes,
        caps: &caps,
        order: &order,
        loads: vec![0; caps.len()],
        at: vec![0; sizes.len()],
        over: over(sizes, &caps, &bins),
        best: bins,
        steps,
    };
    if search.over > by_capacity {
        search.place(0, total, 0);
    }
    let least = if *search.steps > 0 { search.over } else { by_capacity };
    let (over, bins) = (search.over, search.best);
    Way { used: used.to_vec(), over, least, bins }
}

/// Pupils above the capacities.
fn over(sizes: &[u32], caps: &[u32], bins: &[usize]) -> u32 {
    let mut loads = vec![0; caps.len()];
    for (group, &bin) in bins.iter().enumerate() {
        loads[bin] += sizes[group];
    }
    loads.iter().zip(caps).map(|(&load, &cap): (&u32, &u32)| load.saturating_sub(cap)).sum()
}

/// Largest groups first, each where it fits most closely, else where most room is left.
fn best_fit(sizes: &[u32], caps: &[u32], order: &[usize]) -> Vec<usize> {
    let mut left: Vec<i64> = caps.iter().map(|&cap| i64::from(cap)).collect();
    let mut bins = vec![0; sizes.len()];
    for &group in order {
        let size = i64::from(sizes[group]);
        let fits = (0..caps.len()).filter(|&bin| left[bin] >= size).min_by_key(|&b| (left[b], b));
        let roomiest = || (0..caps.len()).max_by_key(|&b| (left[b], std::cmp::Reverse(b)));
        let bin = fits.or_else(roomiest).unwrap_or(0);
        left[bin] -= size;
        bins[group] = bin;
    }
    bins
}

/// Moves groups and swaps pairs as long as that lowers the excess.
fn exchange(sizes: &[u32], caps: &[u32], bins: &mut [usize]) {
    let mut now = over(sizes, caps, bins);
    let mut improved = now > 0;
    while improved {
        improved = false;
        for a in 0..sizes.len() {
            for target in 0..caps.len() + a {
                let before = (bins[a], 0);
                let other = target.checked_sub(caps.len());
                let before = other.map_or(before, |b| (bins[a], bins[b]));
                match other {
                    Some(b) => bins.swap(a, b),
                    None => bins[a] = target,
                }
                let then = over(sizes, caps, bins);
                if then < now {
                    (now, improved) = (then, true);
                } else {
                    bins[a] = before.0;
                    if let Some(b) = other {
                        bins[b] = before.1;
                    }
                }
            }
        }
    }
}

/// Depth-first over groups, largest first.
struct Search<'a> {
    sizes: &'a [u32],
    caps: &'a [u32],
    order: &'a [usize],
    loads: Vec<u32>,
    at: Vec<usize>,
    best: Vec<usize>,
    over: u32,
    steps: &'a mut u32,
}

impl Search<'_> {
    /// Places the groups from `number` on, `rest` pupils, with `over` above capacity so far.
    fn place(&mut self, number: usize, rest: u32, over: u32) {
        let room: u32 =
            self.caps.iter().zip(&self.loads).map(|(cap, load)| cap.saturating_sub(*load)).sum();
        if over + rest.saturating_sub(room) >= self.over || *self.steps == 0 {
            return;
        }
        *self.steps -= 1;
        let Some(&group) = self.order.get(number) else {
            (self.over, self.best) = (over, self.at.clone());
            return;
        };
        let size = self.sizes[group];
        for bin in 0..self.caps.len() {
            let same = |other: usize| {
                (self.caps[other], self.loads[other]) == (self.caps[bin], self.loads[bin])
            };
            if (0..bin).any(same) {
                continue;
            }
            let free = self.caps[bin].saturating_sub(self.loads[bin]);
            self.loads[bin] += size;
            self.at[group] = bin;
            self.place(number + 1, rest - size, over + size.saturating_sub(free));
            self.loads[bin] -= size;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(sizes: &[u32], gates: &[u32], waves: u32) -> Vec<(Vec<u32>, u32)> {
        let found = ways(&(sizes.to_vec(), gates.to_vec(), waves));
        assert!(found.is_complete);
        found.list.iter().map(|way| (way.used.clone(), way.over)).collect()
    }

    #[test]
    fn each_further_wave_takes_pupils_off_until_none_is_above() {
        let ways = best(&[30, 30, 30], &[40], 3);
        assert_eq!(ways, [(vec![1], 50), (vec![2], 20), (vec![3], 0)]);
    }

    #[test]
    fn groups_leave_whole() {
        // 100 places for 100 pupils, but 40 + 40 + 20 do not fill 50 + 50.
        let ways = best(&[40, 40, 20], &[50, 50], 1);
        assert_eq!(ways.last(), Some(&(vec![1, 1], 10)));
    }

    #[test]
    fn a_gate_that_helps_nothing_is_not_used() {
        let ways = best(&[30], &[40, 40], 2);
        assert_eq!(ways, [(vec![1, 0], 0), (vec![0, 1], 0)]);
    }

    #[test]
    fn the_least_excess_is_that_of_all_assignments() {
        let sizes = [37, 35, 31, 28, 26, 11];
        let gates = [60, 45];
        for way in ways(&(sizes.to_vec(), gates.to_vec(), 2)).list {
            let caps: Vec<u32> =
                (0..2).flat_map(|g| vec![gates[g]; way.used[g] as usize]).collect();
            let all = caps.len().pow(sizes.len() as u32);
            let decode = |n: usize| -> Vec<usize> {
                (0..sizes.len()).map(|i| n / caps.len().pow(i as u32) % caps.len()).collect()
            };
            let least = (0..all).map(|n| over(&sizes, &caps, &decode(n))).min();
            assert_eq!((Some(way.over), Some(way.least)), (least, least), "{:?}", way.used);
            assert_eq!(over(&sizes, &caps, &way.bins), way.over);
        }
    }
}
