//! What is wrong with a profile that somebody has edited: everything at once, so that generating
//! from what is left cannot fail.

use kehou_domain::draft::Component;
use kehou_domain::fault::{Fault, Severity, Text};
use kehou_domain::profile::{BellTable, MenuItem, Money, Place, Profile, Season};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::RangeInclusive;

/// Every fault of a profile, with its place in the file.
pub fn faults(profile: &Profile) -> Vec<Fault> {
    let mut sink = Sink(Vec::new());
    sink.text("name", &profile.name);
    sink.some("seasons", profile.seasons.len());
    for (at, season) in profile.seasons.iter().enumerate() {
        of_season(&format!("seasons[{at}]"), season, &mut sink);
    }
    of_money(&profile.money, &mut sink);
    of_place(&profile.place, &mut sink);
    of_menu(&profile.menu, &mut sink);
    sink.0
}

struct Sink(Vec<Fault>);

impl Sink {
    fn add(&mut self, path: &str, value: impl Display, cause: Text, action: Text) {
        self.0.push(Fault {
            severity: Severity::Error,
            code: "profile_value",
            path: path.into(),
            value: value.to_string(),
            cause,
            action,
        });
    }

    fn number(&mut self, path: &str, value: i32, allowed: RangeInclusive<i32>) {
        if !allowed.contains(&value) {
            let (least, most) = (allowed.start(), allowed.end());
            self.add(
                path,
                value,
                Text::new("数值超出范围", "the number is out of range"),
                Text::new(format!("改为 {least} 到 {most}"), format!("give {least} to {most}")),
            );
        }
    }

    fn text(&mut self, path: &str, value: &str) {
        if value.is_empty() || value.chars().count() > 40 {
            self.add(
                path,
                value,
                Text::new("此处需要 1 到 40 个字", "1 to 40 letters are needed here"),
                Text::new("填写或缩短", "fill it in, or shorten it"),
            );
        }
    }

    fn some(&mut self, path: &str, count: usize) {
        if count == 0 {
            self.missing(path, true);
        }
    }

    fn missing(&mut self, path: &str, is_missing: bool) {
        if is_missing {
            self.add(
                path,
                "",
                Text::new("此项缺失或不认识", "this is missing or not known"),
                Text::new("填写", "fill it in"),
            );
        }
    }
}

fn of_season(path: &str, season: &Season, sink: &mut Sink) {
    sink.text(&format!("{path}.id"), &season.id);
    sink.some(&format!("{path}.bells"), season.bells.len());
    for (at, table) in season.bells.iter().enumerate() {
        of_bell(&format!("{path}.bells[{at}]"), table, sink);
    }
    let rows: BTreeSet<(Vec<i32>, usize)> = season
        .bells
        .iter()
        .map(|t| (t.kinds.iter().map(|&k| k as i32).collect(), t.rows.len()))
        .collect();
    let kinds: BTreeSet<&Vec<i32>> = rows.iter().map(|row| &row.0).collect();
    if kinds.len() < rows.len() {
        sink.add(
            &format!("{path}.bells"),
            "",
            Text::new(
                "同类学校各日的节数不同",
                "weekdays of the same schools have different numbers of rows",
            ),
            Text::new("各日给出同样多的节次", "give every weekday the same number of rows"),
        );
    }
    let everybody = season.bells.iter().any(|table| table.kinds.is_empty());
    sink.missing(&format!("{path}.bells[].kinds = []"), !everybody);
}

fn of_bell(path: &str, table: &BellTable, sink: &mut Sink) {
    sink.some(&format!("{path}.weekdays"), table.weekdays.len());
    for (at, &weekday) in table.weekdays.iter().enumerate() {
        sink.number(&format!("{path}.weekdays[{at}]"), weekday, 1..=7);
    }
    sink.some(&format!("{path}.rows"), table.rows.len());
    sink.number(&format!("{path}.rows (count)"), table.rows.len() as i32, 1..=9);
    let mut before = 0;
    for (at, row) in table.rows.iter().enumerate() {
        let path = format!("{path}.rows[{at}]");
        sink.missing(&format!("{path}.segment"), row.segment.is_none());
        sink.number(&format!("{path}.startMinute"), row.start_minute, before..=1439);
        sink.number(&format!("{path}.endMinute"), row.end_minute, row.start_minute + 1..=1440);
        sink.number(&format!("{path}.leavePercent"), row.leave_percent, 0..=100);
        sink.number(&format!("{path}.leaveFromPupils"), row.leave_from_pupils, 0..=100_000);
        sink.number(&format!("{path}.comePercent"), row.come_percent, 0..=100);
        before = row.end_minute;
    }
    let last = table.rows.last().map_or(0, |row| row.leave_percent);
    sink.number(&format!("{path}.rows[last].leavePercent"), last, 1..=100);
}

