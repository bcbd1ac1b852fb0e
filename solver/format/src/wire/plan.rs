//! Plans.

use super::{Wire, from_list, known, number, to_list};
use kehou_domain::plan::{
    Departure, DutyAssignment, Loan, Mentorship, Plan, SchoolPlan, Section, Session,
};
use kehou_proto::v1;

impl Wire for Plan {
    type Wire = v1::Plan;
    fn to_wire(&self) -> v1::Plan {
        v1::Plan {
            bureau: self.bureau.clone(),
            schools: to_list(&self.schools),
            loans: to_list(&self.loans),
        }
    }
    fn from_wire(wire: v1::Plan) -> Self {
        Self { bureau: wire.bureau, schools: from_list(wire.schools), loans: from_list(wire.loans) }
    }
}

impl Wire for SchoolPlan {
    type Wire = v1::SchoolPlan;
    fn to_wire(&self) -> v1::SchoolPlan {
        v1::SchoolPlan {
            school: self.school.clone(),
            sections: to_list(&self.sections),
            duties: to_list(&self.duties),
            departures: to_list(&self.departures),
            mentors: to_list(&self.mentors),
        }
    }
    fn from_wire(wire: v1::SchoolPlan) -> Self {
        Self {
            school: wire.school,
            sections: from_list(wire.sections),
            duties: from_list(wire.duties),
            departures: from_list(wire.departures),
            mentors: from_list(wire.mentors),
        }
    }
}

impl Wire for Section {
    type Wire = v1::Section;
    fn to_wire(&self) -> v1::Section {
        v1::Section {
            id: self.id.clone(),
            activity: self.activity.clone(),
            sessions: to_list(&self.sessions),
            students: self.students.clone(),
        }
    }
    fn from_wire(wire: v1::Section) -> Self {
        Self {
            id: wire.id,
            activity: wire.activity,
            sessions: from_list(wire.sessions),
            students: wire.students,
        }
    }
}

impl Wire for Session {
    type Wire = v1::Session;
    fn to_wire(&self) -> v1::Session {
        v1::Session {
            start: Some(self.start.to_wire()),
            room: self.room.clone(),
            lead: self.lead.clone(),
            assistants: self.assistants.clone(),
            companion: self.companion.clone(),
            wet_weather_room: self.wet_weather_room.clone(),
        }
    }
    fn from_wire(wire: v1::Session) -> Self {
        Self {
            start: wire.start.map(Wire::from_wire).unwrap_or_default(),
            room: wire.room,
            lead: wire.lead,
            assistants: wire.assistants,
            companion: wire.companion,
            wet_weather_room: wire.wet_weather_room,
        }
    }
}

impl Wire for DutyAssignment {
    type Wire = v1::DutyAssignment;
    fn to_wire(&self) -> v1::DutyAssignment {
        v1::DutyAssignment {
            kind: number(self.kind),
            staff: self.staff.clone(),
            weekday: self.weekday,
            period: self.period,
            gate: self.gate.clone(),
            wave: self.wave,
            area: self.area.clone(),
        }
    }
    fn from_wire(wire: v1::DutyAssignment) -> Self {
        Self {
            kind: known(wire.kind),
            staff: wire.staff,
            weekday: wire.weekday,
            period: wire.period,
            gate: wire.gate,
            wave: wire.wave,
            area: wire.area,
        }
    }
}

impl Wire for Departure {
    type Wire = v1::Departure;
    fn to_wire(&self) -> v1::Departure {
        v1::Departure {
            group: self.group.clone(),
            weekday: self.weekday,
            dismissal_point: self.dismissal_point.clone(),
            gate: self.gate.clone(),
            wave: self.wave,
        }
    }
    fn from_wire(wire: v1::Departure) -> Self {
        Self {
            group: wire.group,
            weekday: wire.weekday,
            dismissal_point: wire.dismissal_point,
            gate: wire.gate,
            wave: wire.wave,
        }
    }
}

impl Wire for Mentorship {
    type Wire = v1::Mentorship;
    fn to_wire(&self) -> v1::Mentorship {
        v1::Mentorship { student: self.student.clone(), staff: self.staff.clone() }
    }
    fn from_wire(wire: v1::Mentorship) -> Self {
        Self { student: wire.student, staff: wire.staff }
    }
}

impl Wire for Loan {
    type Wire = v1::Loan;
    fn to_wire(&self) -> v1::Loan {
        v1::Loan { staff: self.staff.clone(), school: self.school.clone(), weekday: self.weekday }
    }
    fn from_wire(wire: v1::Loan) -> Self {
        Self { staff: wire.staff, school: wire.school, weekday: wire.weekday }
    }
}
