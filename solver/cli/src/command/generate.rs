//! `kehou generate`: a data set of a policy profile, written school by school, so that a city
//! takes no more memory than a school.

use crate::args::{Generate, Size};
use crate::command::profile;
use crate::console;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::number::thousands;
use kehou_domain::draft::Bureau;
use kehou_domain::profile::Profile;
use kehou_format::{FileKind, InputWriter};
use kehou_profiles::{Options, ProfileError};
use std::path::Path;

/// Runs the command.
pub fn run(args: &Generate, lang: Lang) -> Result<(), Failure> {
    let options = options(&args.size, args.seed);
    if args.profile == "tiny" {
        if args.season.is_some() || args.all_rules {
            return Err(refused(&ProfileError::FixedSize("tiny".into())));
        }
        let bureau = kehou_profiles::generate("tiny", &options).map_err(|error| refused(&error))?;
        write(&args.output, &bureau)?;
        return console::data(&written(&args.output, count(&bureau), lang));
    }
    let profile = profile::find(&args.profile, lang)?;
    let sizes = stream(&profile, &options, args)?;
    console::data(&written(&args.output, sizes, lang))
}

/// Writes the schools one by one, then the bureau; how many schools and pupils.
fn stream(profile: &Profile, options: &Options, args: &Generate) -> Result<(i64, i64), Failure> {
    let season = kehou_profiles::season(profile, args.season.as_deref());
    let season = season.map_err(|error| refused(&error))?;
    let policy = if args.all_rules {
        kehou_profiles::with_all_rules(&profile.policy)
    } else {
        profile.policy.clone()
    };
    let set = kehou_profiles::data_set(profile, &policy, season, options);
    let set = set.map_err(|error| refused(&error))?;
    let mut writer = InputWriter::begin(&args.output, set.schools(), FileKind::Json)?;
    let (schools, mut pupils, mut shared) = (set.schools().count(), 0, Vec::new());
    for at in 0..schools {
        let (school, outsiders) = set.school(at);
        pupils += school.students.len() as i64;
        shared.extend(outsiders);
        writer.school(&school)?;
    }
    writer.finish(&set.bureau(shared))?;
    Ok((schools as i64, pupils))
}

/// Generates a data set whole.
pub fn generate(profile: &str, size: &Size, seed: u64) -> Result<Bureau, Failure> {
    kehou_profiles::generate(profile, &options(size, seed)).map_err(|error| refused(&error))
}

fn options(size: &Size, seed: u64) -> Options {
    let Size { schools, pupils, tightness } = *size;
    Options { schools, pupils, tightness, seed }
}

fn refused(error: &ProfileError) -> Failure {
    Failure::Usage(error.text())
}

/// Writes a data set as a folder of JSON files.
pub fn write(folder: &Path, bureau: &Bureau) -> Result<(), Failure> {
    kehou_format::write_input(folder, bureau, FileKind::Json).map_err(Failure::from)
}

/// Schools and pupils of a data set.
pub fn count(bureau: &Bureau) -> (i64, i64) {
    let pupils = bureau.schools.iter().map(|school| school.students.len() as i64).sum();
    (bureau.schools.len() as i64, pupils)
}

/// Says what was written where.
pub fn written(folder: &Path, (schools, pupils): (i64, i64), lang: Lang) -> String {
    let (schools, pupils) = (thousands(schools), thousands(pupils));
    let folder = folder.display();
    lang.pick(
        format!("{folder}：{schools} 所学校，{pupils} 名学生"),
        format!("{folder}: {schools} schools, {pupils} pupils"),
    )
}
