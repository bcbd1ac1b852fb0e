//! `kehou replan`: a published plan put right after changes, with as little disturbance as can
//! be found.

use crate::args::Replan;
use crate::command::check;
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::number::thousands;
use crate::process;
use crate::search::{self, Found};
use crate::summary::notices;
use kehou_check::CheckReport;
use kehou_domain::change::{self, Changed};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::outcome::Status;
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::rule::Rule;
use kehou_domain::validate::{Report, validate};
use kehou_engine::{is_tied, repair, standing};
use kehou_format::{FileKind, PlanFiles};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::time::Instant;

/// Schools concerned, by position, with the sections that are to be two.
type Concerned = BTreeMap<usize, Vec<String>>;

/// Runs the command.
pub fn run(args: &Replan, started: Instant, lang: Lang) -> Result<(), Failure> {
    search::prepare_folder(&args.output)?;
    let bureau = input::read(&args.input, lang)?;
    let plan = input::read_plan(&args.plan, lang)?;
    let changes = input::read_changes(&args.change, lang)?;
    let Changed { bureau: after, schools } = change::apply(&bureau, &plan, &changes)
        .map_err(|faults| input::refuse(&Report { faults }, lang))?;
    let report = validate(&after);
    if report.has_errors() {
        return Err(input::refuse(&report, lang));
    }
    if let Some(folder) = &args.write_input {
        kehou_format::write_input(folder, &after, FileKind::Json)?;
    }
    let before = process::cpu_seconds();
    let new = put_right(&after, &plan, &schools);
    let seconds = process::cpu_seconds() - before;
    let report = kehou_check::check(&after, &new);
    if !report.is_clean() {
        console::note(&check::violations(&report, Some(check::MOST), lang));
        return Err(refused(search::unproved(&after, new, &report, started)?, &report, lang));
    }
    say_unsplit(&schools, &after, &new, lang);
    let found = search::unproved(&after, new, &report, started)?;
    write(&found, args)?;
    let lists = notices::of_plans(&after, &plan, &found.plan);
    if args.json {
        return console::data(&format!("{:#}", notices::as_json(&lists)));
    }
    console::data(&notices::text(&lists, lang))?;
    console::data(&lang.pick(
        format!(
            "\n缺口 {} 分，质量 {} 分；调整用时 {:.0} 毫秒（CPU）\n新方案写在 {}",
            thousands(report.shortfall),
            thousands(report.quality),
            seconds * 1000.0,
            args.output.display()
        ),
        format!(
            "\nShortfall {}, quality {}; put right in {:.0} ms of CPU\nThe new plan lies in {}",
            thousands(report.shortfall),
            thousands(report.quality),
            seconds * 1000.0,
            args.output.display()
        ),
    ))
}

/// The plan with the schools concerned put right; all others keep theirs.
fn put_right(after: &Bureau, plan: &Plan, concerned: &Concerned) -> Plan {
    let whole = OnceCell::new();
    let mut new = plan.clone();
    for (&at, splits) in concerned {
        let school = if is_tied(after, at, &new) {
            standing(whole.get_or_init(|| Instance::new(after)), at, &new)
        } else {
            SchoolInstance::new(after, &after.schools[at])
        };
        let Some(repaired) = repair(&school, splits) else { continue };
        if let Some(old) = new.schools.iter_mut().find(|old| old.school == repaired.school) {
            *old = repaired;
        }
    }
    new
}

fn write(found: &Found, args: &Replan) -> Result<(), Failure> {
    let Found { plan, outcome, explanations, .. } = found;
    kehou_format::write_plan(&args.output, &PlanFiles { plan, outcome, explanations })?;
    Ok(())
}

/// Says what to do about a plan that is not legal.
fn refused(mut found: Found, report: &CheckReport, lang: Lang) -> Failure {
    if report.violations.iter().all(|violation| violation.rule == Rule::ChangeBudget) {
        console::note(lang.pick(
            "找到的最小调整仍超过变动上限；请放宽上限，或减少变动",
            "the least disturbance found is more than the change budget allows: allow more, or \
             change less",
        ));
        found.outcome.status = Status::NoSolution;
        return Failure::NoPlan(Box::new(found.outcome));
    }
    console::note(lang.pick(
        "调整后的方案不合规；原方案未改动。请检查变动，或用 kehou solve 重新编排",
        "the plan cannot be put right in place; the published one is untouched. Look at the \
         changes, or plan anew with kehou solve",
    ));
    Failure::CheckFailed
}

/// Names the sections that were to be two and are not.
fn say_unsplit(schools: &Concerned, after: &Bureau, new: &Plan, lang: Lang) {
    for (&at, splits) in schools {
        let school = &after.schools[at];
        let of = |plan: &SchoolPlan, id: &str| {
            plan.sections.iter().find(|one| one.id == id).map_or(0, |one| one.students.len())
        };
        let plan = new.schools.iter().find(|plan| plan.school == school.id);
        let (Some(before), Some(plan)) = (&school.incumbent, plan) else { continue };
        for id in splits.iter().filter(|id| of(before, id) == of(plan, id)) {
            console::note(&lang.pick(
                format!("教学班 {id} 未能分班：同一时段没有空闲的主带或场地，或人数不足"),
                format!(
                    "section {id} was not split: no lead or room is free at its times, or its \
                     pupils are too few"
                ),
            ));
        }
    }
}
