//! Tables as CSV files that spreadsheets open as they are: UTF-8 with a mark, quoted where needed.

use crate::failure::Failure;
use kehou_domain::fault::Text;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes a table to a file.
pub fn write(
    file: &Path,
    heading: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<(), Failure> {
    let written = || -> io::Result<()> {
        let mut out = BufWriter::new(File::create(file)?);
        out.write_all("\u{feff}".as_bytes())?;
        line(&mut out, heading.iter().copied())?;
        for row in rows {
            line(&mut out, row.iter().map(String::as_str))?;
        }
        out.flush()
    };
    written().map_err(|error| refused(file, &error))
}

fn line<'a>(out: &mut impl Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    let cells: Vec<String> = cells.map(cell).collect();
    writeln!(out, "{}\r", cells.join(","))
}

/// A cell, quoted where it must be; text that a spreadsheet would take for a formula is disarmed.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '@'])
        || (text.starts_with('-') && text.len() > 1 && text.parse::<f64>().is_err());
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// A place that cannot be written.
pub fn refused(place: &Path, error: &io::Error) -> Failure {
    let said = kehou_format::system_words(error);
    let place = place.display();
    Failure::Usage(Text::new(
        format!("无法写入 {place}：{}", said.zh),
        format!("cannot write {place}: {}", said.en),
    ))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        assert_eq!(cell("a"), "a");
        assert_eq!(cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("-3.5"), "-3.5");
    }
}
