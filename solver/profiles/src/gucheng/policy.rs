//! The county's policy: which rules are on, and the parameters of all that its documents name.

use kehou_domain::draft::StaffRank;
use kehou_domain::policy::{LeaderDemand, Policy, RuleSetting, SWITCHABLE, SupervisorArea};
use kehou_domain::rule::Rule;

/// Switchable rules that are on. The rest of what the county asks for is carried as parameters.
pub const ON: [Rule; 8] = [
    Rule::HomeworkCap,
    Rule::WrittenHomework,
    Rule::TrainingMinimum,
    Rule::Preference,
    Rule::WorstOff,
    Rule::WorkloadBalance,
    Rule::StaffWish,
    Rule::SectionEffort,
];

/// The bureau's policy.
pub fn policy() -> Policy {
    let setting =
        |rule| RuleSetting { rule: Some(rule), enabled: Some(ON.contains(&rule)), weight: None };
    Policy {
        rules: SWITCHABLE.map(setting).to_vec(),
        homework_cap_periods: Some(1),
        written_homework_from_grade: Some(3),
        training_minimum_sessions: Some(1),
        late_after_minute: Some(17 * 60 + 50),
        patrol_heads: Some(2),
        gate_guard_heads: Some(1),
        leaders: vec![LeaderDemand { rank: Some(StaffRank::MiddleManager), heads: 1 }],
        supervisor_heads: Some(1),
        supervisor_area: Some(SupervisorArea::Year),
        mentor_max_students: Some(25),
        ..Policy::default()
    }
}
