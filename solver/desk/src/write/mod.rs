//! What goes out: data sets as sheets that can be read again, and plans for people.

mod book_chart;
mod calendar;
mod csv;
mod data;
mod export;
mod fault;
mod html;
mod lay;
mod marked;
mod pdf;
mod plan_book;
pub(crate) mod value;
mod wide;

pub use data::{write_csv, write_template, write_workbook};
pub use export::{Form, export};
pub use fault::ExportError;

use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Writes a file beside its place first, then moves it there: none is ever half written.
fn atomic(
    file: &Path,
    content: impl FnOnce(&Path) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let folder =
        file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let io = |source| ExportError::io(file, source);
    fs::create_dir_all(folder).map_err(io)?;
    let ending = file.extension().unwrap_or_default().to_string_lossy().into_owned();
    let pending = tempfile::Builder::new()
        .prefix(".kehou-")
        .suffix(&format!(".{ending}"))
        .tempfile_in(folder)
        .map_err(io)?
        .into_temp_path();
    content(&pending)?;
    pending.persist(file).map_err(|error| io(error.error))
}

/// An id as the name of a file.
fn file_name(id: &str) -> String {
    let is_odd = |c: char| {
        c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%')
    };
    let mut name = String::new();
    for (at, letter) in id.chars().enumerate() {
        if is_odd(letter) || (at == 0 && letter == '.') {
            let _ = write!(name, "%{:02X}", letter as u32);
        } else {
            name.push(letter);
        }
    }
    name
}
