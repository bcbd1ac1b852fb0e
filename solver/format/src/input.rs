//! Data sets: a folder with `bureau.json` and `schools/*.json` (or `.pb`), or one file.

use crate::fault::{Held, ReadFault, ReadFaults, WriteFault};
use crate::folder::{self, Folder};
use crate::name;
use crate::problem::Problem;
use crate::source::{self, FileKind};
use crate::target;
use crate::wire::{Wire, unknown};
use kehou_domain::change::ChangeSet;
use kehou_domain::draft::{Bureau, School};
use kehou_proto::v1;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Reads a data set; all files that cannot be read are reported at once.
///
/// The schools of a folder come in the order of their file names.
pub fn read_input(path: &Path) -> Result<Bureau, ReadFaults> {
    if !path.is_dir() {
        let wire: v1::Bureau = source::read(path)?;
        return refuse_unknown(path, &wire).map(|()| Bureau::from_wire(wire));
    }
    if path.join("outcome.json").exists() {
        return Err(ReadFault::new(path, Problem::PlanFolder).into());
    }
    read_folder(path, &folder::find(path)?)
}

fn read_folder(path: &Path, folder: &Folder) -> Result<Bureau, ReadFaults> {
    let mut faults = Vec::new();
    let bureau = read_bureau(&folder.bureau).map_err(|found| faults.extend(found.0)).ok();
    let read: Vec<_> = folder.schools.par_iter().map(|file| read_school(file)).collect();
    let mut schools = Vec::new();
    for school in read {
        match school {
            Ok(school) => schools.push(school),
            Err(found) => faults.extend(found.0),
        }
    }
    if faults.is_empty() {
        faults.extend(same_schools(&folder.schools, &schools));
    }
    if let Some(mut bureau) = bureau.filter(|_| faults.is_empty()) {
        match (bureau.schools.is_empty(), schools.is_empty()) {
            (true, true) => faults.push(ReadFault::new(path, Problem::NoSchools)),
            (false, false) => faults.push(ReadFault::new(&folder.bureau, Problem::SchoolsTwice)),
            (true, false) => bureau.schools = schools,
            (false, true) => {}
        }
        if faults.is_empty() {
            return Ok(bureau);
        }
    }
    Err(ReadFaults(faults))
}

pub(crate) fn read_bureau(file: &Path) -> Result<Bureau, ReadFaults> {
    let wire: v1::Bureau = source::read(file)?;
    refuse_unknown(file, &wire)?;
    Ok(Bureau::from_wire(wire))
}

pub(crate) fn read_school(file: &Path) -> Result<School, ReadFaults> {
    let wire: v1::School = source::read(file)?;
    let faults = unknown_values(file, "", unknown::in_school(&wire));
    if faults.is_empty() { Ok(School::from_wire(wire)) } else { Err(ReadFaults(faults)) }
}

pub(crate) fn refuse_unknown(file: &Path, bureau: &v1::Bureau) -> Result<(), ReadFaults> {
    let mut faults = unknown_values(file, "", unknown::in_bureau(bureau));
    for (at, school) in bureau.schools.iter().enumerate() {
        let prefix = format!("schools[{at}].");
        faults.extend(unknown_values(file, &prefix, unknown::in_school(school)));
    }
    if faults.is_empty() { Ok(()) } else { Err(ReadFaults(faults)) }
}

pub(crate) fn unknown_values(
    file: &Path,
    prefix: &str,
    found: Vec<unknown::Unknown>,
) -> Vec<ReadFault> {
    let fault = |unknown: unknown::Unknown| {
        let field = format!("{prefix}{}", unknown.path);
        ReadFault::new(file, Problem::UnknownValue { field, number: unknown.number })
    };
    found.into_iter().map(fault).collect()
}

