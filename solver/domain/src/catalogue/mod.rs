//! The rule catalogue: of each rule its exact statement, what users read about it in Chinese and
//! English, its parameters and the local policies that ask for it. [`document`] is the page
//! `solver/RULES.md`; kind, defaults and weights in it are those the code uses.

mod bureau;
mod duties;
mod page;
mod pupils;
mod sections;
mod staff;

pub use page::document;

use crate::fault::Text;
use crate::policy::{Rules, SupervisorArea};
use crate::rule::Rule;

/// What the catalogue says about a rule.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The rule.
    pub rule: Rule,
    /// What must hold or what counts, down to the last slot.
    pub exactly: &'static str,
    /// What it asks for, for users, in English.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
    /// Fields of the policy that it reads.
    pub parameters: &'static [Parameter],
    /// Local policies that ask for it; none: it makes a plan a plan, or a better one.
    pub sources: &'static [Source],
}

impl Entry {
    /// What the rule asks for, in the words of users.
    pub fn message(&self) -> Text {
        Text::new(self.zh, self.en)
    }
}

/// The entry of a rule.
pub fn entry(rule: Rule) -> &'static Entry {
    let mut all = ENTRIES.into_iter().flatten();
    all.find(|entry| entry.rule == rule).expect("every rule has an entry")
}

const ENTRIES: [&[Entry]; 5] =
    [&pupils::ENTRIES, &sections::ENTRIES, &staff::ENTRIES, &duties::ENTRIES, &bureau::ENTRIES];

/// A field of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the field of `Policy` of that name")]
pub enum Parameter {
    HomeworkCapPeriods,
    WrittenHomeworkFromGrade,
    TrainingMinimumSessions,
    RankPoints,
    SubstitutePoints,
    NotGrantedPoints,
    StudentWeight,
    PriorityWeight,
    WorstOffFirstKnee,
    WorstOffSecondKnee,
    MissingAssistantPoints,
    LateAfterMinute,
    WorkloadTarget,
    PatrolHeads,
    GateGuardHeads,
    Leaders,
    SupervisorHeads,
    SupervisorArea,
    MentorMaxStudents,
    LoanDayPoints,
}

impl Parameter {
    /// Name of the field and its value under that policy.
    pub fn shown(self, rules: &Rules) -> (&'static str, String) {
        match self {
            Self::HomeworkCapPeriods => {
                ("homework_cap_periods", rules.homework_cap_periods.to_string())
            }
            Self::WrittenHomeworkFromGrade => {
                ("written_homework_from_grade", rules.written_homework_from_grade.to_string())
            }
            Self::TrainingMinimumSessions => {
                ("training_minimum_sessions", rules.training_minimum_sessions.to_string())
            }
            Self::RankPoints => ("rank_points", list(&rules.rank_points)),
            Self::SubstitutePoints => ("substitute_points", rules.substitute_points.to_string()),
            Self::NotGrantedPoints => ("not_granted_points", rules.not_granted_points.to_string()),
            Self::StudentWeight => ("student_weight", rules.student_weight.to_string()),
            Self::PriorityWeight => ("priority_weight", rules.priority_weight.to_string()),
            Self::WorstOffFirstKnee => {
                ("worst_off_first_knee", rules.worst_off_first_knee.to_string())
            }
            Self::WorstOffSecondKnee => {
                ("worst_off_second_knee", rules.worst_off_second_knee.to_string())
            }
            Self::MissingAssistantPoints => {
                ("missing_assistant_points", rules.missing_assistant_points.to_string())
            }
            Self::LateAfterMinute => ("late_after_minute", rules.late_after_minute.to_string()),
            Self::WorkloadTarget => {
                let given = rules.workload_target.map(|target| target.to_string());
                ("workload_target", given.unwrap_or_else(|| "derived".into()))
            }
            Self::PatrolHeads => ("patrol_heads", rules.patrol_heads.to_string()),
            Self::GateGuardHeads => ("gate_guard_heads", rules.gate_guard_heads.to_string()),
            Self::Leaders => {
                let heads: u32 = rules.leaders.iter().map(|demand| demand.1).sum();
                ("leaders", if heads == 0 { "none".into() } else { heads.to_string() })
            }
            Self::SupervisorHeads => ("supervisor_heads", rules.supervisor_heads.to_string()),
            Self::SupervisorArea => ("supervisor_area", area(rules.supervisor_area).into()),
            Self::MentorMaxStudents => {
                ("mentor_max_students", rules.mentor_max_students.to_string())
            }
            Self::LoanDayPoints => ("loan_day_points", rules.loan_day_points.to_string()),
        }
    }
}

