//! `loan_terms`: who works at another school is there on that weekday, on the terms' weekdays,
//! at the terms' schools, at most so many weekdays, and a school lends at most its share.
//!
//! here(p, s, d) = 1: person p is at school s on weekday d. For each work x of p at s that covers a
//! slot of d: x <= here(p, s, d). One campus a weekday: sum over s of here(p, s, d) <= 1, or, where
//! the terms allow several, x + y <= 1 for works at two schools between which the travel time does
//! not fit. For lent teachers and s other than the home school: away(p, d) >= here(p, s, d); sum
//! over d of away(p, d) <= most weekdays; per lender and d: sum over p of away(p, d) <= most lent.

use crate::network::{Network, Place};
use crate::program::{Column, Program, Sense};
use std::collections::BTreeMap;

/// Adds the rule's columns and rows.
pub(crate) fn add(network: &Network, program: &mut Program) {
    let mut away = BTreeMap::new();
    for person in 0..network.work.len() {
        add_presence(network, person, program);
        if network.traveller(person).several_campuses {
            add_conflicts(network, person, program);
        } else {
            add_one_campus(network, person, program);
        }
        if network.traveller(person).is_lent {
            add_days(network, person, &mut away, program);
        }
    }
    for ((lender, weekday), terms) in away {
        let school = &network.models[lender].names.school;
        let most = network.instance.links.most_lent[lender];
        program.at_most(format!("loan_terms:{school}:share:w{weekday}"), terms, most.into());
    }
}

fn add_presence(network: &Network, person: usize, program: &mut Program) {
    let who = &network.labels[person];
    for (i, place) in network.work[person].iter().enumerate() {
        for visit in network.visits.iter().filter(|v| v.person == person) {
            let today = network.models[visit.school].school.day_mask(visit.weekday);
            let is_then = place.work.periods_on(visit.weekday, today) > 0;
            if visit.school == place.school && is_then {
                let name = format!("loan_terms:{who}:here:{i}:w{}", visit.weekday);
                let terms = [(place.work.column, 1), (visit.here, -1)];
                program.row(name, terms, Sense::AtMost, 0);
            }
        }
    }
}

fn add_one_campus(network: &Network, person: usize, program: &mut Program) {
    for weekday in 1..=7 {
        let terms = network.visits_on(person, weekday).map(|v| (v.here, 1)).collect();
        let name = format!("loan_terms:{}:campus:w{weekday}", network.labels[person]);
        program.at_most(name, terms, 1);
    }
}

fn add_conflicts(network: &Network, person: usize, program: &mut Program) {
    let work = &network.work[person];
    for (i, a) in work.iter().enumerate() {
        for (j, b) in work.iter().enumerate().skip(i + 1) {
            if a.school != b.school && !fits(network, a, b) {
                let name = format!("loan_terms:{}:way:{i}:{j}", network.labels[person]);
                program.row(name, [(a.work.column, 1), (b.work.column, 1)], Sense::AtMost, 1);
            }
        }
    }
}

/// Whether there is time to travel between two works at different schools.
fn fits(network: &Network, a: &Place, b: &Place) -> bool {
    let minutes = network.instance.links.minutes(a.school, b.school);
    let apart = |x: (i32, i32, i32), y: (i32, i32, i32)| {
        x.0 != y.0
            || minutes.is_some_and(|minutes| {
                let gap = if x.1 <= y.1 { y.1 - x.2 } else { x.1 - y.2 };
                gap >= minutes
            })
    };
    let times = |place: &Place| {
        let beside =
            place.work.beside.and_then(|one| Some((one.weekday, one.times?.0, one.times?.1)));
        network.times(place.school, place.work.mask).into_iter().chain(beside).collect::<Vec<_>>()
    };
    let (a, b) = (times(a), times(b));
    a.iter().all(|&x| b.iter().all(|&y| apart(x, y)))
}

/// Per lender and weekday: the columns that say somebody is lent.
type Away = BTreeMap<(usize, i32), Vec<(Column, i64)>>;

fn add_days(network: &Network, person: usize, away: &mut Away, program: &mut Program) {
    let (traveller, who) = (network.traveller(person), &network.labels[person]);
    let mut days = Vec::new();
    for weekday in 1..=7 {
        let visits = network.visits_on(person, weekday);
        let lent: Vec<Column> = visits.filter(|v| network.is_away(v)).map(|v| v.here).collect();
        if lent.is_empty() {
            continue;
        }
        let name = format!("loan_terms:{who}:away:w{weekday}");
        let is_away = program.binary(name.clone());
        for (i, here) in lent.into_iter().enumerate() {
            let terms = [(is_away, 1), (here, -1)];
            program.row(format!("{name}:{i}"), terms, Sense::AtLeast, 0);
        }
        days.push((is_away, 1));
        away.entry((traveller.owner, weekday)).or_default().push((is_away, 1));
    }
    program.at_most(format!("loan_terms:{who}:days"), days, traveller.max_weekdays.into());
}
