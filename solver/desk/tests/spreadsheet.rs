//! A workbook that was made by hand and saved by a spreadsheet program (Gnumeric), not from the
//! template: times and days as the program keeps them, numbers where ids are, a title above headers.

use kehou_desk::{Imported, Options, import};
use kehou_domain::draft::{Priority, SchoolKind, StaffKind};
use std::path::Path;

fn read() -> Imported {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hand.xlsx");
    import(&[file], &Options::default())
}

#[test]
fn times_days_and_numbers_are_what_they_were_to_people() {
    let read = read();
    let bureau = read.bureau.unwrap_or_else(|| panic!("{:#?}", read.report));
    let term = bureau.term.as_ref().expect("a term");
    assert_eq!((term.first_day.as_str(), term.weeks), ("2026-09-01", Some(18)));
    let school = &bureau.schools[0];
    assert_eq!((school.id.as_str(), school.kind), ("yucai", Some(SchoolKind::Junior)));
    let bell: Vec<_> =
        school.periods.iter().map(|p| (p.weekday, p.start_minute, p.end_minute)).collect();
    assert_eq!(bell[..2], [(1, 1020, 1065), (2, 1020, 1065)]);
    assert_eq!(bell[4], (1, 1075, 1110));
    assert_eq!(bell.len(), 8);
    let people: Vec<_> =
        school.staff.iter().map(|p| (p.id.as_str(), p.kind, p.pay_per_period_fen)).collect();
    assert_eq!(people[0], ("1001", Some(StaffKind::Teacher), 7500));
    assert_eq!(people[2], ("1003", Some(StaffKind::RetiredTeacher), 6250));
    assert_eq!(school.groups[0].home_room, "701");
    assert_eq!((school.groups[0].size, school.groups[1].size), (4, 4));
}

#[test]
fn pupils_of_three_sheets_are_one_list() {
    let bureau = read().bureau.expect("a data set");
    let pupils = &bureau.schools[0].students;
    assert_eq!(pupils.len(), 8);
    assert_eq!(pupils[3].priorities, [Priority::Migrant]);
    assert!(pupils[4..].iter().all(|pupil| pupil.group == "七2"));
    let choices: Vec<_> = pupils[0].choices.iter().map(|c| (c.activity.as_str(), c.rank)).collect();
    assert_eq!(choices, [("羽毛球", 1), ("书法", 2)]);
    let days: Vec<_> = pupils[1]
        .attendance
        .iter()
        .map(|day| (day.weekday, day.dismissal_point.as_str()))
        .collect();
    assert_eq!(days, [(1, "B"), (2, "B"), (3, "B")]);
}

#[test]
fn what_is_not_read_is_said() {
    let read = read();
    let said: Vec<_> = read.report.warnings().filter(|f| f.code == "sheet_unknown").collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].path.contains("[备忘]"), "{}", said[0].path);
}
