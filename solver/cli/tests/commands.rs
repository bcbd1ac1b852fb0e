//! Each command end to end on the tiny data set.

mod common;

use common::{kehou, text, tiny};
use kehou_format::{FileKind, read_input, write_input};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Plans the tiny data set; deterministic and short.
fn plan(data: &Path, plan: &Path) -> common::Ran {
    kehou(&["solve", text(data), "-o", text(plan), "--work-limit", "1", "--threads", "1"])
}

#[test]
fn generate_says_what_it_wrote_and_does_so_again_byte_for_byte() {
    let dir = tempdir().expect("a folder");
    let [one, two] = ["one", "two"].map(|name| dir.path().join(name));
    for folder in [&one, &two] {
        let ran = kehou(&[
            "generate",
            "gucheng",
            "--schools",
            "1",
            "--pupils",
            "120",
            "-o",
            text(folder),
        ]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stdout.contains("1 schools, 120 pupils"), "{}", ran.stdout);
    }
    let school = |folder: &Path| fs::read(folder.join("schools/gc-01.json")).expect("a school");
    assert!(school(&one) == school(&two), "the same seed gives the same data");
}

#[test]
fn generate_refuses_sizes_that_make_no_sense() {
    let dir = tempdir().expect("a folder");
    let out = dir.path().join("out");
    for size in [["--tightness", "9"], ["--schools", "0"], ["--pupils", "1"]] {
        let ran = kehou(&["generate", "gucheng", "-o", text(&out), size[0], size[1]]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{size:?}");
        assert!(!out.exists(), "{size:?}");
    }
}

#[test]
fn validate_passes_the_tiny_data_set_in_both_languages() {
    let dir = tempdir().expect("a folder");
    tiny(dir.path());
    let ran = kehou(&["validate", text(dir.path())]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "0 faults, 0 warnings\n"));
    let ran = kehou(&["--lang", "zh", "validate", text(dir.path())]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "0 个错误，0 条警告\n"));
    let ran = kehou(&["validate", text(dir.path()), "--json"]);
    assert_eq!(ran.code, Some(0));
    assert!(json(&ran.stdout).is_object());
}

#[test]
fn solve_writes_a_plan_that_check_finds_clean() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "plan"].map(|name| dir.path().join(name));
    tiny(&data);
    let ran = plan(&data, &out);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("check clean"), "{}", ran.stdout);
    assert!(ran.stdout.contains(&format!("The plan lies in {}", text(&out))), "{}", ran.stdout);
    assert!(ran.stderr.contains("first full plan 1/1 schools planned"), "{}", ran.stderr);
    for file in ["bureau.json", "schools/tiny-1.json", "outcome.json", "explanations.json"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    let ran = kehou(&["check", text(&data), text(&out)]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains("no hard rule is broken"), "{}", ran.stdout);
}

#[test]
fn outcome_has_the_points_of_the_check_and_a_bound_below() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "plan"].map(|name| dir.path().join(name));
    tiny(&data);
    let solve = ["solve", text(&data), "-o", text(&out), "--work-limit", "1", "--json"];
    let ran = kehou(&solve);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let outcome = json(&ran.stdout);
    assert_eq!(
        fs::read_to_string(out.join("outcome.json")).map(|text| json(&text)).ok(),
        Some(outcome.clone())
    );
    let checked = json(&kehou(&["check", text(&data), text(&out), "--json"]).stdout);
    assert_eq!(checked["clean"], Value::Bool(true));
    assert_eq!(number(&outcome["weights"]["unplaced"]), 5000);
    assert!(outcome["weights"].get("patrol").is_none(), "a rule that is off has no weight");
    for level in ["shortfall", "quality"] {
        let value = number(&outcome[level]["value"]);
        assert_eq!(value, number(&checked[level]), "{level}");
        assert!(number(&outcome[level]["bound"]) <= value, "{level}");
    }
}

#[test]
fn outcome_names_the_weights_that_a_school_has_of_its_own() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "plan"].map(|name| dir.path().join(name));
    let mut bureau = kehou_profiles::tiny();
    bureau.schools[0].policy.rules.push(kehou_domain::policy::RuleSetting {
        rule: Some(kehou_domain::rule::Rule::SectionEffort),
        enabled: None,
        weight: Some(7),
    });
    write_input(&data, &bureau, FileKind::Json).expect("written");
    let solve = ["solve", text(&data), "-o", text(&out), "--work-limit", "1", "--json"];
    let outcome = json(&kehou(&solve).stdout);
    assert_eq!(number(&outcome["weights"]["section_effort"]), 60);
    let own = outcome["schools"][0]["weights"].as_object().expect("weights of its own");
    assert_eq!(own.len(), 1);
    assert_eq!(number(&own["section_effort"]), 7);
}

/// A whole number of proto3 JSON: 64-bit ones are texts, zero may be left out.
fn number(value: &Value) -> i64 {
    match value {
        Value::String(text) => text.parse().expect("a number"),
        Value::Null => 0,
        other => other.as_i64().expect("a number"),
    }
}

