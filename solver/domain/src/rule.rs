//! The list of rules. Each has one name, used by the formulation, the independent check, the
//! tests, the proto enum, message codes and the documentation alike.

use std::fmt;

/// How a rule binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Never broken in any plan that leaves the system.
    Hard,
    /// May fall short; shortfall is counted in points and minimised before any quality.
    Elastic,
    /// Traded against other quality rules by weight.
    Quality,
}

/// A rule of the problem, in the order of the rule catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each rule's statement is in the catalogue, under its name")]
pub enum Rule {
    OnePlace,
    Unplaced,
    WholeSection,
    OncePerActivity,
    Eligible,
    HomeworkCap,
    WrittenHomework,
    TrainingMinimum,
    Companions,
    SectionSize,
    SectionPattern,
    RoomFit,
    EquipmentPool,
    WetWeather,
    SessionStaffed,
    SameLead,
    StaffOnePlace,
    StaffAvailable,
    StaffCaps,
    StaffSkill,
    StaffVetted,
    OutsiderAccompanied,
    StaffWilling,
    Patrol,
    GateGuard,
    LeaderOnDuty,
    AreaSupervisor,
    Mentor,
    DismissalWave,
    LoanTerms,
    Budget,
    Pinned,
    Banned,
    ChangeBudget,
    Preference,
    WorstOff,
    WorkloadBalance,
    StaffWish,
    LoanEffort,
    SchoolEquity,
    SectionEffort,
    Pay,
    Stability,
}

/// Every rule with its name, kind and Chinese title, in catalogue order.
pub const RULES: [(Rule, &str, Kind, &str); 43] = [
    (Rule::OnePlace, "one_place", Kind::Hard, "一时一处"),
    (Rule::Unplaced, "unplaced", Kind::Elastic, "无处安排"),
    (Rule::WholeSection, "whole_section", Kind::Hard, "整班参加"),
    (Rule::OncePerActivity, "once_per_activity", Kind::Hard, "同项目一次"),
    (Rule::Eligible, "eligible", Kind::Hard, "资格相符"),
    (Rule::HomeworkCap, "homework_cap", Kind::Hard, "作业时段上限"),
    (Rule::WrittenHomework, "written_homework", Kind::Hard, "低年级无书面作业"),
    (Rule::TrainingMinimum, "training_minimum", Kind::Elastic, "体育锻炼下限"),
    (Rule::Companions, "companions", Kind::Elastic, "同伴意愿"),
    (Rule::SectionSize, "section_size", Kind::Hard, "班额"),
    (Rule::SectionPattern, "section_pattern", Kind::Hard, "开课时间型"),
    (Rule::RoomFit, "room_fit", Kind::Hard, "场地相符"),
    (Rule::EquipmentPool, "equipment_pool", Kind::Hard, "器材总量"),
    (Rule::WetWeather, "wet_weather", Kind::Quality, "雨天备用场地"),
    (Rule::SessionStaffed, "session_staffed", Kind::Elastic, "课次有人"),
    (Rule::SameLead, "same_lead", Kind::Hard, "同一主讲"),
    (Rule::StaffOnePlace, "staff_one_place", Kind::Hard, "教师一时一处"),
    (Rule::StaffAvailable, "staff_available", Kind::Hard, "教师可用时间"),
    (Rule::StaffCaps, "staff_caps", Kind::Hard, "教师上限"),
    (Rule::StaffSkill, "staff_skill", Kind::Hard, "教师特长"),
    (Rule::StaffVetted, "staff_vetted", Kind::Hard, "校外人员审核"),
    (Rule::OutsiderAccompanied, "outsider_accompanied", Kind::Elastic, "校外人员有人陪同"),
    (Rule::StaffWilling, "staff_willing", Kind::Hard, "教师自愿"),
    (Rule::Patrol, "patrol", Kind::Elastic, "巡查"),
    (Rule::GateGuard, "gate_guard", Kind::Elastic, "门口值守"),
    (Rule::LeaderOnDuty, "leader_on_duty", Kind::Elastic, "带班领导"),
    (Rule::AreaSupervisor, "area_supervisor", Kind::Elastic, "楼层年级值守"),
    (Rule::Mentor, "mentor", Kind::Elastic, "导师"),
    (Rule::DismissalWave, "dismissal_wave", Kind::Elastic, "错峰离校"),
    (Rule::LoanTerms, "loan_terms", Kind::Hard, "支援条件"),
    (Rule::Budget, "budget", Kind::Elastic, "经费"),
    (Rule::Pinned, "pinned", Kind::Hard, "必须"),
    (Rule::Banned, "banned", Kind::Hard, "不得"),
    (Rule::ChangeBudget, "change_budget", Kind::Hard, "变动上限"),
    (Rule::Preference, "preference", Kind::Quality, "志愿"),
    (Rule::WorstOff, "worst_off", Kind::Quality, "最不利学生"),
    (Rule::WorkloadBalance, "workload_balance", Kind::Quality, "工作量均衡"),
    (Rule::StaffWish, "staff_wish", Kind::Quality, "教师意愿"),
    (Rule::LoanEffort, "loan_effort", Kind::Quality, "支援成本"),
    (Rule::SchoolEquity, "school_equity", Kind::Quality, "校际公平"),
    (Rule::SectionEffort, "section_effort", Kind::Quality, "开班成本"),
    (Rule::Pay, "pay", Kind::Quality, "课时费"),
    (Rule::Stability, "stability", Kind::Quality, "稳定"),
];

impl Rule {
    /// Elastic rules about duties, outsiders and leaving: those of staff beside sessions.
    pub const DUTIES: [Self; 7] = [
        Self::OutsiderAccompanied,
        Self::Patrol,
        Self::GateGuard,
        Self::LeaderOnDuty,
        Self::AreaSupervisor,
        Self::Mentor,
        Self::DismissalWave,
    ];

    /// Position in the catalogue, 0-based; usable as an array index.
    pub const fn index(self) -> usize {
        self as usize
    }
    /// The `snake_case` name.
    pub const fn name(self) -> &'static str {
        RULES[self.index()].1
    }
    /// How the rule binds.
    pub const fn kind(self) -> Kind {
        RULES[self.index()].2
    }
    /// The Chinese title shown to users.
    pub const fn title_zh(self) -> &'static str {
        RULES[self.index()].3
    }
    /// The rule of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        RULES.iter().find(|entry| entry.1 == name).map(|entry| entry.0)
    }
    /// All rules in catalogue order.
    pub fn all() -> impl Iterator<Item = Self> {
        RULES.iter().map(|entry| entry.0)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_is_in_enum_order_and_names_are_unique() {
        for (index, entry) in RULES.iter().enumerate() {
            assert_eq!(entry.0.index(), index, "{}", entry.1);
            assert_eq!(Rule::from_name(entry.1), Some(entry.0));
        }
    }
}
