//! A pupil's week.

use super::{Entry, Parameter, Source};
use crate::rule::Rule;

/// Rules of this kind.
pub(super) const ENTRIES: [Entry; 11] = [
    Entry {
        rule: Rule::OnePlace,
        exactly: "no pupil is in two sessions in a slot; no pupil is in a session that opens \
                  per slot in a slot not attended",
        en: "A pupil is in one place at a time.",
        zh: "学生同一时段只能在一处。",
        parameters: &[],
        sources: &[],
    },
    Entry {
        rule: Rule::Unplaced,
        exactly: "each attended slot without a session: weight x w / 100 (rounded down)",
        en: "Nobody who came is left without a place.",
        zh: "来了的学生都有地方去，不让一个学生落空。",
        parameters: &[],
        sources: &[
            Source::Hebi,
            Source::Shangqiu,
            Source::Xiangcheng,
            Source::Weifang,
            Source::Yan72,
        ],
    },
    Entry {
        rule: Rule::WholeSection,
        exactly: "no pupil is in a section of a pattern activity with a slot the pupil does not \
                  attend; a section lists a pupil once, and only pupils of the school",
        en: "Who joins a section comes to all of its sessions.",
        zh: "参加教学班的学生要参加它的全部课次。",
        parameters: &[],
        sources: &[],
    },
    Entry {
        rule: Rule::OncePerActivity,
        exactly: "at most one section of a pattern activity per pupil",
        en: "A pupil has an activity once.",
        zh: "同一项目每名学生只进一个教学班。",
        parameters: &[],
        sources: &[],
    },
    Entry {
        rule: Rule::Eligible,
        exactly: "the pupil's grade is among the activity's, the activity is not refused; a \
                  pattern activity is listed, or the pupil accepts substitutes, or it is a \
                  training activity that is *needed*: the pupil's training sessions without \
                  this section are below the pupil's training need",
        en: "A pupil gets what is for the grade, was asked for and was not refused.",
        zh: "学生只参加本年级可选、家庭选报且未拒绝的项目。",
        parameters: &[],
        sources: &[Source::Hebi, Source::Baofeng, Source::Pingdingshan, Source::Jia],
    },
    Entry {
        rule: Rule::HomeworkCap,
        exactly: "slots of a weekday in which the pupil is in a session of category homework <= \
                  `homework_cap_periods`",
        en: "Homework takes no more than so many periods of a day.",
        zh: "每天作业时段不超过上限。",
        parameters: &[Parameter::HomeworkCapPeriods],
        sources: &[Source::Hebi],
    },
    Entry {
        rule: Rule::WrittenHomework,
        exactly: "no pupil of a grade below `written_homework_from_grade` in an activity with \
                  written homework",
        en: "Low grades have no written homework.",
        zh: "低年级没有书面作业。",
        parameters: &[Parameter::WrittenHomeworkFromGrade],
        sources: &[Source::Hebi, Source::Shangqiu],
    },
    Entry {
        rule: Rule::TrainingMinimum,
        exactly: "each session missing to the pupil's **training need** = \
                  min(`training_minimum_sessions`, attended slots that lie in a pattern, wholly \
                  attended, of a training activity of the pupil's grade and not refused)",
        en: "Every pupil has sport every week.",
        zh: "每名学生每周都有体育锻炼。",
        parameters: &[Parameter::TrainingMinimumSessions],
        sources: &[Source::Gucheng],
    },
    Entry {
        rule: Rule::Companions,
        exactly: "each wish not met, counted once per pupil that has it: together = at least \
                  one common section of a pattern activity; apart = none",
        en: "Confirmed wishes to be together or apart are met.",
        zh: "学校确认的同伴意愿（同班或分开）得到满足。",
        parameters: &[],
        sources: &[Source::Weifang],
    },
    Entry {
        rule: Rule::Preference,
        exactly: "w x S, S = points of the rank of each granted session (`rank_points`; \
                  unlisted: `substitute_points`) + `not_granted_points` x max(0, W - t)",
        en: "Pupils get the activities they ranked high, as many sessions as they want.",
        zh: "学生尽量得到志愿靠前的项目和想要的课次数。",
        parameters: &[
            Parameter::RankPoints,
            Parameter::SubstitutePoints,
            Parameter::NotGrantedPoints,
            Parameter::StudentWeight,
            Parameter::PriorityWeight,
        ],
        sources: &[Source::Hebi, Source::Pingdingshan, Source::Baofeng, Source::Jia],
    },
    Entry {
        rule: Rule::WorstOff,
        exactly: "w x (f(S) - S), f(S) = S + max(0, S - `worst_off_first_knee`) + 2 x max(0, S \
                  - `worst_off_second_knee`)",
        en: "No pupil is much worse off than the others.",
        zh: "不让个别学生的志愿落差过大。",
        parameters: &[Parameter::WorstOffFirstKnee, Parameter::WorstOffSecondKnee],
        sources: &[Source::Hebi, Source::Shangqiu],
    },
];
