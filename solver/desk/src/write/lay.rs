//! A data set as sheets: for each table its headers and rows, so that reading gives it back.

use super::value::{Out, out};
use super::wide::Wide;
use crate::fold::{DEFAULT, quoted};
use crate::lang::Lang;
use crate::read::owners;
use crate::schema::{Column, Entity, Step, Table, steps, tables};
use serde_json::Value;

/// One sheet to write.
pub(crate) struct Laid {
    /// What it lists.
    pub table: &'static Table,
    /// Headers.
    pub heads: Vec<Head>,
    /// Rows below.
    pub rows: Vec<Vec<Out>>,
}

/// One header.
pub(crate) enum Head {
    /// Whose the entry is.
    Owner(Entity),
    /// A field of it.
    Field(&'static Column),
    /// Attendance on a weekday.
    Weekday(i64),
    /// The choice of a rank.
    Choice(i64),
}

/// An entry of a table with whose it is.
pub(crate) struct Entry<'a> {
    pub owners: Vec<String>,
    pub value: &'a Value,
}

/// All sheets of a data set, those without rows too.
pub(crate) fn lay(root: &Value, lang: Lang) -> Vec<Laid> {
    let wide = Wide::of(root);
    tables().map(|table| sheet(root, table, &wide, lang)).collect()
}

fn sheet(root: &Value, table: &'static Table, wide: &Wide, lang: Lang) -> Laid {
    let mut heads: Vec<Head> = owners(table).into_iter().map(Head::Owner).collect();
    heads.extend(table.columns.iter().map(Head::Field));
    if table.is("pupils") {
        heads.extend(wide.heads());
    }
    let mut rows = Vec::new();
    for entry in entries(root, table) {
        if wide.has(table, &entry) {
            continue;
        }
        let mut row: Vec<Out> =
            entry.owners.iter().map(|id| Out::text(quoted(id, false))).collect();
        row.extend(cells(table, entry.value, lang));
        if table.is("pupils") {
            row.extend(wide.cells(&entry, lang));
        }
        rows.push(row);
    }
    Laid { table, heads, rows }
}

/// The entries of a table: those of the bureau, then those of schools.
pub(crate) fn entries<'a>(root: &'a Value, table: &'static Table) -> Vec<Entry<'a>> {
    let mut found = Vec::new();
    if !table.shared.is_empty() {
        walk(root, &steps(table.shared), &["*".to_owned()], &mut found);
    }
    walk(root, &steps(table.at), &[], &mut found);
    found
}

fn walk<'a>(here: &'a Value, path: &[Step], owners: &[String], found: &mut Vec<Entry<'a>>) {
    let Some((step, rest)) = path.split_first() else {
        let is_said = here.as_object().is_some_and(|fields| !fields.is_empty());
        if is_said {
            found.push(Entry { owners: owners.to_vec(), value: here });
        }
        return;
    };
    let next = &here[step.field];
    if !step.is_list {
        return walk(next, rest, owners, found);
    }
    for value in next.as_array().map_or(&[][..], Vec::as_slice) {
        if rest.is_empty() {
            found.push(Entry { owners: owners.to_vec(), value });
            continue;
        }
        let mut owners = owners.to_vec();
        if step.entity().is_some() {
            owners.push(value[step.id_field()].as_str().unwrap_or_default().to_owned());
        }
        walk(value, rest, &owners, found);
    }
}

/// The cells of an entry's own fields.
fn cells(table: &'static Table, entry: &Value, lang: Lang) -> Vec<Out> {
    let mut cells: Vec<Out> =
        table.columns.iter().map(|column| cell(column, entry, lang)).collect();
    // An object that is there without saying anything is told from one that is not there.
    for (at, column) in table.columns.iter().enumerate() {
        let Some((outer, _)) = column.field.rsplit_once('.') else { continue };
        let is_of =
            |other: &Column| other.field.rsplit_once('.').is_some_and(|found| found.0 == outer);
        let is_first = !table.columns[..at].iter().any(is_of);
        let said = table
            .columns
            .iter()
            .zip(&cells)
            .any(|(other, cell)| is_of(other) && *cell != Out::Blank);
        if is_first && !said && field(entry, outer).is_object() {
            cells[at] = Out::Text(lang.pair(DEFAULT));
        }
    }
    cells
}

fn cell(column: &Column, entry: &Value, lang: Lang) -> Out {
    if let Some((outer, _)) = column.field.rsplit_once('.')
        && !field(entry, outer).is_object()
    {
        return Out::Blank;
    }
    out(&column.kind, field(entry, column.field), column.optional, lang)
}

/// A field, with a dot for a field of a field.
fn field<'a>(entry: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(entry, |here, name| &here[name])
}

impl Head {
    /// The header in words.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Owner(entity) => lang.pair(entity.title()),
            Self::Field(column) => lang.pair(column.title),
            Self::Weekday(day) => super::value::weekday(*day, lang),
            Self::Choice(rank) => {
                let zh = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
                lang.pick(format!("第{}志愿", zh[(*rank - 1) as usize]), format!("Choice {rank}"))
            }
        }
    }
}
