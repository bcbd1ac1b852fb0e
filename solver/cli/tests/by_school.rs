//! Planning part by part - a school, or schools that lend to each other -: the same plan as all at
//! once, also after a run was killed.

#[allow(dead_code, reason = "shared by several tests")]
mod common;

use common::{Ran, command, kehou, text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::tempdir;

/// A county of six schools.
fn county(folder: &Path) {
    let ran =
        kehou(&["generate", "gucheng", "--schools", "6", "--pupils", "360", "-o", text(folder)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

fn arguments<'a>(data: &'a Path, plan: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    [&["solve", text(data), "-o", text(plan), "--work-limit", "30"], more].concat()
}

fn solve(data: &Path, plan: &Path, more: &[&str]) -> Ran {
    let ran = kehou(&arguments(data, plan, more));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran
}

/// Everything in a plan folder but what a run measured of itself.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(&here).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("inside").display().to_string();
            let mut content = fs::read_to_string(&path).expect("text");
            if name == "outcome.json" {
                let mut outcome: Value = serde_json::from_str(&content).expect("JSON");
                let fields = outcome.as_object_mut().expect("an outcome");
                for measured in ["wallSeconds", "cpuSeconds", "peakRssBytes"] {
                    assert!(fields.remove(measured).is_some(), "{measured}");
                }
                content = outcome.to_string();
            }
            found.insert(name, content);
        }
    }
    found
}

/// Starts planning and kills the program, without warning, once a school is finished.
fn killed(data: &Path, plan: &Path, more: &[&str]) {
    let mut command = command(&arguments(data, plan, more));
    let mut child: Child =
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let said = BufReader::new(child.stderr.take().expect("its messages"));
    let is_planned = |line: &String| line.contains("schools planned");
    assert!(said.lines().map_while(Result::ok).any(|line| is_planned(&line)), "no progress");
    child.kill().expect("killed");
    child.wait().expect("ended");
}

#[test]
fn the_plan_is_that_of_all_schools_at_once() {
    for options in [&[][..], &["--loans"]] {
        is_that_of_all_at_once(options);
    }
}

fn is_that_of_all_at_once(options: &[&str]) {
    let dir = tempdir().expect("a folder");
    let [data, whole, parts] = ["data", "whole", "parts"].map(|name| dir.path().join(name));
    county(&data);
    solve(&data, &whole, options);
    solve(&data, &parts, &[options, &["--by-school"]].concat());
    let (whole, parts) = (files(&whole), files(&parts));
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&whole), names(&parts));
    assert_eq!(whole.len(), 9);
    for (name, content) in &whole {
        assert!(content == &parts[name], "{name} differs");
    }
}

#[test]
fn a_killed_run_goes_on_with_the_same_result() {
    let dir = tempdir().expect("a folder");
    let [data, straight, broken] = ["data", "straight", "broken"].map(|name| dir.path().join(name));
    county(&data);
    solve(&data, &straight, &["--by-school"]);
    killed(&data, &broken, &["--by-school", "--threads", "1"]);
    assert!(!broken.join("bureau.json").exists(), "a plan before its end");
    let resumed = solve(&data, &broken, &["--by-school", "--threads", "2"]);
    assert!(resumed.stderr.contains("going on where the last run stopped"), "{}", resumed.stderr);
    assert!(files(&straight) == files(&broken), "the resumed plan differs");
}

/// Two counties of a city; teachers are lent within their county.
fn city(folder: &Path) {
    let size = ["--schools", "18", "--pupils", "1080"];
    let ran = kehou(&[&["generate", "pingdingshan", "-o", text(folder)][..], &size].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

fn by_county<'a>(data: &'a Path, plan: &'a Path, threads: &'a str) -> Vec<&'a str> {
    let more = ["--loans", "--by-school", "--work-limit", "3", "--threads", threads];
    [&["solve", text(data), "-o", text(plan)][..], &more].concat()
}

