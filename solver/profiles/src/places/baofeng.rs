//! Baofeng county 宝丰: pupils and parents both volunteer, service in the summer holidays, over 200
//! courses from local culture; own teachers first, then parents, retired teachers, folk artists.

use super::courses::courses;
use super::kit::{
    COUNTY, WEEK, afternoon, bell, demand, everywhere, holidays, policy, profile_of, row, rows,
    season, shares, text, waivers, winter_and_summer,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Priority::{Disabled, LeftBehind, Migrant, Needy};
use kehou_domain::draft::Segment::{Activity, ExtendedCare, Homework};
use kehou_domain::draft::StaffKind::{CollegeStudent, Craftsperson, Parent, RetiredTeacher};
use kehou_domain::policy::Policy;
use kehou_domain::profile::{BellTable, Demand, Money, Place, Profile};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    let summer = season(
        "holiday",
        "暑期延伸服务",
        "service in the summer holidays",
        holidays(),
        whole_days(),
    );
    let mut seasons = winter_and_summer(afternoon(0), afternoon(30));
    seasons.push(summer);
    Profile {
        about: text(
            "学生和家长“双自愿”，暑期延伸服务，全县200余门课程：曲艺、魔术、陶瓷、剪纸、腰鼓等",
            "summer service, 200 and more courses in the county: opera, magic, ceramics and more",
        ),
        policy: policy(&demands(), Policy::default()),
        demands: demands(),
        seasons,
        money: Money {
            fee_per_student_fen: 30_000,
            waivers: waivers(&[(Needy, 100), (LeftBehind, 50)]),
            subsidy_per_student_fen: 15_000,
            bureau_subsidy_fen: 60_000_000,
            teacher_pay_yuan: (50, 70),
            outsider_pay_yuan: (60, 100),
        },
        place: place(),
        menu: courses(),
        ..profile_of(Source::Baofeng, "宝丰县", "Baofeng county")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(Rule::Eligible, "学生和家长“双自愿”", "pupils and parents both volunteer"),
        demand(
            Rule::StaffWilling,
            "本校教师为主，再招聘家长、退休教师、民间艺人和志愿者",
            "own teachers first, then parents, retired teachers, folk artists and volunteers",
        ),
        demand(
            Rule::Preference,
            "全县课程200余门，供学生选择",
            "over 200 courses in the county to choose from",
        ),
    ]
}

/// Mornings and afternoons, with looked-after rest between.
fn whole_days() -> Vec<BellTable> {
    let rows = vec![
        row(Homework, 830, 920, 0),
        row(Activity, 930, 1020, 0),
        row(Activity, 1030, 1120, 30),
        row(ExtendedCare, 1430, 1510, 0),
        row(Activity, 1515, 1605, 0),
        row(Activity, 1615, 1705, 70),
    ];
    vec![bell(&[], &WEEK, rows)]
}

fn place() -> Place {
    let districts = ["城关镇", "杨庄镇", "闹店镇", "石桥镇", "大营镇"];
    Place {
        bureau: "宝丰县教育体育局".into(),
        prefix: "bf".into(),
        districts: districts.map(String::from).to_vec(),
        schools: rows(&COUNTY),
        school_count: 60,
        most_weekly_periods: 14,
        daily_periods: Some(4),
        priorities: shares(&[
            (LeftBehind, 8, 30),
            (Migrant, 7, 2),
            (Disabled, 1, 1),
            (Needy, 6, 9),
        ]),
        outsiders: vec![Parent, Parent, RetiredTeacher, Craftsperson, Craftsperson, CollegeStudent],
        ..everywhere()
    }
}
