//! CSV files written by hand, without the template: Chinese headers of the writer's own choosing,
//! GB18030, full-width digits, times and days as people write them.

use kehou_desk::{Imported, Options, import};
use kehou_domain::draft::{Bureau, Component, Priority, Segment, StaffKind};
use std::fs;
use std::path::{Path, PathBuf};

fn sheets() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("files").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

fn read(files: &[PathBuf]) -> Imported {
    import(files, &Options::default())
}

fn school() -> Bureau {
    let read = read(&sheets());
    let said: Vec<_> = read.report.errors().map(|f| format!("{} {}", f.path, f.cause.en)).collect();
    read.bureau.unwrap_or_else(|| panic!("{said:#?}"))
}

#[test]
fn the_files_are_no_utf_8() {
    let is_utf_8 = |file: &PathBuf| String::from_utf8(fs::read(file).expect("read")).is_ok();
    assert!(sheets().iter().all(|file| !is_utf_8(file)));
}

#[test]
fn everything_arrives() {
    let bureau = school();
    let term = bureau.term.as_ref().expect("a term");
    assert_eq!((term.first_day.as_str(), term.last_day.as_str()), ("2026-09-01", "2027-01-15"));
    assert_eq!((term.serving_weekdays.as_slice(), term.weeks), (&[1, 3][..], Some(18)));
    assert_eq!(term.holidays, ["2026-10-01", "2026-10-02"]);
    let school = &bureau.schools[0];
    assert_eq!(
        (bureau.id.as_str(), school.id.as_str(), school.name.as_str()),
        ("heping", "heping", "和平小学")
    );
    let bell: Vec<_> =
        school.periods.iter().map(|p| (p.weekday, p.index, p.start_minute, p.end_minute)).collect();
    assert_eq!(
        bell,
        [(1, 1, 970, 1010), (3, 1, 970, 1010), (1, 2, 1015, 1045), (3, 2, 1015, 1045)]
    );
    assert_eq!(school.periods[0].segment, Some(Segment::Homework));
    assert_eq!(school.rooms.len(), 3);
    assert!(school.rooms[2].outdoor);
    let coach = &school.staff[2];
    assert_eq!(
        (coach.kind, coach.pay_per_period_fen, coach.vetted),
        (Some(StaffKind::Coach), 10_000, true)
    );
    assert_eq!((school.staff[0].daytime_load, school.staff[0].skills[0].level), (14, 1));
    assert_eq!((school.groups[0].grade, school.groups[1].form_teacher.as_str()), (3, "T02"));
    let sport = school.activities.iter().find(|item| item.id == "篮球").expect("basketball");
    assert_eq!(
        (sport.component, sport.grades.as_slice()),
        (Some(Component::Training), &[3, 4][..])
    );
}

#[test]
fn pupils_come_with_attendance_and_choices_from_columns() {
    let bureau = school();
    let pupils = &bureau.schools[0].students;
    assert_eq!(pupils.len(), 12);
    // Written with half-width brackets in the list, full-width in the sheet of classes.
    assert!(pupils[6..].iter().all(|pupil| pupil.group == "四（1）班"));
    assert_eq!(
        (pupils[1].priorities.as_slice(), pupils[8].priorities.as_slice()),
        (&[Priority::LeftBehind][..], &[Priority::Needy][..])
    );
    let leaves: Vec<_> = pupils[3]
        .attendance
        .iter()
        .map(|day| (day.weekday, day.dismissal_point.as_str()))
        .collect();
    assert_eq!(leaves, [(1, "一放"), (3, "二放")]);
    let choices: Vec<_> =
        pupils[1].choices.iter().map(|choice| (choice.activity.as_str(), choice.rank)).collect();
    assert_eq!(choices, [("武术", 1), ("篮球", 2), ("剪纸", 2)]);
    assert!(pupils[0].accepts_substitutes && !pupils[1].accepts_substitutes);
}

/// The files with one text in the place of another in the file of that name.
fn changed(name: &str, from: &str, to: &str) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = Vec::new();
    for file in sheets() {
        let copy = folder.path().join(file.file_name().expect("a name"));
        let bytes = fs::read(&file).expect("read");
        let (text, _, _) = encoding_rs::GB18030.decode(&bytes);
        let is_meant = file.file_stem().is_some_and(|stem| stem == name);
        let text = if is_meant { text.replace(from, to) } else { text.into_owned() };
        fs::write(&copy, text).expect("written");
        files.push(copy);
    }
    (folder, files)
}

/// Place, value and code of each error.
fn errors(files: &[PathBuf]) -> Vec<(String, String, &'static str)> {
    let read = read(files);
    assert!(read.bureau.is_none());
    let place = |path: &str| path.split(' ').next().unwrap_or_default().to_owned();
    read.report
        .errors()
        .map(|fault| (place(&fault.path), fault.value.clone(), fault.code))
        .collect()
}

#[test]
fn a_cell_that_is_not_understood_is_named() {
    let (_folder, files) = changed("作息表", "下午4：50", "放学");
    let place = "作息表.csv!D2".to_owned();
    assert_eq!(errors(&files)[0], (place, "放学".to_owned(), "cell_value"));
}

#[test]
fn what_validation_finds_is_led_back_to_its_cell() {
    let (_folder, files) = changed("报名表", "2026005,三（1）班", "2026005,五（1）班");
    let place = "报名表.csv!B7".to_owned();
    assert_eq!(errors(&files), [(place, "五（1）班".to_owned(), "unknown_reference")]);
    let (_folder, files) =
        changed("报名表", "2026005,三（1）班,,17:25,是,剪纸", "2026005,三（1）班,,17:25,是,围棋");
    let place = "报名表.csv!F7".to_owned();
    assert_eq!(errors(&files), [(place, "围棋".to_owned(), "unknown_reference")]);
}

#[test]
fn what_validation_finds_is_told_beside_cells_that_are_not_understood() {
    let from = "2026005,三（1）班,,17:25,是,剪纸";
    let (_folder, files) = changed("报名表", from, "2026005,三（1）班,,17:25,或许,围棋");
    let found: Vec<_> = errors(&files).into_iter().map(|(_, value, code)| (value, code)).collect();
    let told = [("或许".to_owned(), "cell_value"), ("围棋".to_owned(), "unknown_reference")];
    assert_eq!(found, told);
}

#[test]
fn numbers_of_persons_are_refused_and_not_echoed() {
    let (_folder, files) = changed("教师名单", "T03", "13812345678");
    let read = read(&files);
    assert!(read.report.errors().any(|fault| fault.code == "personal_number"));
    assert!(!format!("{:?}", read.report).contains("13812345678"));
}

#[test]
fn faults_are_all_found_at_once_and_marked() {
    let (folder, files) = changed("报名表", "17:25", "明天");
    let found = errors(&files);
    assert!(found.len() >= 12, "{found:?}");
    let file = folder.path().join("marked.xlsx");
    read(&files).write_marked(&file, kehou_desk::Lang::Zh).expect("written");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&file).expect("opened");
    let list = calamine::Reader::worksheet_range(&mut book, "问题清单").expect("the list");
    assert_eq!(list.height(), found.len() + 1);
    let copy = calamine::Reader::worksheet_range(&mut book, "报名表").expect("the copy");
    assert_eq!(copy.get_value((2, 3)).map(ToString::to_string).as_deref(), Some("明天"));
}
