//! Gucheng county 谷城县: the 1+T+X model (homework every day, sport, extension) in 35 schools with
//! 25,357 taking-part pupils; 100 newly trained teachers (40 sport, 40 arts, 20 other). Names are
//! made up, the totals are the county's. Duties are carried as parameters, switched off.

use super::common::{extension, training};
use super::kit::{
    OUTSIDERS, Row, autumn, demand, everywhere, profile_of, rows, shares, spring, text, waivers,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Priority::{Disabled, LeftBehind, Migrant, Needy};
use kehou_domain::draft::SchoolKind::{Junior, NineYear, Primary};
use kehou_domain::draft::Segment::{Activity, Homework};
use kehou_domain::draft::StaffRank;
use kehou_domain::policy::{LeaderDemand, Policy, RuleSetting, SWITCHABLE, SupervisorArea};
use kehou_domain::profile::SchoolRole::{Centre, Short, Town, Village};
use kehou_domain::profile::{BellRow, BellTable, Demand, Money, Place, Profile, Season, VenueRow};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    let season = |id: &str, title, term| Season { id: id.into(), title, term, bells: bells() };
    Profile {
        about: text(
            "“1+T+X”模式：35所学校、25357名学生，每天到18:00",
            "the 1+T+X model: 35 schools, 25,357 pupils, every day until 18:00",
        ),
        demands: demands(),
        policy: policy(),
        seasons: vec![
            season("spring", text("春季学期", "spring term"), spring()),
            season("autumn", text("秋季学期", "autumn term"), autumn()),
        ],
        money: money(),
        place: place(),
        menu: training().into_iter().chain(extension()).collect(),
        ..profile_of(Source::Gucheng, "谷城县", "Gucheng county")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(
            Rule::TrainingMinimum,
            "“1+T+X”中的T：保障每名学生的体育锻炼时间",
            "T of 1+T+X: time for sport is secured for every pupil",
        ),
        demand(
            Rule::SessionStaffed,
            "每天的基础服务都有教师，做好交接班",
            "a teacher for base service every day, handed over properly",
        ),
        demand(
            Rule::StaffOnePlace,
            "他校教师来校支援，在途时间要够",
            "teachers of other schools come to help, with time to get there",
        ),
        demand(
            Rule::StaffAvailable,
            "女职工、家庭负担重和住得远的职工弹性安排",
            "flexible hours for women, for staff with family load or a long way home",
        ),
        demand(
            Rule::StaffCaps,
            "人性化弹性工作机制，不让少数人过劳",
            "humane, flexible hours; nobody carries too much",
        ),
        demand(
            Rule::StaffSkill,
            "开展特长培训，有特长的教师带社团",
            "teachers trained in a speciality lead the clubs",
        ),
        demand(Rule::StaffWilling, "教师自主、自愿", "teachers serve of their own will"),
        demand(
            Rule::Patrol,
            "每校2名专职人员每天安全巡查",
            "two dedicated staff a school patrol every day",
        ),
        demand(
            Rule::GateGuard,
            "门卫值班值守，家校无缝对接",
            "the gate is guarded when children are handed over",
        ),
        demand(
            Rule::LoanTerms,
            "在自愿前提下结对帮扶",
            "paired schools support each other, if teachers are willing",
        ),
        demand(
            Rule::LoanEffort,
            "支援600余人次：路途和天数要值得",
            "600 person-times of support: way and days must be worth it",
        ),
    ]
}

/// Switchable rules that are on.
const ON: [Rule; 8] = [
    Rule::HomeworkCap,
    Rule::WrittenHomework,
    Rule::TrainingMinimum,
    Rule::Preference,
    Rule::WorstOff,
    Rule::WorkloadBalance,
    Rule::StaffWish,
    Rule::SectionEffort,
];

fn policy() -> Policy {
    let setting =
        |rule| RuleSetting { rule: Some(rule), enabled: Some(ON.contains(&rule)), weight: None };
    Policy {
        rules: SWITCHABLE.map(setting).to_vec(),
        homework_cap_periods: Some(1),
        written_homework_from_grade: Some(3),
        training_minimum_sessions: Some(1),
        late_after_minute: Some(17 * 60 + 50),
        patrol_heads: Some(2),
        gate_guard_heads: Some(1),
        leaders: vec![LeaderDemand { rank: Some(StaffRank::MiddleManager), heads: 1 }],
        supervisor_heads: Some(1),
        supervisor_area: Some(SupervisorArea::Year),
        mentor_max_students: Some(25),
        ..Policy::default()
    }
}

/// Homework, then two activity periods, ending at 18:00.
fn bells() -> Vec<BellTable> {
    let row = |segment, (start_minute, end_minute), leave_percent, leave_from_pupils| BellRow {
        segment: Some(segment),
        start_minute,
        end_minute,
        leave_percent,
        leave_from_pupils,
        come_percent: 0,
    };
    let table = |kinds, [homework, first, second]: [(i32, i32); 3]| {
        let rows = vec![
            row(Homework, homework, 17, 0),
            row(Activity, first, 50, 300),
            row(Activity, second, 33, 0),
        ];
        BellTable { kinds, weekdays: vec![1, 2, 3, 4, 5], rows }
    };
    vec![
        table(Vec::new(), [(970, 1010), (1015, 1045), (1050, 1080)]),
        table(vec![Junior], [(980, 1020), (1025, 1050), (1055, 1080)]),
    ]
}

