//! Warnings on rules that are on but have nothing to work with.

use super::codes::Code;
use super::index::SchoolIndex;
use super::path::Path;
use super::sink::{Noun, Sink};
use crate::draft::StaffKind;
use crate::fault::Text;
use crate::policy::SupervisorArea;
use crate::rule::Rule;

pub(super) fn without_data(sink: &mut Sink, path: &Path, rule: Rule, why: Noun) {
    sink.note(
        Code::RuleWithoutData,
        path,
        rule.name(),
        Text::new(
            format!("规则“{}”（{rule}）已开启，但{}，不起作用", rule.title_zh(), why.0),
            format!("rule {rule} is on, but {}; it has no effect", why.1),
        ),
        Text::new("补充数据，或关闭这条规则", "add the data, or switch the rule off"),
    );
}

pub(super) fn check(sink: &mut Sink, path: &Path, here: &SchoolIndex) {
    let (rules, school) = (&here.rules, here.school);
    let no_gates = school.dismissal_points.iter().all(|point| point.gates.is_empty());
    let no_floors = rules.supervisor_area == SupervisorArea::Floor
        && here.rooms.values().all(|room| room.floor.is_empty());
    let no_teacher = !school.staff.iter().any(|s| s.kind == Some(StaffKind::Teacher));
    let top = school.staff.iter().filter_map(|staff| staff.rank).max();
    let no_leader = rules.leaders.iter().any(|&(rank, _)| top.is_none_or(|top| top < rank));
    let findings = [
        (Rule::Budget, school.budget.is_none(), ("没有经费数据", "there is no budget")),
        (Rule::Patrol, rules.patrol_heads == 0, ("巡查人数为 0", "patrol_heads is 0")),
        (
            Rule::GateGuard,
            rules.gate_guard_heads == 0,
            ("门口值守人数为 0", "gate_guard_heads is 0"),
        ),
        (Rule::GateGuard, no_gates, ("没有校门数据", "no dismissal point has gates")),
        (Rule::DismissalWave, no_gates, ("没有校门数据", "no dismissal point has gates")),
        (
            Rule::LeaderOnDuty,
            rules.leaders.is_empty(),
            ("没有带班领导需求", "no leaders are demanded"),
        ),
        (
            Rule::AreaSupervisor,
            rules.supervisor_heads == 0,
            ("楼层年级值守人数为 0", "supervisor_heads is 0"),
        ),
        (Rule::AreaSupervisor, no_floors, ("场地没有填写楼层", "no room has a floor")),
        (Rule::Mentor, no_teacher, ("学校没有本校教师", "the school has no teachers of its own")),
    ];
    for (rule, missing, why) in findings {
        if missing && rules.is_on(rule) {
            without_data(sink, path, rule, why);
        }
    }
    if rules.is_on(Rule::LeaderOnDuty) && no_leader {
        let why = ("没有教师具备所需职级", "no staff member has the rank demanded");
        without_data(sink, path, Rule::LeaderOnDuty, why);
    }
}
