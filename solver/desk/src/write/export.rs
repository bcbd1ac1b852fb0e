//! A plan in the forms people use, a folder or file a school.

use super::fault::ExportError;
use super::{calendar, file_name, html, pdf, plan_book};
use crate::report::model::{Block, Page, Sheet};
use crate::report::view::View;
use crate::report::{Facts, flows, is_for_paper, pages};
use crate::write::value::Out;
use kehou_domain::outcome::Kpis;
use std::path::Path;

/// A form of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A workbook a school.
    Xlsx,
    /// A folder of CSV files a school.
    Csv,
    /// A folder of pages a school, to read and print.
    Html,
    /// A folder of PDF files a school.
    Pdf,
    /// A folder of calendars a school.
    Ics,
}

/// Writes a plan into a folder; `font` is the file of a font for PDF, unset: one is looked for.
pub fn export(
    folder: &Path,
    facts: &Facts,
    form: Form,
    font: Option<&Path>,
) -> Result<(), ExportError> {
    let letters = if form == Form::Pdf { Some(pdf::Letters::open(font)?) } else { None };
    let calendar = if form == Form::Ics { Some(calendar::of(facts)?) } else { None };
    for view in View::all(facts) {
        let name = file_name(&view.school.id);
        let at = folder.join(&name);
        if let Some(calendar) = &calendar {
            calendar::write(&at, &view, calendar)?;
            continue;
        }
        let mut pages = pages(&view);
        if matches!(form, Form::Xlsx | Form::Csv) {
            pages.retain(|page| !is_for_paper(page));
        }
        let file = folder.join(format!("{name}.xlsx"));
        write(&at, &file, &view.name(), &pages, (form, letters.as_ref()), facts)?;
    }
    if form == Form::Ics || facts.bureau.schools.len() < 2 {
        return Ok(());
    }
    let whole = [overview(facts)];
    let name = if facts.bureau.name.is_empty() { &facts.bureau.id } else { &facts.bureau.name };
    let (at, file) = (folder.join("_bureau"), folder.join("_bureau.xlsx"));
    write(&at, &file, name, &whole, (form, letters.as_ref()), facts)
}

fn write(
    folder: &Path,
    file: &Path,
    name: &str,
    pages: &[Page],
    (form, letters): (Form, Option<&pdf::Letters>),
    facts: &Facts,
) -> Result<(), ExportError> {
    match (form, letters) {
        (Form::Xlsx, _) => plan_book::workbook(file, pages),
        (Form::Csv, _) => plan_book::csv(folder, pages),
        (Form::Html, _) => html::write(folder, name, pages, facts.lang),
        (Form::Pdf, Some(letters)) => pages.iter().try_for_each(|page| {
            pdf::write(&folder.join(format!("{}.pdf", page.key)), name, page, letters, facts.lang)
        }),
        (Form::Pdf, None) => Err(ExportError::NoFont),
        (Form::Ics, _) => Ok(()),
    }
}

/// All schools side by side, and who lends to whom.
fn overview(facts: &Facts) -> Page {
    let say = |zh: &str, en: &str| facts.lang.pick(zh, en).to_owned();
    let heads = [
        (say("学校", "School"), 2.0),
        (say("学生", "Pupils"), 0.7),
        (say("时段无去处", "Slots without place"), 0.8),
        (say("课次满足%", "Sessions granted %"), 0.8),
        (say("无人主讲", "Without lead"), 0.8),
        (say("教学班", "Sections"), 0.7),
        (say("工作量差", "Load spread"), 0.8),
        (say("支援天数", "Loan days"), 0.8),
    ];
    let mut sheet = Sheet::new("", &heads);
    for (school, k) in facts.outcome.schools.iter().zip(&facts.outcome.school_kpis) {
        let known = facts.bureau.schools.iter().find(|known| known.id == school.school);
        let name = known.map_or("", |known| known.name.as_str());
        let name = if name.is_empty() {
            school.school.clone()
        } else {
            format!("{name} ({})", school.school)
        };
        sheet.rows.push(figures(name, k));
    }
    let mut blocks = vec![Block::Table(sheet)];
    blocks.extend(flows::loans(facts.bureau, facts.plan, facts.lang).map(Block::Chart));
    Page::new("overview", say("各校概况", "Schools at a glance"), blocks)
}

fn figures(name: String, k: &Kpis) -> Vec<Out> {
    vec![
        Out::text(name),
        Out::Int(k.students),
        Out::Int(k.student_slots - k.student_slots_placed),
        Out::Int(k.sessions_granted * 100 / k.sessions_wanted.max(1)),
        Out::Int(k.sessions_without_lead),
        Out::Int(k.sections),
        Out::Int(k.workload_spread),
        Out::Int(k.loan_days),
    ]
}
