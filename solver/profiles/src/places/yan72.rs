//! The plan after document 72 of 2019 (延市教基〔2019〕72号): custody and group activities until 18:00
//! at the latest, lower grades first, free for poor families.

use super::common::with_common;
use super::kit::{
    COUNTY, WEEK, bell, course, demand, everywhere, menu, policy, profile_of, row, rows, shares,
    text, waivers, winter_and_summer,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Category::{Arts, Culture, Labour, Play, Sport};
use kehou_domain::draft::Priority::{Disabled, LeftBehind, LowerGrade, Migrant, Needy};
use kehou_domain::draft::Segment::{Activity, Homework};
use kehou_domain::draft::StaffKind;
use kehou_domain::policy::Policy;
use kehou_domain::profile::{BellTable, Demand, MenuItem, Money, Place, Profile};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    let parameters = Policy {
        priority_groups: vec![LowerGrade, Migrant, LeftBehind, Disabled],
        ..Policy::default()
    };
    Profile {
        about: text(
            "延时托管加集体活动，不晚于18:00；低年级等群体优先，贫困家庭免费",
            "custody and group activities until 18:00; lower grades first, free for poor families",
        ),
        policy: policy(&demands(), parameters),
        demands: demands(),
        seasons: winter_and_summer(bells(0), bells(10)),
        money: Money {
            fee_per_student_fen: 20_000,
            waivers: waivers(&[(Needy, 100)]),
            subsidy_per_student_fen: 15_000,
            bureau_subsidy_fen: 20_000_000,
            teacher_pay_yuan: (40, 60),
            outsider_pay_yuan: (50, 80),
        },
        place: place(),
        menu: with_common(own()),
        ..profile_of(Source::Yan72, "延市（72号文）", "Yan city, document 72")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(
            Rule::Unplaced,
            "优先保障低年级、随迁、留守、残疾学生，统筹安排",
            "lower grades, migrant, left-behind and disabled children come first; all are arranged for",
        ),
        demand(
            Rule::SessionStaffed,
            "安排专人在指定场所照管；严格考勤、交接班",
            "somebody looks after every room; attendance and handover are strict",
        ),
    ]
}

fn bells(later: i32) -> Vec<BellTable> {
    let rows = vec![
        row(Homework, 1600 + later, 1640 + later, 20),
        row(Activity, 1655, 1725, 35),
        row(Activity, 1730, 1800, 45),
    ];
    vec![bell(&[], &WEEK, rows)]
}

fn place() -> Place {
    use StaffKind::{CollegeStudent, Parent, RetiredTeacher};
    let districts = ["城东片区", "城西片区", "城北片区"];
    Place {
        bureau: "市教育科技体育局".into(),
        prefix: "yan".into(),
        districts: districts.map(String::from).to_vec(),
        schools: rows(&COUNTY),
        school_count: 30,
        priorities: shares(&[
            (LowerGrade, 100, 100),
            (Migrant, 11, 3),
            (LeftBehind, 6, 22),
            (Disabled, 1, 1),
            (Needy, 5, 9),
        ]),
        outsiders: vec![RetiredTeacher, Parent, CollegeStudent, CollegeStudent],
        ..everywhere()
    }
}

fn own() -> Vec<MenuItem> {
    menu([
        course("yan-exchange", "阅读交流", Culture, "literature", "library", (10, 32)),
        course("yan-film", "电影观赏", Play, "", "classroom", (15, 40)).days(&[5]),
        course("yan-music", "音乐欣赏", Arts, "vocal", "music", (12, 36)),
        course("yan-art", "美术欣赏", Arts, "painting", "art", (10, 32)),
        course("yan-labour", "劳动实践", Labour, "labour", "garden", (8, 28)),
        course("yan-games", "娱乐游戏", Play, "", "yard", (12, 40)),
        course("yan-outward", "拓展训练", Sport, "athletics", "field", (12, 36)),
    ])
}
