//! Administrative classes and pupils.

use super::{Wire, WireEnum, all_known, from_list, known, number, numbers, to_list};
use kehou_domain::draft::{Attendance, Choice, Companion, CompanionWish, Group, Student};
use kehou_proto::v1;

impl Wire for Group {
    type Wire = v1::Group;
    fn to_wire(&self) -> v1::Group {
        v1::Group {
            id: self.id.clone(),
            grade: self.grade,
            size: self.size,
            home_room: self.home_room.clone(),
            form_teacher: self.form_teacher.clone(),
        }
    }
    fn from_wire(wire: v1::Group) -> Self {
        Self {
            id: wire.id,
            grade: wire.grade,
            size: wire.size,
            home_room: wire.home_room,
            form_teacher: wire.form_teacher,
        }
    }
}

impl Wire for Student {
    type Wire = v1::Student;
    fn to_wire(&self) -> v1::Student {
        v1::Student {
            student: self.student.clone(),
            group: self.group.clone(),
            grade: self.grade,
            priorities: numbers(&self.priorities),
            attendance: to_list(&self.attendance),
            choices: to_list(&self.choices),
            wanted_sessions: self.wanted_sessions,
            refused: self.refused.clone(),
            accepts_substitutes: self.accepts_substitutes,
            carry_over: self.carry_over,
            companions: to_list(&self.companions),
        }
    }
    fn from_wire(wire: v1::Student) -> Self {
        Self {
            student: wire.student,
            group: wire.group,
            grade: wire.grade,
            priorities: all_known(&wire.priorities),
            attendance: from_list(wire.attendance),
            choices: from_list(wire.choices),
            wanted_sessions: wire.wanted_sessions,
            refused: wire.refused,
            accepts_substitutes: wire.accepts_substitutes,
            carry_over: wire.carry_over,
            companions: from_list(wire.companions),
        }
    }
}

impl Wire for Attendance {
    type Wire = v1::Attendance;
    fn to_wire(&self) -> v1::Attendance {
        v1::Attendance {
            weekday: self.weekday,
            from_period: self.from_period,
            dismissal_point: self.dismissal_point.clone(),
        }
    }
    fn from_wire(wire: v1::Attendance) -> Self {
        Self {
            weekday: wire.weekday,
            from_period: wire.from_period,
            dismissal_point: wire.dismissal_point,
        }
    }
}

impl Wire for Choice {
    type Wire = v1::Choice;
    fn to_wire(&self) -> v1::Choice {
        v1::Choice { activity: self.activity.clone(), rank: self.rank }
    }
    fn from_wire(wire: v1::Choice) -> Self {
        Self { activity: wire.activity, rank: wire.rank }
    }
}

impl Wire for Companion {
    type Wire = v1::Companion;
    fn to_wire(&self) -> v1::Companion {
        v1::Companion { student: self.student.clone(), wish: number(self.wish) }
    }
    fn from_wire(wire: v1::Companion) -> Self {
        Self { student: wire.student, wish: known(wire.wish) }
    }
}

impl WireEnum for CompanionWish {
    type Wire = v1::CompanionWish;
    fn to_wire(self) -> v1::CompanionWish {
        match self {
            Self::Together => v1::CompanionWish::Together,
            Self::Apart => v1::CompanionWish::Apart,
        }
    }
    fn from_wire(wire: v1::CompanionWish) -> Option<Self> {
        Some(match wire {
            v1::CompanionWish::Unspecified => return None,
            v1::CompanionWish::Together => Self::Together,
            v1::CompanionWish::Apart => Self::Apart,
        })
    }
}
