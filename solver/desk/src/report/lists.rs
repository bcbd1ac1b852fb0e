//! Rosters of sections and classes, attendance sheets, handover lists.

use super::model::{Block, Page, Sheet};
use super::view::{Meet, View};
use crate::write::value::Out;
use kehou_domain::draft::SlotRef;
use kehou_domain::money::Money;
use kehou_domain::plan::Section;
use std::collections::BTreeMap;

/// All of them.
pub(crate) fn pages(view: &View) -> Vec<Page> {
    vec![class_lists(view), rosters(view), attendance(view), handover(view)]
}

/// When, where and with whom a section meets.
pub(crate) fn when(view: &View, section: &Section) -> String {
    let sessions = section.sessions.iter().map(|session| {
        let lead = view.person(&session.lead);
        format!(
            "{} {} {} {lead}",
            view.slot(session.start),
            view.times(session.start),
            session.room
        )
    });
    let comma = view.lang().pick("；", "; ");
    sessions.map(|text| text.trim_end().to_owned()).collect::<Vec<_>>().join(comma)
}

/// Name of a section: its activity, and a number where there are several.
fn title(view: &View, section: &Section) -> String {
    format!("{}（{}）　{}", view.title(&section.activity), section.id, when(view, section))
}

/// The sections that meet on a pattern first, then those of single slots.
fn sections<'a>(view: &View<'a>) -> Vec<&'a Section> {
    let is_per_slot = |section: &&Section| {
        let component = view.activity(&section.activity).and_then(|item| item.component);
        component.is_some_and(kehou_domain::draft::Component::opens_per_slot)
    };
    let mut all: Vec<&Section> = view.plan.sections.iter().collect();
    all.sort_by_key(is_per_slot);
    all
}

fn groups(view: &View) -> BTreeMap<String, String> {
    let students = view.school.students.iter();
    students.map(|student| (student.student.clone(), student.group.clone())).collect()
}

fn rosters(view: &View) -> Page {
    let groups = groups(view);
    let heads = [
        (view.say("序号", "No."), 0.4),
        (view.say("学生", "Pupil"), 1.4),
        (view.say("班级", "Class"), 1.0),
    ];
    let table = |section: &Section| {
        let mut sheet = Sheet::new(title(view, section), &heads);
        for (at, student) in (1..).zip(&section.students) {
            let group = groups.get(student).cloned().unwrap_or_default();
            sheet.rows.push(vec![Out::Int(at), Out::text(view.person(student)), Out::text(group)]);
        }
        Block::Table(sheet)
    };
    let blocks = sections(view).into_iter().map(table).collect();
    Page::new("rosters", view.say("教学班名单", "Section rosters"), blocks)
}

/// Weeks of a term that an upright sheet has room for.
const UPRIGHT: usize = 10;

/// Weeks of a term that any sheet has room for.
const MOST_WEEKS: usize = 26;

/// A column for each week of the term, to tick.
fn attendance(view: &View) -> Page {
    let mut heads = vec![(view.say("学生", "Pupil"), 2.2), (view.say("班级", "Class"), 1.4)];
    let term = view.facts.bureau.term.as_ref();
    let weeks = (Money::new(term, view.school).weeks.max(1) as usize).min(MOST_WEEKS);
    let share = if weeks > UPRIGHT { 0.5 } else { 0.7 };
    heads.extend((1..=weeks).map(|n| (view.lang().pick(format!("{n}周"), format!("w{n}")), share)));
    let groups = groups(view);
    let mut blocks = Vec::new();
    for section in sections(view) {
        for session in &section.sessions {
            let what = view.title(&section.activity);
            let lead = view.person(&session.lead);
            let head = format!("{what}　{}　{}　{lead}", view.slot(session.start), session.room);
            let mut sheet = Sheet::new(head, &heads);
            sheet.is_form = true;
            for student in &section.students {
                let group = groups.get(student).cloned().unwrap_or_default();
                let mut row = vec![Out::text(view.person(student)), Out::text(group)];
                row.resize(weeks + 2, Out::Blank);
                sheet.rows.push(row);
            }
            blocks.push(Block::Table(sheet));
        }
    }
    let page =
        Page::new("attendance", view.say("考勤表", "Attendance sheets"), blocks).one_a_sheet();
    if weeks > UPRIGHT { page.wide() } else { page }
}

/// Class lists: each pupil's week in a row.
fn class_lists(view: &View) -> Page {
    let mut heads = vec![(view.say("学生", "Pupil"), 1.4)];
    heads.extend(view.slots.iter().map(|&slot| (view.slot(slot), 1.0)));
    let mut blocks = Vec::new();
    for group in &view.school.groups {
        let mut sheet = Sheet::new(group.id.clone(), &heads);
        for student in view.school.students.iter().filter(|student| student.group == group.id) {
            let mut row = vec![Out::text(view.person(&student.student))];
            row.extend(view.slots.iter().map(|&slot| {
                Out::text(match view.of_student(&student.student, slot) {
                    Some(meet) => view.title(&meet.section.activity),
                    None if view.attends(student, slot) => view.say("未安排", "no place"),
                    None => String::new(),
                })
            }));
            sheet.rows.push(row);
        }
        if !sheet.rows.is_empty() {
            blocks.push(Block::Table(sheet));
        }
    }
    Page::new("class_lists", view.say("班级名单", "Class lists"), blocks).one_a_sheet().wide()
}

/// Where a group of pupils comes from before a slot.
fn origin(view: &View, student: &str, group: &str, slot: SlotRef) -> (String, String) {
    let before = SlotRef { period: slot.period - 1, ..slot };
    match view.of_student(student, before) {
        Some(Meet { session, .. }) => (session.room.clone(), session.lead.clone()),
        None => {
            (view.lang().pick(format!("行政班 {group}"), format!("class {group}")), String::new())
        }
    }
}

/// Who takes which pupils from whom, and from where to where.
fn handover(view: &View) -> Page {
    let heads = [
        (view.say("时间", "When"), 0.8),
        (view.say("交：地点", "From"), 1.0),
        (view.say("交：教师", "Handed over by"), 1.0),
        (view.say("接：地点", "To"), 1.0),
        (view.say("接：教师", "Taken by"), 1.0),
        (view.say("人数", "Pupils"), 0.5),
        (view.say("学生", "Who"), 3.0),
    ];
    let mut blocks = Vec::new();
    for weekday in view.weekdays() {
        let mut sheet = Sheet::new(view.day(weekday), &heads);
        for &slot in view.slots.iter().filter(|slot| slot.weekday == weekday) {
            let mut moves: BTreeMap<_, Vec<String>> = BTreeMap::new();
            for student in &view.school.students {
                let Some(meet) = view.of_student(&student.student, slot) else { continue };
                let (room, lead) = origin(view, &student.student, &student.group, slot);
                let to = (meet.session.room.clone(), meet.session.lead.clone());
                if (&room, &lead) != (&to.0, &to.1) {
                    moves.entry((room, lead, to)).or_default().push(view.person(&student.student));
                }
            }
            let start = view.times(slot).split('-').next().unwrap_or_default().to_owned();
            for ((room, lead, (to, taker)), who) in moves {
                sheet.rows.push(vec![
                    Out::text(start.clone()),
                    Out::text(room),
                    Out::text(view.person(&lead)),
                    Out::text(to),
                    Out::text(view.person(&taker)),
                    Out::Int(who.len() as i64),
                    Out::text(who.join(view.lang().comma())),
                ]);
            }
        }
        blocks.push(Block::Table(sheet));
    }
    Page::new("handover", view.say("交接单", "Handover lists"), blocks).one_a_sheet().wide()
}
