//! What a bureau learns about staff and loans, as it is printed.

mod common;

use common::{Ran, command, kehou, ran, text, tiny};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

/// A small county with a plan that decides loans.
fn county() -> (TempDir, PathBuf, PathBuf) {
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| dir.path().join(name));
    let size = ["--schools", "3", "--pupils", "240"];
    let made = kehou(&[&["generate", "gucheng", "-o", text(&data)], &size[..]].concat());
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let limit = ["--loans", "--work-limit", "40"];
    let solved = kehou(&[&["solve", text(&data), "-o", text(&plan)], &limit[..]].concat());
    assert_eq!(solved.code, Some(0), "{}", solved.stderr);
    (dir, data, plan)
}

fn balance(data: &Path, plan: &Path, more: &[&str]) -> Ran {
    let asked = ["balance", text(data), text(plan), "--work-limit", "20", "--sample", "3"];
    kehou(&[&asked[..], more].concat())
}

#[test]
fn a_county_sees_loans_skills_schools_teachers_and_training() {
    let (_dir, data, plan) = county();
    let english = balance(&data, &plan, &["--training-places", "sport=2,arts=2,other=1"]);
    assert_eq!(english.code, Some(0), "{}", english.stderr);
    for part in [
        "check clean",
        "lent teacher",
        "shortage and surplus: skill",
        "town and country",
        "last tenth",
        "one more teacher: school",
    ] {
        assert!(english.stdout.contains(part), "{part}: {}", english.stdout);
    }
    let chinese = balance(&data, &plan, &["--lang", "zh"]);
    assert_eq!(chinese.code, Some(0), "{}", chinese.stderr);
    for part in
        ["核验通过", "支援教师", "缺口与富余", "城乡", "末十分之一", "增加一名教师", "培训建议"]
    {
        assert!(chinese.stdout.contains(part), "{part}: {}", chinese.stdout);
    }
}

#[test]
fn the_report_as_json_is_the_same_every_time_and_promises_what_it_measured() {
    let (_dir, data, plan) = county();
    let places = ["--json", "--training-places", "sport=2", "--training-places", "arts=0"];
    let first = balance(&data, &plan, &[&places[..], &["--threads", "1"]].concat());
    let second = balance(&data, &plan, &[&places[..], &["--threads", "2"]].concat());
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert_eq!(first.stdout, second.stdout);
    let said: Value = serde_json::from_str(&first.stdout).expect("JSON");
    let bureau = fs::read_to_string(plan.join("bureau.json")).expect("a plan");
    let bureau: Value = serde_json::from_str(&bureau).expect("JSON");
    let stays = said["loans"]
        .as_array()
        .expect("loans")
        .iter()
        .map(|loan| loan["stays"].as_array().map_or(0, Vec::len));
    assert_eq!(stays.sum::<usize>(), bureau["loans"].as_array().map_or(0, Vec::len));
    let candidates = said["oneMoreTeacher"].as_array().expect("candidates");
    let verified = candidates.iter().filter(|one| one["verified"] == true);
    assert_eq!(verified.count(), candidates.len().min(3));
    for one in candidates.iter().filter(|one| one["verified"] == true) {
        assert!(one["worth"]["saved"]["shortfall"].as_i64().expect("a number") >= 0, "{one}");
    }
    for place in said["training"]["places"].as_array().expect("places") {
        assert!(place["used"].as_i64() <= place["places"].as_i64(), "{place}");
    }
    assert_eq!(said["training"]["places"][1]["places"], 0, "as the flag says");
}

#[test]
fn small_counts_of_pupils_are_not_told() {
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| dir.path().join(name));
    tiny(&data);
    let solved = kehou(&["solve", text(&data), "-o", text(&plan), "--work-limit", "1"]);
    assert_eq!(solved.code, Some(0), "{}", solved.stderr);
    let said = balance(&data, &plan, &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for part in ["The plan has no loans", "<5"] {
        assert!(said.stdout.contains(part), "{part}: {}", said.stdout);
    }
    let json = balance(&data, &plan, &["--json"]);
    let said: Value = serde_json::from_str(&json.stdout).expect("JSON");
    for skill in said["skills"].as_array().expect("skills") {
        let missing = skill["sessionsMissing"].as_i64();
        assert!(missing.is_none_or(|count| count == 0 || count >= 5), "{skill}");
    }
    assert!(!json.stdout.contains("\"s1\""), "no pupil is named");
}

#[test]
fn a_plan_of_other_data_and_wrong_usage_are_refused_in_words() {
    let (dir, data, plan) = county();
    let other = dir.path().join("tiny");
    tiny(&other);
    let refused = balance(&other, &plan, &[]);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(6), ""));
    assert!(refused.stderr.contains("The check failed"), "{}", refused.stderr);
    let gone = balance(&dir.path().join("gone"), &plan, &[]);
    assert_eq!((gone.code, gone.stdout.as_str()), (Some(3), ""));
    let no_plan = balance(&data, &data, &[]);
    assert_eq!((no_plan.code, no_plan.stdout.as_str()), (Some(3), ""), "{}", no_plan.stderr);
    let asked = ["balance", text(&data), text(&plan), "--training-places", "go=1"];
    let usage = ran(&command(&asked).output().expect("the program starts"));
    assert_eq!((usage.code, usage.stdout.as_str()), (Some(2), ""));
    assert!(usage.stderr.contains("sport=N"), "{}", usage.stderr);
}
