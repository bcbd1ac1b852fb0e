//! Xiangcheng district of Suzhou 苏州相城: five days of two hours, extended care on request, evening
//! study of junior middle schools until 20:30, outside venues, at least 70 yuan a period.

use super::common::with_common;
use super::kit::{
    COUNTY, OUTSIDERS, WEEK, bell, course, demand, everywhere, menu, policy, profile_of, row, rows,
    shares, text, waivers, winter_and_summer,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Category::{Arts, Culture, Labour, Science};
use kehou_domain::draft::Priority::{Disabled, Migrant, Needy};
use kehou_domain::draft::SchoolKind::Junior;
use kehou_domain::draft::Segment::{Activity, EveningStudy, ExtendedCare, Homework};
use kehou_domain::policy::Policy;
use kehou_domain::profile::{BellTable, Demand, MenuItem, Money, Place, Profile, VenueRow};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    let parameters = Policy { late_after_minute: Some(18 * 60 + 20), ..Policy::default() };
    Profile {
        about: text(
            "“5+2”全覆盖；初中可设晚自习到20:30；校外场馆；每课时报酬不低于70元",
            "5+2 for all; evening study to 20:30; outside venues; 70 yuan a period or more",
        ),
        policy: policy(&demands(), parameters),
        demands: demands(),
        seasons: winter_and_summer(bells(0), bells(10)),
        money: Money {
            fee_per_student_fen: 30_000,
            waivers: waivers(&[(Needy, 100)]),
            subsidy_per_student_fen: 60_000,
            bureau_subsidy_fen: 100_000_000,
            teacher_pay_yuan: (70, 90),
            outsider_pay_yuan: (100, 150),
        },
        place: place(),
        menu: with_common(own()),
        ..profile_of(Source::Xiangcheng, "苏州市相城区", "Xiangcheng district, Suzhou")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(
            Rule::Unplaced,
            "学校100%覆盖，有需要的学生100%覆盖",
            "every school and every pupil who needs it",
        ),
        demand(
            Rule::SectionSize,
            "课后服务指南写明容纳人数",
            "the guide says how many a class can take",
        ),
        demand(
            Rule::SectionPattern,
            "每周5天、每天2小时；指南写明时间；初中晚自习不晚于20:30",
            "five days, two hours a day, times in the guide; evening study ends by 20:30",
        ),
        demand(
            Rule::RoomFit,
            "用好活动场地和图书馆、博物馆、青少年宫等校外场所",
            "rooms of the school and outside venues: library, museum, youth palace",
        ),
        demand(
            Rule::StaffSkill,
            "校外机构不得开展学科类培训",
            "organisations give no academic training",
        ),
        demand(
            Rule::StaffVetted,
            "机构由教育局遴选，无违法违规记录",
            "organisations are chosen by the bureau and have no bad record",
        ),
        demand(
            Rule::OutsiderAccompanied,
            "一般由本校教师承担，校外人员协助",
            "the school's teachers carry the service, outsiders help",
        ),
        demand(
            Rule::Budget,
            "补贴经费以学校为单位核定总额，专款专用",
            "the money of each school is fixed and earmarked",
        ),
        demand(
            Rule::Pay,
            "每课时报酬不低于70元，经费可持续",
            "no less than 70 yuan a period, and money that lasts",
        ),
    ]
}

fn bells(later: i32) -> Vec<BellTable> {
    let primary = vec![
        row(Homework, 1600 + later, 1640 + later, 10),
        row(Activity, 1655, 1725, 25),
        row(Activity, 1730, 1800, 55),
        row(ExtendedCare, 1805, 1835, 10),
    ];
    let junior = vec![
        row(Homework, 1630 + later, 1710 + later, 0),
        row(Activity, 1725, 1750, 20),
        row(Activity, 1755, 1820, 40),
        row(EveningStudy, 1850, 1935, 10),
        row(EveningStudy, 1945, 2030, 30),
    ];
    vec![bell(&[], &WEEK, primary), bell(&[Junior], &WEEK, junior)]
}

fn place() -> Place {
    let venue = |id: &str, kind: &str, skip| VenueRow {
        id: id.into(),
        kind: kind.into(),
        capacity: 60,
        outdoor: false,
        skip,
        schools: 3,
        in_menu: true,
    };
    let districts = ["元和街道", "太平街道", "黄桥街道", "黄埭镇", "渭塘镇", "阳澄湖镇"];
    Place {
        bureau: "苏州市相城区教育局".into(),
        prefix: "xc".into(),
        districts: districts.map(String::from).to_vec(),
        schools: rows(&COUNTY),
        school_count: 40,
        most_weekly_periods: 12,
        daily_periods: Some(3),
        priorities: shares(&[(Migrant, 30, 24), (Disabled, 1, 1), (Needy, 3, 4)]),
        outsiders: OUTSIDERS.to_vec(),
        venues: vec![
            venue("district-library", "public-library", 0),
            venue("district-museum", "museum", 0),
            venue("youth-palace", "youth-palace", 1),
        ],
        ..everywhere()
    }
}

fn own() -> Vec<MenuItem> {
    menu([
        course("xc-embroidery", "苏绣", Arts, "craft", "craft", (8, 22)).level(2).fee(60),
        course("xc-kesi", "缂丝", Arts, "craft", "craft", (8, 20))
            .grades(&[4, 5, 6, 7, 8, 9])
            .fee(60),
        course("xc-pingtan", "评弹", Culture, "vocal", "music", (8, 26)),
        course("xc-kunqu", "昆曲", Culture, "vocal", "dance", (8, 24)).twice(),
        course("xc-rubbing", "御窑金砖拓印", Culture, "craft", "art", (8, 26)).fee(30),
        course("xc-lake", "阳澄湖生态观察", Science, "science", "garden", (8, 26)),
        course("xc-reading", "图书馆里的阅读课", Culture, "", "public-library", (12, 36)).long(),
        course("xc-museum", "博物馆研学", Culture, "", "museum", (12, 36)).long(),
        course("xc-palace", "青少年宫科创", Science, "science", "youth-palace", (10, 32)).long(),
        course("xc-water", "水乡农事", Labour, "labour", "garden", (8, 28)),
    ])
}
