//! The smallest data set of the README is one, and its change can be made.

#[allow(dead_code, reason = "shared by several tests")]
mod common;

use common::{kehou, text};
use std::fs;
use tempfile::tempdir;

#[test]
fn the_smallest_data_set_of_the_readme_can_be_planned() {
    let readme = include_str!("../../../README.md");
    let blocks: Vec<&str> =
        readme.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [bureau, school, changes] = blocks[..] else { panic!("three JSON texts in the README") };
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["my-data", "my-plan"].map(|name| dir.path().join(name));
    fs::create_dir_all(data.join("schools")).expect("made");
    fs::write(data.join("bureau.json"), bureau).expect("written");
    fs::write(data.join("schools/no-1.json"), school).expect("written");
    let validated = kehou(&["validate", text(&data)]);
    assert_eq!((validated.code, validated.stdout.as_str()), (Some(0), "0 faults, 0 warnings\n"));
    let solved = kehou(&["solve", text(&data), "-o", text(&plan), "--work-limit", "1"]);
    assert_eq!(solved.code, Some(0), "{}", solved.stderr);
    let checked = kehou(&["check", text(&data), text(&plan)]);
    assert_eq!(checked.code, Some(0), "{}", checked.stdout);
    let [file, after] = ["changes.json", "my-plan-2"].map(|name| dir.path().join(name));
    fs::write(&file, changes).expect("written");
    let change = ["--change", text(&file), "-o", text(&after)];
    let ran = kehou(&[&["replan", text(&data), text(&plan)], &change[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("1 place of pupils changed"), "{}", ran.stdout);
}
