//! Policy: which rules are on, their parameters and weights. A bureau sets defaults, a school
//! overrides field by field, and [`Rules`] is what holds after both.

use crate::draft::{Priority, StaffRank};
use crate::rule::{Kind, RULES, Rule};

/// Policy as handed in. Every field unset means "inherit": school from bureau, bureau from the
/// built-in default named in each field's comment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    /// Switches and weights, at most one entry per rule.
    pub rules: Vec<RuleSetting>,
    /// `homework_cap`: homework periods a pupil a day, at least 0; default 1.
    pub homework_cap_periods: Option<i32>,
    /// `written_homework`: lowest grade with written homework, 1-10; default 3.
    pub written_homework_from_grade: Option<i32>,
    /// `training_minimum`: training sessions a pupil a week, at least 0; default 1.
    pub training_minimum_sessions: Option<i32>,
    /// `preference`: points of a session granted by rank, ascending, one to ten entries; empty:
    /// 0, 2, 4, 7, 10, 14, 18, 23, 28, 34.
    pub rank_points: Vec<i32>,
    /// `preference`: points of a granted session of an unlisted activity; default 38.
    pub substitute_points: Option<i32>,
    /// `preference`: points of a wanted session not granted; default 45.
    pub not_granted_points: Option<i32>,
    /// Weight of a pupil without priority; default 100.
    pub student_weight: Option<i32>,
    /// Weight of a pupil with priority; default 150.
    pub priority_weight: Option<i32>,
    /// Groups that have priority; empty: all.
    pub priority_groups: Vec<Priority>,
    /// `worst_off`: where points of a pupil begin to count double; default 90.
    pub worst_off_first_knee: Option<i32>,
    /// `worst_off`: where they begin to count four times, not below the first; default 180.
    pub worst_off_second_knee: Option<i32>,
    /// `workload_balance`: target T, weekly periods day and after school together; unset:
    /// derived from the school's data.
    pub workload_target: Option<i32>,
    /// `staff_caps`: work that ends after this minute makes a weekday late; default 1080 (18:00).
    pub late_after_minute: Option<i32>,
    /// `session_staffed`: points of a missing assistant; default 600.
    pub missing_assistant_points: Option<i32>,
    /// `patrol`: heads per slot with service; default 0.
    pub patrol_heads: Option<i32>,
    /// `gate_guard`: heads per gate and wave that pupils leave by; default 0.
    pub gate_guard_heads: Option<i32>,
    /// `leader_on_duty`: heads per serving weekday by rank; empty: none.
    pub leaders: Vec<LeaderDemand>,
    /// `area_supervisor`: heads per area and slot in which the area is used; default 0.
    pub supervisor_heads: Option<i32>,
    /// `area_supervisor`: what an area is; default floor.
    pub supervisor_area: Option<SupervisorArea>,
    /// `mentor`: most pupils per mentor, at least 1; default 20.
    pub mentor_max_students: Option<i32>,
    /// `loan_effort`: points of a loan day; default 40. (The rule's weight is per travel minute.)
    pub loan_day_points: Option<i32>,
}

/// Switch and weight of one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSetting {
    /// The rule; unset when the name was not known.
    pub rule: Option<Rule>,
    /// On or off; unset: inherit.
    pub enabled: Option<bool>,
    /// Points per unit; unset: inherit. At least 0.
    pub weight: Option<i32>,
}

/// Heads a weekday needs of a rank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeaderDemand {
    /// Rank of post, this or higher.
    pub rank: Option<StaffRank>,
    /// Heads, at least 1.
    pub heads: i32,
}

/// What an area supervisor looks after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SupervisorArea {
    /// A floor or zone of rooms.
    Floor,
    /// A year group.
    Year,
}

