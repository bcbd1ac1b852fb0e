//! The rules as columns, rows and points, one file each.

pub mod area_supervisor;
pub mod banned;
pub mod budget;
pub mod change_budget;
pub mod companions;
pub mod dismissal_wave;
pub mod eligible;
pub mod equipment_pool;
mod fact;
pub mod gate_guard;
mod heads;
pub mod homework_cap;
pub mod leader_on_duty;
pub mod loan_effort;
pub mod loan_terms;
pub mod mentor;
mod money;
pub mod once_per_activity;
pub mod one_place;
pub mod outsider_accompanied;
pub mod patrol;
pub mod pay;
pub mod pinned;
pub mod preference;
pub mod room_fit;
pub mod same_lead;
pub mod school_equity;
pub mod section_effort;
pub mod section_pattern;
pub mod section_size;
pub mod session_staffed;
pub mod stability;
pub mod staff_available;
pub mod staff_caps;
pub mod staff_one_place;
pub mod staff_skill;
pub mod staff_vetted;
pub mod staff_willing;
pub mod staff_wish;
pub mod training_minimum;
pub mod unplaced;
pub mod wet_weather;
pub mod whole_section;
pub mod workload_balance;
pub mod worst_off;
pub mod written_homework;

use crate::FormulateError;
use crate::model::Model;
use crate::network::Network;
use crate::program::Program;
use kehou_domain::instance::SchoolInstance;
use kehou_domain::rule::Rule;

/// How a rule is formulated.
#[derive(Clone, Copy)]
pub enum Means {
    /// By rows, or by points on columns.
    Rows(fn(&Model, &mut Program)),
    /// By rows over all schools, about those who may work at several.
    Network(fn(&Network, &mut Program)),
    /// By rows of each school, and by rows over all schools for who may work at several.
    Both(fn(&Model, &mut Program), fn(&Network, &mut Program)),
    /// By leaving out columns: the decision that would break it cannot be said.
    Columns,
}

/// Every rule and how it is formulated, in catalogue order.
pub const COVERED: [(Rule, Means); 43] = [
    (Rule::OnePlace, Means::Rows(one_place::add)),
    (Rule::Unplaced, Means::Rows(unplaced::add)),
    (Rule::WholeSection, Means::Columns),
    (Rule::OncePerActivity, Means::Rows(once_per_activity::add)),
    (Rule::Eligible, Means::Rows(eligible::add)),
    (Rule::HomeworkCap, Means::Rows(homework_cap::add)),
    (Rule::WrittenHomework, Means::Columns),
    (Rule::TrainingMinimum, Means::Rows(training_minimum::add)),
    (Rule::Companions, Means::Rows(companions::add)),
    (Rule::SectionSize, Means::Rows(section_size::add)),
    (Rule::SectionPattern, Means::Rows(section_pattern::add)),
    (Rule::RoomFit, Means::Both(room_fit::add, room_fit::add_shared)),
    (Rule::EquipmentPool, Means::Rows(equipment_pool::add)),
    (Rule::WetWeather, Means::Both(wet_weather::add, wet_weather::add_shared)),
    (Rule::SessionStaffed, Means::Rows(session_staffed::add)),
    (Rule::SameLead, Means::Rows(same_lead::add)),
    (Rule::StaffOnePlace, Means::Rows(staff_one_place::add)),
    (Rule::StaffAvailable, Means::Columns),
    (Rule::StaffCaps, Means::Both(staff_caps::add, staff_caps::add_shared)),
    (Rule::StaffSkill, Means::Columns),
    (Rule::StaffVetted, Means::Columns),
    (Rule::OutsiderAccompanied, Means::Rows(outsider_accompanied::add)),
    (Rule::StaffWilling, Means::Columns),
    (Rule::Patrol, Means::Rows(patrol::add)),
    (Rule::GateGuard, Means::Rows(gate_guard::add)),
    (Rule::LeaderOnDuty, Means::Rows(leader_on_duty::add)),
    (Rule::AreaSupervisor, Means::Rows(area_supervisor::add)),
    (Rule::Mentor, Means::Rows(mentor::add)),
    (Rule::DismissalWave, Means::Rows(dismissal_wave::add)),
    (Rule::LoanTerms, Means::Network(loan_terms::add)),
    (Rule::Budget, Means::Rows(budget::add)),
    (Rule::Pinned, Means::Rows(pinned::add)),
    (Rule::Banned, Means::Rows(banned::add)),
    (Rule::ChangeBudget, Means::Rows(change_budget::add)),
    (Rule::Preference, Means::Rows(preference::add)),
    (Rule::WorstOff, Means::Rows(worst_off::add)),
    (Rule::WorkloadBalance, Means::Both(workload_balance::add, workload_balance::add_shared)),
    (Rule::StaffWish, Means::Both(staff_wish::add, staff_wish::add_shared)),
    (Rule::LoanEffort, Means::Network(loan_effort::add)),
    (Rule::SchoolEquity, Means::Rows(school_equity::add)),
    (Rule::SectionEffort, Means::Rows(section_effort::add)),
    (Rule::Pay, Means::Rows(pay::add)),
    (Rule::Stability, Means::Rows(stability::add)),
];

/// Refuses a school with a pin or ban that is not formulated.
pub(crate) fn refuse_uncovered(school: &SchoolInstance) -> Result<(), FormulateError> {
    for (rule, facts) in [(Rule::Pinned, &school.pins), (Rule::Banned, &school.bans)] {
        if let Some(position) = facts.iter().position(|fact| fact.is_loan) {
            return Err(FormulateError::UncoveredFact {
                rule,
                school: school.id.clone(),
                position,
                fact: Box::new(facts[position].clone()),
            });
        }
    }
    Ok(())
}
