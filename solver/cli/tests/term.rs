//! The commands about a whole term, end to end: calendar, carry-over, lottery.

#[allow(dead_code, reason = "shared by several tests")]
mod common;

use common::{kehou, text};
use kehou_format::{FileKind, read_input, read_lottery, write_input};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

/// A planned school of 90 pupils: the folder, data, plan.
fn planned() -> (TempDir, PathBuf, PathBuf) {
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| dir.path().join(name));
    let size = ["--schools", "1", "--pupils", "90"];
    let ran = kehou(&[&["generate", "jia", "-o", text(&data)], size.as_slice()].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let limit = ["--work-limit", "20", "--threads", "1"];
    let ran = kehou(&[&["solve", text(&data), "-o", text(&plan)], limit.as_slice()].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    (dir, data, plan)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("a table");
    text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
}

#[test]
fn a_calendar_has_holidays_swapped_days_hours_credit_and_fees() {
    let (dir, data, plan) = planned();
    let tables = dir.path().join("tables");
    let calendar = ["calendar", text(&data), text(&plan)];
    let ran = kehou(&[calendar.as_slice(), &["-o", text(&tables)]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("2026-09-20 follows Tuesday"), "{}", ran.stdout);
    let ran = kehou(&[["--lang", "zh"].as_slice(), &calendar].concat());
    assert!(ran.stdout.contains("2026-10-10 按周三"), "{}", ran.stdout);

    let ran = kehou(&[calendar.as_slice(), &["--json"]].concat());
    let found = json(&ran.stdout);
    let days = found["days"].as_array().expect("days");
    assert!(days.iter().all(|day| day["date"] != "2026-10-01"));
    let school = &found["schools"][0];
    let table = |name: &str| lines(&tables.join("jx-01").join(name));
    let sum = |rows: &[String], column: usize| -> f64 {
        let cell =
            |row: &String| row.split(',').nth(column).and_then(|cell| cell.parse::<f64>().ok());
        rows[1..].iter().filter_map(cell).sum::<f64>()
    };
    let pay = school["payFen"].as_f64().expect("pay") / 100.0;
    assert!((sum(&table("hours.csv"), 8) - pay).abs() < 0.005);
    let due = school["feesFen"].as_f64().expect("fees") / 100.0;
    assert!((sum(&table("fees.csv"), 6) - due).abs() < 0.005);
    assert_eq!(table("fees.csv").len(), 91);
    let sessions = school["sessions"].as_u64().expect("sessions") as usize;
    let duties = school["duties"].as_u64().expect("duties") as usize;
    assert_eq!(table("calendar.csv").len(), 1 + sessions + duties);
}

#[test]
fn one_pupil_and_one_teacher_have_dates() {
    let (_dir, data, plan) = planned();
    let of = |option: &str, id: &str| kehou(&["calendar", text(&data), text(&plan), option, id]);
    let ran = of("--student", "jx-01-p0001");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("2026-09-0"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("2026-10-01"), "{}", ran.stdout);
    assert_eq!(of("--staff", "jx-01-t005").code, Some(0));
    assert_eq!(of("--room", "jx-01-yard-1").code, Some(0));
    let ran = of("--student", "nobody");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
}

#[test]
fn without_a_term_there_is_no_calendar() {
    let (dir, data, plan) = planned();
    let mut bureau = read_input(&data).expect("a data set");
    bureau.term = None;
    let timeless = dir.path().join("timeless");
    write_input(&timeless, &bureau, FileKind::Json).expect("written");
    let ran = kehou(&["calendar", text(&timeless), text(&plan)]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("term"), "{}", ran.stderr);
}

#[test]
fn what_is_left_open_is_carried_into_the_next_term() {
    let (dir, data, plan) = planned();
    let next = dir.path().join("next");
    let ran = kehou(&["carry-over", text(&data), text(&plan), text(&data), "-o", text(&next)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("90 pupils are there again"), "{}", ran.stdout);
    let [before, after] = [&data, &next].map(|folder| read_input(folder).expect("a data set"));
    assert_ne!(before.schools[0].students, after.schools[0].students);
    assert_eq!(before.schools[0].activities, after.schools[0].activities);
    let ran = kehou(&["validate", text(&next)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
}

#[test]
fn a_draw_is_settled_recorded_and_verified_and_a_changed_record_is_found_out() {
    let (dir, data, plan) = planned();
    let drawn = dir.path().join("drawn");
    let draw = ["lottery", "draw", text(&data), text(&plan), "--public-seed", "2026-11-30 12345"];
    let ran = kehou(&[draw.as_slice(), &["-o", text(&drawn)]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("90 pupils drawn"), "{}", ran.stdout);
    let ran = kehou(&["check", text(&data), text(&drawn)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    assert!(!ran.stderr.contains("outcome.json"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("plan"), "{}", ran.stderr);
    let verify = ["lottery", "verify", text(&data), text(&drawn)];
    let ran = kehou(&verify);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);

    let record = drawn.join("lottery.json");
    let lottery = read_lottery(&record).expect("a record");
    let first = &lottery.schools[0].tickets[0];
    let number = ["lottery", "number", "--public-seed", "2026-11-30 12345", "--school", "jx-01"];
    let ran = kehou(&[number.as_slice(), &["--student", &first.student]].concat());
    assert!(ran.stdout.starts_with(&first.number), "{}", ran.stdout);

    let said = fs::read_to_string(&record).expect("text");
    fs::write(&record, said.replacen("12345", "12346", 1)).expect("written");
    let ran = kehou(&verify);
    assert_eq!(ran.code, Some(6), "{}", ran.stdout);
    assert!(ran.stdout.contains("jx-01"), "{}", ran.stdout);
}

#[test]
fn a_plan_that_breaks_a_rule_has_no_calendar() {
    let (_dir, data, plan) = planned();
    let file = plan.join("schools/jx-01.json");
    let text_of = fs::read_to_string(&file).expect("a plan");
    let mut school = json(&text_of);
    let students = school["sections"][0]["students"].clone();
    school["sections"][1]["students"] = students;
    fs::write(&file, school.to_string()).expect("written");
    let ran = kehou(&["calendar", text(&data), text(&plan)]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(6), ""));
}
