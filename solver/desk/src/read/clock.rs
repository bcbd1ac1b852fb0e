//! Times, days and weekdays as people write them and as spreadsheets count them.

use super::value::chinese;
use crate::cell::Cell;
use crate::fold::half_width;
use chrono::{Datelike, Days, NaiveDate};

/// Days of one range at most.
const MOST_DAYS: usize = 100;

/// Minutes after midnight.
pub(crate) fn time(cell: &Cell) -> Option<i64> {
    match cell {
        // A day in a spreadsheet is 1; a time with a day keeps its fraction only.
        Cell::Number(number) if (0.0..1.0).contains(number) || number.fract() != 0.0 => {
            Some(((number.fract() * 1440.0).round() as i64).min(1440))
        }
        Cell::Text(text) => time_of_words(text),
        _ => None,
    }
}

fn time_of_words(text: &str) -> Option<i64> {
    let text = half_width(text).to_lowercase().replace(' ', "");
    let is_afternoon =
        ["下午", "晚上", "傍晚", "pm", "p.m."].iter().any(|word| text.contains(word));
    let is_morning = ["上午", "早上", "早晨", "am", "a.m."].iter().any(|word| text.contains(word));
    let mut bare = text;
    for word in ["下午", "晚上", "傍晚", "上午", "早上", "早晨", "中午", "p.m.", "a.m.", "pm", "am"]
    {
        bare = bare.replace(word, "");
    }
    let bare = bare.replace("点半", ":30").replace("点", ":").replace('时', ":").replace('分', "");
    let mut parts = bare.trim_end_matches(':').split([':', '.']);
    let hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    let is_bare_number = !bare.contains([':', '.']) && !is_afternoon && !is_morning;
    let has_seconds_only = parts.all(|part| part.chars().all(|c| c == '0'));
    if is_bare_number
        || !has_seconds_only
        || !(0..=24).contains(&hour)
        || !(0..60).contains(&minute)
    {
        return None;
    }
    let hour = match hour {
        1..=11 if is_afternoon => hour + 12,
        12 if is_morning => 0,
        other => other,
    };
    let minutes = hour * 60 + minute;
    (minutes <= 1440).then_some(minutes)
}

/// A day as `YYYY-MM-DD`.
pub(crate) fn date(cell: &Cell) -> Option<String> {
    let day = match cell {
        Cell::Number(number) if (1.0..200_000.0).contains(number) => {
            NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(*number as u64))?
        }
        Cell::Text(text) => date_of_words(text)?,
        _ => return None,
    };
    Some(day.format("%Y-%m-%d").to_string())
}

/// All days from one to another: `2026年10月1日至7日`, `2026/9/30~2026/10/3`.
pub(crate) fn dates(text: &str) -> Option<Vec<String>> {
    let (from, to) = text.split_once(['至', '到', '~', '～'])?;
    let from = date_of_words(from)?;
    // What the second day leaves out is as in the first.
    let (year, month) = (from.year(), from.month());
    let to = date_of_words(to)
        .or_else(|| date_of_words(&format!("{year}-{to}")))
        .or_else(|| date_of_words(&format!("{year}-{month}-{to}")))?;
    let days = from.iter_days().take_while(|day| *day <= to).take(MOST_DAYS + 1);
    let days: Vec<String> = days.map(|day| day.format("%Y-%m-%d").to_string()).collect();
    (1..=MOST_DAYS).contains(&days.len()).then_some(days)
}

fn date_of_words(text: &str) -> Option<NaiveDate> {
    let text = half_width(text).replace(['年', '月', '/', '.'], "-").replace(['日', '号'], "");
    let text = text.trim().split([' ', 't', 'T']).next()?;
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year, month, day] => NaiveDate::from_ymd_opt(
            year.trim().parse().ok()?,
            month.trim().parse().ok()?,
            day.trim().parse().ok()?,
        ),
        [digits] if digits.len() == 8 => NaiveDate::parse_from_str(digits, "%Y%m%d").ok(),
        _ => None,
    }
}

