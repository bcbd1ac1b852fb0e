//! Probe.
use kehou_domain::instance::Instance;
use kehou_engine::{model::Model, school::SchoolSearch};
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
    let secs: f64 = a[3].parse().unwrap();
    let mut b = if n < 100 {
        kehou_profiles::generate(
            "gucheng",
            &kehou_profiles::Options { schools: None, pupils: None, tightness: 1.0, seed },
        )
        .unwrap()
    } else {
        kehou_profiles::generate(
            "gucheng",
            &kehou_profiles::Options { schools: Some(1), pupils: Some(n), tightness: 1.0, seed },
        )
        .unwrap()
    };
    if n < 100 {
        b.schools = vec![b.schools[n - 1].clone()];
    }
    let inst = Instance::new(&b);
    let n = inst.schools[0].students.len();
    let c0 = cpu();
    let m = Model::new(&inst.schools[0]);
    let cost = SchoolSearch::cost_of(&m);
    let mut s = SchoolSearch::new(&m, &cost, 1);
    let never = || false;
    let show = |what: &str, s: &SchoolSearch| {
        let b = s.best().unwrap();
        let q = s.quality_bound();
        println!(
            "{what} cpu {:.3} short {} quality {} bound {} gap {:.2}% ppp {:.1} sections {} base {} work {}",
            cpu() - c0,
            b.shortfall,
            b.quality,
            q,
            100.0 * (b.quality - q) as f64 / b.quality as f64,
            (b.quality - q) as f64 / n as f64,
            b.sections.len(),
            b.base.sections.len(),
            s.work()
        );
    };
    s.first_plan(&never);
    show("first", &s);
    let mut i = 0;
    while cpu() - c0 < secs {
        s.advance(&never);
        i += 1;
        if [1, 2, 4, 8, 16, 32, 64, 128, 256].contains(&i) {
            show(&format!("sweep {i}"), &s);
        }
    }
    show("end", &s);
    let (mut g, mut w) = (0, 0);
    for (i, p) in m.pupils.iter().enumerate() {
        w += p.wanted;
        g += s.best().unwrap().seats.weeks[i]
            .iter()
            .map(|x| m.wants[x.want as usize].sessions)
            .sum::<i64>()
            .min(p.wanted);
    }
    println!("granted {:.3}", g as f64 / w as f64);
}
