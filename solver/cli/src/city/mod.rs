//! A whole city: read, validated, planned, checked and written part by part, so that memory does not
//! grow with the number of parts, and a run that is stopped goes on where it was.
//!
//! A part is a school, or, where loans are decided, all schools that may lend to each other, such as
//! those of a county of the city. Nothing ties the plans of two parts, so points and bounds add up.

mod gather;
mod queue;

use crate::args::Effort;
use crate::command::check;
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::search;
use crate::summary::shortfalls::Short;
use gather::gather;
use kehou_check::CheckReport;
use kehou_domain::draft::{Bureau, School};
use kehou_domain::fault::Text;
use kehou_domain::instance::Instance;
use kehou_domain::outcome::{Outcome, PUPIL_WEEK, WITHOUT_LOANS};
use kehou_domain::validate::Validation;
use kehou_engine::Options;
use kehou_format::{InputDigest, Outline, ReadFaults, Run, SchoolDigest, Unfinished};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// School files from which on a data set is planned school by school.
pub const MANY: usize = 100;

/// How long the search takes unless told otherwise, each 1,000 pupils.
const TIME_A_THOUSAND: Duration = Duration::from_secs(2);

/// A checked plan of a city, which lies in its folder.
pub struct Found {
    /// The data set without pupils.
    pub bureau: Bureau,
    /// What the run claims; values are those of the check.
    pub outcome: Outcome,
    /// What of the elastic rules falls short.
    pub short: Short,
}

/// A data set of which a part at a time is in memory.
struct City {
    outline: Outline,
    /// The bureau without its schools.
    header: Bureau,
    digests: Vec<SchoolDigest>,
    /// Schools that are planned together.
    parts: Vec<Vec<usize>>,
    options: Options,
    /// Of schools that are planned by themselves.
    bound_kind: &'static str,
    lang: Lang,
}

/// Plans a data set folder into a plan folder.
pub fn run(
    (input, output): (&Path, &Path),
    effort: &Effort,
    started: Instant,
    lang: Lang,
) -> Result<Found, Failure> {
    let outline = Outline::read(input).map_err(|faults| input::refuse(&faults.report(), lang))?;
    let options = search::options(effort);
    let (digests, input_digest) = survey(&outline, options.threads, (input, lang))?;
    let links = Instance::new(&outline.bureau).links;
    let alone = (0..outline.students.len()).map(|school| vec![school]);
    let parts = if options.loans { links.groups() } else { alone.collect() };
    let leaves_loans = !options.loans && !links.is_empty();
    let bound_kind = if leaves_loans { WITHOUT_LOANS } else { PUPIL_WEEK };
    let run = Run {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        input_digest,
        seed: options.seed,
        work_limit: options.work_limit,
        gap: options.gap,
        loans: options.loans,
    };
    let schools = outline.bureau.schools.iter().map(|school| school.id.as_str());
    let unfinished = Unfinished::open(output, &run, schools)?;
    let thousands = outline.students.iter().sum::<usize>().div_ceil(1000);
    let usual = (TIME_A_THOUSAND * thousands as u32).max(search::TIME_LIMIT);
    let time_limit = effort.time_limit.or(effort.work_limit.is_none().then_some(usual));
    let header = Bureau { schools: Vec::new(), ..outline.bureau.clone() };
    let city = City { outline, header, digests, parts, options, bound_kind, lang };
    queue::plan_all(&city, &unfinished, (started, time_limit))?;
    gather(city, unfinished, run, started)
}

/// Validates every school and takes the digests; faults end the command.
fn survey(
    outline: &Outline,
    threads: usize,
    (input, lang): (&Path, Lang),
) -> Result<(Vec<SchoolDigest>, String), Failure> {
    let mut validation = Validation::new(&outline.bureau);
    let mut digest = InputDigest::new(&outline.bureau);
    let mut digests = Vec::new();
    in_order(
        threads,
        outline.students.len(),
        |index| outline.school(index),
        |school| {
            let school = school.map_err(|faults| refuse(&faults, lang))?;
            validation.school(&school);
            digests.push(digest.school(&school));
            Ok(())
        },
    )?;
    input::accept(&validation.finish(), input, lang)?;
    Ok((digests, digest.finish()))
}

impl City {
    /// Ids of the schools of a part.
    fn ids(&self, part: &[usize]) -> Vec<&str> {
        part.iter().map(|&school| self.outline.bureau.schools[school].id.as_str()).collect()
    }

    /// Reads the schools of a part again.
    fn part(&self, part: &[usize]) -> Result<Bureau, Failure> {
        let schools: Result<_, Failure> = part.iter().map(|&school| self.school(school)).collect();
        Ok(Bureau { schools: schools?, ..self.header.clone() })
    }

    /// Reads a school again.
    fn school(&self, index: usize) -> Result<School, Failure> {
        let school = self.outline.school(index).map_err(|faults| refuse(&faults, self.lang))?;
        if SchoolDigest::of(&school) == self.digests[index] {
            return Ok(school);
        }
        let id = console::plain(&school.id);
        Err(Failure::Usage(Text::new(
            format!("学校 {id} 的数据在编排期间被改动；请重新运行"),
            format!("the data of school {id} were changed meanwhile; run again"),
        )))
    }
}

/// Refuses a plan that is not clean, and says why.
fn accept(report: &CheckReport, lang: Lang) -> Result<(), Failure> {
    if report.is_clean() {
        return Ok(());
    }
    console::note(&check::violations(report, Some(check::MOST), lang));
    Err(Failure::CheckFailed)
}

fn refuse(faults: &ReadFaults, lang: Lang) -> Failure {
    input::refuse(&faults.report(), lang)
}

/// Makes so many things side by side and takes them in order, a few in memory at once.
fn in_order<T: Send>(
    threads: usize,
    count: usize,
    make: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for first in (0..count).step_by(threads) {
        let results: Vec<thread::Result<T>> = thread::scope(|scope| {
            let next = first..count.min(first + threads);
            let running: Vec<_> = next
                .map(|index| {
                    scope.spawn({
                        let make = &make;
                        move || make(index)
                    })
                })
                .collect();
            running.into_iter().map(thread::ScopedJoinHandle::join).collect()
        });
        for result in results {
            take(result.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))?;
        }
    }
    Ok(())
}
