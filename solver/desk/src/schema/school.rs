//! Sheets about the bureau, its schools, bell times, gates, rooms and classes.

use super::kind::{Entity, Kind};
use super::words::{PRIORITY, SCHOOL_KIND, SEGMENT, SETTING};
use super::{Column, Table};

pub(super) static WEEKDAY: Kind = Kind::Weekday;
pub(super) static DATE: Kind = Kind::Date;
pub(super) static SLOT: Kind = Kind::Slot;
pub(super) static TEXT: Kind = Kind::Text;
pub(super) static INT: Kind = Kind::Int;
pub(super) static SCHOOL: Kind = Kind::Ref(Entity::School);

pub(super) static TABLES: &[Table] = &[
    Table {
        key: "bureau",
        title: ("总体", "Overview"),
        also: &["教育局", "学期", "基本信息", "bureau", "term"],
        at: "",
        shared: "",
        about: ("教育局或学校自己的编号，学期起止", "the bureau (or the one school) and its term"),
        columns: BUREAU,
    },
    Table {
        key: "schools",
        title: ("学校", "Schools"),
        also: &["学校信息", "校区", "campuses", "orgs"],
        at: "schools[]",
        shared: "",
        about: ("每所学校（校区）一行", "one row a school (campus)"),
        columns: SCHOOLS,
    },
    Table {
        key: "make_up_days",
        title: ("调休", "Make-up days"),
        also: &["调休上课", "补班"],
        at: "term.makeUpDays[]",
        shared: "",
        about: ("按另一天课表上课的日子", "days that follow another weekday's timetable"),
        columns: &[
            Column::new("date", "日期", "Date", Kind::Date).required(),
            Column::new("followsWeekday", "按周几上课", "Follows weekday", Kind::Weekday)
                .also(&["补周几", "按星期几上课"]),
        ],
    },
    Table {
        key: "periods",
        title: ("作息时间", "Bell table"),
        also: &["作息", "作息表", "作息时间表", "时段", "bell times", "periods"],
        at: "schools[].periods[]",
        shared: "",
        about: (
            "课后服务的每一节：星期可写 周一至周五",
            "every period of service; a weekday may be Mon-Fri",
        ),
        columns: PERIODS,
    },
    Table {
        key: "dismissal",
        title: ("离校时间点", "Dismissal points"),
        also: &["离校", "离校点", "放学", "dismissal"],
        at: "schools[].dismissalPoints[]",
        shared: "",
        about: ("学生可以离校的时刻", "when pupils may leave"),
        columns: POINTS,
    },
    Table {
        key: "gates",
        title: ("校门", "Gates"),
        also: &["校门容量", "离校校门"],
        at: "schools[].dismissalPoints[].gates[]",
        shared: "",
        about: ("各离校点开放的校门与每批人数", "gates open at a dismissal point, pupils a wave"),
        columns: &[
            Column::new("gate", "校门", "Gate", Kind::Text).required(),
            Column::new("pupilsPerWave", "每批人数", "Pupils a wave", Kind::Int),
        ],
    },
    Table {
        key: "rooms",
        title: ("场地", "Rooms"),
        also: &["教室", "场馆", "场地教室", "venues"],
        at: "schools[].rooms[]",
        shared: "venues[]",
        about: (
            "教室、场馆和操场；学校填 * 为全县共用",
            "rooms and grounds; school * is a venue of the bureau",
        ),
        columns: ROOMS,
    },
    Table {
        key: "equipment",
        title: ("器材", "Equipment"),
        also: &["设备", "器材设备"],
        at: "schools[].equipment[]",
        shared: "",
        about: ("各种器材的数量", "how many there are of each kind"),
        columns: &[
            Column::new("id", "器材", "Equipment", Kind::Id)
                .required()
                .also(&["编号", "名称", "id"]),
            Column::new("owned", "数量", "Owned", Kind::Int),
        ],
    },
    Table {
        key: "waivers",
        title: ("减免", "Waivers"),
        also: &["费用减免", "收费减免"],
        at: "schools[].budget.waivers[]",
        shared: "budget.waivers[]",
        about: ("各类优先学生的费用减免", "fee reductions by priority group"),
        columns: &[
            Column::new("priority", "优先类别", "Priority group", Kind::Words(&PRIORITY))
                .required(),
            Column::new("percent", "减免比例%", "Percent waived", Kind::Int)
                .also(&["减免", "percent"]),
        ],
    },
    Table {
        key: "travel",
        title: ("校际路程", "Travel"),
        also: &["路程"],
        at: "travel[]",
        shared: "",
        about: ("两校之间的路程，分钟", "minutes between two schools"),
        columns: &[
            Column::new("from", "从", "From", SCHOOL).required(),
            Column::new("to", "到", "To", SCHOOL).required(),
            Column::new("minutes", "分钟", "Minutes", Kind::Int),
        ],
    },
    Table {
        key: "pairs",
        title: ("结对", "Pairs"),
        also: &["结对帮扶"],
        at: "pairs[]",
        shared: "",
        about: ("支援学校与受援学校", "who lends to whom"),
        columns: &[
            Column::new("lender", "支援学校", "Lender", SCHOOL).required(),
            Column::new("borrower", "受援学校", "Borrower", SCHOOL).required(),
        ],
    },
];

