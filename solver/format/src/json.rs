//! The JSON form: reading with located faults, writing one line an element.

use crate::fault::{Place, ReadFault};
use crate::problem::Problem;
use crate::source;
use crate::wire;
use kehou_domain::outcome::Outcome;
use kehou_domain::validate::Report;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Deserializer;
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
    // Paths cost time, so they are found only once something is wrong.
    serde_json::from_str(text).map_err(|error| {
        let path = if error.is_data() { path_of_fault::<M>(text) } else { String::new() };
        fault(file, &error, &path)
    })
}

fn path_of_fault<M: DeserializeOwned>(text: &str) -> String {
    let mut reader = Deserializer::from_str(text);
    let read: Result<M, _> = serde_path_to_error::deserialize(&mut reader);
    read.err().map_or(String::new(), |error| match error.path().to_string() {
        top if top == "." => String::new(),
        path => tidy(&path),
    })
}

fn fault(file: &Path, error: &serde_json::Error, path: &str) -> ReadFault {
    let place = Place { line: error.line().max(1), column: error.column().max(1) };
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let problem = match error.classify() {
        Category::Eof => Problem::Truncated,
        Category::Syntax | Category::Io => Problem::Syntax(tidy(said)),
        Category::Data => unknown_field(said, path)
            .or_else(|| unknown_word(said, path))
            .unwrap_or_else(|| Problem::Content { field: path.to_owned(), said: tidy(said) }),
    };
    ReadFault::at(file, place, problem)
}

/// serde says: unknown field `x`, expected one of `a`, `b`.
fn unknown_field(said: &str, path: &str) -> Option<Problem> {
    let (field, expected) = said.strip_prefix("unknown field `")?.rsplit_once("`, expected ")?;
    let known = expected.split('`').skip(1).step_by(2);
    let meant = nearest(field, known).map(str::to_owned);
    let inside = path.rsplit_once('.').map_or("", |(inside, _)| inside);
    let dot = if inside.is_empty() { "" } else { "." };
    Some(Problem::UnknownField { field: format!("{inside}{dot}{}", tidy(field)), meant })
}

/// serde says: unknown variant `x`, expected one of `A`, `B`.
fn unknown_word(said: &str, path: &str) -> Option<Problem> {
    let (word, expected) = said.strip_prefix("unknown variant `")?.rsplit_once("`, expected ")?;
    let known = || expected.split('`').skip(1).step_by(2);
    let ending = format!("_{}", word.to_uppercase());
    let meant = known().find(|name| name.ends_with(&ending)).or_else(|| nearest(word, known()));
    Some(Problem::UnknownWord {
        field: path.to_owned(),
        word: tidy(word),
        meant: meant.map(str::to_owned),
    })
}

/// The word that differs least, if it differs by little. JSON names come last in serde's lists.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.get(..word.len().min(LONGEST))?;
    known
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|&(changes, candidate)| changes <= candidate.len() / 3)
        .min_by_key(|&(changes, _)| changes)
        .map(|(_, candidate)| candidate)
}

/// Letters to insert, remove or replace to make one word the other; case does not count.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (at, letter) in from.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, &other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
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
