//! What a planner sees when something is wrong: with the command, the files or the data.

mod common;

use common::{command, kehou, ran, text, tiny};
use kehou_domain::draft::Bureau;
use kehou_format::{FileKind, write_input};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::tempdir;

#[test]
fn wrong_usage_exits_with_2() {
    let wrong: [&[&str]; 8] = [
        &[],
        &["foo"],
        &["solve"],
        &["solve", "in", "-o", "out", "--time-limit", "soon"],
        &["solve", "in", "-o", "out", "--threads", "0"],
        &["solve", "in", "-o", "out", "--gap", "2"],
        &["generate", "atlantis", "-o", "out"],
        &["formulate", "in", "--level", "best", "-o", "out"],
    ];
    for arguments in wrong {
        let ran = kehou(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        let said = ["Usage", "error", "there is no profile"];
        assert!(said.iter().any(|said| ran.stderr.contains(said)), "{arguments:?}");
    }
    assert_eq!(kehou(&["--help"]).code, Some(0));
    assert_eq!(kehou(&["--version"]).code, Some(0));
}

#[test]
fn inputs_that_are_none_exit_with_3() {
    let dir = tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name);
    fs::create_dir(path("empty")).expect("made");
    fs::create_dir(path("folder.json")).expect("made");
    for (name, content) in [
        ("a.txt", "{}"),
        ("empty.json", ""),
        ("cut.json", "{\"schools\": ["),
        ("list.json", "[]"),
        ("field.json", "{\"shools\": []}"),
        ("deep.json", &"[".repeat(100_000)),
        ("cut.pb", "\u{a}\u{7f}"),
    ] {
        fs::write(path(name), content).expect("written");
    }
    let names = [
        "gone",
        "empty",
        "folder.json",
        "a.txt",
        "empty.json",
        "cut.json",
        "list.json",
        "field.json",
        "deep.json",
        "cut.pb",
    ];
    for name in names {
        let file = path(name);
        let validated = kehou(&["validate", text(&file)]);
        assert_eq!(validated.code, Some(3), "{name}: {}", validated.stdout);
        assert!(validated.stdout.contains(name), "{name}: {}", validated.stdout);
        let solved = kehou(&["solve", text(&file), "-o", text(&path("plan"))]);
        assert_eq!((solved.code, solved.stdout.as_str()), (Some(3), ""), "{name}");
        assert!(solved.stderr.contains("action"), "{name}: {}", solved.stderr);
    }
}

#[test]
fn refusals_are_in_the_language_asked_for() {
    let dir = tempdir().expect("a folder");
    let data = dir.path().join("data");
    tiny(&data);
    let blocked = data.join("bureau.json/x");
    let file = dir.path().join("none/x.mps");
    let refused: [&[&str]; 5] = [
        &["generate", "gucheng", "-o", text(&blocked), "--tightness", "9"],
        &["generate", "tiny", "-o", text(&blocked)],
        &["generate", "tiny", "-o", text(&blocked), "--schools", "2"],
        &["solve", text(&data), "-o", text(&blocked)],
        &["formulate", text(&data), "--level", "shortfall", "-o", text(&file)],
    ];
    let is_han = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
    for arguments in refused {
        let english = kehou(&[arguments, &["--lang", "en"]].concat());
        assert_eq!(english.code, Some(2), "{arguments:?}");
        assert!(!english.stderr.contains(is_han), "{}", english.stderr);
        let chinese = kehou(&[arguments, &["--lang", "zh"]].concat());
        assert_eq!(chinese.code, Some(2), "{arguments:?}");
        let said = chinese.stderr.replace(text(dir.path()), "");
        assert!(said.contains(is_han) && !said.contains("os error"), "{said}");
    }
}

#[test]
fn thirty_megabytes_of_garbage_are_refused_in_a_few_lines() {
    let dir = tempdir().expect("a folder");
    let mut state = 1_u32;
    let garbage: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(30 << 20)
    .collect();
    for name in ["garbage.json", "garbage.pb"] {
        let file = dir.path().join(name);
        fs::write(&file, &garbage).expect("written");
        let ran = kehou(&["validate", text(&file)]);
        assert_eq!(ran.code, Some(3), "{name}");
        assert!(ran.stdout.len() < 2000 && ran.stdout.contains(name), "{}", ran.stdout);
        assert!(!ran.stdout.chars().any(|letter| letter.is_control() && letter != '\n'));
    }
}

type Change = fn(&mut Bureau);

/// Breaks the tiny data set and reads what validation says.
fn broken(change: impl FnOnce(&mut Bureau)) -> common::Ran {
    let dir = tempdir().expect("a folder");
    let mut bureau = kehou_profiles::tiny();
    change(&mut bureau);
    write_input(dir.path(), &bureau, FileKind::Json).expect("written");
    kehou(&["validate", text(dir.path())])
}

