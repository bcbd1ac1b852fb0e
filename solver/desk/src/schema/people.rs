//! Sheets about staff, classes and pupils.

use super::kind::{Entity, Kind};
use super::school::{SCHOOL, WEEKDAY};
use super::words::{DUTY, PRIORITY, RANK, STAFF_KIND, WISH};
use super::{Column, Table};

static DUTIES: Kind = Kind::Words(&DUTY);
static PRIORITIES: Kind = Kind::Words(&PRIORITY);
static ACTIVITY: Kind = Kind::Ref(Entity::Activity);

static WINDOW: &[Column] = &[
    Column::new("weekday", "星期", "Weekday", Kind::Weekday).required().also(&["周", "星期几"]),
    Column::new("startMinute", "开始", "Start", Kind::Time).also(&["开始时间", "起"]),
    Column::new("endMinute", "结束", "End", Kind::Time).also(&["结束时间", "止"]),
];

pub(super) static TABLES: &[Table] = &[
    Table {
        key: "staff",
        title: ("教师", "Staff"),
        also: &["教职工", "师资", "人员", "teachers"],
        at: "schools[].staff[]",
        shared: "sharedStaff[]",
        about: (
            "教师和外聘人员；学校填 * 为全县共用",
            "teachers and outsiders; school * is shared by the bureau",
        ),
        columns: STAFF,
    },
    Table {
        key: "skills",
        title: ("技能", "Skills"),
        also: &["教师技能", "专长", "特长"],
        at: "schools[].staff[].skills[]",
        shared: "sharedStaff[].skills[]",
        about: ("谁会什么：每人每项一行", "who can do what: one row each"),
        columns: &[
            Column::new("skill", "技能", "Skill", Kind::Text).required().also(&["专长", "特长"]),
            Column::new("level", "等级", "Level", Kind::Int).also(&["水平"]).note("1-3", "1-3"),
            Column::new("newlyTrained", "新培训", "Newly trained", Kind::Bool),
        ],
    },
    Table {
        key: "availability",
        title: ("可用时间", "Availability"),
        also: &["教师可用时间", "空闲时间"],
        at: "schools[].staff[].windows[]",
        shared: "sharedStaff[].windows[]",
        about: ("没有行：服务时间都可以", "no row: whenever the school serves"),
        columns: WINDOW,
    },
    Table {
        key: "protected",
        title: ("保护时间", "Protected times"),
        also: &["不可安排时间", "教研时间"],
        at: "schools[].staff[].protected[]",
        shared: "sharedStaff[].protected[]",
        about: ("备课、教研、会议：不排任何工作", "preparation, research, meetings: never used"),
        columns: WINDOW,
    },
    Table {
        key: "groups",
        title: ("班级", "Classes"),
        also: &["行政班", "groups"],
        at: "schools[].groups[]",
        shared: "",
        about: ("行政班：每班一行", "administrative classes: one row each"),
        columns: &[
            Column::new("id", "班级", "Class", Kind::Id).required().also(&[
                "编号",
                "行政班",
                "班级名称",
                "id",
                "group",
            ]),
            Column::new("grade", "年级", "Grade", Kind::Int),
            Column::new("size", "人数", "Size", Kind::Int).also(&["班级人数", "学生数"]),
            Column::new("homeRoom", "本班教室", "Home room", Kind::Ref(Entity::Room))
                .also(&["教室"]),
            Column::new("formTeacher", "班主任", "Form teacher", Kind::Ref(Entity::Staff)),
        ],
    },
    Table {
        key: "pupils",
        title: ("学生", "Pupils"),
        also: &["学生名单", "学生名册", "花名册", "报名", "报名表", "students"],
        at: "schools[].students[]",
        shared: "",
        about: (
            "参加的学生；周一至周日填离校点或时间，志愿按名次",
            "who takes part; under a weekday the dismissal point or time, choices by rank",
        ),
        columns: PUPILS,
    },
    Table {
        key: "attendance",
        title: ("出勤", "Attendance"),
        also: &["出勤离校", "参加时间", "离校登记", "到离校"],
        at: "schools[].students[].attendance[]",
        shared: "",
        about: (
            "每生每天一行，或每生一行、每天一列",
            "a row a pupil and day, or a row a pupil and a column a day",
        ),
        columns: &[
            Column::new("weekday", "星期", "Weekday", Kind::Weekday)
                .required()
                .also(&["周", "星期几"]),
            Column::new("fromPeriod", "从第几节", "From period", Kind::Int)
                .also(&["起始节次", "开始节次"]),
            Column::new("dismissalPoint", "离校点", "Dismissal point", Kind::Ref(Entity::Point))
                .also(&["离校", "离校时间"]),
        ],
    },
    Table {
        key: "choices",
        title: ("志愿", "Choices"),
        also: &["选课", "学生志愿", "志愿表", "选课志愿"],
        at: "schools[].students[].choices[]",
        shared: "",
        about: (
            "每个志愿一行，或每生一行、每个名次一列",
            "a row a choice, or a row a pupil and a column a rank",
        ),
        columns: &[
            Column::new("activity", "项目", "Activity", Kind::Ref(Entity::Activity))
                .required()
                .also(&["课程", "志愿项目", "课程名称"]),
            Column::new("rank", "名次", "Rank", Kind::Int).also(&["志愿顺序", "第几志愿", "顺序"]),
        ],
    },
    Table {
        key: "companions",
        title: ("同伴", "Companions"),
        also: &["同伴意愿"],
        at: "schools[].students[].companions[]",
        shared: "",
        about: ("学校确认的同班或分开的意愿", "wishes the school confirmed"),
        columns: &[
            Column::new("student", "另一学生", "Other pupil", Kind::Ref(Entity::Student))
                .required()
                .also(&["同伴"]),
            Column::new("wish", "意愿", "Wish", Kind::Words(&WISH)),
        ],
    },
];

