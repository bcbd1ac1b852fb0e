//! The rules, one file each under its own name, in catalogue order.

use crate::facts::Facts;
use crate::tally::Tally;
use kehou_domain::rule::Rule;

pub mod area_supervisor;
pub mod banned;
pub mod budget;
pub mod change_budget;
pub mod companions;
pub mod dismissal_wave;
pub mod eligible;
pub mod equipment_pool;
pub mod gate_guard;
pub mod homework_cap;
pub mod leader_on_duty;
pub mod loan_effort;
pub mod loan_terms;
pub mod mentor;
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

/// Judges one rule.
type Judge = fn(&Facts, &mut Tally);

/// Every rule with the function that judges it.
const TABLE: [(Rule, Judge); 43] = [
    (Rule::OnePlace, one_place::judge),
    (Rule::Unplaced, unplaced::judge),
    (Rule::WholeSection, whole_section::judge),
    (Rule::OncePerActivity, once_per_activity::judge),
    (Rule::Eligible, eligible::judge),
    (Rule::HomeworkCap, homework_cap::judge),
    (Rule::WrittenHomework, written_homework::judge),
    (Rule::TrainingMinimum, training_minimum::judge),
    (Rule::Companions, companions::judge),
    (Rule::SectionSize, section_size::judge),
    (Rule::SectionPattern, section_pattern::judge),
    (Rule::RoomFit, room_fit::judge),
    (Rule::EquipmentPool, equipment_pool::judge),
    (Rule::WetWeather, wet_weather::judge),
    (Rule::SessionStaffed, session_staffed::judge),
    (Rule::SameLead, same_lead::judge),
    (Rule::StaffOnePlace, staff_one_place::judge),
    (Rule::StaffAvailable, staff_available::judge),
    (Rule::StaffCaps, staff_caps::judge),
    (Rule::StaffSkill, staff_skill::judge),
    (Rule::StaffVetted, staff_vetted::judge),
    (Rule::OutsiderAccompanied, outsider_accompanied::judge),
    (Rule::StaffWilling, staff_willing::judge),
    (Rule::Patrol, patrol::judge),
    (Rule::GateGuard, gate_guard::judge),
    (Rule::LeaderOnDuty, leader_on_duty::judge),
    (Rule::AreaSupervisor, area_supervisor::judge),
    (Rule::Mentor, mentor::judge),
    (Rule::DismissalWave, dismissal_wave::judge),
    (Rule::LoanTerms, loan_terms::judge),
    (Rule::Budget, budget::judge),
    (Rule::Pinned, pinned::judge),
    (Rule::Banned, banned::judge),
    (Rule::ChangeBudget, change_budget::judge),
    (Rule::Preference, preference::judge),
    (Rule::WorstOff, worst_off::judge),
    (Rule::WorkloadBalance, workload_balance::judge),
    (Rule::StaffWish, staff_wish::judge),
    (Rule::LoanEffort, loan_effort::judge),
    (Rule::SchoolEquity, school_equity::judge),
    (Rule::SectionEffort, section_effort::judge),
    (Rule::Pay, pay::judge),
    (Rule::Stability, stability::judge),
];

/// Judges every rule, in catalogue order.
pub fn judge_all(facts: &Facts, tally: &mut Tally) {
    for (_, judge) in TABLE {
        judge(facts, tally);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kehou_domain::rule::RULES;

    #[test]
    fn table_is_the_catalogue() {
        let listed: Vec<Rule> = TABLE.iter().map(|entry| entry.0).collect();
        let catalogue: Vec<Rule> = RULES.iter().map(|entry| entry.0).collect();
        assert_eq!(listed, catalogue);
    }

    #[test]
    fn every_rule_has_a_file_of_its_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder of this file")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
            .filter(|name| name != "mod")
            .collect();
        files.sort();
        let mut names: Vec<String> = RULES.iter().map(|entry| entry.1.to_owned()).collect();
        names.sort();
        assert_eq!(files, names);
    }
}
