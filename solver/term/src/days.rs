//! The days of a term on which there is service, and whose weekday's timetable each follows.

use chrono::{Datelike, NaiveDate};
use kehou_domain::draft::Term;
use kehou_domain::fault::Text;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// A date.
pub type Date = NaiveDate;

/// A day with service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceDay {
    /// The date.
    pub date: NaiveDate,
    /// Weekday whose timetable applies, 1-7: its own, or another on a swapped day 调休.
    pub follows: i32,
}

impl ServiceDay {
    /// The date's own weekday, 1-7.
    pub fn weekday(&self) -> i32 {
        self.date.weekday().number_from_monday() as i32
    }
    /// Follows another weekday's timetable.
    pub fn is_swapped(&self) -> bool {
        self.follows != self.weekday()
    }
}

/// Why there is no calendar.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TermError {
    /// The data set has no term.
    #[error("the data set has no term; give its first and last day in `term` of the bureau")]
    Missing,
    /// A day is no date.
    #[error("`{0}` is not a date; write year-month-day, as in 2026-09-01")]
    Date(String),
}

impl TermError {
    /// What is wrong and what to do.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Missing => "数据中没有学期；请在教育局数据的 term 中填写起止日期".to_owned(),
            Self::Date(date) => format!("“{date}”不是有效日期；写成 年-月-日，如 2026-09-01"),
        };
        Text::new(zh, self.to_string())
    }
}

/// The days with service, in order. A holiday has none; a swapped day follows the weekday it
/// names, even one that usually has no service; all others follow their own if it serves.
pub fn service_days(term: &Term) -> Result<Vec<ServiceDay>, TermError> {
    let first = date(&term.first_day)?;
    let last = date(&term.last_day)?;
    let holidays: BTreeSet<NaiveDate> =
        term.holidays.iter().map(|day| date(day)).collect::<Result<_, _>>()?;
    let swapped: BTreeMap<NaiveDate, i32> = term
        .make_up_days
        .iter()
        .map(|day| Ok((date(&day.date)?, day.follows_weekday)))
        .collect::<Result<_, _>>()?;
    let serves = |weekday: i32| match term.serving_weekdays.as_slice() {
        [] => weekday <= 5,
        days => days.contains(&weekday),
    };
    let service = |date: NaiveDate| {
        let own = ServiceDay { date, follows: date.weekday().number_from_monday() as i32 };
        let day = match swapped.get(&date) {
            Some(&follows) => ServiceDay { follows, ..own },
            None if serves(own.follows) => own,
            None => return None,
        };
        (!holidays.contains(&date)).then_some(day)
    };
    Ok(first.iter_days().take_while(|&day| day <= last).filter_map(service).collect())
}

/// How often each weekday's timetable is followed, by weekday.
pub fn times_followed(days: &[ServiceDay]) -> BTreeMap<i32, i64> {
    let mut times = BTreeMap::new();
    for day in days {
        *times.entry(day.follows).or_default() += 1;
    }
    times
}

fn date(text: &str) -> Result<NaiveDate, TermError> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| TermError::Date(text.to_owned()))
}
