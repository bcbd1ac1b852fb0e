//! Sheets about policy: rules on or off, weights, parameters.

use super::kind::Kind;
use super::school::INT;
use super::words::{AREA, PRIORITY, RANK, RULE};
use super::{Column, Table};

static PRIORITIES: Kind = Kind::Words(&PRIORITY);

pub(super) static TABLES: &[Table] = &[
    Table {
        key: "policy",
        title: ("政策", "Policy"),
        also: &["政策参数", "参数"],
        at: "schools[].policy",
        shared: "policy",
        about: (
            "空着即用默认；学校填 * 为全局",
            "empty: the default; school * is the whole bureau",
        ),
        columns: POLICY,
    },
    Table {
        key: "rules",
        title: ("规则", "Rules"),
        also: &["规则开关"],
        at: "schools[].policy.rules[]",
        shared: "policy.rules[]",
        about: ("规则的开关和权重", "rules on or off, and their weights"),
        columns: &[
            Column::new("rule", "规则", "Rule", Kind::Words(&RULE)).required(),
            Column::new("enabled", "开启", "On", Kind::Bool)
                .optional()
                .also(&["是否开启", "enabled"]),
            Column::new("weight", "权重", "Weight", Kind::Int).optional(),
        ],
    },
    Table {
        key: "leaders",
        title: ("带班领导", "Leaders on duty"),
        also: &["带班"],
        at: "schools[].policy.leaders[]",
        shared: "policy.leaders[]",
        about: ("每个服务日需要的带班领导", "heads a day needs of a rank"),
        columns: &[
            Column::new("rank", "职级", "Rank", Kind::Words(&RANK)).required(),
            Column::new("heads", "人数", "Heads", Kind::Int),
        ],
    },
];

static POLICY: &[Column] = &[
    Column::new("homeworkCapPeriods", "每天作业节数上限", "Homework periods a day", Kind::Int)
        .optional(),
    Column::new(
        "writtenHomeworkFromGrade",
        "书面作业起始年级",
        "Written homework from grade",
        Kind::Int,
    )
    .optional(),
    Column::new(
        "trainingMinimumSessions",
        "每周体育次数下限",
        "Training sessions a week",
        Kind::Int,
    )
    .optional(),
    Column::new("rankPoints", "志愿分值", "Points by rank", Kind::List(&INT)),
    Column::new("substitutePoints", "调剂分值", "Substitute points", Kind::Int).optional(),
    Column::new("notGrantedPoints", "落空分值", "Not granted points", Kind::Int).optional(),
    Column::new("studentWeight", "学生权重", "Pupil weight", Kind::Int).optional(),
    Column::new("priorityWeight", "优先权重", "Priority weight", Kind::Int).optional(),
    Column::new("priorityGroups", "优先群体", "Priority groups", Kind::List(&PRIORITIES)),
    Column::new("worstOffFirstKnee", "第一拐点", "First knee", Kind::Int).optional(),
    Column::new("worstOffSecondKnee", "第二拐点", "Second knee", Kind::Int).optional(),
    Column::new("workloadTarget", "工作量目标", "Workload target", Kind::Int).optional(),
    Column::new("lateAfterMinute", "晚归界线", "Late after", Kind::Time).optional(),
    Column::new("missingAssistantPoints", "缺助教分值", "Missing assistant points", Kind::Int)
        .optional(),
    Column::new("patrolHeads", "巡查人数", "Patrol heads", Kind::Int).optional(),
    Column::new("gateGuardHeads", "门口值守人数", "Gate guard heads", Kind::Int).optional(),
    Column::new("supervisorHeads", "楼层年级值守人数", "Supervisor heads", Kind::Int).optional(),
    Column::new("supervisorArea", "值守范围", "Supervisor area", Kind::Words(&AREA)),
    Column::new("mentorMaxStudents", "每位导师学生上限", "Pupils per mentor", Kind::Int).optional(),
    Column::new("loanDayPoints", "支援日分值", "Loan day points", Kind::Int).optional(),
];
