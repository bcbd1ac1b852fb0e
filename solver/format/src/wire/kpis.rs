//! Key figures.

use super::{Wire, from_list, known, number, to_list};
use kehou_domain::outcome::{Kpis, PriorityKpi};
use kehou_proto::v1;

impl Wire for Kpis {
    type Wire = v1::Kpis;
    fn to_wire(&self) -> v1::Kpis {
        v1::Kpis {
            students: Some(self.students),
            student_slots: Some(self.student_slots),
            student_slots_placed: Some(self.student_slots_placed),
            sessions_wanted: Some(self.sessions_wanted),
            sessions_granted: Some(self.sessions_granted),
            sessions_first_choice: Some(self.sessions_first_choice),
            sessions_top_three: Some(self.sessions_top_three),
            students_with_wishes: Some(self.students_with_wishes),
            students_first_choice: Some(self.students_first_choice),
            students_nothing: Some(self.students_nothing),
            worst_student_points: Some(self.worst_student_points),
            students_envious: Some(self.students_envious),
            by_priority: to_list(&self.by_priority),
            staff_willing: Some(self.staff_willing),
            staff_periods: Some(self.staff_periods),
            workload_mean_hundredths: Some(self.workload_mean_hundredths),
            workload_spread: Some(self.workload_spread),
            workload_gini_permille: Some(self.workload_gini_permille),
            sessions_without_lead: Some(self.sessions_without_lead),
            assistants_missing: Some(self.assistants_missing),
            duties_unfilled: Some(self.duties_unfilled),
            loan_days: Some(self.loan_days),
            weekly_pay_fen: Some(self.weekly_pay_fen),
            sections: Some(self.sections),
            sections_by_fill: self.sections_by_fill.to_vec(),
            slot_sessions: Some(self.slot_sessions),
        }
    }
    fn from_wire(wire: v1::Kpis) -> Self {
        Self {
            students: wire.students.unwrap_or_default(),
            student_slots: wire.student_slots.unwrap_or_default(),
            student_slots_placed: wire.student_slots_placed.unwrap_or_default(),
            sessions_wanted: wire.sessions_wanted.unwrap_or_default(),
            sessions_granted: wire.sessions_granted.unwrap_or_default(),
            sessions_first_choice: wire.sessions_first_choice.unwrap_or_default(),
            sessions_top_three: wire.sessions_top_three.unwrap_or_default(),
            students_with_wishes: wire.students_with_wishes.unwrap_or_default(),
            students_first_choice: wire.students_first_choice.unwrap_or_default(),
            students_nothing: wire.students_nothing.unwrap_or_default(),
            worst_student_points: wire.worst_student_points.unwrap_or_default(),
            students_envious: wire.students_envious.unwrap_or_default(),
            by_priority: from_list(wire.by_priority),
            staff_willing: wire.staff_willing.unwrap_or_default(),
            staff_periods: wire.staff_periods.unwrap_or_default(),
            workload_mean_hundredths: wire.workload_mean_hundredths.unwrap_or_default(),
            workload_spread: wire.workload_spread.unwrap_or_default(),
            workload_gini_permille: wire.workload_gini_permille.unwrap_or_default(),
            sessions_without_lead: wire.sessions_without_lead.unwrap_or_default(),
            assistants_missing: wire.assistants_missing.unwrap_or_default(),
            duties_unfilled: wire.duties_unfilled.unwrap_or_default(),
            loan_days: wire.loan_days.unwrap_or_default(),
            weekly_pay_fen: wire.weekly_pay_fen.unwrap_or_default(),
            sections: wire.sections.unwrap_or_default(),
            sections_by_fill: three(&wire.sections_by_fill),
            slot_sessions: wire.slot_sessions.unwrap_or_default(),
        }
    }
}

impl Wire for PriorityKpi {
    type Wire = v1::PriorityKpi;
    fn to_wire(&self) -> v1::PriorityKpi {
        v1::PriorityKpi {
            priority: number(self.priority),
            students: Some(self.students),
            sessions_wanted: Some(self.sessions_wanted),
            sessions_granted: Some(self.sessions_granted),
        }
    }
    fn from_wire(wire: v1::PriorityKpi) -> Self {
        Self {
            priority: known(wire.priority),
            students: wire.students.unwrap_or_default(),
            sessions_wanted: wire.sessions_wanted.unwrap_or_default(),
            sessions_granted: wire.sessions_granted.unwrap_or_default(),
        }
    }
}

/// The first three counts; missing ones are 0.
fn three(counts: &[i64]) -> [i64; 3] {
    let mut all = [0; 3];
    all.iter_mut().zip(counts).for_each(|(slot, &count)| *slot = count);
    all
}
