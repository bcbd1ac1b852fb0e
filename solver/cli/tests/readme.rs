//! The smallest data set of the README is one.

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
    let [bureau, school] = blocks[..] else { panic!("two JSON texts in the README") };
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
}
