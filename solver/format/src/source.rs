//! Reads one file as one message.

use crate::binary;
use crate::fault::{Place, ReadFault};
use crate::json;
use crate::problem::Problem;
use crate::system::system_words;
use prost::{Message, Name};
use serde::de::DeserializeOwned;
use std::fs;
use std::io;
use std::path::Path;

/// Most bytes read from one file: what a binary message may have at most.
const LARGEST: u64 = i32::MAX as u64;

/// Form of a file, told by the ending of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `.json`: the proto3 JSON form.
    Json,
    /// `.pb`: the binary form.
    Binary,
}

impl FileKind {
    /// The form the name tells.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        [Self::Json, Self::Binary].into_iter().find(|kind| kind.ending() == ending)
    }

    /// Ending of the file name, without the dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Binary => "pb",
        }
    }
}

/// Reads a message from a file of either form.
pub(crate) fn read<M>(file: &Path) -> Result<M, ReadFault>
where
    M: Message + Name + Default + DeserializeOwned,
{
    let kind = FileKind::of(file).ok_or_else(|| {
        let gone = fs::metadata(file).err();
        ReadFault::new(file, gone.map_or(Problem::UnknownForm, |error| of_io(&error)))
    })?;
    let bytes = bytes(file)?;
    match kind {
        FileKind::Json => json::parse(file, &bytes),
        FileKind::Binary => binary::parse(&bytes).map_err(|problem| ReadFault::new(file, problem)),
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, ReadFault> {
    let refused = |error| ReadFault::new(file, of_io(&error));
    let metadata = fs::metadata(file).map_err(refused)?;
    let problem = if metadata.is_dir() {
        Problem::Folder
    } else if !metadata.is_file() {
        Problem::Special
    } else if metadata.len() > LARGEST {
        Problem::TooLarge(metadata.len())
    } else {
        return fs::read(file).map_err(refused);
    };
    Err(ReadFault::new(file, problem))
}

/// What an error of the operating system means.
pub(crate) fn of_io(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => Problem::Missing,
        _ => Problem::Unreadable(system_words(error)),
    }
}

/// Line and column, from 1, of a byte.
pub(crate) fn place(bytes: &[u8], at: usize) -> Place {
    let before = &bytes[..at.min(bytes.len())];
    let line = before.split(|&byte| byte == b'\n').count();
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    Place { line, column: before.len() - start + 1 }
}