/// The policy in force at a school: bureau defaults, school overrides, nothing unset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    enabled: [bool; RULES.len()],
    weight: [i64; RULES.len()],
    /// See [`Policy::homework_cap_periods`].
    pub homework_cap_periods: u32,
    /// See [`Policy::written_homework_from_grade`].
    pub written_homework_from_grade: i32,
    /// See [`Policy::training_minimum_sessions`].
    pub training_minimum_sessions: u32,
    /// See [`Policy::rank_points`]; ranks beyond the list count as the last.
    pub rank_points: Vec<i64>,
    /// See [`Policy::substitute_points`].
    pub substitute_points: i64,
    /// See [`Policy::not_granted_points`].
    pub not_granted_points: i64,
    /// See [`Policy::student_weight`].
    pub student_weight: i64,
    /// See [`Policy::priority_weight`].
    pub priority_weight: i64,
    /// See [`Policy::priority_groups`]; never empty.
    pub priority_groups: Vec<Priority>,
    /// See [`Policy::worst_off_first_knee`].
    pub worst_off_first_knee: i64,
    /// See [`Policy::worst_off_second_knee`].
    pub worst_off_second_knee: i64,
    /// See [`Policy::workload_target`].
    pub workload_target: Option<i64>,
    /// See [`Policy::late_after_minute`].
    pub late_after_minute: i32,
    /// See [`Policy::missing_assistant_points`].
    pub missing_assistant_points: i64,
    /// See [`Policy::patrol_heads`].
    pub patrol_heads: u32,
    /// See [`Policy::gate_guard_heads`].
    pub gate_guard_heads: u32,
    /// See [`Policy::leaders`].
    pub leaders: Vec<(StaffRank, u32)>,
    /// See [`Policy::supervisor_heads`].
    pub supervisor_heads: u32,
    /// See [`Policy::supervisor_area`].
    pub supervisor_area: SupervisorArea,
    /// See [`Policy::mentor_max_students`].
    pub mentor_max_students: u32,
    /// See [`Policy::loan_day_points`].
    pub loan_day_points: i64,
}

/// Points of a granted session by rank, unless the policy says otherwise.
pub const DEFAULT_RANK_POINTS: [i64; 10] = [0, 2, 4, 7, 10, 14, 18, 23, 28, 34];

/// Rules a policy may switch off. The others are what makes a plan a plan.
pub const SWITCHABLE: [Rule; 23] = [
    Rule::HomeworkCap,
    Rule::WrittenHomework,
    Rule::TrainingMinimum,
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
    Rule::Preference,
    Rule::WorstOff,
    Rule::WorkloadBalance,
    Rule::StaffWish,
    Rule::LoanEffort,
    Rule::SchoolEquity,
    Rule::SectionEffort,
    Rule::Pay,
    Rule::Stability,
    Rule::ChangeBudget,
];

/// Switchable rules that are off unless a policy switches them on.
const OFF_BY_DEFAULT: [Rule; 12] = [
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
    Rule::SchoolEquity,
    Rule::Pay,
];

/// Weight of a rule unless the policy says otherwise; 0 for hard rules.
pub const fn default_weight(rule: Rule) -> i64 {
    match rule {
        Rule::Unplaced => 5000,
        Rule::SessionStaffed => 3000,
        Rule::Patrol | Rule::GateGuard | Rule::LeaderOnDuty | Rule::AreaSupervisor => 2000,
        Rule::OutsiderAccompanied => 500,
        Rule::TrainingMinimum => 50,
        Rule::Companions | Rule::Stability => 30,
        Rule::Mentor | Rule::WorkloadBalance | Rule::SchoolEquity => 20,
        Rule::DismissalWave => 10,
        Rule::SectionEffort => 60,
        Rule::StaffWish => 40,
        Rule::WetWeather => 5,
        Rule::LoanEffort => 3,
        Rule::Budget | Rule::Pay | Rule::Preference | Rule::WorstOff => 1,
        _ => 0,
    }
}

