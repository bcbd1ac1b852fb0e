//! The term and its calendar: real dates in order, holidays and make-up days inside.

use super::codes::Code;
use super::path::Path;
use super::sink::{Noun, Sink, shown};
use crate::draft::{Bureau, Term};
use crate::fault::Text;
use crate::policy::Rules;
use crate::rule::Rule;
use std::collections::BTreeSet;

/// Most days from the first to the last day of a term.
pub const MAX_TERM_DAYS: i64 = 400;
/// Most teaching weeks of a term.
pub const MAX_WEEKS: i64 = 60;

const DATE: Noun = ("日期", "date");

/// Days from 0000-03-01 to the date written `YYYY-MM-DD`, if it is one.
pub(crate) fn day_number(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |part: &str| -> Option<i64> {
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let (year, month, day) =
        (number(text.get(..4)?)?, number(text.get(5..7)?)?, number(text.get(8..)?)?);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year < 1 || !(1..=length).contains(&day) {
        return None;
    }
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1)
}

pub(super) fn check(sink: &mut Sink, bureau: &Bureau) {
    let path = Path::TOP.field("term");
    let Some(term) = &bureau.term else { return missing(sink, &path, bureau) };
    let first = date(sink, &path.field("first_day"), &term.first_day);
    let last = date(sink, &path.field("last_day"), &term.last_day);
    let span = first.zip(last);
    if let Some((first, last)) = span {
        length(sink, &path, term, last - first);
    }
    sink.weekdays(&path, "serving_weekdays", &term.serving_weekdays);
    sink.range_if_set(
        &path.field("weeks"),
        term.weeks,
        1..=MAX_WEEKS,
        ("教学周数", "number of weeks"),
    );
    days(sink, &path, term, span);
}

fn length(sink: &mut Sink, path: &Path, term: &Term, days: i64) {
    if days < 0 {
        sink.note(
            Code::DatesReversed,
            &path.field("last_day"),
            &term.last_day,
            Text::new(
                format!(
                    "学期最后一天 {} 早于第一天 {}",
                    shown(&term.last_day),
                    shown(&term.first_day)
                ),
                format!(
                    "the last day {} is before the first day {}",
                    shown(&term.last_day),
                    shown(&term.first_day)
                ),
            ),
            Text::new("更正学期的起止日期", "correct the first or the last day"),
        );
    } else {
        sink.range(
            &path.field("last_day"),
            days,
            0..=MAX_TERM_DAYS,
            ("学期天数", "length of the term in days"),
        );
    }
}

/// Holidays and make-up days.
fn days(sink: &mut Sink, path: &Path, term: &Term, span: Option<(i64, i64)>) {
    let mut outside = 0;
    let mut count = |day: Option<i64>| {
        let is_out = |(first, last): (i64, i64), d: i64| d < first || d > last;
        outside += i32::from(span.zip(day).is_some_and(|(span, d)| is_out(span, d)));
    };
    let mut holidays = BTreeSet::new();
    for (index, text) in term.holidays.iter().enumerate() {
        let day = date(sink, &path.item("holidays", index), text);
        count(day);
        holidays.extend(day);
    }
    sink.distinct(path, "holidays", term.holidays.iter(), |d| (*d).clone(), DATE);
    for (index, made_up) in term.make_up_days.iter().enumerate() {
        let at = path.item("make_up_days", index);
        let day = date(sink, &at.field("date"), &made_up.date);
        count(day);
        sink.range(
            &at.field("follows_weekday"),
            made_up.follows_weekday,
            1..=7,
            super::sink::WEEKDAY,
        );
        if day.is_some_and(|d| holidays.contains(&d)) {
            sink.note(
                Code::DatesContradict,
                &at.field("date"),
                &made_up.date,
                Text::new(
                    "这一天既列为放假又列为调休上课",
                    "the day is listed as holiday and as make-up day",
                ),
                Text::new("从其中一处删去这一天", "remove it from one of the two lists"),
            );
        }
    }
    sink.distinct(
        path,
        "make_up_days",
        term.make_up_days.iter().map(|d| &d.date),
        |d| (*d).clone(),
        DATE,
    );
    if outside > 0 {
        sink.note(
            Code::DateOutsideTerm,
            path,
            &outside.to_string(),
            Text::new(
                format!("有 {outside} 个放假或调休日期不在学期内"),
                format!("{outside} holidays or make-up days lie outside the term"),
            ),
            Text::new(
                "核对年份和日期；这些日期不起作用",
                "check year and dates; they have no effect",
            ),
        );
    }
}

fn date(sink: &mut Sink, path: &Path, text: &str) -> Option<i64> {
    let day = day_number(text);
    if text.is_empty() {
        sink.required(path, false, DATE);
    } else if day.is_none() {
        sink.note(
            Code::BadDate,
            path,
            text,
            Text::new(
                format!("“{}”不是有效日期", shown(text)),
                format!("'{}' is not a date", shown(text)),
            ),
            Text::new("写成 年-月-日，如 2026-09-01", "write year-month-day, as in 2026-09-01"),
        );
    }
    day
}

/// Money is counted over the weeks of the term; without it the term is only missed in calendars.
fn missing(sink: &mut Sink, path: &Path, bureau: &Bureau) {
    let counts_money = bureau.schools.iter().any(|school| {
        let rules = Rules::resolve(&bureau.policy, &school.policy);
        rules.is_on(Rule::Budget) || rules.is_on(Rule::Pay)
    });
    if counts_money {
        return sink.required(
            path,
            false,
            ("学期（经费按周数计算）", "term (money counts its weeks)"),
        );
    }
    sink.note(
        Code::NoTerm,
        path,
        "",
        Text::new(
            "没有学期日期，无法导出校历",
            "there are no term dates, so no calendar can be made",
        ),
        Text::new("填写学期的起止日期", "give the first and last day of the term"),
    );
}

#[cfg(test)]
mod tests {
    use super::day_number;

    #[test]
    fn dates_count_days() {
        assert_eq!(
            day_number("2024-03-01").zip(day_number("2024-02-28")).map(|(a, b)| a - b),
            Some(2)
        );
        assert_eq!(
            day_number("2027-01-01").zip(day_number("2026-01-01")).map(|(a, b)| a - b),
            Some(365)
        );
        for text in [
            "2023-02-29",
            "2026-13-01",
            "2026-00-10",
            "26-01-01",
            "2026/01/01",
            "２０２６",
            "2026-1-01",
            "+026-01-01",
        ] {
            assert_eq!(day_number(text), None, "{text}");
        }
    }
}