fn of_money(money: &Money, sink: &mut Sink) {
    let fen = |value: i64| i32::try_from(value).unwrap_or(-1);
    sink.number("money.feePerStudentFen", fen(money.fee_per_student_fen), 0..=1_000_000);
    sink.number("money.subsidyPerStudentFen", fen(money.subsidy_per_student_fen), 0..=1_000_000);
    sink.number("money.bureauSubsidyFen", fen(money.bureau_subsidy_fen), 0..=i32::MAX);
    let pays = [("teacher", money.teacher_pay_yuan), ("outsider", money.outsider_pay_yuan)];
    for (who, (least, most)) in pays {
        sink.number(&format!("money.{who}PayYuanLeast"), least, 0..=5_000);
        sink.number(&format!("money.{who}PayYuanMost"), most, least..=5_000);
    }
}

fn of_place(place: &Place, sink: &mut Sink) {
    sink.text("place.prefix", &place.prefix);
    sink.number("place.schoolCount", place.school_count, 1..=crate::MOST_SCHOOLS as i32);
    if let Some(students) = place.student_count {
        let schools = place.school_count.max(1);
        sink.number("place.studentCount", students, schools..=schools.saturating_mul(4_000));
    }
    sink.number("place.takePartPermille", place.take_part_permille, 1..=1000);
    sink.number("place.rollPerTeacher", place.roll_per_teacher, 5..=40);
    sink.number("place.presentPercent", place.present_percent, 20..=100);
    sink.number("place.mostWeeklyPeriods", place.most_weekly_periods, 4..=30);
    sink.number("place.dailyPeriods", place.daily_periods.unwrap_or(1), 1..=10);
    sink.some("place.schools", place.schools.len());
    for (at, row) in place.schools.iter().enumerate() {
        let path = format!("place.schools[{at}]");
        sink.text(&format!("{path}.name"), &row.name);
        sink.missing(&format!("{path}.kind"), row.kind.is_none());
        sink.missing(&format!("{path}.role"), row.role.is_none());
        sink.number(&format!("{path}.students"), row.students, 1..=10_000);
        sink.number(&format!("{path}.outsiders"), row.outsiders, 0..=100);
    }
    for (at, venue) in place.venues.iter().enumerate() {
        let path = format!("place.venues[{at}]");
        sink.text(&format!("{path}.id"), &venue.id);
        sink.text(&format!("{path}.kind"), &venue.kind);
        sink.number(&format!("{path}.capacity"), venue.capacity, 1..=10_000);
        sink.number(&format!("{path}.skip"), venue.skip, 0..=crate::MOST_SCHOOLS as i32);
        sink.number(&format!("{path}.schools"), venue.schools, 1..=crate::MOST_SCHOOLS as i32);
    }
}

fn of_menu(menu: &[MenuItem], sink: &mut Sink) {
    sink.some("menu", menu.len());
    let mut ids = BTreeSet::new();
    for (at, item) in menu.iter().enumerate() {
        let path = format!("menu[{at}]");
        sink.text(&format!("{path}.id"), &item.id);
        sink.missing(&format!("{path}.id (twice)"), !ids.insert(item.id.as_str()));
        let opens = matches!(item.component, Some(Component::Training | Component::Extension));
        sink.missing(&format!("{path}.component"), !opens);
        sink.missing(&format!("{path}.category"), item.category.is_none());
        sink.text(&format!("{path}.room"), &item.room);
        sink.number(&format!("{path}.level"), item.level, 1..=3);
        sink.number(&format!("{path}.minSize"), item.min_size, 1..=1_000);
        sink.number(&format!("{path}.maxSize"), item.max_size, item.min_size..=1_000);
        let sessions = if item.paired { 2..=2 } else { 1..=5 };
        sink.number(&format!("{path}.sessions"), item.sessions, sessions);
        sink.number(&format!("{path}.periods"), item.periods, 1..=4);
        let pieces = if item.tool.is_empty() { 0..=0 } else { 1..=10_000 };
        sink.number(&format!("{path}.pieces"), item.pieces, pieces);
        let fee = i32::try_from(item.fee_yuan).unwrap_or(-1);
        sink.number(&format!("{path}.feeYuan"), fee, 0..=100_000);
        for (&grade, list) in item.grades.iter().zip(std::iter::repeat("grades")) {
            sink.number(&format!("{path}.{list}"), grade, 1..=9);
        }
    }
}
