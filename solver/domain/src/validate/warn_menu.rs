//! Warnings on activities that can hardly or never open: nobody to take, lead or house them.

use super::codes::Code;
use super::index::SchoolIndex;
use super::path::Path;
use super::sink::Sink;
use crate::draft::{Component, Grouping};
use crate::fault::Text;
use crate::instance::{ActivityData, SchoolInstance};

pub(super) fn check(sink: &mut Sink, path: &Path, here: &SchoolIndex, instance: &SchoolInstance) {
    let takers = takers(instance);
    for (index, activity) in instance.activities.iter().enumerate() {
        let at = path.entity("activities", &activity.id, index);
        if activity.patterns.is_empty() {
            warn(
                sink,
                Code::NoPattern,
                &at,
                (
                    "作息表里没有此课程可行的上课时间".to_owned(),
                    "the bell table has no time at which the activity can meet".to_owned(),
                ),
                (
                    "更正时段用途、每周课次或作息表",
                    "correct its segments, its sessions a week or the bell table",
                ),
            );
        }
        if takers[index] < u64::from(activity.min_size) {
            let (n, min) = (takers[index], activity.min_size);
            warn(
                sink,
                Code::NobodyEligible,
                &at,
                (
                    format!("只有 {n} 名学生能参加，开班至少要 {min} 人"),
                    format!("only {n} pupils could ever take it; a section needs at least {min}"),
                ),
                (
                    "核对年级和最少人数，或删去此课程",
                    "check grades and smallest size, or remove the activity",
                ),
            );
        }
        staff_and_rooms(sink, &at, instance, activity);
        equipment(sink, &at, here, activity);
    }
}

fn warn(sink: &mut Sink, code: Code, path: &Path, cause: (String, String), action: (&str, &str)) {
    sink.note(code, path, "", Text::new(cause.0, cause.1), Text::new(action.0, action.1));
}

/// Pupils who might ever be in each activity.
fn takers(instance: &SchoolInstance) -> Vec<u64> {
    let mut takers = vec![0; instance.activities.len()];
    for student in &instance.students {
        for (index, activity) in instance.activities.iter().enumerate() {
            let may = student.attends & activity.allowed != 0 && instance.may_take(student, index);
            let open = activity.grouping.is_some()
                || student.accepts_substitutes
                || (activity.component == Component::Training && student.training_need > 0);
            if may && (open || student.rank_of(index).is_some()) {
                takers[index] += 1;
            }
        }
    }
    takers
}

fn staff_and_rooms(sink: &mut Sink, at: &Path, instance: &SchoolInstance, activity: &ActivityData) {
    if activity.leads.is_empty() {
        warn(
            sink,
            Code::NoLead,
            at,
            (
                "本校没有人有资格且愿意主讲此课程".to_owned(),
                "nobody at the school is able and willing to lead it".to_owned(),
            ),
            (
                "核对所需特长和教师资料，或请外校支援",
                "check the skill it needs and the staff data, or ask for a loan",
            ),
        );
    }
    let holds = |&room: &usize| instance.rooms[room].capacity >= activity.min_size;
    let housed = if activity.grouping == Some(Grouping::Group) {
        instance.groups.iter().filter_map(|group| group.home_room).any(|room| holds(&room))
    } else {
        activity.rooms.iter().any(holds)
    };
    if !housed {
        warn(
            sink,
            Code::NoRoom,
            at,
            (
                "没有类型相符、容得下最少人数的场地".to_owned(),
                "no room of its kinds holds its smallest section".to_owned(),
            ),
            ("核对场地类型和容量", "check its room kinds and the rooms' kinds and capacities"),
        );
    }
}

fn equipment(sink: &mut Sink, at: &Path, here: &SchoolIndex, activity: &ActivityData) {
    let pools = &here.school.equipment;
    for &(pool, pieces) in &activity.equipment {
        if i64::from(pools[pool].owned) < i64::from(pieces) {
            let (id, owned) = (super::sink::shown(&pools[pool].id), pools[pool].owned);
            warn(
                sink,
                Code::EquipmentShort,
                at,
                (
                    format!("一次课要用“{id}”{pieces} 件，学校只有 {owned} 件"),
                    format!("a session uses {pieces} of '{id}', but the school owns {owned}"),
                ),
                ("更正器材数量", "correct the pieces owned or used"),
            );
        }
    }
}
