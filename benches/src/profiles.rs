//! Every policy profile, with all rules on that its document asks for: a few schools, planned and
//! judged by the check.

use crate::measure::{self, End};
use crate::record::{self, Profiled};
use crate::report;
use crate::tables::profiles::profile_table;
use anyhow::{Context, Result, ensure};
use clap::Args;
use kehou_domain::draft::Bureau;
use kehou_domain::policy::Policy;
use kehou_domain::profile::Profile;
use kehou_domain::rule::Kind;
use kehou_profiles::{Options, data_set, profiles, with_all_rules};
use std::fs;
use std::path::{Path, PathBuf};

/// Marks around the table.
const MARKS: (&str, &str) = (
    "<!-- profiles: from here to the end mark written by make profiles -->",
    "<!-- end of profiles -->",
);

/// `kehou-bench profiles`
#[derive(Debug, Args)]
pub struct Profiles {
    /// Schools of each data set.
    #[arg(long, default_value_t = 3)]
    schools: usize,
    /// Pupils of each data set.
    #[arg(long, default_value_t = 1200)]
    pupils: usize,
    /// CPU seconds for each.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// Only this profile.
    #[arg(long)]
    only: Option<String>,
    /// Write the table into this file, between its marks.
    #[arg(long)]
    into: Option<PathBuf>,
}

/// Plans every profile, and `gucheng` once more with every rule on; prints the table.
pub fn run(args: &Profiles, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let file = folder.join(report::PROFILES);
    record::clear(&file)?;
    let mut all = Vec::new();
    for profile in profiles() {
        if args.only.as_ref().is_some_and(|name| *name != profile.name) {
            continue;
        }
        let mut policies = vec![(profile.name.clone(), profile.policy.clone())];
        if profile.name == "gucheng" {
            let all_rules = with_all_rules(&profile.policy);
            policies.push((format!("{} --all-rules", profile.name), all_rules));
        }
        for (name, policy) in policies {
            let profiled = one(name, &profile, &policy, args)?;
            record::append(&file, &profiled)?;
            all.push(profiled);
        }
    }
    let table = profile_table(&all);
    println!("{table}");
    if let Some(file) = &args.into {
        let old = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let text = format!("{table}\n");
        fs::write(file, report::between_markers(&old, &text, MARKS)?)?;
    }
    let faults: Vec<&String> = all.iter().flat_map(|one| &one.run.faults).collect();
    ensure!(faults.is_empty(), "plans are not as they should be: {faults:?}");
    Ok(())
}

fn one(name: String, profile: &Profile, policy: &Policy, args: &Profiles) -> Result<Profiled> {
    let (schools, pupils) = (Some(args.schools), Some(args.pupils));
    let size = Options { schools, pupils, ..Options::default() };
    let season = profile.seasons.first().context("a profile has seasons")?;
    let bureau: Bureau = data_set(profile, policy, season, &size)?.whole();
    let (run, plan) = measure::run_for_plan(&bureau, 1, End::Cpu(args.seconds));
    let points = plan.map(|plan| kehou_check::check(&bureau, &plan).points).unwrap_or_default();
    let short =
        points.into_iter().filter(|(rule, points)| rule.kind() == Kind::Elastic && *points > 0);
    let short = short.map(|(rule, points)| (rule.name().to_owned(), points)).collect();
    Ok(Profiled { name, season: season.id.clone(), short, run })
}
