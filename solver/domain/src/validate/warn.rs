//! Warnings: what is worth knowing before a run and does not stop it. One a subject with a
//! count, never one a pupil. Read from a school without errors in its structure.

use super::codes::Code;
use super::index::SchoolIndex;
use super::path::Path;
use super::sink::Sink;
use super::{warn_demand, warn_menu, warn_rules};
use crate::draft::School;
use crate::fault::Text;
use crate::instance::SchoolInstance;
use std::collections::BTreeMap;

pub(super) fn check(
    sink: &mut Sink,
    path: &Path,
    here: &SchoolIndex,
    instance: &SchoolInstance,
    part: &School,
) {
    if here.school.students.is_empty() {
        sink.note(
            Code::EmptySchool,
            &path.field("students"),
            "",
            Text::new(
                "学校没有参加服务的学生，方案将是空的",
                "no pupil of the school takes part; its plan will be empty",
            ),
            Text::new("导入学生，或从数据中删去这所学校", "add pupils, or leave the school out"),
        );
        return;
    }
    calendar(sink, path, here);
    warn_rules::check(sink, &path.field("policy"), here);
    groups(sink, path, instance);
    warn_menu::check(sink, path, here, instance);
    warn_demand::check(sink, path, here, instance, part);
}

/// Periods on weekdays that the term does not serve, and pupils who never attend.
fn calendar(sink: &mut Sink, path: &Path, here: &SchoolIndex) {
    let outside = here.slots.keys().filter(|at| !here.serving.contains(&at.weekday)).count();
    if outside > 0 {
        sink.note(
            Code::NotServing,
            &path.field("periods"),
            &outside.to_string(),
            Text::new(
                format!("作息表有 {outside} 个时段在不开展服务的日子"),
                format!("{outside} periods of the bell table are on weekdays without service"),
            ),
            Text::new(
                "删去这些时段，或把这些日子列入服务日",
                "remove them, or add the weekdays to the term's serving weekdays",
            ),
        );
    }
    let absent = here.school.students.iter().filter(|s| s.attendance.is_empty()).count();
    if absent > 0 {
        sink.note(
            Code::NeverAttends,
            &path.field("students"),
            &absent.to_string(),
            Text::new(
                format!("有 {absent} 名学生没有任何出席时段"),
                format!("{absent} pupils attend no slot at all"),
            ),
            Text::new("填写出席时段，或从名单中删去", "give their attendance, or leave them out"),
        );
    }
}

/// Home rooms: large enough, one group each; groups not larger than their roll.
fn groups(sink: &mut Sink, path: &Path, instance: &SchoolInstance) {
    let mut pupils = vec![0_u32; instance.groups.len()];
    for student in &instance.students {
        pupils[student.group] += 1;
    }
    let mut homes: BTreeMap<usize, &str> = BTreeMap::new();
    for (index, group) in instance.groups.iter().enumerate() {
        let at = path.entity("groups", &group.id, index);
        let Some(home) = group.home_room else { continue };
        let (room, here) = (&instance.rooms[home], pupils[index]);
        if here > room.capacity {
            sink.note(
                Code::HomeRoomSmall,
                &at.field("home_room"),
                &room.id,
                Text::new(
                    format!("本班有 {here} 名学生参加，教室只容 {} 人", room.capacity),
                    format!("{here} pupils of the group take part, but its home room holds {}", room.capacity),
                ),
                Text::new("换教室、更正容量，或设置合班项目", "give it another room, correct the capacity, or add an activity that merges groups"),
            );
        }
        if let Some(other) = homes.insert(home, &group.id) {
            sink.note(
                Code::SharedHomeRoom,
                &at.field("home_room"),
                &room.id,
                Text::new(
                    format!("与班级“{}”共用教室，两班不能同时在本班教室", super::sink::shown(other)),
                    format!("group '{}' has the same home room; only one of them can be in it at a time", super::sink::shown(other)),
                ),
                Text::new("给每个班一间教室，或设置合班项目", "give each group a room, or add an activity that merges groups"),
            );
        }
    }
}

/// Groups of which more pupils take part than are on the roll.
pub(super) fn rolls(sink: &mut Sink, path: &Path, part: &School) {
    let mut pupils: BTreeMap<&str, i64> = BTreeMap::new();
    for student in &part.students {
        *pupils.entry(student.group.as_str()).or_default() += 1;
    }
    for (index, group) in part.groups.iter().enumerate() {
        let here = pupils.get(group.id.as_str()).copied().unwrap_or(0);
        if here > i64::from(group.size) {
            sink.note(
                Code::GroupSizeExceeded,
                &path.entity("groups", &group.id, index).field("size"),
                &group.size.to_string(),
                Text::new(
                    format!("班级人数为 {}，却有 {here} 名学生参加", group.size),
                    format!(
                        "the group has {} pupils on its roll, but {here} take part",
                        group.size
                    ),
                ),
                Text::new("更正班级人数", "correct the size of the group"),
            );
        }
    }
}
