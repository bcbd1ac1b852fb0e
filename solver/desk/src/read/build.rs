//! Rows of sheets into the tree: whose they are, their fields, what they refer to.

use super::index::Index;
use super::recognise::{Sheet, Use};
use super::tree::{Origin, Spot, Tree, join};
use super::value::{value, weekdays};
use super::{Finding, Options, says, wide};
use crate::cell::Cell;
use crate::fold::{is_default, unquoted};
use crate::schema::{Column, Entity, Kind, Step, steps};
use kehou_domain::fault::Severity;
use serde_json::{Value, json};

/// All that is known while sheets are read.
pub(crate) struct Build<'a> {
    /// The sheets.
    pub sheets: &'a [Sheet<'a>],
    /// How to read.
    pub options: &'a Options,
    /// The data set so far.
    pub tree: Tree,
    /// What can be referred to.
    pub index: Index,
    /// What is wrong so far.
    pub findings: Vec<Finding>,
    /// Names of people by entity and place of their entry.
    pub names: Vec<(Entity, String, String)>,
    /// Groups whose size is not given.
    pub sizeless: Vec<String>,
}

/// A row of a sheet.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    /// The sheet.
    pub sheet: &'a Sheet<'a>,
    /// Its position among the sheets.
    pub number: usize,
    /// The row, from 0.
    pub at: usize,
}

impl<'a> Row<'a> {
    /// The cell of a column.
    pub fn cell(self, column: usize) -> &'a Cell {
        self.sheet.grid.cell(self.at, column)
    }
    /// A place in this row.
    pub fn spot(self, column: Option<usize>) -> Spot {
        Spot { grid: self.sheet.number, row: self.at, column }
    }
    fn owner(self, entity: Entity) -> Option<(usize, String)> {
        let is = |using: &Use| matches!(using, Use::Owner(other) if *other == entity);
        let (at, _) = self.sheet.columns.iter().find(|(_, using)| is(using))?;
        let text = unquoted(&self.cell(*at).shown());
        (!text.is_empty()).then_some((*at, text))
    }
    fn is_blank(self) -> bool {
        self.sheet.columns.iter().all(|(at, _)| self.cell(*at).is_blank())
    }
}

impl<'a> Build<'a> {
    /// Reads one sheet.
    pub fn sheet(&mut self, number: usize) {
        let sheet = &self.sheets[number];
        for at in sheet.header + 1..sheet.grid.rows.len() {
            let row = Row { sheet, number, at };
            if !row.is_blank() {
                self.row(row);
            }
        }
    }

    fn row(&mut self, row: Row<'a>) {
        let Some((holder, scope, last)) = self.holder(row) else { return };
        let table = row.sheet.table;
        if wide::is_owner_only(row) {
            // A sheet with a row a pupil, whose columns are weekdays or ranks.
            return wide::read(self, row, &holder, &scope);
        }
        let day = row.sheet.column_of("weekday").filter(|_| is_expanded(table.key));
        let days = day.and_then(|at| weekdays(row.cell(at))).filter(|days| days.len() > 1);
        for day in days.map_or(vec![None], |days| days.into_iter().map(Some).collect()) {
            let place = match last {
                Some(field) => self.entry(row, &holder, &scope, field),
                None => Some(holder.clone()),
            };
            let Some(place) = place else { return };
            let origin = Origin { spot: row.spot(None), table, sheet: row.number };
            self.tree.origins.entry(place.clone()).or_insert(origin);
            self.fields(row, &place, &scope);
            if let Some(day) = day {
                self.tree.set(&place, "weekday", json!(day));
            }
            self.complete(row, &place, &scope);
            if table.is("pupils") {
                wide::read(self, row, &place, &scope);
            }
        }
    }

    /// Where the row's entry belongs: the object or list owner, the school, and the list.
    fn holder(&mut self, row: Row<'a>) -> Option<(String, String, Option<&'static str>)> {
        let table = row.sheet.table;
        let is_shared = row.owner(Entity::School).is_some_and(|(_, text)| text == "*");
        if is_shared && table.shared.is_empty() {
            return self.lost(row, Entity::School);
        }
        let mut path = steps(if is_shared { table.shared } else { table.at });
        let last = if table.is_single() { None } else { path.pop().map(|step| step.field) };
        let (mut place, mut scope) = (String::new(), String::new());
        for step in path {
            match step.entity() {
                None => place = join(&place, step.field),
                Some(entity) => {
                    let found = self.owner(row, step, entity, &scope);
                    let Some((school, at)) = found else { return self.lost(row, entity) };
                    (scope, place) = (school, at);
                }
            }
        }
        if !place.is_empty() && last.is_none() {
            self.tree.object(&place);
        }
        Some((place, scope, last))
    }

