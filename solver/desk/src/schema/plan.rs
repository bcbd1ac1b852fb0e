//! Sheets about what must and must not be, and about the plan that is in force.

use super::kind::{Entity, Kind};
use super::words::DUTY;
use super::{Column, Table};

static STUDENT: Kind = Kind::Ref(Entity::Student);
static STAFF: Kind = Kind::Ref(Entity::Staff);

static FACT: &[Column] = &[
    Column::new("student", "学生", "Pupil", STUDENT).also(&["学号"]),
    Column::new("activity", "项目", "Activity", Kind::Ref(Entity::Activity)).also(&["课程"]),
    Column::new("staff", "教师", "Staff", STAFF).also(&["工号"]),
    Column::new("room", "场地", "Room", Kind::Ref(Entity::Room)),
    Column::new("slot", "时段", "Slot", Kind::Slot),
    Column::new("duty", "值守", "Duty", Kind::Words(&DUTY)),
    Column::new("school", "支援学校", "Lent to", Kind::Ref(Entity::School)),
    Column::new("weekday", "支援星期", "Loan weekday", Kind::Weekday).optional(),
];

pub(super) static TABLES: &[Table] = &[
    Table {
        key: "pins",
        title: ("指定", "Pins"),
        also: &["必须"],
        at: "schools[].pins[]",
        shared: "",
        about: (
            "必须如此：填写的各列一起读",
            "what must be so: the filled columns are read together",
        ),
        columns: FACT,
    },
    Table {
        key: "bans",
        title: ("禁止", "Bans"),
        also: &["不得"],
        at: "schools[].bans[]",
        shared: "",
        about: (
            "不得如此：填写的各列一起读",
            "what must not be so: the filled columns are read together",
        ),
        columns: FACT,
    },
    Table {
        key: "incumbent_sections",
        title: ("现行教学班", "Incumbent sections"),
        also: &[],
        at: "schools[].incumbent.sections[]",
        shared: "",
        about: ("已公布方案的教学班", "sections of the published plan"),
        columns: &[
            Column::new("id", "教学班", "Section", Kind::Id).required().also(&["编号", "id"]),
            Column::new("activity", "项目", "Activity", Kind::Ref(Entity::Activity)),
            Column::new("students", "学生", "Pupils", Kind::List(&STUDENT)),
        ],
    },
    Table {
        key: "incumbent_sessions",
        title: ("现行课次", "Incumbent sessions"),
        also: &[],
        at: "schools[].incumbent.sections[].sessions[]",
        shared: "",
        about: ("已公布方案的每周课次", "weekly sessions of the published plan"),
        columns: &[
            Column::new("start", "时段", "Slot", Kind::Slot).required(),
            Column::new("room", "场地", "Room", Kind::Ref(Entity::Room)),
            Column::new("lead", "主讲", "Lead", STAFF),
            Column::new("assistants", "助教", "Assistants", Kind::List(&STAFF)),
            Column::new("companion", "陪同", "Companion", STAFF),
            Column::new("wetWeatherRoom", "雨天场地", "Wet weather room", Kind::Ref(Entity::Room)),
        ],
    },
    Table {
        key: "incumbent_duties",
        title: ("现行值守", "Incumbent duties"),
        also: &[],
        at: "schools[].incumbent.duties[]",
        shared: "",
        about: ("已公布方案的值守", "duties of the published plan"),
        columns: &[
            Column::new("kind", "值守", "Duty", Kind::Words(&DUTY)),
            Column::new("staff", "教师", "Staff", STAFF).required(),
            Column::new("weekday", "星期", "Weekday", Kind::Weekday),
            Column::new("period", "节次", "Period", Kind::Int),
            Column::new("gate", "校门", "Gate", Kind::Text),
            Column::new("wave", "批次", "Wave", Kind::Int),
            Column::new("area", "区域", "Area", Kind::Text),
        ],
    },
    Table {
        key: "incumbent_departures",
        title: ("现行离校", "Incumbent departures"),
        also: &[],
        at: "schools[].incumbent.departures[]",
        shared: "",
        about: ("已公布方案的离校安排", "how groups leave in the published plan"),
        columns: &[
            Column::new("group", "班级", "Class", Kind::Ref(Entity::Group)).required(),
            Column::new("weekday", "星期", "Weekday", Kind::Weekday),
            Column::new("dismissalPoint", "离校点", "Dismissal point", Kind::Ref(Entity::Point)),
            Column::new("gate", "校门", "Gate", Kind::Text),
            Column::new("wave", "批次", "Wave", Kind::Int),
        ],
    },
    Table {
        key: "incumbent_mentors",
        title: ("现行导师", "Incumbent mentors"),
        also: &[],
        at: "schools[].incumbent.mentors[]",
        shared: "",
        about: ("已公布方案的导师", "mentors of the published plan"),
        columns: &[
            Column::new("student", "学生", "Pupil", STUDENT).required(),
            Column::new("staff", "教师", "Staff", STAFF),
        ],
    },
];
