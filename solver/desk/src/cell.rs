//! Cells and sheets as they are before anything is understood.

use std::path::PathBuf;

/// One cell of a sheet that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A number, or a day or time that the spreadsheet counts as one.
    Number(f64),
    /// Yes or no.
    Bool(bool),
}

impl Cell {
    /// Nothing, or nothing but spaces.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// As people see it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number_text(*number),
            Self::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

/// A number without a needless fraction.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{}", number as i64)
    } else {
        format!("{number}")
    }
}

/// One sheet, or one CSV file.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// The file.
    pub file: PathBuf,
    /// Name of the sheet; of a CSV file its name without ending.
    pub name: String,
    /// The sheet is one of several in the file.
    pub is_sheet: bool,
    /// Rows of cells, from the first row of the sheet.
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// The cell, empty beyond the edge.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&Cell::Empty)
    }

    /// A place in words every spreadsheet user knows: `file[sheet]!C5`.
    pub fn place(&self, row: usize, column: Option<usize>) -> String {
        let file = self.file.file_name().unwrap_or_default().to_string_lossy();
        let sheet = if self.is_sheet { format!("[{}]", self.name) } else { String::new() };
        let column = column.map(letters).unwrap_or_default();
        format!("{file}{sheet}!{column}{}", row + 1)
    }
}

/// The letters of a column: A, B, ... Z, AA.
fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
