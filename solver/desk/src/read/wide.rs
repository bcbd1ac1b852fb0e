//! A row a pupil: a column a weekday with the time of leaving, a column a rank with the choice;
//! and what is left out where it can only mean one thing.

use super::build::{Build, Row};
use super::clock::time;
use super::recognise::Use;
use super::tree::{Origin, join};
use super::value::yes_or_no;
use super::{Finding, says};
use crate::cell::Cell;
use crate::fold::{split, unquoted};
use crate::schema::{Entity, table};
use kehou_domain::fault::Severity;
use serde_json::{Value, json};

/// Whether the row is one of a sheet of choices or attendance with a row a pupil.
pub(crate) fn is_owner_only(row: Row) -> bool {
    let required = match row.sheet.table.key {
        "choices" => "activity",
        "attendance" => "weekday",
        _ => return false,
    };
    row.sheet.column_of(required).is_none()
}

/// Reads the weekday and rank columns of a pupil's row.
pub(crate) fn read<'a>(build: &mut Build<'a>, row: Row<'a>, pupil: &str, scope: &str) {
    for (at, using) in &row.sheet.columns {
        let cell = row.cell(*at);
        if cell.is_blank() {
            continue;
        }
        match using {
            Use::Choice(rank) => choices(build, row, *at, (pupil, scope), *rank),
            Use::Weekday(day) => attendance(build, row, *at, (pupil, scope), *day),
            _ => {}
        }
    }
}

fn choices<'a>(
    build: &mut Build<'a>,
    row: Row<'a>,
    at: usize,
    (pupil, scope): (&str, &str),
    rank: i64,
) {
    for text in split(&row.cell(at).shown()) {
        let activity = build.meant(Entity::Activity, scope, text);
        let place = build.tree.push(pupil, "choices");
        build.tree.set(&place, "activity", json!(activity));
        build.tree.set(&place, "rank", json!(rank));
        origin(build, row, at, &place, "choices");
    }
}

fn attendance<'a>(
    build: &mut Build<'a>,
    row: Row<'a>,
    at: usize,
    (pupil, scope): (&str, &str),
    day: i64,
) {
    let cell = row.cell(at);
    let text = unquoted(&cell.shown());
    let known = build.index.find(Entity::Point, scope, &text).is_some();
    let point = if known {
        Some(build.meant(Entity::Point, scope, text))
    } else if yes_or_no(cell) == Some(false) {
        return;
    } else if yes_or_no(cell) == Some(true) {
        last_point(build, scope, day)
    } else {
        point_at(build, cell, scope, day)
    };
    let Some(point) = point else {
        if has_faulty_times(build) {
            return;
        }
        let words = says::leaving(&points(build, scope));
        return build.note(Severity::Error, "cell_value", row.spot(Some(at)), &cell.shown(), words);
    };
    let place = build.tree.push(pupil, "attendance");
    build.tree.set(&place, "weekday", json!(day));
    build.tree.set(&place, "fromPeriod", json!(first_period(build, scope, day)));
    build.tree.set(&place, "dismissalPoint", json!(point));
    origin(build, row, at, &place, "attendance");
}

/// Whether bell times or dismissal points were not understood: then who leaves when cannot be
/// either, and it is enough to say so there.
fn has_faulty_times(build: &Build) -> bool {
    let is_of_times = |number: usize| {
        let mut sheets = build.sheets.iter().filter(|sheet| sheet.number == number);
        sheets.any(|sheet| sheet.table.is("periods") || sheet.table.is("dismissal"))
    };
    let is_error = |finding: &&Finding| finding.fault.severity == Severity::Error;
    let faulty = build.findings.iter().filter(is_error).filter_map(|finding| finding.spot);
    faulty.into_iter().any(|spot| is_of_times(spot.grid))
}

fn origin<'a>(build: &mut Build<'a>, row: Row<'a>, at: usize, place: &str, key: &str) {
    if let Some(table) = table(key) {
        let origin = Origin { spot: row.spot(Some(at)), table, sheet: row.number };
        build.tree.origins.insert(place.to_owned(), origin);
    }
}

fn list<'t>(build: &'t Build, scope: &str, list: &str) -> &'t [Value] {
    build.tree.at(&join(scope, list)).as_array().map_or(&[], Vec::as_slice)
}

