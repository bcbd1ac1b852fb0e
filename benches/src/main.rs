//! `kehou-bench`: speed and quality of the engine on named instances, beside other solvers on the
//! very same problem. See `benches/README.md`; `make bench` runs it.

mod agreement;
mod bureau;
mod case;
mod county;
mod curve;
mod measure;
mod meter;
mod midterm;
mod peers;
mod profiles;
mod record;
mod report;
mod suite;
mod tables;

use anyhow::Result;
use case::Case;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Measures the engine.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder for what is measured.
    #[arg(long, global = true, default_value = "target/bench")]
    folder: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run single schools of all sizes, then the peers.
    Suite(suite::Suite),
    /// One run in this process; prints it as a JSON line.
    One {
        #[command(flatten)]
        case: Case,
        /// CPU seconds.
        #[arg(long)]
        seconds: f64,
    },
    /// Run the whole county against the wall clock.
    County {
        /// Wall-clock seconds.
        #[arg(long, default_value_t = 120.0)]
        seconds: f64,
        /// Threads.
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
    /// Plan the county with loans between schools and without, and print what loans bring.
    Bureau {
        /// Schools; unset: all.
        #[arg(long)]
        schools: Option<usize>,
        /// Pupils; unset: all.
        #[arg(long)]
        pupils: Option<usize>,
        /// Wall-clock seconds for each.
        #[arg(long, default_value_t = 90.0)]
        seconds: f64,
        /// Work per school, thousands of week searches, instead of seconds.
        #[arg(long)]
        work: Option<u64>,
        /// Threads.
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
    /// Let people fall ill one at a time and print how long putting the plan right takes.
    Absences {
        /// Pupils of the one school; unset: the whole county.
        #[arg(long)]
        pupils: Option<usize>,
        /// Absences at most.
        #[arg(long, default_value_t = 30)]
        most: usize,
    },
    /// Make every promise to every pupil of a school, and every repair, and judge each again.
    Promises(Case),
    /// Hold the engine against the integer program on small random schools with every rule on.
    Agreement(agreement::Comparison),
    /// Plan a few schools of every policy profile, with all rules on that it asks for.
    Profiles(profiles::Profiles),
    /// Print the tables of what was measured last.
    Report {
        /// Write them into this file, between its markers, with the plot beside it.
        #[arg(long)]
        into: Option<PathBuf>,
    },
}

fn main() -> Result<()> {
    let Arguments { folder, command } = Arguments::parse();
    match command {
        Command::Suite(suite) => suite::run(&suite, &folder),
        Command::One { case, seconds } => suite::one(&case, seconds),
        Command::County { seconds, threads } => county::run(&folder, seconds, threads),
        Command::Bureau { schools, pupils, seconds, work, threads } => {
            bureau::run(bureau::Size { schools, pupils, seconds, work, threads })
        }
        Command::Absences { pupils, most } => {
            let schools = pupils.map(|_| 1);
            let options = kehou_profiles::Options { schools, pupils, ..Default::default() };
            midterm::absences(&kehou_profiles::generate("gucheng", &options)?, most)
        }
        Command::Promises(case) => midterm::promised(&case),
        Command::Agreement(args) => agreement::run(&args),
        Command::Profiles(args) => profiles::run(&args, &folder),
        Command::Report { into } => report::run(&folder, into.as_deref()),
    }
}
