//! iCalendar (RFC 5545): a file a pupil, member of staff and room, over the days of the term. What
//! is weekly is one event with the days that fall out; swapped days are events of their own.

use super::fault::ExportError;
use super::file_name;
use crate::report::Facts;
use crate::report::view::View;
use chrono::{Datelike, Days, NaiveDate};
use kehou_domain::words;
use kehou_term::timetable::What;
use kehou_term::{Calendar, Meeting, Role, ServiceDay};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Who or what a calendar is for: the folder, and the id.
type Whose = (&'static str, String);

/// Writes the calendars of a school into its folder.
pub(crate) fn write(folder: &Path, view: &View, calendar: &Calendar) -> Result<(), ExportError> {
    let Some(week) = calendar.schools.iter().find(|week| week.school.id == view.school.id) else {
        return Ok(());
    };
    let mut all: BTreeMap<Whose, Vec<String>> = BTreeMap::new();
    for meeting in &week.meetings {
        for (whose, role) in whose(meeting) {
            let events = all.entry(whose.clone()).or_default();
            events.extend(events_of(view, calendar, meeting, &whose, role));
        }
    }
    for ((kind, id), events) in all {
        let folder = folder.join(kind);
        fs::create_dir_all(&folder).map_err(|source| ExportError::io(&folder, source))?;
        let name = if kind == "rooms" { id.clone() } else { view.person(&id) };
        let file = folder.join(format!("{}.ics", file_name(&id)));
        let text = document(&format!("{} {name}", view.name()), &events);
        super::atomic(&file, |path| {
            fs::write(path, text).map_err(|source| ExportError::io(&file, source))
        })?;
    }
    Ok(())
}

/// Whether the data have a term to spread a week over.
pub(crate) fn of<'a>(facts: &Facts<'a>) -> Result<Calendar<'a>, ExportError> {
    Calendar::new(facts.bureau, facts.plan).map_err(ExportError::Term)
}

fn whose(meeting: &Meeting) -> Vec<(Whose, Option<Role>)> {
    let pupils = meeting.students().iter().map(|id| (("pupils", id.clone()), None));
    let staff =
        meeting.staff().into_iter().map(|(id, role)| (("staff", id.to_owned()), Some(role)));
    let room = Some(meeting.room()).filter(|room| !room.is_empty());
    pupils.chain(staff).chain(room.map(|id| (("rooms", id.to_owned()), None))).collect()
}

fn events_of(
    view: &View,
    calendar: &Calendar,
    meeting: &Meeting,
    whose: &Whose,
    role: Option<Role>,
) -> Vec<String> {
    let days = calendar.days.iter().filter(|day| day.follows == meeting.weekday);
    let (swapped, own): (Vec<&ServiceDay>, Vec<&ServiceDay>) =
        days.partition(|day| day.is_swapped());
    let own: Vec<NaiveDate> = own.into_iter().map(|day| day.date).collect();
    let mut events = Vec::new();
    if let (Some(&first), Some(&last)) = (own.first(), own.last()) {
        let mut lines = body(view, meeting, whose, role, first);
        if last > first {
            lines.push(format!("RRULE:FREQ=WEEKLY;UNTIL={}", until(meeting, last)));
            let weeks = (0..).map(|n| first + Days::new(7 * n)).take_while(|day| *day <= last);
            let out: Vec<String> = weeks
                .filter(|day| !own.contains(day))
                .map(|day| stamp(meeting, day, meeting.start_minute))
                .collect();
            if !out.is_empty() {
                lines.push(format!("EXDATE{}{}", kind(meeting), out.join(",")));
            }
        }
        events.push(event(&lines));
    }
    events.extend(swapped.iter().map(|day| event(&body(view, meeting, whose, role, day.date))));
    events
}

/// The leader on duty has the whole day.
fn is_whole_day(meeting: &Meeting) -> bool {
    meeting.end_minute == 0
}

fn kind(meeting: &Meeting) -> &'static str {
    if is_whole_day(meeting) { ";VALUE=DATE:" } else { ";TZID=Asia/Shanghai:" }
}

