//! The data set as a workbook or CSV files that can be imported again, and the template.

use super::fault::ExportError;
use super::lay::{Head, Laid, lay};
use super::value::{Out, yes_or_no};
use crate::lang::Lang;
use crate::schema::{Column, Kind, table};
use kehou_domain::draft::Bureau;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatBorder, Formula, Note, Workbook,
    Worksheet, XlsxError,
};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Rows of the template that have drop-downs.
const TEMPLATE_ROWS: u32 = 2000;

/// Writes a data set as a workbook; reading it gives the same data set.
pub fn write_workbook(file: &Path, bureau: &Bureau, lang: Lang) -> Result<(), ExportError> {
    write(file, &tree(bureau), lang, false)
}

/// Writes an empty workbook to fill in, or one filled with an example.
pub fn write_template(
    file: &Path,
    example: Option<&Bureau>,
    lang: Lang,
) -> Result<(), ExportError> {
    let tree = example.map_or(Value::Null, tree);
    write(file, &tree, lang, true)
}

/// Writes a data set as CSV files in a folder; reading them gives the same data set.
pub fn write_csv(folder: &Path, bureau: &Bureau, lang: Lang) -> Result<(), ExportError> {
    fs::create_dir_all(folder).map_err(|source| ExportError::io(folder, source))?;
    for sheet in lay(&tree(bureau), lang).iter().filter(|sheet| !sheet.rows.is_empty()) {
        let head = sheet.heads.iter().map(|head| Out::text(head.words(lang))).collect();
        let file = folder.join(format!("{}.csv", sheet.table.key));
        super::csv::write(&file, std::iter::once(&head).chain(&sheet.rows))?;
    }
    Ok(())
}

fn tree(bureau: &Bureau) -> Value {
    serde_json::from_slice(&kehou_format::memory::bureau_to_json(bureau)).unwrap_or_default()
}

fn write(file: &Path, tree: &Value, lang: Lang, is_template: bool) -> Result<(), ExportError> {
    let book = |source| ExportError::book(file, source);
    let mut workbook = Workbook::new();
    notes(workbook.add_worksheet(), lang).map_err(book)?;
    let mut words = Vec::new();
    for sheet in lay(tree, lang) {
        let is_of_plan = sheet.table.key.starts_with("incumbent");
        if sheet.rows.is_empty() && (!is_template || is_of_plan) {
            continue;
        }
        let at = workbook.add_worksheet();
        fill(at, &sheet, lang).map_err(book)?;
        let rows = if is_template { TEMPLATE_ROWS } else { sheet.rows.len() as u32 };
        if rows <= TEMPLATE_ROWS {
            validations(at, &sheet, (rows, is_template), &mut words, lang).map_err(book)?;
        }
    }
    if !words.is_empty() {
        lists(workbook.add_worksheet(), &words, lang).map_err(book)?;
    }
    super::atomic(file, |path| workbook.save(path).map_err(book))
}

/// The first sheet: what the others are for.
fn notes(sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(lang.pair(("说明", "Notes")))?;
    sheet.set_column_width(0, 22)?.set_column_width(1, 90)?;
    let bold = Format::new().set_bold();
    let lines = [
        (
            "每张工作表一类数据；列的先后不限，空着的表和列可以删去。",
            "Each sheet lists one kind of thing; columns may stand in any order; what is empty may be deleted.",
        ),
        (
            "编号由学校自定，不要用身份证号或手机号；姓名列只在导入时用 --pseudonymise 换成代号。",
            "Ids are the school's own, never identity-card or mobile numbers; a column of names is replaced by references at import (--pseudonymise).",
        ),
        (
            "多个值之间用顿号；时间如 16:10；星期如 周一，范围如 周一至周五。",
            "Several values: with commas between; times such as 16:10; weekdays such as Mon, ranges such as Mon-Fri.",
        ),
    ];
    for (row, line) in lines.iter().enumerate() {
        sheet.write_string(row as u32, 0, lang.pair(*line))?;
    }
    for (row, table) in (5..).zip(crate::schema::tables()) {
        sheet.write_string_with_format(row, 0, lang.pair(table.title), &bold)?;
        sheet.write_string(row, 1, lang.pair(table.about))?;
    }
    Ok(())
}

