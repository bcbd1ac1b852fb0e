//! Staff: kind, skills, windows, caps, wishes, loan terms; own and shared.

use super::activities::ACTIVITY;
use super::codes::Code;
use super::ids::{self, Seen};
use super::index::{BureauIndex, SchoolIndex, served};
use super::money::MAX_FEE_FEN;
use super::network::{MAX_TRAVEL_MINUTES, SCHOOL, school_list, self_reference};
use super::path::Path;
use super::sink::{Noun, Sink, WEEKDAY, shown};
use crate::draft::{LoanTerms, Staff, Window};
use crate::fault::Text;
use crate::words;

/// Most periods a week taught in the day.
pub const MAX_DAY_LOAD: i64 = 200;
/// Most after-school periods of a cap.
pub const MAX_CAP: i64 = 100;
/// Most windows or protected times of a person.
pub const MAX_WINDOWS: usize = 500;

pub(super) const STAFF: Noun = ("教职工", "staff member");

/// Staff of a school. `seen` holds the ids of the whole bureau.
pub(super) fn own(
    sink: &mut Sink,
    all: &BureauIndex,
    path: &Path,
    here: &SchoolIndex,
    seen: &mut Seen,
) -> Vec<bool> {
    let knows = |id: &str| here.activities.contains_key(id);
    let staff = here.school.staff.iter().enumerate();
    staff
        .map(|(index, person)| {
            sink.sound(|sink| {
                ids::unique(sink, seen, path, ("staff", index), &person.id, STAFF);
                let at = path.entity("staff", &person.id, index);
                check_one(sink, &at, person, &knows);
                if let Some(terms) = &person.loan_terms {
                    loan_terms(sink, &at.field("loan_terms"), terms);
                    lent_to(sink, all, &at.field("loan_terms"), &terms.schools);
                    if let Some(own) = terms.schools.iter().position(|id| *id == here.school.id) {
                        let at = at.field("loan_terms");
                        self_reference(sink, &at.item("schools", own), &here.school.id, SCHOOL);
                    }
                }
            })
        })
        .collect()
}

/// Shared staff: they name the schools they serve.
pub(super) fn shared(sink: &mut Sink, all: &BureauIndex, seen: &mut Seen) {
    for (index, person) in all.bureau.shared_staff.iter().enumerate() {
        ids::unique(sink, seen, &Path::TOP, ("shared_staff", index), &person.id, STAFF);
        let path = Path::TOP.entity("shared_staff", &person.id, index);
        let schools = || served(person).iter().filter_map(|id| all.schools.get(id.as_str()));
        let knows = |id: &str| schools().any(|s| s.activities.iter().any(|a| a.id == id));
        check_one(sink, &path, person, &knows);
        let terms = path.field("loan_terms");
        sink.not_empty(
            &terms.field("schools"),
            served(person).len(),
            ("服务的学校", "school served"),
        );
        if let Some(given) = &person.loan_terms {
            loan_terms(sink, &terms, given);
            school_list(sink, all, &terms, &given.schools);
        }
    }
}

fn check_one(sink: &mut Sink, path: &Path, person: &Staff, knows: &impl Fn(&str) -> bool) {
    sink.required(&path.field("kind"), person.kind.is_some(), ("人员类别", "kind of staff"));
    for (index, skill) in person.skills.iter().enumerate() {
        let at = path.item("skills", index);
        ids::word(sink, &at.field("skill"), &skill.skill, ("特长", "skill"));
        sink.range(&at.field("level"), skill.level, 1..=3, ("特长等级", "skill level"));
    }
    sink.distinct(
        path,
        "skills",
        person.skills.iter().map(|s| &s.skill),
        |s| (*s).clone(),
        ("特长", "skill"),
    );
    windows(sink, path, "windows", &person.windows);
    windows(sink, path, "protected", &person.protected);
    caps(sink, path, person);
    sink.distinct(
        path,
        "post_duties",
        person.post_duties.iter(),
        |&&d| words::duty(d),
        ("岗位值守", "duty of the post"),
    );
    wishes(sink, path, person, knows);
    let pay = ("每时段课时费（分）", "pay per period, fen");
    sink.range(&path.field("pay_per_period_fen"), person.pay_per_period_fen, 0..=MAX_FEE_FEN, pay);
    let carried = path.field("carry_over");
    sink.range(
        &carried.field("late"),
        person.carry_over.late,
        0..=1_000,
        ("上学期晚班次数", "late weekdays done"),
    );
    sink.range(
        &carried.field("gate"),
        person.carry_over.gate,
        0..=1_000,
        ("上学期门口值守次数", "gate duties done"),
    );
}

