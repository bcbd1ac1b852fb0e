//! Pins and bans taken together, with each other and with hard data: what can never hold is
//! refused before solving, and both statements are named.

pub(super) mod bans;
mod people;
mod places;
mod pupils;

use super::codes::Code;
use super::facts::words;
use super::index::{BureauIndex, SchoolIndex};
use super::path::Path;
use super::sink::Sink;
use crate::draft::{Fact, School};
use crate::fault::Text;
use crate::instance::{FactData, SchoolInstance, SlotMask};

/// A pin or ban with its place in the input and its indices.
struct Stated<'a> {
    list: &'static str,
    index: usize,
    fact: &'a Fact,
    data: &'a FactData,
}

/// Everything the files here look at.
struct Case<'a> {
    all: &'a BureauIndex<'a>,
    here: &'a SchoolIndex<'a>,
    instance: &'a SchoolInstance,
    pins: Vec<Stated<'a>>,
    bans: Vec<Stated<'a>>,
}

/// Refuses pins that contradict each other, bans or hard data. `places` are the positions of the
/// sound pins and bans in the input.
pub(super) fn check(
    sink: &mut Sink,
    all: &BureauIndex,
    path: &Path,
    here: &SchoolIndex,
    instance: &SchoolInstance,
    part: &School,
    places: (&[usize], &[usize]),
) {
    let case = Case {
        all,
        here,
        instance,
        pins: stated("pins", &part.pins, &instance.pins, places.0),
        bans: stated("bans", &part.bans, &instance.bans, places.1),
    };
    pupils::check(sink, path, &case);
    people::check(sink, path, &case);
    places::check(sink, path, &case);
}

/// Facts whose every reference is among the sound entries.
fn stated<'a>(
    list: &'static str,
    facts: &'a [Fact],
    data: &'a [FactData],
    places: &[usize],
) -> Vec<Stated<'a>> {
    facts
        .iter()
        .zip(data)
        .zip(places)
        .filter(|((fact, data), _)| {
            data.student.is_some() != fact.student.is_empty()
                && data.activity.is_some() != fact.activity.is_empty()
                && data.staff.is_some() != fact.staff.is_empty()
                && data.room.is_some() != fact.room.is_empty()
                && data.slot.is_some() == fact.slot.is_some()
        })
        .map(|((fact, data), &index)| Stated { list, index, fact, data })
        .collect()
}

impl Stated<'_> {
    fn slot_mask(&self) -> SlotMask {
        self.data.slot.map_or(0, |slot| 1 << slot)
    }
}

fn action() -> Text {
    Text::new("删去或更正其中一条", "remove or correct one of the two")
}

/// A pin that can never hold, and the statement of the data that says so.
fn alone(sink: &mut Sink, path: &Path, pin: &Stated, why: &Text) {
    let said = words(pin.fact);
    sink.note(
        Code::Pinned,
        &path.item(pin.list, pin.index),
        "",
        Text::new(
            format!("指定“{}”不可能成立：{}", said.zh, why.zh),
            format!("the pin \"{}\" can never hold: {}", said.en, why.en),
        ),
        Text::new("删去这条指定，或更正相关数据", "remove the pin, or correct the data"),
    );
}

/// Two pins that can never hold together.
fn together(sink: &mut Sink, path: &Path, first: &Stated, second: &Stated, why: &Text) {
    let (a, b) = (words(first.fact), words(second.fact));
    sink.note(
        Code::Pinned,
        &path.item(second.list, second.index),
        "",
        Text::new(
            format!(
                "指定“{}”与 {}[{}] 的指定“{}”不能同时成立：{}",
                b.zh, first.list, first.index, a.zh, why.zh
            ),
            format!(
                "the pin \"{}\" cannot hold together with {}[{}] \"{}\": {}",
                b.en, first.list, first.index, a.en, why.en
            ),
        ),
        action(),
    );
}
