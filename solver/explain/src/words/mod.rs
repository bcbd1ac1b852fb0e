//! Answers in words, Chinese and English, from the data alone and the names in the school's menu.

mod remedy;
mod rest;
mod student;

use kehou_domain::answer::{About, Answer};
use kehou_domain::draft::{School, SlotRef};
use kehou_domain::fault::Text;
use kehou_domain::words;

/// The lines of an answer; those that belong to the line above begin with two spaces.
pub fn lines(school: &School, answer: &Answer) -> Vec<Text> {
    match &answer.about {
        None => Vec::new(),
        Some(About::Student(about)) => student::lines(school, about),
        Some(About::Staff(about)) => rest::staff(school, about),
        Some(About::Section(about)) => rest::section(school, about),
        Some(About::Activity(about)) => rest::activity(school, about),
        Some(About::Shortfall(about)) => rest::shortfall(school, about),
    }
}

/// What users call an activity.
fn title<'a>(school: &'a School, id: &'a str) -> &'a str {
    let item = school.activities.iter().find(|one| one.id == id);
    item.map(|one| one.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(id)
}

/// Slots in a row.
fn slots(at: &[SlotRef]) -> Text {
    let all: Vec<Text> = at.iter().map(|&slot| words::slot(slot)).collect();
    let of = |pick: fn(&Text) -> &str| all.iter().map(pick).collect::<Vec<_>>();
    Text::new(of(|t| &t.zh).join("、"), of(|t| &t.en).join(", "))
}

/// So many of something in English.
fn counted(count: i64, one: &str) -> String {
    match (count, one) {
        (1, _) => format!("1 {one}"),
        (_, "person") => format!("{count} people"),
        _ => format!("{count} {one}s"),
    }
}

fn indented(text: &Text) -> Text {
    Text::new(format!("  {}", text.zh), format!("  {}", text.en))
}
