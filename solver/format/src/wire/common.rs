//! Words that several subjects share.

use super::{Wire, WireEnum};
use kehou_domain::draft::{DutyKind, Priority, SlotRef};
use kehou_proto::v1;

impl Wire for SlotRef {
    type Wire = v1::SlotRef;
    fn to_wire(&self) -> v1::SlotRef {
        v1::SlotRef { weekday: self.weekday, period: self.period }
    }
    fn from_wire(wire: v1::SlotRef) -> Self {
        Self { weekday: wire.weekday, period: wire.period }
    }
}

impl WireEnum for Priority {
    type Wire = v1::Priority;
    fn to_wire(self) -> v1::Priority {
        match self {
            Self::LeftBehind => v1::Priority::LeftBehind,
            Self::Disabled => v1::Priority::Disabled,
            Self::Needy => v1::Priority::Needy,
            Self::Migrant => v1::Priority::Migrant,
            Self::LowerGrade => v1::Priority::LowerGrade,
            Self::Other => v1::Priority::Other,
        }
    }
    fn from_wire(wire: v1::Priority) -> Option<Self> {
        Some(match wire {
            v1::Priority::Unspecified => return None,
            v1::Priority::LeftBehind => Self::LeftBehind,
            v1::Priority::Disabled => Self::Disabled,
            v1::Priority::Needy => Self::Needy,
            v1::Priority::Migrant => Self::Migrant,
            v1::Priority::LowerGrade => Self::LowerGrade,
            v1::Priority::Other => Self::Other,
        })
    }
}

impl WireEnum for DutyKind {
    type Wire = v1::DutyKind;
    fn to_wire(self) -> v1::DutyKind {
        match self {
            Self::Patrol => v1::DutyKind::Patrol,
            Self::GateGuard => v1::DutyKind::GateGuard,
            Self::LeaderOnDuty => v1::DutyKind::LeaderOnDuty,
            Self::AreaSupervisor => v1::DutyKind::AreaSupervisor,
        }
    }
    fn from_wire(wire: v1::DutyKind) -> Option<Self> {
        Some(match wire {
            v1::DutyKind::Unspecified => return None,
            v1::DutyKind::Patrol => Self::Patrol,
            v1::DutyKind::GateGuard => Self::GateGuard,
            v1::DutyKind::LeaderOnDuty => Self::LeaderOnDuty,
            v1::DutyKind::AreaSupervisor => Self::AreaSupervisor,
        })
    }
}
