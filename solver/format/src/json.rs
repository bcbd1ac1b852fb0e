//! The JSON form: reading with located faults, writing one line an element.

use crate::fault::{Place, ReadFault};
use crate::problem::Problem;
use crate::source;
use crate::wire;
use kehou_domain::outcome::Outcome;
use kehou_domain::validate::Report;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use std::path::Path;
use std::str;

/// Longest text of a reader's words passed on.
const LONGEST: usize = 200;

/// Digits in a row that might be a person's number and are not echoed.
const SECRET_DIGITS: usize = 11;

/// Reads a message from JSON text.
pub(crate) fn parse<M: DeserializeOwned>(file: &Path, bytes: &[u8]) -> Result<M, ReadFault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| {
        let place = source::place(bytes, error.valid_up_to());
        ReadFault::at(file, place, Problem::NotUtf8)
    })?;
    serde_json::from_str(text).map_err(|error| fault(file, &error))
}

fn fault(file: &Path, error: &serde_json::Error) -> ReadFault {
    let place = Place { line: error.line().max(1), column: error.column().max(1) };
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let problem = match error.classify() {
        Category::Eof => Problem::Truncated,
        Category::Syntax | Category::Io => Problem::Syntax(tidy(said)),
        Category::Data => unknown_field(said)
            .unwrap_or_else(|| Problem::Content { field: String::new(), said: tidy(said) }),
    };
    ReadFault::at(file, place, problem)
}

/// serde says: unknown field `x`, expected one of `a`, `b`.
fn unknown_field(said: &str) -> Option<Problem> {
    let rest = said.strip_prefix("unknown field `")?;
    let (field, expected) = rest.rsplit_once("`, expected ")?;
    let _ = expected;
    Some(Problem::UnknownField { field: tidy(field), meant: None })
}

/// A reader's words, cut to a length that can be shown, without numbers of persons.
pub(crate) fn tidy(said: &str) -> String {
    let mut out = String::new();
    let mut digits = 0;
    for letter in said.chars().take(LONGEST) {
        digits = if letter.is_ascii_digit() { digits + 1 } else { 0 };
        out.push(if letter.is_control() { ' ' } else { letter });
        if digits == SECRET_DIGITS {
            out.truncate(out.len() - digits);
            out.push('…');
        } else if digits > SECRET_DIGITS {
            out.pop();
        }
    }
    if said.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}

/// An outcome as JSON text, for `--json` and the file `outcome.json`.
pub fn outcome_json(outcome: &Outcome) -> String {
    pretty(&wire::outcome_to_wire(outcome))
}

/// A report of validation as JSON text, for `--json`.
pub fn report_json(report: &Report) -> String {
    pretty(&wire::report_to_wire(report))
}

fn pretty<M: Serialize>(message: &M) -> String {
    // Messages hold no keys but strings and no non-finite numbers, so writing cannot fail.
    serde_json::to_string_pretty(message).unwrap_or_default()
}