fn fill(sheet: &mut Worksheet, laid: &Laid, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(lang.pair(laid.table.title))?;
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E2_ECF5))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap();
    for (at, title) in (0..).zip(&laid.heads) {
        let words = title.words(lang);
        let width = words.chars().map(|c| if c.is_ascii() { 1.1 } else { 2.1 }).sum::<f64>();
        sheet.set_column_width(at, width.clamp(9.0, 24.0))?;
        sheet.write_string_with_format(0, at, words, &head)?;
        let note = note(title, lang);
        if !note.is_empty() {
            sheet.insert_note(0, at, &Note::new(note).set_author(""))?;
        }
    }
    let money = Format::new().set_num_format("0.00");
    for (row, cells) in (1..).zip(&laid.rows) {
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Out::Blank => {}
                Out::Text(text) => {
                    sheet.write_string(row, at, text)?;
                }
                Out::Int(number) => {
                    sheet.write_number(row, at, *number as f64)?;
                }
                Out::Money(fen) => {
                    sheet.write_number_with_format(row, at, *fen as f64 / 100.0, &money)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// What to write in a column, for its header.
fn note(head: &Head, lang: Lang) -> String {
    let (expected, note) = match head {
        Head::Field(column) => (lang.of(&column.kind.expected()), lang.pair(column.note)),
        Head::Owner(entity) => (
            lang.of(&Kind::Ref(*entity).expected()),
            match head {
                Head::Owner(crate::schema::Entity::School) => lang
                    .pair(("只有一所学校时可空着", "may be empty where there is one school only")),
                _ => String::new(),
            },
        ),
        Head::Weekday(_) => (
            lang.pair((
                "离校点或离校时间；不参加则空着",
                "dismissal point or time of leaving; empty: not there",
            )),
            String::new(),
        ),
        Head::Choice(_) => (
            lang.pair((
                "课程的编号或名称；并列的几项之间用顿号",
                "id or name of an activity; equal ones with commas between",
            )),
            String::new(),
        ),
    };
    [expected, note].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Drop-downs; they inform and do not forbid, as other spellings are read too.
fn validations(
    sheet: &mut Worksheet,
    laid: &Laid,
    (rows, is_template): (u32, bool),
    words: &mut Vec<Vec<String>>,
    lang: Lang,
) -> Result<(), XlsxError> {
    for (at, head) in (0..).zip(&laid.heads) {
        let validation = match head {
            Head::Field(Column { kind: Kind::Ref(entity), .. }) | Head::Owner(entity) => {
                let Some(listed) = table(entity.table()) else { continue };
                let column = crate::read::owners(listed).len() as u16;
                let letter = char::from(b'A' + column as u8);
                let name = lang.pair(listed.title);
                DataValidation::new().allow_list_formula(Formula::new(format!(
                    "='{name}'!${letter}$2:${letter}${}",
                    TEMPLATE_ROWS + 1
                )))
            }
            Head::Field(column) => match choices(&column.kind, lang) {
                Some(list) => listed(&list, words, lang)?,
                None => continue,
            },
            Head::Weekday(_) | Head::Choice(_) => continue,
        };
        let has_target =
            !matches!(head, Head::Owner(_) | Head::Field(Column { kind: Kind::Ref(_), .. }));
        if is_template || has_target {
            let validation = validation.set_error_style(DataValidationErrorStyle::Information);
            sheet.add_data_validation(1, at, rows.max(1), at, &validation)?;
        }
    }
    Ok(())
}

fn listed(
    list: &[String],
    words: &mut Vec<Vec<String>>,
    lang: Lang,
) -> Result<DataValidation, XlsxError> {
    if list.iter().map(|word| word.chars().count() + 1).sum::<usize>() < 250 {
        return DataValidation::new().allow_list_strings(list);
    }
    let known = words.iter().position(|other| other == list);
    let at = known.unwrap_or_else(|| {
        words.push(list.to_vec());
        words.len() - 1
    });
    let letter = char::from(b'A' + at as u8);
    let name = lang.pair(LISTS);
    let range = format!("='{name}'!${letter}$1:${letter}${}", list.len());
    Ok(DataValidation::new().allow_list_formula(Formula::new(range)))
}

/// Name of the sheet with long lists of words.
const LISTS: (&str, &str) = ("词表", "Words");

fn lists(sheet: &mut Worksheet, words: &[Vec<String>], lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(lang.pair(LISTS))?.set_hidden(true);
    for (at, list) in (0..).zip(words) {
        for (row, word) in (0..).zip(list) {
            sheet.write_string(row, at, word)?;
        }
    }
    Ok(())
}

fn choices(kind: &Kind, lang: Lang) -> Option<Vec<String>> {
    match kind {
        Kind::Bool => Some(vec![yes_or_no(true, lang), yes_or_no(false, lang)]),
        Kind::Weekday => Some((1..=7).map(|day| super::value::weekday(day, lang)).collect()),
        Kind::Words(words) => Some(words.choices().iter().map(|word| lang.of(word)).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::DEFAULT;

    #[test]
    fn no_list_has_the_word_for_default() {
        for column in crate::schema::tables().flat_map(|table| table.columns) {
            for lang in [Lang::Zh, Lang::En] {
                let words = choices(&column.kind, lang).unwrap_or_default();
                assert!(!words.contains(&lang.pair(DEFAULT)), "{}", column.field);
            }
        }
    }
}
