//! Duties for a random bureau: demands of every kind, gates with few places, ranks and posts, so
//! that sessions and duties want the same people.

use kehou_domain::draft::{Bureau, DutyKind, GateCapacity, StaffRank};
use kehou_domain::policy::{LeaderDemand, Policy, RuleSetting, SupervisorArea};
use kehou_domain::rule::Rule;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The rules that a bureau may get.
const RULES: [Rule; 7] = [
    Rule::OutsiderAccompanied,
    Rule::Patrol,
    Rule::GateGuard,
    Rule::LeaderOnDuty,
    Rule::AreaSupervisor,
    Rule::Mentor,
    Rule::DismissalWave,
];

/// Switches on some rules of duties, each with data.
pub fn add_duties(bureau: &mut Bureau, seed: u64) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let policy = &mut bureau.policy;
    for rule in RULES {
        if rng.random_bool(0.5) {
            continue;
        }
        let weight = rng.random_bool(0.3).then(|| 50 * rng.random_range(0..=30));
        policy.rules.push(RuleSetting { rule: Some(rule), enabled: Some(true), weight });
    }
    demands(rng, policy);
    for school in &mut bureau.schools {
        for room in &mut school.rooms {
            room.floor = ["1", "2", ""].choose(rng).copied().unwrap_or_default().into();
        }
        let ids: Vec<String> = school.staff.iter().map(|staff| staff.id.clone()).collect();
        for group in &mut school.groups {
            group.form_teacher = ids.choose(rng).cloned().unwrap_or_default();
        }
        for point in &mut school.dismissal_points {
            point.waves = Some(rng.random_range(1..=3));
            point.wave_minutes = Some(rng.random_range(1..=6));
            point.gates = (1..=rng.random_range(0..=2))
                .map(|n| GateCapacity {
                    gate: format!("gate{n}"),
                    pupils_per_wave: rng.random_range(1..=3),
                })
                .collect();
        }
        for staff in &mut school.staff {
            staff.rank = *[None, Some(StaffRank::MiddleManager), Some(StaffRank::VicePrincipal)]
                .choose(rng)
                .unwrap_or(&None);
            let kinds = [DutyKind::Patrol, DutyKind::GateGuard, DutyKind::AreaSupervisor];
            staff.post_duties = kinds.into_iter().filter(|_| rng.random_bool(0.3)).collect();
        }
    }
}

fn demands(rng: &mut ChaCha8Rng, policy: &mut Policy) {
    policy.patrol_heads = Some(rng.random_range(0..=2));
    policy.gate_guard_heads = Some(rng.random_range(1..=2));
    policy.supervisor_heads = Some(1);
    policy.supervisor_area = [SupervisorArea::Floor, SupervisorArea::Year].choose(rng).copied();
    policy.mentor_max_students = Some(rng.random_range(1..=3));
    policy.leaders = [StaffRank::MiddleManager, StaffRank::VicePrincipal]
        .into_iter()
        .filter(|_| rng.random_bool(0.6))
        .map(|rank| LeaderDemand { rank: Some(rank), heads: 1 })
        .collect();
}
