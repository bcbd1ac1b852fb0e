//! Listed meeting patterns: the right number of sessions, on distinct weekdays, inside the
//! allowed slots.

use super::codes::Code;
use super::index::SchoolIndex;
use super::path::Path;
use super::rooms::slot_words;
use super::sink::Sink;
use crate::draft::{Activity, Pattern, SlotRef};
use crate::fault::Text;
use std::collections::BTreeSet;

/// Most listed patterns of an activity.
pub const MAX_PATTERNS: usize = 1_000;

pub(super) fn check(sink: &mut Sink, here: &SchoolIndex, path: &Path, activity: &Activity) {
    let noun = ("时间型", "pattern");
    sink.at_most(&path.field("patterns"), activity.patterns.len(), MAX_PATTERNS, noun);
    for (index, pattern) in activity.patterns.iter().enumerate() {
        check_one(sink, here, &path.item("patterns", index), activity, pattern);
    }
    let keys = activity.patterns.iter().map(|pattern| {
        let mut starts = pattern.starts.clone();
        starts.sort_unstable();
        starts
    });
    sink.distinct(path, "patterns", keys, |starts| words(starts), noun);
}

fn words(starts: &[SlotRef]) -> String {
    starts.iter().map(|&at| slot_words(at)).collect::<Vec<_>>().join(" ")
}

fn check_one(
    sink: &mut Sink,
    here: &SchoolIndex,
    path: &Path,
    activity: &Activity,
    pattern: &Pattern,
) {
    let path = &path.field("starts");
    let (given, wanted) = (pattern.starts.len(), activity.sessions_per_week.unwrap_or(1));
    if i64::try_from(given) != Ok(i64::from(wanted)) {
        sink.note(
            Code::PatternStarts,
            path,
            &words(&pattern.starts),
            Text::new(
                format!("时间型有 {given} 次课，而每周应有 {wanted} 次"),
                format!(
                    "the pattern has {given} sessions, but the activity meets {wanted} times a week"
                ),
            ),
            Text::new(
                "增减课次，或更正每周课次",
                "add or remove sessions, or correct the sessions a week",
            ),
        );
    }
    let weekdays: BTreeSet<i32> = pattern.starts.iter().map(|at| at.weekday).collect();
    if weekdays.len() < given {
        sink.note(
            Code::PatternWeekdays,
            path,
            &words(&pattern.starts),
            Text::new("时间型在同一天有两次课", "the pattern has two sessions on one weekday"),
            Text::new("每天最多一次课", "put at most one session on a weekday"),
        );
    }
    for &start in &pattern.starts {
        if let Some(outside) = outside(here, activity, start) {
            sink.note(
                Code::PatternSlots,
                path,
                &slot_words(start),
                Text::new(
                    format!(
                        "从 {} 开始的课占用时段 {}，该项目不能使用",
                        slot_words(start),
                        slot_words(outside)
                    ),
                    format!(
                        "the session from {} needs slot {}, which the activity may not use",
                        slot_words(start),
                        slot_words(outside)
                    ),
                ),
                Text::new(
                    "改到作息表中用途相符的时段",
                    "move it to slots of the bell table whose segment the activity lists",
                ),
            );
        }
    }
}

/// The first slot of a session that is missing or of another segment.
fn outside(here: &SchoolIndex, activity: &Activity, start: SlotRef) -> Option<SlotRef> {
    let length = activity.periods_per_session.unwrap_or(1).clamp(1, 64);
    (0..length)
        .map(|n| SlotRef { weekday: start.weekday, period: start.period.saturating_add(n) })
        .find(|at| {
            let segment = here.slots.get(at).and_then(|period| period.segment);
            segment.is_none_or(|segment| !activity.segments.contains(&segment))
        })
}
