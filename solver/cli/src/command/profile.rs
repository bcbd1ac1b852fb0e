//! `kehou profile`: the policy profiles, to read, copy and edit.

use crate::args::Profile as Args;
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::number::thousands;
use crate::summary::profile as page;
use crate::table::table;
use kehou_domain::draft::Bureau;
use kehou_domain::fault::Text;
use kehou_domain::profile::Profile;
use kehou_domain::validate::Report;
use kehou_profiles::ProfileError;
use std::path::Path;

/// Runs the command.
pub fn run(args: &Args, lang: Lang) -> Result<(), Failure> {
    match args {
        Args::List => console::data(&list(lang)),
        Args::Show { profile } => console::data(&page::text(&find(profile, lang)?, lang)),
        Args::Write { profile, output } => {
            kehou_format::write_profile(output, &find(profile, lang)?)?;
            let file = output.display();
            console::data(&lang.pick(
                format!("{file}：可修改后用于 kehou generate、solve --profile、check --profile"),
                format!("{file}: edit it, then give it to kehou generate, solve --profile or check --profile"),
            ))
        }
    }
}

/// The profile of that name, or that file; its faults are printed as messages.
pub fn find(name: &str, lang: Lang) -> Result<Profile, Failure> {
    if let Some(profile) = kehou_profiles::profile(name) {
        return Ok(profile);
    }
    let file = Path::new(name);
    if file.extension().is_none() && !file.exists() {
        let unknown = ProfileError::UnknownProfile(name.into()).text();
        return Err(Failure::Usage(if name == "tiny" { no_policy() } else { unknown }));
    }
    let profile =
        kehou_format::read_profile(file).map_err(|faults| input::refuse(&faults.report(), lang))?;
    let report = Report { faults: kehou_profiles::faults(&profile) };
    if report.has_errors() { Err(input::refuse(&report, lang)) } else { Ok(profile) }
}

fn no_policy() -> Text {
    Text::new("tiny 只是示例学校，没有政策方案", "tiny is an example school without a profile")
}

/// Puts the policy of a profile in place of the data set's, if one is named.
pub fn apply(name: Option<&str>, bureau: &mut Bureau, lang: Lang) -> Result<(), Failure> {
    if let Some(name) = name {
        bureau.policy = find(name, lang)?.policy;
    }
    Ok(())
}

fn list(lang: Lang) -> String {
    let rows = kehou_profiles::profiles()
        .map(|profile| {
            let schools = i64::from(profile.place.school_count);
            vec![
                profile.name.clone(),
                lang.of(&profile.title).to_owned(),
                thousands(schools),
                lang.of(&profile.about).to_owned(),
            ]
        })
        .collect();
    let heading =
        lang.pick(["名称", "地方", "学校", "内容"], ["name", "place", "schools", "what it is"]);
    table(&heading, 4, rows)
}
