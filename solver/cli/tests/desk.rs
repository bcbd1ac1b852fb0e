//! The planner's way, as a user goes it: own files in, a plan, and the plan out in every form.

#[allow(dead_code, reason = "shared by several tests")]
mod common;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use common::{kehou, text, tiny};
use kehou_domain::draft::{Bureau, SlotRef};
use kehou_domain::plan::{SchoolPlan, Section, Session};
use kehou_format::{read_input, read_plan};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

/// Hand-made CSV files in GB18030 with Chinese headers.
fn sheets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../desk/tests/sheets")
}

struct Case {
    folder: TempDir,
    data: PathBuf,
    plan: PathBuf,
}

/// Imports the hand-made files and plans them.
fn planned() -> Case {
    let folder = tempdir().expect("a folder");
    let [data, plan] = ["data", "plan"].map(|name| folder.path().join(name));
    let ran = kehou(&["import", text(&sheets()), "-o", text(&data)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ran =
        kehou(&["solve", text(&data), "-o", text(&plan), "--work-limit", "50", "--threads", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    Case { folder, data, plan }
}

fn export(case: &Case, form: &str) -> PathBuf {
    let out = case.folder.path().join(form);
    let ran = kehou(&[
        "export",
        text(&case.data),
        text(&case.plan),
        "--to",
        form,
        "-o",
        text(&out),
        "--lang",
        "zh",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    out
}

fn sheet(file: &Path, name: &str) -> Range<Data> {
    let mut book: Xlsx<_> = open_workbook(file).expect("a workbook");
    book.worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn cell(range: &Range<Data>, row: usize, column: usize) -> String {
    range.get((row, column)).map(ToString::to_string).unwrap_or_default()
}

/// What a slot of the week covers for whom `is` says so.
fn at<'a>(
    bureau: &Bureau,
    plan: &'a SchoolPlan,
    slot: SlotRef,
    is: impl Fn(&Section, &Session) -> bool,
) -> Option<(&'a Section, &'a Session)> {
    let length = |section: &Section| {
        let item = bureau.schools[0].activities.iter().find(|item| item.id == section.activity);
        item.and_then(|item| item.periods_per_session).unwrap_or(1)
    };
    plan.sections.iter().find_map(|section| {
        let session = section.sessions.iter().find(|session| {
            let from = session.start;
            from.weekday == slot.weekday
                && (from.period..from.period + length(section)).contains(&slot.period)
                && is(section, session)
        })?;
        Some((section, session))
    })
}

#[test]
fn the_plan_comes_out_as_a_workbook_cell_by_cell() {
    let case = planned();
    let (bureau, plan) =
        (read_input(&case.data).expect("data"), read_plan(&case.plan).expect("a plan"));
    let (school, plan) = (&bureau.schools[0], &plan.schools[0]);
    let file = export(&case, "xlsx").join("heping.xlsx");
    let slots: Vec<SlotRef> = [(1, 1), (1, 2), (3, 1), (3, 2)]
        .map(|(weekday, period)| SlotRef { weekday, period })
        .into();

    let pupils = sheet(&file, "学生去向");
    assert_eq!(cell(&pupils, 1, 2), "周一第1节\n16:10-16:50");
    for (row, student) in (2..).zip(&school.students) {
        assert_eq!(cell(&pupils, row, 0), student.student);
        assert_eq!(cell(&pupils, row, 1), student.group);
        for (column, &slot) in (2..).zip(&slots) {
            let found =
                at(&bureau, plan, slot, |section, _| section.students.contains(&student.student));
            let expected =
                found.map(|(section, session)| format!("{}\n{}", section.activity, session.room));
            assert_eq!(
                cell(&pupils, row, column),
                expected.unwrap_or_default(),
                "{}",
                student.student
            );
        }
    }
    assert_eq!(pupils.height(), school.students.len() + 2);

    let staff = sheet(&file, "教师安排");
    for row in 2..staff.height() {
        let id = cell(&staff, row, 0);
        for (column, &slot) in (2..).zip(&slots) {
            let led = at(&bureau, plan, slot, |_, session| session.lead == id);
            let shown = cell(&staff, row, column);
            match led {
                Some((section, session)) => {
                    let count = section.students.len();
                    assert_eq!(shown, format!("{}\n{} {count}人", section.activity, session.room));
                }
                None => assert_eq!(shown, ""),
            }
        }
    }

    let rosters = sheet(&file, "教学班名单");
    let mut read: Vec<String> = (0..rosters.height())
        .filter(|&row| cell(&rosters, row, 0).parse::<usize>().is_ok())
        .map(|row| cell(&rosters, row, 1))
        .collect();
    let mut expected: Vec<String> =
        plan.sections.iter().flat_map(|section| section.students.clone()).collect();
    read.sort();
    expected.sort();
    assert_eq!(read, expected);

    let mut book: Xlsx<_> = open_workbook(&file).expect("a workbook");
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).expect("formulas");
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
    }
}

#[test]
fn pages_calendars_and_csv_come_out_too() {
    let case = planned();
    let html = export(&case, "html").join("heping");
    let index = fs::read_to_string(html.join("index.html")).expect("an index");
    for page in [
        "guide",
        "scheme",
        "classes",
        "class_lists",
        "door_signs",
        "handover",
        "dismissal",
        "figures",
    ] {
        assert!(index.contains(&format!("{page}.html")), "{page}");
        let text = fs::read_to_string(html.join(format!("{page}.html"))).expect("a page");
        assert!(text.contains("<html lang=\"zh-CN\">") && text.ends_with("</html>\n"));
    }
    assert!(fs::read_to_string(html.join("figures.html")).expect("figures").contains("<svg"));

    let calendars = export(&case, "ics").join("heping");
    let pupil = fs::read_to_string(calendars.join("pupils/2026001.ics")).expect("a calendar");
    assert!(pupil.starts_with("BEGIN:VCALENDAR\r\n") && pupil.ends_with("END:VCALENDAR\r\n"));
    assert!(pupil.contains("DTSTART;TZID=Asia/Shanghai:20260902T161000\r\n"), "{pupil}");
    assert!(pupil.contains("RRULE:FREQ=WEEKLY;UNTIL="));

    let csv = fs::read(export(&case, "csv").join("heping/pupils.csv")).expect("a file");
    assert_eq!(csv[..3], [0xef, 0xbb, 0xbf]);
}

#[test]
fn a_font_that_is_none_is_named() {
    let case = planned();
    let (out, font) = (case.folder.path().join("pdf"), case.data.join("bureau.json"));
    let ran = kehou(&[
        "export",
        text(&case.data),
        text(&case.plan),
        "--to",
        "pdf",
        "-o",
        text(&out),
        "--font",
        text(&font),
    ]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("cannot be used as font"), "{}", ran.stderr);
}

#[test]
fn a_workbook_is_a_data_set() {
    let dir = tempdir().expect("a folder");
    let [data, book, plan, again] =
        ["data", "book", "plan", "again"].map(|name| dir.path().join(name));
    tiny(&data);
    let ran = kehou(&["export", text(&data), "--to", "xlsx", "-o", text(&book)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let file = book.join("data.xlsx");
    assert_eq!(kehou(&["validate", text(&file)]).code, Some(0));
    let ran =
        kehou(&["solve", text(&file), "-o", text(&plan), "--work-limit", "1", "--threads", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for input in [&file, &data] {
        let ran = kehou(&["check", text(input), text(&plan)]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(!ran.stderr.contains("not the one the plan was made for"), "{}", ran.stderr);
    }
    assert_eq!(kehou(&["import", text(&file), "-o", text(&again)]).code, Some(0));
    assert_eq!(read_input(&again).expect("data"), read_input(&data).expect("data"));
}

#[test]
fn the_filled_template_is_the_example_school() {
    let dir = tempdir().expect("a folder");
    let [data, out] = ["data", "out"].map(|name| dir.path().join(name));
    tiny(&data);
    for lang in ["zh", "en"] {
        let file = dir.path().join(format!("{lang}.xlsx"));
        let ran = kehou(&["template", "-o", text(&file), "--example", "--lang", lang]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(kehou(&["import", text(&file), "-o", text(&out)]).code, Some(0));
        assert_eq!(read_input(&out).expect("data"), read_input(&data).expect("data"));
    }
    let empty = dir.path().join("empty.xlsx");
    assert_eq!(kehou(&["template", "-o", text(&empty)]).code, Some(0));
    assert_eq!(
        kehou(&["import", text(&empty), "-o", text(&out)]).code,
        Some(3),
        "nothing is in it yet"
    );
}

#[test]
fn faults_end_with_code_3_and_a_marked_copy() {
    let dir = tempdir().expect("a folder");
    let files = dir.path().join("files");
    fs::create_dir(&files).expect("a folder");
    fs::write(files.join("学校.csv"), "编号,名称,类型\nx,某校,大学\n").expect("written");
    let out = dir.path().join("out");
    let ran = kehou(&["import", text(&files), "-o", text(&out)]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("学校.csv!C2"), "{}", ran.stderr);
    assert!(dir.path().join("out-faults.xlsx").is_file() && !out.exists());
}

#[test]
fn names_are_put_back_at_export() {
    let dir = tempdir().expect("a folder");
    let [files, data, plan, out, key] =
        ["files", "data", "plan", "out", "key"].map(|name| dir.path().join(name));
    fs::create_dir(&files).expect("a folder");
    for entry in fs::read_dir(sheets()).expect("files") {
        let file = entry.expect("a file").path();
        fs::copy(&file, files.join(file.file_name().expect("a name"))).expect("copied");
    }
    let names = (1..=12).map(|n| format!("2026{n:03},张{n}")).collect::<Vec<_>>().join("\n");
    fs::write(files.join("名册学生.csv"), format!("学号,姓名\n{names}")).expect("written");
    let ran = kehou(&[
        "import",
        text(&files),
        "-o",
        text(&data),
        "--pseudonymise",
        "--key-file",
        text(&key),
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let school = fs::read_to_string(data.join("schools/heping.json")).expect("a school");
    assert!(!school.contains("2026001") && !school.contains("张1") && !school.contains("T01"));
    let ran =
        kehou(&["solve", text(&data), "-o", text(&plan), "--work-limit", "1", "--threads", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ran = kehou(&[
        "export",
        text(&data),
        text(&plan),
        "--to",
        "xlsx",
        "-o",
        text(&out),
        "--key-file",
        text(&key),
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let pupils = sheet(&out.join("heping.xlsx"), "Pupils");
    let mut shown: Vec<String> = (2..pupils.height()).map(|row| cell(&pupils, row, 0)).collect();
    shown.sort();
    let mut expected: Vec<String> = (1..=12).map(|n| format!("张{n}")).collect();
    expected.sort();
    assert_eq!(shown, expected);
}