/// Files that hold a school another file holds already.
pub(crate) fn same_schools(files: &[PathBuf], schools: &[School]) -> Vec<ReadFault> {
    let mut first: BTreeMap<&str, &PathBuf> = BTreeMap::new();
    let mut faults = Vec::new();
    for (file, school) in files.iter().zip(schools) {
        if let Some(&other) = first.get(school.id.as_str()) {
            let problem =
                Problem::SameSchool { school: crate::json::tidy(&school.id), other: other.clone() };
            faults.push(ReadFault::new(file, problem));
        } else if !school.id.is_empty() {
            first.insert(&school.id, file);
        }
    }
    faults
}

/// Reads what has changed since a plan was published.
pub fn read_changes(file: &Path) -> Result<ChangeSet, ReadFaults> {
    let wire: v1::ChangeSet = source::read(file)?;
    Ok(ChangeSet::from_wire(wire))
}

/// Writes a data set as a folder: `bureau` without schools, and a file per school.
///
/// A data set that was there is replaced.
pub fn write_input(folder: &Path, bureau: &Bureau, kind: FileKind) -> Result<(), WriteFault> {
    let ids = bureau.schools.iter().map(|school| school.id.as_str());
    let mut writer = InputWriter::begin(folder, ids, kind)?;
    for school in &bureau.schools {
        writer.school(school)?;
    }
    writer.finish(bureau)
}

/// Writes a data set as a folder, school by school, so that not all need be at hand at once.
pub struct InputWriter {
    folder: PathBuf,
    kind: FileKind,
}

impl InputWriter {
    /// Begins the folder of a data set with these schools. One that was there is replaced.
    pub fn begin<'a>(
        folder: &Path,
        schools: impl Iterator<Item = &'a str>,
        kind: FileKind,
    ) -> Result<Self, WriteFault> {
        if folder.join("outcome.json").exists() {
            return Err(WriteFault::Occupied { folder: folder.to_owned(), holds: Held::Plan });
        }
        let names = school_names(schools, kind)?;
        let schools = folder.join("schools");
        target::make_folder(&schools)?;
        // `bureau` goes first and comes last, so that a folder half replaced is not taken for whole.
        for kind in [FileKind::Json, FileKind::Binary] {
            target::remove(&folder.join(format!("bureau.{}", kind.ending())))?;
        }
        target::remove_others(&schools, &names.into_iter().collect())?;
        Ok(Self { folder: folder.to_owned(), kind })
    }

    /// Writes one of the schools.
    pub fn school(&mut self, school: &School) -> Result<(), WriteFault> {
        let names = school_names(std::iter::once(school.id.as_str()), self.kind)?;
        let file = self.folder.join("schools").join(names.concat());
        target::write(&file, &school.to_wire(), self.kind, target::BY_ELEMENT)
    }

    /// Writes the bureau, whose schools have been written.
    pub fn finish(self, bureau: &Bureau) -> Result<(), WriteFault> {
        let file = self.folder.join(format!("bureau.{}", self.kind.ending()));
        target::write(&file, &without_schools(bureau), self.kind, target::BY_ELEMENT)
    }
}

/// Writes a data set as one file; the ending of its name tells the form.
pub fn write_input_file(file: &Path, bureau: &Bureau) -> Result<(), WriteFault> {
    let unknown = || WriteFault::UnknownForm { file: file.to_owned() };
    let kind = FileKind::of(file).ok_or_else(unknown)?;
    // Schools and their lists: two levels more than in a school's own file.
    target::write(file, &bureau.to_wire(), kind, target::BY_ELEMENT + 2)
}

/// The bureau's message without its schools.
pub(crate) fn without_schools(bureau: &Bureau) -> v1::Bureau {
    let Bureau { schools: _, .. } = bureau;
    Bureau { schools: Vec::new(), ..bureau.clone() }.to_wire()
}

/// File names of schools, in their order.
pub(crate) fn school_names<'a>(
    ids: impl Iterator<Item = &'a str>,
    kind: FileKind,
) -> Result<Vec<String>, WriteFault> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::new();
    for id in ids {
        let name = format!("{}.{}", name::stem(id), kind.ending());
        if !seen.insert(name.clone()) {
            return Err(WriteFault::SameSchool { school: id.to_owned() });
        }
        names.push(name);
    }
    Ok(names)
}
