//! The plan folder of a run that plans part by part: a school, or schools that lend to each other.
//! Until all are planned, what is finished lies in its folder `unfinished`: the plans, and what the
//! run claims of each part. A run that is killed, at any moment, goes on from there; a plan that was
//! there stays until the end.

use crate::fault::{ReadFaults, WriteFault};
use crate::input::school_names;
use crate::layout::Lines;
use crate::plan::refuse_occupied;
use crate::source::{self, FileKind};
use crate::target::{self, BY_ELEMENT, PRETTY, Pending};
use crate::wire::{Wire, outcome_from_wire, outcome_to_wire};
use kehou_domain::explanation::SchoolExplanations;
use kehou_domain::outcome::Outcome;
use kehou_domain::plan::{Loan, Plan, SchoolPlan};
use kehou_proto::v1;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files of a plan folder beside those of its schools; `bureau.json` goes first and comes last.
const FILES: [&str; 3] = ["explanations.json", "outcome.json", "bureau.json"];

/// What decides the plans of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Version of Kehou.
    pub version: String,
    /// Digest of the data set.
    pub input_digest: String,
    /// Seed.
    pub seed: u64,
    /// Work allowed per school.
    pub work_limit: Option<u64>,
    /// Asked gap.
    pub gap: f64,
    /// Loans are decided too.
    pub loans: bool,
}

/// An unfinished plan folder.
#[derive(Debug)]
pub struct Unfinished {
    folder: PathBuf,
    /// File name of each school; a part goes by its first one.
    names: BTreeMap<String, String>,
}

impl Unfinished {
    /// Goes on with a run that is alike, or begins one over the given schools.
    pub fn open<'a>(
        folder: &Path,
        run: &Run,
        schools: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<Self, WriteFault> {
        refuse_occupied(folder)?;
        let names = school_names(schools.clone(), FileKind::Json)?;
        let names = schools.map(str::to_owned).zip(names).collect();
        let this = Self { folder: folder.to_owned(), names };
        let wire = run_to_wire(run);
        let file = this.at("run.json");
        if source::read::<v1::UnfinishedRun>(&file).is_ok_and(|before| before == wire) {
            return Ok(this);
        }
        this.clear()?;
        target::make_folder(&this.at("schools"))?;
        target::make_folder(&this.at("claims"))?;
        target::make_folder(&this.at("loans"))?;
        target::write(&file, &wire, FileKind::Json, PRETTY)?;
        Ok(this)
    }

    /// What the run claimed of a part that it finished, and the loans of its plan.
    pub fn finished(&self, part: &[&str]) -> Option<(Outcome, Vec<Loan>)> {
        let [claim, loans] = self.files(part.first()?)?;
        let claim = outcome_from_wire(source::read(&claim).ok()?);
        let plan = Plan::from_wire(source::read(&loans).ok()?);
        let is_of_part =
            claim.schools.iter().map(|school| school.school.as_str()).eq(part.iter().copied());
        is_of_part.then_some((claim, plan.loans))
    }

    /// Keeps the plan of a part, then the claim that says it is there.
    pub fn keep(&self, plan: &Plan, claim: &Outcome) -> Result<(), WriteFault> {
        let Some(first) = plan.schools.first() else { return Ok(()) };
        for school in &plan.schools {
            if let Some(name) = self.names.get(&school.school) {
                let to = self.at("schools").join(name);
                target::write(&to, &school.to_wire(), FileKind::Json, BY_ELEMENT)?;
            }
        }
        if let Some([said, loans]) = self.files(&first.school) {
            let lent = Plan { schools: Vec::new(), ..plan.clone() };
            target::write(&loans, &lent.to_wire(), FileKind::Json, BY_ELEMENT)?;
            target::write(&said, &outcome_to_wire(claim), FileKind::Json, PRETTY)?;
        }
        Ok(())
    }

    /// Reads the plan of a finished school, wherever it has come to.
    pub fn plan(&self, school: &str) -> Result<SchoolPlan, ReadFaults> {
        let name = self.names.get(school).map_or(school, String::as_str);
        let here = self.at("schools").join(name);
        let file = if here.exists() { here } else { self.folder.join("schools").join(name) };
        let wire: v1::SchoolPlan = source::read(&file)?;
        Ok(SchoolPlan::from_wire(wire))
    }

