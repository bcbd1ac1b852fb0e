//! Sessions' staff and their week.

use super::{Entry, Parameter, Source};
use crate::rule::Rule;

/// Rules of this kind.
pub(super) const ENTRIES: [Entry; 11] = [
    Entry {
        rule: Rule::SessionStaffed,
        exactly: "each base or care session without a lead: the weight; each missing assistant: \
                  `missing_assistant_points` (needed: fixed number plus one per begun k \
                  pupils). A session of any other component without a lead is a violation",
        en: "Every session has a lead and its assistants.",
        zh: "每个课次有主讲，按人数配足助教。",
        parameters: &[Parameter::MissingAssistantPoints],
        sources: &[Source::Gucheng, Source::Yan72],
    },
    Entry {
        rule: Rule::SameLead,
        exactly: "one lead for all sessions of a section",
        en: "A section has the same lead all week.",
        zh: "同一教学班由同一人主讲。",
        parameters: &[],
        sources: &[],
    },
    Entry {
        rule: Rule::StaffOnePlace,
        exactly: "a person has at most one session or slot duty in a slot; a gate guard of a \
                  dismissal point has no session or duty in a slot that overlaps the **time of \
                  a gate duty**: from the end of its period to the end of the last wave; of two \
                  gate duties of a person the waves do not overlap, unless at the same gate, \
                  and are not the same; a leader on duty is on call and free for other work; \
                  two campuses on a weekday only if the terms allow several and travel time \
                  fits",
        en: "A person is in one place at a time, travel included.",
        zh: "一人同一时间只在一处，跨校要留足路程时间。",
        parameters: &[],
        sources: &[Source::Gucheng],
    },
    Entry {
        rule: Rule::StaffAvailable,
        exactly: "every slot worked and the time of every gate duty lies inside a window (none \
                  given: always), outside protected times, and ends by the care limit; a leader \
                  on duty has no time",
        en: "Nobody works outside the times available, in protected times or beyond care \
             limits.",
        zh: "不占用教师不可用、受保护的时间，不超过照护限制。",
        parameters: &[],
        sources: &[Source::Weifang, Source::Gucheng, Source::JilinDistrict],
    },
    Entry {
        rule: Rule::StaffCaps,
        exactly: "periods a week <= weekly cap and care cap; periods a weekday <= daily cap; \
                  weekdays with work (slots, gate duties) that ends after `late_after_minute` \
                  <= late cap",
        en: "Nobody works more periods or late days than the caps.",
        zh: "课时和晚归天数不超过上限。",
        parameters: &[Parameter::LateAfterMinute],
        sources: &[Source::Shangqiu, Source::Weifang, Source::Gucheng],
    },
    Entry {
        rule: Rule::StaffSkill,
        exactly: "the lead has the activity's skill at its level or above; homework, academic \
                  help and online learning are never led by an organisation's instructor",
        en: "The lead has the skill; academic help is never bought from organisations.",
        zh: "主讲具备特长；学科类服务不由机构人员承担。",
        parameters: &[],
        sources: &[Source::Xiangcheng, Source::Hebi, Source::Gucheng],
    },
    Entry {
        rule: Rule::StaffVetted,
        exactly: "outsiders with any session or duty are vetted",
        en: "Only vetted outsiders serve.",
        zh: "校外人员须经审核。",
        parameters: &[],
        sources: &[Source::Hebi, Source::Xiangcheng, Source::Shangqiu],
    },
    Entry {
        rule: Rule::OutsiderAccompanied,
        exactly: "each session led by an outsider without a teacher of the school as assistant \
                  or companion. H part: a companion is a teacher of the school, at a session \
                  that an outsider leads",
        en: "A teacher of the school is with every outsider who leads.",
        zh: "校外人员主讲时有本校教师陪同。",
        parameters: &[],
        sources: &[Source::Xiangcheng, Source::Hebi],
    },
    Entry {
        rule: Rule::StaffWilling,
        exactly: "who is not willing has nothing but `post_duties`",
        en: "Serving is voluntary; only the duties of the post are not.",
        zh: "教师自愿参加；不愿参加者只承担岗位值守。",
        parameters: &[],
        sources: &[Source::Gucheng, Source::Weifang, Source::Baofeng, Source::JilinDistrict],
    },
    Entry {
        rule: Rule::WorkloadBalance,
        exactly: "per staff member: max(0, d + a - T)^2 - max(0, d - T)^2; d day load, a \
                  periods, T target: `workload_target`, or derived = mean, rounded half up, \
                  over willing own staff of (all their day loads + one per slot and group with \
                  an attending pupil + patrol heads per such slot when `patrol` is on)",
        en: "Work is spread evenly, teaching in the day counted in.",
        zh: "统筹白天课时，均衡教师工作量。",
        parameters: &[Parameter::WorkloadTarget],
        sources: &[Source::Shangqiu, Source::Weifang],
    },
    Entry {
        rule: Rule::StaffWish,
        exactly: "per serving staff member: each unwanted activity with a session led or \
                  assisted; each wanted activity with none led",
        en: "Staff lead what they like and not what they would rather not.",
        zh: "照顾教师想上和不想上的项目。",
        parameters: &[],
        sources: &[Source::Weifang, Source::Hebi],
    },
];
