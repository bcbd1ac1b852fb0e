//! Probe.
use kehou_domain::instance::Instance;
use kehou_engine::{
    best_week::WeekSearch,
    bound::Bound,
    duals::Relaxation,
    model::{Model, Objective, TICKS},
    week::Cost,
};
use std::time::Instant;
fn cpu() -> f64 {
    std::fs::read_to_string("/proc/self/schedstat")
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse::<f64>()
        .unwrap()
        / 1e9
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let n: usize = a[1].parse().unwrap();
    let seed: u64 = a[2].parse().unwrap();
    let rounds: usize = a[3].parse().unwrap();
    let b = kehou_profiles::generate(
        "gucheng",
        &kehou_profiles::Options { schools: Some(1), pupils: Some(n), tightness: 1.0, seed },
    )
    .unwrap();
    let inst = Instance::new(&b);
    let s = &inst.schools[0];
    let t = Instant::now();
    let m = Model::new(s);
    println!(
        "pupils {} columns {} wants {} fits {} classes {} kinds {} rows {} pools {} staff {} acts {} slots {} T {} model {:?}",
        m.pupils.len(),
        m.columns.len(),
        m.wants.len(),
        m.fits.len(),
        m.classes.len(),
        m.kinds.len(),
        m.rows.len(),
        m.pools.len(),
        s.staff.len(),
        s.activities.len(),
        s.slots.len(),
        s.workload_target,
        t.elapsed()
    );
    let cost = Cost::new(&m, Objective::weighted(1000));
    let r = Relaxation::new(&m, cost.clone());
    let mut w = WeekSearch::default();
    w.tolerance = a.get(5).map_or(0, |x| x.parse().unwrap());
    let t = Instant::now();
    let c0 = cpu();
    let mut bd = Bound::new(&r, &mut w);
    println!("zero {} {:?} rows {}", bd.value / TICKS, t.elapsed(), r.layout.len);
    if std::env::var("DBG").is_ok() {
        let z = vec![0i64; r.layout.len];
        let e = r.evaluate(&z, &mut w);
        let mut idx: Vec<usize> = (0..e.excess.len()).collect();
        idx.sort_by(|&x, &y| e.excess[y].partial_cmp(&e.excess[x]).unwrap());
        for &i in idx.iter().take(30) {
            println!("row {i} excess {:.2}", e.excess[i]);
        }
        let pos: f64 = e.excess.iter().filter(|x| **x > 0.0).map(|x| x * x).sum();
        println!("norm {pos}");
        for k in [1.0, 10.0, 100.0, 1000.0] {
            let u: Vec<i64> = e.excess.iter().map(|x| (x.max(0.0) * k) as i64).collect();
            let f = r.evaluate(&u, &mut w);
            println!("k {k} value {} expected gain {}", f.value / TICKS, pos * k / 32.0);
        }
        let mut load: Vec<(u32, usize)> =
            e.load.iter().copied().enumerate().map(|(i, l)| (l, i)).collect();
        load.sort();
        load.reverse();
        println!("{:?}", &load[..10]);
    }
    let target = a.get(4).map(|x| x.parse::<i64>().unwrap() * TICKS).unwrap_or(0);
    for i in 1..=rounds {
        let tg = if target > 0 { target } else { bd.value + bd.value.abs() / 50 };
        bd.round(&r, tg, &mut w);
        if i % (rounds / 20).max(1) == 0 {
            println!(
                "{i} {} cpu ms {:.1} us/week {:.3}",
                bd.value / TICKS,
                (cpu() - c0) * 1e3,
                (cpu() - c0) * 1e6 / w.searches as f64
            );
        }
    }
}
