//! Rooms, venues, groups and equipment: capacities, home rooms, form teachers.

use super::ids::{self, Seen};
use super::index::SchoolIndex;
use super::path::Path;
use super::periods::MAX_PERIOD;
use super::sink::{Noun, Sink, WEEKDAY};
use crate::draft::{Room, SlotRef};

/// Most pupils of a room, a section or an administrative group.
pub const MAX_SEATS: i64 = 10_000;
/// Most pieces of a pool of equipment.
pub const MAX_PIECES: i64 = 100_000;

pub(super) const ROOM: Noun = ("场地", "room");
pub(super) const GROUP: Noun = ("行政班", "group");
pub(super) const POOL: Noun = ("器材", "equipment pool");
pub(super) const GRADE: Noun = ("年级", "grade");
pub(super) const SLOT: Noun = ("时段", "slot");

pub(super) fn slot_words(at: SlotRef) -> String {
    format!("{}/{}", at.weekday, at.period)
}

pub(super) fn rooms(sink: &mut Sink, path: &Path, here: &SchoolIndex) -> Vec<bool> {
    let mut seen = Seen::new();
    let rooms = here.school.rooms.iter().enumerate();
    rooms
        .map(|(index, room)| {
            sink.sound(|sink| {
                check_one(sink, Some(here), &mut seen, path, ("rooms", index), room);
                let at = path.entity("rooms", &room.id, index);
                if !room.schools.is_empty() {
                    super::activities::ignored(
                        sink,
                        &at.field("schools"),
                        ("学校名单只用于共享场地", "schools are for shared venues only"),
                    );
                }
            })
        })
        .collect()
}

/// A room of a school, or a venue when no school is given.
pub(super) fn check_one(
    sink: &mut Sink,
    here: Option<&SchoolIndex>,
    seen: &mut Seen,
    parent: &Path,
    (list, index): (&'static str, usize),
    room: &Room,
) {
    ids::unique(sink, seen, parent, (list, index), &room.id, ROOM);
    let path = parent.entity(list, &room.id, index);
    ids::word(sink, &path.field("kind"), &room.kind, ("场地类型", "room kind"));
    ids::text(sink, &path.field("floor"), &room.floor);
    sink.range(&path.field("capacity"), room.capacity, 1..=MAX_SEATS, ("容量", "capacity"));
    for (index, &at) in room.unavailable.iter().enumerate() {
        let place = path.item("unavailable", index);
        if let Some(here) = here {
            sink.reference(&place, &slot_words(at), here.slots.contains_key(&at), SLOT);
        } else {
            sink.range(&place.field("weekday"), at.weekday, 1..=7, WEEKDAY);
            sink.range(
                &place.field("period"),
                at.period,
                1..=MAX_PERIOD,
                ("时段序号", "period index"),
            );
        }
    }
    sink.distinct(&path, "unavailable", room.unavailable.iter(), |at| slot_words(**at), SLOT);
}

pub(super) fn groups(sink: &mut Sink, path: &Path, here: &SchoolIndex) -> Vec<bool> {
    let mut seen = Seen::new();
    let groups = here.school.groups.iter().enumerate();
    groups
        .map(|(index, group)| {
            sink.sound(|sink| {
                ids::unique(sink, &mut seen, path, ("groups", index), &group.id, GROUP);
                let at = path.entity("groups", &group.id, index);
                sink.range(&at.field("grade"), group.grade, 1..=9, GRADE);
                sink.range(
                    &at.field("size"),
                    group.size,
                    0..=MAX_SEATS,
                    ("班级人数", "group size"),
                );
                let home = group.home_room.as_str();
                sink.reference(
                    &at.field("home_room"),
                    home,
                    here.rooms.contains_key(home),
                    ("本班教室", "home room"),
                );
                let teacher = group.form_teacher.as_str();
                if !teacher.is_empty() {
                    let known = here.own_staff.contains(teacher);
                    sink.reference(
                        &at.field("form_teacher"),
                        teacher,
                        known,
                        ("班主任", "form teacher"),
                    );
                }
            })
        })
        .collect()
}

pub(super) fn equipment(sink: &mut Sink, path: &Path, here: &SchoolIndex) -> Vec<bool> {
    let mut seen = Seen::new();
    let pools = here.school.equipment.iter().enumerate();
    pools
        .map(|(index, pool)| {
            sink.sound(|sink| {
                ids::unique(sink, &mut seen, path, ("equipment", index), &pool.id, POOL);
                let at = path.entity("equipment", &pool.id, index);
                sink.range(
                    &at.field("owned"),
                    pool.owned,
                    0..=MAX_PIECES,
                    ("器材数量", "pieces owned"),
                );
            })
        })
        .collect()
}
