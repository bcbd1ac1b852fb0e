//! One school: rooms, pins and all the rest.

use super::{Wire, WireEnum, from_list, known, number, to_list, unless_default};
use kehou_domain::draft::{ChangeBudget, Equipment, Fact, Room, School, SchoolKind, Setting};
use kehou_proto::v1;

impl Wire for Room {
    type Wire = v1::Room;
    fn to_wire(&self) -> v1::Room {
        v1::Room {
            id: self.id.clone(),
            kind: self.kind.clone(),
            capacity: self.capacity,
            floor: self.floor.clone(),
            outdoor: self.outdoor,
            unavailable: to_list(&self.unavailable),
            schools: self.schools.clone(),
        }
    }
    fn from_wire(wire: v1::Room) -> Self {
        Self {
            id: wire.id,
            kind: wire.kind,
            capacity: wire.capacity,
            floor: wire.floor,
            outdoor: wire.outdoor,
            unavailable: from_list(wire.unavailable),
            schools: wire.schools,
        }
    }
}

impl Wire for Equipment {
    type Wire = v1::Equipment;
    fn to_wire(&self) -> v1::Equipment {
        v1::Equipment { id: self.id.clone(), owned: self.owned }
    }
    fn from_wire(wire: v1::Equipment) -> Self {
        Self { id: wire.id, owned: wire.owned }
    }
}

impl Wire for Fact {
    type Wire = v1::Fact;
    fn to_wire(&self) -> v1::Fact {
        v1::Fact {
            student: self.student.clone(),
            activity: self.activity.clone(),
            staff: self.staff.clone(),
            room: self.room.clone(),
            slot: self.slot.as_ref().map(Wire::to_wire),
            duty: number(self.duty),
            school: self.school.clone(),
            weekday: self.weekday,
        }
    }
    fn from_wire(wire: v1::Fact) -> Self {
        Self {
            student: wire.student,
            activity: wire.activity,
            staff: wire.staff,
            room: wire.room,
            slot: wire.slot.map(Wire::from_wire),
            duty: known(wire.duty),
            school: wire.school,
            weekday: wire.weekday,
        }
    }
}

impl Wire for ChangeBudget {
    type Wire = v1::ChangeBudget;
    fn to_wire(&self) -> v1::ChangeBudget {
        v1::ChangeBudget {
            per_student: self.per_student,
            per_staff: self.per_staff,
            total: self.total,
        }
    }
    fn from_wire(wire: v1::ChangeBudget) -> Self {
        Self { per_student: wire.per_student, per_staff: wire.per_staff, total: wire.total }
    }
}

impl Wire for School {
    type Wire = v1::School;
    fn to_wire(&self) -> v1::School {
        v1::School {
            id: self.id.clone(),
            name: self.name.clone(),
            kind: number(self.kind),
            setting: number(self.setting),
            periods: to_list(&self.periods),
            dismissal_points: to_list(&self.dismissal_points),
            rooms: to_list(&self.rooms),
            groups: to_list(&self.groups),
            equipment: to_list(&self.equipment),
            activities: to_list(&self.activities),
            students: to_list(&self.students),
            staff: to_list(&self.staff),
            policy: unless_default(&self.policy),
            budget: self.budget.as_ref().map(Wire::to_wire),
            pins: to_list(&self.pins),
            bans: to_list(&self.bans),
            incumbent: self.incumbent.as_ref().map(Wire::to_wire),
            change_budget: self.change_budget.as_ref().map(Wire::to_wire),
        }
    }
    fn from_wire(wire: v1::School) -> Self {
        Self {
            id: wire.id,
            name: wire.name,
            kind: known(wire.kind),
            setting: known(wire.setting),
            periods: from_list(wire.periods),
            dismissal_points: from_list(wire.dismissal_points),
            rooms: from_list(wire.rooms),
            groups: from_list(wire.groups),
            equipment: from_list(wire.equipment),
            activities: from_list(wire.activities),
            students: from_list(wire.students),
            staff: from_list(wire.staff),
            policy: wire.policy.map(Wire::from_wire).unwrap_or_default(),
            budget: wire.budget.map(Wire::from_wire),
            pins: from_list(wire.pins),
            bans: from_list(wire.bans),
            incumbent: wire.incumbent.map(Wire::from_wire),
            change_budget: wire.change_budget.map(Wire::from_wire),
        }
    }
}

impl WireEnum for SchoolKind {
    type Wire = v1::SchoolKind;
    fn to_wire(self) -> v1::SchoolKind {
        match self {
            Self::Primary => v1::SchoolKind::Primary,
            Self::Junior => v1::SchoolKind::Junior,
            Self::NineYear => v1::SchoolKind::NineYear,
            Self::Boarding => v1::SchoolKind::Boarding,
        }
    }
    fn from_wire(wire: v1::SchoolKind) -> Option<Self> {
        Some(match wire {
            v1::SchoolKind::Unspecified => return None,
            v1::SchoolKind::Primary => Self::Primary,
            v1::SchoolKind::Junior => Self::Junior,
            v1::SchoolKind::NineYear => Self::NineYear,
            v1::SchoolKind::Boarding => Self::Boarding,
        })
    }
}

impl WireEnum for Setting {
    type Wire = v1::Setting;
    fn to_wire(self) -> v1::Setting {
        match self {
            Self::Town => v1::Setting::Town,
            Self::Township => v1::Setting::Township,
        }
    }
    fn from_wire(wire: v1::Setting) -> Option<Self> {
        Some(match wire {
            v1::Setting::Unspecified => return None,
            v1::Setting::Town => Self::Town,
            v1::Setting::Township => Self::Township,
        })
    }
}