fn windows(sink: &mut Sink, path: &Path, list: &'static str, windows: &[Window]) {
    sink.at_most(&path.field(list), windows.len(), MAX_WINDOWS, ("时间窗", "window"));
    for (index, window) in windows.iter().enumerate() {
        let at = path.item(list, index);
        sink.range(&at.field("weekday"), window.weekday, 1..=7, WEEKDAY);
        sink.times(&at, window.start_minute, window.end_minute);
    }
}

fn caps(sink: &mut Sink, path: &Path, person: &Staff) {
    sink.range_if_set(
        &path.field("weekly_cap"),
        person.weekly_cap,
        0..=MAX_CAP,
        ("每周上限", "weekly cap"),
    );
    sink.range_if_set(
        &path.field("daily_cap"),
        person.daily_cap,
        0..=MAX_CAP,
        ("每日上限", "daily cap"),
    );
    sink.range_if_set(
        &path.field("late_cap"),
        person.late_cap,
        0..=7,
        ("晚班天数上限", "late cap"),
    );
    let load = ("日间周课时", "weekly periods taught in the day");
    sink.range(&path.field("daytime_load"), person.daytime_load, 0..=MAX_DAY_LOAD, load);
    if let Some(care) = &person.care {
        let at = path.field("care");
        let latest = ("最晚结束时间（分钟）", "latest end, minute");
        sink.range_if_set(&at.field("latest_end_minute"), care.latest_end_minute, 0..=1440, latest);
        sink.range_if_set(
            &at.field("weekly_cap"),
            care.weekly_cap,
            0..=MAX_CAP,
            ("每周上限", "weekly cap"),
        );
    }
}

fn wishes(sink: &mut Sink, path: &Path, person: &Staff, knows: &impl Fn(&str) -> bool) {
    let lists = [
        ("wanted_activities", &person.wanted_activities),
        ("unwanted_activities", &person.unwanted_activities),
    ];
    for (list, ids) in lists {
        for (index, id) in ids.iter().enumerate() {
            sink.reference(&path.item(list, index), id, knows(id), ACTIVITY);
        }
        sink.distinct(path, list, ids.iter(), |id| (*id).clone(), ACTIVITY);
    }
    for (index, id) in person.unwanted_activities.iter().enumerate() {
        if person.wanted_activities.contains(id) {
            sink.note(
                Code::WishContradiction,
                &path.item("unwanted_activities", index),
                id,
                Text::new(
                    format!("课程“{}”既列为想带又列为不想带", shown(id)),
                    format!("activity '{}' is both wanted and unwanted", shown(id)),
                ),
                Text::new("从其中一处删去", "remove it from one of the two lists"),
            );
        }
    }
}

fn loan_terms(sink: &mut Sink, path: &Path, terms: &LoanTerms) {
    sink.weekdays(path, "weekdays", &terms.weekdays);
    sink.range_if_set(
        &path.field("max_weekdays"),
        terms.max_weekdays,
        0..=7,
        ("每周最多支援天数", "most loan weekdays"),
    );
    let minutes = ("单程最多分钟数", "most travel minutes");
    sink.range_if_set(
        &path.field("max_travel_minutes"),
        terms.max_travel_minutes,
        0..=MAX_TRAVEL_MINUTES,
        minutes,
    );
}

/// Schools one may be lent to. A data set of one school does not hold the others.
fn lent_to(sink: &mut Sink, all: &BureauIndex, path: &Path, schools: &[String]) {
    if all.bureau.schools.len() > 1 {
        return school_list(sink, all, path, schools);
    }
    for (index, id) in schools.iter().enumerate() {
        ids::well_formed(sink, &path.item("schools", index), id, SCHOOL);
    }
    sink.distinct(path, "schools", schools.iter(), |id| (*id).clone(), SCHOOL);
}
