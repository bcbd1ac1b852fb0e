//! From the schools' plans to that of the city: each is read back beside its data and checked, and
//! what there is to say about it is added up or written at once.

use super::{City, Found, in_order};
use crate::command::check;
use crate::console;
use crate::failure::Failure;
use crate::search;
use crate::summary::shortfalls::Short;
use kehou_check::SchoolFigures;
use kehou_domain::draft::Bureau;
use kehou_domain::explanation::SchoolExplanations;
use kehou_domain::outcome::{Outcome, SchoolOutcome, Status, WITHOUT_LOANS};
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_format::{PlanDigest, Run, Unfinished};
use std::time::Instant;

/// All that is known about a school whose plan the check found clean.
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
    let schools = &city.outline.bureau.schools;
    let claims: Vec<Option<SchoolOutcome>> =
        schools.iter().map(|school| unfinished.finished(&school.id)).collect();
    if claims.iter().any(Option::is_none) {
        return Err(incomplete(&city, &claims, started));
    }
    let header = Bureau { schools: Vec::new(), ..city.outline.bureau.clone() };
    let mut whole = Outcome::of_nothing(Status::Optimal);
    let (mut figures, mut gravest) = (Vec::new(), Short::default());
    let mut explanations = unfinished.explanations()?;
    let part = |index: usize| match &claims[index] {
        Some(claim) => part(&city, &header, &unfinished, (index, claim)),
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
    whole.kpis = kehou_check::whole_kpis(&figures);
    kehou_check::settle_weights(&mut whole, &city.outline.bureau);
    whole.plan_digest = plan_digest(&city, &unfinished)?;
    (whole.version, whole.seed, whole.input_digest) = (run.version, run.seed, run.input_digest);
    search::measure(&mut whole, started);
    unfinished.deliver(&city.outline.bureau.id, &whole)?;
    Ok(Found { bureau: city.outline.bureau, outcome: whole, short: gravest })
}

/// Checks the plan of a school, and explains it.
fn part(
    city: &City,
    header: &Bureau,
    unfinished: &Unfinished,
    (index, claim): (usize, &SchoolOutcome),
) -> Result<Part, Failure> {
    let school = city.school(index)?;
    let plan = read_plan(city, unfinished, &school.id)?;
    let bureau = Bureau { schools: vec![school], ..header.clone() };
    let plan = Plan { bureau: bureau.id.clone(), schools: vec![plan], loans: Vec::new() };
    let report = kehou_check::check(&bureau, &plan);
    if !report.is_clean() {
        console::note(&check::violations(&report, Some(check::MOST), city.lang));
        return Err(Failure::CheckFailed);
    }
    let mut outcome = Outcome {
        limit: claim.limit,
        shortfall: claim.shortfall,
        quality: claim.quality,
        schools: vec![claim.clone()],
        ..Outcome::of_nothing(claim.status)
    };
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

fn plan_digest(city: &City, unfinished: &Unfinished) -> Result<String, Failure> {
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
    Ok(digest.finish(&[]))
}

/// Not every school has a plan: the user stopped the run, or nothing was found.
fn incomplete(city: &City, claims: &[Option<SchoolOutcome>], started: Instant) -> Failure {
    let (planned, schools) = (claims.iter().flatten().count(), claims.len());
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
