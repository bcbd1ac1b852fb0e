//! Every pupil and slot in an outdoor session without a valid stand-in counts.
//!
//! Points = weight x sum over outdoor sessions and their slots without a valid stand-in of the
//! section's pupils. Valid: an indoor room, capacity >= pupils, available in the slot, not used by
//! a session or another stand-in in it.

use crate::facts::Facts;
use crate::room::{RoomUse, RoomView};
use crate::school::{SchoolView, SectionView};
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::SlotRef;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::WetWeather;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for (position, section) in view.sections.iter().enumerate() {
            for (nth, session) in section.sessions.iter().enumerate() {
                let named = &session.session.wet_weather_room;
                if !named.is_empty() && session.stand_in.is_none() {
                    let name = words::section(view, section);
                    let what = Text::new(
                        format!("{}：没有雨天场地 {named}", name.zh),
                        format!("{}: there is no wet-weather room {named}", name.en),
                    );
                    tally.fault(RULE, view.index, what);
                }
                if !session.room.is_some_and(|room| room.room.outdoor) {
                    continue;
                }
                let is_dry = |slot: &&SlotRef| {
                    let stand_in = session.stand_in.filter(|room| fits(view, section, room));
                    let me = (position, nth);
                    stand_in.is_some_and(|room| is_free(facts, view, room, **slot, me))
                };
                let wet = session.slots.iter().filter(|slot| !is_dry(slot)).count() as i64;
                tally.add(RULE, view.index, view.rules.weight(RULE) * wet * section.size);
            }
        }
    }
}

fn fits(view: &SchoolView, section: &SectionView, room: &RoomView) -> bool {
    !room.room.outdoor
        && i64::from(room.room.capacity) >= section.size
        && room.is_open_to(&view.school.id)
}

/// Whether nothing but this stand-in uses the room in the slot.
fn is_free(
    facts: &Facts,
    view: &SchoolView,
    room: RoomView,
    slot: SlotRef,
    (section, session): (usize, usize),
) -> bool {
    let (start, end) = view.times(slot);
    let mine = RoomUse {
        weekday: slot.weekday,
        start,
        end,
        school: view.index,
        slot,
        section,
        session,
        is_stand_in: true,
    };
    let uses = facts.room_uses.get(&room.key).map_or(&[][..], Vec::as_slice);
    let others = uses.iter().filter(|one| !(one.is_stand_in && one.is_same_session(&mine)));
    room.is_available(slot) && !others.into_iter().any(|one| one.meets(&mine))
}
