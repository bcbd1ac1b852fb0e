//! Weifang 潍坊: four segments a day, early comers and late stayers looked after, two or three
//! points at which pupils leave, a mentor for everybody.

use super::common::with_common;
use super::kit::{
    COUNTY, OUTSIDERS, bell, course, demand, everywhere, menu, policy, profile_of, row, rows,
    shares, text, waivers, winter_and_summer,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Category::{Arts, Culture, Labour, Sport};
use kehou_domain::draft::Priority::{Disabled, LeftBehind, Migrant, Needy};
use kehou_domain::draft::Segment::{
    self, Activity, ExtendedCare, FamilySchool, Homework, MicroTopic,
};
use kehou_domain::policy::Policy;
use kehou_domain::profile::{BellRow, BellTable, Demand, MenuItem, Money, Place, Profile};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    let parameters = Policy { mentor_max_students: Some(20), ..Policy::default() };
    Profile {
        about: text(
            "四个时段（作业、社团、微主题、家校共育），弹性入学离校，2至3个离校时间点，全员导师",
            "four segments, flexible coming and leaving at two or three points, mentors for all",
        ),
        policy: policy(&demands(), parameters),
        demands: demands(),
        seasons: winter_and_summer(bells(0), bells(20)),
        money: Money {
            fee_per_student_fen: 25_000,
            waivers: waivers(&[(Needy, 100), (Disabled, 100)]),
            subsidy_per_student_fen: 30_000,
            bureau_subsidy_fen: 50_000_000,
            teacher_pay_yuan: (50, 70),
            outsider_pay_yuan: (60, 100),
        },
        place: place(),
        menu: with_common(own()),
        ..profile_of(Source::Weifang, "潍坊市", "Weifang")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(
            Rule::Unplaced,
            "早到和晚走的学生都妥善安置",
            "early comers and late stayers are all looked after",
        ),
        demand(
            Rule::Companions,
            "学生身心得到全面关怀，同伴意愿经学校确认后照顾",
            "pupils are cared for as a whole; wishes about companions that the school confirmed count",
        ),
        demand(
            Rule::SectionPattern,
            "作业、自主（社团）、微主题、家校共育四个时段",
            "four segments: homework, club, micro-topic, family-school",
        ),
        demand(
            Rule::StaffAvailable,
            "保障教师休息，留出备课和教研时间",
            "teachers keep their rest and time to prepare and do research",
        ),
        demand(Rule::StaffCaps, "规范教师工作量安排", "the workload of teachers has rules"),
        demand(
            Rule::StaffWilling,
            "教师选派尊重意愿，建立诉求反馈机制",
            "teachers are chosen by their will and are heard",
        ),
        demand(Rule::Mentor, "全员育人导师制：每名学生有导师", "every pupil has a mentor"),
        demand(
            Rule::DismissalWave,
            "弹性离校：设2至3个结束时间点，家长自愿选择",
            "flexible leaving: two or three points that parents choose",
        ),
        demand(Rule::WorkloadBalance, "工作量安排均衡", "workload is balanced"),
        demand(
            Rule::StaffWish,
            "与教师谈心谈话，采纳合理意见",
            "teachers are asked, and what they say counts",
        ),
    ]
}

/// Clubs twice on Tuesday and Thursday, micro-topics on Monday and Wednesday, parents on Friday.
fn bells(later: i32) -> Vec<BellTable> {
    let day = |last: Segment| {
        let small = |row: BellRow| BellRow { leave_from_pupils: 300, ..row };
        vec![
            row(ExtendedCare, 710, 740, 0),
            BellRow { come_percent: 88, ..row(Homework, 1600 + later, 1635 + later, 0) },
            small(row(Activity, 1700, 1735, 30)),
            row(last, 1740, 1810, 55),
            row(ExtendedCare, 1815, 1845, 15),
        ]
    };
    vec![
        bell(&[], &[2, 4], day(Activity)),
        bell(&[], &[1, 3], day(MicroTopic)),
        bell(&[], &[5], day(FamilySchool)),
    ]
}

fn place() -> Place {
    let districts = ["奎文区", "潍城区", "坊子区", "寒亭区", "青州市", "诸城市", "寿光市"];
    Place {
        bureau: "潍坊市教育局".into(),
        prefix: "wf".into(),
        districts: districts.map(String::from).to_vec(),
        schools: rows(&COUNTY),
        school_count: 60,
        most_weekly_periods: 12,
        daily_periods: Some(3),
        priorities: shares(&[
            (LeftBehind, 4, 12),
            (Migrant, 14, 3),
            (Disabled, 1, 1),
            (Needy, 5, 7),
        ]),
        outsiders: OUTSIDERS.to_vec(),
        ..everywhere()
    }
}

fn own() -> Vec<MenuItem> {
    menu([
        course("wf-kites", "风筝扎制", Culture, "craft", "craft", (8, 24)).fee(30),
        course("wf-flying", "风筝放飞", Sport, "athletics", "field", (10, 32)),
        course("wf-prints", "杨家埠木版年画", Arts, "painting", "art", (8, 26)).fee(30),
        course("wf-cutting", "高密剪纸", Culture, "craft", "classroom", (8, 28)).fee(10),
        course("wf-tiger", "聂家庄泥塑", Culture, "craft", "craft", (8, 24)).fee(20),
        course("wf-kernel", "核雕", Culture, "craft", "craft", (8, 20))
            .grades(&[5, 6, 7, 8, 9])
            .level(2),
        course("wf-greenhouse", "蔬菜种植", Labour, "labour", "garden", (8, 28)),
        course("wf-opera", "茂腔", Culture, "vocal", "music", (8, 26)).days(&[1, 3]),
    ])
}
