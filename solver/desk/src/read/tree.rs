//! The data set as a JSON tree while it is put together, and where each entry came from.

use crate::cell::Grid;
use crate::schema::Table;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A cell, or a row as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    /// Position of the sheet among all that were read.
    pub grid: usize,
    /// Row, from 0.
    pub row: usize,
    /// Column, from 0.
    pub column: Option<usize>,
}

/// Where an entry came from.
#[derive(Clone)]
pub(crate) struct Origin {
    /// Its row; its cell where the whole entry is one cell.
    pub spot: Spot,
    /// The table it is of, and columns of its fields.
    pub table: &'static Table,
    /// Position in the list of sheets, for its columns.
    pub sheet: usize,
}

/// The data set so far.
pub(crate) struct Tree {
    /// The message as JSON.
    pub root: Value,
    /// Where entries came from, by their place in the tree as `schools/0/students/4`.
    pub origins: HashMap<String, Origin>,
}

impl Tree {
    pub fn new() -> Self {
        Self { root: json!({}), origins: HashMap::new() }
    }

    /// What is at a place; null if nothing.
    pub fn at(&self, place: &str) -> &Value {
        let pointer = if place.is_empty() { String::new() } else { format!("/{place}") };
        self.root.pointer(&pointer).unwrap_or(&Value::Null)
    }

    /// The object at a place, made if there is none.
    pub fn object(&mut self, place: &str) -> &mut Map<String, Value> {
        let mut here = &mut self.root;
        for step in place.split('/').filter(|step| !step.is_empty()) {
            here = match step.parse::<usize>() {
                Ok(index) if here.is_array() => &mut here[index],
                _ => {
                    if !here.is_object() {
                        *here = json!({});
                    }
                    &mut here[step]
                }
            };
        }
        if !here.is_object() {
            *here = json!({});
        }
        here.as_object_mut().expect("was made an object")
    }

    /// Sets a field, with a dot for a field of a field.
    pub fn set(&mut self, place: &str, field: &str, value: Value) {
        match field.rsplit_once('.') {
            Some((outer, inner)) => {
                let place = join(place, &outer.replace('.', "/"));
                self.object(&place).insert(inner.to_owned(), value);
            }
            None => {
                self.object(place).insert(field.to_owned(), value);
            }
        }
    }

    /// A field, with a dot for a field of a field; null if unset.
    pub fn field(&self, place: &str, field: &str) -> &Value {
        self.at(&join(place, &field.replace('.', "/")))
    }

    /// Adds an empty entry to a list; its place.
    pub fn push(&mut self, place: &str, list: &str) -> String {
        let entries = self.object(place).entry(list).or_insert_with(|| json!([]));
        let Value::Array(entries) = entries else { unreachable!("lists are made here only") };
        entries.push(json!({}));
        join(&join(place, list), &(entries.len() - 1).to_string())
    }
}

/// Two parts of a place.
pub(crate) fn join(outer: &str, inner: &str) -> String {
    if outer.is_empty() { inner.to_owned() } else { format!("{outer}/{inner}") }
}

impl Spot {
    /// In words: `file[sheet]!C5`.
    pub fn words(self, grids: &[Grid]) -> String {
        grids[self.grid].place(self.row, self.column)
    }
}
