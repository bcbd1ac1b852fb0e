//! The catalogue of everything validation can say: one stable code a finding, its severity and
//! one line in both languages.

use crate::fault::Severity::{self, Error, Warning};

/// What a finding is about. The names users see are in [`CODES`], in the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Code {
    MissingId,
    IdTooLong,
    IdUnprintable,
    IdUnsafe,
    DuplicateId,
    PersonalNumber,
    BadText,
    MissingValue,
    EmptyList,
    TooMany,
    OutOfRange,
    DuplicateEntry,
    UnknownReference,
    NotServedHere,
    SelfReference,
    BadDate,
    DatesReversed,
    DatesContradict,
    TimesReversed,
    PeriodsOverlap,
    PeriodsOutOfOrder,
    SizesReversed,
    PatternStarts,
    PatternWeekdays,
    PatternSlots,
    GroupingNotAllowed,
    GradeMismatch,
    AttendanceReversed,
    ChoicePerSlot,
    ChoiceGrade,
    ChoiceWrittenHomework,
    ChoiceRefused,
    WishContradiction,
    UnknownRule,
    RuleNotSwitchable,
    PointsNotAscending,
    KneesReversed,
    PointsTooLarge,
    FactShape,
    WrongSchool,
    Pinned,
    Banned,
    NoTerm,
    DateOutsideTerm,
    NotServing,
    IgnoredValue,
    RuleWithoutData,
    EmptySchool,
    NeverAttends,
    NobodyEligible,
    NoLead,
    NoRoom,
    NoPattern,
    EquipmentShort,
    MoreDemandThanSeats,
    MoreDemandThanStaff,
    NeverPlaced,
    HomeworkCapBlocks,
    HomeRoomSmall,
    GroupSizeExceeded,
    SharedHomeRoom,
    IncumbentUnknown,
}

/// One line of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// Stable name, `snake_case`.
    pub code: &'static str,
    /// Whether it stops or not.
    pub severity: Severity,
    /// What it means, Chinese.
    pub zh: &'static str,
    /// What it means, English.
    pub en: &'static str,
}

const fn info(
    code: &'static str,
    severity: Severity,
    zh: &'static str,
    en: &'static str,
) -> CodeInfo {
    CodeInfo { code, severity, zh, en }
}

