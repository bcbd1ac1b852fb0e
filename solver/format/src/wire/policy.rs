//! Policy.

use super::{Wire, WireEnum, all_known, from_list, known, number, numbers, to_list};
use kehou_domain::policy::{LeaderDemand, Policy, RuleSetting, SupervisorArea};
use kehou_proto::v1;

impl Wire for Policy {
    type Wire = v1::Policy;
    fn to_wire(&self) -> v1::Policy {
        v1::Policy {
            rules: to_list(&self.rules),
            homework_cap_periods: self.homework_cap_periods,
            written_homework_from_grade: self.written_homework_from_grade,
            training_minimum_sessions: self.training_minimum_sessions,
            rank_points: self.rank_points.clone(),
            substitute_points: self.substitute_points,
            not_granted_points: self.not_granted_points,
            student_weight: self.student_weight,
            priority_weight: self.priority_weight,
            priority_groups: numbers(&self.priority_groups),
            worst_off_first_knee: self.worst_off_first_knee,
            worst_off_second_knee: self.worst_off_second_knee,
            workload_target: self.workload_target,
            late_after_minute: self.late_after_minute,
            missing_assistant_points: self.missing_assistant_points,
            patrol_heads: self.patrol_heads,
            gate_guard_heads: self.gate_guard_heads,
            leaders: to_list(&self.leaders),
            supervisor_heads: self.supervisor_heads,
            supervisor_area: number(self.supervisor_area),
            mentor_max_students: self.mentor_max_students,
            loan_day_points: self.loan_day_points,
        }
    }
    fn from_wire(wire: v1::Policy) -> Self {
        Self {
            rules: from_list(wire.rules),
            homework_cap_periods: wire.homework_cap_periods,
            written_homework_from_grade: wire.written_homework_from_grade,
            training_minimum_sessions: wire.training_minimum_sessions,
            rank_points: wire.rank_points,
            substitute_points: wire.substitute_points,
            not_granted_points: wire.not_granted_points,
            student_weight: wire.student_weight,
            priority_weight: wire.priority_weight,
            priority_groups: all_known(&wire.priority_groups),
            worst_off_first_knee: wire.worst_off_first_knee,
            worst_off_second_knee: wire.worst_off_second_knee,
            workload_target: wire.workload_target,
            late_after_minute: wire.late_after_minute,
            missing_assistant_points: wire.missing_assistant_points,
            patrol_heads: wire.patrol_heads,
            gate_guard_heads: wire.gate_guard_heads,
            leaders: from_list(wire.leaders),
            supervisor_heads: wire.supervisor_heads,
            supervisor_area: known(wire.supervisor_area),
            mentor_max_students: wire.mentor_max_students,
            loan_day_points: wire.loan_day_points,
        }
    }
}

impl Wire for RuleSetting {
    type Wire = v1::RuleSetting;
    fn to_wire(&self) -> v1::RuleSetting {
        v1::RuleSetting { rule: number(self.rule), enabled: self.enabled, weight: self.weight }
    }
    fn from_wire(wire: v1::RuleSetting) -> Self {
        Self { rule: known(wire.rule), enabled: wire.enabled, weight: wire.weight }
    }
}

impl Wire for LeaderDemand {
    type Wire = v1::LeaderDemand;
    fn to_wire(&self) -> v1::LeaderDemand {
        v1::LeaderDemand { rank: number(self.rank), heads: self.heads }
    }
    fn from_wire(wire: v1::LeaderDemand) -> Self {
        Self { rank: known(wire.rank), heads: wire.heads }
    }
}

impl WireEnum for SupervisorArea {
    type Wire = v1::SupervisorArea;
    fn to_wire(self) -> v1::SupervisorArea {
        match self {
            Self::Floor => v1::SupervisorArea::Floor,
            Self::Year => v1::SupervisorArea::Year,
        }
    }
    fn from_wire(wire: v1::SupervisorArea) -> Option<Self> {
        Some(match wire {
            v1::SupervisorArea::Unspecified => return None,
            v1::SupervisorArea::Floor => Self::Floor,
            v1::SupervisorArea::Year => Self::Year,
        })
    }
}
