//! The rules that are formulated, one file each, and those that are not yet.

pub mod banned;
pub mod eligible;
pub mod equipment_pool;
mod fact;
pub mod homework_cap;
pub mod loan_effort;
pub mod loan_terms;
pub mod once_per_activity;
pub mod one_place;
pub mod pinned;
pub mod preference;
pub mod room_fit;
pub mod same_lead;
pub mod section_effort;
pub mod section_pattern;
pub mod section_size;
pub mod session_staffed;
pub mod staff_available;
pub mod staff_caps;
pub mod staff_one_place;
pub mod staff_skill;
pub mod staff_vetted;
pub mod staff_willing;
pub mod staff_wish;
pub mod training_minimum;
pub mod unplaced;
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

/// Rules that are formulated, in catalogue order.
pub const COVERED: [(Rule, Means); 29] = [
    (Rule::OnePlace, Means::Rows(one_place::add)),
    (Rule::Unplaced, Means::Rows(unplaced::add)),
    (Rule::WholeSection, Means::Columns),
    (Rule::OncePerActivity, Means::Rows(once_per_activity::add)),
    (Rule::Eligible, Means::Rows(eligible::add)),
    (Rule::HomeworkCap, Means::Rows(homework_cap::add)),
    (Rule::WrittenHomework, Means::Columns),
    (Rule::TrainingMinimum, Means::Rows(training_minimum::add)),
    (Rule::SectionSize, Means::Rows(section_size::add)),
    (Rule::SectionPattern, Means::Rows(section_pattern::add)),
    (Rule::RoomFit, Means::Both(room_fit::add, room_fit::add_shared)),
    (Rule::EquipmentPool, Means::Rows(equipment_pool::add)),
    (Rule::SessionStaffed, Means::Rows(session_staffed::add)),
    (Rule::SameLead, Means::Rows(same_lead::add)),
    (Rule::StaffOnePlace, Means::Rows(staff_one_place::add)),
    (Rule::StaffAvailable, Means::Columns),
    (Rule::StaffCaps, Means::Both(staff_caps::add, staff_caps::add_shared)),
    (Rule::StaffSkill, Means::Columns),
    (Rule::StaffVetted, Means::Columns),
    (Rule::StaffWilling, Means::Columns),
    (Rule::LoanTerms, Means::Network(loan_terms::add)),
    (Rule::Pinned, Means::Rows(pinned::add)),
    (Rule::Banned, Means::Rows(banned::add)),
    (Rule::Preference, Means::Rows(preference::add)),
    (Rule::WorstOff, Means::Rows(worst_off::add)),
    (Rule::WorkloadBalance, Means::Both(workload_balance::add, workload_balance::add_shared)),
    (Rule::StaffWish, Means::Both(staff_wish::add, staff_wish::add_shared)),
    (Rule::LoanEffort, Means::Network(loan_effort::add)),
    (Rule::SectionEffort, Means::Rows(section_effort::add)),
];

/// Rules that are not formulated yet: an input with one of them on, and data for it, is refused.
pub const UNCOVERED: [Rule; 14] = [
    Rule::Companions,
    Rule::WetWeather,
    Rule::OutsiderAccompanied,
    Rule::Patrol,
    Rule::GateGuard,
    Rule::LeaderOnDuty,
    Rule::AreaSupervisor,
    Rule::Mentor,
    Rule::DismissalWave,
    Rule::Budget,
    Rule::ChangeBudget,
    Rule::SchoolEquity,
    Rule::Pay,
    Rule::Stability,
];

/// Refuses a school with a rule, pin or ban that is not formulated.
pub(crate) fn refuse_uncovered(school: &SchoolInstance) -> Result<(), FormulateError> {
    for rule in UNCOVERED {
        if school.rules.is_on(rule) && has_data(school, rule) {
            return Err(FormulateError::Uncovered { rule, school: school.id.clone() });
        }
    }
    for (rule, facts) in [(Rule::Pinned, &school.pins), (Rule::Banned, &school.bans)] {
        if let Some(position) = facts.iter().position(|fact| !fact::is_covered(fact)) {
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

/// Whether the rule can matter.
fn has_data(school: &SchoolInstance, rule: Rule) -> bool {
    match rule {
        Rule::ChangeBudget | Rule::Stability => school.incumbent.is_some(),
        _ => true,
    }
}
