//! A school's pages as one workbook, or as CSV files. Text is text: nothing is ever a formula.

use super::fault::ExportError;
use super::value::Out;
use crate::report::model::{Block, Page, Sheet};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::path::Path;

/// Writes the pages as sheets of a workbook.
pub(crate) fn workbook(file: &Path, pages: &[Page]) -> Result<(), ExportError> {
    let book = |source| ExportError::book(file, source);
    let mut workbook = Workbook::new();
    for page in pages {
        sheet(workbook.add_worksheet(), page).map_err(book)?;
    }
    super::atomic(file, |path| workbook.save(path).map_err(book))
}

/// Writes the tables of each page as one CSV file; where they differ in headers, one each.
pub(crate) fn csv(folder: &Path, pages: &[Page]) -> Result<(), ExportError> {
    std::fs::create_dir_all(folder).map_err(|source| ExportError::io(folder, source))?;
    for page in pages {
        let mut kinds: Vec<Vec<&Sheet>> = Vec::new();
        for table in page.tables() {
            match kinds.iter_mut().find(|kind| kind[0].heads == table.heads) {
                Some(kind) => kind.push(table),
                None => kinds.push(vec![table]),
            }
        }
        for (number, tables) in kinds.iter().enumerate() {
            let more = if number == 0 { String::new() } else { format!("-{}", number + 1) };
            let file = folder.join(format!("{}{more}.csv", page.key));
            super::csv::write(&file, joined(tables).iter())?;
        }
    }
    Ok(())
}

/// Tables of the same headers as one, with their titles in a first column if there are several.
fn joined(tables: &[&Sheet]) -> Vec<Vec<Out>> {
    let heads = tables[0].heads.iter().map(|head| Out::text(head.clone()));
    if let [only] = tables {
        return std::iter::once(heads.collect()).chain(only.rows.iter().cloned()).collect();
    }
    let mut rows: Vec<Vec<Out>> = vec![std::iter::once(Out::Blank).chain(heads).collect()];
    for table in tables {
        for row in &table.rows {
            rows.push(
                std::iter::once(Out::text(table.title.clone()))
                    .chain(row.iter().cloned())
                    .collect(),
            );
        }
    }
    rows
}

fn sheet(sheet: &mut Worksheet, page: &Page) -> Result<(), XlsxError> {
    sheet.set_name(sheet_name(page))?;
    let bold = Format::new().set_bold();
    let mut row = 0;
    sheet.write_string_with_format(
        row,
        0,
        &page.title,
        &Format::new().set_bold().set_font_size(14),
    )?;
    row += 1;
    if page.is_wide {
        sheet.set_landscape();
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    let widths = page.tables().map(|table| &table.widths).max_by_key(|widths| widths.len());
    for (at, share) in (0..).zip(widths.into_iter().flatten()) {
        sheet.set_column_width(at, f64::from(share * 14.0).clamp(7.0, 60.0))?;
    }
    for block in &page.blocks {
        match block {
            Block::Heading(text) => {
                sheet.write_string_with_format(row + 1, 0, text, &bold)?;
                row += 2;
            }
            Block::Text(text) => {
                sheet.write_string(row, 0, text)?;
                row += 1;
            }
            Block::Table(sheet_table) => row = table(sheet, sheet_table, row)? + 1,
            Block::Chart(found) => row = super::book_chart::chart(sheet, found, row)?,
        }
    }
    Ok(())
}

/// A name without what sheet names may not have.
fn sheet_name(page: &Page) -> String {
    let is_odd = |c: char| matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let last = page.title.rsplit(' ').next().filter(|_| matches!(page.key, "guide" | "scheme"));
    let last = last.filter(|word| !word.is_ascii());
    let title = match page.key {
        "guide" | "scheme" => last.unwrap_or(page.key),
        _ => &page.title,
    };
    title.chars().filter(|c| !is_odd(*c)).take(31).collect()
}

/// Writes a table from a row on; the row after it.
pub(super) fn table(sheet: &mut Worksheet, table: &Sheet, mut row: u32) -> Result<u32, XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color(Color::RGB(0x00E2_ECF5))
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00C9_D1D9));
    let text = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00C9_D1D9));
    let money = text.clone().set_num_format("0.00");
    if !table.title.is_empty() {
        sheet.write_string_with_format(row, 0, &table.title, &Format::new().set_bold())?;
        row += 1;
    }
    for (at, title) in (0..).zip(&table.heads) {
        sheet.write_string_with_format(row, at, title, &head)?;
    }
    for cells in &table.rows {
        row += 1;
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Out::Blank => {
                    sheet.write_blank(row, at, &text)?;
                }
                Out::Text(words) => {
                    sheet.write_string_with_format(row, at, words, &text)?;
                }
                Out::Int(number) => {
                    sheet.write_number_with_format(row, at, *number as f64, &text)?;
                }
                Out::Money(fen) => {
                    sheet.write_number_with_format(row, at, *fen as f64 / 100.0, &money)?;
                }
            }
        }
    }
    Ok(row + 1)
}
