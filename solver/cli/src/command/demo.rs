//! `kehou demo`: the example county from data to a checked plan.

use crate::args::Demo;
use crate::command::{generate, solve};
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::search;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long the demo searches unless told otherwise.
const TIME_LIMIT: Duration = Duration::from_mins(2);

/// Seed of the data set, so that every demo is about the same county.
const SEED: u64 = 1;

/// Runs the command.
pub fn run(args: &Demo, started: Instant, lang: Lang) -> Result<(), Failure> {
    let plan = beside(&args.output);
    search::prepare_folder(&plan)?;
    let generated = generate::generate("gucheng", &args.size, SEED)?;
    generate::write(&args.output, &generated)?;
    console::note(&generate::written(&args.output, generate::count(&generated), lang));
    drop(generated);
    let bureau = input::read(&args.output, lang)?;
    let found = search::run(&bureau, &args.effort, TIME_LIMIT, started, lang)?;
    solve::deliver(&bureau, &found, &plan, lang)
}

/// The plan's folder: that of the data with `-plan` added.
fn beside(data: &Path) -> PathBuf {
    let mut name = data.file_name().unwrap_or_default().to_owned();
    name.push("-plan");
    data.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_lies_beside_the_data() {
        assert_eq!(beside(Path::new("out/gucheng/")), Path::new("out/gucheng-plan"));
    }
}
