//! `kehou generate`: a data set of a policy profile.

use crate::args::{Generate, Size};
use crate::console;
use crate::failure::Failure;
use crate::lang::Lang;
use crate::number::thousands;
use kehou_domain::draft::Bureau;
use kehou_format::FileKind;
use kehou_profiles::Options;
use std::path::Path;

/// Runs the command.
pub fn run(args: &Generate, lang: Lang) -> Result<(), Failure> {
    let bureau = generate(&args.profile, &args.size, args.seed)?;
    write(&args.output, &bureau)?;
    console::data(&written(&args.output, &bureau, lang))
}

/// Generates a data set.
pub fn generate(profile: &str, size: &Size, seed: u64) -> Result<Bureau, Failure> {
    let Size { schools, pupils, tightness } = *size;
    let options = Options { schools, pupils, tightness, seed };
    kehou_profiles::generate(profile, &options).map_err(|error| Failure::Usage(error.text()))
}

/// Writes a data set as a folder of JSON files.
pub fn write(folder: &Path, bureau: &Bureau) -> Result<(), Failure> {
    kehou_format::write_input(folder, bureau, FileKind::Json).map_err(Failure::from)
}

/// Says what was written where.
pub fn written(folder: &Path, bureau: &Bureau, lang: Lang) -> String {
    let schools = thousands(bureau.schools.len() as i64);
    let pupils = thousands(bureau.schools.iter().map(|school| school.students.len() as i64).sum());
    let folder = folder.display();
    lang.pick(
        format!("{folder}：{schools} 所学校，{pupils} 名学生"),
        format!("{folder}: {schools} schools, {pupils} pupils"),
    )
}
