//! Sheets about the menu of activities.

use super::kind::{Entity, Kind};
use super::school::{INT, SLOT, TEXT};
use super::words::{CATEGORY, COMPONENT, GROUPING, SEGMENT};
use super::{Column, Table};

static SEGMENTS: Kind = Kind::Words(&SEGMENT);

pub(super) static TABLES: &[Table] = &[
    Table {
        key: "activities",
        title: ("课程", "Activities"),
        also: &["项目", "课程菜单", "菜单", "课程项目", "社团", "courses", "menu"],
        at: "schools[].activities[]",
        shared: "",
        about: ("课程菜单：每个项目一行", "the menu: one row an activity"),
        columns: ACTIVITIES,
    },
    Table {
        key: "patterns",
        title: ("上课时间", "Patterns"),
        also: &["开课时间", "时间型"],
        at: "schools[].activities[].patterns[]",
        shared: "",
        about: (
            "项目只能在某些时间开课时：每种可选的时间一行",
            "where an activity may meet at certain times only: one row for each choice of times",
        ),
        columns: &[Column::new("starts", "时间", "Times", Kind::List(&SLOT))
            .required()
            .also(&["上课时间", "节次"])],
    },
    Table {
        key: "activity_equipment",
        title: ("课程器材", "Activity equipment"),
        also: &["项目器材"],
        at: "schools[].activities[].equipment[]",
        shared: "",
        about: ("项目每次课使用的器材", "what a session uses"),
        columns: &[
            Column::new("equipment", "器材", "Equipment", Kind::Ref(Entity::Equipment)).required(),
            Column::new("quantity", "数量", "Quantity", Kind::Int),
        ],
    },
];

static ACTIVITIES: &[Column] = &[
    Column::new("id", "编号", "Id", Kind::Id)
        .also(&["项目编号", "课程编号", "代码"])
        .note("空着即用名称", "empty: the name"),
    Column::new("name", "名称", "Name", Kind::Text).also(&[
        "课程",
        "课程名称",
        "项目",
        "项目名称",
        "社团名称",
        "activity",
    ]),
    Column::new("component", "类别（1+T+X）", "Component", Kind::Words(&COMPONENT))
        .also(&["类别", "模块", "1+t+x"]),
    Column::new("category", "内容", "Category", Kind::Words(&CATEGORY)).also(&["内容类别", "门类"]),
    Column::new("segments", "时段用途", "Segments", Kind::List(&SEGMENTS)).also(&[
        "时段",
        "开设时段",
        "用途",
    ]),
    Column::new("grades", "年级", "Grades", Kind::List(&INT)).also(&["适用年级", "面向年级"]),
    Column::new("minSize", "最少人数", "Smallest size", Kind::Int).also(&["开班人数", "min size"]),
    Column::new("maxSize", "最多人数", "Largest size", Kind::Int).also(&[
        "人数上限",
        "班额",
        "名额",
        "max size",
    ]),
    Column::new("sessionsPerWeek", "每周次数", "Sessions a week", Kind::Int)
        .optional()
        .also(&["每周课次"]),
    Column::new("periodsPerSession", "每次节数", "Periods a session", Kind::Int).optional(),
    Column::new("maxSections", "最多班数", "Most sections", Kind::Int)
        .optional()
        .also(&["班数", "开班数"]),
    Column::new("roomKinds", "场地类型", "Room kinds", Kind::List(&TEXT))
        .also(&["场地", "room kind"]),
    Column::new("skill", "所需技能", "Skill", Kind::Text).also(&["技能", "专长"]),
    Column::new("skillLevel", "技能等级", "Skill level", Kind::Int).optional(),
    Column::new("assistants", "助教", "Assistants", Kind::Int).also(&["助教人数"]),
    Column::new("pupilsPerAssistant", "每名助教学生数", "Pupils per assistant", Kind::Int)
        .optional(),
    Column::new("writtenHomework", "书面作业", "Written homework", Kind::Bool),
    Column::new("materialFeeFen", "材料费（元）", "Material fee", Kind::Money).also(&["材料费用"]),
    Column::new("grouping", "编班方式", "Grouping", Kind::Words(&GROUPING)).also(&["编班"]).note(
        "只用于按时段开放的项目（基础、看护等）",
        "only for activities that open per slot (base, care ...)",
    ),
];
