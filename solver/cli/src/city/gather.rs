//! From the plans of the parts to that of the city: each is read back beside its data and checked, and
//! what there is to say about it is added up or written at once.

use super::{City, Found, accept, in_order};
use crate::console;
use crate::failure::Failure;
use crate::search;
use crate::summary::shortfalls::Short;
use kehou_check::SchoolFigures;
use kehou_domain::explanation::SchoolExplanations;
use kehou_domain::outcome::{Outcome, Status, WITHOUT_LOANS};
use kehou_domain::plan::{Loan, Plan, SchoolPlan};
use kehou_format::{PlanDigest, Run, Unfinished};
use std::time::Instant;

/// All that is known about schools whose plan the check found clean.
struct Part {
    outcome: Outcome,
    figures: Vec<SchoolFigures>,
    explanations: Vec<SchoolExplanations>,
    short: Short,
}

/// Puts the plan of the city together and in its place.
pub fn gather(
    city: City,
    unfinished: Unfinished,
    run: Run,
    started: Instant,
) -> Result<Found, Failure> {
    let claims: Vec<Option<(Outcome, Vec<Loan>)>> =
        city.parts.iter().map(|part| unfinished.finished(&city.ids(part))).collect();
    if claims.iter().any(Option::is_none) {
        return Err(incomplete(&city, &claims, started));
    }
    let mut whole = Outcome::of_nothing(Status::Optimal);
    let (mut figures, mut gravest) = (Vec::new(), Short::default());
    let mut explanations = unfinished.explanations()?;
    let part = |at: usize| match &claims[at] {
        Some(claimed) => part(&city, &unfinished, &city.parts[at], claimed),
        None => Err(Failure::CheckFailed),
    };
    in_order(city.options.threads, claims.len(), part, |part| {
        let part = part?;
        whole.add(part.outcome);
        figures.extend(part.figures);
        gravest.add(part.short);
        part.explanations.iter().try_for_each(|school| explanations.school(school))?;
        Ok(())
    })?;
    explanations.finish()?;
    if city.bound_kind == WITHOUT_LOANS && whole.status == Status::Optimal {
        // Where loans were not decided, nothing is said of the best plan with them.
        whole.status = Status::Feasible;
    }
    whole.arrange(&city.parts.concat());
    whole.kpis = kehou_check::whole_kpis(&figures);
    kehou_check::settle_weights(&mut whole, &city.outline.bureau);
    let mut loans: Vec<Loan> = claims.into_iter().flatten().flat_map(|claim| claim.1).collect();
    loans.sort();
    whole.plan_digest = plan_digest(&city, &unfinished, &loans)?;
    (whole.version, whole.seed, whole.input_digest) = (run.version, run.seed, run.input_digest);
    search::measure(&mut whole, started);
    unfinished.deliver((&city.outline.bureau.id, loans), &whole)?;
    Ok(Found { bureau: city.outline.bureau, outcome: whole, short: gravest })
}

/// Checks the plan of a part, and explains it.
fn part(
    city: &City,
    unfinished: &Unfinished,
    part: &[usize],
    (claim, loans): &(Outcome, Vec<Loan>),
) -> Result<Part, Failure> {
    let bureau = city.part(part)?;
    let ids = city.ids(part).into_iter();
    let schools: Result<_, Failure> = ids.map(|id| read_plan(city, unfinished, id)).collect();
    let plan = Plan { bureau: bureau.id.clone(), schools: schools?, loans: loans.clone() };
    let report = kehou_check::check(&bureau, &plan);
    accept(&report, city.lang)?;
    let mut outcome = claim.clone();
    kehou_check::settle(&mut outcome, &bureau, &plan, &report, city.options.gap)
        .map_err(|wrong| search::wrong_bound(&wrong))?;
    Ok(Part {
        outcome,
        figures: kehou_check::figures(&bureau, &plan),
        explanations: kehou_check::explanations(&bureau, &plan).schools,
        short: Short::of(&bureau, &plan),
    })
}

fn read_plan(city: &City, unfinished: &Unfinished, school: &str) -> Result<SchoolPlan, Failure> {
    unfinished.plan(school).map_err(|faults| super::refuse(&faults, city.lang))
}

fn plan_digest(city: &City, unfinished: &Unfinished, loans: &[Loan]) -> Result<String, Failure> {
    let mut ids: Vec<&str> = city.outline.bureau.schools.iter().map(|s| s.id.as_str()).collect();
    ids.sort_unstable();
    let mut digest = PlanDigest::new(&city.outline.bureau.id);
    in_order(
        city.options.threads,
        ids.len(),
        |at| read_plan(city, unfinished, ids[at]),
        |plan| {
            digest.school(&plan?);
            Ok(())
        },
    )?;
    Ok(digest.finish(loans))
}

/// Not every school has a plan: the user stopped the run, or nothing was found.
fn incomplete(city: &City, claims: &[Option<(Outcome, Vec<Loan>)>], started: Instant) -> Failure {
    let planned: usize = claims.iter().flatten().map(|claim| claim.0.schools.len()).sum();
    let schools = city.outline.students.len();
    console::note(&city.lang.pick(
        format!("{planned}/{schools} 所学校已编排并保存；再次运行同一命令会接着做"),
        format!(
            "{planned} of {schools} schools are planned and kept; the same command goes on there"
        ),
    ));
    let mut outcome = Outcome::of_nothing(Status::NoSolution);
    search::measure(&mut outcome, started);
    Failure::NoPlan(Box::new(outcome))
}
