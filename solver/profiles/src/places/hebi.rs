//! Hebi 鹤壁: nobody is turned away, one homework period a day, no written homework in grades 1-2,
//! primary schools until 18:00 and junior middle schools until 18:30.

use super::common::with_common;
use super::kit::{
    COUNTY, OUTSIDERS, WEEK, bell, course, demand, everywhere, menu, policy, profile_of, row, rows,
    shares, text, waivers, winter_and_summer,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Category::{Arts, Culture, Labour, Science};
use kehou_domain::draft::Priority::{Disabled, LeftBehind, Migrant, Needy};
use kehou_domain::draft::SchoolKind::Junior;
use kehou_domain::draft::Segment::{Activity, Homework};
use kehou_domain::draft::StaffKind;
use kehou_domain::policy::Policy;
use kehou_domain::profile::{BellTable, Demand, MenuItem, Money, Place, Profile};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    let parameters = Policy {
        homework_cap_periods: Some(1),
        written_homework_from_grade: Some(3),
        priority_groups: vec![Disabled, LeftBehind, Migrant, Needy],
        ..Policy::default()
    };
    Profile {
        about: text(
            "不拒绝任何申请；作业辅导每天至多一节；小学到18:00，初中到18:30",
            "nobody is turned away; one homework period a day; until 18:00, junior middle 18:30",
        ),
        policy: policy(&demands(), parameters),
        demands: demands(),
        seasons: winter_and_summer(bells(0), bells(10)),
        money: Money {
            fee_per_student_fen: 24_000,
            waivers: waivers(&[(Needy, 100)]),
            subsidy_per_student_fen: 20_000,
            bureau_subsidy_fen: 40_000_000,
            teacher_pay_yuan: (50, 70),
            outsider_pay_yuan: (60, 100),
        },
        place: place(),
        menu: with_common(own()),
        ..profile_of(Source::Hebi, "鹤壁市", "Hebi")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(Rule::Unplaced, "不得拒绝或推诿任何学生", "no pupil may be refused or passed on"),
        demand(
            Rule::Eligible,
            "申请不能满足的，安排到其他适合的项目",
            "who cannot get the item applied for is given another one that fits",
        ),
        demand(
            Rule::HomeworkCap,
            "作业辅导和答疑每天不超过一个课时",
            "homework and tutoring take one period a day at most",
        ),
        demand(
            Rule::WrittenHomework,
            "小学一二年级不布置书面作业",
            "no written homework in grades 1 and 2",
        ),
        demand(
            Rule::StaffSkill,
            "外聘人员有相应资格；教师可发挥特长、跨学科指导",
            "outsiders are qualified; teachers may use hobbies and cross subjects",
        ),
        demand(
            Rule::StaffVetted,
            "有不良记录者不得参与；培训机构不得参与",
            "nobody with a bad record and no training company takes part",
        ),
        demand(
            Rule::OutsiderAccompanied,
            "师资以本校教职工为主，校外人员协助",
            "the school's own staff come first, outsiders help",
        ),
        demand(
            Rule::ChangeBudget,
            "条件和需求变化时动态调整，变动有限度",
            "adjust when conditions and demand change, within limits",
        ),
        demand(
            Rule::Preference,
            "摸底调查、编制目录、家长申请",
            "survey, menu, application by parents",
        ),
        demand(
            Rule::WorstOff,
            "优先保障残疾、留守、随迁、困难学生",
            "disabled, left-behind, migrant and poor children come first",
        ),
        demand(Rule::StaffWish, "鼓励教师发挥爱好特长", "teachers may follow their hobbies"),
        demand(Rule::Stability, "调整时尽量少打扰", "an adjustment disturbs as little as it can"),
    ]
}

/// Everything `later` minutes later in summer, but for the end.
fn bells(later: i32) -> Vec<BellTable> {
    let primary = vec![
        row(Homework, 1610 + later, 1650 + later, 15),
        row(Activity, 1705, 1730, 35),
        row(Activity, 1735, 1800, 50),
    ];
    let junior = vec![
        row(Homework, 1640 + later, 1720 + later, 15),
        row(Activity, 1735, 1800, 25),
        row(Activity, 1805, 1830, 60),
    ];
    vec![bell(&[], &WEEK, primary), bell(&[Junior], &WEEK, junior)]
}

fn place() -> Place {
    let outsiders =
        OUTSIDERS.into_iter().filter(|&kind| kind != StaffKind::OrganisationInstructor).collect();
    Place {
        bureau: "鹤壁市教育体育局".into(),
        prefix: "hb".into(),
        districts: ["淇滨区", "山城区", "鹤山区", "浚县", "淇县"].map(String::from).to_vec(),
        schools: rows(&COUNTY),
        school_count: 48,
        priorities: shares(&[
            (Disabled, 1, 1),
            (LeftBehind, 7, 24),
            (Migrant, 12, 3),
            (Needy, 6, 9),
        ]),
        outsiders,
        ..everywhere()
    }
}

fn own() -> Vec<MenuItem> {
    menu([
        course("hb-clay", "泥咕咕", Culture, "craft", "craft", (8, 24)).fee(20),
        course("hb-drum", "社火锣鼓", Culture, "instrument", "yard", (12, 32)).twice(),
        course("hb-poems", "淇河诗社", Culture, "literature", "library", (10, 28)),
        course("hb-sketch", "古城写生", Arts, "painting", "art", (8, 26)).days(&[2, 4]),
        course("hb-science", "科普小实验", Science, "science", "lab", (10, 32)),
        course("hb-labour", "综合实践", Labour, "labour", "craft", (10, 28)).long(),
    ])
}
