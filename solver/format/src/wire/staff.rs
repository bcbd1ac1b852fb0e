//! Teachers and outsiders.

use super::{
    Wire, WireEnum, all_known, from_list, known, number, numbers, to_list, unless_default,
};
use kehou_domain::draft::{
    CareLimit, LoanTerms, Skill, Staff, StaffCarryOver, StaffKind, StaffRank, Window,
};
use kehou_proto::v1;

impl Wire for Staff {
    type Wire = v1::Staff;
    fn to_wire(&self) -> v1::Staff {
        v1::Staff {
            id: self.id.clone(),
            kind: number(self.kind),
            rank: number(self.rank),
            skills: to_list(&self.skills),
            windows: to_list(&self.windows),
            protected: to_list(&self.protected),
            weekly_cap: self.weekly_cap,
            daily_cap: self.daily_cap,
            late_cap: self.late_cap,
            daytime_load: self.daytime_load,
            care: self.care.as_ref().map(Wire::to_wire),
            willing: self.willing,
            post_duties: numbers(&self.post_duties),
            wanted_activities: self.wanted_activities.clone(),
            unwanted_activities: self.unwanted_activities.clone(),
            vetted: self.vetted,
            pay_per_period_fen: self.pay_per_period_fen,
            loan_terms: self.loan_terms.as_ref().map(Wire::to_wire),
            carry_over: unless_default(&self.carry_over),
        }
    }
    fn from_wire(wire: v1::Staff) -> Self {
        Self {
            id: wire.id,
            kind: known(wire.kind),
            rank: known(wire.rank),
            skills: from_list(wire.skills),
            windows: from_list(wire.windows),
            protected: from_list(wire.protected),
            weekly_cap: wire.weekly_cap,
            daily_cap: wire.daily_cap,
            late_cap: wire.late_cap,
            daytime_load: wire.daytime_load,
            care: wire.care.map(Wire::from_wire),
            willing: wire.willing,
            post_duties: all_known(&wire.post_duties),
            wanted_activities: wire.wanted_activities,
            unwanted_activities: wire.unwanted_activities,
            vetted: wire.vetted,
            pay_per_period_fen: wire.pay_per_period_fen,
            loan_terms: wire.loan_terms.map(Wire::from_wire),
            carry_over: wire.carry_over.map(Wire::from_wire).unwrap_or_default(),
        }
    }
}

impl WireEnum for StaffKind {
    type Wire = v1::StaffKind;
    fn to_wire(self) -> v1::StaffKind {
        match self {
            Self::Teacher => v1::StaffKind::Teacher,
            Self::RetiredTeacher => v1::StaffKind::RetiredTeacher,
            Self::Parent => v1::StaffKind::Parent,
            Self::Craftsperson => v1::StaffKind::Craftsperson,
            Self::Coach => v1::StaffKind::Coach,
            Self::CollegeStudent => v1::StaffKind::CollegeStudent,
            Self::OrganisationInstructor => v1::StaffKind::OrganisationInstructor,
        }
    }
    fn from_wire(wire: v1::StaffKind) -> Option<Self> {
        Some(match wire {
            v1::StaffKind::Unspecified => return None,
            v1::StaffKind::Teacher => Self::Teacher,
            v1::StaffKind::RetiredTeacher => Self::RetiredTeacher,
            v1::StaffKind::Parent => Self::Parent,
            v1::StaffKind::Craftsperson => Self::Craftsperson,
            v1::StaffKind::Coach => Self::Coach,
            v1::StaffKind::CollegeStudent => Self::CollegeStudent,
            v1::StaffKind::OrganisationInstructor => Self::OrganisationInstructor,
        })
    }
}

impl WireEnum for StaffRank {
    type Wire = v1::StaffRank;
    fn to_wire(self) -> v1::StaffRank {
        match self {
            Self::MiddleManager => v1::StaffRank::MiddleManager,
            Self::VicePrincipal => v1::StaffRank::VicePrincipal,
            Self::Principal => v1::StaffRank::Principal,
        }
    }
    fn from_wire(wire: v1::StaffRank) -> Option<Self> {
        Some(match wire {
            v1::StaffRank::Unspecified => return None,
            v1::StaffRank::MiddleManager => Self::MiddleManager,
            v1::StaffRank::VicePrincipal => Self::VicePrincipal,
            v1::StaffRank::Principal => Self::Principal,
        })
    }
}

impl Wire for Skill {
    type Wire = v1::Skill;
    fn to_wire(&self) -> v1::Skill {
        v1::Skill {
            skill: self.skill.clone(),
            level: self.level,
            newly_trained: self.newly_trained,
        }
    }
    fn from_wire(wire: v1::Skill) -> Self {
        Self { skill: wire.skill, level: wire.level, newly_trained: wire.newly_trained }
    }
}

impl Wire for Window {
    type Wire = v1::Window;
    fn to_wire(&self) -> v1::Window {
        v1::Window {
            weekday: self.weekday,
            start_minute: self.start_minute,
            end_minute: self.end_minute,
        }
    }
    fn from_wire(wire: v1::Window) -> Self {
        Self { weekday: wire.weekday, start_minute: wire.start_minute, end_minute: wire.end_minute }
    }
}

impl Wire for CareLimit {
    type Wire = v1::CareLimit;
    fn to_wire(&self) -> v1::CareLimit {
        v1::CareLimit { latest_end_minute: self.latest_end_minute, weekly_cap: self.weekly_cap }
    }
    fn from_wire(wire: v1::CareLimit) -> Self {
        Self { latest_end_minute: wire.latest_end_minute, weekly_cap: wire.weekly_cap }
    }
}

impl Wire for LoanTerms {
    type Wire = v1::LoanTerms;
    fn to_wire(&self) -> v1::LoanTerms {
        v1::LoanTerms {
            willing: self.willing,
            weekdays: self.weekdays.clone(),
            max_weekdays: self.max_weekdays,
            max_travel_minutes: self.max_travel_minutes,
            schools: self.schools.clone(),
            several_campuses_a_day: self.several_campuses_a_day,
        }
    }
    fn from_wire(wire: v1::LoanTerms) -> Self {
        Self {
            willing: wire.willing,
            weekdays: wire.weekdays,
            max_weekdays: wire.max_weekdays,
            max_travel_minutes: wire.max_travel_minutes,
            schools: wire.schools,
            several_campuses_a_day: wire.several_campuses_a_day,
        }
    }
}

impl Wire for StaffCarryOver {
    type Wire = v1::StaffCarryOver;
    fn to_wire(&self) -> v1::StaffCarryOver {
        v1::StaffCarryOver { late: self.late, gate: self.gate }
    }
    fn from_wire(wire: v1::StaffCarryOver) -> Self {
        Self { late: wire.late, gate: wire.gate }
    }
}
