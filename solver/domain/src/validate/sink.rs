//! Collects findings, and the checks every subject needs: ranges, required values, references,
//! duplicates. Nothing that looks personal gets past it.

use super::codes::Code;
use super::path::Path;
use super::personal::looks_personal;
use crate::fault::{Fault, Severity, Text};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// A noun in Chinese and English.
pub(super) type Noun = (&'static str, &'static str);

/// Most characters of a value that are shown.
const SHOWN: usize = 80;

/// Findings so far.
#[derive(Default)]
pub(super) struct Sink {
    pub(super) faults: Vec<Fault>,
    errors: usize,
}

impl Sink {
    /// Notes a finding. A value that looks personal is not echoed and becomes a finding of its
    /// own.
    pub(super) fn note(&mut self, code: Code, path: &Path, value: &str, cause: Text, action: Text) {
        if code != Code::PersonalNumber && looks_personal(value) {
            return self.personal(path);
        }
        let info = code.info();
        self.errors += usize::from(info.severity == Severity::Error);
        self.faults.push(Fault {
            severity: info.severity,
            code: info.code,
            path: path.to_string(),
            value: clip(value),
            cause,
            action,
        });
    }

    /// Whether `check` found no errors.
    pub(super) fn sound(&mut self, check: impl FnOnce(&mut Self)) -> bool {
        let before = self.errors;
        check(self);
        self.errors == before
    }

    /// Refuses a personal number without showing it.
    pub(super) fn personal(&mut self, path: &Path) {
        self.note(
            Code::PersonalNumber,
            path,
            "",
            Text::new(
                "此处的值像身份证号或手机号，系统不接收，也不显示",
                "the value looks like an identity-card or mobile number; it is refused and not shown",
            ),
            Text::new("改用校内自编的代号", "use a reference of your own that says nothing about the person"),
        );
    }

    pub(super) fn range(
        &mut self,
        path: &Path,
        value: impl Into<i64>,
        allowed: RangeInclusive<i64>,
        noun: Noun,
    ) -> bool {
        let value = value.into();
        if allowed.contains(&value) {
            return true;
        }
        let (low, high) = (allowed.start(), allowed.end());
        self.note(
            Code::OutOfRange,
            path,
            &value.to_string(),
            Text::new(
                format!("{}为 {value}，应在 {low} 到 {high} 之间", noun.0),
                format!("{} is {value}; it must be from {low} to {high}", noun.1),
            ),
            Text::new(
                format!("改为 {low} 到 {high} 之间的数"),
                format!("change it to a number from {low} to {high}"),
            ),
        );
        false
    }

    pub(super) fn range_if_set(
        &mut self,
        path: &Path,
        value: Option<i32>,
        allowed: RangeInclusive<i64>,
        noun: Noun,
    ) {
        if let Some(value) = value {
            self.range(path, value, allowed, noun);
        }
    }

    pub(super) fn required(&mut self, path: &Path, is_set: bool, noun: Noun) {
        if !is_set {
            self.note(
                Code::MissingValue,
                path,
                "",
                Text::new(
                    format!("没有填写{}，或填写的值无法识别", noun.0),
                    format!("the {} is not given or not known", noun.1),
                ),
                Text::new(format!("填写{}", noun.0), format!("give the {}", noun.1)),
            );
        }
    }

    pub(super) fn not_empty(&mut self, path: &Path, len: usize, noun: Noun) {
        if len == 0 {
            self.note(
                Code::EmptyList,
                path,
                "",
                Text::new(
                    format!("至少要有一个{}", noun.0),
                    format!("at least one {} is needed", noun.1),
                ),
                Text::new(format!("补上{}", noun.0), format!("add a {}", noun.1)),
            );
        }
    }

    pub(super) fn at_most(&mut self, path: &Path, len: usize, most: usize, noun: Noun) {
        if len > most {
            self.note(
                Code::TooMany,
                path,
                &len.to_string(),
                Text::new(
                    format!("{}有 {len} 个，最多 {most} 个", noun.0),
                    format!("{len} entries of kind {}; at most {most} are allowed", noun.1),
                ),
                Text::new("减少条目，或拆分数据", "remove entries or split the data"),
            );
        }
    }