#[test]
fn a_run_under_a_work_limit_is_the_same_twice() {
    let dir = tempdir().expect("a folder");
    let data = dir.path().join("data");
    tiny(&data);
    let files = |threads: &str| {
        let out = dir.path().join(format!("plan-{threads}"));
        let limits = ["--seed", "1", "--work-limit", "1", "--threads", threads];
        let ran = kehou(&[["solve", text(&data), "-o", text(&out)].as_slice(), &limits].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let file = |name: &str| fs::read_to_string(out.join(name)).expect("a plan");
        // All of the outcome but what was measured.
        let measured = ["wallSeconds", "cpuSeconds", "peakRssBytes"];
        let outcome = file("outcome.json");
        let claims: Vec<String> = outcome
            .lines()
            .filter(|line| !measured.iter().any(|name| line.contains(name)))
            .map(str::to_owned)
            .collect();
        (file("schools/tiny-1.json"), file("bureau.json"), file("explanations.json"), claims)
    };
    assert_eq!(files("1"), files("2"));
}

#[test]
fn check_names_the_rule_that_a_changed_plan_breaks() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "plan"].map(|name| dir.path().join(name));
    tiny(&data);
    assert_eq!(plan(&data, &out).code, Some(0));
    let file = out.join("schools/tiny-1.json");
    let mut school = json(&fs::read_to_string(&file).expect("a plan"));
    school["sections"][0]["sessions"][0]["room"] = Value::String("nowhere".into());
    fs::write(&file, school.to_string()).expect("written");
    let ran = kehou(&["check", text(&data), text(&out)]);
    assert_eq!(ran.code, Some(6));
    assert!(ran.stdout.contains("room_fit tiny-1: "), "{}", ran.stdout);
    assert!(ran.stderr.contains("the plan was changed after it was made"), "{}", ran.stderr);
    let ran = kehou(&["check", text(&data), text(&out), "--json"]);
    assert_eq!(ran.code, Some(6));
    assert_eq!(json(&ran.stdout)["violations"][0]["rule"], "room_fit");
}

#[test]
fn formulate_writes_both_levels_as_mps() {
    let dir = tempdir().expect("a folder");
    let [data, file] = ["data", "tiny.mps"].map(|name| dir.path().join(name));
    tiny(&data);
    let base = ["formulate", text(&data), "-o", text(&file), "--level"];
    for (level, name) in [
        (["shortfall"].as_slice(), "NAME kehou_shortfall"),
        (&["quality", "--shortfall-at-most", "0"], "NAME kehou_quality"),
    ] {
        let ran = kehou(&[base.as_slice(), level].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let mps = fs::read_to_string(&file).expect("a file");
        assert!(mps.starts_with(name) && mps.trim_end().ends_with("ENDATA"), "{level:?}");
    }
    for level in [["quality"].as_slice(), &["shortfall", "--shortfall-at-most", "0"]] {
        assert_eq!(kehou(&[base.as_slice(), level].concat()).code, Some(2), "{level:?}");
    }
}

#[test]
fn demo_goes_from_data_to_a_plan() {
    let dir = tempdir().expect("a folder");
    let data = dir.path().join("county");
    let small = ["--schools", "2", "--pupils", "160", "--work-limit", "1"];
    let ran = kehou(&[["demo", "-o", text(&data)].as_slice(), &small].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("2 schools, 160 pupils"), "{}", ran.stdout);
    assert!(dir.path().join("county-plan/outcome.json").is_file());
}

#[test]
fn contradicting_pins_exit_with_4_before_any_search() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "plan"].map(|name| dir.path().join(name));
    let mut bureau = kehou_profiles::tiny();
    let fact = kehou_domain::draft::Fact { activity: "ball".into(), ..Default::default() };
    bureau.schools[0].pins = vec![fact.clone()];
    bureau.schools[0].bans = vec![fact];
    write_input(&data, &bureau, FileKind::Json).expect("written");
    for command in [vec!["validate", text(&data)], vec!["solve", text(&data), "-o", text(&out)]] {
        let ran = kehou(&command);
        assert_eq!(ran.code, Some(4), "{command:?}");
        assert!((ran.stdout + &ran.stderr).contains("schools[tiny-1]."), "{command:?}");
    }
    assert!(!out.join("bureau.json").exists());
}

#[test]
fn without_any_time_the_first_legal_plan_is_the_result() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "plan"].map(|name| dir.path().join(name));
    tiny(&data);
    let ran = kehou(&["solve", text(&data), "-o", text(&out), "--time-limit", "0s"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("a feasible plan (time limit); check clean"), "{}", ran.stdout);
    assert_eq!(kehou(&["check", text(&data), text(&out)]).code, Some(0));
}

#[test]
fn a_data_set_in_binary_form_is_the_same_data_set() {
    let dir = tempdir().expect("a folder");
    let [json, binary] = ["json", "binary"].map(|name| dir.path().join(name));
    tiny(&json);
    let bureau = read_input(&json).expect("a data set");
    write_input(&binary, &bureau, FileKind::Binary).expect("written");
    let ran = kehou(&["validate", text(&binary)]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "0 faults, 0 warnings\n"));
}
