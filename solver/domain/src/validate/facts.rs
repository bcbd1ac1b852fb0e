//! Pins and bans one by one: a combination of fields that says something, about things that
//! exist.

use super::activities::ACTIVITY;
use super::codes::Code;
use super::index::{BureauIndex, SchoolIndex, served};
use super::network::SCHOOL;
use super::path::Path;
use super::rooms::{ROOM, SLOT, slot_words};
use super::sink::{Noun, Sink, WEEKDAY, shown, weekday_words};
use super::staff::STAFF;
use super::students::STUDENT;
use crate::draft::{Fact, SlotRef};
use crate::fault::Text;

pub(super) fn check(
    sink: &mut Sink,
    all: &BureauIndex,
    path: &Path,
    here: &SchoolIndex,
    (list, facts): (&'static str, &[Fact]),
) -> Vec<bool> {
    facts
        .iter()
        .enumerate()
        .map(|(index, fact)| {
            let at = path.item(list, index);
            sink.sound(|sink| {
                shape(sink, &at, fact);
                references(sink, all, &at, here, fact);
            })
        })
        .collect()
}

/// Whether the fields set are one of the combinations listed at [`Fact`].
fn is_shape(fact: &Fact) -> bool {
    let set = |text: &str| !text.is_empty();
    let (student, activity) = (set(&fact.student), set(&fact.activity));
    let (staff, room, school) = (set(&fact.staff), set(&fact.room), set(&fact.school));
    let (slot, duty, weekday) = (fact.slot.is_some(), fact.duty.is_some(), fact.weekday.is_some());
    if student {
        return activity && !(staff || room || school || duty || weekday);
    }
    if activity {
        return (slot || !room) && !(school || duty || weekday);
    }
    if room {
        return slot && !(staff || school || duty || weekday);
    }
    if school {
        return staff && !(slot || duty);
    }
    staff && (slot || duty) && !weekday
}

fn shape(sink: &mut Sink, path: &Path, fact: &Fact) {
    if !is_shape(fact) {
        sink.note(
            Code::FactShape,
            path,
            "",
            Text::new("这些字段合在一起不成一条陈述", "these fields together say nothing about a plan"),
            Text::new(
                "可用的组合：学生+课程（+时段）；课程；课程+时段（+场地）（+教师）；课程+教师；场地+时段；教师+时段；教师+值守（+时段）；教师+学校（+星期）",
                "use one of: student+activity(+slot); activity; activity+slot(+room)(+staff); activity+staff; room+slot; staff+slot; staff+duty(+slot); staff+school(+weekday)",
            ),
        );
    }
}

fn references(sink: &mut Sink, all: &BureauIndex, path: &Path, here: &SchoolIndex, fact: &Fact) {
    let student = here.students.contains(fact.student.as_str());
    known(sink, &path.field("student"), &fact.student, student, STUDENT);
    let activity = here.activities.contains_key(fact.activity.as_str());
    known(sink, &path.field("activity"), &fact.activity, activity, ACTIVITY);
    let school = all.schools.contains_key(fact.school.as_str());
    known(sink, &path.field("school"), &fact.school, school, SCHOOL);
    if let Some(at) = fact.slot {
        sink.reference(&path.field("slot"), &slot_words(at), here.slots.contains_key(&at), SLOT);
    }
    let (staff, room) = (fact.staff.as_str(), fact.room.as_str());
    let is_here = |schools: &[String]| schools.contains(&here.school.id);
    if here.staff.contains_key(staff) {
        let own = fact.school.is_empty() || here.own_staff.contains(staff);
        known(sink, &path.field("staff"), staff, own, ("本校教师", "staff member of this school"));
    } else if all.shared_staff.get(staff).is_some_and(|person| is_here(served(person))) {
        elsewhere(sink, &path.field("staff"), staff);
    } else {
        known(sink, &path.field("staff"), staff, false, STAFF);
    }
    let is_shared = all.venues.get(room).is_some_and(|venue| is_here(&venue.schools));
    if is_shared && !here.rooms.contains_key(room) {
        elsewhere(sink, &path.field("room"), room);
    } else {
        known(sink, &path.field("room"), room, here.rooms.contains_key(room), ROOM);
    }
    sink.range_if_set(&path.field("weekday"), fact.weekday, 1..=7, WEEKDAY);
}

fn known(sink: &mut Sink, path: &Path, id: &str, known: bool, noun: Noun) {
    if !id.is_empty() {
        sink.reference(path, id, known, noun);
    }
}

fn elsewhere(sink: &mut Sink, path: &Path, id: &str) {
    sink.note(
        Code::NotServedHere,
        path,
        id,
        Text::new(
            format!("“{}”由多校共享，其名单上的第一所学校不是本校", shown(id)),
            format!("'{}' is shared and serves another school first", shown(id)),
        ),
        Text::new(
            "把指定或禁止移到其第一所学校，或调整学校次序",
            "move the pin or ban to the first school listed, or reorder the schools",
        ),
    );
}

/// A slot in words.
pub(super) fn slot_text(at: SlotRef) -> Text {
    let weekday = weekday_words(at.weekday);
    Text::new(
        format!("{}第{}时段", weekday.0, at.period),
        format!("{} period {}", weekday.1, at.period),
    )
}

/// What a pin or ban states, in words.
pub(super) fn words(fact: &Fact) -> Text {
    let (activity, staff, room) = (shown(&fact.activity), shown(&fact.staff), shown(&fact.room));
    let mut said = if !fact.student.is_empty() {
        let student = shown(&fact.student);
        Text::new(
            format!("学生‘{student}’参加‘{activity}’"),
            format!("pupil '{student}' has a place in '{activity}'"),
        )
    } else if !fact.activity.is_empty() {
        let mut said = Text::new(format!("‘{activity}’开班"), format!("'{activity}' opens"));
        if !fact.staff.is_empty() {
            said = Text::new(
                format!("‘{staff}’主讲‘{activity}’"),
                format!("'{staff}' leads '{activity}'"),
            );
        }
        if !fact.room.is_empty() {
            said = Text::new(
                format!("{}，在场地‘{room}’", said.zh),
                format!("{} in room '{room}'", said.en),
            );
        }
        said
    } else if !fact.room.is_empty() {
        Text::new(format!("场地‘{room}’有人使用"), format!("room '{room}' is used"))
    } else if !fact.school.is_empty() {
        let school = shown(&fact.school);
        Text::new(
            format!("‘{staff}’支援学校‘{school}’"),
            format!("'{staff}' is lent to school '{school}'"),
        )
    } else if let Some(duty) = fact.duty {
        let duty = crate::words::duty(duty);
        Text::new(
            format!("‘{staff}’担任{}", duty.zh),
            format!("'{staff}' has the duty {}", duty.en),
        )
    } else {
        Text::new(format!("‘{staff}’有工作"), format!("'{staff}' has work"))
    };
    if let Some(at) = fact.slot {
        let slot = slot_text(at);
        said =
            Text::new(format!("{}（{}）", said.zh, slot.zh), format!("{} at {}", said.en, slot.en));
    }
    if let Some(weekday) = fact.weekday {
        said = Text::new(
            format!("{}（{}）", said.zh, weekday_words(weekday).0),
            format!("{} on {}", said.en, weekday_words(weekday).1),
        );
    }
    said
}
