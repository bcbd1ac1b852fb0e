//! Pages for people, before they are a workbook, CSV, HTML or PDF.

use super::chart::Chart;
use crate::write::value::Out;

/// One page, or sheet, or file.
pub(crate) struct Page {
    /// Name of its file.
    pub key: &'static str,
    /// Its title.
    pub title: String,
    /// What is on it.
    pub blocks: Vec<Block>,
    /// Each table starts on a new sheet of paper.
    pub is_one_a_sheet: bool,
    /// More columns than a sheet of paper is wide upright.
    pub is_wide: bool,
    /// To be read from afar.
    pub is_sign: bool,
}

/// A part of a page.
pub(crate) enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table.
    Table(Sheet),
    /// A chart.
    Chart(Chart),
}

/// A table.
#[derive(Default)]
pub(crate) struct Sheet {
    /// Title; may be empty.
    pub title: String,
    /// Headers.
    pub heads: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Out>>,
    /// Shares of the width, as many as headers.
    pub widths: Vec<f32>,
    /// Room to write by hand: rows are higher.
    pub is_form: bool,
}

impl Page {
    /// A page.
    pub fn new(key: &'static str, title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self {
            key,
            title: title.into(),
            blocks,
            is_one_a_sheet: false,
            is_wide: false,
            is_sign: false,
        }
    }
    /// With each table on a sheet of its own.
    pub fn one_a_sheet(mut self) -> Self {
        self.is_one_a_sheet = true;
        self
    }
    /// In large letters, across, one a sheet.
    pub fn sign(self) -> Self {
        Self { is_sign: true, ..self.one_a_sheet().wide() }
    }
    /// Printed across.
    pub fn wide(mut self) -> Self {
        self.is_wide = true;
        self
    }
    /// Its tables.
    pub fn tables(&self) -> impl Iterator<Item = &Sheet> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(sheet) => Some(sheet),
            _ => None,
        })
    }
}

impl Sheet {
    /// A table with headers and the shares of the width they take.
    pub fn new(title: impl Into<String>, heads: &[(String, f32)]) -> Self {
        Self {
            title: title.into(),
            heads: heads.iter().map(|head| head.0.clone()).collect(),
            widths: heads.iter().map(|head| head.1).collect(),
            rows: Vec::new(),
            is_form: false,
        }
    }
}
