//! The engine beside the integer program on small random schools and bureaus with every rule on:
//! value >= optimum >= bound at both levels. No case is left out.

use crate::meter::cpu_seconds;
use anyhow::{Result, ensure};
use clap::Args;
use kehou_domain::draft::Bureau;
use kehou_domain::validate::validate;
use kehou_tests::agreement::{Agreement, Compared, compare, has_no_plan, is_over_budget, planned};
use kehou_tests::full::{FURTHER, add_duty_fact, full_bureau, full_network};
use kehou_tests::network::random_network;
use kehou_tests::random::random_bureau;

/// `kehou-bench agreement`
#[derive(Debug, Args)]
pub struct Comparison {
    /// Cases.
    #[arg(long, default_value_t = 3000)]
    cases: u64,
    /// Seed of the first case.
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Bureaus of two or three schools that share people and venues, instead of single schools.
    #[arg(long)]
    loans: bool,
    /// Without duties, wishes, wet weather, money and earlier plans: the integer program of a
    /// bureau then ends.
    #[arg(long)]
    plain: bool,
    /// Work per school, thousands of week searches.
    #[arg(long, default_value_t = 50)]
    work: u64,
    /// Seconds for the integer program of a level; where they do not do, what it has proved by then
    /// is compared with.
    #[arg(long, default_value_t = 60.0)]
    seconds: f64,
}

/// What has been seen at one level, among cases with a plan.
#[derive(Debug, Default)]
struct Count {
    proved: u64,
    best: u64,
    tight: u64,
}

/// What has been seen.
#[derive(Debug, Default)]
struct Tally {
    /// Pins that contradict each other: validation names them, and there is no plan.
    refused: u64,
    no_plan: u64,
    /// The engine has a plan but for a change budget.
    over_budget: u64,
    not_found: u64,
    planned: u64,
    levels: [Count; 2],
    /// CPU seconds of the engine and of `HiGHS`.
    cpu: [f64; 2],
    wrong: u64,
}

/// Runs the cases and prints the table; an error if any answer is wrong.
pub fn run(args: &Comparison) -> Result<()> {
    let mut tally = Tally::default();
    for seed in args.first..args.first + args.cases {
        if let Err(what) = tally.add(&case(seed, args), args) {
            eprintln!("seed {seed}: {what}");
            tally.wrong += 1;
        }
    }
    println!("{}", tally.table(args));
    ensure!(tally.wrong == 0, "{} answers are wrong", tally.wrong);
    Ok(())
}

/// The small random school or bureau of a seed; with every rule on, in a third of them a pin or
/// ban about a duty.
fn case(seed: u64, args: &Comparison) -> Bureau {
    let mut bureau = match (args.loans, args.plain) {
        (false, false) => full_bureau(seed, &FURTHER),
        (true, false) => full_network(seed, &FURTHER),
        (false, true) => return random_bureau(seed),
        (true, true) => return random_network(seed),
    };
    if seed.is_multiple_of(3) {
        add_duty_fact(&mut bureau, seed, &FURTHER);
    }
    bureau
}

impl Count {
    fn add(&mut self, level: &Compared) {
        if level.is_proved() {
            self.proved += 1;
            self.best += u64::from(level.is_best());
            self.tight += u64::from(level.is_tight());
        }
    }
}

impl Tally {
    fn add(&mut self, bureau: &Bureau, args: &Comparison) -> Result<(), String> {
        let report = validate(bureau);
        if report.has_errors() {
            self.refused += 1;
            let is_right = report.is_contradiction() && has_no_plan(bureau, Some(args.seconds));
            return if is_right { Ok(()) } else { Err(format!("refused: {report:?}")) };
        }
        let began = cpu_seconds();
        let solution = planned(bureau, args.work);
        let between = cpu_seconds();
        let found = compare(bureau, &solution, Some(args.seconds));
        self.cpu[0] += between - began;
        self.cpu[1] += cpu_seconds() - between;
        match found? {
            Agreement::NoPlan => self.no_plan += 1,
            Agreement::NotFound if is_over_budget(bureau, args.work) => self.over_budget += 1,
            Agreement::NotFound => self.not_found += 1,
            Agreement::Planned(levels) => {
                self.planned += 1;
                self.levels.iter_mut().zip(&levels).for_each(|(count, level)| count.add(level));
            }
        }
        Ok(())
    }

    fn table(&self, args: &Comparison) -> String {
        let level = |name: &str, count: &Count| {
            let &Count { proved, best, tight } = count;
            let share = |part: u64| 100.0 * part as f64 / proved.max(1) as f64;
            let (best, tight, unproved) = (share(best), share(tight), self.planned - proved);
            format!("| {name} | {proved} | {best:.1} % | {tight:.1} % | {unproved} |")
        };
        let [engine, highs] = self.cpu;
        let lines = [
            format!("{} cases, 0 skipped, {} wrong", args.cases, self.wrong),
            format!("{} planned and compared at both levels", self.planned),
            format!("{} without a plan, says HiGHS, and the engine has none", self.no_plan),
            format!("{} with contradicting pins refused, HiGHS has no plan either", self.refused),
            format!("{} where the engine keeps to no change budget", self.over_budget),
            format!("{} where the engine finds no plan", self.not_found),
            format!("CPU: engine {engine:.0} s, HiGHS {highs:.0} s\n"),
            "| level | HiGHS ended | value = optimum | bound = optimum | HiGHS at its limit |"
                .into(),
            "|---|---:|---:|---:|---:|".into(),
            level("shortfall", &self.levels[0]),
            level("quality", &self.levels[1]),
        ];
        lines.join("\n")
    }
}
