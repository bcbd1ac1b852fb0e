//! Plans: a folder with `bureau.json`, `schools/*.json`, `outcome.json`, `explanations.json`; or
//! one file with the plan alone.

use crate::fault::{Held, ReadFault, ReadFaults, WriteFault};
use crate::folder::{self, Folder};
use crate::input::school_names;
use crate::problem::Problem;
use crate::source::{self, FileKind};
use crate::target;
use crate::wire::{self, Wire};
use kehou_domain::explanation::Explanations;
use kehou_domain::outcome::Outcome;
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_proto::v1;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use std::path::Path;

/// What goes into a plan folder.
#[derive(Clone, Copy, Debug)]
pub struct PlanFiles<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What the run claims about it.
    pub outcome: &'a Outcome,
    /// Reasons and counts person by person.
    pub explanations: &'a Explanations,
}

/// Reads a plan from its folder or from one file; all files that cannot be read are reported at
/// once.
pub fn read_plan(path: &Path) -> Result<Plan, ReadFaults> {
    if path.is_dir() {
        return read_folder(&folder::find(path)?);
    }
    let wire: v1::Plan = source::read(path)?;
    Ok(Plan::from_wire(wire))
}

fn read_folder(folder: &Folder) -> Result<Plan, ReadFaults> {
    let mut faults = Vec::new();
    let mut plan: v1::Plan =
        source::read(&folder.bureau).map_err(|fault| faults.push(fault)).unwrap_or_default();
    let read: Vec<Result<v1::SchoolPlan, _>> =
        folder.schools.par_iter().map(|file| source::read(file)).collect();
    if !plan.schools.is_empty() && !read.is_empty() {
        faults.push(ReadFault::new(&folder.bureau, Problem::SchoolsTwice));
    }
    for school in read {
        match school {
            Ok(school) => plan.schools.push(school),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(Plan::from_wire(plan)) } else { Err(ReadFaults(faults)) }
}

/// Reads the outcome of a plan folder.
pub fn read_outcome(folder: &Path) -> Result<Outcome, ReadFaults> {
    let wire: v1::Outcome = source::read(&folder.join("outcome.json"))?;
    Ok(wire::outcome_from_wire(wire))
}

/// Reads the explanations of a plan folder.
pub fn read_explanations(folder: &Path) -> Result<Explanations, ReadFaults> {
    let wire: v1::Explanations = source::read(&folder.join("explanations.json"))?;
    Ok(Explanations::from_wire(wire))
}

/// Writes a plan folder. A plan that was there is replaced; a data set is never touched.
pub fn write_plan(folder: &Path, files: &PlanFiles) -> Result<(), WriteFault> {
    refuse_occupied(folder)?;
    let schools = folder.join("schools");
    let ids = files.plan.schools.iter().map(|school| school.school.as_str());
    let names = school_names(ids, FileKind::Json)?;
    target::make_folder(&schools)?;
    // `bureau` goes first and comes last, so that a folder half replaced is not taken for whole.
    let bureau = folder.join("bureau.json");
    target::remove(&bureau)?;
    write_outcome(folder, files.outcome)?;
    let explanations = files.explanations.to_wire();
    let file = folder.join("explanations.json");
    target::write(&file, &explanations, FileKind::Json, target::BY_ELEMENT + 2)?;
    target::remove_others(&schools, &names.iter().cloned().collect())?;
    for (school, name) in files.plan.schools.iter().zip(&names) {
        write_school(&schools.join(name), school)?;
    }
    let wire = Plan { schools: Vec::new(), ..files.plan.clone() }.to_wire();
    target::write(&bureau, &wire, FileKind::Json, target::BY_ELEMENT)
}

fn write_school(file: &Path, school: &SchoolPlan) -> Result<(), WriteFault> {
    target::write(file, &school.to_wire(), FileKind::Json, target::BY_ELEMENT)
}

/// Writes `outcome.json` alone, as when there is no plan.
pub fn write_outcome(folder: &Path, outcome: &Outcome) -> Result<(), WriteFault> {
    refuse_occupied(folder)?;
    target::make_folder(folder)?;
    let wire = wire::outcome_to_wire(outcome);
    target::write(&folder.join("outcome.json"), &wire, FileKind::Json, target::PRETTY)
}

/// Writes a plan alone as one file; the ending of its name tells the form.
pub fn write_plan_file(file: &Path, plan: &Plan) -> Result<(), WriteFault> {
    let unknown = || WriteFault::UnknownForm { file: file.to_owned() };
    let kind = FileKind::of(file).ok_or_else(unknown)?;
    target::write(file, &plan.to_wire(), kind, target::BY_ELEMENT + 2)
}

pub(crate) fn refuse_occupied(folder: &Path) -> Result<(), WriteFault> {
    let has = |name: &str| folder.join(name).exists();
    let holds_data = (has("bureau.json") || has("bureau.pb")) && !has("outcome.json");
    if holds_data {
        return Err(WriteFault::Occupied { folder: folder.to_owned(), holds: Held::Data });
    }
    Ok(())
}
