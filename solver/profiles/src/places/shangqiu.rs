//! Shangqiu 商丘: written homework finished at school, workload balanced between teachers, weak
//! schools supported, staggered leaving with regard to room and weather.

use super::common::with_common;
use super::kit::{
    COUNTY, OUTSIDERS, Row, WEEK, bell, course, demand, everywhere, menu, policy, profile_of, row,
    rows, shares, text, waivers, winter_and_summer,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Category::{Arts, Culture, OnlineLearning, Science};
use kehou_domain::draft::Priority::{Disabled, LeftBehind, Migrant, Needy};
use kehou_domain::draft::SchoolKind::{Junior, Primary};
use kehou_domain::draft::Segment::{Activity, Homework};
use kehou_domain::policy::Policy;
use kehou_domain::profile::SchoolRole::{Short, Village};
use kehou_domain::profile::{BellTable, Demand, MenuItem, Money, Place, Profile};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    let parameters = Policy {
        gate_guard_heads: Some(1),
        written_homework_from_grade: Some(3),
        priority_groups: vec![LeftBehind, Needy, Migrant, Disabled],
        ..Policy::default()
    };
    Profile {
        about: text(
            "“5+2”，结束时间与下班衔接；均衡教师负担，统筹支援薄弱学校，错峰离校兼顾空间和天气",
            "5+2 until offices close; balanced workload, weak schools supported, staggered leaving",
        ),
        policy: policy(&demands(), parameters),
        demands: demands(),
        seasons: winter_and_summer(bells(0), bells(30)),
        money: Money {
            fee_per_student_fen: 30_000,
            waivers: waivers(&[(Needy, 100), (LeftBehind, 50)]),
            subsidy_per_student_fen: 15_000,
            bureau_subsidy_fen: 80_000_000,
            teacher_pay_yuan: (50, 70),
            outsider_pay_yuan: (60, 100),
        },
        place: place(),
        menu: with_common(own()),
        ..profile_of(Source::Shangqiu, "商丘市", "Shangqiu")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(
            Rule::Unplaced,
            "不强制，也不无故拒绝学生参加",
            "nobody is forced, nobody refused without reason",
        ),
        demand(
            Rule::WrittenHomework,
            "一二年级没有书面作业，可阅读、文体、劳动",
            "grades 1 and 2 have no written homework: they read, play, work",
        ),
        demand(Rule::WetWeather, "充分考虑空间、天气因素", "space and weather are thought of"),
        demand(
            Rule::StaffCaps,
            "健全负担管控机制，合理减轻教师负担",
            "load is controlled, nobody carries too much",
        ),
        demand(
            Rule::StaffVetted,
            "吸纳具备资质的社会专业人员",
            "outsiders are qualified and checked",
        ),
        demand(Rule::GateGuard, "加强校门口安保，维护秩序", "guards at the gate keep order"),
        demand(
            Rule::DismissalWave,
            "合理设置弹性离校时间，有序离校",
            "pupils leave at staggered times, in order",
        ),
        demand(
            Rule::LoanTerms,
            "统筹区域师资到薄弱学校服务",
            "the bureau sends teachers to weak schools",
        ),
        demand(
            Rule::WorstOff,
            "优先保障留守、困境、随迁学生",
            "left-behind, needy and migrant children come first",
        ),
        demand(Rule::WorkloadBalance, "平衡教师间工作量", "workload is balanced between teachers"),
        demand(
            Rule::SchoolEquity,
            "支援薄弱学校，不让一所学校落后",
            "weak schools are supported, none is left behind",
        ),
    ]
}

/// Half an hour later in summer.
fn bells(later: i32) -> Vec<BellTable> {
    let shift = |clock: i32| {
        let minutes = clock / 100 * 60 + clock % 100 + later;
        minutes / 60 * 100 + minutes % 60
    };
    let table = |kinds: &[_], times: [(i32, i32); 3]| {
        let [homework, first, second] = times.map(|(a, b)| (shift(a), shift(b)));
        let rows = vec![
            row(Homework, homework.0, homework.1, 15),
            row(Activity, first.0, first.1, 35),
            row(Activity, second.0, second.1, 50),
        ];
        bell(kinds, &WEEK, rows)
    };
    vec![
        table(&[], [(1550, 1630), (1635, 1710), (1715, 1750)]),
        table(&[Junior], [(1610, 1650), (1655, 1725), (1730, 1800)]),
    ]
}

/// Two small schools of the roster lack teachers.
fn roster() -> Vec<Row> {
    let mut roster = COUNTY.to_vec();
    roster.push(("王楼小学", Primary, Short, 210, [0, 0, 0], 0));
    roster.push(("李集小学", Primary, Short, 160, [0, 0, 0], 0));
    roster.push(("张庄初级中学", Junior, Village, 380, [1, 0, 0], 0));
    roster
}

fn place() -> Place {
    let districts =
        ["睢阳区", "梁园区", "夏邑县", "虞城县", "柘城县", "宁陵县", "睢县", "民权县", "永城市"];
    Place {
        bureau: "商丘市教育体育局".into(),
        prefix: "sq".into(),
        districts: districts.map(String::from).to_vec(),
        schools: rows(&roster()),
        school_count: 90,
        travel_within_minutes: Some(60),
        priorities: shares(&[
            (LeftBehind, 8, 33),
            (Migrant, 9, 2),
            (Disabled, 1, 1),
            (Needy, 6, 10),
        ]),
        outsiders: OUTSIDERS.to_vec(),
        ..everywhere()
    }
}

fn own() -> Vec<MenuItem> {
    menu([
        course("sq-siping", "四平调", Culture, "vocal", "music", (8, 26)),
        course("sq-yuju", "豫剧", Culture, "vocal", "dance", (8, 24)).twice(),
        course("sq-dough", "面塑", Culture, "craft", "craft", (8, 24)).fee(20),
        course("sq-rubbing", "汉画拓印", Arts, "craft", "art", (8, 26)).fee(20),
        course("sq-fire", "火文化与科普", Science, "science", "lab", (10, 32)),
        course("sq-online", "智慧教育平台学习", OnlineLearning, "", "computer", (10, 40)),
        course("sq-cutting", "古城剪纸", Culture, "craft", "classroom", (8, 28)).fee(10),
    ])
}