fn money() -> Money {
    Money {
        fee_per_student_fen: 30_000,
        waivers: waivers(&[(Disabled, 100), (Needy, 100), (LeftBehind, 50)]),
        subsidy_per_student_fen: 6_000,
        bureau_subsidy_fen: 60_000_000,
        teacher_pay_yuan: (60, 80),
        outsider_pay_yuan: (80, 120),
    }
}

fn place() -> Place {
    let venue = |id: &str, kind: &str, capacity, outdoor, (skip, schools)| VenueRow {
        id: id.into(),
        kind: kind.into(),
        capacity,
        outdoor,
        skip,
        schools,
        in_menu: false,
    };
    Place {
        bureau: "谷城县教育局".into(),
        prefix: "gc".into(),
        schools: rows(&ROSTER),
        school_count: 35,
        take_part_permille: 869,
        priorities: shares(&[
            (LeftBehind, 6, 31),
            (Migrant, 13, 2),
            (Disabled, 1, 1),
            (Needy, 8, 8),
        ]),
        outsiders: OUTSIDERS.to_vec(),
        venues: vec![
            venue("county-stadium", "field", 80, true, (0, 4)),
            venue("county-culture-hall", "dance", 40, false, (1, 3)),
        ],
        ..everywhere()
    }
}

/// The schools: 4 in town, 11 township centre schools, 20 others.
const ROSTER: [Row; 35] = [
    ("城关第一小学", Primary, Town, 2947, [3, 3, 1], 3),
    ("城关第二小学", Primary, Town, 2412, [2, 2, 1], 3),
    ("城关第三小学", Primary, Town, 1843, [2, 2, 1], 3),
    ("城关中学", Junior, Town, 1448, [2, 2, 1], 2),
    ("东河镇中心学校", NineYear, Centre, 1376, [2, 2, 1], 1),
    ("石桥镇中心小学", Primary, Centre, 1187, [2, 2, 1], 1),
    ("南湾镇中心小学", Primary, Centre, 1046, [2, 2, 1], 1),
    ("柳林镇中心学校", NineYear, Centre, 983, [2, 2, 1], 1),
    ("青山镇中心小学", Primary, Centre, 904, [2, 2, 1], 1),
    ("白水镇中心小学", Primary, Centre, 837, [1, 1, 1], 1),
    ("龙泉镇中心小学", Primary, Centre, 792, [1, 1, 1], 1),
    ("西峰镇中心小学", Primary, Centre, 718, [1, 1, 1], 1),
    ("新安镇中心小学", Primary, Centre, 663, [1, 1, 1], 1),
    ("茶园乡中心小学", Primary, Centre, 597, [1, 1, 1], 1),
    ("云台乡中心小学", Primary, Centre, 537, [1, 1, 1], 1),
    ("东河镇初级中学", Junior, Village, 627, [1, 1, 1], 1),
    ("石桥镇初级中学", Junior, Village, 583, [1, 1, 1], 1),
    ("石桥镇第二小学", Primary, Village, 564, [1, 1, 1], 1),
    ("南湾镇初级中学", Junior, Village, 519, [1, 1, 1], 1),
    ("青山镇第二小学", Primary, Village, 486, [1, 1, 1], 1),
    ("白水镇初级中学", Junior, Village, 452, [1, 1, 0], 1),
    ("龙泉镇河口小学", Primary, Village, 437, [1, 1, 0], 1),
    ("东河镇梅园小学", Primary, Village, 401, [1, 1, 0], 1),
    ("西峰镇五里小学", Primary, Village, 388, [1, 1, 0], 1),
    ("新安镇双河小学", Primary, Village, 347, [1, 1, 0], 1),
    ("南湾镇渡口小学", Primary, Village, 334, [1, 1, 0], 1),
    ("柳林镇杨坪小学", Primary, Village, 305, [1, 1, 0], 1),
    ("青山镇竹溪小学", Primary, Short, 281, [1, 1, 0], 0),
    ("白水镇高庙小学", Primary, Village, 263, [1, 1, 0], 0),
    ("茶园乡松岭小学", Primary, Short, 238, [1, 1, 0], 0),
    ("龙泉镇花园小学", Primary, Village, 214, [0, 0, 0], 0),
    ("云台乡沙坝小学", Primary, Short, 188, [0, 0, 0], 0),
    ("西峰镇石门小学", Primary, Village, 173, [0, 0, 0], 0),
    ("茶园乡清溪小学", Primary, Short, 149, [0, 0, 0], 0),
    ("云台乡银杏小学", Primary, Short, 118, [0, 0, 0], 0),
];
