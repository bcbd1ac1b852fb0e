//! A term: totals per school, and tables of every school as files.

use super::dates::{clock, place, role, what, who};
use super::school_title;
use crate::console::plain;
use crate::csv::{self, refused};
use crate::failure::Failure;
use crate::lang::Lang;
use crate::number::thousands;
use crate::table::table;
use kehou_domain::draft::{Bureau, School};
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::words;
use kehou_term::credit::{LateDay, late_days};
use kehou_term::fees::{FeeLine, fees};
use kehou_term::hours::{HoursLine, hours};
use kehou_term::timetable::SchoolWeek;
use kehou_term::{Calendar, ServiceDay};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// What a term comes to at one school.
pub struct Totals {
    school: String,
    title: String,
    sessions: i64,
    duties: i64,
    periods: i64,
    pay_fen: i64,
    /// Periods by teachers of other schools.
    loan_periods: i64,
    late_minutes: i64,
    fees_fen: i64,
    waived_fen: i64,
}

/// Totals of every school of the plan.
pub fn totals(bureau: &Bureau, plan: &Plan, calendar: &Calendar) -> Vec<Totals> {
    let (hours, late) = (hours(bureau, calendar), late_days(bureau, calendar));
    let of = |week: &SchoolWeek| {
        let id = &week.school.id;
        let mine: Vec<&HoursLine> = hours.iter().filter(|line| line.school == *id).collect();
        let dated = |is_duty: bool| {
            let kind = |m: &&kehou_term::Meeting| m.component().is_none() == is_duty;
            week.meetings.iter().filter(kind).map(|m| times(calendar, m.weekday)).sum()
        };
        let ledger = part(plan, id).map(|plan| fees(week.school, plan)).unwrap_or_default();
        Totals {
            school: id.clone(),
            title: school_title(week.school),
            sessions: dated(false),
            duties: dated(true),
            periods: mine.iter().map(|line| line.periods).sum(),
            pay_fen: mine.iter().map(|line| line.pay_fen).sum(),
            loan_periods: mine.iter().filter(|l| l.is_loan()).map(|l| l.periods).sum(),
            late_minutes: late.iter().filter(|day| day.home == *id).map(|day| day.minutes).sum(),
            fees_fen: ledger.iter().map(FeeLine::due_fen).sum(),
            waived_fen: ledger.iter().map(|line| line.waived_fen).sum(),
        }
    };
    calendar.schools.iter().map(of).collect()
}

fn part<'a>(plan: &'a Plan, school: &str) -> Option<&'a SchoolPlan> {
    plan.schools.iter().find(|part| part.school == school)
}

fn times(calendar: &Calendar, weekday: i32) -> i64 {
    calendar.days.iter().filter(|day| day.follows == weekday).count() as i64
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", thousands(fen / 100), (fen % 100).abs())
}

/// Days, then a line a school.
pub fn text(bureau: &Bureau, calendar: &Calendar, totals: &[Totals], lang: Lang) -> String {
    let rows = totals
        .iter()
        .map(|t| {
            vec![
                t.title.clone(),
                thousands(t.sessions),
                thousands(t.duties),
                thousands(t.periods),
                thousands(t.loan_periods),
                yuan(t.pay_fen),
                yuan(t.fees_fen),
                yuan(t.waived_fen),
                thousands(t.late_minutes / 60),
            ]
        })
        .collect();
    let heading = lang.pick(
        [
            "学校",
            "课次",
            "值守",
            "课时",
            "其中支援",
            "报酬（元）",
            "应收（元）",
            "减免（元）",
            "弹性补休（小时）",
        ],
        [
            "school",
            "sessions",
            "duties",
            "periods",
            "on loan",
            "pay, yuan",
            "due, yuan",
            "waived, yuan",
            "late hours credited",
        ],
    );
    format!("{}\n\n{}", days(bureau, calendar, lang), table(&heading, 1, rows))
}

fn days(bureau: &Bureau, calendar: &Calendar, lang: Lang) -> String {
    let term = bureau.term.clone().unwrap_or_default();
    let swapped: Vec<String> =
        calendar.days.iter().filter(|day| day.is_swapped()).map(|day| swap(*day, lang)).collect();
    let (count, holidays) = (calendar.days.len(), term.holidays.len());
    let (first, last) = (plain(&term.first_day), plain(&term.last_day));
    let swapped = if swapped.is_empty() {
        String::new()
    } else {
        lang.pick(
            format!("；调休：{}", swapped.join("、")),
            format!("; swapped days: {}", swapped.join(", ")),
        )
    };
    lang.pick(
        format!("{first} 至 {last}：{count} 个服务日，放假 {holidays} 天{swapped}"),
        format!("{first} to {last}: {count} days with service, {holidays} holidays{swapped}"),
    )
}

fn swap(day: ServiceDay, lang: Lang) -> String {
    let follows = words::weekday(day.follows);
    lang.pick(
        format!("{} 按{}", day.date, follows.zh),
        format!("{} follows {}", day.date, follows.en),
    )
}

/// Totals as JSON.
pub fn as_json(calendar: &Calendar, totals: &[Totals]) -> Value {
    let day = |day: &ServiceDay| json!({ "date": day.date.to_string(), "followsWeekday": day.follows, "swapped": day.is_swapped() });
    let school = |t: &Totals| {
        json!({
            "school": t.school,
            "sessions": t.sessions,
            "duties": t.duties,
            "periods": t.periods,
            "loanPeriods": t.loan_periods,
            "payFen": t.pay_fen,
            "feesFen": t.fees_fen,
            "waivedFen": t.waived_fen,
            "lateMinutes": t.late_minutes,
        })
    };
    json!({
        "days": calendar.days.iter().map(day).collect::<Vec<_>>(),
        "schools": totals.iter().map(school).collect::<Vec<_>>(),
    })
}

