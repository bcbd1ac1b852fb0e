//! CSV for spreadsheet programs: UTF-8 with byte order mark, and no cell that could be taken for a
//! formula.

use super::fault::ExportError;
use super::value::Out;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Writes rows.
pub(crate) fn write<'a>(
    file: &Path,
    rows: impl Iterator<Item = &'a Vec<Out>>,
) -> Result<(), ExportError> {
    super::atomic(file, |path| {
        let io = |source| ExportError::io(file, source);
        let mut out = File::create(path).map_err(io)?;
        out.write_all("\u{feff}".as_bytes()).map_err(io)?;
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
        for row in rows {
            let fields = row.iter().map(field);
            writer.write_record(fields).map_err(|error| io(error.into()))?;
        }
        writer.flush().map_err(io)
    })
}

fn field(cell: &Out) -> String {
    match cell {
        Out::Text(text) => defused(text),
        other => other.shown(),
    }
}

/// A text with an apostrophe before it where a spreadsheet program would see a formula.
pub(crate) fn defused(text: &str) -> String {
    let is_dangerous =
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'', '＝', '＋', '－', '＠']);
    if is_dangerous { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[test]
    fn formulas_are_defused() {
        for text in ["=1+1", "+1", "-1", "@sum", "\t=1", "'=1"] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        assert_eq!(defused("三（1）班"), "三（1）班");
    }
}
