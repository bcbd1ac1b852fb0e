//! Dated sessions and duties of one pupil, staff member or room.

use crate::console::plain;
use crate::lang::Lang;
use crate::table::table;
use kehou_domain::draft::SlotRef;
use kehou_domain::plan::DutyAssignment;
use kehou_domain::words;
use kehou_term::timetable::{Dated, What};
use kehou_term::{Meeting, Role};
use serde_json::{Value, json};

/// What somebody does, in words.
pub fn role(role: Role, lang: Lang) -> String {
    match role {
        Role::Lead => lang.pick("主讲", "lead").into(),
        Role::Assistant => lang.pick("助教", "assistant").into(),
        Role::Companion => lang.pick("陪同", "companion").into(),
        Role::Duty(kind) => lang.of(&words::duty(kind)).to_owned(),
    }
}

/// Start and end, or the whole day.
pub fn clock(meeting: &Meeting, lang: Lang) -> String {
    let clock = |minute: i32| format!("{}:{:02}", minute / 60, minute % 60);
    match (meeting.start_minute, meeting.end_minute) {
        (0, 0) => lang.pick("全天", "all day").into(),
        (start, end) => format!("{}-{}", clock(start), clock(end)),
    }
}

/// The course or duty.
pub fn what(meeting: &Meeting, lang: Lang) -> String {
    match meeting.what {
        What::Session { section, activity, .. } => {
            let name = activity.map_or("", |item| item.name.as_str());
            plain(if name.is_empty() { &section.activity } else { name })
        }
        What::Duty(duty) => {
            duty.kind.map_or(String::new(), |kind| lang.of(&words::duty(kind)).to_owned())
        }
    }
}

/// Room of a session, gate or area of a duty.
pub fn place(meeting: &Meeting) -> String {
    match meeting.what {
        What::Session { session, .. } => plain(&session.room),
        What::Duty(DutyAssignment { gate, area, .. }) => plain(&format!("{gate}{area}")),
    }
}

/// Everybody of the staff, with roles other than the lead's said.
pub fn who(meeting: &Meeting, lang: Lang) -> String {
    let one = |(id, part): (&str, Role)| match part {
        Role::Lead | Role::Duty(_) => plain(id),
        part => format!("{} ({})", plain(id), role(part, lang)),
    };
    meeting.staff().into_iter().map(one).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// A list in time order.
pub fn text(list: &Dated, lang: Lang) -> String {
    if list.is_empty() {
        return lang.pick("学期内没有安排", "Nothing in the whole term").into();
    }
    let rows = list
        .iter()
        .map(|(date, meeting)| {
            let day = words::slot(SlotRef { weekday: meeting.weekday, period: 0 });
            vec![
                date.to_string(),
                lang.of(&day).to_owned(),
                clock(meeting, lang),
                what(meeting, lang),
                place(meeting),
                who(meeting, lang),
            ]
        })
        .collect();
    let heading = lang.pick(
        ["日期", "按", "时间", "内容", "地点", "教职工"],
        ["date", "timetable of", "time", "what", "where", "staff"],
    );
    table(&heading, 6, rows)
}

/// The list as JSON.
pub fn as_json(list: &Dated) -> Value {
    let one = |(date, meeting): &(_, &Meeting)| {
        let date: &kehou_term::days::Date = date;
        let staff: Vec<Value> = meeting
            .staff()
            .into_iter()
            .map(|(id, part)| json!({ "staff": id, "role": role(part, Lang::En) }))
            .collect();
        json!({
            "date": date.to_string(),
            "followsWeekday": meeting.weekday,
            "startMinute": meeting.start_minute,
            "endMinute": meeting.end_minute,
            "school": meeting.school.id,
            "what": what(meeting, Lang::En),
            "place": place(meeting),
            "staff": staff,
        })
    };
    list.iter().map(one).collect()
}