/// Writes the tables of every school: `calendar.csv`, `places.csv`, `hours.csv`, `late.csv`,
/// `fees.csv`.
pub fn write(
    bureau: &Bureau,
    plan: &Plan,
    calendar: &Calendar,
    folder: &Path,
    lang: Lang,
) -> Result<(), Failure> {
    let (hours, late) = (hours(bureau, calendar), late_days(bureau, calendar));
    for week in &calendar.schools {
        let id = &week.school.id;
        let place = folder.join(kehou_format::file_stem(id));
        fs::create_dir_all(&place).map_err(|error| refused(&place, &error))?;
        write_calendar(calendar, week, &place, lang)?;
        let mine = hours.iter().filter(|line| line.school == *id);
        write_hours(mine, &place, lang)?;
        write_late(late.iter().filter(|day| day.home == *id), &place, lang)?;
        if let Some(plan) = part(plan, id) {
            write_fees(week.school, plan, &place, lang)?;
        }
    }
    Ok(())
}

/// Every dated session and duty; which pupils are in which section stands in `places.csv`.
fn write_calendar(
    calendar: &Calendar,
    week: &SchoolWeek,
    folder: &Path,
    lang: Lang,
) -> Result<(), Failure> {
    let dated = calendar.dated(|meeting| meeting.school.id == week.school.id);
    let rows = dated.iter().map(|(date, meeting)| {
        vec![
            date.to_string(),
            lang.of(&words::weekday(meeting.weekday)).to_owned(),
            clock(meeting, lang),
            what(meeting, lang),
            section(meeting),
            place(meeting),
            who(meeting, lang),
            meeting.students().len().to_string(),
        ]
    });
    let heading = lang.pick(
        ["日期", "按", "时间", "内容", "教学班", "地点", "教职工", "学生人数"],
        ["date", "timetable of", "time", "what", "section", "where", "staff", "pupils"],
    );
    csv::write(&folder.join("calendar.csv"), &heading, rows)?;
    let rows = week.plan.sections.iter().flat_map(|section| {
        section.students.iter().map(|student| vec![section.id.clone(), student.clone()])
    });
    let heading = lang.pick(["教学班", "学生"], ["section", "pupil"]);
    csv::write(&folder.join("places.csv"), &heading, rows)
}

fn section(meeting: &kehou_term::Meeting) -> String {
    match meeting.what {
        kehou_term::timetable::What::Session { section, .. } => section.id.clone(),
        kehou_term::timetable::What::Duty(_) => String::new(),
    }
}

fn write_hours<'a>(
    lines: impl Iterator<Item = &'a HoursLine>,
    folder: &Path,
    lang: Lang,
) -> Result<(), Failure> {
    let rows = lines.map(|line| {
        vec![
            line.staff.clone(),
            line.home.clone(),
            if line.is_loan() { lang.pick("是", "yes").into() } else { String::new() },
            role(line.role, lang),
            plainly(line.rate_fen),
            line.meetings.to_string(),
            line.periods.to_string(),
            line.minutes.to_string(),
            plainly(line.pay_fen),
        ]
    });
    let heading = lang.pick(
        ["人员", "本校", "支援", "角色", "每课时（元）", "次数", "课时", "分钟", "报酬（元）"],
        [
            "staff",
            "home school",
            "on loan",
            "role",
            "yuan a period",
            "meetings",
            "periods",
            "minutes",
            "pay, yuan",
        ],
    );
    csv::write(&folder.join("hours.csv"), &heading, rows)
}

/// Yuan without separators, as spreadsheets calculate with it.
fn plainly(fen: i64) -> String {
    format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100)
}

fn write_late<'a>(
    days: impl Iterator<Item = &'a LateDay>,
    folder: &Path,
    lang: Lang,
) -> Result<(), Failure> {
    let rows = days.map(|day| {
        let (hour, minute) = (day.end_minute / 60, day.end_minute % 60);
        let end = format!("{hour}:{minute:02}");
        vec![day.staff.clone(), day.date.to_string(), end, day.minutes.to_string()]
    });
    let heading = lang.pick(
        ["教师", "日期", "结束", "可晚到（分钟）"],
        ["teacher", "date", "until", "minutes credited"],
    );
    csv::write(&folder.join("late.csv"), &heading, rows)
}

fn write_fees(
    school: &School,
    plan: &SchoolPlan,
    folder: &Path,
    lang: Lang,
) -> Result<(), Failure> {
    let rows = fees(school, plan).into_iter().map(|line| {
        let waiver = line.waiver.map(words::priority);
        vec![
            line.student.clone(),
            plainly(line.fee_fen),
            waiver.map_or(String::new(), |who| lang.of(&who).to_owned()),
            line.waiver_percent.to_string(),
            plainly(line.waived_fen),
            plainly(line.material_fen),
            plainly(line.due_fen()),
        ]
    });
    let heading = lang.pick(
        ["学生", "收费（元）", "减免原因", "减免（%）", "减免（元）", "材料（元）", "应收（元）"],
        [
            "pupil",
            "fee, yuan",
            "waived for",
            "waived, %",
            "waived, yuan",
            "material, yuan",
            "due, yuan",
        ],
    );
    csv::write(&folder.join("fees.csv"), &heading, rows)
}