static BUREAU: &[Column] = &[
    Column::new("id", "编号", "Id", Kind::Id).also(&["教育局编号", "代码"]),
    Column::new("name", "名称", "Name", Kind::Text).also(&["教育局", "教育局名称", "单位"]),
    Column::new("term.firstDay", "学期开始", "First day", Kind::Date).also(&["开学", "开始日期"]),
    Column::new("term.lastDay", "学期结束", "Last day", Kind::Date).also(&["放假", "结束日期"]),
    Column::new("term.servingWeekdays", "服务日", "Serving weekdays", Kind::List(&WEEKDAY))
        .also(&["开展服务的星期", "星期"])
        .note("空着即周一至周五", "empty: Monday to Friday"),
    Column::new("term.holidays", "假日", "Holidays", Kind::List(&DATE))
        .also(&["节假日", "放假日期"]),
    Column::new("term.weeks", "教学周数", "Weeks", Kind::Int).optional().also(&["周数"]),
    Column::new("loanPolicy.maxSharePercent", "最大支援比例%", "Largest share lent %", Kind::Int)
        .optional(),
    Column::new("loanPolicy.pairsOnly", "仅限结对", "Pairs only", Kind::Bool),
    Column::new("budget.feePerStudentFen", "每生收费（元）", "Fee per pupil", Kind::Money),
    Column::new("budget.subsidyFen", "补助（元）", "Subsidy", Kind::Money),
];

static SCHOOLS: &[Column] = &[
    Column::new("id", "学校编号", "School id", Kind::Id).required().also(&[
        "编号",
        "学校代码",
        "代码",
        "id",
        "sourcedid",
    ]),
    Column::new("name", "学校名称", "School name", Kind::Text)
        .also(&["名称", "校名", "学校", "name"]),
    Column::new("kind", "学校类型", "Kind", Kind::Words(&SCHOOL_KIND)).also(&[
        "类型",
        "学段",
        "办学类型",
    ]),
    Column::new("setting", "城乡", "Setting", Kind::Words(&SETTING)).also(&["城区乡镇", "区域"]),
    Column::new("budget.feePerStudentFen", "每生收费（元）", "Fee per pupil", Kind::Money)
        .also(&["收费", "每学期收费"])
        .note("每生每学期", "per pupil and term"),
    Column::new("budget.subsidyFen", "补助（元）", "Subsidy", Kind::Money).also(&["财政补助"]),
    Column::new("changeBudget.perStudent", "每生最多变动", "Changes per pupil", Kind::Int)
        .optional(),
    Column::new("changeBudget.perStaff", "每位教师最多变动", "Changes per staff", Kind::Int)
        .optional(),
    Column::new("changeBudget.total", "变动总数上限", "Changes in all", Kind::Int).optional(),
    Column::new("incumbent.school", "现行方案学校", "Incumbent plan of", Kind::Text)
        .note("有已公布方案时填学校编号", "school id, where there is a published plan"),
];

static PERIODS: &[Column] = &[
    Column::new("weekday", "星期", "Weekday", Kind::Weekday).required().also(&[
        "周",
        "星期几",
        "日期",
        "day",
    ]),
    Column::new("index", "节次", "Period", Kind::Int).required().also(&["时段", "节", "序号"]),
    Column::new("startMinute", "开始", "Start", Kind::Time).also(&["开始时间", "起", "上课时间"]),
    Column::new("endMinute", "结束", "End", Kind::Time).also(&["结束时间", "止", "下课时间"]),
    Column::new("segment", "用途", "Segment", Kind::Words(&SEGMENT)).also(&[
        "内容",
        "时段用途",
        "类型",
    ]),
];

static POINTS: &[Column] = &[
    Column::new("id", "离校点", "Dismissal point", Kind::Id).required().also(&[
        "编号",
        "id",
        "名称",
        "离校时间点",
    ]),
    Column::new("period", "第几节后", "After period", Kind::Int).also(&["节次", "period", "时段"]),
    Column::new("waves", "批数", "Waves", Kind::Int).optional().also(&["分批"]),
    Column::new("waveMinutes", "每批间隔（分钟）", "Minutes between waves", Kind::Int)
        .optional()
        .also(&["间隔", "批次间隔"]),
];

static ROOMS: &[Column] = &[
    Column::new("id", "场地", "Room", Kind::Id).required().also(&[
        "编号",
        "名称",
        "教室",
        "场地名称",
        "id",
    ]),
    Column::new("kind", "场地类型", "Kind", Kind::Text).also(&["类型", "room kind"]),
    Column::new("capacity", "容量", "Capacity", Kind::Int).also(&["可容纳人数", "人数"]),
    Column::new("floor", "楼层", "Floor", Kind::Text).also(&["区域", "楼层区域"]),
    Column::new("outdoor", "室外", "Outdoor", Kind::Bool).also(&["是否室外", "户外"]),
    Column::new("unavailable", "不可用时段", "Unavailable", Kind::List(&SLOT)).also(&["占用"]),
    Column::new("schools", "可用学校", "Schools", Kind::List(&SCHOOL))
        .note("只用于共用场地，首个学校优先", "for venues of the bureau only, first one first"),
];
