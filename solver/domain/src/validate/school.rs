//! One school, subject by subject, then what its sound part says as a whole: contradictions and
//! warnings.

use super::conflict;
use super::ids::{self, Seen};
use super::index::{BureauIndex, SchoolIndex};
use super::path::Path;
use super::sink::Sink;
use super::{
    MAX_ACTIVITIES, MAX_GROUPS, MAX_ROOMS, MAX_STAFF, MAX_STUDENTS, activities, facts, gates,
    incumbent, money, periods, policy, rooms, staff, students, warn,
};
use crate::draft::School;
use crate::instance::SchoolInstance;
use std::borrow::Cow;

pub(super) fn check<'a>(
    sink: &mut Sink,
    all: &BureauIndex<'a>,
    (index, school): (usize, &'a School),
    seen: (&mut Seen, &mut Seen),
) {
    let (schools, people) = seen;
    ids::unique(sink, schools, &Path::TOP, ("schools", index), &school.id, super::network::SCHOOL);
    let path = &Path::TOP.entity("schools", &school.id, index);
    ids::file_name(sink, &path.field("id"), &school.id);
    ids::text(sink, &path.field("name"), &school.name);
    sink.required(&path.field("kind"), school.kind.is_some(), ("学校类型", "kind of school"));
    counts(sink, path, school);
    let here = &SchoolIndex::new(all, school);
    let sound = Sound {
        periods: sink.sound(|sink| periods::check(sink, path, school)),
        points: gates::check(sink, path, here),
        rooms: rooms::rooms(sink, path, here),
        groups: rooms::groups(sink, path, here),
        equipment: rooms::equipment(sink, path, here),
        activities: activities::check(sink, path, here),
        students: students::check(sink, path, here),
        staff: staff::own(sink, all, path, here, people),
        policy: policy::check(
            sink,
            &path.field("policy"),
            &school.policy,
            Some(&all.bureau.policy),
        ),
        pins: Vec::new(),
        bans: Vec::new(),
    };
    money::check(sink, &path.field("budget"), school.budget.as_ref());
    let sound = Sound {
        pins: facts::check(sink, all, path, here, ("pins", &school.pins)),
        bans: facts::check(sink, all, path, here, ("bans", &school.bans)),
        ..sound
    };
    incumbent::check(sink, path, here);
    as_a_whole(sink, all, path, here, &sound);
}

fn counts(sink: &mut Sink, path: &Path, school: &School) {
    sink.at_most(&path.field("rooms"), school.rooms.len(), MAX_ROOMS, rooms::ROOM);
    sink.at_most(&path.field("groups"), school.groups.len(), MAX_GROUPS, rooms::GROUP);
    sink.at_most(
        &path.field("activities"),
        school.activities.len(),
        MAX_ACTIVITIES,
        activities::ACTIVITY,
    );
    sink.at_most(&path.field("students"), school.students.len(), MAX_STUDENTS, students::STUDENT);
    sink.at_most(&path.field("staff"), school.staff.len(), MAX_STAFF, staff::STAFF);
}

/// Which entries of a school have no errors.
struct Sound {
    periods: bool,
    points: Vec<bool>,
    rooms: Vec<bool>,
    groups: Vec<bool>,
    equipment: Vec<bool>,
    activities: Vec<bool>,
    students: Vec<bool>,
    staff: Vec<bool>,
    policy: bool,
    pins: Vec<bool>,
    bans: Vec<bool>,
}

impl Sound {
    /// Everything but pupils, pins and bans is faultless.
    fn is_structure(&self) -> bool {
        let lists = [
            &self.points,
            &self.rooms,
            &self.groups,
            &self.equipment,
            &self.activities,
            &self.staff,
        ];
        self.periods && self.policy && lists.into_iter().flatten().all(|&ok| ok)
    }

    /// The school without the entries that have errors.
    fn part<'a>(&self, school: &'a School) -> Cow<'a, School> {
        let people = [&self.students, &self.pins, &self.bans];
        if self.is_structure() && people.into_iter().flatten().all(|&ok| ok) {
            return Cow::Borrowed(school);
        }
        Cow::Owned(School {
            dismissal_points: keep(&school.dismissal_points, &self.points),
            rooms: keep(&school.rooms, &self.rooms),
            groups: keep(&school.groups, &self.groups),
            equipment: keep(&school.equipment, &self.equipment),
            activities: keep(&school.activities, &self.activities),
            students: keep(&school.students, &self.students),
            staff: keep(&school.staff, &self.staff),
            pins: keep(&school.pins, &self.pins),
            bans: keep(&school.bans, &self.bans),
            periods: school.periods.clone(),
            policy: school.policy.clone(),
            budget: school.budget.clone(),
            id: school.id.clone(),
            ..School::default()
        })
    }
}

fn keep<T: Clone>(items: &[T], sound: &[bool]) -> Vec<T> {
    items.iter().zip(sound).filter(|(_, ok)| **ok).map(|(item, _)| item.clone()).collect()
}

fn positions(sound: &[bool]) -> Vec<usize> {
    (0..sound.len()).filter(|&index| sound[index]).collect()
}

fn as_a_whole(sink: &mut Sink, all: &BureauIndex, path: &Path, here: &SchoolIndex, sound: &Sound) {
    conflict::bans::check(sink, path, here.school, (&sound.pins, &sound.bans));
    if !sound.periods {
        return;
    }
    let part = sound.part(here.school);
    let instance = SchoolInstance::new(all.bureau, &part);
    let (pins, bans) = (positions(&sound.pins), positions(&sound.bans));
    conflict::check(sink, all, path, here, &instance, &part, (&pins, &bans));
    if sound.is_structure() {
        warn::check(sink, path, here, &instance, &part);
    }
}