fn stamp(meeting: &Meeting, day: NaiveDate, minute: i32) -> String {
    let date = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    if is_whole_day(meeting) {
        date
    } else {
        format!("{date}T{:02}{:02}00", minute / 60, minute % 60)
    }
}

/// The end of the last day, in UTC where events have a time.
fn until(meeting: &Meeting, last: NaiveDate) -> String {
    let date = format!("{:04}{:02}{:02}", last.year(), last.month(), last.day());
    if is_whole_day(meeting) { date } else { format!("{date}T155959Z") }
}

fn body(
    view: &View,
    meeting: &Meeting,
    whose: &Whose,
    role: Option<Role>,
    day: NaiveDate,
) -> Vec<String> {
    let title = title(view, meeting, role);
    let (place, key, lead) = match meeting.what {
        What::Session { section, session, .. } => {
            (session.room.clone(), section.id.clone(), session.lead.as_str())
        }
        What::Duty(duty) => {
            let key = format!("duty-{:?}-{}-{}", duty.kind, duty.gate, duty.area);
            (format!("{}{}", duty.gate, duty.area), key, "")
        }
    };
    let start = stamp(meeting, day, meeting.start_minute);
    let end = if is_whole_day(meeting) {
        stamp(meeting, day + Days::new(1), 0)
    } else {
        stamp(meeting, day, meeting.end_minute)
    };
    let uid = format!("{start}-{key}-{}-{}-{}@kehou", view.school.id, whose.0, whose.1);
    let mut lines = vec![
        format!("UID:{}", escaped(&uid)),
        format!("DTSTAMP:{:04}{:02}{:02}T000000Z", day.year(), day.month(), day.day()),
        format!("DTSTART{}{start}", kind(meeting)),
        format!("DTEND{}{end}", kind(meeting)),
        format!("SUMMARY:{}", escaped(&title)),
        format!("LOCATION:{}", escaped(format!("{} {place}", view.name()).trim())),
    ];
    if !lead.is_empty() && role != Some(Role::Lead) {
        lines.push(format!("DESCRIPTION:{}", escaped(&view.person(lead))));
    }
    lines
}

/// What it is, and as what one is there.
fn title(view: &View, meeting: &Meeting, role: Option<Role>) -> String {
    let title = match meeting.what {
        What::Session { section, .. } => view.title(&section.activity),
        What::Duty(duty) => {
            duty.kind.map(|kind| view.lang().of(&words::duty(kind))).unwrap_or_default()
        }
    };
    match role {
        Some(Role::Assistant) => {
            view.lang().pick(format!("{title}（助教）"), format!("{title} (assists)"))
        }
        Some(Role::Companion) => {
            view.lang().pick(format!("{title}（陪同）"), format!("{title} (accompanies)"))
        }
        _ => title,
    }
}

fn event(lines: &[String]) -> String {
    let mut text = String::from("BEGIN:VEVENT\r\n");
    for line in lines {
        text.push_str(&folded(line));
    }
    text + "END:VEVENT\r\n"
}

fn document(name: &str, events: &[String]) -> String {
    let head =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kehou//Kehou//ZH\r\nCALSCALE:GREGORIAN\r\n";
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
                TZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    let name = folded(&format!("X-WR-CALNAME:{}", escaped(name)));
    format!("{head}{name}{zone}{}END:VCALENDAR\r\n", events.concat())
}

/// A text value.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
        .replace('\r', "")
}

/// A line in pieces of at most 75 bytes, none inside a letter.
fn folded(line: &str) -> String {
    let mut text = String::new();
    let mut used = 0;
    for letter in line.chars() {
        if used + letter.len_utf8() > 74 {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(letter);
        used += letter.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let line = folded(&"课".repeat(60));
        assert!(line.lines().all(|piece| piece.len() <= 75));
        assert_eq!(line.replace("\r\n ", "").trim_end(), "课".repeat(60));
        assert_eq!(escaped("a,b;c\\d\ne"), "a\\,b\\;c\\\\d\\ne");
    }
}
