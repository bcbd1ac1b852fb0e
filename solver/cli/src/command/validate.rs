//! `kehou validate`: all faults and warnings of a data set at once.

use crate::args::Validate;
use crate::console;
use crate::failure::Failure;
use crate::findings;
use crate::input::{self, verdict};
use crate::lang::Lang;
use kehou_domain::validate::Report;

/// Runs the command.
pub fn run(args: &Validate, lang: Lang) -> Result<(), Failure> {
    let (_, report) = input::read_with_report(&args.input);
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
