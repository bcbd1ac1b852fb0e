//! Duties, mentors and leaving.

use super::{Entry, Parameter, Source};
use crate::rule::Rule;

/// Rules of this kind.
pub(super) const ENTRIES: [Entry; 6] = [
    Entry {
        rule: Rule::Patrol,
        exactly: "each missing head, per slot that any pupil attends: `patrol_heads`. A patrol \
                  is in a slot of the bell table",
        en: "Somebody patrols whenever pupils are there.",
        zh: "服务时段有专人巡查。",
        parameters: &[Parameter::PatrolHeads],
        sources: &[Source::Gucheng],
    },
    Entry {
        rule: Rule::GateGuard,
        exactly: "each missing head, per weekday, dismissal point, gate and wave by which any \
                  group leaves: `gate_guard_heads`",
        en: "Somebody stands at every gate by which pupils leave.",
        zh: "学生离校的校门有人值守。",
        parameters: &[Parameter::GateGuardHeads],
        sources: &[Source::Gucheng, Source::Shangqiu],
    },
    Entry {
        rule: Rule::LeaderOnDuty,
        exactly: "each missing head, per weekday that any pupil attends and rank demanded \
                  (`leaders`); a leader fills one demand of that rank or a lower one. H part: \
                  who leads has a rank of post",
        en: "A leader of the rank demanded is on duty every day.",
        zh: "每天有相应职级的领导带班。",
        parameters: &[Parameter::Leaders],
        sources: &[Source::JilinDistrict],
    },
    Entry {
        rule: Rule::AreaSupervisor,
        exactly: "each missing head (`supervisor_heads`), per slot and area \
                  (`supervisor_area`): floors with a session, or grades with an attending pupil",
        en: "Every floor or year group in use has a supervisor.",
        zh: "在用的楼层或年级有人值守。",
        parameters: &[Parameter::SupervisorHeads, Parameter::SupervisorArea],
        sources: &[Source::JilinDistrict],
    },
    Entry {
        rule: Rule::Mentor,
        exactly: "each pupil without a mentor; a mentor is a teacher of the school; pupils \
                  beyond `mentor_max_students` per mentor count as without",
        en: "Every pupil has a mentor.",
        zh: "每名学生有一名导师。",
        parameters: &[Parameter::MentorMaxStudents],
        sources: &[Source::Weifang],
    },
    Entry {
        rule: Rule::DismissalWave,
        exactly: "each pupil over `pupils_per_wave` of a weekday, dismissal point, gate and \
                  wave. H part, also while `gate_guard` is on: each group has one departure per \
                  weekday and dismissal point with gates at which any of its pupils leaves, \
                  through a gate and wave that exist",
        en: "Pupils leave in waves that the gates can take.",
        zh: "分批错峰离校，每批不超过校门容量。",
        parameters: &[],
        sources: &[Source::Shangqiu, Source::Weifang],
    },
];
