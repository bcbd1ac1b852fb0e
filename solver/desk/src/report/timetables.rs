//! Timetables by class, pupil, staff and room: lists of all, and one a person or door to print.

use super::model::{Block, Page, Sheet};
use super::view::{Meet, Part, View};
use crate::write::value::Out;
use kehou_domain::draft::SlotRef;
use kehou_domain::words;
use std::collections::BTreeMap;

/// All of them.
pub(crate) fn pages(view: &View) -> Vec<Page> {
    vec![
        by_class(view),
        lists(view, "pupils", ("学生去向", "Pupils"), pupils(view)),
        lists(view, "staff", ("教师安排", "Staff"), staff(view)),
        lists(view, "rooms", ("场地安排", "Rooms"), rooms(view)),
        cards(view, "pupil_cards", ("学生个人课表", "Personal timetables: pupils"), pupils(view)),
        cards(view, "staff_cards", ("教师个人课表", "Personal timetables: staff"), staff(view)),
        cards(view, "door_signs", ("门牌课表", "Door signs"), rooms(view)),
    ]
}

/// Somebody or something with what is in each slot.
struct Line {
    /// Who, in words, and what is added in a list.
    name: String,
    more: String,
    at: BTreeMap<SlotRef, String>,
}

fn pupils(view: &View) -> Vec<Line> {
    let line = |student: &kehou_domain::draft::Student| Line {
        name: view.person(&student.student),
        more: student.group.clone(),
        at: slots(view, |slot| match view.of_student(&student.student, slot) {
            Some(meet) => format!("{}\n{}", view.title(&meet.section.activity), meet.session.room),
            None if view.attends(student, slot) => view.say("未安排", "no place"),
            None => String::new(),
        }),
    };
    view.school.students.iter().map(line).collect()
}