/// Every code validation uses, errors first.
pub const CODES: [CodeInfo; 62] = [
    info("missing_id", Error, "缺少编号", "an id is empty"),
    info("id_too_long", Error, "编号超过 64 个字符", "an id has more than 64 characters"),
    info(
        "id_unprintable",
        Error,
        "编号含不可见字符或首尾空格",
        "an id has invisible characters or spaces at an end",
    ),
    info("id_unsafe", Error, "学校编号不能用作文件名", "a school id cannot be a file name"),
    info("duplicate_id", Error, "编号重复", "an id is used twice"),
    info(
        "personal_number",
        Error,
        "疑似身份证号或手机号",
        "a value looks like an identity-card or mobile number",
    ),
    info(
        "bad_text",
        Error,
        "文字过长或含不可见字符",
        "a text is too long or has invisible characters",
    ),
    info("missing_value", Error, "缺少必填值", "a required value is not given"),
    info("empty_list", Error, "列表不能为空", "a list needs at least one entry"),
    info("too_many", Error, "条目过多", "a list has too many entries"),
    info("out_of_range", Error, "数值超出范围", "a number is outside its range"),
    info("duplicate_entry", Error, "条目重复", "an entry is listed twice"),
    info("unknown_reference", Error, "引用的对象不存在", "a reference leads nowhere"),
    info(
        "not_served_here",
        Error,
        "该人员或场地首先服务于另一所学校",
        "a shared person or venue serves another school first",
    ),
    info("self_reference", Error, "引用了自身", "something refers to itself"),
    info("bad_date", Error, "日期无效", "a date is not a date"),
    info("dates_reversed", Error, "结束日期早于开始日期", "the last day is before the first"),
    info(
        "dates_contradict",
        Error,
        "同一天既放假又调休上课",
        "a day is both holiday and make-up day",
    ),
    info("times_reversed", Error, "结束时间不晚于开始时间", "an end is not after its start"),
    info("periods_overlap", Error, "时段重叠", "two periods of a weekday overlap"),
    info(
        "periods_out_of_order",
        Error,
        "时段序号与时间先后不符",
        "period indices do not ascend in time",
    ),
    info("sizes_reversed", Error, "最少人数大于最多人数", "the smallest size is above the largest"),
    info(
        "pattern_starts",
        Error,
        "时间型的课次数不符",
        "a pattern has the wrong number of sessions",
    ),
    info("pattern_weekdays", Error, "时间型在同一天有两次课", "a pattern meets twice on a weekday"),
    info("pattern_slots", Error, "时间型落在不允许的时段", "a pattern leaves the allowed slots"),
    info(
        "grouping_not_allowed",
        Error,
        "按时间型开课的项目不能设编班方式",
        "an activity with patterns cannot have a grouping",
    ),
    info("grade_mismatch", Error, "学生年级与班级不符", "a pupil's grade is not the group's"),
    info("attendance_reversed", Error, "离校早于到校", "a pupil leaves before arriving"),
    info(
        "choice_per_slot",
        Error,
        "志愿只能选按时间型开课的项目",
        "a choice is not an activity with patterns",
    ),
    info("choice_grade", Error, "志愿项目不面向该年级", "a choice is for other grades"),
    info(
        "choice_written_homework",
        Error,
        "志愿项目有书面作业，低年级不得参加",
        "a choice has written homework, not allowed in this grade",
    ),
    info(
        "choice_refused",
        Error,
        "同一项目既是志愿又被拒绝",
        "an activity is both chosen and refused",
    ),
    info(
        "wish_contradiction",
        Error,
        "同一项目既想带又不想带",
        "an activity is both wanted and unwanted",
    ),
    info("unknown_rule", Error, "没有这条规则", "there is no rule of that name"),
    info("rule_not_switchable", Error, "此规则不能关闭", "the rule cannot be switched off"),
    info("points_not_ascending", Error, "志愿分值没有递增", "rank points do not ascend"),
    info("knees_reversed", Error, "第二拐点小于第一拐点", "the second knee is below the first"),
    info(
        "points_too_large",
        Error,
        "分值总和可能溢出",
        "points could grow beyond what can be counted",
    ),
    info(
        "fact_shape",
        Error,
        "指定或禁止的字段组合无意义",
        "a pin or ban combines fields that say nothing",
    ),
    info("wrong_school", Error, "现行方案属于另一所学校", "the incumbent plan is another school's"),
    info(
        "pinned",
        Error,
        "指定互相矛盾或不可能成立",
        "a pin contradicts another or can never hold",
    ),
    info("banned", Error, "禁止与指定矛盾", "a ban contradicts a pin"),
    info("no_term", Warning, "没有学期日期", "no term dates"),
    info("date_outside_term", Warning, "日期不在学期内", "dates lie outside the term"),
    info("not_serving", Warning, "时段在不开展服务的日子", "periods on weekdays without service"),
    info("ignored_value", Warning, "填写的值不起作用", "a value that has no effect"),
    info("rule_without_data", Warning, "规则已开启但没有数据", "a rule is on but has no data"),
    info("empty_school", Warning, "学校没有学生", "a school has no pupils"),
    info("never_attends", Warning, "学生没有任何出席时段", "pupils who attend no slot"),
    info(
        "nobody_eligible",
        Warning,
        "能参加的学生不足以开班",
        "too few pupils may ever take an activity",
    ),
    info("no_lead", Warning, "没有合格的主讲", "nobody may lead an activity"),
    info("no_room", Warning, "没有合适的场地", "no room fits an activity"),
    info("no_pattern", Warning, "没有可行的开课时间", "no time at which an activity can meet"),
    info("equipment_short", Warning, "器材不足一次课使用", "too little equipment for one session"),
    info(
        "more_demand_than_seats",
        Warning,
        "需求多于名额",
        "more demand than seats can ever serve",
    ),
    info(
        "more_demand_than_staff",
        Warning,
        "需求多于合格教师",
        "more demand than qualified staff can ever serve",
    ),
    info(
        "never_placed",
        Warning,
        "没有按时段开放的项目可去",
        "pupils whom no activity per slot can take",
    ),
    info(
        "homework_cap_blocks",
        Warning,
        "作业时段上限使学生无处可去",
        "the homework cap leaves pupils without a place",
    ),
    info(
        "home_room_small",
        Warning,
        "本班教室容不下本班学生",
        "a home room is too small for its group",
    ),
    info(
        "group_size_exceeded",
        Warning,
        "参加学生多于班级人数",
        "more pupils take part than the group has",
    ),
    info("shared_home_room", Warning, "几个班共用一间教室", "groups share a home room"),
    info(
        "incumbent_unknown",
        Warning,
        "现行方案提到已不存在的对象",
        "the incumbent names what is no longer there",
    ),
];

impl Code {
    pub(super) const fn info(self) -> CodeInfo {
        CODES[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{CODES, Code};

    #[test]
    fn list_is_in_enum_order_and_names_are_unique() {
        for (index, entry) in CODES.iter().enumerate() {
            assert_eq!(CODES.iter().position(|other| other.code == entry.code), Some(index));
        }
        assert_eq!(Code::IncumbentUnknown as usize + 1, CODES.len());
        for (code, name) in [
            (Code::MissingId, "missing_id"),
            (Code::OutOfRange, "out_of_range"),
            (Code::PatternSlots, "pattern_slots"),
            (Code::Pinned, "pinned"),
            (Code::NoTerm, "no_term"),
            (Code::IncumbentUnknown, "incumbent_unknown"),
        ] {
            assert_eq!(code.info().code, name);
        }
    }
}
