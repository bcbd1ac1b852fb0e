//! Explanations.

use super::{Wire, WireEnum, from_list, known, number, to_list};
use kehou_domain::explanation::{
    ChoiceExplanation, Explanations, Reason, SchoolExplanations, StaffExplanation,
    StudentExplanation,
};
use kehou_proto::v1;

impl Wire for Explanations {
    type Wire = v1::Explanations;
    fn to_wire(&self) -> v1::Explanations {
        v1::Explanations { schools: to_list(&self.schools) }
    }
    fn from_wire(wire: v1::Explanations) -> Self {
        Self { schools: from_list(wire.schools) }
    }
}

impl Wire for SchoolExplanations {
    type Wire = v1::SchoolExplanations;
    fn to_wire(&self) -> v1::SchoolExplanations {
        v1::SchoolExplanations {
            school: self.school.clone(),
            students: to_list(&self.students),
            staff: to_list(&self.staff),
        }
    }
    fn from_wire(wire: v1::SchoolExplanations) -> Self {
        Self {
            school: wire.school,
            students: from_list(wire.students),
            staff: from_list(wire.staff),
        }
    }
}

impl Wire for StudentExplanation {
    type Wire = v1::StudentExplanation;
    fn to_wire(&self) -> v1::StudentExplanation {
        v1::StudentExplanation {
            student: self.student.clone(),
            sessions_wanted: Some(self.sessions_wanted),
            sessions_granted: Some(self.sessions_granted),
            slots_unplaced: Some(self.slots_unplaced),
            weight: Some(self.weight),
            points: Some(self.points),
            choices: to_list(&self.choices),
        }
    }
    fn from_wire(wire: v1::StudentExplanation) -> Self {
        Self {
            student: wire.student,
            sessions_wanted: wire.sessions_wanted.unwrap_or_default(),
            sessions_granted: wire.sessions_granted.unwrap_or_default(),
            slots_unplaced: wire.slots_unplaced.unwrap_or_default(),
            weight: wire.weight.unwrap_or_default(),
            points: wire.points.unwrap_or_default(),
            choices: from_list(wire.choices),
        }
    }
}

impl Wire for ChoiceExplanation {
    type Wire = v1::ChoiceExplanation;
    fn to_wire(&self) -> v1::ChoiceExplanation {
        v1::ChoiceExplanation {
            activity: self.activity.clone(),
            rank: Some(self.rank),
            reason: number(self.reason),
        }
    }
    fn from_wire(wire: v1::ChoiceExplanation) -> Self {
        Self {
            activity: wire.activity,
            rank: wire.rank.unwrap_or_default(),
            reason: known(wire.reason),
        }
    }
}

impl WireEnum for Reason {
    type Wire = v1::Reason;
    fn to_wire(self) -> v1::Reason {
        match self {
            Self::Granted => v1::Reason::Granted,
            Self::NotEligible => v1::Reason::NotEligible,
            Self::NotAttended => v1::Reason::NotAttended,
            Self::NotOpened => v1::Reason::NotOpened,
            Self::OtherTimes => v1::Reason::OtherTimes,
            Self::EnoughGranted => v1::Reason::EnoughGranted,
            Self::ClashesWithBetter => v1::Reason::ClashesWithBetter,
            Self::FullOfOthersFirst => v1::Reason::FullOfOthersFirst,
            Self::Full => v1::Reason::Full,
            Self::BetterForAll => v1::Reason::BetterForAll,
        }
    }
    fn from_wire(wire: v1::Reason) -> Option<Self> {
        Some(match wire {
            v1::Reason::Unspecified => return None,
            v1::Reason::Granted => Self::Granted,
            v1::Reason::NotEligible => Self::NotEligible,
            v1::Reason::NotAttended => Self::NotAttended,
            v1::Reason::NotOpened => Self::NotOpened,
            v1::Reason::OtherTimes => Self::OtherTimes,
            v1::Reason::EnoughGranted => Self::EnoughGranted,
            v1::Reason::ClashesWithBetter => Self::ClashesWithBetter,
            v1::Reason::FullOfOthersFirst => Self::FullOfOthersFirst,
            v1::Reason::Full => Self::Full,
            v1::Reason::BetterForAll => Self::BetterForAll,
        })
    }
}

impl Wire for StaffExplanation {
    type Wire = v1::StaffExplanation;
    fn to_wire(&self) -> v1::StaffExplanation {
        v1::StaffExplanation {
            staff: self.staff.clone(),
            day_load: Some(self.day_load),
            periods: Some(self.periods),
            sessions_led: Some(self.sessions_led),
            sessions_assisted: Some(self.sessions_assisted),
            duties: Some(self.duties),
            late_days: Some(self.late_days),
            loan_days: Some(self.loan_days),
            workload_points: Some(self.workload_points),
            wish_points: Some(self.wish_points),
        }
    }
    fn from_wire(wire: v1::StaffExplanation) -> Self {
        Self {
            staff: wire.staff,
            day_load: wire.day_load.unwrap_or_default(),
            periods: wire.periods.unwrap_or_default(),
            sessions_led: wire.sessions_led.unwrap_or_default(),
            sessions_assisted: wire.sessions_assisted.unwrap_or_default(),
            duties: wire.duties.unwrap_or_default(),
            late_days: wire.late_days.unwrap_or_default(),
            loan_days: wire.loan_days.unwrap_or_default(),
            workload_points: wire.workload_points.unwrap_or_default(),
            wish_points: wire.wish_points.unwrap_or_default(),
        }
    }
}
