//! Who is told what when one plan takes the place of another.

use crate::console::plain;
use crate::lang::Lang;
use crate::summary::counted;
use crate::table::table;
use kehou_domain::draft::{Bureau, School, SlotRef};
use kehou_domain::notice::{self, Disturbance, Doing, Notice, Part, Person};
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::words;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// References of pupils named in one line.
const NAMED: usize = 3;

/// What changes at one school.
pub struct Notices<'a> {
    school: &'a School,
    disturbance: Disturbance,
    lines: Vec<Notice>,
}

/// What changes at each school where anything does.
pub fn of_plans<'a>(bureau: &'a Bureau, before: &Plan, after: &Plan) -> Vec<Notices<'a>> {
    let of = |plan: &Plan, school: &School| -> SchoolPlan {
        let found = plan.schools.iter().find(|part| part.school == school.id);
        found.cloned().unwrap_or_default()
    };
    let schools = bureau.schools.iter().map(|school| {
        let (before, after) = (of(before, school), of(after, school));
        if before == after {
            return Notices { school, disturbance: Disturbance::default(), lines: Vec::new() };
        }
        Notices {
            school,
            disturbance: notice::disturbance(&school.into(), &before, &after),
            lines: notice::notices(&school.into(), &before, &after),
        }
    });
    schools.filter(|lists| !lists.lines.is_empty()).collect()
}

/// The lists in words.
pub fn text(lists: &[Notices], lang: Lang) -> String {
    if lists.is_empty() {
        return lang.pick("两个方案没有不同".into(), "Nothing changes for anybody".into());
    }
    let parts: Vec<String> = lists.iter().map(|list| school(list, lang)).collect();
    parts.join("\n\n")
}

fn school(list: &Notices, lang: Lang) -> String {
    let Disturbance { places, work, sessions, .. } = list.disturbance;
    let mut people: Vec<&Person> = list.lines.iter().map(|notice| &notice.person).collect();
    people.dedup();
    let students = people.iter().filter(|one| matches!(one, Person::Student(_))).count();
    let staff = people.len() - students;
    let title =
        plain(if list.school.name.is_empty() { &list.school.id } else { &list.school.name });
    let head = lang.pick(
        format!(
            "{title}：学生换项目 {places} 人次，换主带或场地 {sessions} 节，教职工变动 {work} 节；\
             须告知学生 {students} 人、教职工 {staff} 人"
        ),
        format!(
            "{title}: {} of pupils changed, {} with another lead or room, {} of staff changed; \
             {} and {staff} staff to be told",
            counted(places, "place"),
            counted(sessions, "session"),
            counted(work, "slot"),
            counted(students as i64, "pupil"),
        ),
    );
    let heading = lang.pick(["谁", "何时", "原来", "现在"], ["who", "when", "before", "now"]);
    format!("{head}\n\n{}", table(&heading, 4, rows(list, lang)))
}

/// One row for each staff member and slot; pupils with the same change in one row.
fn rows(list: &Notices, lang: Lang) -> Vec<Vec<String>> {
    type Key<'a> = (SlotRef, &'a [Doing], &'a [Doing]);
    let mut rows = Vec::new();
    let mut pupils: BTreeMap<Key, Vec<&str>> = BTreeMap::new();
    for notice in &list.lines {
        let (slot, before, after) = (notice.slot, &notice.before[..], &notice.after[..]);
        match &notice.person {
            Person::Staff(id) => rows.push(row(plain(id), (slot, before, after), list, lang)),
            Person::Student(id) => pupils.entry((slot, before, after)).or_default().push(id),
        }
    }
    for (key, refs) in pupils {
        let named: Vec<String> = refs.iter().take(NAMED).map(|id| plain(id)).collect();
        let mut who = named.join(lang.pick("、", ", "));
        if refs.len() > NAMED {
            who += &lang.pick(
                format!(" 等 {} 人", refs.len()),
                format!(" and {} more", refs.len() - NAMED),
            );
        }
        rows.push(row(who, key, list, lang));
    }
    rows
}

fn row(
    who: String,
    (slot, before, after): (SlotRef, &[Doing], &[Doing]),
    list: &Notices,
    lang: Lang,
) -> Vec<String> {
    let all = |doings: &[Doing]| {
        let said: Vec<String> =
            doings.iter().map(|doing| words_of(doing, list.school, lang)).collect();
        if said.is_empty() { "-".to_owned() } else { said.join(lang.pick("；", "; ")) }
    };
    vec![who, lang.of(&words::slot(slot)).to_owned(), all(before), all(after)]
}

fn words_of(doing: &Doing, school: &School, lang: Lang) -> String {
    match doing {
        Doing::Session { part, activity, room, lead } => {
            let known = school.activities.iter().find(|one| one.id == *activity);
            let name = known.map_or("", |one| one.name.as_str());
            let activity = plain(if name.is_empty() { activity } else { name });
            let room = plain(room);
            let part = match part {
                Part::Lead => lang.pick("主带", "leads "),
                Part::Assistant => lang.pick("协助", "assists in "),
                Part::Companion => lang.pick("陪同", "accompanies "),
                Part::Student => "",
            };
            let with = if lead.is_empty() { String::new() } else { format!(", {}", plain(lead)) };
            lang.pick(
                format!("{part}{activity}（{room}{}）", with.replace(", ", "，")),
                format!("{part}{activity} ({room}{with})"),
            )
        }
        Doing::Duty { kind, place } => {
            let kind = words::duty(*kind);
            format!("{} {}", lang.of(&kind), plain(place)).trim_end().to_owned()
        }
    }
}

/// The lists as JSON.
pub fn as_json(lists: &[Notices]) -> Value {
    let schools: Vec<Value> = lists
        .iter()
        .map(|list| {
            let Disturbance { places, work, sessions, .. } = list.disturbance;
            json!({
                "school": list.school.id,
                "changedPlaces": places,
                "changedSessions": sessions,
                "changedWork": work,
                "notices": list.lines.iter().map(notice_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "schools": schools })
}

fn notice_json(notice: &Notice) -> Value {
    let (kind, id) = match &notice.person {
        Person::Staff(id) => ("staff", id),
        Person::Student(id) => ("student", id),
    };
    let doings = |list: &[Doing]| list.iter().map(doing_json).collect::<Vec<_>>();
    json!({
        kind: id,
        "weekday": notice.slot.weekday,
        "period": notice.slot.period,
        "before": doings(&notice.before),
        "after": doings(&notice.after),
    })
}

fn doing_json(doing: &Doing) -> Value {
    match doing {
        Doing::Session { part, activity, room, lead } => {
            let part = match part {
                Part::Lead => "lead",
                Part::Assistant => "assistant",
                Part::Companion => "companion",
                Part::Student => "student",
            };
            json!({ "part": part, "activity": activity, "room": room, "lead": lead })
        }
        Doing::Duty { kind, place } => json!({ "duty": words::duty(*kind).en, "place": place }),
    }
}
