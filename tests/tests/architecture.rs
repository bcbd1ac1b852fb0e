//! Which crate may see which, and that every list of rules is the same list.

use kehou_domain::rule::Rule;
use kehou_formulate::rules::COVERED;
use std::fs;
use std::path::{Path, PathBuf};

/// Crates of the workspace by folder, with the workspace crates each may depend on.
const EDGES: [(&str, &[&str]); 11] = [
    ("proto", &[]),
    ("solver/domain", &[]),
    ("solver/check", &["domain"]),
    ("solver/engine", &["domain"]),
    ("solver/explain", &["check", "domain", "engine"]),
    ("solver/formulate", &["domain"]),
    ("solver/format", &["domain", "proto", "term"]),
    ("solver/profiles", &["domain"]),
    ("solver/term", &["domain"]),
    ("solver/desk", &["domain", "format", "term"]),
    (
        "solver/cli",
        &[
            "check",
            "desk",
            "domain",
            "engine",
            "explain",
            "format",
            "formulate",
            "profiles",
            "proto",
            "term",
        ],
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Workspace crates in the `[dependencies]` table of a crate, without the prefix.
fn dependencies(folder: &str) -> Vec<String> {
    let manifest = read(&format!("{folder}/Cargo.toml"));
    manifest
        .lines()
        .skip_while(|line| line.trim() != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.strip_prefix("kehou-"))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .map(str::to_owned)
        .collect()
}

/// Names of the Rust files in a folder, without extension, those of the machinery left out.
fn rule_files(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).expect("the folder is there");
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.path().file_stem()?.to_str().map(str::to_owned))
        .filter(|name| Rule::from_name(name).is_some())
        .collect();
    names.sort();
    names
}

#[test]
fn crates_see_no_more_than_they_may() {
    for (folder, allowed) in EDGES {
        for dependency in dependencies(folder) {
            assert!(allowed.contains(&dependency.as_str()), "{folder} sees {dependency}");
        }
    }
}

#[test]
fn every_crate_but_the_entry_points_is_in_the_list() {
    let outside = ["server", "benches", "tests"];
    let workspace = read("Cargo.toml");
    let members = workspace
        .lines()
        .skip_while(|line| !line.starts_with("members"))
        .skip(1)
        .take_while(|line| !line.starts_with(']'))
        .map(|line| line.trim().trim_matches([',', '"']).to_owned());
    for member in members.filter(|member| !outside.contains(&member.as_str())) {
        assert!(EDGES.iter().any(|edge| edge.0 == member), "{member} has no edges stated");
    }
}

#[test]
fn every_rule_is_formulated() {
    let listed: Vec<Rule> = COVERED.iter().map(|entry| entry.0).collect();
    assert_eq!(listed, Rule::all().collect::<Vec<_>>());
}

#[test]
fn a_formulated_rule_has_a_file_of_its_name() {
    let mut names: Vec<&str> = COVERED.iter().map(|entry| entry.0.name()).collect();
    names.sort_unstable();
    assert_eq!(rule_files("solver/formulate/src/rules"), names);
}

#[test]
fn every_rule_has_a_check_file_of_its_name() {
    let mut names: Vec<&str> = Rule::all().map(Rule::name).collect();
    names.sort_unstable();
    assert_eq!(rule_files("solver/check/src/rules"), names);
}

#[test]
fn the_schema_lists_the_rules_of_the_domain() {
    let schema = read("proto/kehou/v1/rule.proto");
    let values = schema
        .lines()
        .filter_map(|line| line.trim().strip_prefix("RULE_")?.split_once(" ="))
        .map(|(name, _)| name.to_lowercase())
        .filter(|name| name != "unspecified");
    let names: Vec<String> = Rule::all().map(|rule| rule.name().to_owned()).collect();
    assert_eq!(values.collect::<Vec<_>>(), names);
}
