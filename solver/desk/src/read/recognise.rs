//! Which sheet is which: by its name, else by its headers; and which column is which field.

use super::clock::weekday_header;
use super::value::chinese;
use crate::cell::Grid;
use crate::fold::{folded, half_width, header};
use crate::schema::{Column, Entity, Table, steps, tables};

/// What a column of a sheet is.
#[derive(Clone, Copy)]
pub(crate) enum Use {
    /// A field of the entry.
    Field(&'static Column),
    /// Whose entry it is.
    Owner(Entity),
    /// The choice of that rank.
    Choice(i64),
    /// Attendance on that weekday.
    Weekday(i64),
    /// The name of a person, which never goes further.
    Name,
}

/// A sheet whose table and columns are known.
pub(crate) struct Sheet<'a> {
    /// The cells.
    pub grid: &'a Grid,
    /// Position among the grids.
    pub number: usize,
    /// What it lists.
    pub table: &'static Table,
    /// Row of the headers.
    pub header: usize,
    /// Columns that are used, by position.
    pub columns: Vec<(usize, Use)>,
    /// Headers that are not.
    pub unknown: Vec<usize>,
}

impl Sheet<'_> {
    /// Position of the column of a field.
    pub fn column_of(&self, field: &str) -> Option<usize> {
        let is = |using: &Use| matches!(using, Use::Field(column) if column.field == field);
        self.columns.iter().find(|(_, using)| is(using)).map(|(at, _)| *at)
    }
}

/// The table a sheet is of, and its columns; none if it is of none.
pub(crate) fn recognise(grid: &Grid, number: usize) -> Option<Sheet<'_>> {
    let fits = |table: &'static Table| best_header(grid, number, table);
    if let Some(table) = by_name(&grid.name) {
        return fits(table);
    }
    let candidates: Vec<Sheet> = tables()
        .filter_map(fits)
        .filter(|sheet| {
            sheet.columns.len() >= 2
                && sheet
                    .table
                    .columns
                    .iter()
                    .all(|column| !column.required || sheet.column_of(column.field).is_some())
        })
        .collect();
    // The first of those that understand most columns.
    candidates.into_iter().rev().max_by_key(|sheet| sheet.columns.len())
}

/// The table of that name, or whose name the sheet's name ends with.
fn by_name(name: &str) -> Option<&'static Table> {
    let name = folded(name);
    let names = |table: &'static Table| {
        [table.key, table.title.0, table.title.1].into_iter().chain(table.also.iter().copied())
    };
    let is = |table: &&'static Table| names(table).any(|known| folded(known) == name);
    if let Some(table) = tables().find(is) {
        return Some(table);
    }
    let tail = |table: &'static Table| {
        names(table)
            .map(folded)
            .filter(|known| {
                let bare =
                    name.trim_end_matches(|c: char| c == '表' || c == '单' || c.is_ascii_digit());
                known.chars().count() >= 2 && (name.ends_with(known) || bare.ends_with(known))
            })
            .map(|known| known.len())
            .max()
    };
    tables()
        .filter_map(|table| Some((tail(table)?, table)))
        .max_by_key(|found| found.0)
        .map(|found| found.1)
}

/// The row among the first ten that has most headers of the table.
fn best_header<'a>(grid: &'a Grid, number: usize, table: &'static Table) -> Option<Sheet<'a>> {
    let at = |header: usize| {
        let (columns, unknown) = columns(grid, header, table);
        Sheet { grid, number, table, header, columns, unknown }
    };
    let sheets = (0..grid.rows.len().min(10)).rev().map(at);
    sheets.max_by_key(|sheet| sheet.columns.len()).filter(|sheet| !sheet.columns.is_empty())
}

fn columns(grid: &Grid, row: usize, table: &'static Table) -> (Vec<(usize, Use)>, Vec<usize>) {
    let mut found: Vec<(usize, Use)> = Vec::new();
    let mut unknown = Vec::new();
    for at in 0..grid.rows[row].len() {
        let text = grid.cell(row, at).shown();
        if text.trim().is_empty() {
            continue;
        }
        match meaning(table, &text, &found) {
            Some(using) => found.push((at, using)),
            None => unknown.push(at),
        }
    }
    (found, unknown)
}

