//! A district of Jilin 吉林, primary schools in town: Monday to Thursday only, Friday is the staff's;
//! quiet tutoring by class, then lively activity; leaders and supervisors on duty every day.

use super::common::with_common;
use super::kit::{
    Row, bell, course, demand, everywhere, menu, policy, profile_of, row, rows, shares, text,
    waivers, winter_and_summer,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Category::{Arts, Culture, Sport};
use kehou_domain::draft::Priority::{Disabled, Migrant, Needy};
use kehou_domain::draft::SchoolKind::Primary;
use kehou_domain::draft::Segment::{Activity, Homework};
use kehou_domain::draft::StaffRank::{MiddleManager, VicePrincipal};
use kehou_domain::policy::{LeaderDemand, Policy, SupervisorArea};
use kehou_domain::profile::SchoolRole::Town;
use kehou_domain::profile::{BellTable, Demand, MenuItem, Money, Place, Profile, Season};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    let leader = |rank| LeaderDemand { rank: Some(rank), heads: 1 };
    let parameters = Policy {
        leaders: vec![leader(VicePrincipal), leader(MiddleManager)],
        supervisor_heads: Some(1),
        supervisor_area: Some(SupervisorArea::Year),
        late_after_minute: Some(17 * 60),
        ..Policy::default()
    };
    Profile {
        about: text(
            "周一至周四，静态辅导加动态活动；每天校级领导和中层带班，按年组专人监管；每月80元",
            "Monday to Thursday; leaders and year supervisors on duty every day; 80 yuan a month",
        ),
        policy: policy(&demands(), parameters),
        demands: demands(),
        seasons: seasons(),
        money: Money {
            fee_per_student_fen: 36_000,
            waivers: waivers(&[(Needy, 50)]),
            subsidy_per_student_fen: 5_000,
            bureau_subsidy_fen: 0,
            teacher_pay_yuan: (40, 60),
            outsider_pay_yuan: (40, 60),
        },
        place: place(),
        menu: with_common(own()),
        ..profile_of(Source::JilinDistrict, "吉林某区", "a district of Jilin")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(
            Rule::StaffAvailable,
            "周五放学后为教师集备和业务学习时间",
            "Friday after school is for preparation and study of the staff",
        ),
        demand(
            Rule::StaffWilling,
            "由校内教师自愿承担",
            "teachers of the school serve of their own will",
        ),
        demand(
            Rule::LeaderOnDuty,
            "每天由副校级领导和中层干部带班督查",
            "a vice principal and a middle manager are on duty every day",
        ),
        demand(
            Rule::AreaSupervisor,
            "设定专人以年组或楼层为单位监管",
            "named people supervise by year group or floor",
        ),
        demand(Rule::Budget, "每生每月80元，专款专用", "80 yuan a pupil and month, earmarked"),
    ]
}

fn seasons() -> Vec<Season> {
    let winter = vec![row(Homework, 1530, 1610, 15), row(Activity, 1615, 1700, 85)];
    let summer = vec![row(Homework, 1530, 1620, 15), row(Activity, 1625, 1730, 85)];
    let table = |rows| -> Vec<BellTable> { vec![bell(&[], &[1, 2, 3, 4], rows)] };
    let mut seasons = winter_and_summer(table(winter), table(summer));
    for season in &mut seasons {
        season.term.serving_weekdays = vec![1, 2, 3, 4];
    }
    seasons
}

/// Primary schools in town.
const ROSTER: [Row; 8] = [
    ("第一实验小学", Primary, Town, 1480, [1, 1, 1], 0),
    ("第二实验小学", Primary, Town, 1250, [1, 1, 1], 0),
    ("松江小学", Primary, Town, 960, [1, 1, 0], 0),
    ("江南小学", Primary, Town, 840, [1, 1, 0], 0),
    ("北山小学", Primary, Town, 720, [1, 1, 0], 0),
    ("铁路小学", Primary, Town, 610, [1, 0, 0], 0),
    ("朝阳小学", Primary, Town, 480, [0, 1, 0], 0),
    ("光华小学", Primary, Town, 360, [0, 1, 0], 0),
];

fn place() -> Place {
    Place {
        bureau: "吉林某区教育局".into(),
        prefix: "jl".into(),
        schools: rows(&ROSTER),
        school_count: 24,
        most_weekly_periods: 10,
        priorities: shares(&[(Migrant, 9, 9), (Disabled, 1, 1), (Needy, 5, 5)]),
        ..everywhere()
    }
}

fn own() -> Vec<MenuItem> {
    menu([
        course("jl-pipa", "琵琶", Arts, "instrument", "music", (8, 20))
            .twice()
            .level(2)
            .tool("pipa", 10),
        course("jl-pearl", "珍珠球", Sport, "ball", "court", (10, 32)),
        course("jl-skating", "轮滑", Sport, "athletics", "yard", (10, 28)),
        course("jl-cutting", "满族剪纸", Culture, "craft", "classroom", (8, 28)).fee(10),
        course("jl-rime", "雾凇摄影", Arts, "computing", "classroom", (8, 22)).grades(&[4, 5, 6]),
    ])
}
