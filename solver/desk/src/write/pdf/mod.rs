//! Pages as PDF with Chinese text, laid out here and written by krilla; of the font only the
//! letters that are used go into the file.

mod font;
mod lines;
mod paper;

pub(crate) use font::Letters;

use super::fault::ExportError;
use super::value::Out;
use crate::lang::Lang;
use crate::report::model::{Block, Page, Sheet};
use crate::report::shape::{Drawing, GREY, INK, Shape};
use font::advance;
use krilla::Document;
use krilla::metadata::Metadata;
use lines::wrapped;
use paper::{MARGIN, Paper};
use std::fs;
use std::path::Path;

/// Behind headers.
const HEAD: u32 = 0x00e2_ecf5;
/// Lines of tables.
const RULE: u32 = 0x00c9_d1d9;
/// Around the text of a cell.
const PAD: f32 = 2.5;

/// Writes one page, on as many sheets of paper as it takes.
pub(crate) fn write(
    file: &Path,
    name: &str,
    page: &Page,
    letters: &Letters,
    lang: Lang,
) -> Result<(), ExportError> {
    let face = letters.face().ok_or(ExportError::NoFont)?;
    let mut paper = Paper::new(&face, page.is_wide);
    title(&mut paper, name, &page.title);
    let mut is_first = true;
    for block in &page.blocks {
        if matches!(block, Block::Table(_)) && page.is_one_a_sheet {
            if !is_first {
                paper.turn();
                title(&mut paper, name, &page.title);
            }
            is_first = false;
        }
        put(&mut paper, block, page.is_sign);
    }
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(page.title.clone())
            .language(lang.pick("zh-CN", "en").to_owned())
            .creator("Kehou".to_owned()),
    );
    let foot = if page.title.contains(name) {
        page.title.clone()
    } else {
        format!("{name}　{}", page.title)
    };
    paper.print(&mut document, letters, &foot);
    let bytes = document.finish().map_err(|error| ExportError::Pdf(format!("{error:?}")))?;
    super::atomic(file, |path| {
        fs::write(path, bytes).map_err(|source| ExportError::io(file, source))
    })
}

fn put(paper: &mut Paper, block: &Block, is_sign: bool) {
    match block {
        Block::Heading(text) => {
            paper.need(60.0);
            let at = (MARGIN, paper.y + 20.0);
            paper.text(at, 11.5, text.clone(), INK);
            paper.y += 27.0;
        }
        Block::Text(text) => paragraph(paper, text),
        Block::Table(sheet) => table(paper, sheet, is_sign),
        Block::Chart(found) => chart(paper, &found.drawing),
    }
}

fn title(paper: &mut Paper, name: &str, title: &str) {
    let at = (MARGIN, paper.y + 15.0);
    paper.text(at, 16.0, title, INK);
    paper.y += 22.0;
    if !title.contains(name) {
        let at = (MARGIN, paper.y + 8.0);
        paper.text(at, 9.0, name, GREY);
        paper.y += 14.0;
    }
    paper.y += 6.0;
}

fn paragraph(paper: &mut Paper, text: &str) {
    let size = 9.5;
    for line in wrapped(text, paper.wide() / size, &|letter| advance(paper.face, letter)) {
        paper.need(15.0);
        let at = (MARGIN, paper.y + 10.0);
        paper.text(at, size, line, INK);
        paper.y += 15.0;
    }
    paper.y += 4.0;
}

fn chart(paper: &mut Paper, drawing: &Drawing) {
    paper.need(drawing.size.1 + 14.0);
    let (x, y) = (MARGIN, paper.y + 8.0);
    for shape in &drawing.shapes {
        paper.add(match shape {
            Shape::Rect { at, size, colour } => {
                Shape::Rect { at: (at.0 + x, at.1 + y), size: *size, colour: *colour }
            }
            Shape::Line { from, to, colour } => Shape::Line {
                from: (from.0 + x, from.1 + y),
                to: (to.0 + x, to.1 + y),
                colour: *colour,
            },
            Shape::Band { left, right, x: across, colour } => Shape::Band {
                left: (left.0 + y, left.1 + y),
                right: (right.0 + y, right.1 + y),
                x: (across.0 + x, across.1 + x),
                colour: *colour,
            },
            Shape::Text { at, size, anchor, text, colour } => Shape::Text {
                at: (at.0 + x, at.1 + y),
                size: *size,
                anchor: *anchor,
                text: text.clone(),
                colour: *colour,
            },
        });
    }
    paper.y += drawing.size.1 + 14.0;
}

