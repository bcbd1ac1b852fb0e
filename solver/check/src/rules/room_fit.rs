//! A session is in a room of a fitting kind (grouping by group: in the group's home room) that
//! holds its pupils and is free; a room has one session in a slot; a venue serves only the schools
//! it lists.
//!
//! For each session of section k of a in room r: kind(r) in `room_kinds`, or r = home room of the
//! group; capacity(r) >= pupils(k); no covered slot in unavailable(r). For each room and slot:
//! #(sessions) <= 1.

use crate::facts::Facts;
use crate::room::RoomView;
use crate::school::{SchoolView, SectionView, SessionView};
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::Grouping;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::RoomFit;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for section in &view.sections {
            for session in &section.sessions {
                judge_session(view, section, session, tally);
            }
        }
    }
    judge_uses(facts, tally);
}

fn judge_session(
    view: &SchoolView,
    section: &SectionView,
    session: &SessionView,
    tally: &mut Tally,
) {
    let id = &session.session.room;
    let name = || words::section(view, section);
    let Some(room) = session.room else {
        let what = Text::new(
            format!("{}：没有场地 {id}", name().zh),
            format!("{}: there is no room {id}", name().en),
        );
        tally.fault(RULE, view.index, what);
        return;
    };
    for why in misfits(view, section, session, room) {
        let what = Text::new(
            format!("{}在场地 {id}：{}", name().zh, why.zh),
            format!("{} in room {id}: {}", name().en, why.en),
        );
        tally.violation(RULE, view.index, what);
    }
}

fn misfits(
    view: &SchoolView,
    section: &SectionView,
    session: &SessionView,
    room: RoomView,
) -> Vec<Text> {
    let mut why = Vec::new();
    if section.grouping() == Some(Grouping::Group) {
        let first = section.students.first().map(|&i| view.students[i].student.group.as_str());
        let home = first.and_then(|id| view.groups.get(id)).map(|group| group.home_room.as_str());
        if home.is_some_and(|home| home != room.room.id) {
            why.push(Text::new("不是本班教室", "it is not the group's home room"));
        }
    } else if let Some(item) = section.item
        && !item.room_kinds.contains(&room.room.kind)
    {
        let kind = &room.room.kind;
        why.push(Text::new(
            format!("类别 {kind} 不适用"),
            format!("rooms of kind {kind} do not fit"),
        ));
    }
    let (capacity, size) = (room.room.capacity, section.size);
    if i64::from(capacity) < size {
        why.push(Text::new(
            format!("容纳 {capacity} 人，安排了 {size} 人"),
            format!("it holds {capacity}, not {size} pupils"),
        ));
    }
    if let Some(&slot) = session.slots.iter().find(|&&slot| !room.is_available(slot)) {
        let at = words::slot(slot);
        why.push(Text::new(
            format!("{}不可用", at.zh),
            format!("it is not available on {}", at.en),
        ));
    }
    if !room.is_open_to(&view.school.id) {
        why.push(Text::new("场馆不对本校开放", "the venue is not for this school"));
    }
    why
}

/// Uses are in time order: one that begins before the latest end so far, or in the same slot,
/// meets another.
fn judge_uses(facts: &Facts, tally: &mut Tally) {
    for (key, uses) in &facts.room_uses {
        let mut latest: Option<&crate::room::RoomUse> = None;
        for one in uses.iter().filter(|one| !one.is_stand_in) {
            if latest.is_some_and(|before| before.meets(one)) {
                let at = words::slot(one.slot);
                let what = Text::new(
                    format!("场地 {} 在{}有多个课次", key.1, at.zh),
                    format!("room {} has more than one session on {}", key.1, at.en),
                );
                tally.violation(RULE, one.school, what);
            }
            let ends = |one: &crate::room::RoomUse| (one.weekday, one.end);
            if latest.is_none_or(|before| ends(one) >= ends(before)) {
                latest = Some(one);
            }
        }
    }
}
