//! Policy profiles: schools, venues, courses.

use super::{Wire, WireEnum, all_known, from_list, known, number, numbers, to_list};
use kehou_domain::profile::{MenuItem, Place, PriorityShare, SchoolRole, SchoolRow, VenueRow};
use kehou_proto::v1;

impl Wire for Place {
    type Wire = v1::Place;
    fn to_wire(&self) -> v1::Place {
        v1::Place {
            bureau: self.bureau.clone(),
            prefix: self.prefix.clone(),
            districts: self.districts.clone(),
            schools: to_list(&self.schools),
            school_count: self.school_count,
            student_count: self.student_count,
            take_part_permille: self.take_part_permille,
            roll_per_teacher: self.roll_per_teacher,
            present_percent: self.present_percent,
            most_weekly_periods: self.most_weekly_periods,
            daily_periods: self.daily_periods,
            base_by_class: self.base_by_class,
            priorities: to_list(&self.priorities),
            outsiders: numbers(&self.outsiders),
            venues: to_list(&self.venues),
            travel_within_minutes: self.travel_within_minutes,
            staff_by_district: self.staff_by_district,
        }
    }
    fn from_wire(wire: v1::Place) -> Self {
        Self {
            bureau: wire.bureau,
            prefix: wire.prefix,
            districts: wire.districts,
            schools: from_list(wire.schools),
            school_count: wire.school_count,
            student_count: wire.student_count,
            take_part_permille: wire.take_part_permille,
            roll_per_teacher: wire.roll_per_teacher,
            present_percent: wire.present_percent,
            most_weekly_periods: wire.most_weekly_periods,
            daily_periods: wire.daily_periods,
            base_by_class: wire.base_by_class,
            priorities: from_list(wire.priorities),
            outsiders: all_known(&wire.outsiders),
            venues: from_list(wire.venues),
            travel_within_minutes: wire.travel_within_minutes,
            staff_by_district: wire.staff_by_district,
        }
    }
}

impl WireEnum for SchoolRole {
    type Wire = v1::SchoolRole;
    fn to_wire(self) -> v1::SchoolRole {
        match self {
            Self::Town => v1::SchoolRole::Town,
            Self::Centre => v1::SchoolRole::Centre,
            Self::Village => v1::SchoolRole::Village,
            Self::Short => v1::SchoolRole::Short,
        }
    }
    fn from_wire(wire: v1::SchoolRole) -> Option<Self> {
        Some(match wire {
            v1::SchoolRole::Unspecified => return None,
            v1::SchoolRole::Town => Self::Town,
            v1::SchoolRole::Centre => Self::Centre,
            v1::SchoolRole::Village => Self::Village,
            v1::SchoolRole::Short => Self::Short,
        })
    }
}

impl Wire for SchoolRow {
    type Wire = v1::SchoolRow;
    fn to_wire(&self) -> v1::SchoolRow {
        v1::SchoolRow {
            name: self.name.clone(),
            kind: number(self.kind),
            role: number(self.role),
            students: self.students,
            trained_sport: self.trained_sport,
            trained_arts: self.trained_arts,
            trained_other: self.trained_other,
            outsiders: self.outsiders,
        }
    }
    fn from_wire(wire: v1::SchoolRow) -> Self {
        Self {
            name: wire.name,
            kind: known(wire.kind),
            role: known(wire.role),
            students: wire.students,
            trained_sport: wire.trained_sport,
            trained_arts: wire.trained_arts,
            trained_other: wire.trained_other,
            outsiders: wire.outsiders,
        }
    }
}

impl Wire for PriorityShare {
    type Wire = v1::PriorityShare;
    fn to_wire(&self) -> v1::PriorityShare {
        v1::PriorityShare {
            priority: number(self.priority),
            town_percent: self.town_percent,
            township_percent: self.township_percent,
        }
    }
    fn from_wire(wire: v1::PriorityShare) -> Self {
        Self {
            priority: known(wire.priority),
            town_percent: wire.town_percent,
            township_percent: wire.township_percent,
        }
    }
}

impl Wire for VenueRow {
    type Wire = v1::VenueRow;
    fn to_wire(&self) -> v1::VenueRow {
        v1::VenueRow {
            id: self.id.clone(),
            kind: self.kind.clone(),
            capacity: self.capacity,
            outdoor: self.outdoor,
            skip: self.skip,
            schools: self.schools,
            in_menu: self.in_menu,
        }
    }
    fn from_wire(wire: v1::VenueRow) -> Self {
        Self {
            id: wire.id,
            kind: wire.kind,
            capacity: wire.capacity,
            outdoor: wire.outdoor,
            skip: wire.skip,
            schools: wire.schools,
            in_menu: wire.in_menu,
        }
    }
}

/// The number unless it is the one that stands for unset.
fn unless(value: i32, unset: i32) -> Option<i32> {
    (value != unset).then_some(value)
}

impl Wire for MenuItem {
    type Wire = v1::MenuItem;
    fn to_wire(&self) -> v1::MenuItem {
        v1::MenuItem {
            id: self.id.clone(),
            name: self.name.clone(),
            component: number(self.component),
            category: number(self.category),
            grades: self.grades.clone(),
            skill: self.skill.clone(),
            level: unless(self.level, 1),
            room: self.room.clone(),
            min_size: self.min_size,
            max_size: self.max_size,
            sessions: unless(self.sessions, 1),
            periods: unless(self.periods, 1),
            weekdays: self.weekdays.clone(),
            paired: self.paired,
            tool: self.tool.clone(),
            pieces: self.pieces,
            fee_yuan: self.fee_yuan,
            local: self.local,
        }
    }
    fn from_wire(wire: v1::MenuItem) -> Self {
        Self {
            id: wire.id,
            name: wire.name,
            component: known(wire.component),
            category: known(wire.category),
            grades: wire.grades,
            skill: wire.skill,
            level: wire.level.unwrap_or(1),
            room: wire.room,
            min_size: wire.min_size,
            max_size: wire.max_size,
            sessions: wire.sessions.unwrap_or(1),
            periods: wire.periods.unwrap_or(1),
            weekdays: wire.weekdays,
            paired: wire.paired,
            tool: wire.tool,
            pieces: wire.pieces,
            fee_yuan: wire.fee_yuan,
            local: wire.local,
        }
    }
}
