//! A copy of the sheets that were read, with every fault as a coloured cell and a note.

use super::fault::ExportError;
use crate::cell::{Cell, Grid};
use crate::lang::Lang;
use crate::read::{Finding, Imported, Spot};
use kehou_domain::fault::Severity;
use kehou_domain::validate::looks_personal;
use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

impl Imported {
    /// How many findings have a cell or row that can be marked.
    pub fn markable(&self) -> usize {
        self.findings.iter().filter(|finding| finding.spot.is_some()).count()
    }

    /// Writes the sheets that were read as one workbook with all findings marked, and a list of
    /// them as first sheet. Values that look like numbers of persons are left out.
    pub fn write_marked(&self, file: &Path, lang: Lang) -> Result<(), ExportError> {
        let book = |source| ExportError::book(file, source);
        let mut workbook = Workbook::new();
        let mut taken = BTreeSet::from([lang.pair(LIST).to_lowercase()]);
        let names: Vec<String> =
            self.grids.iter().map(|grid| sheet_name(grid, &mut taken)).collect();
        list(workbook.add_worksheet(), &self.findings, &names, lang).map_err(book)?;
        for (number, (grid, name)) in self.grids.iter().zip(&names).enumerate() {
            let sheet = workbook.add_worksheet();
            sheet.set_name(name).map_err(book)?;
            mark(sheet, grid, &self.of_grid(number), lang).map_err(book)?;
        }
        super::atomic(file, |path| workbook.save(path).map_err(book))
    }

    fn of_grid(&self, number: usize) -> BTreeMap<(usize, usize), Vec<&Finding>> {
        let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for finding in &self.findings {
            if let Some(Spot { row, column, .. }) = finding.spot.filter(|spot| spot.grid == number)
            {
                found.entry((row, column.unwrap_or(0))).or_default().push(finding);
            }
        }
        found
    }
}

/// Name of the sheet that lists the findings.
const LIST: (&str, &str) = ("问题清单", "Findings");

/// A name that no other sheet has, without what sheet names may not have.
fn sheet_name(grid: &Grid, taken: &mut BTreeSet<String>) -> String {
    let is_odd = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let plain: String = grid.name.chars().filter(|c| !is_odd(*c)).take(26).collect();
    let plain = if plain.is_empty() { "sheet".to_owned() } else { plain };
    let mut name = plain.clone();
    for number in 2.. {
        if taken.insert(name.to_lowercase()) {
            break;
        }
        name = format!("{plain} {number}");
    }
    name
}

fn list(
    sheet: &mut Worksheet,
    findings: &[Finding],
    names: &[String],
    lang: Lang,
) -> Result<(), XlsxError> {
    sheet.set_name(lang.pair(LIST))?;
    let heads = lang.pick(
        ["位置", "数值", "问题", "处理", "工作表"],
        ["place", "value", "what is wrong", "what to do", "sheet"],
    );
    let bold = Format::new().set_bold();
    for ((at, head), width) in (0..).zip(heads).zip([30, 20, 50, 50, 14]) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, head, &bold)?;
    }
    for (row, Finding { fault, spot }) in (1..).zip(findings) {
        let name = spot.map(|spot| names[spot.grid].clone()).unwrap_or_default();
        let cells = [
            fault.path.clone(),
            fault.value.clone(),
            lang.of(&fault.cause),
            lang.of(&fault.action),
            name,
        ];
        for (at, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, at, cell, &Format::new().set_text_wrap())?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn mark(
    sheet: &mut Worksheet,
    grid: &Grid,
    found: &BTreeMap<(usize, usize), Vec<&Finding>>,
    lang: Lang,
) -> Result<(), XlsxError> {
    for (row, cells) in grid.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            if !found.contains_key(&(row, column)) {
                write(sheet, row, column, cell, &Format::new())?;
            }
        }
    }
    for (&(row, column), findings) in found {
        let is_error = findings.iter().any(|finding| finding.fault.severity == Severity::Error);
        let colour = if is_error { 0x00FF_C7CE } else { 0x00FF_EB9C };
        let format = Format::new().set_background_color(Color::RGB(colour));
        write(sheet, row, column, grid.cell(row, column), &format)?;
        let said = |finding: &&Finding| {
            format!("{}\n→ {}", lang.of(&finding.fault.cause), lang.of(&finding.fault.action))
        };
        let mut note = findings.iter().take(8).map(said).collect::<Vec<_>>().join("\n");
        if findings.len() > 8 {
            note += &lang.pick(
                format!("\n……共 {} 条", findings.len()),
                format!("\n... {} in all", findings.len()),
            );
        }
        let note = Note::new(note).set_author("Kehou").set_width(320).set_height(140);
        sheet.insert_note(row as u32, column as u16, &note)?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    row: usize,
    column: usize,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let (row, column) = (row as u32, column as u16);
    match cell {
        Cell::Empty => {
            sheet.write_blank(row, column, format)?;
        }
        Cell::Number(number) if !looks_personal(&cell.shown()) => {
            sheet.write_number_with_format(row, column, *number, format)?;
        }
        other if looks_personal(&other.shown()) => {
            sheet.write_blank(row, column, format)?;
        }
        other => {
            sheet.write_string_with_format(row, column, other.shown(), format)?;
        }
    }
    Ok(())
}
