//! Policies: known rules, switches that may be switched, parameters in range and in order.

use super::codes::Code;
use super::path::Path;
use super::sink::Sink;
use crate::fault::Text;
use crate::policy::{Policy, Rules, SWITCHABLE};
use crate::rule::Kind;
use crate::words;
use std::ops::RangeInclusive;

/// Highest weight of a rule.
pub const MAX_WEIGHT: i64 = 1_000_000;
/// Most points a session granted or missed may cost.
pub const MAX_SESSION_POINTS: i64 = 10_000;
/// Most heads of a duty at one place.
pub const MAX_HEADS: i64 = 100;

type Field = (&'static str, Option<i32>, RangeInclusive<i64>, (&'static str, &'static str));

/// Checks one policy; `over` is what it overrides, itself excluded.
pub(super) fn check(sink: &mut Sink, path: &Path, policy: &Policy, over: Option<&Policy>) -> bool {
    sink.sound(|sink| {
        settings(sink, path, policy);
        for (name, value, allowed, noun) in fields(policy) {
            sink.range_if_set(&path.field(name), value, allowed, noun);
        }
        rank_points(sink, path, policy);
        knees(sink, path, policy, over);
        let groups = policy.priority_groups.iter();
        sink.distinct(
            path,
            "priority_groups",
            groups,
            |&&g| words::priority(g),
            ("优先群体", "priority group"),
        );
        for (index, demand) in policy.leaders.iter().enumerate() {
            let at = path.item("leaders", index);
            sink.required(&at.field("rank"), demand.rank.is_some(), ("带班领导职级", "rank"));
            sink.range(&at.field("heads"), demand.heads, 1..=MAX_HEADS, ("人数", "heads"));
        }
        let ranks = policy.leaders.iter().filter_map(|demand| demand.rank);
        sink.distinct(path, "leaders", ranks, |&rank| words::rank(rank), ("带班领导职级", "rank"));
    })
}

fn fields(policy: &Policy) -> [Field; 17] {
    let points = || 0..=MAX_SESSION_POINTS;
    let heads = || 0..=MAX_HEADS;
    [
        (
            "homework_cap_periods",
            policy.homework_cap_periods,
            0..=64,
            ("每天作业时段上限", "homework cap"),
        ),
        (
            "written_homework_from_grade",
            policy.written_homework_from_grade,
            1..=10,
            ("允许书面作业的最低年级", "lowest grade with written homework"),
        ),
        (
            "training_minimum_sessions",
            policy.training_minimum_sessions,
            0..=64,
            ("每周体育锻炼下限", "training minimum"),
        ),
        (
            "substitute_points",
            policy.substitute_points,
            points(),
            ("替代课程分值", "substitute points"),
        ),
        (
            "not_granted_points",
            policy.not_granted_points,
            points(),
            ("未满足分值", "points of a session not granted"),
        ),
        ("student_weight", policy.student_weight, 1..=10_000, ("学生权重", "weight of a pupil")),
        (
            "priority_weight",
            policy.priority_weight,
            1..=10_000,
            ("优先学生权重", "weight of a priority pupil"),
        ),
        (
            "worst_off_first_knee",
            policy.worst_off_first_knee,
            0..=1_000_000,
            ("第一拐点", "first knee"),
        ),
        (
            "worst_off_second_knee",
            policy.worst_off_second_knee,
            0..=1_000_000,
            ("第二拐点", "second knee"),
        ),
        ("workload_target", policy.workload_target, 0..=300, ("工作量目标", "workload target")),
        (
            "late_after_minute",
            policy.late_after_minute,
            0..=1440,
            ("晚班起算时间（分钟）", "minute after which work is late"),
        ),
        (
            "missing_assistant_points",
            policy.missing_assistant_points,
            0..=MAX_WEIGHT,
            ("缺助教分值", "points of a missing assistant"),
        ),
        ("patrol_heads", policy.patrol_heads, heads(), ("巡查人数", "patrol heads")),
        (
            "gate_guard_heads",
            policy.gate_guard_heads,
            heads(),
            ("门口值守人数", "gate guard heads"),
        ),
        (
            "supervisor_heads",
            policy.supervisor_heads,
            heads(),
            ("楼层年级值守人数", "supervisor heads"),
        ),
        (
            "mentor_max_students",
            policy.mentor_max_students,
            1..=10_000,
            ("每名导师最多学生数", "pupils per mentor"),
        ),
        (
            "loan_day_points",
            policy.loan_day_points,
            0..=MAX_WEIGHT,
            ("支援日分值", "points of a loan day"),
        ),
    ]
}

fn settings(sink: &mut Sink, path: &Path, policy: &Policy) {
    for (index, setting) in policy.rules.iter().enumerate() {
        let at = path.item("rules", index);
        sink.range_if_set(&at.field("weight"), setting.weight, 0..=MAX_WEIGHT, ("权重", "weight"));
        let Some(rule) = setting.rule else {
            sink.note(
                Code::UnknownRule,
                &at.field("rule"),
                "",
                Text::new("没有这个名称的规则", "there is no rule of that name"),
                Text::new("按规则目录改正名称", "correct the name; the rule catalogue lists all"),
            );
            continue;
        };
        if setting.enabled == Some(false) && !SWITCHABLE.contains(&rule) {
            sink.note(
                Code::RuleNotSwitchable,
                &at.field("enabled"),
                rule.name(),
                Text::new(
                    format!("规则“{}”（{rule}）是方案成立的条件，不能关闭", rule.title_zh()),
                    format!("rule {rule} is what makes a plan a plan; it cannot be switched off"),
                ),
                Text::new("删去这一设置", "remove the setting"),
            );
        }
        if setting.weight.is_some() && rule.kind() == Kind::Hard {
            let why = ("硬性规则没有权重", "a hard rule has no weight");
            super::activities::ignored(sink, &at.field("weight"), why);
        }
    }
    let rules = policy.rules.iter().filter_map(|setting| setting.rule);
    sink.distinct(path, "rules", rules, |rule| rule.name().to_owned(), ("规则", "rule"));
}

fn rank_points(sink: &mut Sink, path: &Path, policy: &Policy) {
    let points = &policy.rank_points;
    sink.at_most(&path.field("rank_points"), points.len(), 10, ("志愿分值", "rank points"));
    for (index, &value) in points.iter().enumerate() {
        sink.range(
            &path.item("rank_points", index),
            value,
            0..=MAX_SESSION_POINTS,
            ("志愿分值", "points of a rank"),
        );
    }
    for (index, pair) in points.windows(2).enumerate() {
        if pair[1] < pair[0] {
            sink.note(
                Code::PointsNotAscending,
                &path.item("rank_points", index + 1),
                &pair[1].to_string(),
                Text::new(
                    format!("第 {} 志愿 {} 分，少于前一志愿的 {} 分", index + 2, pair[1], pair[0]),
                    format!(
                        "rank {} has {} points, less than the {} of the rank before",
                        index + 2,
                        pair[1],
                        pair[0]
                    ),
                ),
                Text::new(
                    "志愿越靠后分值应越高",
                    "give later ranks at least the points of earlier ones",
                ),
            );
        }
    }
}

fn knees(sink: &mut Sink, path: &Path, policy: &Policy, over: Option<&Policy>) {
    if policy.worst_off_first_knee.is_none() && policy.worst_off_second_knee.is_none() {
        return;
    }
    let none = Policy::default();
    let rules = Rules::resolve(over.unwrap_or(&none), policy);
    let (first, second) = (rules.worst_off_first_knee, rules.worst_off_second_knee);
    if second < first {
        sink.note(
            Code::KneesReversed,
            &path.field("worst_off_second_knee"),
            &second.to_string(),
            Text::new(
                format!("第二拐点 {second} 小于第一拐点 {first}"),
                format!("the second knee {second} is below the first {first}"),
            ),
            Text::new("两个拐点一起更正", "correct the two together"),
        );
    }
}
