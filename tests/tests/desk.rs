//! Random bureaus with everything in them - pins and bans, duties, gates, money, loans, a published
//! plan - come back from a workbook and from CSV as the very same data sets.

use kehou_desk::{Lang, Options, import, write_csv, write_workbook};
use kehou_domain::draft::Bureau;
use kehou_tests::full::{FURTHER, add_duty_fact, full_bureau};
use kehou_tests::network::random_network;
use kehou_tests::seeds;
use std::fs;
use std::path::PathBuf;

fn read(files: &[PathBuf]) -> Bureau {
    let imported = import(files, &Options::default());
    let said: Vec<String> = imported
        .report
        .errors()
        .map(|fault| format!("{} {}", fault.path, fault.cause.en))
        .collect();
    imported.bureau.unwrap_or_else(|| panic!("{said:#?}"))
}

fn comes_back(bureau: &Bureau, seed: u64) {
    if kehou_domain::validate::validate(bureau).has_errors() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let lang = if seed.is_multiple_of(2) { Lang::Zh } else { Lang::En };
    let file = folder.path().join("data.xlsx");
    write_workbook(&file, bureau, lang).expect("written");
    assert_eq!(&read(&[file]), bureau, "workbook, seed {seed}");
    let folder = folder.path().join("csv");
    write_csv(&folder, bureau, lang).expect("written");
    let files = fs::read_dir(&folder).expect("files").map(|entry| entry.expect("a file").path());
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    assert_eq!(&read(&files), bureau, "CSV, seed {seed}");
}

#[test]
fn bureaus_with_everything_come_back() {
    for seed in seeds(60) {
        let mut bureau = full_bureau(seed, &FURTHER);
        add_duty_fact(&mut bureau, seed, &FURTHER);
        comes_back(&bureau, seed);
    }
}

#[test]
fn bureaus_of_several_schools_come_back() {
    for seed in seeds(30) {
        comes_back(&random_network(seed), seed);
    }
}

/// Ids and names that a spreadsheet program or our own notation could take for something else.
#[test]
fn awkward_texts_come_back() {
    let awkward = [
        "=1+1", "+8", "-3", "@x", "'a", "a、b", "c,d", "\"q\"", "默认", "default", "007", "1e5",
        "是", "17:30",
    ];
    for (seed, text) in (0..).zip(awkward) {
        let sound = |bureau: &Bureau| !kehou_domain::validate::validate(bureau).has_errors();
        let drawn = (seed * 100..seed * 100 + 100).map(|seed| full_bureau(seed, &[])).find(sound);
        let mut bureau = drawn.expect("most are without faults");
        let school = &mut bureau.schools[0];
        let (old, new) = (school.activities[0].id.clone(), text.to_owned());
        school.activities[0].id.clone_from(&new);
        school.activities[0].name.clone_from(&new);
        let rename = |id: &mut String| {
            if *id == old {
                id.clone_from(&new);
            }
        };
        for pupil in &mut school.students {
            pupil.choices.iter_mut().for_each(|choice| rename(&mut choice.activity));
            pupil.refused.iter_mut().for_each(rename);
        }
        for person in &mut school.staff {
            person.wanted_activities.iter_mut().for_each(rename);
            person.unwanted_activities.iter_mut().for_each(rename);
        }
        school.pins.iter_mut().chain(&mut school.bans).for_each(|fact| rename(&mut fact.activity));
        let (old, new) = (school.dismissal_points[0].id.clone(), new);
        school.dismissal_points[0].id.clone_from(&new);
        for day in school.students.iter_mut().flat_map(|pupil| &mut pupil.attendance) {
            if day.dismissal_point == old {
                day.dismissal_point.clone_from(&new);
            }
        }
        let report = kehou_domain::validate::validate(&bureau);
        let said: Vec<String> =
            report.errors().map(|fault| format!("{} {}", fault.path, fault.cause.en)).collect();
        assert!(said.is_empty(), "{text} is allowed: {said:#?}");
        comes_back(&bureau, seed);
    }
}