/// What a header means in a table; a field that is taken is not given twice.
fn meaning(table: &'static Table, text: &str, found: &[(usize, Use)]) -> Option<Use> {
    let key = header(text);
    let exact = folded(text);
    let is = |known: &str| header(known) == key || folded(known) == exact;
    let taken = |field: &str| {
        found.iter().any(|(_, using)| matches!(using, Use::Field(column) if column.field == field))
    };
    let owned = |entity: Entity| {
        found.iter().any(|(_, using)| matches!(using, Use::Owner(other) if *other == entity))
    };
    let owners: Vec<Entity> = owners(table);
    let main = |entity: &&Entity| is(entity.title().0) || is(entity.title().1);
    let free = |column: &&Column| !taken(column.field);
    let title = |column: &&Column| is(column.title.0) || is(column.title.1);
    let field = |column: &&Column| is(column.field);
    let also = |column: &&Column| column.also.iter().any(|word| is(word));
    if let Some(column) = table.columns.iter().filter(free).find(title) {
        return Some(Use::Field(column));
    }
    if let Some(&entity) = owners.iter().filter(|entity| !owned(**entity)).find(main) {
        return Some(Use::Owner(entity));
    }
    if let Some(column) = table.columns.iter().filter(free).find(field) {
        return Some(Use::Field(column));
    }
    if is_wide(table) {
        if let Some(rank) = choice_rank(text) {
            return Some(Use::Choice(rank));
        }
        if let Some(day) = weekday_header(text) {
            return Some(Use::Weekday(day));
        }
    }
    if is_name(&key) && matches!(table.key, "pupils" | "staff") {
        return Some(Use::Name);
    }
    if let Some(column) = table.columns.iter().filter(free).find(also) {
        return Some(Use::Field(column));
    }
    let also = |entity: &&Entity| entity.also().iter().any(|word| is(word));
    owners.iter().filter(|entity| !owned(**entity)).find(also).map(|&entity| Use::Owner(entity))
}

/// Whose entries the table lists, outermost first.
pub(crate) fn owners(table: &'static Table) -> Vec<Entity> {
    let mut steps = steps(table.at);
    if !table.is_single() {
        steps.pop();
    }
    let mut owners: Vec<Entity> = steps.iter().filter_map(|step| step.entity()).collect();
    if owners.is_empty() && !table.shared.is_empty() {
        owners.push(Entity::School);
    }
    owners
}

fn is_wide(table: &Table) -> bool {
    matches!(table.key, "pupils" | "choices" | "attendance")
}

fn is_name(key: &str) -> bool {
    matches!(
        key,
        "姓名" | "学生姓名" | "教师姓名" | "名字" | "name" | "fullname" | "pupilname" | "staffname"
    )
}

/// `第一志愿`, `志愿2`, `choice 3`, `3rd choice`.
fn choice_rank(text: &str) -> Option<i64> {
    let text = half_width(text).to_lowercase().replace(' ', "");
    let bare = text.replace("志愿", "").replace('第', "").replace("choice", "");
    if bare == text {
        return None;
    }
    let words = ["first", "second", "third", "fourth", "fifth", "sixth"];
    if let Some(at) = words.iter().position(|word| *word == bare) {
        return Some(at as i64 + 1);
    }
    let number =
        ["st", "nd", "rd", "th"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(&bare);
    let number = number.trim_matches(|c| matches!(c, '(' | ')' | '_' | '-'));
    chinese(number).or_else(|| number.parse().ok()).filter(|rank| (1..=10).contains(rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_choices() {
        for text in ["第二志愿", "志愿2", "志愿二", "Choice 2", "2nd choice", "second choice"]
        {
            assert_eq!(choice_rank(text), Some(2), "{text}");
        }
        assert_eq!(
            (choice_rank("志愿"), choice_rank("2"), choice_rank("第11志愿")),
            (None, None, None)
        );
    }

    #[test]
    fn sheets_are_known_by_many_names() {
        for (name, key) in [
            ("学生名单", "pupils"),
            ("三年级学生", "pupils"),
            ("pupils", "pupils"),
            ("2026秋志愿表", "choices"),
            ("教师技能", "skills"),
            ("作息时间表", "periods"),
        ] {
            assert_eq!(by_name(name).map(|table| table.key), Some(key), "{name}");
        }
        assert!(by_name("说明").is_none());
    }
}
