//! Bans against pins: what is pinned must not be banned, in so many words or more generally.

use super::super::codes::Code;
use super::super::facts::words;
use super::super::path::Path;
use super::super::sink::Sink;
use crate::draft::{DutyKind, Fact, School, SlotRef};
use crate::fault::Text;
use std::collections::BTreeMap;

type Key<'a> = ([&'a str; 5], Option<SlotRef>, Option<DutyKind>, Option<i32>);

/// The fact with only the fields whose bit is set.
fn key(fact: &Fact, fields: u32) -> Key<'_> {
    let has = |bit: u32| fields >> bit & 1 == 1;
    let texts = [&fact.student, &fact.activity, &fact.staff, &fact.room, &fact.school];
    let mut kept = [""; 5];
    for (bit, text) in texts.into_iter().enumerate().filter(|(bit, _)| has(*bit as u32)) {
        kept[bit] = text;
    }
    (
        kept,
        fact.slot.filter(|_| has(5)),
        fact.duty.filter(|_| has(6)),
        fact.weekday.filter(|_| has(7)),
    )
}

/// Reports each pin that says at least as much as a ban: a ban on fewer fields, all equal, bans
/// the pin too.
pub(in super::super) fn check(
    sink: &mut Sink,
    path: &Path,
    school: &School,
    (pins, bans): (&[bool], &[bool]),
) {
    let banned: BTreeMap<Key, usize> = (0..school.bans.len())
        .rev()
        .filter(|&index| bans[index])
        .map(|index| (key(&school.bans[index], u32::MAX), index))
        .collect();
    if banned.is_empty() {
        return;
    }
    for (index, pin) in school.pins.iter().enumerate().filter(|(index, _)| pins[*index]) {
        let hit = (1_u32..256).rev().find_map(|fields| banned.get(&key(pin, fields)));
        let Some(&ban) = hit else { continue };
        let (pinned, said) = (words(pin), words(&school.bans[ban]));
        sink.note(
            Code::Banned,
            &path.item("bans", ban),
            "",
            Text::new(
                format!("禁止“{}”与 pins[{index}] 的指定“{}”矛盾", said.zh, pinned.zh),
                format!("the ban \"{}\" contradicts pins[{index}] \"{}\"", said.en, pinned.en),
            ),
            super::action(),
        );
    }
}
