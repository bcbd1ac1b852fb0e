//! Probe.
use kehou_domain::instance::Instance;
use kehou_engine::{
    best_week::WeekSearch,
    bound::{Bound, Steps},
    duals::Relaxation,
    model::{Model, Objective, TICKS},
    week::Cost,
};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let n: usize = a[1].parse().unwrap();
    let seed: u64 = a[2].parse().unwrap();
    let b = kehou_profiles::generate(
        "gucheng",
        &kehou_profiles::Options { schools: Some(1), pupils: Some(n), tightness: 1.0, seed },
    )
    .unwrap();
    let inst = Instance::new(&b);
    let m = Model::new(&inst.schools[0]);
    let cost = Cost::new(&m, Objective::weighted(1000));
    let r = Relaxation::new(&m, cost.clone());
    for rounds in [80, 90, 120] {
        for first in [45000.0, 50000.0] {
            let mut w = WeekSearch::default();
            w.tolerance = 16;
            let mut bd = Bound::new(&r, &mut w);
            bd.improve(
                &r,
                Steps { first: first * 32.0, last: 50.0 * 32.0, rounds },
                &mut w,
                &|| false,
            );
            println!("{rounds} {first}: {}", bd.value / TICKS);
            for _ in 0..5 {
                bd.improve(
                    &r,
                    Steps { first: 50.0 * 32.0, last: 20.0 * 32.0, rounds: 20 },
                    &mut w,
                    &|| false,
                );
                println!("  {}", bd.value / TICKS);
            }
        }
    }
}