    /// Begins the explanations.
    pub fn explanations(&self) -> Result<ExplanationsWriter, WriteFault> {
        ExplanationsWriter::new(&self.at(FILES[0]))
    }

    /// Puts the plan in its place, once explanations and every school are there.
    pub fn deliver(
        self,
        (bureau, loans): (&str, Vec<Loan>),
        outcome: &Outcome,
    ) -> Result<(), WriteFault> {
        target::write(&self.at(FILES[1]), &outcome_to_wire(outcome), FileKind::Json, PRETTY)?;
        let plan = Plan { bureau: bureau.to_owned(), schools: Vec::new(), loans };
        target::write(&self.at(FILES[2]), &plan.to_wire(), FileKind::Json, BY_ELEMENT)?;
        target::remove(&self.folder.join(FILES[2]))?;
        let (from, to) = (self.at("schools"), self.folder.join("schools"));
        target::make_folder(&to)?;
        target::remove_others(&to, &self.names.values().cloned().collect())?;
        for name in self.names.values() {
            target::move_over(&from.join(name), &to.join(name))?;
        }
        for name in FILES {
            target::move_over(&self.at(name), &self.folder.join(name))?;
        }
        self.clear()
    }

    /// Removes what is unfinished; without `run.json` the rest counts for nothing.
    fn clear(&self) -> Result<(), WriteFault> {
        target::remove(&self.at("run.json"))?;
        target::remove_folder(&self.folder.join("unfinished"))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.join("unfinished").join(name)
    }

    /// Where the claim and the loans of the part lie that begins with this school.
    fn files(&self, first: &str) -> Option<[PathBuf; 2]> {
        let name = self.names.get(first)?;
        Some(["claims", "loans"].map(|folder| self.at(folder).join(name)))
    }
}

/// Writes `explanations.json` school by school, the same bytes as at once if in the same order.
pub struct ExplanationsWriter {
    pending: Pending,
    lines: Lines,
    is_first: bool,
}

impl ExplanationsWriter {
    fn new(file: &Path) -> Result<Self, WriteFault> {
        let (pending, lines) = (Pending::new(file)?, Lines::new(BY_ELEMENT + 2));
        let mut this = Self { pending, lines, is_first: true };
        this.say(|lines, to| {
            lines.begin_object(to)?;
            lines.begin_object_key(to, true)?;
            to.write_all(b"\"schools\"")?;
            lines.begin_object_value(to)?;
            lines.begin_array(to)
        })?;
        Ok(this)
    }

    /// Writes the next school.
    pub fn school(&mut self, school: &SchoolExplanations) -> Result<(), WriteFault> {
        let is_first = std::mem::take(&mut self.is_first);
        self.say(|lines, to| lines.begin_array_value(to, is_first))?;
        let mut serializer =
            Serializer::with_formatter(&mut self.pending.writer, self.lines.clone());
        let said = school.to_wire().serialize(&mut serializer);
        said.map_err(|source| self.pending.unsaid(source))?;
        self.say(|lines, to| lines.end_array_value(to))
    }

    /// Puts the file in its place.
    pub fn finish(mut self) -> Result<(), WriteFault> {
        self.say(|lines, to| {
            lines.end_array(to)?;
            lines.end_object_value(to)?;
            lines.end_object(to)?;
            to.write_all(b"\n")
        })?;
        self.pending.commit()
    }

    fn say(
        &mut self,
        words: impl FnOnce(&mut Lines, &mut dyn Write) -> std::io::Result<()>,
    ) -> Result<(), WriteFault> {
        let said = words(&mut self.lines, &mut self.pending.writer);
        said.map_err(|source| self.pending.refused(source))
    }
}

fn run_to_wire(run: &Run) -> v1::UnfinishedRun {
    v1::UnfinishedRun {
        version: run.version.clone(),
        input_digest: run.input_digest.clone(),
        seed: Some(run.seed),
        work_limit: run.work_limit,
        gap: Some(run.gap),
        loans: run.loans,
    }
}
