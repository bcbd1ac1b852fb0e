//! What sheets there are, and how each column is a field of the schema. Reading, writing, the
//! template and the place of a fault all follow these lists; nothing else knows a column.

mod kind;
mod menu;
mod people;
mod place;
mod plan;
mod policy;
mod school;
pub(crate) mod words;

pub(crate) use kind::{Entity, Kind};
pub(crate) use place::{Step, steps};

/// One sheet: the entries of one list (or one object) of the data set.
pub(crate) struct Table {
    /// Name as CSV file.
    pub key: &'static str,
    /// Name of the sheet, Chinese and English.
    pub title: (&'static str, &'static str),
    /// Further names a sheet may have.
    pub also: &'static [&'static str],
    /// Where its entries are, as in `schools[].students[]`.
    pub at: &'static str,
    /// Where those of the bureau are that no school owns; empty: no such thing.
    pub shared: &'static str,
    /// What it is for.
    pub about: (&'static str, &'static str),
    /// Its columns, those that say whose it is aside.
    pub columns: &'static [Column],
}

/// One column: a field of the entry.
pub(crate) struct Column {
    /// Field in JSON, with a dot for a field of a field.
    pub field: &'static str,
    /// Header, Chinese and English.
    pub title: (&'static str, &'static str),
    /// Further headers it may have.
    pub also: &'static [&'static str],
    /// How a cell is read and written.
    pub kind: Kind,
    /// Unset differs from zero or no.
    pub optional: bool,
    /// A row without it says nothing.
    pub required: bool,
    /// What to write there; may be empty.
    pub note: (&'static str, &'static str),
}

impl Column {
    const fn new(field: &'static str, zh: &'static str, en: &'static str, kind: Kind) -> Self {
        let none = ("", "");
        Self {
            field,
            title: (zh, en),
            also: &[],
            kind,
            optional: false,
            required: false,
            note: none,
        }
    }
    const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }
    const fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }
    const fn note(mut self, zh: &'static str, en: &'static str) -> Self {
        self.note = (zh, en);
        self
    }
}

impl Table {
    /// Whether the sheet is about entries of this place.
    pub fn is(&self, key: &str) -> bool {
        self.key == key
    }
    /// Whether entries are one object and not a list.
    pub fn is_single(&self) -> bool {
        !self.at.ends_with("[]")
    }
}

/// All sheets, in the order in which they are read: what is named comes before who names it.
pub(crate) fn tables() -> impl Iterator<Item = &'static Table> {
    [school::TABLES, menu::TABLES, people::TABLES, policy::TABLES, plan::TABLES]
        .into_iter()
        .flatten()
}

/// The sheet of that key.
pub(crate) fn table(key: &str) -> Option<&'static Table> {
    tables().find(|table| table.is(key))
}
