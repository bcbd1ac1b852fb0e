//! Pingdingshan 平顶山: the city, 694 schools; pupils choose from menus, teachers belong to counties
//! and are posted to schools.

use super::common::with_common;
use super::kit::{
    COUNTY, OUTSIDERS, Row, afternoon, course, demand, everywhere, menu, policy, profile_of, rows,
    shares, text, waivers, winter_and_summer,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Category::{Arts, Culture, Labour, Play, Science};
use kehou_domain::draft::Priority::{Disabled, LeftBehind, Migrant, Needy};
use kehou_domain::draft::SchoolKind::{Junior, Primary};
use kehou_domain::policy::Policy;
use kehou_domain::profile::SchoolRole::{Short, Village};
use kehou_domain::profile::{Demand, MenuItem, Money, Place, Profile};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    Profile {
        about: text(
            "全市694所学校、70万名学生；“菜单式”选课，县管校聘，城乡均衡",
            "the whole city: 694 schools, 700,000 pupils; menus, teachers shared by counties",
        ),
        policy: policy(&demands(), Policy::default()),
        demands: demands(),
        seasons: winter_and_summer(afternoon(0), afternoon(30)),
        money: Money {
            fee_per_student_fen: 30_000,
            waivers: waivers(&[(Needy, 100)]),
            subsidy_per_student_fen: 15_000,
            bureau_subsidy_fen: 500_000_000,
            teacher_pay_yuan: (50, 70),
            outsider_pay_yuan: (60, 100),
        },
        place: place(),
        menu: with_common(own()),
        ..profile_of(Source::Pingdingshan, "平顶山市", "Pingdingshan")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(
            Rule::Eligible,
            "“菜单式”项目供学生自愿选择",
            "pupils choose from a menu of their own will",
        ),
        demand(
            Rule::LoanTerms,
            "教师“县管校聘”，集团化办学",
            "teachers belong to the county; schools work in groups",
        ),
        demand(Rule::Preference, "增强课后服务的吸引力", "service is to attract"),
        demand(
            Rule::SchoolEquity,
            "缩小城乡、区域、学校间差距",
            "gaps between town and country and between schools close",
        ),
    ]
}

/// A district of the city: town and townships, some of whose small schools lack teachers.
fn roster() -> Vec<Row> {
    let mut roster = COUNTY.to_vec();
    roster.push(("马庄小学", Primary, Short, 190, [0, 0, 0], 0));
    roster.push(("赵岭初级中学", Junior, Village, 420, [1, 0, 0], 0));
    roster
}

fn place() -> Place {
    let districts = [
        "新华区",
        "卫东区",
        "湛河区",
        "石龙区",
        "宝丰县",
        "叶县",
        "鲁山县",
        "郏县",
        "舞钢市",
        "汝州市",
    ];
    Place {
        bureau: "平顶山市教育体育局".into(),
        prefix: "pds".into(),
        districts: districts.map(String::from).to_vec(),
        schools: rows(&roster()),
        school_count: 694,
        student_count: Some(700_000),
        travel_within_minutes: Some(40),
        staff_by_district: true,
        priorities: shares(&[
            (LeftBehind, 7, 28),
            (Migrant, 10, 2),
            (Disabled, 1, 1),
            (Needy, 6, 9),
        ]),
        outsiders: OUTSIDERS.to_vec(),
        ..everywhere()
    }
}

fn own() -> Vec<MenuItem> {
    menu([
        course("pd-quyi", "曲艺", Culture, "vocal", "music", (8, 26)),
        course("pd-quju", "曲剧", Culture, "vocal", "dance", (8, 24)).twice(),
        course("pd-ru", "汝瓷制作", Culture, "craft", "craft", (8, 24)).long().fee(40),
        course("pd-mind", "心理成长小组", Play, "", "classroom", (10, 28)),
        course("pd-mozi", "墨子科技", Science, "science", "lab", (10, 30)),
        course("pd-silk", "鲁山绢花", Arts, "craft", "craft", (8, 24)).fee(30),
        course("pd-labour", "劳动实践", Labour, "labour", "garden", (8, 28)),
    ])
}
