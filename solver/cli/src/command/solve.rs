//! `kehou solve`: a checked plan of all schools.

use crate::args::Solve;
use crate::city;
use crate::command::profile;
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::search::{self, Found, TIME_LIMIT};
use crate::summary;
use crate::summary::shortfalls::Short;
use kehou_domain::draft::Bureau;
use kehou_domain::outcome::{Outcome, Status};
use kehou_format::{PlanFiles, school_files};
use std::path::Path;
use std::time::Instant;

/// Runs the command.
pub fn run(args: &Solve, started: Instant, lang: Lang) -> Result<(), Failure> {
    search::prepare_folder(&args.output)?;
    // A workbook is read whole and small enough for that.
    let is_workbook = kehou_desk::is_workbook(&args.input);
    let has_own_policy = args.profile.is_none();
    let is_city = has_own_policy && school_files(&args.input) >= city::MANY;
    if (args.by_school && !is_workbook) || is_city {
        return run_by_school(args, started, lang);
    }
    let mut bureau = input::read(&args.input, lang)?;
    profile::apply(args.profile.as_deref(), &mut bureau, lang)?;
    let found = search::run(&bureau, &args.effort, TIME_LIMIT, started, lang);
    if !args.json {
        return deliver(&bureau, &found?, &args.output, lang);
    }
    tell_failure(&found)?;
    let found = found?;
    write(&found, &args.output, lang)?;
    console::data(&kehou_format::outcome_json(&found.outcome))
}

fn run_by_school(args: &Solve, started: Instant, lang: Lang) -> Result<(), Failure> {
    let found = city::run((&args.input, &args.output), &args.effort, started, lang);
    if !args.json {
        let found = found?;
        return tell(&found.bureau, (&found.outcome, &found.short), &args.output, lang);
    }
    tell_failure(&found)?;
    console::data(&kehou_format::outcome_json(&found?.outcome))
}

/// What a run without a plan has to say as data.
fn tell_failure<T>(found: &Result<T, Failure>) -> Result<(), Failure> {
    match found {
        Err(Failure::NoPlan(outcome)) => console::data(&kehou_format::outcome_json(outcome)),
        _ => Ok(()),
    }
}

/// Writes a plan and prints what there is to know about it.
pub fn deliver(bureau: &Bureau, found: &Found, folder: &Path, lang: Lang) -> Result<(), Failure> {
    write(found, folder, lang)?;
    tell(bureau, (&found.outcome, &found.short), folder, lang)
}

fn tell(
    bureau: &Bureau,
    known: (&Outcome, &Short),
    folder: &Path,
    lang: Lang,
) -> Result<(), Failure> {
    console::data(&summary::text(bureau, known, lang))?;
    console::data(&lang.pick(
        format!("\n方案写在 {}", folder.display()),
        format!("\nThe plan lies in {}", folder.display()),
    ))
}

fn write(found: &Found, folder: &Path, lang: Lang) -> Result<(), Failure> {
    let Found { plan, outcome, explanations, .. } = found;
    kehou_format::write_plan(folder, &PlanFiles { plan, outcome, explanations })?;
    if outcome.status == Status::Cancelled {
        console::note(lang.pick(
            "已按 Ctrl-C 停止；写入的是停止前最好的方案",
            "stopped by Ctrl-C; what was written is the best plan so far",
        ));
    }
    Ok(())
}
