//! `kehou solve`: a checked plan of all schools.

use crate::args::Solve;
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::search::{self, Found};
use crate::summary;
use kehou_domain::draft::Bureau;
use kehou_domain::outcome::Status;
use kehou_format::PlanFiles;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a search takes unless told otherwise.
const TIME_LIMIT: Duration = Duration::from_mins(1);

/// Runs the command.
pub fn run(args: &Solve, started: Instant, lang: Lang) -> Result<(), Failure> {
    search::prepare_folder(&args.output)?;
    let bureau = input::read(&args.input, lang)?;
    let found = search::run(&bureau, &args.effort, TIME_LIMIT, started, lang);
    if !args.json {
        return deliver(&bureau, &found?, &args.output, lang);
    }
    if let Err(Failure::NoPlan(outcome)) = &found {
        console::data(&kehou_format::outcome_json(outcome))?;
    }
    let found = found?;
    write(&found, &args.output, lang)?;
    console::data(&kehou_format::outcome_json(&found.outcome))
}

/// Writes a plan and prints what there is to know about it.
pub fn deliver(bureau: &Bureau, found: &Found, folder: &Path, lang: Lang) -> Result<(), Failure> {
    write(found, folder, lang)?;
    console::data(&summary::text(bureau, found, lang))?;
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
