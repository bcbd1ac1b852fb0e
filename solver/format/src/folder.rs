//! A folder with `bureau` and `schools/*`, as data sets and plans have it.

use crate::fault::{ReadFault, ReadFaults};
use crate::name;
use crate::problem::Problem;
use crate::source::{self, FileKind};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of such a folder.
pub(crate) struct Folder {
    /// `bureau.json` or `bureau.pb`.
    pub bureau: PathBuf,
    /// School files in the order of their decoded names.
    pub schools: Vec<PathBuf>,
}

/// Finds the files; every file in the wrong place is a fault.
pub(crate) fn find(folder: &Path) -> Result<Folder, ReadFaults> {
    let mut faults = Vec::new();
    let bureau = find_bureau(folder, &mut faults);
    let schools = find_schools(&folder.join("schools"), &mut faults);
    match bureau {
        Some(bureau) if faults.is_empty() => Ok(Folder { bureau, schools }),
        _ => Err(ReadFaults(faults)),
    }
}

fn find_bureau(folder: &Path, faults: &mut Vec<ReadFault>) -> Option<PathBuf> {
    let json = folder.join("bureau.json");
    let binary = folder.join("bureau.pb");
    match (json.exists(), binary.exists()) {
        (true, true) => {
            faults.push(ReadFault::new(&binary, Problem::SameName(json)));
            None
        }
        (true, false) => Some(json),
        (false, true) => Some(binary),
        (false, false) => {
            faults.push(ReadFault::new(folder, Problem::NoBureau));
            None
        }
    }
}

fn find_schools(folder: &Path, faults: &mut Vec<ReadFault>) -> Vec<PathBuf> {
    let mut files = match list(folder) {
        Ok(files) => files,
        Err(fault) if fault.problem == Problem::Missing => return Vec::new(),
        Err(fault) => {
            faults.push(fault);
            return Vec::new();
        }
    };
    files.retain(|file| {
        let known = FileKind::of(file).is_some();
        if !known {
            faults.push(ReadFault::new(file, Problem::UnknownForm));
        }
        known
    });
    for pair in files.windows(2) {
        if pair[0].file_stem() == pair[1].file_stem() {
            faults.push(ReadFault::new(&pair[1], Problem::SameName(pair[0].clone())));
        }
    }
    files
}

/// What is in the folder and not hidden, in the order of decoded names.
fn list(folder: &Path) -> Result<Vec<PathBuf>, ReadFault> {
    let refused = |error| ReadFault::new(folder, source::of_io(&error));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let file = entry.map_err(refused)?.path();
        let name = file.file_name().map(OsStr::as_encoded_bytes).unwrap_or_default();
        if !name.starts_with(b".") {
            files.push(file);
        }
    }
    files.sort_by_cached_key(|file| {
        let stem = file.file_stem().map(OsStr::to_string_lossy).unwrap_or_default();
        (name::decoded(&stem), file.clone())
    });
    Ok(files)
}