    /// A reference: given, and leading somewhere.
    pub(super) fn reference(&mut self, path: &Path, id: &str, known: bool, noun: Noun) -> bool {
        if id.is_empty() {
            self.required(path, false, noun);
        } else if !known {
            self.note(
                Code::UnknownReference,
                path,
                id,
                Text::new(
                    format!("{}“{}”不存在", noun.0, shown(id)),
                    format!("there is no {} '{}'", noun.1, shown(id)),
                ),
                Text::new(
                    format!("改为已有的{}编号，或先添加该{}", noun.0, noun.0),
                    format!("name an existing {}, or add this one", noun.1),
                ),
            );
        }
        known
    }

    /// Reports every entry whose key came before in the list.
    pub(super) fn distinct<K: Ord, T: Into<Text>>(
        &mut self,
        parent: &Path,
        list: &'static str,
        keys: impl Iterator<Item = K>,
        show: impl Fn(&K) -> T,
        noun: Noun,
    ) {
        let mut seen = BTreeSet::new();
        for (index, key) in keys.enumerate() {
            if seen.contains(&key) {
                let text = show(&key).into();
                let value = both(&text);
                self.note(
                    Code::DuplicateEntry,
                    &parent.item(list, index),
                    &value,
                    Text::new(
                        format!("{}“{}”重复列出", noun.0, shown(&text.zh)),
                        format!("{} '{}' is listed twice", noun.1, shown(&text.en)),
                    ),
                    Text::new("删去多余的一条", "remove one of the two"),
                );
            }
            seen.insert(key);
        }
    }

    pub(super) fn weekdays(&mut self, parent: &Path, list: &'static str, weekdays: &[i32]) {
        for (index, &weekday) in weekdays.iter().enumerate() {
            self.range(&parent.item(list, index), weekday, 1..=7, WEEKDAY);
        }
        self.distinct(parent, list, weekdays.iter(), ToString::to_string, WEEKDAY);
    }

    /// Start and end minute of one day.
    pub(super) fn times(&mut self, path: &Path, start: i32, end: i32) {
        let in_range = self.range(&path.field("start_minute"), start, 0..=1439, START)
            & self.range(&path.field("end_minute"), end, 1..=1440, END);
        if in_range && end <= start {
            let (from, to) = (clock(start), clock(end));
            self.note(
                Code::TimesReversed,
                path,
                &format!("{from}-{to}"),
                Text::new(
                    format!("结束时间 {to} 不晚于开始时间 {from}"),
                    format!("the end {to} is not after the start {from}"),
                ),
                Text::new("更正开始或结束时间", "correct the start or the end"),
            );
        }
    }
}

pub(super) const WEEKDAY: Noun = ("星期", "weekday");
const START: Noun = ("开始时间（分钟）", "start minute");
const END: Noun = ("结束时间（分钟）", "end minute");

/// An id or text as it may be shown inside a message.
pub(crate) fn shown(text: &str) -> String {
    if looks_personal(text) { "***".to_owned() } else { clip(text) }
}

fn clip(text: &str) -> String {
    let visible = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c });
    if text.chars().count() <= SHOWN {
        return visible.collect();
    }
    visible.take(SHOWN - 1).chain(std::iter::once('…')).collect()
}

/// A value in both languages, once if they agree.
pub(super) fn both(text: &Text) -> String {
    if text.zh == text.en { text.zh.clone() } else { format!("{} {}", text.zh, text.en) }
}

/// Minutes after midnight as a time of day.
pub(super) fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A weekday in words.
pub(super) fn weekday_words(weekday: i32) -> Noun {
    match weekday {
        1 => ("星期一", "Monday"),
        2 => ("星期二", "Tuesday"),
        3 => ("星期三", "Wednesday"),
        4 => ("星期四", "Thursday"),
        5 => ("星期五", "Friday"),
        6 => ("星期六", "Saturday"),
        7 => ("星期日", "Sunday"),
        _ => ("无效的星期", "an unknown weekday"),
    }
}