#[test]
fn faults_of_a_data_set_are_located() {
    let cases: [(&str, Change); 5] = [
        ("students[s1].group", |bureau| bureau.schools[0].students[0].group = "none".into()),
        ("rooms[r1].capacity", |bureau| bureau.schools[0].rooms[0].capacity = 0),
        ("activities[ball].max_size", |bureau| bureau.schools[0].activities[0].max_size = 0),
        ("periods", |bureau| bureau.schools[0].periods[1].start_minute -= 10),
        ("rooms", |bureau| bureau.schools[0].rooms[1].id = "r1".into()),
    ];
    for (place, change) in cases {
        let ran = broken(change);
        assert_eq!(ran.code, Some(3), "{place}: {}", ran.stdout);
        assert!(ran.stdout.contains(place), "{place}: {}", ran.stdout);
    }
}

#[test]
fn an_empty_school_does_not_stop_the_others() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "plan"].map(|name| dir.path().join(name));
    let mut bureau = kehou_profiles::tiny();
    bureau.schools.push(kehou_domain::draft::School {
        id: "empty".into(),
        kind: Some(kehou_domain::draft::SchoolKind::Primary),
        ..Default::default()
    });
    write_input(&data, &bureau, FileKind::Json).expect("written");
    let validated = kehou(&["validate", text(&data)]);
    let solved = kehou(&["solve", text(&data), "-o", text(&out), "--work-limit", "1"]);
    assert_eq!(solved.code, validated.code, "{}{}", validated.stdout, solved.stderr);
    assert!(validated.stdout.contains("empty"), "{}", validated.stdout);
}

/// A limit on work ends the search of a school that has no week to search for.
#[test]
fn a_school_with_staff_and_no_pupils_is_planned() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "plan"].map(|name| dir.path().join(name));
    let mut bureau = kehou_profiles::tiny();
    bureau.schools[0].students.clear();
    write_input(&data, &bureau, FileKind::Json).expect("written");
    let solved = kehou(&["solve", text(&data), "-o", text(&out), "--work-limit", "1"]);
    assert_eq!(solved.code, Some(0), "{}", solved.stderr);
}

#[test]
fn places_that_cannot_be_written_exit_with_2_before_the_search() {
    let dir = tempdir().expect("a folder");
    let data = dir.path().join("data");
    tiny(&data);
    let below_a_file = data.join("bureau.json/plan");
    for out in [data.as_path(), below_a_file.as_path()] {
        let ran = kehou(&["solve", text(&data), "-o", text(out)]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.stderr);
        assert!(ran.stderr.contains("choose another folder"), "{}", ran.stderr);
    }
    let ran = kehou(&["generate", "tiny", "-o", text(&below_a_file)]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    let file = dir.path().join("none/x.mps");
    let ran = kehou(&["formulate", text(&data), "--level", "shortfall", "-o", text(&file)]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let dir = tempdir().expect("a folder");
    tiny(dir.path());
    let mut child = command(&["validate", text(dir.path()), "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let ran = ran(&child.wait_with_output().expect("it ends"));
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_full_disk_under_stdout_is_said() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        assert!(!Path::new("/dev/full").exists());
        return;
    };
    let dir = tempdir().expect("a folder");
    tiny(dir.path());
    let output = command(&["validate", text(dir.path())]).stdout(full).output();
    let ran = ran(&output.expect("the program starts"));
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("cannot write to standard output"), "{}", ran.stderr);
}

#[test]
fn ctrl_c_keeps_the_best_plan_so_far() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "plan"].map(|name| dir.path().join(name));
    let size = ["--schools", "1", "--pupils", "200"];
    let made = kehou(&[["generate", "gucheng", "-o", text(&data)].as_slice(), &size].concat());
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let limits = ["--time-limit", "20m", "--gap", "0", "--lang", "en"];
    let mut child =
        command(&[["solve", text(&data), "-o", text(&out)].as_slice(), &limits].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
    let mut said = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    while !line.contains("first full plan") {
        line.clear();
        assert_ne!(said.read_line(&mut line).expect("text"), 0, "ended before any plan");
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("kill").success());
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("text");
    let ended = ran(&child.wait_with_output().expect("it ends"));
    assert_eq!(ended.code, Some(0), "{rest}");
    assert!(rest.contains("stopped by Ctrl-C"), "{rest}");
    assert!(ended.stdout.contains("(stopped by Ctrl-C)"), "{}", ended.stdout);
    let checked = kehou(&["check", text(&data), text(&out)]);
    assert_eq!(checked.code, Some(0), "{}", checked.stdout);
}
