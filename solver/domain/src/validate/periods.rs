//! The bell table: real times, indices that ascend in time, nothing that overlaps.

use super::codes::Code;
use super::path::Path;
use super::sink::{Sink, WEEKDAY, clock, weekday_words};
use crate::draft::{Period, School};
use crate::fault::Text;
use crate::instance::MAX_SLOTS;

/// Highest index of a period within a day.
pub const MAX_PERIOD: i64 = 64;

pub(super) fn check(sink: &mut Sink, path: &Path, school: &School) {
    sink.at_most(&path.field("periods"), school.periods.len(), MAX_SLOTS, ("时段", "period"));
    for (index, period) in school.periods.iter().enumerate() {
        let at = path.item("periods", index);
        sink.range(&at.field("weekday"), period.weekday, 1..=7, WEEKDAY);
        sink.range(&at.field("index"), period.index, 1..=MAX_PERIOD, ("时段序号", "period index"));
        sink.times(&at, period.start_minute, period.end_minute);
        sink.required(&at.field("segment"), period.segment.is_some(), ("时段用途", "segment"));
    }
    let keys = school.periods.iter().map(|p| (p.weekday, p.index));
    sink.distinct(
        path,
        "periods",
        keys,
        |(day, index)| format!("{day}/{index}"),
        ("时段", "period"),
    );
    let mut order: Vec<(usize, &Period)> = school.periods.iter().enumerate().collect();
    order.sort_by_key(|(_, p)| (p.weekday, p.start_minute, p.end_minute, p.index));
    overlaps(sink, path, &order);
    order.sort_by_key(|(_, p)| (p.weekday, p.index));
    out_of_order(sink, path, &order);
}

fn times(period: &Period) -> String {
    format!("{}-{}", clock(period.start_minute), clock(period.end_minute))
}

/// A period in words: weekday, index and times.
fn words(period: &Period) -> Text {
    let (zh, en) = weekday_words(period.weekday);
    let (index, times) = (period.index, times(period));
    Text::new(format!("{zh}第 {index} 时段（{times}）"), format!("{en} period {index} ({times})"))
}

/// Reports each period that starts before an earlier one of the weekday has ended.
fn overlaps(sink: &mut Sink, path: &Path, by_start: &[(usize, &Period)]) {
    let mut longest: Option<&Period> = None;
    for &(index, period) in by_start {
        let before = longest.filter(|before| before.weekday == period.weekday);
        if let Some(before) = before.filter(|before| period.start_minute < before.end_minute) {
            sink.note(
                Code::PeriodsOverlap,
                &path.item("periods", index),
                &times(period),
                Text::new(
                    format!("{}与{}重叠", words(period).zh, words(before).zh),
                    format!("{} overlaps {}", words(period).en, words(before).en),
                ),
                Text::new(
                    "更正起止时间，使同一天的时段互不重叠",
                    "correct the times so that periods of a weekday do not overlap",
                ),
            );
        }
        if before.is_none_or(|before| before.end_minute < period.end_minute) {
            longest = Some(period);
        }
    }
}

fn out_of_order(sink: &mut Sink, path: &Path, by_index: &[(usize, &Period)]) {
    for pair in by_index.windows(2) {
        let ((_, before), (index, period)) = (pair[0], pair[1]);
        let same_day = before.weekday == period.weekday && before.index != period.index;
        if same_day && period.start_minute < before.start_minute {
            sink.note(
                Code::PeriodsOutOfOrder,
                &path.item("periods", index),
                &times(period),
                Text::new(
                    format!("{}序号在后，却早于{}", words(period).zh, words(before).zh),
                    format!("{} starts before {}", words(period).en, words(before).en),
                ),
                Text::new("按时间先后重新编号", "number the periods in order of time"),
            );
        }
    }
}