fn staff(view: &View) -> Vec<Line> {
    let own = view.school.staff.iter().map(|person| person.id.as_str());
    let mut ids: Vec<&str> = own.collect();
    let sessions = view.plan.sections.iter().flat_map(|section| &section.sessions);
    let guests = sessions.flat_map(|s| s.assistants.iter().chain([&s.lead, &s.companion]));
    for id in guests.map(String::as_str).filter(|id| !id.is_empty()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let all = ids.into_iter().map(|id| {
        let at = slots(view, |slot| {
            let meets = view.of_staff(id, slot).iter().map(|&(meet, part)| role(view, meet, part));
            let duties = view.duties_of(id, slot).into_iter().filter_map(|duty| {
                let place = [duty.gate.as_str(), duty.area.as_str()].concat();
                let kind = view.lang().of(&words::duty(duty.kind?));
                Some(if place.is_empty() { kind } else { format!("{kind}\n{place}") })
            });
            meets.chain(duties).collect::<Vec<_>>().join("\n")
        });
        let periods = at.values().filter(|text| !text.is_empty()).count();
        Line { name: view.person(id), more: periods.to_string(), at }
    });
    all.filter(|line| line.more != "0").collect()
}

fn role(view: &View, meet: Meet, part: Part) -> String {
    let part = match part {
        Part::Lead => String::new(),
        Part::Assistant => view.say("（助教）", " (assists)"),
        Part::Companion => view.say("（陪同）", " (accompanies)"),
    };
    let who = match meet.section.students.len() {
        0 => String::new(),
        n => view.lang().pick(format!("{n}人"), format!("{n} pupils")),
    };
    format!("{}{part}\n{} {who}", view.title(&meet.section.activity), meet.session.room)
}

fn rooms(view: &View) -> Vec<Line> {
    let mut ids: Vec<&str> = view.school.rooms.iter().map(|room| room.id.as_str()).collect();
    let sessions = view.plan.sections.iter().flat_map(|section| &section.sessions);
    for id in sessions.map(|session| session.room.as_str()) {
        if !ids.contains(&id) && !id.is_empty() {
            ids.push(id);
        }
    }
    let all = ids.into_iter().map(|id| {
        let at = slots(view, |slot| {
            let of = |meet: &Meet| {
                let lead = view.person(&meet.session.lead);
                let count = meet.section.students.len();
                let count = view.lang().pick(format!("{count}人"), format!("{count} pupils"));
                format!("{}\n{lead} {count}", view.title(&meet.section.activity))
            };
            view.of_room(id, slot).iter().map(of).collect::<Vec<_>>().join("\n")
        });
        let used = at.values().filter(|text| !text.is_empty()).count();
        Line { name: id.to_owned(), more: used.to_string(), at }
    });
    all.filter(|line| line.more != "0").collect()
}

fn slots(view: &View, text: impl Fn(SlotRef) -> String) -> BTreeMap<SlotRef, String> {
    view.slots.iter().map(|&slot| (slot, text(slot))).collect()
}

/// One row a person or room, one column a slot.
fn lists(view: &View, key: &'static str, title: (&str, &str), lines: Vec<Line>) -> Page {
    let more = match key {
        "pupils" => view.say("班级", "Class"),
        _ => view.say("节数", "Periods"),
    };
    let mut heads = vec![(view.say("名称", "Name"), 1.4), (more, 0.9)];
    heads.extend(
        view.slots.iter().map(|&slot| (format!("{}\n{}", view.slot(slot), view.times(slot)), 1.3)),
    );
    let mut sheet = Sheet::new("", &heads);
    for line in lines {
        let mut row = vec![Out::text(line.name), Out::text(line.more)];
        row.extend(line.at.into_values().map(Out::text));
        sheet.rows.push(row);
    }
    Page::new(key, view.say(title.0, title.1), vec![Block::Table(sheet)]).wide()
}

/// One small timetable each: rows are periods, columns weekdays.
fn cards(view: &View, key: &'static str, title: (&str, &str), lines: Vec<Line>) -> Page {
    let blocks = lines.into_iter().map(|line| {
        let more = if key == "pupil_cards" { format!("　{}", line.more) } else { String::new() };
        Block::Table(grid(view, format!("{}{more}", line.name), |slot| {
            line.at.get(&slot).cloned().unwrap_or_default()
        }))
    });
    let page = Page::new(key, view.say(title.0, title.1), blocks.collect());
    if key == "door_signs" { page.sign() } else { page }
}

/// A timetable of one class, person or room.
fn grid(view: &View, title: String, text: impl Fn(SlotRef) -> String) -> Sheet {
    let days = view.weekdays();
    let mut heads = vec![(String::new(), 0.7)];
    heads.extend(days.iter().map(|&day| (view.day(day), 1.0)));
    let mut sheet = Sheet::new(title, &heads);
    for index in view.indices() {
        let mut row = vec![Out::text(view.period(index))];
        for &weekday in &days {
            let slot = SlotRef { weekday, period: index };
            let times = view.times(slot);
            let what = if times.is_empty() { String::new() } else { text(slot) };
            row.push(Out::text(if what.is_empty() { what } else { format!("{times}\n{what}") }));
        }
        sheet.rows.push(row);
    }
    sheet
}

/// Where the pupils of a class go.
fn by_class(view: &View) -> Page {
    let mut blocks = Vec::new();
    for group in &view.school.groups {
        let members = || view.school.students.iter().filter(|student| student.group == group.id);
        let teacher = view.person(&group.form_teacher);
        let title = if teacher.is_empty() {
            group.id.clone()
        } else {
            view.lang().pick(
                format!("{}　班主任 {teacher}", group.id),
                format!("{}   form teacher {teacher}", group.id),
            )
        };
        blocks.push(Block::Table(grid(view, title, |slot| {
            let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
            for student in members() {
                if let Some(meet) = view.of_student(&student.student, slot) {
                    *counts
                        .entry((view.title(&meet.section.activity), &meet.session.room))
                        .or_default() += 1;
                }
            }
            let line = |((what, room), count): ((String, &str), usize)| {
                view.lang()
                    .pick(format!("{what} {room} {count}人"), format!("{what} {room}: {count}"))
            };
            counts.into_iter().map(line).collect::<Vec<_>>().join("\n")
        })));
    }
    Page::new("classes", view.say("班级课表", "Timetables by class"), blocks)
}
