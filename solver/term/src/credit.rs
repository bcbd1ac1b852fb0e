//! Flexible hours 弹性上下班: a teacher who works after the policy's `late_after_minute` may come
//! later another day, minute for minute. Outsiders have no working day to shorten.

use crate::hours::people;
use crate::timetable::Calendar;
use chrono::NaiveDate;
use kehou_domain::draft::{Bureau, StaffKind};
use kehou_domain::policy::Rules;
use std::collections::{BTreeMap, BTreeSet};

/// A day on which a teacher works late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateDay {
    /// Staff id.
    pub staff: String,
    /// Home school.
    pub home: String,
    /// The date.
    pub date: NaiveDate,
    /// End of the last late work, minutes after midnight.
    pub end_minute: i32,
    /// Minutes worked late, each minute once.
    pub minutes: i64,
}

/// All late days, by home school in the order of the input, then staff id and date.
pub fn late_days(bureau: &Bureau, calendar: &Calendar) -> Vec<LateDay> {
    let people = people(bureau);
    let week = late_work(bureau, calendar);
    let mut all = Vec::new();
    for school in &bureau.schools {
        let ids: BTreeSet<&str> = school.staff.iter().map(|person| person.id.as_str()).collect();
        for id in ids {
            let is_teacher = people.get(id).is_some_and(|p| p.0.kind == Some(StaffKind::Teacher));
            if !is_teacher {
                continue;
            }
            for day in &calendar.days {
                let Some(work) = week.get(&(id, day.follows)) else { continue };
                all.push(LateDay {
                    staff: id.to_owned(),
                    home: school.id.clone(),
                    date: day.date,
                    end_minute: work.iter().map(|piece| piece.1).max().unwrap_or(0),
                    minutes: covered(work),
                });
            }
        }
    }
    all
}

/// Late stretches of the typical week by staff id and weekday, in time order.
fn late_work<'a>(
    bureau: &Bureau,
    calendar: &Calendar<'a>,
) -> BTreeMap<(&'a str, i32), Vec<(i32, i32)>> {
    let mut week: BTreeMap<(&str, i32), Vec<(i32, i32)>> = BTreeMap::new();
    for school in &calendar.schools {
        let late = Rules::resolve(&bureau.policy, &school.school.policy).late_after_minute;
        for meeting in school.meetings.iter().filter(|meeting| meeting.end_minute > late) {
            for (id, _) in meeting.staff() {
                let stretch = (meeting.start_minute.max(late), meeting.end_minute);
                week.entry((id, meeting.weekday)).or_default().push(stretch);
            }
        }
    }
    for stretches in week.values_mut() {
        stretches.sort_unstable();
    }
    week
}

/// Minutes in at least one of the stretches, which are sorted.
fn covered(stretches: &[(i32, i32)]) -> i64 {
    let mut until = 0;
    let mut minutes = 0;
    for &(start, end) in stretches {
        minutes += i64::from((end - start.max(until)).max(0));
        until = until.max(end);
    }
    minutes
}
