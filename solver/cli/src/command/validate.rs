//! `kehou validate`: all faults and warnings of a data set at once.

use crate::args::Validate;
use crate::console;
use crate::failure::Failure;
use crate::findings;
use crate::input::verdict;
use crate::lang::Lang;
use kehou_domain::validate::{Report, validate};

/// Runs the command.
pub fn run(args: &Validate, lang: Lang) -> Result<(), Failure> {
    let report = match kehou_format::read_input(&args.input) {
        Ok(bureau) => validate(&bureau),
        Err(faults) => faults.report(),
    };
    console::data(&text(&report, args, lang))?;
    verdict(&report)
}

fn text(report: &Report, args: &Validate, lang: Lang) -> String {
    if args.json {
        kehou_format::report_json(report)
    } else {
        let most = if args.all { None } else { Some(findings::MOST) };
        findings::text(report, most, lang)
    }
}