/// Starts planning with loans and kills the program once the first county is finished.
fn killed_between_counties(data: &Path, plan: &Path) {
    let mut command = command(&by_county(data, plan, "2"));
    let mut child: Child =
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    let claims = plan.join("unfinished/claims");
    let is_claimed = || fs::read_dir(&claims).is_ok_and(|mut found| found.next().is_some());
    while !is_claimed() {
        assert!(child.try_wait().expect("its state").is_none(), "it ended before it was killed");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
}

#[test]
fn counties_of_a_city_lend_within_and_a_killed_run_goes_on_with_the_next() {
    let dir = tempdir().expect("a folder");
    let [data, straight, broken] = ["data", "straight", "broken"].map(|name| dir.path().join(name));
    city(&data);
    let solve = |plan: &Path, threads: &str| {
        let ran = kehou(&by_county(&data, plan, threads));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran
    };
    solve(&straight, "2");
    killed_between_counties(&data, &broken);
    let resumed = solve(&broken, "1");
    assert!(resumed.stderr.contains("going on where the last run stopped"), "{}", resumed.stderr);
    assert!(files(&straight) == files(&broken), "the resumed plan differs");
    assert_eq!(kehou(&["check", text(&data), text(&broken)]).code, Some(0));
    let plan: Value = read(&straight.join("bureau.json"));
    let county = |school: &str| (school[4..].parse::<usize>().expect("a number") - 1) / 14;
    let loans = plan["loans"].as_array().expect("loans");
    assert!(!loans.is_empty(), "nobody is lent");
    for loan in loans {
        let (home, school) =
            (loan["staff"].as_str().expect("an id"), loan["school"].as_str().expect("an id"));
        assert_eq!(county(&home[..7]), county(school), "{loan}");
    }
}

fn read(file: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(file).expect("text")).expect("JSON")
}

#[test]
fn other_options_or_data_begin_anew() {
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| dir.path().join(name));
    county(&data);
    for more in [
        &["--by-school", "--seed", "2"][..],
        &["--by-school", "--gap", "0.5"],
        &["--by-school", "--loans"],
    ] {
        killed(&data, &plan, &["--by-school", "--threads", "1"]);
        let ran = solve(&data, &plan, more);
        assert!(!ran.stderr.contains("going on"), "{more:?}: {}", ran.stderr);
    }
    killed(&data, &plan, &["--by-school", "--threads", "1"]);
    county_with_other_seed(&data);
    let ran = solve(&data, &plan, &["--by-school"]);
    assert!(!ran.stderr.contains("going on"), "{}", ran.stderr);
    assert_eq!(kehou(&["check", text(&data), text(&plan)]).code, Some(0));
}

fn county_with_other_seed(folder: &Path) {
    let more = ["--schools", "6", "--pupils", "360", "--seed", "2"];
    let ran = kehou(&[&["generate", "gucheng", "-o", text(folder)][..], &more].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[test]
fn the_plan_that_was_there_stays_until_the_end() {
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| dir.path().join(name));
    county(&data);
    solve(&data, &plan, &["--by-school"]);
    let before = files(&plan);
    killed(&data, &plan, &["--by-school", "--seed", "2", "--threads", "1"]);
    let mut after = files(&plan);
    after.retain(|name, _| !name.starts_with("unfinished"));
    assert!(before == after, "a run that was killed touched the plan");
    assert_eq!(kehou(&["check", text(&data), text(&plan)]).code, Some(0));
}

#[test]
fn faults_of_all_schools_are_reported_before_anything_is_planned() {
    let dir = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| dir.path().join(name));
    county(&data);
    let mut schools: Vec<_> = fs::read_dir(data.join("schools"))
        .expect("schools")
        .map(|entry| entry.expect("a school").path())
        .collect();
    schools.sort();
    for school in &schools[..2] {
        let broken = fs::read_to_string(school).expect("text").replacen(
            "\"capacity\": ",
            "\"capacity\": -",
            1,
        );
        fs::write(school, broken).expect("written");
    }
    let at_once = kehou(&arguments(&data, &plan, &[]));
    let by_school = kehou(&arguments(&data, &plan, &["--by-school"]));
    assert_eq!((at_once.code, by_school.code), (Some(3), Some(3)));
    assert_eq!(at_once.stderr, by_school.stderr);
    assert_eq!(by_school.stderr.matches("rooms[").count(), 2, "{}", by_school.stderr);
}
