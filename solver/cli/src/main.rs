//! `kehou`: generates, validates, plans, checks and formulates data sets given as files. No
//! network. Data goes to stdout, everything else to stderr; exit codes are in [`failure`].

mod args;
mod city;
mod command;
mod console;
mod csv;
mod failure;
mod findings;
mod input;
mod interrupt;
mod lang;
mod number;
mod process;
mod progress;
mod search;
mod summary;
mod table;

use args::{Arguments, Command};
use clap::Parser;
use failure::Failure;
use lang::Lang;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let started = Instant::now();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(said) => {
            if said.use_stderr() && Lang::of_environment() == Lang::Zh {
                console::note("命令有误，请按下面的说明更正（用法见 kehou --help）");
            }
            let _ = said.print();
            return ExitCode::from(said.exit_code() as u8);
        }
    };
    let lang = arguments.lang.unwrap_or_else(Lang::of_environment);
    match run(arguments.command, started, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(text) = failure.text() {
                console::note(&format!("kehou: {}", lang.of(text)));
            }
            ExitCode::from(failure.code())
        }
    }
}

fn run(command: Command, started: Instant, lang: Lang) -> Result<(), Failure> {
    match command {
        Command::Generate(args) => command::generate::run(&args, lang),
        Command::Profile(args) => command::profile::run(&args, lang),
        Command::Import(args) => command::import::run(&args, lang),
        Command::Template(args) => command::template::run(&args, lang),
        Command::Export(args) => command::export::run(&args, started, lang),
        Command::Validate(args) => command::validate::run(&args, lang),
        Command::Solve(args) => command::solve::run(&args, started, lang),
        Command::Check(args) => command::check::run(&args, lang),
        Command::Explain(args) => command::explain::run(&args, lang),
        Command::Replan(args) => command::replan::run(&args, started, lang),
        Command::Suggest(args) => command::suggest::run(&args, lang),
        Command::Compare(args) => command::compare::run(&args, lang),
        Command::Balance(args) => command::balance::run(&args, lang),
        Command::Calendar(args) => command::calendar::run(&args, lang),
        Command::CarryOver(args) => command::carry_over::run(&args, lang),
        Command::Lottery(args) => command::lottery::run(&args, started, lang),
        Command::Formulate(args) => command::formulate::run(&args, lang),
        Command::Demo(args) => command::demo::run(&args, started, lang),
    }
}