    /// School and place of the entry that the row says it belongs to.
    fn owner(
        &self,
        row: Row<'a>,
        step: Step,
        entity: Entity,
        scope: &str,
    ) -> Option<(String, String)> {
        if entity == Entity::School {
            let Some((_, text)) = row.owner(entity) else { return self.only_school(row) };
            let (_, place) = self.index.find(entity, "", &text)?;
            return Some((place.clone(), place));
        }
        let (_, text) = row.owner(entity)?;
        let is_of_bureau = step.field == "sharedStaff";
        if scope.is_empty() && !is_of_bureau {
            let (scope, _, place) = self.index.find_anywhere(entity, &text)?;
            return Some((scope, place));
        }
        let (_, place) = self.index.find(entity, scope, &text)?;
        Some((scope.to_owned(), place))
    }

    /// The only school there is; or none yet, if the next owner tells it.
    fn only_school(&self, row: Row<'a>) -> Option<(String, String)> {
        let schools = self.tree.at("schools").as_array().map_or(0, Vec::len);
        let tells =
            [Entity::Student, Entity::Staff].into_iter().any(|who| row.owner(who).is_some());
        match schools {
            1 => Some(("schools/0".to_owned(), "schools/0".to_owned())),
            _ if tells => Some((String::new(), String::new())),
            _ => None,
        }
    }

    fn lost<T>(&mut self, row: Row<'a>, entity: Entity) -> Option<T> {
        let at = row.owner(entity);
        let value = at.as_ref().map(|(_, text)| text.clone()).unwrap_or_default();
        let words = says::owner(entity, &value);
        self.note(Severity::Error, "row_owner", row.spot(at.map(|(at, _)| at)), &value, words);
        None
    }

    /// A new entry of a list, or the one with that id which another file began.
    fn entry(&mut self, row: Row<'a>, holder: &str, scope: &str, list: &str) -> Option<String> {
        let Some(entity) =
            Entity::of_list(list).filter(|_| !row.sheet.table.is("activity_equipment"))
        else {
            return Some(self.tree.push(holder, list));
        };
        let id = self.id(row, entity)?;
        let scope = if entity == Entity::School { "" } else { scope };
        if let Some((_, place)) = self.index.find(entity, scope, &id).filter(|found| found.0 == id)
        {
            let other = self.tree.origins.get(&place).map(|origin| origin.spot.grid);
            if other != Some(row.sheet.number) && place.starts_with(scope) {
                return Some(place);
            }
        }
        let place = self.tree.push(holder, list);
        self.index.add(entity, scope, &id, &place);
        let field = if list == "students" { "student" } else { "id" };
        self.tree.set(&place, field, json!(id));
        Some(place)
    }

    /// The id of an entry: its own column, else its name.
    fn id(&mut self, row: Row<'a>, entity: Entity) -> Option<String> {
        let field = if entity == Entity::Student { "student" } else { "id" };
        let own = row.sheet.column_of(field).map(|at| unquoted(&row.cell(at).shown()));
        if let Some(id) = own.filter(|id| !id.is_empty()) {
            return Some(id);
        }
        let by_name = matches!(entity, Entity::Activity | Entity::School);
        let name = row.sheet.column_of("name").filter(|_| by_name);
        let name = name.map(|at| unquoted(&row.cell(at).shown())).unwrap_or_default();
        if !name.is_empty() {
            return Some(name);
        }
        if let Some(name) = Self::person(row).filter(|_| self.options.key.is_some()) {
            let group = row.sheet.column_of("group").map(|at| row.cell(at).shown());
            return Some(format!("{} {name}", group.unwrap_or_default()).trim().to_owned());
        }
        let words = says::no_id(entity, Self::person(row).is_some());
        self.note(Severity::Error, "missing_id", row.spot(row.sheet.column_of(field)), "", words);
        None
    }

