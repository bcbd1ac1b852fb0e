//! `kehou template`: a workbook to fill in, empty or with an example school.

use crate::args::Template;
use crate::console;
use crate::failure::Failure;
use crate::lang::Lang;

/// Runs the command.
pub fn run(args: &Template, lang: Lang) -> Result<(), Failure> {
    let example = args.example.then(kehou_profiles::tiny);
    kehou_desk::write_template(&args.output, example.as_ref(), lang.into())?;
    console::data(&args.output.display().to_string())
}
