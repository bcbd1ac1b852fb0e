//! What a planner sees when files cannot be read: every fault at once, with its place.

use kehou_format::{Problem, ReadFaults, read_input, read_plan};
use std::fs;
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
    folder
}

fn faults(folder: &TempDir, name: &str) -> ReadFaults {
    read_input(&folder.path().join(name)).unwrap_err()
}

/// The faults as text, without the folder's own path.
fn texts(folder: &TempDir, name: &str) -> Vec<String> {
    let root = format!("{}/", folder.path().display());
    let all = faults(folder, name).to_string().replace(&root, "");
    all.lines().map(|line| line.replace(&root[..root.len() - 1], "FOLDER")).collect()
}

#[test]
fn unknown_field_is_refused_with_its_place_and_the_field_meant() {
    let json = b"{\n  \"id\": \"b\",\n  \"schools\": [{\"id\": \"a\", \"student\": []}]\n}";
    let folder = folder(&[("in.json", json)]);
    assert_eq!(
        texts(&folder, "in.json"),
        ["in.json:3:35: there is no field `schools[0].student`; did you mean `students`?"]
    );
}

#[test]
fn a_wrong_type_is_told_with_its_field() {
    let folder = folder(&[("in.json", br#"{"schools": [{"groups": [{"grade": "three"}]}]}"#)]);
    let text = texts(&folder, "in.json").concat();
    assert!(text.starts_with("in.json:1:43: the content of schools[0].groups[0].grade"), "{text}");
}

#[test]
fn an_unknown_enum_value_is_told() {
    let folder = folder(&[("in.json", br#"{"schools": [{"kind": "SCHOOL_KIND_HIGH"}]}"#)]);
    let text = texts(&folder, "in.json").concat();
    assert!(text.contains("schools[0].kind") && text.contains("SCHOOL_KIND_HIGH"), "{text}");
}

#[test]
fn an_unknown_name_comes_with_the_one_meant() {
    for (kind, meant) in [("primary", true), ("SCHOOL_KIND_PRIMERY", true), ("zoo", false)] {
        let json = format!(r#"{{"schools": [{{"kind": "{kind}"}}]}}"#);
        let folder = folder(&[("in.json", json.as_bytes())]);
        let text = texts(&folder, "in.json").concat();
        assert!(text.contains(&format!("the value `{kind}` of schools[0].kind")), "{text}");
        assert_eq!(text.contains("did you mean `SCHOOL_KIND_PRIMARY`?"), meant, "{text}");
    }
}

#[test]
fn every_unreadable_file_is_reported_at_once() {
    let folder = folder(&[
        ("bureau.json", b"{\"id\": \"b\",}"),
        ("schools/a.json", b"{\"id\": \"a\""),
        ("schools/b.json", b"{\"id\": \"\xB9\xC8\"}"),
        ("schools/c.json", b"{\"id\": \"c\"}"),
        ("schools/d.pb", b"\xFF\xFF\xFF"),
    ]);
    let codes: Vec<_> =
        faults(&folder, "").0.iter().map(|fault| (fault.problem.code(), fault.place)).collect();
    let names: Vec<_> = codes.iter().map(|(code, _)| *code).collect();
    assert_eq!(names, ["file_syntax", "file_truncated", "file_encoding", "file_syntax"]);
    let text = texts(&folder, "");
    assert!(text[0].starts_with("bureau.json:1:12: "), "{}", text[0]);
    assert!(text[2].starts_with("schools/b.json:1:9: not UTF-8"), "{}", text[2]);
    assert!(text[3].starts_with("schools/d.pb: not a valid binary"), "{}", text[3]);
}

#[test]
fn missing_things_are_named() {
    let folder = folder(&[("no-bureau/schools/a.json", b"{}"), ("empty/bureau.json", b"{}")]);
    fs::create_dir(folder.path().join("empty/schools")).unwrap();
    let problem = |name| faults(&folder, name).0.remove(0).problem;
    assert_eq!(problem("nowhere"), Problem::Missing);
    assert_eq!(problem("nowhere.json"), Problem::Missing);
    assert_eq!(problem("no-bureau"), Problem::NoBureau);
    assert_eq!(problem("empty"), Problem::NoSchools);
}

#[test]
fn folders_in_place_of_files_are_refused() {
    let folder = folder(&[("bureau.json/x", b""), ("schools/a.json/x", b"")]);
    let problems: Vec<_> = faults(&folder, "").0.into_iter().map(|fault| fault.problem).collect();
    assert_eq!(problems, [Problem::Folder, Problem::Folder]);
}

#[test]
fn doubled_files_are_refused() {
    let both = folder(&[
        ("bureau.json", b"{}"),
        ("bureau.pb", b""),
        ("schools/a.json", b"{}"),
        ("schools/a.pb", b""),
        ("schools/notes.txt", b""),
        ("schools/.hidden", b""),
    ]);
    let codes: Vec<_> = faults(&both, "").0.iter().map(|fault| fault.problem.code()).collect();
    assert_eq!(codes, ["file_duplicate", "file_form", "file_duplicate"]);

    let same = folder(&[
        ("bureau.json", b"{}"),
        ("schools/a.json", b"{\"id\": \"a\"}"),
        ("schools/b.json", b"{\"id\": \"a\"}"),
    ]);
    assert_eq!(
        texts(&same, ""),
        ["schools/b.json: the school a is in schools/a.json already; keep only one of them"]
    );

    let twice = folder(&[("bureau.json", b"{\"schools\": [{}]}"), ("schools/a.json", b"{}")]);
    assert_eq!(faults(&twice, "").0.remove(0).problem, Problem::SchoolsTwice);
}

#[test]
fn a_plan_is_not_taken_for_a_data_set() {
    let plan = folder(&[("bureau.json", b"{}"), ("outcome.json", b"{}")]);
    assert_eq!(faults(&plan, "").0.remove(0).problem, Problem::PlanFolder);
    assert!(read_plan(plan.path()).is_ok());
}

#[test]
fn nesting_without_end_is_refused() {
    for open in ["[", "{\"a\":", "{\"schools\":[", "{\"policy\":"] {
        let folder = folder(&[("in.json", open.repeat(200_000).as_bytes())]);
        let faults = faults(&folder, "in.json");
        assert_eq!(faults.0.len(), 1);
        assert!(faults.to_string().len() < 1000, "{faults}");
    }
}

#[test]
fn megabytes_of_garbage_are_refused_in_a_short_message() {
    let noise: Vec<u8> =
        (0..30_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let letters = vec![b'x'; 30_000_000];
    let quoted = [b"{\"id\": 1, \"".as_slice(), &letters, b"\": 1}"].concat();
    let value = [b"{\"schools\": \"".as_slice(), &letters, b"\"}"].concat();
    for content in [&noise, &letters, &quoted, &value] {
        for name in ["in.json", "in.pb"] {
            let folder = folder(&[(name, content)]);
            let faults = faults(&folder, name);
            assert_eq!(faults.0.len(), 1);
            assert!(faults.to_string().len() < 1000, "{faults}");
            assert!(faults.report().faults.iter().all(|fault| fault.value.is_empty()));
        }
    }
}

#[test]
fn numbers_of_persons_are_not_echoed() {
    let folder =
        folder(&[("in.json", br#"{"schools": [{"groups": "11010119900307123X 13800138000"}]}"#)]);
    let text = texts(&folder, "in.json").concat();
    assert!(!text.contains("0307") && !text.contains("0138"), "{text}");
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let folder = folder(&[("in.json", b"\xEF\xBB\xBF{\"id\": \"b\"}")]);
    assert_eq!(read_input(&folder.path().join("in.json")).unwrap().id, "b");
}

#[test]
fn list_values_of_a_newer_schema_are_not_dropped() {
    // Bureau.policy (4) { priority_groups (10): 99 }
    let folder = folder(&[("in.pb", b"\x22\x03\x52\x01\x63")]);
    let expected =
        Problem::UnknownValue { field: "policy.priority_groups[0]".to_owned(), number: 99 };
    assert_eq!(faults(&folder, "in.pb").0.remove(0).problem, expected);
}

#[test]
fn fields_of_a_newer_schema_are_not_dropped() {
    // Bureau.schools (11) { students (11) { 99: 1 } }
    let folder = folder(&[("in.pb", b"\x5A\x05\x5A\x03\x98\x06\x01")]);
    assert_eq!(
        texts(&folder, "in.pb"),
        ["in.pb: there is no field `schools.students.99`; remove it or mend its name"]
    );
}

#[cfg(unix)]
#[test]
fn a_device_is_no_file() {
    let folder = folder(&[]);
    std::os::unix::fs::symlink("/dev/null", folder.path().join("in.json")).unwrap();
    assert_eq!(faults(&folder, "in.json").0.remove(0).problem, Problem::Special);
}
