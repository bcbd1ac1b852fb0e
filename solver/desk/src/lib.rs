//! The planner's desk: own spreadsheets in ([`import`], [`template`]), and data and plans out in
//! forms that people read ([`export`]): workbooks, CSV, pages to print, calendars.
//!
//! Reads and writes files, as `kehou-format` does; what it reads is validated by `kehou-domain`,
//! and findings are led back to sheet, row and column.

mod cell;
mod fault;
mod fold;
mod lang;
mod names;
mod oneroster;
mod read;
mod report;
mod schema;
mod write;

pub use lang::Lang;
pub use names::{Key, KeyError};
pub use read::{Imported, Options, import, is_workbook};
pub use report::Facts;
pub use write::{ExportError, Form, export, write_csv, write_template, write_workbook};