    /// The name of a person in the row.
    fn person(row: Row<'a>) -> Option<String> {
        let is = |(_, using): &&(usize, Use)| matches!(using, Use::Name);
        let (at, _) = row.sheet.columns.iter().find(is)?;
        let name = unquoted(&row.cell(*at).shown());
        (!name.is_empty()).then_some(name)
    }

    fn fields(&mut self, row: Row<'a>, place: &str, scope: &str) {
        for (at, using) in &row.sheet.columns {
            let Use::Field(column) = using else { continue };
            let cell = row.cell(*at);
            if cell.is_blank()
                || matches!(column.kind, Kind::Id)
                    && !self.tree.field(place, column.field).is_null()
            {
                continue;
            }
            if matches!(cell, Cell::Text(text) if is_default(text)) {
                if let Some((outer, _)) = column.field.rsplit_once('.') {
                    self.tree.object(&join(place, &outer.replace('.', "/")));
                }
                continue;
            }
            let is_of_plan = row.sheet.table.key.starts_with("incumbent");
            match self.value(column, cell, scope, is_of_plan) {
                Some(value) => self.put(row, *at, place, column, value),
                None if is_expanded(row.sheet.table.key)
                    && weekdays(cell).is_some_and(|d| d.len() > 1) => {}
                None => {
                    let words = says::value(column, &cell.shown());
                    self.note(
                        Severity::Error,
                        "cell_value",
                        row.spot(Some(*at)),
                        &cell.shown(),
                        words,
                    );
                }
            }
        }
        let known = row
            .sheet
            .table
            .at
            .rsplit('.')
            .next()
            .and_then(|list| Entity::of_list(list.trim_end_matches("[]")));
        if let (Some(entity), Some(name)) = (known, Self::person(row)) {
            let id =
                self.tree.field(place, if entity == Entity::Student { "student" } else { "id" });
            let id = id.as_str().unwrap_or_default().to_owned();
            let scope = if place.starts_with("sharedStaff") { "" } else { scope };
            self.index.name(entity, scope, &id, &name);
            self.names.push((entity, place.to_owned(), name));
        }
    }

    /// A value with ids in the place of other spellings and names.
    /// What a published plan names may be gone, and is never taken for something else.
    fn value(&self, column: &Column, cell: &Cell, scope: &str, is_of_plan: bool) -> Option<Value> {
        let value = value(&column.kind, cell)?;
        if is_of_plan {
            return Some(value);
        }
        Some(match (&column.kind, value) {
            (Kind::Ref(entity), Value::String(text)) => json!(self.meant(*entity, scope, text)),
            (Kind::List(Kind::Ref(entity)), Value::Array(list)) => {
                let meant = |one: Value| match one {
                    Value::String(text) => json!(self.meant(*entity, scope, text)),
                    other => other,
                };
                Value::Array(list.into_iter().map(meant).collect())
            }
            (_, value) => value,
        })
    }

    /// The id a text stands for; the text itself if nothing fits.
    pub fn meant(&self, entity: Entity, scope: &str, text: String) -> String {
        self.index.find(entity, scope, &text).map_or(text, |found| found.0)
    }

    fn put(&mut self, row: Row<'a>, at: usize, place: &str, column: &Column, value: Value) {
        let before = self.tree.field(place, column.field);
        let is_owner_s = self.tree.origins.get(place).is_some_and(|o| o.spot == row.spot(None));
        if !is_owner_s && !before.is_null() && *before != value {
            let words = says::conflict(&before.to_string());
            let shown = row.cell(at).shown();
            self.note(Severity::Error, "cell_conflict", row.spot(Some(at)), &shown, words);
            return;
        }
        self.tree.set(place, column.field, value);
    }

    /// Notes a finding.
    pub fn note(
        &mut self,
        severity: Severity,
        code: &'static str,
        spot: Spot,
        value: &str,
        words: says::Words,
    ) {
        self.findings.push(Finding::new(severity, code, Some(spot), value, words));
    }
}

/// Tables in which one row may stand for several weekdays.
fn is_expanded(key: &str) -> bool {
    matches!(key, "periods" | "availability" | "protected" | "attendance")
}