/// A weekday, 1 (Monday) to 7.
pub(crate) fn weekday(text: &str) -> Option<i64> {
    let text = half_width(text).trim().to_lowercase();
    let bare =
        ["星期", "礼拜", "周"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(&text);
    match bare {
        "日" | "天" => return Some(7),
        _ => {}
    }
    if let Some(day) = chinese(bare).or_else(|| bare.parse().ok()) {
        return (1..=7).contains(&day).then_some(day);
    }
    let english = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let short = bare.trim_end_matches('.');
    let at = english.iter().position(|day| short.len() >= 3 && day.starts_with(short));
    at.map(|at| at as i64 + 1)
}

/// A weekday and period: `周一第2节`, `Mon 2`, `1-2`.
pub(crate) fn slot(text: &str) -> Option<(i64, i64)> {
    let text = half_width(text).replace(['第', '节'], " ");
    let text = text.trim();
    let digits = text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (day, period) = text.split_at(text.len() - digits);
    let day = weekday(day.trim().trim_end_matches(['-', '.', ':']).trim_end())?;
    Some((day, period.parse().ok()?))
}

/// The weekday a header of a column stands for; bare numbers are none.
pub(crate) fn weekday_header(text: &str) -> Option<i64> {
    let bare = half_width(text);
    let bare = bare.trim();
    let is_word =
        bare.parse::<i64>().is_err() && chinese(bare).is_none() && bare != "日" && bare != "天";
    if is_word { weekday(bare) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_people_write() {
        let of = |text: &str| time(&Cell::Text(text.into()));
        for text in [
            "16:10",
            "16：10",
            "下午4:10",
            "4:10 PM",
            "16点10分",
            "16:10:00",
            "１６：１０",
            "16.10",
        ] {
            assert_eq!(of(text), Some(970), "{text}");
        }
        assert_eq!((of("下午4点半"), of("8点"), of("上午12:05")), (Some(990), Some(480), Some(5)));
        for text in ["1610", "25:00", "16:61", "later", "16:10:30", ""] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(time(&Cell::Number(970.0 / 1440.0)), Some(970));
        assert_eq!(time(&Cell::Number(46266.5)), Some(720));
        assert_eq!(time(&Cell::Number(16.0)), None);
    }

    #[test]
    fn days_people_write() {
        let of = |text: &str| date(&Cell::Text(text.into()));
        for text in [
            "2026-09-01",
            "2026/9/1",
            "2026年9月1日",
            "2026.9.1",
            "20260901",
            "2026-09-01 00:00:00",
        ] {
            assert_eq!(of(text).as_deref(), Some("2026-09-01"), "{text}");
        }
        assert_eq!((of("2026-02-30"), of("9/1")), (None, None));
        for text in ["2026年9月29日至10月2日", "2026-9-29~2026-10-2", "2026/9/29到10/2"] {
            let days = dates(text).expect(text);
            assert_eq!((days[0].as_str(), days[3].as_str()), ("2026-09-29", "2026-10-02"));
            assert_eq!(days.len(), 4);
        }
        assert_eq!(dates("2026.10.1至7日").map(|days| days.len()), Some(7));
        assert_eq!((dates("2026-10-07至2026-10-01"), dates("10月1日至7日")), (None, None));
        assert_eq!(date(&Cell::Number(46266.0)).as_deref(), Some("2026-09-01"));
    }

    #[test]
    fn weekdays_and_slots_people_write() {
        for text in ["周三", "星期三", "礼拜三", "Wed", "wednesday", "3", "三", "３"] {
            assert_eq!(weekday(text), Some(3), "{text}");
        }
        assert_eq!((weekday("周日"), weekday("8"), weekday("m")), (Some(7), None, None));
        for text in ["周一第2节", "Mon 2", "1-2", "星期一 2", "周一2"] {
            assert_eq!(slot(text), Some((1, 2)), "{text}");
        }
        assert_eq!((slot("周一"), slot("第2节"), slot("12")), (None, None, None));
        assert_eq!((weekday_header("周五"), weekday_header("5")), (Some(5), None));
    }
}
