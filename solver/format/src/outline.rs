//! A data set folder read school by school: first its outline, everything but pupils and what
//! concerns them, then each school when it is needed.

use crate::fault::{ReadFault, ReadFaults};
use crate::folder;
use crate::input::{read_bureau, read_school, same_schools};
use crate::problem::Problem;
use kehou_domain::draft::{Bureau, School};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use std::path::{Path, PathBuf};

/// A data set folder of which only the outline is in memory.
#[derive(Debug)]
pub struct Outline {
    /// The bureau; its schools are without pupils, pins, bans and incumbent plans.
    pub bureau: Bureau,
    /// Pupils of each school.
    pub students: Vec<usize>,
    files: Vec<PathBuf>,
}

/// Number of school files in a data set folder; 0 if it is none.
pub fn school_files(path: &Path) -> usize {
    let found = if path.is_dir() { folder::find(path).ok() } else { None };
    found.map_or(0, |folder| folder.schools.len())
}

impl Outline {
    /// Reads every file once; all that cannot be read are reported at once.
    pub fn read(path: &Path) -> Result<Self, ReadFaults> {
        if path.join("outcome.json").exists() {
            return Err(ReadFault::new(path, Problem::PlanFolder).into());
        }
        let folder = folder::find(path)?;
        let mut faults = Vec::new();
        let bureau = read_bureau(&folder.bureau).map_err(|found| faults.extend(found.0)).ok();
        let read: Vec<_> =
            folder.schools.par_iter().map(|file| read_school(file).map(outline)).collect();
        let (mut schools, mut students) = (Vec::new(), Vec::new());
        for school in read {
            match school {
                Ok((school, pupils)) => {
                    schools.push(school);
                    students.push(pupils);
                }
                Err(found) => faults.extend(found.0),
            }
        }
        if faults.is_empty() {
            faults.extend(same_schools(&folder.schools, &schools));
        }
        if bureau.as_ref().is_some_and(|bureau| !bureau.schools.is_empty()) {
            faults.push(ReadFault::new(&folder.bureau, Problem::SchoolsTwice));
        } else if schools.is_empty() && faults.is_empty() {
            faults.push(ReadFault::new(path, Problem::NoSchools));
        }
        match bureau {
            Some(bureau) if faults.is_empty() => {
                Ok(Self { bureau: Bureau { schools, ..bureau }, students, files: folder.schools })
            }
            _ => Err(ReadFaults(faults)),
        }
    }

    /// Reads a school in full.
    pub fn school(&self, index: usize) -> Result<School, ReadFaults> {
        read_school(&self.files[index])
    }
}

/// The school without pupils and what concerns them, and how many there were.
fn outline(school: School) -> (School, usize) {
    let students = school.students.len();
    let (none, pins, bans) = (Vec::new(), Vec::new(), Vec::new());
    (School { students: none, pins, bans, incumbent: None, ..school }, students)
}
