//! `kehou import`: a data set from workbooks and CSV files, or every fault by sheet, row and column.

use super::generate;
use crate::args::Import;
use crate::console;
use crate::failure::Failure;
use crate::findings;
use crate::input;
use crate::lang::Lang;
use kehou_desk::{Imported, Key, Options, import};
use std::fs;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(args: &Import, lang: Lang) -> Result<(), Failure> {
    let key = args.key_file.as_deref().map(Key::open_or_new).transpose()?;
    let options = Options { key };
    let read = import(&files(&args.files), &options);
    let Some(bureau) = &read.bureau else { return Err(refuse(&read, &args.output, lang)) };
    if !read.report.faults.is_empty() {
        console::note(&findings::text(&read.report, Some(findings::MOST), lang));
    }
    if let (Some(mut key), Some(file)) = (options.key, &args.key_file) {
        key.remember(read.people.iter().cloned());
        key.save(file)?;
    }
    generate::write(&args.output, bureau)?;
    let pupils: usize = bureau.schools.iter().map(|school| school.students.len()).sum();
    let counts = (bureau.schools.len() as i64, pupils as i64);
    console::data(&generate::written(&args.output, counts, lang))
}

/// The files named, and those of folders named, in the order of their names.
fn files(named: &[PathBuf]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for path in named {
        let Ok(entries) = fs::read_dir(path) else {
            all.push(path.clone());
            continue;
        };
        let is_sheet = |file: &PathBuf| {
            let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            let is_hidden =
                file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            !is_hidden && ["csv", "xlsx"].contains(&ending.to_ascii_lowercase().as_str())
        };
        let mut inside: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(is_sheet).collect();
        inside.sort();
        all.extend(inside);
    }
    all
}

/// Prints the faults, and writes a copy of the sheets with all of them marked.
fn refuse(read: &Imported, output: &Path, lang: Lang) -> Failure {
    let failure = input::refuse(&read.report, lang);
    if read.markable() == 0 {
        return failure;
    }
    let mut name = output.file_name().unwrap_or_default().to_os_string();
    name.push("-faults.xlsx");
    let file = output.with_file_name(name);
    match read.write_marked(&file, lang.into()) {
        Ok(()) => console::note(&lang.pick(
            format!("所有问题已标在表格副本 {} 中", file.display()),
            format!("{} is a copy of the sheets with every finding marked", file.display()),
        )),
        Err(error) => console::note(lang.of(&error.text())),
    }
    failure
}
