//! What pins and bans say about pupils, activities, people and rooms, one at a time.

use kehou_domain::instance::{FactData, SchoolInstance, SlotMask};

/// A pin asks for a place of the pupil in the activity.
pub fn is_pinned(school: &SchoolInstance, student: usize, activity: usize) -> bool {
    school.pins.iter().any(|pin| pin.student == Some(student) && pin.activity == Some(activity))
}

/// A ban keeps the pupil out of the activity, or out of it in one of the slots.
pub fn is_banned(
    school: &SchoolInstance,
    student: usize,
    activity: usize,
    slots: SlotMask,
) -> bool {
    school.bans.iter().any(|ban| {
        ban.student == Some(student)
            && ban.activity == Some(activity)
            && ban.slot.is_none_or(|slot| slots >> slot & 1 == 1)
    })
}

/// A pin of the pupil to a slot asks for a session of its activity there and of no other.
pub fn pins_allow(
    school: &SchoolInstance,
    student: usize,
    activity: usize,
    slots: SlotMask,
) -> bool {
    let mut pins = school.pins.iter().filter(|pin| pin.student == Some(student));
    pins.all(|pin| match (pin.activity, pin.slot) {
        (Some(pinned), Some(slot)) => (slots >> slot & 1 == 1) == (pinned == activity),
        _ => true,
    })
}

/// A ban on the activity as a whole, or on it in one of the slots.
pub fn closed_by_ban(school: &SchoolInstance, activity: usize, slots: SlotMask) -> bool {
    school.bans.iter().any(|ban| {
        let plain = FactData { activity: ban.activity, slot: ban.slot, ..FactData::default() };
        *ban == plain
            && ban.activity == Some(activity)
            && ban.slot.is_none_or(|slot| slots >> slot & 1 == 1)
    })
}

/// Bans and pins of a pupil on a per-slot activity in a slot.
pub fn base_is_open(school: &SchoolInstance, student: usize, activity: usize, slot: usize) -> bool {
    if is_banned(school, student, activity, 1 << slot) {
        return false;
    }
    let pins = school.pins.iter().filter(|pin| {
        pin.student == Some(student) && pin.activity.is_some() && pin.slot == Some(slot)
    });
    pins.clone().count() == 0 || pins.into_iter().any(|pin| pin.activity == Some(activity))
}

/// Slots in which each staff member may work, bans considered.
pub fn staff_free(school: &SchoolInstance) -> Vec<SlotMask> {
    let banned = |staff: usize| {
        school
            .bans
            .iter()
            .filter(|ban| {
                ban.staff == Some(staff)
                    && ban.activity.is_none()
                    && ban.room.is_none()
                    && ban.duty.is_none()
                    && !ban.is_loan
            })
            .fold(0, |mask, ban| mask | ban.slot.map_or(SlotMask::MAX, |slot| 1 << slot))
    };
    school.staff.iter().enumerate().map(|(i, staff)| staff.free & !banned(i)).collect()
}

/// Slots in which each room can be used, bans considered.
pub fn room_free(school: &SchoolInstance) -> Vec<SlotMask> {
    let banned = |room: usize| {
        school
            .bans
            .iter()
            .filter(|ban| ban.room == Some(room) && ban.activity.is_none() && ban.staff.is_none())
            .fold(0, |mask, ban| mask | ban.slot.map_or(SlotMask::MAX, |slot| 1 << slot))
    };
    school.rooms.iter().enumerate().map(|(i, room)| room.free & !banned(i)).collect()
}
