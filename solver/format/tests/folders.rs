//! Data set and plan folders: what is written is what is read.

use kehou_domain::draft::{Bureau, School};
use kehou_domain::explanation::Explanations;
use kehou_domain::outcome::{Kpis, Level, Limit, Outcome, SchoolOutcome, Status};
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::rule::Rule;
use kehou_format::{
    FileKind, PlanFiles, WriteFault, digest, outcome_json, plan_digest, read_explanations,
    read_input, read_outcome, read_plan, write_input, write_input_file, write_plan,
};
use std::fs;

fn bureau(ids: &[&str]) -> Bureau {
    let school = |id: &&str| School { id: (*id).to_owned(), ..School::default() };
    Bureau { id: "b".to_owned(), schools: ids.iter().map(school).collect(), ..Bureau::default() }
}

fn plan(ids: &[&str]) -> Plan {
    let school = |id: &&str| SchoolPlan { school: (*id).to_owned(), ..SchoolPlan::default() };
    Plan { bureau: "b".to_owned(), schools: ids.iter().map(school).collect(), loans: Vec::new() }
}

fn outcome(status: Status) -> Outcome {
    let school = SchoolOutcome {
        school: "a".to_owned(),
        students: 10,
        status,
        limit: Limit::Time,
        shortfall: Level::default(),
        quality: Level { value: 100, bound: 90 },
        bound_kind: "pupil_week",
        work: 7,
    };
    Outcome {
        status,
        limit: Limit::Time,
        shortfall: school.shortfall,
        quality: school.quality,
        points: vec![(Rule::Unplaced, 0), (Rule::Preference, 100)],
        weights: vec![(Rule::Unplaced, 5000), (Rule::Preference, 1)],
        schools: vec![school],
        kpis: Kpis::default(),
        school_kpis: vec![Kpis::default()],
        school_weights: vec![vec![(Rule::Preference, 2)]],
        wall_seconds: 1.5,
        cpu_seconds: 2.0,
        peak_rss_bytes: 1 << 20,
        version: "0.1.0".to_owned(),
        seed: 1,
        input_digest: "1".repeat(64),
        plan_digest: "2".repeat(64),
    }
}

#[test]
fn data_set_comes_back_in_both_forms() {
    let written = bureau(&["a", "b.c", "县一小", "../up"]);
    for kind in [FileKind::Json, FileKind::Binary] {
        let folder = tempfile::tempdir().unwrap();
        write_input(folder.path(), &written, kind).unwrap();
        let mut read = read_input(folder.path()).unwrap();
        assert_eq!(read.schools.first().map(|s| s.id.as_str()), Some("../up"), "in name order");
        read.schools.rotate_left(1);
        assert_eq!(read, written);
        assert_eq!(digest(&read), digest(&written));
    }
}

#[test]
fn single_files_keep_the_order_of_schools() {
    let folder = tempfile::tempdir().unwrap();
    let written = bureau(&["b", "a"]);
    for name in ["one.json", "one.pb"] {
        let file = folder.path().join(name);
        write_input_file(&file, &written).unwrap();
        assert_eq!(read_input(&file).unwrap(), written);
    }
}

#[test]
fn a_smaller_data_set_replaces_a_larger_one() {
    let folder = tempfile::tempdir().unwrap();
    write_input(folder.path(), &bureau(&["a", "b"]), FileKind::Binary).unwrap();
    let smaller = bureau(&["b"]);
    write_input(folder.path(), &smaller, FileKind::Json).unwrap();
    assert_eq!(read_input(folder.path()).unwrap(), smaller);
}

#[test]
fn plan_folder_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (plan, outcome) = (plan(&["b", "a"]), outcome(Status::Feasible));
    let explanations = Explanations::default();
    let files = PlanFiles { plan: &plan, outcome: &outcome, explanations: &explanations };
    write_plan(folder.path(), &files).unwrap();
    write_plan(folder.path(), &files).unwrap();
    let read = read_plan(folder.path()).unwrap();
    assert_eq!(plan_digest(&read), plan_digest(&plan));
    assert_eq!(read.schools.len(), 2);
    assert_eq!(read_outcome(folder.path()).unwrap(), outcome);
    assert_eq!(read_explanations(folder.path()).unwrap(), explanations);
}

#[test]
fn a_plan_never_overwrites_data_nor_data_a_plan() {
    let folder = tempfile::tempdir().unwrap();
    let data = bureau(&["a"]);
    write_input(folder.path(), &data, FileKind::Json).unwrap();
    let (plan, outcome) = (plan(&["a"]), outcome(Status::Feasible));
    let files =
        PlanFiles { plan: &plan, outcome: &outcome, explanations: &Explanations::default() };
    let refused = write_plan(folder.path(), &files);
    assert!(matches!(refused, Err(WriteFault::Occupied { .. })));
    assert_eq!(read_input(folder.path()).unwrap(), data);

    let folder = tempfile::tempdir().unwrap();
    write_plan(folder.path(), &files).unwrap();
    let refused = write_input(folder.path(), &data, FileKind::Json);
    assert!(matches!(refused, Err(WriteFault::Occupied { .. })));
}

#[test]
fn outcome_says_zeros_and_leaves_out_what_is_not_known() {
    let text = outcome_json(&outcome(Status::Feasible));
    for part in ["\"status\": \"STATUS_FEASIBLE\"", "\"value\": \"0\"", "\"gap\": 0.1"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    for key in ["points", "kpis", "wallSeconds", "cpuSeconds", "peakRssBytes", "inputDigest"] {
        assert!(text.contains(&format!("\"{key}\": ")), "{key} in {text}");
    }
    let text = outcome_json(&outcome(Status::NoSolution));
    assert!(!text.contains("value") && text.contains("bound"), "{text}");
}

#[test]
fn two_schools_of_one_id_are_not_written_over_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let refused = write_input(folder.path(), &bureau(&["a", "a"]), FileKind::Json);
    assert!(matches!(refused, Err(WriteFault::SameSchool { .. })));
}

#[test]
fn files_have_a_line_per_element_and_no_leftovers() {
    let folder = tempfile::tempdir().unwrap();
    write_input(folder.path(), &bureau(&["a"]), FileKind::Json).unwrap();
    let text = fs::read_to_string(folder.path().join("schools/a.json")).unwrap();
    assert_eq!(text, "{\n  \"id\": \"a\"\n}\n");
    assert_eq!(fs::read_dir(folder.path().join("schools")).unwrap().count(), 1);
}
