//! Words that stand for the values of an enumeration, in both languages, with the other words
//! people use for them. The first pair is the one that is written.

use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

/// The values of one enumeration.
pub(crate) struct Words {
    /// Value of the schema, Chinese, English, and others.
    pub list: &'static [Word],
    /// Prefix of the schema's values.
    pub prefix: &'static str,
}

/// Name in the schema without prefix, Chinese, English, other words.
pub(crate) type Word = (&'static str, &'static str, &'static str, &'static [&'static str]);

impl Words {
    /// What is allowed, for messages.
    pub fn expected(&self) -> Text {
        if self.list.is_empty() {
            return Text::new("一条规则的名称", "the name of a rule");
        }
        let zh: Vec<_> = self.list.iter().map(|word| word.1).collect();
        let en: Vec<_> = self.list.iter().map(|word| word.2).collect();
        Text::new(format!("其中之一：{}", zh.join("、")), format!("one of: {}", en.join(", ")))
    }

    /// The words for a drop-down.
    pub fn choices(&self) -> Vec<Text> {
        if self.list.is_empty() {
            return Rule::all().map(|rule| Text::new(rule.title_zh(), rule.name())).collect();
        }
        self.list.iter().map(|word| Text::new(word.1, word.2)).collect()
    }

    /// The schema's name of a word; `folded` is how words are compared.
    pub fn value(&self, word: &str, folded: impl Fn(&str) -> String) -> Option<String> {
        let wanted = folded(word);
        if self.list.is_empty() {
            let is =
                |rule: &Rule| folded(rule.name()) == wanted || folded(rule.title_zh()) == wanted;
            return Rule::all().find(is).map(|rule| format!("RULE_{}", rule.name().to_uppercase()));
        }
        let is = |&&(name, zh, en, also): &&Word| {
            [name, zh, en].iter().chain(also).any(|known| folded(known) == wanted)
        };
        self.list.iter().find(is).map(|word| format!("{}{}", self.prefix, word.0))
    }

    /// The word for a value of the schema.
    pub fn word(&self, value: &str) -> Option<Text> {
        let name = value.strip_prefix(self.prefix)?;
        if self.list.is_empty() {
            let rule = Rule::from_name(&name.to_lowercase())?;
            return Some(Text::new(rule.title_zh(), rule.name()));
        }
        self.list.iter().find(|word| word.0 == name).map(|word| Text::new(word.1, word.2))
    }
}

/// Rules, by the words of the rule list itself.
pub(crate) static RULE: Words = Words { prefix: "RULE_", list: &[] };

/// Kind of school.
pub(crate) static SCHOOL_KIND: Words = Words {
    prefix: "SCHOOL_KIND_",
    list: &[
        ("PRIMARY", "小学", "primary", &["primary school"]),
        ("JUNIOR", "初中", "junior", &["初级中学", "junior middle", "junior high"]),
        ("NINE_YEAR", "九年一贯制", "nine-year", &["九年一贯", "九年制"]),
        ("BOARDING", "寄宿制", "boarding", &["寄宿", "寄宿学校"]),
    ],
};

/// Town or township.
pub(crate) static SETTING: Words = Words {
    prefix: "SETTING_",
    list: &[
        ("TOWN", "城区", "town", &["城镇", "县城", "城市", "urban"]),
        ("TOWNSHIP", "乡镇", "township", &["农村", "乡村", "rural"]),
    ],
};

/// What a period is for.
pub(crate) static SEGMENT: Words = Words {
    prefix: "SEGMENT_",
    list: &[
        ("HOMEWORK", "作业", "homework", &["作业辅导", "作业时段"]),
        ("ACTIVITY", "活动", "activity", &["社团", "社团活动", "拓展", "兴趣活动", "club"]),
        ("MICRO_TOPIC", "微专题", "micro-topic", &["微主题"]),
        ("FAMILY_SCHOOL", "家校共育", "family-school", &["家校"]),
        ("EXTENDED_CARE", "延时看护", "extended care", &["延时托管", "托管", "看护", "延时"]),
        ("EVENING_STUDY", "晚自习", "evening study", &["晚修"]),
    ],
};

/// Part of the programme.
pub(crate) static COMPONENT: Words = Words {
    prefix: "COMPONENT_",
    list: &[
        ("BASE", "基础", "base", &["1", "基础（1）", "基础服务", "基础托管"]),
        ("TRAINING", "体育锻炼", "training", &["t", "体育锻炼（t）", "体育"]),
        ("EXTENSION", "兴趣拓展", "extension", &["x", "兴趣拓展（x）", "拓展", "兴趣", "社团"]),
        ("MICRO_TOPIC", "微专题", "micro-topic", &["微主题"]),
        ("FAMILY_SCHOOL", "家校共育", "family-school", &["家校"]),
        ("CARE", "看护", "care", &["托管", "延时托管"]),
        ("EVENING_STUDY", "晚自习", "evening study", &["晚修"]),
    ],
};

/// Category of content.
pub(crate) static CATEGORY: Words = Words {
    prefix: "CATEGORY_",
    list: &[
        ("HOMEWORK", "作业", "homework", &["作业辅导"]),
        ("READING", "阅读", "reading", &[]),
        ("SELF_STUDY", "自习", "self-study", &[]),
        ("SPORT", "体育", "sport", &["运动", "sports"]),
        ("ARTS", "艺术", "arts", &["美术", "音乐", "舞蹈", "art"]),
        ("SCIENCE", "科学", "science", &["科技", "科创"]),
        ("LABOUR", "劳动", "labour", &["labor"]),
        ("ONLINE_LEARNING", "线上学习", "online learning", &["网课"]),
        ("ACADEMIC_HELP", "答疑辅导", "academic help", &["答疑", "辅导"]),
        ("CULTURE", "传统文化", "culture", &["文化", "非遗"]),
        ("PLAY", "游戏", "play", &["观影"]),
        ("CARE", "托管", "care", &["看护"]),
        ("OTHER", "其他", "other", &["其它"]),
    ],
};

/// How pupils come together.
pub(crate) static GROUPING: Words = Words {
    prefix: "GROUPING_",
    list: &[
        ("GROUP", "按行政班", "by group", &["行政班", "按班", "by class", "class"]),
        ("GRADE", "按年级", "by grade", &["年级"]),
        ("SCHOOL", "全校合并", "whole school", &["全校", "school"]),
    ],
};

/// Priority group.
pub(crate) static PRIORITY: Words = Words {
    prefix: "PRIORITY_",
    list: &[
        ("LEFT_BEHIND", "留守儿童", "left-behind", &["留守"]),
        ("DISABLED", "残疾学生", "disabled", &["残疾", "残障", "特需"]),
        ("NEEDY", "家庭困难学生", "needy", &["家庭困难", "困难", "贫困", "低保"]),
        ("MIGRANT", "随迁子女", "migrant", &["随迁"]),
        ("LOWER_GRADE", "低年级学生", "lower grade", &["低年级"]),
        ("OTHER", "其他优先学生", "other", &["其他", "其它"]),
    ],
};

/// Together or apart.
pub(crate) static WISH: Words = Words {
    prefix: "COMPANION_WISH_",
    list: &[
        ("TOGETHER", "同班", "together", &["一起", "同组"]),
        ("APART", "分开", "apart", &["不同班"]),
    ],
};

/// Kind of staff.
pub(crate) static STAFF_KIND: Words = Words {
    prefix: "STAFF_KIND_",
    list: &[
        ("TEACHER", "在校教师", "teacher", &["教师", "本校教师", "老师", "在职教师"]),
        ("RETIRED_TEACHER", "退休教师", "retired teacher", &["退休"]),
        ("PARENT", "家长", "parent", &["家长志愿者"]),
        ("CRAFTSPERSON", "民间艺人", "craftsperson", &["工匠", "艺人", "非遗传承人", "手艺人"]),
        ("COACH", "教练", "coach", &["教练员"]),
        ("COLLEGE_STUDENT", "大学生志愿者", "college student", &["大学生"]),
        ("ORGANISATION_INSTRUCTOR", "机构教师", "organisation instructor", &["机构", "校外机构"]),
    ],
};

/// Rank of post.
pub(crate) static RANK: Words = Words {
    prefix: "STAFF_RANK_",
    list: &[
        ("MIDDLE_MANAGER", "中层干部", "middle manager", &["中层", "主任"]),
        ("VICE_PRINCIPAL", "副校长", "vice principal", &[]),
        ("PRINCIPAL", "校长", "principal", &[]),
    ],
};

/// Kind of duty.
pub(crate) static DUTY: Words = Words {
    prefix: "DUTY_KIND_",
    list: &[
        ("PATROL", "巡查", "patrol", &["巡视"]),
        ("GATE_GUARD", "门口值守", "gate guard", &["护校", "校门值守", "门岗"]),
        ("LEADER_ON_DUTY", "带班领导", "leader on duty", &["带班", "值班领导"]),
        ("AREA_SUPERVISOR", "楼层年级值守", "area supervisor", &["楼层值守", "年级值守"]),
    ],
};

/// What an area supervisor looks after.
pub(crate) static AREA: Words = Words {
    prefix: "SUPERVISOR_AREA_",
    list: &[("FLOOR", "楼层", "floor", &[]), ("YEAR", "年级", "year", &["year group"])],
};
