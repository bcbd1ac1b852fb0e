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
use kehou_domain::change;
use kehou_domain::draft::Bureau;
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::plan::Plan;
use kehou_domain::rule::Rule;
use kehou_domain::validate::{Report, validate};
use kehou_format::{FileKind, PlanFiles};
use std::time::Instant;

/// Runs the command.
pub fn run(args: &Replan, started: Instant, lang: Lang) -> Result<(), Failure> {
    search::prepare_folder(&args.output)?;
    let bureau = input::read(&args.input, lang)?;
    let plan = input::read_plan(&args.plan, lang)?;
    let changes = input::read_changes(&args.change, lang)?;
    let (after, concerned) = change::apply(&bureau, &plan, &changes)
        .map_err(|faults| input::refuse(&Report { faults }, lang))?;
    let report = validate(&after);
    if report.has_errors() {
        return Err(input::refuse(&report, lang));
    }
    if let Some(folder) = &args.write_input {
        kehou_format::write_input(folder, &after, FileKind::Json)?;
    }
    let before = process::cpu_seconds();
    let new = put_right(&after, &plan, &concerned);
    let seconds = process::cpu_seconds() - before;
    let report = kehou_check::check(&after, &new);
    if !report.is_clean() {
        console::note(&check::violations(&report, Some(check::MOST), lang));
        say_what_to_do(report.violations.iter().any(|v| v.rule == Rule::ChangeBudget), lang);
        return Err(Failure::CheckFailed);
    }
    let found = search::unproved(&after, new, &report, started);
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
fn put_right(after: &Bureau, plan: &Plan, concerned: &[usize]) -> Plan {
    let instance = (!plan.loans.is_empty()).then(|| Instance::new(after));
    let mut new = plan.clone();
    for &at in concerned {
        let school = match &instance {
            Some(instance) => kehou_engine::with_loans(instance, at, &plan.loans),
            None => SchoolInstance::new(after, &after.schools[at]),
        };
        let Some(repaired) = kehou_engine::repair(&school) else { continue };
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

fn say_what_to_do(is_over_budget: bool, lang: Lang) {
    let (zh, en) = if is_over_budget {
        (
            "找到的最小调整仍超过变动上限；请放宽上限，或减少变动",
            "the least disturbance found is more than the change budget allows: allow more, or \
             change less",
        )
    } else {
        (
            "调整后的方案不合规；原方案未改动。请检查变动，或用 kehou solve 重新编排",
            "the plan cannot be put right in place; the published one is untouched. Look at the \
             changes, or plan anew with kehou solve",
        )
    };
    console::note(lang.pick(zh, en));
}
