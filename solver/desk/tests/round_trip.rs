//! What is exported as a workbook or as CSV reads back as the very same data set.

use kehou_desk::{Lang, Options, import, write_csv, write_workbook};
use kehou_domain::draft::Bureau;
use kehou_profiles::{NAMES, generate};
use std::fs;
use std::path::PathBuf;

fn read(files: &[PathBuf]) -> Bureau {
    let imported = import(files, &Options::default());
    let words: Vec<String> = imported
        .report
        .errors()
        .take(5)
        .map(|fault| format!("{} {} {}", fault.path, fault.value, fault.cause.en))
        .collect();
    let unknown = imported.report.warnings().find(|fault| fault.code == "sheet_unknown");
    assert!(unknown.is_none(), "{unknown:?}");
    imported.bureau.unwrap_or_else(|| panic!("{words:#?}"))
}

/// Each profile at a size that tells all there is to tell.
fn profiles() -> Vec<(&'static str, Bureau)> {
    let small = |name: &'static str| {
        let tiny = kehou_profiles::Options { seed: 3, ..Default::default() };
        let few = kehou_profiles::Options { schools: Some(2), pupils: Some(240), ..tiny.clone() };
        generate(name, &few)
            .or_else(|_| generate(name, &tiny))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    NAMES.into_iter().map(|name| (name, small(name))).collect()
}

#[test]
fn every_profile_comes_back_from_a_workbook() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bureau) in profiles() {
        for (lang, ending) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            let file = folder.path().join(format!("{name}-{ending}.xlsx"));
            write_workbook(&file, &bureau, lang).expect("written");
            assert!(read(&[file]) == bureau, "{name} {ending}");
        }
    }
}

#[test]
fn every_profile_comes_back_from_csv() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bureau) in profiles() {
        let folder = folder.path().join(name);
        write_csv(&folder, &bureau, Lang::Zh).expect("written");
        let files =
            fs::read_dir(&folder).expect("files").map(|entry| entry.expect("a file").path());
        let mut files: Vec<PathBuf> = files.collect();
        files.sort();
        assert!(read(&files) == bureau, "{name}");
    }
}