impl Rules {
    /// The policy in force: `school` over `bureau` over the defaults.
    pub fn resolve(bureau: &Policy, school: &Policy) -> Self {
        let mut enabled = [true; RULES.len()];
        let mut weight = [0; RULES.len()];
        for rule in Rule::all() {
            enabled[rule.index()] = !OFF_BY_DEFAULT.contains(&rule);
            weight[rule.index()] = default_weight(rule);
        }
        for setting in bureau.rules.iter().chain(&school.rules) {
            let Some(rule) = setting.rule else { continue };
            if let Some(on) = setting.enabled
                && SWITCHABLE.contains(&rule)
            {
                enabled[rule.index()] = on;
            }
            if let Some(points) = setting.weight {
                weight[rule.index()] = i64::from(points);
            }
        }
        let pick = |read: fn(&Policy) -> Option<i32>, default: i32| {
            read(school).or_else(|| read(bureau)).unwrap_or(default)
        };
        let rank_points = [&school.rank_points, &bureau.rank_points]
            .into_iter()
            .find(|points| !points.is_empty())
            .map_or(DEFAULT_RANK_POINTS.to_vec(), |points| {
                points.iter().map(|&p| i64::from(p)).collect()
            });
        let leaders = if school.leaders.is_empty() { &bureau.leaders } else { &school.leaders };
        Self {
            enabled,
            weight,
            homework_cap_periods: pick(|p| p.homework_cap_periods, 1) as u32,
            written_homework_from_grade: pick(|p| p.written_homework_from_grade, 3),
            training_minimum_sessions: pick(|p| p.training_minimum_sessions, 1) as u32,
            rank_points,
            substitute_points: pick(|p| p.substitute_points, 38).into(),
            not_granted_points: pick(|p| p.not_granted_points, 45).into(),
            student_weight: pick(|p| p.student_weight, 100).into(),
            priority_weight: pick(|p| p.priority_weight, 150).into(),
            priority_groups: priority_groups(bureau, school),
            worst_off_first_knee: pick(|p| p.worst_off_first_knee, 90).into(),
            worst_off_second_knee: pick(|p| p.worst_off_second_knee, 180).into(),
            workload_target: school.workload_target.or(bureau.workload_target).map(i64::from),
            late_after_minute: pick(|p| p.late_after_minute, 18 * 60),
            missing_assistant_points: pick(|p| p.missing_assistant_points, 600).into(),
            patrol_heads: pick(|p| p.patrol_heads, 0) as u32,
            gate_guard_heads: pick(|p| p.gate_guard_heads, 0) as u32,
            leaders: leaders
                .iter()
                .filter_map(|demand| Some((demand.rank?, demand.heads as u32)))
                .collect(),
            supervisor_heads: pick(|p| p.supervisor_heads, 0) as u32,
            supervisor_area: school
                .supervisor_area
                .or(bureau.supervisor_area)
                .unwrap_or(SupervisorArea::Floor),
            mentor_max_students: pick(|p| p.mentor_max_students, 20) as u32,
            loan_day_points: pick(|p| p.loan_day_points, 40).into(),
        }
    }

    /// Whether the rule is on.
    pub const fn is_on(&self, rule: Rule) -> bool {
        self.enabled[rule.index()]
    }

    /// Points per unit of the rule when it is on, else 0.
    pub const fn weight(&self, rule: Rule) -> i64 {
        if self.is_on(rule) { self.weight[rule.index()] } else { 0 }
    }

    /// Points per unit of every elastic and quality rule that is on, in catalogue order.
    pub fn weights(&self) -> Vec<(Rule, i64)> {
        let counts = |rule: &Rule| rule.kind() != Kind::Hard && self.is_on(*rule);
        Rule::all().filter(counts).map(|rule| (rule, self.weight(rule))).collect()
    }

    /// Weights that differ from those of `other`, in catalogue order; 0: off here.
    pub fn weights_unlike(&self, other: &Self) -> Vec<(Rule, i64)> {
        let differs = |rule: &Rule| {
            rule.kind() != Kind::Hard
                && (self.is_on(*rule), self.weight(*rule))
                    != (other.is_on(*rule), other.weight(*rule))
        };
        Rule::all().filter(differs).map(|rule| (rule, self.weight(rule))).collect()
    }

    /// Points of a granted session of the given rank (1 = best).
    pub fn points_of_rank(&self, rank: i32) -> i64 {
        let last = self.rank_points.len() - 1;
        self.rank_points[((rank - 1).max(0) as usize).min(last)]
    }

