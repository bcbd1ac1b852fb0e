//! Pins of activities and rooms: a meeting time that exists, a room that fits and is free, one
//! use at a time.

use super::super::path::Path;
use super::super::sink::Sink;
use super::{Case, Stated, alone, together};
use crate::draft::Grouping;
use crate::fault::Text;
use std::collections::BTreeMap;

pub(super) fn check(sink: &mut Sink, path: &Path, case: &Case) {
    let mut rooms: BTreeMap<(usize, usize), &Stated> = BTreeMap::new();
    let mut single: BTreeMap<usize, Vec<&Stated>> = BTreeMap::new();
    for pin in &case.pins {
        if let Some(why) = impossible(case, pin) {
            alone(sink, path, pin, &why);
            continue;
        }
        if let (Some(room), Some(slot), Some(_)) = (pin.data.room, pin.data.slot, pin.data.activity)
        {
            let first = *rooms.entry((room, slot)).or_insert(pin);
            if first.data.activity != pin.data.activity {
                let why = Text::new("一个场地一时只能有一个用途", "a room has one use at a time");
                together(sink, path, first, pin, &why);
            }
        }
        let alone_open = |&a: &usize| case.instance.activities[a].max_sections == 1;
        if let Some(activity) = pin.data.activity.filter(alone_open) {
            single.entry(activity).or_default().push(pin);
        }
    }
    for (&activity, pins) in &single {
        one_section(sink, path, case, activity, pins);
    }
}

/// Why a session in that slot or room can never be.
fn impossible(case: &Case, pin: &Stated) -> Option<Text> {
    let slot_mask = pin.slot_mask();
    if let Some(activity) = pin.data.activity.filter(|_| pin.data.student.is_none()) {
        let data = &case.instance.activities[activity];
        if !data.patterns.iter().any(|pattern| slot_mask & !pattern.mask == 0) {
            return Some(if slot_mask == 0 {
                Text::new(
                    "该课程没有可行的上课时间",
                    "the activity has no time at which it can meet",
                )
            } else {
                Text::new("该课程不能在这个时段上课", "the activity cannot meet in that slot")
            });
        }
        if let Some(room) = pin.data.room.filter(|&room| !fits(case, activity, room)) {
            let kind = super::super::sink::shown(&case.instance.rooms[room].kind);
            return Some(Text::new(
                format!("场地类型“{kind}”不合此课程，或容量小于开班人数"),
                format!(
                    "room kind '{kind}' does not suit the activity, or the room is smaller than its smallest section"
                ),
            ));
        }
    }
    let room = pin.data.room?;
    (slot_mask & !case.instance.rooms[room].free != 0)
        .then(|| Text::new("该场地在这个时段不可用", "the room is not available in that slot"))
}

fn fits(case: &Case, activity: usize, room: usize) -> bool {
    let data = &case.instance.activities[activity];
    let kind = if data.grouping == Some(Grouping::Group) {
        case.instance
            .groups
            .iter()
            .any(|group| group.home_room == Some(room) && data.grades >> group.grade & 1 == 1)
    } else {
        data.rooms.contains(&room)
    };
    kind && case.instance.rooms[room].capacity >= data.min_size
}

/// Pins of an activity with a single section: one lead, one room a slot, one pattern.
fn one_section(sink: &mut Sink, path: &Path, case: &Case, activity: usize, pins: &[&Stated]) {
    let data = &case.instance.activities[activity];
    let per_slot = data.grouping.is_some();
    for (second, pin) in pins.iter().enumerate() {
        let clash = pins[..second].iter().find_map(|first| {
            let same_slot = first.data.slot.is_some() && first.data.slot == pin.data.slot;
            let differ = |a: Option<usize>, b: Option<usize>| a.is_some() && b.is_some() && a != b;
            let slots = first.slot_mask() | pin.slot_mask();
            let fits_one = data.patterns.iter().any(|pattern| slots & !pattern.mask == 0);
            if differ(first.data.staff, pin.data.staff) && (same_slot || !per_slot) {
                Some((
                    first,
                    Text::new(
                        "只有一个班，只能有一名主讲",
                        "there is one section, and it has one lead",
                    ),
                ))
            } else if differ(first.data.room, pin.data.room) && same_slot {
                Some((
                    first,
                    Text::new(
                        "只有一个班，一时只在一处",
                        "there is one section, and it is in one room",
                    ),
                ))
            } else if !per_slot && !fits_one {
                Some((
                    first,
                    Text::new(
                        "只有一个班，没有同时包含两个时段的时间型",
                        "there is one section, and no pattern has both slots",
                    ),
                ))
            } else {
                None
            }
        });
        if let Some((first, why)) = clash {
            together(sink, path, first, pin, &why);
        }
    }
}
