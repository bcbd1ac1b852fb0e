//! Sheets into a data set: files, sheets, columns, cells; everything wrong is found at once, and
//! what validation finds is led back to the cell it came from.

mod bomb;
mod build;
pub(crate) mod clock;
mod file;
mod index;
mod people;
mod places;
mod recognise;
pub(crate) mod says;
mod tree;
pub(crate) mod value;
mod wide;

pub(crate) use recognise::owners;
pub(crate) use tree::Spot;

use crate::cell::Grid;
use crate::fault::fault;
use crate::names::Key;
use crate::oneroster;
use build::Build;
use kehou_domain::draft::Bureau;
use kehou_domain::fault::{Fault, Severity};
use kehou_domain::validate::{Report, validate};
use recognise::{Sheet, Use, recognise};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// How to read sheets.
#[derive(Default)]
pub struct Options {
    /// Replace ids and names of people by references made with this key.
    pub key: Option<Key>,
}

/// A finding and its cell.
pub(crate) struct Finding {
    pub fault: Fault,
    pub spot: Option<Spot>,
}

impl Finding {
    fn new(
        severity: Severity,
        code: &'static str,
        spot: Option<Spot>,
        value: &str,
        words: says::Words,
    ) -> Self {
        Self { fault: fault(severity, code, String::new(), value, words), spot }
    }
}

/// What sheets gave: a data set if there are no errors, findings, and the sheets themselves.
pub struct Imported {
    /// The data set, validated; none if there are errors.
    pub bureau: Option<Bureau>,
    /// Everything found, with cells as places.
    pub report: Report,
    /// References of people with what stood in the sheets, in order; empty without a key.
    pub people: Vec<(String, String)>,
    pub(crate) grids: Vec<Grid>,
    pub(crate) findings: Vec<Finding>,
}

/// Reads workbooks and CSV files as one data set.
pub fn import(files: &[PathBuf], options: &Options) -> Imported {
    let mut grids = Vec::new();
    let mut unread = Vec::new();
    for file in files {
        match file::grids(file) {
            Ok(found) => grids.extend(found),
            Err(fault) => unread.push(Finding { fault: *fault, spot: None }),
        }
    }
    oneroster::replace(&mut grids);
    if unread.is_empty() {
        return read(grids, options);
    }
    finished(None, unread, grids, Vec::new())
}

