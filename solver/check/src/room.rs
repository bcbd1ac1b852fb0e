//! Rooms and venues as a school's plan names them, and who uses them when.

use crate::facts::Venues;
use crate::school::SchoolView;
use kehou_domain::draft::{Room, SlotRef};
use std::collections::BTreeMap;

/// A room of a school (with its position) or a venue of the bureau (none), and its id.
pub type RoomKey<'a> = (Option<usize>, &'a str);

/// A room as a school sees it.
#[derive(Clone, Copy)]
pub struct RoomView<'a> {
    /// The room.
    pub room: &'a Room,
    /// The same for every school that means the same room.
    pub key: RoomKey<'a>,
}

/// One use of a room: a session or a wet-weather stand-in in one slot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoomUse {
    /// Weekday.
    pub weekday: i32,
    /// Start, minutes.
    pub start: i32,
    /// End, minutes.
    pub end: i32,
    /// School.
    pub school: usize,
    /// The school's slot.
    pub slot: SlotRef,
    /// Section, by position.
    pub section: usize,
    /// Session within the section, by position.
    pub session: usize,
    /// A stand-in for wet weather.
    pub is_stand_in: bool,
}

/// Uses per room, in time order.
pub type RoomUses<'a> = BTreeMap<RoomKey<'a>, Vec<RoomUse>>;

impl<'a> RoomView<'a> {
    /// The room a school's plan means by an id: its own, else a venue.
    pub fn find(view: &SchoolView<'a>, venues: &Venues<'a>, id: &str) -> Option<Self> {
        let own = view.rooms.get_key_value(id).map(|(&id, &room)| (Some(view.index), id, room));
        let venue = || venues.get_key_value(id).map(|(&id, &room)| (None, id, room));
        let (school, id, room) = own.or_else(venue)?;
        Some(Self { room, key: (school, id) })
    }

    /// Whether it can be used in a slot of that school.
    pub fn is_available(&self, slot: SlotRef) -> bool {
        !self.room.unavailable.contains(&slot)
    }

    /// Whether that school may use it at all: its own rooms, or a venue that lists it.
    pub fn is_open_to(&self, school: &str) -> bool {
        self.key.0.is_some() || self.room.schools.iter().any(|id| id == school)
    }
}

impl RoomUse {
    /// Whether both are in the same slot or overlap in time.
    pub fn meets(&self, other: &Self) -> bool {
        let same_slot = self.school == other.school && self.slot == other.slot;
        let overlap =
            self.weekday == other.weekday && self.start < other.end && other.start < self.end;
        same_slot || overlap
    }
    /// Whether both belong to the same session.
    pub fn is_same_session(&self, other: &Self) -> bool {
        (self.school, self.section, self.session) == (other.school, other.section, other.session)
    }
}

/// Every use of every room, sessions and stand-ins of outdoor sessions.
pub fn room_uses<'a>(schools: &[SchoolView<'a>]) -> RoomUses<'a> {
    let mut uses: RoomUses = BTreeMap::new();
    for view in schools {
        for (position, section) in view.sections.iter().enumerate() {
            for (nth, session) in section.sessions.iter().enumerate() {
                let outdoor = session.room.is_some_and(|room| room.room.outdoor);
                let stand_in = session.stand_in.filter(|_| outdoor);
                for &slot in &session.slots {
                    let (start, end) = view.times(slot);
                    let at = |is_stand_in| RoomUse {
                        weekday: slot.weekday,
                        start,
                        end,
                        school: view.index,
                        slot,
                        section: position,
                        session: nth,
                        is_stand_in,
                    };
                    for (room, is_stand_in) in [(session.room, false), (stand_in, true)] {
                        if let Some(room) = room {
                            uses.entry(room.key).or_default().push(at(is_stand_in));
                        }
                    }
                }
            }
        }
    }
    for list in uses.values_mut() {
        list.sort_unstable();
    }
    uses
}