fn number(entry: &Value, field: &str) -> i64 {
    entry[field].as_i64().unwrap_or(0)
}

fn points(build: &Build, scope: &str) -> Vec<String> {
    let ids = list(build, scope, "dismissalPoints").iter();
    ids.filter_map(|point| point["id"].as_str().map(str::to_owned)).collect()
}

/// Where who stays as long as there is service leaves.
fn last_point(build: &Build, scope: &str, day: i64) -> Option<String> {
    let periods = list(build, scope, "periods").iter().filter(|p| number(p, "weekday") == day);
    let last = periods.map(|period| number(period, "index")).max()?;
    let points = list(build, scope, "dismissalPoints").iter();
    let point =
        points.filter(|p| number(p, "period") <= last).max_by_key(|p| number(p, "period"))?;
    point["id"].as_str().map(str::to_owned)
}

/// The dismissal point at that time of day.
fn point_at(build: &Build, cell: &Cell, scope: &str, day: i64) -> Option<String> {
    let minute = time(cell)?;
    let ends = |p: &&Value| number(p, "weekday") == day && number(p, "endMinute") == minute;
    let index = number(list(build, scope, "periods").iter().find(ends)?, "index");
    let mut points = list(build, scope, "dismissalPoints").iter();
    points.find(|p| number(p, "period") == index)?["id"].as_str().map(str::to_owned)
}

fn first_period(build: &Build, scope: &str, day: i64) -> i64 {
    let periods = list(build, scope, "periods").iter().filter(|p| number(p, "weekday") == day);
    periods.map(|period| number(period, "index")).min().unwrap_or(1)
}

impl<'a> Build<'a> {
    /// Fills what was left out and can only mean one thing.
    pub(crate) fn complete(&mut self, row: Row<'a>, place: &str, scope: &str) {
        let unset = |build: &Self, field: &str| build.tree.field(place, field).is_null();
        match row.sheet.table.key {
            "attendance" => {
                let day = number(self.tree.at(place), "weekday");
                if unset(self, "fromPeriod") {
                    let first = first_period(self, scope_of(place), day);
                    self.tree.set(place, "fromPeriod", json!(first));
                }
                if let Some(point) =
                    last_point(self, scope_of(place), day).filter(|_| unset(self, "dismissalPoint"))
                {
                    self.tree.set(place, "dismissalPoint", json!(point));
                }
                self.leaving_by_time(row, place);
            }
            "choices" if unset(self, "rank") => {
                let rank =
                    place.rsplit('/').next().and_then(|n| n.parse::<i64>().ok()).unwrap_or(0) + 1;
                self.tree.set(place, "rank", json!(rank));
            }
            "skills" if unset(self, "level") => self.tree.set(place, "level", json!(1)),
            "groups" if unset(self, "size") => self.sizeless.push(place.to_owned()),
            _ => {}
        }
        if row.sheet.table.is("activities") || row.sheet.table.is("schools") {
            let at = self.tree.at(place);
            let (id, name) = (at["id"].as_str(), at["name"].as_str());
            if let (Some(id), Some(name)) = (id.map(str::to_owned), name.map(str::to_owned)) {
                let entity =
                    if row.sheet.table.is("schools") { Entity::School } else { Entity::Activity };
                let scope = if entity == Entity::School { "" } else { scope };
                self.index.name(entity, scope, &id, &name);
            }
        }
    }

    /// A time of day in the place of a dismissal point.
    fn leaving_by_time(&mut self, row: Row<'a>, place: &str) {
        let Some(at) = row.sheet.column_of("dismissalPoint") else { return };
        let scope = scope_of(place);
        let text = unquoted(&row.cell(at).shown());
        if self.index.find(Entity::Point, scope, &text).is_some() {
            return;
        }
        let day = number(self.tree.at(place), "weekday");
        if let Some(point) = point_at(self, row.cell(at), scope, day) {
            self.tree.set(place, "dismissalPoint", json!(point));
        }
    }
}

/// The school a place is in.
fn scope_of(place: &str) -> &str {
    let end = place.match_indices('/').nth(1).map_or(place.len(), |(at, _)| at);
    &place[..end]
}
