//! A plan for a typical week, as plain data that stands on its own beside the input it is for.

use crate::draft::{DutyKind, SlotRef};

/// The plan of a whole bureau.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Id of the bureau.
    pub bureau: String,
    /// Plans of its schools, in the order of the input.
    pub schools: Vec<SchoolPlan>,
    /// Teachers serving at another school.
    pub loans: Vec<Loan>,
}

/// The plan of one school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolPlan {
    /// Id of the school.
    pub school: String,
    /// Open sections, those of activities that open per slot included.
    pub sections: Vec<Section>,
    /// Duties.
    pub duties: Vec<DutyAssignment>,
    /// How each group leaves.
    pub departures: Vec<Departure>,
    /// Who is whose mentor.
    pub mentors: Vec<Mentorship>,
}

/// One opened group of an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Id, unique in the school plan.
    pub id: String,
    /// Id of the activity.
    pub activity: String,
    /// Weekly sessions, in time order. Exactly one for activities that open per slot.
    pub sessions: Vec<Session>,
    /// References of its pupils, sorted.
    pub students: Vec<String>,
}

/// One weekly meeting of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// First slot; a session takes the activity's `periods_per_session` periods from here.
    pub start: SlotRef,
    /// Id of the room.
    pub room: String,
    /// Staff id of the lead; empty: none (base and care only).
    pub lead: String,
    /// Staff ids of assistants, sorted.
    pub assistants: Vec<String>,
    /// Staff id of the school teacher who accompanies an outsider; empty: none. An assistant who
    /// is one of the school's teachers accompanies too.
    pub companion: String,
    /// Id of the indoor stand-in room for wet weather; empty: none. Outdoor sessions only.
    pub wet_weather_room: String,
}

/// A duty given to a staff member.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DutyAssignment {
    /// Kind of duty.
    pub kind: Option<DutyKind>,
    /// Staff id.
    pub staff: String,
    /// Weekday 1-7.
    pub weekday: i32,
    /// Period: of the slot (patrol, supervisor) or after which pupils leave (gate). 0 for the
    /// leader on duty, who has the whole weekday.
    pub period: i32,
    /// Gate guard: the gate. Else empty.
    pub gate: String,
    /// Gate guard: the wave, from 1. Else 0.
    pub wave: i32,
    /// Supervisor: the floor, or the grade as a number. Else empty.
    pub area: String,
}

/// The gate and wave by which a group leaves at a dismissal point on a weekday.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Departure {
    /// Id of the group.
    pub group: String,
    /// Weekday 1-7.
    pub weekday: i32,
    /// Id of the dismissal point.
    pub dismissal_point: String,
    /// Id of the gate.
    pub gate: String,
    /// Wave, from 1.
    pub wave: i32,
}

/// A pupil's mentor.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mentorship {
    /// Pupil reference.
    pub student: String,
    /// Staff id.
    pub staff: String,
}

/// A staff member serving at another school on a weekday.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loan {
    /// Staff id.
    pub staff: String,
    /// School served.
    pub school: String,
    /// Weekday 1-7.
    pub weekday: i32,
}
