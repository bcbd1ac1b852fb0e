//! Terms, bell tables and dismissal.

use super::{Wire, WireEnum, from_list, known, number, to_list};
use kehou_domain::draft::{DismissalPoint, GateCapacity, MakeUpDay, Period, Segment, Term};
use kehou_proto::v1;

impl Wire for Term {
    type Wire = v1::Term;
    fn to_wire(&self) -> v1::Term {
        v1::Term {
            first_day: self.first_day.clone(),
            last_day: self.last_day.clone(),
            serving_weekdays: self.serving_weekdays.clone(),
            holidays: self.holidays.clone(),
            make_up_days: to_list(&self.make_up_days),
            weeks: self.weeks,
        }
    }
    fn from_wire(wire: v1::Term) -> Self {
        Self {
            first_day: wire.first_day,
            last_day: wire.last_day,
            serving_weekdays: wire.serving_weekdays,
            holidays: wire.holidays,
            make_up_days: from_list(wire.make_up_days),
            weeks: wire.weeks,
        }
    }
}

impl Wire for MakeUpDay {
    type Wire = v1::MakeUpDay;
    fn to_wire(&self) -> v1::MakeUpDay {
        v1::MakeUpDay { date: self.date.clone(), follows_weekday: self.follows_weekday }
    }
    fn from_wire(wire: v1::MakeUpDay) -> Self {
        Self { date: wire.date, follows_weekday: wire.follows_weekday }
    }
}

impl Wire for Period {
    type Wire = v1::Period;
    fn to_wire(&self) -> v1::Period {
        v1::Period {
            weekday: self.weekday,
            index: self.index,
            start_minute: self.start_minute,
            end_minute: self.end_minute,
            segment: number(self.segment),
        }
    }
    fn from_wire(wire: v1::Period) -> Self {
        Self {
            weekday: wire.weekday,
            index: wire.index,
            start_minute: wire.start_minute,
            end_minute: wire.end_minute,
            segment: known(wire.segment),
        }
    }
}

impl WireEnum for Segment {
    type Wire = v1::Segment;
    fn to_wire(self) -> v1::Segment {
        match self {
            Self::Homework => v1::Segment::Homework,
            Self::Activity => v1::Segment::Activity,
            Self::MicroTopic => v1::Segment::MicroTopic,
            Self::FamilySchool => v1::Segment::FamilySchool,
            Self::ExtendedCare => v1::Segment::ExtendedCare,
            Self::EveningStudy => v1::Segment::EveningStudy,
        }
    }
    fn from_wire(wire: v1::Segment) -> Option<Self> {
        Some(match wire {
            v1::Segment::Unspecified => return None,
            v1::Segment::Homework => Self::Homework,
            v1::Segment::Activity => Self::Activity,
            v1::Segment::MicroTopic => Self::MicroTopic,
            v1::Segment::FamilySchool => Self::FamilySchool,
            v1::Segment::ExtendedCare => Self::ExtendedCare,
            v1::Segment::EveningStudy => Self::EveningStudy,
        })
    }
}

impl Wire for DismissalPoint {
    type Wire = v1::DismissalPoint;
    fn to_wire(&self) -> v1::DismissalPoint {
        v1::DismissalPoint {
            id: self.id.clone(),
            period: self.period,
            waves: self.waves,
            wave_minutes: self.wave_minutes,
            gates: to_list(&self.gates),
        }
    }
    fn from_wire(wire: v1::DismissalPoint) -> Self {
        Self {
            id: wire.id,
            period: wire.period,
            waves: wire.waves,
            wave_minutes: wire.wave_minutes,
            gates: from_list(wire.gates),
        }
    }
}

impl Wire for GateCapacity {
    type Wire = v1::GateCapacity;
    fn to_wire(&self) -> v1::GateCapacity {
        v1::GateCapacity { gate: self.gate.clone(), pupils_per_wave: self.pupils_per_wave }
    }
    fn from_wire(wire: v1::GateCapacity) -> Self {
        Self { gate: wire.gate, pupils_per_wave: wire.pupils_per_wave }
    }
}
