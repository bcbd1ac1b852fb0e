//! What random bureaus lack by themselves: wishes about other pupils, rooms outdoors, pay and a
//! budget, with the rules on them switched on.

use kehou_domain::draft::{Budget, Bureau, Companion, CompanionWish, Priority, School, Waiver};
use kehou_domain::policy::RuleSetting;
use kehou_domain::rule::Rule;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Rules switched on by [`add_wishes_and_money`].
pub const RULES: [Rule; 4] = [Rule::Companions, Rule::WetWeather, Rule::Pay, Rule::Budget];

/// Adds companions, outdoor rooms, pay and a budget, and switches on the rules about them, now and
/// then with a weight of its own; sometimes one of the rules alone.
pub fn add_wishes_and_money(bureau: &mut Bureau, seed: u64) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed ^ 0x5eed);
    let alone = rng.random_bool(0.4).then(|| RULES.choose(rng).copied()).flatten();
    for rule in RULES.into_iter().filter(|&rule| alone.is_none_or(|one| one == rule)) {
        let weight = rng.random_bool(0.5).then(|| rng.random_range(1..=60));
        bureau.policy.rules.push(RuleSetting { rule: Some(rule), enabled: Some(true), weight });
    }
    for school in &mut bureau.schools {
        add_companions(school, rng);
        for room in school.rooms.iter_mut().filter(|room| room.kind == "hall") {
            room.outdoor = rng.random_bool(0.7);
        }
        for person in &mut school.staff {
            person.pay_per_period_fen = rng.random_range(0..4) * 2_345;
        }
        school.budget = rng.random_bool(0.8).then(|| Budget {
            fee_per_student_fen: rng.random_range(0..30_000),
            waivers: vec![Waiver { priority: Some(Priority::Needy), percent: 50 }],
            subsidy_fen: rng.random_range(0..150_000),
        });
    }
}

fn add_companions(school: &mut School, rng: &mut ChaCha8Rng) {
    let ids: Vec<String> = school.students.iter().map(|s| s.student.clone()).collect();
    for student in &mut school.students {
        for other in ids.iter().filter(|&id| *id != student.student) {
            if rng.random_bool(0.25) {
                let wishes =
                    [CompanionWish::Together, CompanionWish::Together, CompanionWish::Apart];
                let wish = wishes.choose(rng).copied();
                student.companions.push(Companion { student: other.clone(), wish });
            }
        }
    }
}
