//! Small random bureaus of two or three schools that share people and venues, the same for the
//! same seed: each school as in [`crate::random`], with loan terms, travel, pairs, shared staff.
//! They pass validation.

use crate::random::random_bureau;
use kehou_domain::draft::{
    Bureau, LoanPolicy, LoanTerms, Pair, Room, School, Skill, Staff, StaffKind, Travel,
};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The random network of that seed.
pub fn random_network(seed: u64) -> Bureau {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0x5eed);
    let number = if rng.random_bool(0.7) { 2 } else { 3 };
    let first = random_bureau(seed.wrapping_mul(5));
    let policy = first.schools[0].policy.clone();
    let mut schools: Vec<School> = (0..number)
        .map(|index| school(&random_bureau(seed.wrapping_mul(5).wrapping_add(index)), index))
        .collect();
    if rng.random_bool(0.7) {
        for school in &mut schools {
            school.policy = policy.clone();
        }
    }
    let ids: Vec<String> = schools.iter().map(|school| school.id.clone()).collect();
    for school in &mut schools {
        for person in &mut school.staff {
            let others: Vec<&String> = ids.iter().filter(|id| **id != school.id).collect();
            person.loan_terms = rng.random_bool(0.8).then(|| terms(rng, &others));
            if rng.random_bool(0.5) {
                person.kind = Some(StaffKind::Teacher);
            }
        }
    }
    let term =
        first.term.map(|term| kehou_domain::draft::Term { serving_weekdays: vec![1, 3], ..term });
    Bureau {
        id: "network".into(),
        term,
        shared_staff: (0..rng.random_range(0..=1)).map(|n| shared(rng, n, &ids)).collect(),
        venues: rng.random_bool(0.3).then(|| venue(rng, &ids)).into_iter().collect(),
        travel: travel(rng, &ids),
        pairs: pairs(rng, &ids),
        loan_policy: rng.random_bool(0.8).then(|| LoanPolicy {
            max_share_percent: rng.random_bool(0.8).then(|| rng.random_range(30..=100)),
            pairs_only: rng.random_bool(0.2),
        }),
        schools,
        ..Bureau::default()
    }
}

/// The school of a random bureau under names of its own.
fn school(bureau: &Bureau, index: u64) -> School {
    let mut school = bureau.schools[0].clone();
    school.id = format!("school{index}");
    let own = |id: &mut String| {
        if !id.is_empty() {
            *id = format!("c{index}-{id}");
        }
    };
    school.staff.iter_mut().for_each(|person| own(&mut person.id));
    school.pins.iter_mut().chain(&mut school.bans).for_each(|fact| own(&mut fact.staff));
    school
}

fn terms(rng: &mut ChaCha8Rng, others: &[&String]) -> LoanTerms {
    LoanTerms {
        willing: rng.random_bool(0.85),
        weekdays: if rng.random_bool(0.3) {
            vec![*[1, 3].choose(rng).expect("two")]
        } else {
            vec![]
        },
        max_weekdays: rng.random_bool(0.5).then(|| rng.random_range(0..=2)),
        max_travel_minutes: rng.random_bool(0.5).then_some(25),
        schools: match others.choose(rng) {
            Some(other) if rng.random_bool(0.2) => vec![(*other).clone()],
            _ => Vec::new(),
        },
        several_campuses_a_day: rng.random_bool(0.2),
    }
}

fn shared(rng: &mut ChaCha8Rng, number: i32, ids: &[String]) -> Staff {
    let kinds = [StaffKind::RetiredTeacher, StaffKind::Coach, StaffKind::OrganisationInstructor];
    Staff {
        id: format!("shared{number}"),
        kind: kinds.choose(rng).copied(),
        skills: vec![Skill {
            skill: "craft".into(),
            level: rng.random_range(1..=2),
            newly_trained: false,
        }],
        weekly_cap: Some(rng.random_range(1..=3)),
        willing: true,
        vetted: rng.random_bool(0.9),
        loan_terms: Some(LoanTerms {
            willing: true,
            schools: ids.to_vec(),
            several_campuses_a_day: rng.random_bool(0.2),
            ..LoanTerms::default()
        }),
        ..Staff::default()
    }
}

fn venue(rng: &mut ChaCha8Rng, ids: &[String]) -> Room {
    Room {
        id: "venue".into(),
        kind: "hall".into(),
        capacity: rng.random_range(3..=6),
        floor: "1".into(),
        schools: ids.to_vec(),
        ..Room::default()
    }
}

fn travel(rng: &mut ChaCha8Rng, ids: &[String]) -> Vec<Travel> {
    let mut ways = Vec::new();
    for (i, from) in ids.iter().enumerate() {
        for to in &ids[i + 1..] {
            let minutes = *[5, 20, 30].choose(rng).expect("three");
            if rng.random_bool(0.9) {
                ways.push(Travel { from: from.clone(), to: to.clone(), minutes });
            }
        }
    }
    ways
}

fn pairs(rng: &mut ChaCha8Rng, ids: &[String]) -> Vec<Pair> {
    let pair = |a: usize, b: usize| Pair { lender: ids[a].clone(), borrower: ids[b].clone() };
    if rng.random_bool(0.5) { vec![pair(0, 1)] } else { vec![pair(1, 0)] }
}
