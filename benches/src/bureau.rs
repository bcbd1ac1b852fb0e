//! The Gucheng county with loans, shared people and venues, and the same county without.

use anyhow::{Context, Result, ensure};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::Instance;
use kehou_domain::outcome::Limit;
use kehou_engine::{Control, Options, Solution};
use kehou_profiles::Options as Profile;
use std::collections::BTreeSet;
use std::time::Instant;

/// Which county, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Schools; none: all.
    pub schools: Option<usize>,
    /// Pupils; none: all.
    pub pupils: Option<usize>,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Work per school instead, if given.
    pub work: Option<u64>,
    /// Threads.
    pub threads: usize,
}

/// Plans the county both ways and prints what loans bring.
pub fn run(size: Size) -> Result<()> {
    let profile = Profile { schools: size.schools, pupils: size.pupils, ..Profile::default() };
    let county = kehou_profiles::generate("gucheng", &profile)?;
    println!(
        "| | shortfall (bound) | quality (bound) | gap | worst school, points a pupil | granted | lent days | person-times | pupils reached | seconds |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    println!("{}", row("alone", &without_loans(&county), size)?);
    println!("{}", row("with loans", &county, size)?);
    Ok(())
}

/// The bureau with everybody and every venue at one school.
fn without_loans(bureau: &Bureau) -> Bureau {
    let mut alone = bureau.clone();
    for person in alone.schools.iter_mut().flat_map(|school| &mut school.staff) {
        person.loan_terms = None;
    }
    for terms in alone.shared_staff.iter_mut().filter_map(|person| person.loan_terms.as_mut()) {
        terms.schools.truncate(1);
    }
    alone.venues.iter_mut().for_each(|venue| venue.schools.truncate(1));
    alone
}

fn row(name: &str, bureau: &Bureau, size: Size) -> Result<String> {
    let start = Instant::now();
    let instance = Instance::new(bureau);
    let limited = size.work.is_none();
    let stop = || (limited && start.elapsed().as_secs_f64() >= size.seconds).then_some(Limit::Time);
    let options =
        Options { threads: size.threads, seed: 1, work_limit: size.work, gap: 0.0, loans: true };
    let control = Control { stop: &stop, progress: &|_| {} };
    let solution = kehou_engine::solve(&instance, &options, &control);
    let wall = start.elapsed().as_secs_f64();
    let plan = solution.plan.as_ref().context("no plan")?;
    let report = kehou_check::check(bureau, plan);
    ensure!(report.is_clean(), "violations: {:?}", report.violations);
    let told = (solution.shortfall.value, solution.quality.value);
    ensure!(told == (report.shortfall, report.quality), "the engine told {told:?}");
    let (kpis, _) = kehou_check::kpis(bureau, plan);
    let worst = solution.schools.iter().map(|s| s.quality.value / s.students.max(1) as i64).max();
    let reached = reached(&solution);
    let weeks = bureau.term.as_ref().and_then(|term| term.weeks).unwrap_or(1);
    Ok(format!(
        "| {name} | {} ({}) | {} ({}) | {:.1} % | {} | {:.1} % | {} | {} | {} | {wall:.0} |",
        report.shortfall,
        solution.shortfall.bound,
        report.quality,
        solution.quality.bound,
        100.0 * solution.quality.gap(),
        worst.unwrap_or(0),
        100.0 * kpis.sessions_granted as f64 / kpis.sessions_wanted.max(1) as f64,
        plan.loans.len(),
        plan.loans.len() as i64 * i64::from(weeks),
        reached,
    ))
}

/// Pupils with a lent teacher in the lead of one of their sections.
fn reached(solution: &Solution) -> usize {
    let Some(plan) = &solution.plan else { return 0 };
    let lent: BTreeSet<(&str, &str)> =
        plan.loans.iter().map(|loan| (loan.school.as_str(), loan.staff.as_str())).collect();
    let of_school = |school: &kehou_domain::plan::SchoolPlan| {
        let by_lent = school.sections.iter().filter(|section| {
            section.sessions.iter().any(|s| lent.contains(&(school.school.as_str(), &s.lead)))
        });
        by_lent.flat_map(|section| section.students.iter().cloned()).collect::<BTreeSet<_>>().len()
    };
    plan.schools.iter().map(of_school).sum()
}
