//! Charts of the workbooks, as a spreadsheet program finds them: each draws all of the table beside
//! it and nothing else, in both languages.

#[allow(dead_code, reason = "shared by several tests")]
mod common;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use common::{kehou, text};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};
use zip::ZipArchive;

/// Cells a chart refers to: sheet, first and last row and column, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cells {
    sheet: String,
    rows: (usize, usize),
    columns: (usize, usize),
}

impl Cells {
    /// `'Key figures'!$B$3:$B$9`, or one cell.
    fn new(reference: &str) -> Self {
        let (sheet, cells) = reference.rsplit_once('!').expect("a sheet");
        let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
        let ((top, left), (bottom, right)) = (place(first), place(last));
        let sheet = sheet.trim_matches('\'').to_owned();
        Self { sheet, rows: (top, bottom), columns: (left, right) }
    }
}

/// Row and column of `$B$3`.
fn place(cell: &str) -> (usize, usize) {
    let mut parts = cell.split('$').skip(1);
    let letters = parts.next().expect("a column").bytes();
    let column = letters.fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A' + 1));
    let row: usize = parts.next().and_then(|row| row.parse().ok()).expect("a row");
    (row - 1, column - 1)
}

/// The references of each chart of a workbook: name, labels and values of each series.
fn charts(file: &Path) -> Vec<Vec<[Cells; 3]>> {
    let mut archive = ZipArchive::new(File::open(file).expect("a file")).expect("an archive");
    let mut all = Vec::new();
    for number in 1.. {
        let name = format!("xl/charts/chart{number}.xml");
        let Ok(mut part) = archive.by_name(&name) else { break };
        let mut xml = String::new();
        part.read_to_string(&mut xml).expect("text");
        let (labels, numbers) = xml.split_once("<c:valAx>").expect("two axes");
        assert!(labels.contains("<c:orientation val=\"maxMin\"/>"), "from the first row down");
        assert!(numbers.contains("<c:orientation val=\"minMax\"/>"), "from left to right");
        let found = xml.split("<c:f>").skip(1);
        let found = found.map(|rest| Cells::new(rest.split("</c:f>").next().expect("an end")));
        let found: Vec<Cells> = found.collect();
        let series = found.chunks(3).map(|three| three.to_vec().try_into().expect("three"));
        all.push(series.collect());
    }
    all
}

/// Titles of a workbook's charts, each held against its table.
fn titles(file: &Path) -> BTreeSet<String> {
    let mut book: Xlsx<_> = open_workbook(file).expect("a workbook");
    let mut titles = BTreeSet::new();
    for series in charts(file) {
        let [_, labels, _] = series[0].clone();
        let sheet = book.worksheet_range(&labels.sheet).expect("the sheet is there");
        titles.insert(draws_its_table(&sheet, &labels, &series));
    }
    titles
}

/// That a chart draws a whole table, its title above.
fn draws_its_table(sheet: &Range<Data>, labels: &Cells, series: &[[Cells; 3]]) -> String {
    let cell = |row: usize, column: usize| sheet.get((row, column)).unwrap_or(&Data::Empty);
    let (first, last) = labels.rows;
    let head = first - 1;
    assert_eq!(labels.columns, (0, 0));
    for (column, [name, of, values]) in (1..).zip(series) {
        assert_eq!((of, values.rows, values.columns), (labels, labels.rows, (column, column)));
        assert_eq!((name.rows, name.columns), ((head, head), (column, column)));
        assert!(matches!(cell(head, column), Data::String(_)));
        let number = |row| matches!(cell(row, column), Data::Float(_) | Data::Int(_));
        assert!((first..=last).all(number), "{values:?}");
    }
    assert_eq!(cell(head, series.len() + 1), &Data::Empty, "every column is drawn");
    assert_eq!(cell(last + 1, 0), &Data::Empty, "every row is drawn");
    assert!((head..=last).all(|row| matches!(cell(row, 0), Data::String(_))));
    cell(head - 1, 0).to_string()
}

/// A small county, short of people, with a plan that decides loans.
fn county() -> (TempDir, PathBuf, PathBuf) {
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| dir.path().join(name));
    let size = ["--schools", "3", "--pupils", "240", "--tightness", "0.7"];
    let made = kehou(&[&["generate", "gucheng", "-o", text(&data)], &size[..]].concat());
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let limit = ["--loans", "--work-limit", "20"];
    let solved = kehou(&[&["solve", text(&data), "-o", text(&plan)], &limit[..]].concat());
    assert_eq!(solved.code, Some(0), "{}", solved.stderr);
    (dir, data, plan)
}

#[test]
fn charts_of_a_county_draw_their_tables_in_both_languages() {
    let (dir, data, plan) = county();
    let said = [
        (
            "zh",
            "校际支援（每周天数）",
            [
                "各课程的需求与名额",
                "按志愿名次的满足情况",
                "按优先群体的满足情况",
                "教师工作量（白天 + 课后，节）",
                "各时段的缺口（无去处的学生 + 无人主讲的课次）",
            ],
        ),
        (
            "en",
            "Loans between schools (days a week)",
            [
                "Demand against places",
                "Choices granted by rank",
                "Sessions granted by priority group",
                "Workload (day + after school, periods)",
                "Shortage by slot (pupils without a place + sessions without a lead)",
            ],
        ),
    ];
    for (lang, loans, of_school) in said {
        let out = dir.path().join(lang);
        let asked = ["export", text(&data), text(&plan), "--to", "xlsx", "-o", text(&out)];
        let ran = kehou(&[&asked[..], &["--lang", lang]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(titles(&out.join("_bureau.xlsx")), BTreeSet::from([loans.to_owned()]));
        let files = std::fs::read_dir(&out).expect("files").map(|file| file.expect("a file"));
        let schools = files.filter(|file| file.file_name() != "_bureau.xlsx");
        let found: Vec<BTreeSet<String>> = schools.map(|file| titles(&file.path())).collect();
        assert_eq!(found.len(), 3);
        let all: BTreeSet<String> = found.into_iter().flatten().collect();
        assert_eq!(all, of_school.map(str::to_owned).into());
    }
}