/// The cells of a row as lines, and its height.
struct Row {
    cells: Vec<Vec<String>>,
    numbers: Vec<bool>,
    high: f32,
}

fn table(paper: &mut Paper, sheet: &Sheet, is_sign: bool) {
    let size = match sheet.heads.len() {
        0..=7 if is_sign => 16.0,
        0..=7 => 9.0,
        _ if sheet.is_form => 7.5,
        8..=11 => 7.5,
        12..=16 => 6.2,
        _ => 5.0,
    };
    let total: f32 = sheet.widths.iter().sum();
    let widths: Vec<f32> = sheet.widths.iter().map(|share| share / total * paper.wide()).collect();
    let heads: Vec<Out> = sheet.heads.iter().map(|head| Out::text(head.clone())).collect();
    let head = row(paper, &heads, &widths, size, 0.0);
    let least = match (is_sign, sheet.is_form) {
        (true, _) => 90.0,
        (false, true) => 20.0,
        (false, false) => 0.0,
    };
    let rows: Vec<Row> =
        sheet.rows.iter().map(|cells| row(paper, cells, &widths, size, least)).collect();
    let all: f32 = rows.iter().map(|row| row.high).sum::<f32>() + head.high + 20.0;
    let some: f32 = rows.iter().take(3).map(|row| row.high).sum::<f32>() + head.high + 20.0;
    paper.need(if all < paper.whole() * 0.4 { all } else { some });
    let large = if is_sign { 30.0 } else { 10.0 };
    if !sheet.title.is_empty() {
        let ems = paper.wide() / large;
        for line in wrapped(&sheet.title, ems, &|letter| advance(paper.face, letter)) {
            let at = (MARGIN, paper.y + large);
            paper.text(at, large, line, INK);
            paper.y += large * 1.4;
        }
        paper.y += large * 0.2;
    }
    print(paper, &head, &widths, size, Some(HEAD));
    for row in &rows {
        if paper.left() < row.high {
            paper.turn();
            print(paper, &head, &widths, size, Some(HEAD));
        }
        print(paper, row, &widths, size, None);
    }
    paper.y += 12.0;
}

fn row(paper: &Paper, cells: &[Out], widths: &[f32], size: f32, least: f32) -> Row {
    let leading = size * 1.3;
    let most = ((paper.whole() * 0.8) / leading) as usize;
    let lines = cells.iter().zip(widths).map(|(cell, wide)| {
        let ems = (wide - 2.0 * PAD) / size;
        let mut lines = wrapped(&cell.shown(), ems, &|letter| advance(paper.face, letter));
        if lines.len() > most {
            lines.truncate(most);
            lines.push("…".to_owned());
        }
        lines
    });
    let cells_lines: Vec<Vec<String>> = lines.collect();
    let deepest = cells_lines.iter().map(Vec::len).max().unwrap_or(1);
    let numbers = cells.iter().map(|cell| matches!(cell, Out::Int(_) | Out::Money(_))).collect();
    Row { cells: cells_lines, numbers, high: (deepest as f32 * leading + 2.0 * PAD).max(least) }
}

fn print(paper: &mut Paper, row: &Row, widths: &[f32], size: f32, behind: Option<u32>) {
    let (top, wide) = (paper.y, widths.iter().sum::<f32>());
    if let Some(colour) = behind {
        paper.add(Shape::Rect { at: (MARGIN, top), size: (wide, row.high), colour });
    }
    let mut x = MARGIN;
    for ((lines, is_number), width) in row.cells.iter().zip(&row.numbers).zip(widths) {
        for (number, line) in lines.iter().enumerate() {
            let y = top + PAD + size * (0.95 + 1.3 * number as f32);
            let left = if *is_number {
                x + width - PAD - font::width(paper.face, line) * size
            } else {
                x + PAD
            };
            paper.text((left, y), size, line.clone(), INK);
        }
        paper.add(Shape::Line { from: (x, top), to: (x, top + row.high), colour: RULE });
        x += width;
    }
    paper.add(Shape::Line { from: (x, top), to: (x, top + row.high), colour: RULE });
    paper.add(Shape::Line { from: (MARGIN, top), to: (x, top), colour: RULE });
    paper.add(Shape::Line {
        from: (MARGIN, top + row.high),
        to: (x, top + row.high),
        colour: RULE,
    });
    paper.y += row.high;
}