fn list(points: &[i64]) -> String {
    points.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

const fn area(area: SupervisorArea) -> &'static str {
    match area {
        SupervisorArea::Floor => "floor",
        SupervisorArea::Year => "year",
    }
}

/// A local policy for after-school service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is said by `Source::words`")]
pub enum Source {
    Gucheng,
    Hebi,
    Weifang,
    Xiangcheng,
    Shangqiu,
    Pingdingshan,
    Baofeng,
    JilinDistrict,
    Yan72,
    Jia,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 10] = [
        Self::Gucheng,
        Self::Hebi,
        Self::Weifang,
        Self::Xiangcheng,
        Self::Shangqiu,
        Self::Pingdingshan,
        Self::Baofeng,
        Self::JilinDistrict,
        Self::Yan72,
        Self::Jia,
    ];

    /// Name of the profile, and the place and document in words.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Gucheng => ("gucheng", "Gucheng county 谷城县, report in Hubei Education 2022-7"),
            Self::Hebi => ("hebi", "Hebi 鹤壁市, implementation plan"),
            Self::Weifang => ("weifang", "Weifang 潍坊市, detailed rules in 45 articles"),
            Self::Xiangcheng => ("xiangcheng", "Xiangcheng district, Suzhou 苏州市相城区, guide"),
            Self::Shangqiu => ("shangqiu", "Shangqiu 商丘市, guidance of 2022-10-13"),
            Self::Pingdingshan => {
                ("pingdingshan", "Pingdingshan 平顶山市, reply to a proposal, 2022-04-22")
            }
            Self::Baofeng => ("baofeng", "Baofeng county 宝丰县, same reply"),
            Self::JilinDistrict => {
                ("jilin-district", "a district of Jilin 吉林, plan for autumn 2020")
            }
            Self::Yan72 => ("yan72", "延市教基〔2019〕72号, plan from 2021-04-01"),
            Self::Jia => ("jia", "Jia county 郏县, same reply as Pingdingshan"),
        }
    }

    /// The document in both languages.
    pub fn document(self) -> Text {
        let (zh, en) = match self {
            Self::Gucheng => (
                "谷城县教育局：课后服务工作纪实，《湖北教育》2022年第7期",
                "Gucheng county bureau of education: after-school service, Hubei Education 2022-7",
            ),
            Self::Hebi => (
                "《鹤壁市中小学生课后服务工作方案》（暂行）",
                "Hebi: work plan for after-school service in primary and secondary schools, trial",
            ),
            Self::Weifang => (
                "《潍坊市义务教育学校课后服务工作实施细则》（45条）",
                "Weifang: detailed rules for after-school service, 45 articles",
            ),
            Self::Xiangcheng => (
                "苏州市相城区《关于全面推进中小学课后服务进一步提升课后服务水平的实施意见》",
                "Xiangcheng district, Suzhou: opinions on advancing after-school service",
            ),
            Self::Shangqiu => (
                "商丘市《关于进一步推进中小学生课后服务提质增效的指导意见》，2022-10-13",
                "Shangqiu: guidance on better after-school service, 2022-10-13",
            ),
            Self::Pingdingshan => (
                "平顶山市教育体育局对提案的答复，2022-04-22",
                "Pingdingshan bureau of education: reply to a proposal, 2022-04-22",
            ),
            Self::Baofeng | Self::Jia => (
                "平顶山市教育体育局对提案的答复，2022-04-22（述及宝丰县、郏县）",
                "Pingdingshan bureau of education: reply of 2022-04-22, on Baofeng and Jia counties",
            ),
            Self::JilinDistrict => (
                "吉林省某区城区小学课后托管实施方案，2020年秋季起",
                "a district of Jilin: plan for care after school in town primary schools, autumn 2020",
            ),
            Self::Yan72 => (
                "依据延市教基〔2019〕72号制定的课后服务实施方案，2021-04-01起",
                "plan after document 延市教基〔2019〕72号, from 2021-04-01",
            ),
        };
        Text::new(zh, en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_one_entry_that_says_something() {
        let all: Vec<&Entry> = ENTRIES.into_iter().flatten().collect();
        assert_eq!(all.len(), Rule::all().count());
        for rule in Rule::all() {
            let entry = entry(rule);
            assert_eq!(entry.rule, rule);
            assert!(!entry.exactly.is_empty() && entry.en.ends_with('.'), "{rule}");
            assert!(entry.zh.ends_with('。'), "{rule}");
        }
    }

    #[test]
    fn every_source_asks_for_something() {
        for source in Source::ALL {
            let asks = |entry: &&Entry| entry.sources.contains(&source);
            assert!(ENTRIES.into_iter().flatten().any(|entry| asks(&entry)), "{source:?}");
        }
    }
}
