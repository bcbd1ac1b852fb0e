//! The whole Gucheng county against the wall clock.

use crate::measure::{self, End};
use crate::record;
use crate::report;
use crate::tables::county::curve_table;
use anyhow::{Result, ensure};
use std::fs;
use std::path::Path;

/// Plans the county, keeps the run and prints its curve.
pub fn run(folder: &Path, seconds: f64, threads: usize) -> Result<()> {
    fs::create_dir_all(folder)?;
    let bureau = kehou_profiles::generate("gucheng", &kehou_profiles::Options::default())?;
    let run = measure::run(&bureau, threads, End::Wall(seconds));
    let file = folder.join(report::COUNTY);
    record::clear(&file)?;
    record::append(&file, &run)?;
    println!("{}", curve_table(&run));
    ensure!(run.faults.is_empty(), "the plan is not as it should be: {:?}", run.faults);
    Ok(())
}
