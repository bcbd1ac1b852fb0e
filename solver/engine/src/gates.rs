//! By which gate and wave each group leaves, and who guards there: guards first follow the best
//! way to leave; then the way is chosen again by the guards there are.

use crate::departures::{Way, Ways};
use crate::duties::Work;
use crate::jobs::{Job, Kind};
use crate::model::Model;
use kehou_domain::rule::Rule;

/// How the groups of a stand leave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exit {
    /// Position among the ways of the stand.
    pub way: usize,
    /// Waves used at each gate, from 0, ascending.
    pub waves: Vec<Vec<u32>>,
    /// Guards missing.
    pub missing: u32,
}

/// Jobs of guarding: for each stand the waves of the best way, dearest first.
pub fn guards(model: &Model) -> Vec<Job> {
    let duties = &model.duties;
    let mut jobs = Vec::new();
    if duties.guards == 0 {
        return jobs;
    }
    for (stand, ways) in duties.ways.iter().enumerate() {
        let places = places_of(model, stand);
        let best = ways.list.iter().min_by_key(|way| (way.over, way.number()));
        let Some(best) = best.filter(|way| !places.is_empty() && way.number() > 0) else {
            continue;
        };
        let used = spread(best, &vec![0; places.len()], duties.guards);
        let mut waves: Vec<u32> = used.into_iter().flatten().collect();
        waves.sort_unstable();
        for (number, &wave) in waves.iter().enumerate() {
            let place = places[wave as usize];
            let points = worth(model, ways, number as u32);
            for _ in 0..duties.guards {
                let people = (0..duties.terms.len())
                    .filter(|&person| duties.terms[person].gates >> place & 1 == 1);
                jobs.push(Job::new(model, Kind::Gate(place), Work::at_gate(place), points, people));
            }
        }
    }
    jobs
}

/// Points that a guard of one more wave than `number` saves: those of a guard missed, or of the
/// pupils that the wave takes off the others, if these are fewer.
fn worth(model: &Model, ways: &Ways, number: u32) -> i64 {
    let rules = &model.school.rules;
    if number == 0 {
        return rules.weight(Rule::GateGuard);
    }
    let fewest = |most: u32| {
        let ways = ways.list.iter().filter(|way| way.number() <= most);
        i64::from(ways.map(|way| way.over).min().unwrap_or(0))
    };
    let saved = (fewest(number) - fewest(number + 1)) * rules.weight(Rule::DismissalWave);
    let each = saved / i64::from(model.duties.guards);
    each.min(rules.weight(Rule::GateGuard)).max(1)
}

/// Gate places of a stand by wave.
pub fn places_of(model: &Model, stand: usize) -> Vec<usize> {
    let places = model.duties.places.iter().enumerate();
    places.filter(|(_, place)| place.stand == stand).map(|(index, _)| index).collect()
}

/// The waves that each gate of a way uses, where most of `there` (guards by wave) are left.
fn spread(way: &Way, there: &[u32], guards: u32) -> Vec<Vec<u32>> {
    let mut left: Vec<i64> = there.iter().map(|&n| i64::from(n)).collect();
    let mut gates: Vec<usize> = (0..way.used.len()).collect();
    gates.sort_by_key(|&gate| (std::cmp::Reverse(way.used[gate]), gate));
    let mut used = vec![Vec::new(); way.used.len()];
    for gate in gates {
        let mut waves: Vec<usize> = (0..left.len()).collect();
        waves.sort_by_key(|&wave| (std::cmp::Reverse(left[wave]), wave));
        waves.truncate(way.used[gate] as usize);
        waves.sort_unstable();
        for &wave in &waves {
            left[wave] -= i64::from(guards);
        }
        used[gate] = waves.into_iter().map(|wave| wave as u32).collect();
    }
    used
}

/// How all stands' groups leave best when no guards are wanted.
pub fn unguarded(model: &Model) -> Vec<Exit> {
    (0..model.duties.ways.len()).map(|stand| choose(model, stand, &[])).collect()
}

/// The best way to leave with so many guards in each wave.
pub fn choose(model: &Model, stand: usize, there: &[u32]) -> Exit {
    let duties = &model.duties;
    let rules = &model.school.rules;
    let ways = &duties.ways[stand];
    let mut waves = there.to_vec();
    waves.resize((ways.waves as usize).max(there.len()), 0);
    let guards = if model.school.stands[stand].shares_guards { 0 } else { duties.guards };
    let mut best: Option<(i64, u32, Exit)> = None;
    for (index, way) in ways.list.iter().enumerate() {
        let over = i64::from(way.over) * rules.weight(Rule::DismissalWave);
        if best
            .as_ref()
            .is_some_and(|(points, number, _)| (over, way.number()) >= (*points, *number))
        {
            continue;
        }
        let used = spread(way, &waves, guards);
        let missing: u32 = (0..waves.len())
            .map(|wave| {
                let gates = used.iter().filter(|of_gate| of_gate.contains(&(wave as u32)));
                (guards * gates.count() as u32).saturating_sub(waves[wave])
            })
            .sum();
        let points = over + i64::from(missing) * rules.weight(Rule::GateGuard);
        if best.as_ref().is_none_or(|(least, number, _)| (points, way.number()) < (*least, *number))
        {
            best = Some((points, way.number(), Exit { way: index, waves: used, missing }));
        }
    }
    best.map_or_else(Exit::default, |(_, _, exit)| exit)
}

/// (group, gate, wave from 1) of all who leave at a stand; the youngest first at each gate.
pub fn departures(model: &Model, stand: usize, exit: &Exit) -> Vec<(usize, usize, i32)> {
    let way = &model.duties.ways[stand].list[exit.way];
    let leaving = &model.school.stands[stand].leaving;
    let mut found = Vec::new();
    let mut first = 0;
    for (gate, waves) in exit.waves.iter().enumerate() {
        let mut bins: Vec<Vec<usize>> = (first..first + waves.len())
            .map(|bin| {
                let in_bin = leaving.iter().zip(&way.bins).filter(|(_, of)| **of == bin);
                in_bin.map(|(&(group, _), _)| group).collect()
            })
            .collect();
        let grade = |group: &usize| model.school.groups[*group].grade;
        bins.sort_by_key(|groups| (groups.iter().map(grade).min(), groups.first().copied()));
        for (groups, &wave) in bins.iter().zip(waves) {
            found.extend(groups.iter().map(|&group| (group, gate, wave as i32 + 1)));
        }
        first += waves.len();
    }
    found.sort_unstable();
    found
}