/// Whether a file is one that [`import`] reads.
pub fn is_workbook(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

fn read(grids: Vec<Grid>, options: &Options) -> Imported {
    let mut findings = Vec::new();
    let mut sheets = Vec::new();
    for (number, grid) in grids.iter().enumerate() {
        match recognise(grid, number) {
            Some(sheet) => sheets.push(sheet),
            None if is_silent(grid) => {}
            None => {
                let spot = Spot { grid: number, row: 0, column: None };
                let words = says::unknown_sheet(&grid.name);
                findings.push(Finding::new(
                    Severity::Warning,
                    "sheet_unknown",
                    Some(spot),
                    "",
                    words,
                ));
            }
        }
    }
    let order = |sheet: &Sheet| crate::schema::tables().position(|table| table.is(sheet.table.key));
    sheets.sort_by_key(order);
    if sheets.is_empty() {
        findings.push(Finding::new(Severity::Error, "sheet_unknown", None, "", says::nothing()));
    }
    findings.extend(sheets.iter().flat_map(|sheet| columns(sheet, options)));
    let (bureau, people) = {
        let mut build = Build::new(&sheets, options);
        (0..sheets.len()).for_each(|number| build.sheet(number));
        let people = build.finish();
        findings.append(&mut build.findings);
        (assemble(&build, &sheets, &mut findings), people)
    };
    drop(sheets);
    finished(bureau, findings, grids, people)
}

/// Notes, our own lists of words and empty sheets need no word.
fn is_silent(grid: &Grid) -> bool {
    let name = crate::fold::folded(&grid.name);
    ["说明", "notes", "readme", "填写说明", "词表", "words"].contains(&name.as_str())
        || grid.rows.iter().flatten().all(crate::cell::Cell::is_blank)
}

/// What is to be said of a sheet's columns.
fn columns(sheet: &Sheet, options: &Options) -> Vec<Finding> {
    let spot = Spot { grid: sheet.number, row: sheet.header, column: None };
    let mut found = Vec::new();
    let quiet = ["序号", "备注", "no", "remark", "remarks", "notes"];
    let unknown: Vec<String> = sheet
        .unknown
        .iter()
        .map(|&at| sheet.grid.cell(sheet.header, at).shown())
        .filter(|title| !quiet.contains(&crate::fold::header(title).as_str()))
        .collect();
    if !unknown.is_empty() {
        let words = says::unknown_columns(&unknown);
        found.push(Finding::new(Severity::Warning, "column_unknown", Some(spot), "", words));
    }
    let has_name = sheet.columns.iter().any(|(_, using)| matches!(using, Use::Name));
    if has_name && options.key.is_none() {
        found.push(Finding::new(
            Severity::Warning,
            "names_left",
            Some(spot),
            "",
            says::names_left(),
        ));
    }
    found
}

/// The tree as a data set, validated; findings with their cells.
fn assemble(build: &Build, sheets: &[Sheet], findings: &mut Vec<Finding>) -> Option<Bureau> {
    let text = build.tree.root.to_string();
    let bureau = match kehou_format::memory::bureau_from_json(text.as_bytes()) {
        Ok(bureau) => bureau,
        Err(faults) => {
            let faults = faults.report().faults.into_iter();
            findings.extend(faults.map(|fault| Finding { fault, spot: None }));
            return None;
        }
    };
    // A row or value that was lost makes more faults than it is; those would only confuse.
    let is_whole = findings.iter().all(|finding| finding.fault.severity == Severity::Warning);
    let is_of_times = |spot: Spot| {
        let mut sheets = sheets.iter().filter(|sheet| sheet.number == spot.grid);
        sheets.any(|sheet| sheet.table.is("periods"))
    };
    let lost_row = |one: &Finding| match one.fault.code {
        "row_owner" | "missing_id" => true,
        "cell_value" => one.spot.is_some_and(is_of_times),
        _ => false,
    };
    let has_lost_rows = findings.iter().any(lost_row);
    for fault in validate(&bureau).faults {
        let spot = places::spot(&build.tree, sheets, &fault.path);
        let is_known = findings.iter().any(|f| f.spot.is_some() && f.spot == spot);
        let follows = is_known || is_consequence(&fault, has_lost_rows);
        if is_whole || (fault.severity == Severity::Error && !follows) {
            findings.push(Finding { fault, spot });
        }
    }
    Some(bureau)
}

/// Faults that cells with other faults bring about, or rows that were lost.
fn is_consequence(fault: &Fault, has_lost_rows: bool) -> bool {
    match fault.code {
        "unknown_reference" => has_lost_rows,
        "missing_value" | "empty_list" | "periods_out_of_order" | "pinned" | "banned" => true,
        _ => false,
    }
}

fn finished(
    bureau: Option<Bureau>,
    mut findings: Vec<Finding>,
    grids: Vec<Grid>,
    people: Vec<(String, String)>,
) -> Imported {
    for finding in &mut findings {
        if let Some(spot) = finding.spot {
            let cell = spot.words(&grids);
            let path = std::mem::take(&mut finding.fault.path);
            finding.fault.path = if path.is_empty() { cell } else { format!("{cell} ({path})") };
        }
    }
    findings.sort_by_key(|finding| (finding.fault.severity, finding.spot));
    // A row may stand for several weekdays; what is wrong with it is said once.
    findings.dedup_by(|a, b| a.spot.is_some() && a.spot == b.spot && a.fault == b.fault);
    let report = Report { faults: findings.iter().map(|finding| finding.fault.clone()).collect() };
    let bureau = bureau.filter(|_| !report.has_errors());
    Imported { bureau, report, people, grids, findings }
}

impl<'a> Build<'a> {
    fn new(sheets: &'a [Sheet<'a>], options: &'a Options) -> Self {
        Self {
            sheets,
            options,
            tree: tree::Tree::new(),
            index: index::Index::default(),
            findings: Vec::new(),
            names: Vec::new(),
            sizeless: Vec::new(),
        }
    }

    /// What only the whole can tell; references of people and what stood in the sheets.
    fn finish(&mut self) -> Vec<(String, String)> {
        for place in std::mem::take(&mut self.sizeless) {
            let school = place.split("/groups/").next().unwrap_or_default().to_owned();
            let group = self.tree.at(&place)["id"].clone();
            let students = self.tree.at(&tree::join(&school, "students")).as_array();
            let is_there = |pupil: &&Value| pupil["group"] == group;
            let size = students.map_or(0, |all| all.iter().filter(is_there).count());
            self.tree.set(&place, "size", json!(size));
        }
        if self.tree.at("id").is_null() {
            let id = self.tree.at("schools/0/id").clone();
            if id.is_string() {
                self.tree.set("", "id", id);
            }
        }
        people::pseudonymise(self)
    }
}