static STAFF: &[Column] = &[
    Column::new("id", "编号", "Id", Kind::Id).required().also(&[
        "教师编号",
        "工号",
        "教师",
        "staff id",
        "teacher id",
        "staff",
    ]),
    Column::new("kind", "人员类别", "Kind", Kind::Words(&STAFF_KIND)).also(&["类别", "身份"]),
    Column::new("rank", "职级", "Rank", Kind::Words(&RANK)).also(&["职务"]),
    Column::new("willing", "愿意参加", "Willing", Kind::Bool).also(&[
        "是否参加",
        "自愿参加",
        "参加",
    ]),
    Column::new("daytimeLoad", "白天课时", "Day load", Kind::Int).also(&[
        "周课时",
        "白天周课时",
        "课时",
    ]),
    Column::new("weeklyCap", "每周上限", "Weekly cap", Kind::Int)
        .optional()
        .also(&["每周最多节数"]),
    Column::new("dailyCap", "每天上限", "Daily cap", Kind::Int).optional().also(&["每天最多节数"]),
    Column::new("lateCap", "每周晚归上限", "Late cap", Kind::Int).optional(),
    Column::new("care.latestEndMinute", "最晚结束", "Latest end", Kind::Time)
        .optional()
        .note("有家庭照护的教师", "staff with care duties at home"),
    Column::new("care.weeklyCap", "照护每周上限", "Care weekly cap", Kind::Int).optional(),
    Column::new("postDuties", "岗位值守", "Duties of the post", Kind::List(&DUTIES)),
    Column::new("wantedActivities", "想带", "Wants to lead", Kind::List(&ACTIVITY)),
    Column::new("unwantedActivities", "不想带", "Rather not", Kind::List(&ACTIVITY)),
    Column::new("vetted", "已审查", "Vetted", Kind::Bool).also(&["审查", "资质审核"]),
    Column::new("payPerPeriodFen", "每节报酬（元）", "Pay per period", Kind::Money)
        .also(&["课时费", "报酬"]),
    Column::new("loanTerms.willing", "愿意支援", "Willing to be lent", Kind::Bool),
    Column::new("loanTerms.weekdays", "可支援的星期", "Loan weekdays", Kind::List(&WEEKDAY)),
    Column::new("loanTerms.maxWeekdays", "每周最多支援天数", "Most loan days", Kind::Int)
        .optional(),
    Column::new("loanTerms.maxTravelMinutes", "最多路程（分钟）", "Most travel minutes", Kind::Int)
        .optional(),
    Column::new("loanTerms.schools", "可支援学校", "Loan schools", Kind::List(&SCHOOL)),
    Column::new(
        "loanTerms.severalCampusesADay",
        "一天可跑多校",
        "Several campuses a day",
        Kind::Bool,
    ),
    Column::new("carryOver.late", "上学期晚归", "Late last term", Kind::Int),
    Column::new("carryOver.gate", "上学期门口值守", "Gate duties last term", Kind::Int),
];

static PUPILS: &[Column] = &[
    Column::new("student", "编号", "Pupil", Kind::Id).required().also(&[
        "学号",
        "学生编号",
        "学生",
        "student",
        "student id",
        "pupil id",
        "id",
    ]),
    Column::new("group", "班级", "Class", Kind::Ref(Entity::Group)).also(&[
        "行政班",
        "班别",
        "group",
    ]),
    Column::new("grade", "年级", "Grade", Kind::Int).optional(),
    Column::new("priorities", "优先类别", "Priority groups", Kind::List(&PRIORITIES)).also(&[
        "优先",
        "优先群体",
        "类别",
    ]),
    Column::new("wantedSessions", "每周想上次数", "Sessions wanted", Kind::Int)
        .optional()
        .also(&["想上课次"]),
    Column::new("refused", "不要", "Refused", Kind::List(&ACTIVITY)).also(&["不参加的项目"]),
    Column::new("acceptsSubstitutes", "服从调剂", "Accepts substitutes", Kind::Bool)
        .also(&["调剂", "是否服从调剂"]),
    Column::new("carryOver", "上学期结转", "Carry-over", Kind::Int).also(&["结转"]),
];
