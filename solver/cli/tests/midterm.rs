//! Changes in mid-term: replan, suggest and compare on the tiny data set.

#[allow(dead_code, reason = "shared by several tests")]
mod common;

use common::{Ran, kehou, text, tiny};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

/// The tiny data set with a published plan.
struct Desk {
    dir: TempDir,
    data: PathBuf,
    plan: PathBuf,
}

fn desk() -> Desk {
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| dir.path().join(name));
    tiny(&data);
    let ran = kehou(&["solve", text(&data), "-o", text(&plan), "--work-limit", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    Desk { dir, data, plan }
}

impl Desk {
    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn replan(&self, changes: &str, more: &[&str]) -> Ran {
        let [file, after] = ["changes.json", "after"].map(|name| self.path(name));
        fs::write(&file, changes).expect("written");
        let asked = ["replan", text(&self.data), text(&self.plan), "--change", text(&file)];
        kehou(&[&asked[..], &["-o", text(&after)], more].concat())
    }
}

fn school_plan(folder: &Path) -> Value {
    let text = fs::read_to_string(folder.join("schools/tiny-1.json")).expect("a plan");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn an_absence_is_put_right_and_the_new_plan_is_clean_for_the_data_after_it() {
    let desk = desk();
    let input = desk.path("input");
    let changes = r#"{"changes": [{"staffAbsent": {"staff": "o1"}}]}"#;
    let ran = desk.replan(changes, &["--write-input", text(&input)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("o1"), "{}", ran.stdout);
    let after = desk.path("after");
    let checked = kehou(&["check", text(&input), text(&after)]);
    assert_eq!(checked.code, Some(0), "{}", checked.stdout);
    assert!(!school_plan(&after).to_string().contains("\"o1\""), "o1 is absent");
    let compared = kehou(&["compare", text(&desk.data), text(&desk.plan), text(&after), "--json"]);
    let said: Value = serde_json::from_str(&compared.stdout).expect("JSON");
    assert!(said["schools"][0]["changedPlaces"].as_i64().expect("a number") >= 1, "{said}");
}

#[test]
fn a_change_budget_that_cannot_be_met_is_refused() {
    let desk = desk();
    let changes =
        r#"{"changes": [{"staffAbsent": {"staff": "o1"}}], "changeBudget": {"total": 0}}"#;
    let ran = desk.replan(changes, &[]);
    assert_eq!(ran.code, Some(5), "{}", ran.stderr);
    assert!(ran.stderr.contains("change budget"), "{}", ran.stderr);
    assert!(!desk.path("after").join("bureau.json").exists());
}

#[test]
fn faults_in_changes_are_said_all_at_once() {
    let desk = desk();
    let changes = r#"{"changes": [{"staffAbsent": {"staff": "x"}}, {"studentLeaves": "y"}, {}]}"#;
    let ran = desk.replan(changes, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""));
    for place in ["changes[0].staff_absent.staff", "changes[1].student_leaves", "changes[2]"] {
        assert!(ran.stderr.contains(place), "{place}: {}", ran.stderr);
    }
}

#[test]
fn stand_ins_are_ranked_with_reasons_for_the_others() {
    let desk = desk();
    let plan = school_plan(&desk.plan);
    let sections = plan["sections"].as_array().expect("sections");
    let reading = sections.iter().find(|s| s["activity"] == "reading").expect("reading");
    let id = reading["id"].as_str().expect("an id");
    let asked = ["suggest", text(&desk.data), text(&desk.plan), "--session", id];
    let ran = kehou(&[&asked[..], &["--all"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("t3") && ran.stdout.contains("does not serve"), "{}", ran.stdout);
    let unknown = kehou(&["suggest", text(&desk.data), text(&desk.plan), "--session", "none"]);
    assert_eq!(unknown.code, Some(2));
}

#[test]
fn a_plan_compared_with_itself_changes_nothing() {
    let desk = desk();
    let ran = kehou(&["compare", text(&desk.data), text(&desk.plan), text(&desk.plan)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("Nothing changes for anybody"), "{}", ran.stdout);
}

#[test]
fn questions_are_answered_in_words_and_as_data() {
    let desk = desk();
    let plan = school_plan(&desk.plan);
    let section = &plan["sections"][0];
    let of = |key: &str| section[key].as_str().expect("a text").to_owned();
    let subjects = [
        ("--student", "s8".to_owned(), "student"),
        ("--staff", "t1".to_owned(), "staff"),
        ("--section", of("id"), "section"),
        ("--activity", of("activity"), "activity"),
    ];
    for (flag, id, key) in subjects {
        let asked = ["explain", text(&desk.data), text(&desk.plan), flag, &id];
        let said = kehou(&asked);
        assert_eq!((said.code, said.stdout.trim().is_empty()), (Some(0), false), "{flag}");
        let data = kehou(&[&asked[..], &["--json"]].concat());
        let data: Value = serde_json::from_str(&data.stdout).expect("JSON");
        assert_eq!(data["school"], "tiny-1");
        assert!(data[key].is_object(), "{flag}: {data}");
        let unknown = ["explain", text(&desk.data), text(&desk.plan), flag, "nobody"];
        assert_eq!(kehou(&unknown).code, Some(2), "{flag}");
    }
    let short = ["explain", text(&desk.data), text(&desk.plan), "--shortfall", "--json"];
    let data: Value = serde_json::from_str(&kehou(&short).stdout).expect("JSON");
    let sum = |gaps: &Value| -> i64 {
        let points = |gap: &Value| gap["points"].as_str().and_then(|text| text.parse::<i64>().ok());
        gaps.as_array().into_iter().flatten().filter_map(points).sum()
    };
    let all: i64 = data["shortfall"]["points"].as_str().unwrap_or("0").parse().expect("a number");
    assert_eq!(sum(&data["shortfall"]["gaps"]), all, "{data}");
    assert_eq!(kehou(&["explain", text(&desk.data), text(&desk.plan)]).code, Some(2));
}

#[test]
fn a_remedy_names_what_it_takes_and_what_comes_of_it() {
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| dir.path().join(name));
    let size = ["--schools", "1", "--pupils", "60", "-o", text(&data)];
    assert_eq!(kehou(&[&["generate", "gucheng"][..], &size].concat()).code, Some(0));
    let ran = kehou(&["solve", text(&data), "-o", text(&plan), "--work-limit", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ask = |pupil: usize, lang: &str| {
        let id = format!("gc-01-p{pupil:04}");
        let asked = ["explain", text(&data), text(&plan), "--student", &id, "--lang", lang];
        kehou(&asked).stdout
    };
    let found = (1..=60).find(|&pupil| ask(pupil, "en").contains("Least change"));
    let pupil = found.expect("something could better somebody's week");
    let said = ask(pupil, "zh");
    assert!(said.contains("最小改动") && said.contains("志愿分"), "{said}");
}
