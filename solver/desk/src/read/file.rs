//! Files into sheets: workbooks and CSV in the encodings that are about.

use crate::cell::{Cell, Grid};
use crate::fault::{fault, text};
use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use kehou_domain::fault::{Fault, Severity, Text};
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// Most bytes of one file.
const LARGEST: u64 = 256 << 20;

/// The sheets of one file.
pub(crate) fn grids(file: &Path) -> Result<Vec<Grid>, Box<Fault>> {
    let bytes = bytes(file)?;
    let ending = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "xlsx" | "xlsm" | "xls" | "ods" => workbook(file, bytes),
        "csv" | "txt" | "tsv" => Ok(vec![csv_grid(file, &bytes)?]),
        _ => Err(refused(
            file,
            "file_form",
            text("既不是工作簿也不是 CSV", "neither a workbook nor CSV"),
            text("另存为 .xlsx 或 .csv", "save it as .xlsx or .csv"),
        )),
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, Box<Fault>> {
    let io = |error: std::io::Error| {
        let said = kehou_format::system_words(&error);
        let words =
            text(format!("无法读取（{}）", said.zh), format!("cannot be read ({})", said.en));
        refused(
            file,
            "file_unreadable",
            words,
            text("检查路径和权限", "check path and permissions"),
        )
    };
    let metadata = fs::metadata(file).map_err(io)?;
    if metadata.len() > LARGEST || !metadata.is_file() {
        return Err(refused(
            file,
            "file_unreadable",
            text("不是文件，或文件过大", "not a file, or too large"),
            text("给出一个工作簿或 CSV 文件", "give a workbook or a CSV file"),
        ));
    }
    fs::read(file).map_err(io)
}

fn refused(file: &Path, code: &'static str, cause: Text, action: Text) -> Box<Fault> {
    Box::new(fault(Severity::Error, code, file.display().to_string(), "", (cause, action)))
}

fn workbook(file: &Path, bytes: Vec<u8>) -> Result<Vec<Grid>, Box<Fault>> {
    let broken = |error: calamine::Error| {
        refused(
            file,
            "file_syntax",
            text(
                format!("工作簿无法读取（{error}）"),
                format!("the workbook cannot be read ({error})"),
            ),
            text(
                "在表格软件中打开并另存为 .xlsx",
                "open it in a spreadsheet program and save as .xlsx",
            ),
        )
    };
    if super::bomb::is_too_large(&bytes) {
        return Err(refused(
            file,
            "file_too_large",
            text("工作簿解压后过大", "the workbook unpacks to more than is read"),
            text(
                "删去不需要的工作表，或分成几个文件",
                "remove sheets that are not needed, or split it",
            ),
        ));
    }
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let mut grids = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(broken)?;
        grids.push(Grid { file: file.to_owned(), name, is_sheet: true, rows: rows(&range) });
    }
    Ok(grids)
}

/// Rows from the first of the sheet, whatever the first row used is.
fn rows(range: &Range<Data>) -> Vec<Vec<Cell>> {
    let Some((top, left)) = range.start() else { return Vec::new() };
    let mut rows = vec![Vec::new(); top as usize];
    for row in range.rows() {
        let mut cells = vec![Cell::Empty; left as usize];
        cells.extend(row.iter().map(cell));
        rows.push(cells);
    }
    rows
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(yes) => Cell::Bool(*yes),
        Data::DateTime(at) => Cell::Number(at.as_f64()),
        Data::Error(error) => Cell::Text(error.to_string()),
        Data::String(text) => Cell::Text(text.clone()),
        other => Cell::Text(other.to_string()),
    }
}

/// A CSV file as one sheet.
pub(crate) fn csv_grid(file: &Path, bytes: &[u8]) -> Result<Grid, Box<Fault>> {
    let text = decoded(bytes).ok_or_else(|| {
        refused(
            file,
            "file_encoding",
            text("文字编码既不是 UTF-8 也不是 GB18030", "the text is neither UTF-8 nor GB18030"),
            text("另存为 UTF-8 的 CSV", "save it as CSV in UTF-8"),
        )
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| broken_csv(file, &error))? {
        // The reader passes over empty lines; places must still count them.
        let breaks: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let line = (reader.position().line() as usize).saturating_sub(2 + breaks);
        rows.resize(rows.len().max(line.min(rows.len() + 1000)), Vec::new());
        rows.push(record.iter().map(csv_cell).collect());
    }
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Grid { file: file.to_owned(), name, is_sheet: false, rows })
}

fn broken_csv(file: &Path, error: &csv::Error) -> Box<Fault> {
    refused(
        file,
        "file_syntax",
        text(format!("CSV 无法读取（{error}）"), format!("the CSV cannot be read ({error})")),
        text("检查引号和分隔符", "check quotation marks and separators"),
    )
}

/// A field; the apostrophe that keeps spreadsheets from taking it for a formula goes away.
fn csv_cell(field: &str) -> Cell {
    match field.strip_prefix('\'') {
        _ if field.is_empty() => Cell::Empty,
        Some(rest) => Cell::Text(rest.to_owned()),
        None => Cell::Text(field.to_owned()),
    }
}

/// The text, by its byte order mark, else UTF-8, else GB18030.
fn decoded(bytes: &[u8]) -> Option<String> {
    let strictly = |encoding: &'static Encoding, bytes: &[u8]| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => strictly(UTF_8, rest),
        [0xff, 0xfe, rest @ ..] => strictly(UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => strictly(UTF_16BE, rest),
        _ => strictly(UTF_8, bytes).or_else(|| strictly(GB18030, bytes)),
    }
}

/// The separator the first line with one uses most.
fn delimiter(text: &str) -> u8 {
    let count = |line: &str, sign: u8| line.bytes().filter(|&byte| byte == sign).count();
    for line in text.lines().take(10) {
        let most = [b',', b'\t', b';'].into_iter().rev().max_by_key(|&sign| count(line, sign));
        if let Some(sign) = most.filter(|&sign| count(line, sign) > 0) {
            return sign;
        }
    }
    b','
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> Vec<Vec<String>> {
        let grid = csv_grid(Path::new("x.csv"), bytes).expect("a grid");
        grid.rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect()
    }

    #[test]
    fn encodings_give_the_same_text() {
        let text = "学号,班级\n01,三（1）班\n";
        let expected = vec![vec!["学号", "班级"], vec!["01", "三（1）班"]];
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let with_mark = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
        for bytes in [text.as_bytes(), &with_mark, &GB18030.encode(text).0, &utf16] {
            assert_eq!(shown(bytes), expected);
        }
        assert!(csv_grid(Path::new("x.csv"), &[0x61, 0xff, 0x0a]).is_err());
    }

    #[test]
    fn empty_lines_count_and_apostrophes_go() {
        assert_eq!(shown(b"a;b\n\n'=x;''\n"), vec![vec!["a", "b"], vec![], vec!["=x", "'"]]);
    }
}