    /// Weight of a pupil: base or priority weight plus carried-over disadvantage.
    pub fn weight_of_student(&self, priorities: &[Priority], carry_over: i32) -> i64 {
        let first = priorities.iter().any(|p| self.priority_groups.contains(p));
        let base = if first { self.priority_weight } else { self.student_weight };
        base + i64::from(carry_over)
    }

    /// `preference` and `worst_off` points of a pupil of the given weight with points `s`.
    pub fn preference_points(&self, weight: i64, s: i64) -> i64 {
        weight * s * self.weight(Rule::Preference)
    }

    /// `worst_off` points: what f(s) adds to s, times the pupil's weight.
    pub fn worst_off_points(&self, weight: i64, s: i64) -> i64 {
        let beyond_first = (s - self.worst_off_first_knee).max(0);
        let beyond_second = (s - self.worst_off_second_knee).max(0);
        weight * (beyond_first + 2 * beyond_second) * self.weight(Rule::WorstOff)
    }

    /// `workload_balance` points of a staff member with day load `day`, `periods` after school
    /// and target `target`.
    pub fn workload_points(&self, day: i64, periods: i64, target: i64) -> i64 {
        let over = (day + periods - target).max(0);
        let before = (day - target).max(0);
        self.weight(Rule::WorkloadBalance) * (over * over - before * before)
    }
}

fn priority_groups(bureau: &Policy, school: &Policy) -> Vec<Priority> {
    let all = [
        Priority::LeftBehind,
        Priority::Disabled,
        Priority::Needy,
        Priority::Migrant,
        Priority::LowerGrade,
        Priority::Other,
    ];
    [&school.priority_groups, &bureau.priority_groups]
        .into_iter()
        .find(|groups| !groups.is_empty())
        .map_or(all.to_vec(), Clone::clone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worst_off_counts_double_then_four_times() {
        let rules = Rules::resolve(&Policy::default(), &Policy::default());
        let f = |s| rules.preference_points(1, s) + rules.worst_off_points(1, s);
        assert_eq!([f(90), f(180), f(200)], [90, 270, 350]);
    }

    #[test]
    fn school_overrides_bureau() {
        let bureau = Policy { patrol_heads: Some(2), ..Policy::default() };
        let school = Policy {
            rules: vec![RuleSetting {
                rule: Some(Rule::Patrol),
                enabled: Some(true),
                weight: Some(7),
            }],
            ..Policy::default()
        };
        let rules = Rules::resolve(&bureau, &school);
        assert_eq!((rules.patrol_heads, rules.weight(Rule::Patrol)), (2, 7));
        assert_eq!(Rules::resolve(&bureau, &bureau).weight(Rule::Patrol), 0);
    }

    #[test]
    fn weights_are_those_of_rules_that_count_points_and_are_on() {
        let bureau = Rules::resolve(&Policy::default(), &Policy::default());
        let weights = bureau.weights();
        assert!(weights.contains(&(Rule::Unplaced, 5000)));
        assert!(weights.contains(&(Rule::WorkloadBalance, 20)));
        assert!(weights.iter().all(|entry| entry.0 != Rule::Patrol && entry.0 != Rule::RoomFit));
    }

    #[test]
    fn a_school_names_the_weights_it_has_of_its_own() {
        let setting = |rule, enabled, weight| RuleSetting { rule: Some(rule), enabled, weight };
        let school = Policy {
            rules: vec![
                setting(Rule::SectionEffort, None, Some(7)),
                setting(Rule::StaffWish, Some(false), None),
            ],
            ..Policy::default()
        };
        let bureau = Rules::resolve(&Policy::default(), &Policy::default());
        let school = Rules::resolve(&Policy::default(), &school);
        assert_eq!(
            school.weights_unlike(&bureau),
            [(Rule::StaffWish, 0), (Rule::SectionEffort, 7)]
        );
        assert_eq!(bureau.weights_unlike(&bureau), []);
    }
}
