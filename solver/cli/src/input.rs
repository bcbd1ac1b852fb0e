//! Reads and validates a data set, or says why not.

use crate::console;
use crate::failure::Failure;
use crate::findings;
use crate::lang::Lang;
use crate::summary;
use kehou_domain::change::ChangeSet;
use kehou_domain::draft::Bureau;
use kehou_domain::plan::Plan;
use kehou_domain::validate::{Report, validate};
use std::path::Path;

/// A data set that validation has passed. Faults are printed as messages.
pub fn read(input: &Path, lang: Lang) -> Result<Bureau, Failure> {
    let (bureau, report) = read_with_report(input);
    accept(&report, input, lang)?;
    bureau.ok_or(Failure::Faults)
}

/// A data set in any form, as far as it could be read, and everything that was found.
pub fn read_with_report(input: &Path) -> (Option<Bureau>, Report) {
    if kehou_desk::is_workbook(input) {
        let read = kehou_desk::import(&[input.to_owned()], &kehou_desk::Options::default());
        return (read.bureau, read.report);
    }
    match kehou_format::read_input(input) {
        Ok(bureau) => {
            let report = validate(&bureau);
            (Some(bureau), report)
        }
        Err(faults) => (None, faults.report()),
    }
}

/// Refuses a data set that has errors; says how many warnings there are.
pub fn accept(report: &Report, input: &Path, lang: Lang) -> Result<(), Failure> {
    if report.has_errors() {
        return Err(refuse(report, lang));
    }
    if !report.faults.is_empty() {
        let count = report.faults.len();
        console::note(&lang.pick(
            format!("{count} 条警告；用 kehou validate {} 查看", input.display()),
            format!(
                "{}; see kehou validate {}",
                summary::counted(count as i64, "warning"),
                input.display()
            ),
        ));
    }
    Ok(())
}

/// A plan, not yet checked. Faults of its files are printed as messages.
pub fn read_plan(plan: &Path, lang: Lang) -> Result<Plan, Failure> {
    kehou_format::read_plan(plan).map_err(|faults| refuse(&faults.report(), lang))
}

/// Changes, as far as their file can be read.
pub fn read_changes(file: &Path, lang: Lang) -> Result<ChangeSet, Failure> {
    kehou_format::read_changes(file).map_err(|faults| refuse(&faults.report(), lang))
}

/// How a command ends whose input has that report.
pub fn verdict(report: &Report) -> Result<(), Failure> {
    match (report.has_errors(), report.is_contradiction()) {
        (false, _) => Ok(()),
        (true, true) => Err(Failure::Contradiction),
        (true, false) => Err(Failure::Faults),
    }
}

/// Prints the findings; how the command ends.
pub fn refuse(report: &Report, lang: Lang) -> Failure {
    console::note(&findings::text(report, Some(findings::MOST), lang));
    verdict(report).err().unwrap_or(Failure::Faults)
}
