//! `kehou export`: data as sheets that can be imported again; a plan as workbook, CSV, pages to
//! print or calendars. Only a plan that passes the check leaves.

use super::check;
use crate::args::{Export, Form};
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::search;
use kehou_desk::{Facts, Key};
use kehou_domain::draft::Bureau;
use kehou_domain::fault::Text;
use std::path::Path;
use std::time::Instant;

/// Runs the command.
pub fn run(args: &Export, started: Instant, lang: Lang) -> Result<(), Failure> {
    let bureau = input::read(&args.input, lang)?;
    match &args.plan {
        None => data(args, &bureau, lang)?,
        Some(plan) => of_plan(args, &bureau, plan, started, lang)?,
    }
    console::data(&args.output.display().to_string())
}

fn data(args: &Export, bureau: &Bureau, lang: Lang) -> Result<(), Failure> {
    match args.to {
        Form::Xlsx => {
            let file = args.output.join("data.xlsx");
            Ok(kehou_desk::write_workbook(&file, bureau, lang.into())?)
        }
        Form::Csv => Ok(kehou_desk::write_csv(&args.output, bureau, lang.into())?),
        Form::Html | Form::Pdf | Form::Ics => Err(Failure::Usage(Text::new(
            "网页、PDF 和日历要有方案：kehou export 数据 方案 --to ...",
            "pages, PDF and calendars need a plan: kehou export INPUT PLAN --to ...",
        ))),
    }
}

fn of_plan(
    args: &Export,
    bureau: &Bureau,
    plan: &Path,
    started: Instant,
    lang: Lang,
) -> Result<(), Failure> {
    let plan = input::read_plan(plan, lang)?;
    let report = kehou_check::check(bureau, &plan);
    if !report.is_clean() {
        console::note(&check::violations(&report, Some(check::MOST), lang));
        return Err(Failure::CheckFailed);
    }
    let found = search::unproved(bureau, plan, &report, started)?;
    let names = args.key_file.as_deref().map(Key::open).transpose()?.unwrap_or_default();
    let facts = Facts {
        bureau,
        plan: &found.plan,
        outcome: &found.outcome,
        explanations: &found.explanations,
        names: &names,
        lang: lang.into(),
    };
    let form = match args.to {
        Form::Xlsx => kehou_desk::Form::Xlsx,
        Form::Csv => kehou_desk::Form::Csv,
        Form::Html => kehou_desk::Form::Html,
        Form::Pdf => kehou_desk::Form::Pdf,
        Form::Ics => kehou_desk::Form::Ics,
    };
    Ok(kehou_desk::export(&args.output, &facts, form, args.font.as_deref())?)
}
