//! Probe.
use kehou_domain::instance::Instance;
use kehou_engine::{Control, Options, solve};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let o = kehou_profiles::Options {
        schools: a[1].parse().ok().filter(|x| *x > 0),
        pupils: a[2].parse().ok().filter(|x| *x > 0),
        tightness: 1.0,
        seed: a[3].parse().unwrap(),
    };
    let secs: f64 = a[4].parse().unwrap();
    let b = kehou_profiles::generate("gucheng", &o).unwrap();
    let inst = Instance::new(&b);
    let t = std::time::Instant::now();
    let stop = || (t.elapsed().as_secs_f64() > secs).then_some(kehou_domain::outcome::Limit::Time);
    let first = std::sync::Mutex::new(None);
    let s = solve(
        &inst,
        &Options { threads: 2, seed: 1, work_limit: None, gap: 0.0 },
        &Control {
            stop: &stop,
            progress: &|p| {
                if p.schools == p.schools_planned {
                    let mut f = first.lock().unwrap();
                    if f.is_none() {
                        *f = Some(t.elapsed());
                        println!("all planned at {:?}: {:?}", t.elapsed(), p);
                    }
                }
            },
        },
    );
    println!("{:?} {:?} in {:?}", s.status, s.limit, t.elapsed());
    let plan = s.plan.unwrap();
    let r = kehou_check::check(&b, &plan);
    println!("check {:?} clean {}", t.elapsed(), r.is_clean());
    for v in r.violations.iter().take(10) {
        println!("{:?}", v);
    }
    let (mut sv, mut sb, mut qv, mut qb, mut n) = (0, 0, 0, 0, 0);
    for (x, c) in s.schools.iter().zip(&r.schools) {
        println!(
            "{} n {} short {}/{} quality {}/{} gap {:.1}% ppp {:.0} work {} check {} {}",
            x.school,
            x.students,
            x.shortfall.value,
            x.shortfall.bound,
            x.quality.value,
            x.quality.bound,
            100.0 * x.quality.gap(),
            x.quality.points_per_student(x.students),
            x.work,
            c.shortfall,
            c.quality
        );
        sv += x.shortfall.value;
        sb += x.shortfall.bound;
        qv += x.quality.value;
        qb += x.quality.bound;
        n += x.students;
    }
    println!(
        "county short {sv}/{sb} quality {qv}/{qb} gap {:.2}% ppp {:.1}",
        100.0 * (qv - qb) as f64 / qv as f64,
        (qv - qb) as f64 / n as f64
    );
}
