//! `kehou formulate`: the problem as an MPS file, one level at a time.

use crate::args::{Formulate, Level};
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::number::thousands;
use kehou_domain::fault::Text;
use kehou_domain::instance::Instance;
use kehou_formulate::{FormulateError, Objective, Program};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Runs the command.
pub fn run(args: &Formulate, lang: Lang) -> Result<(), Failure> {
    let objective = objective(args)?;
    let bureau = input::read(&args.input, lang)?;
    let instance = Instance::new(&bureau);
    let program =
        kehou_formulate::formulate(&instance, objective).map_err(|error| refused(&error))?;
    write(&program, &args.output).map_err(|error| {
        let (file, said) = (args.output.display(), kehou_format::system_words(&error));
        Failure::Usage(Text::new(
            format!("无法写入 {file}：{}", said.zh),
            format!("cannot write {file}: {}", said.en),
        ))
    })?;
    console::data(&written(&program, &args.output, lang))
}

fn objective(args: &Formulate) -> Result<Objective, Failure> {
    match (args.level, args.shortfall_at_most) {
        (Level::Shortfall, None) => Ok(Objective::Shortfall),
        (Level::Quality, Some(shortfall_at_most)) if shortfall_at_most >= 0 => {
            Ok(Objective::Quality { shortfall_at_most })
        }
        _ => Err(Failure::Usage(Text::new(
            "--shortfall-at-most 只用于 --level quality，且不小于 0",
            "--shortfall-at-most goes with --level quality and is at least 0",
        ))),
    }
}

fn refused(error: &FormulateError) -> Failure {
    let text = error.text();
    match error {
        FormulateError::Solver(_) => Failure::Internal(text),
        FormulateError::UncoveredFact { .. } => Failure::Usage(text),
    }
}

fn write(program: &Program, file: &Path) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    program.write_mps(&mut out)?;
    out.flush()
}

fn written(program: &Program, file: &Path, lang: Lang) -> String {
    let rows = thousands(program.rows().len() as i64);
    let columns = thousands(program.columns().len() as i64);
    let file = file.display();
    lang.pick(
        format!("{file}：{rows} 行，{columns} 列"),
        format!("{file}: {rows} rows, {columns} columns"),
    )
}
