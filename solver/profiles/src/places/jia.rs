//! Jia county 郏县: what is on the menu is settled in talks with schools, teachers, pupils and
//! parents; ukulele, African drum, go, rope skipping, martial arts, robots, craft, skating.

use super::common::with_common;
use super::kit::{
    COUNTY, OUTSIDERS, afternoon, course, demand, everywhere, menu, policy, profile_of, rows,
    shares, text, waivers, winter_and_summer,
};
use kehou_domain::catalogue::Source;
use kehou_domain::draft::Category::{Arts, Culture, Play, Science, Sport};
use kehou_domain::draft::Priority::{Disabled, LeftBehind, Migrant, Needy};
use kehou_domain::policy::Policy;
use kehou_domain::profile::{Demand, MenuItem, Money, Place, Profile};
use kehou_domain::rule::Rule;

/// The profile.
pub fn profile() -> Profile {
    Profile {
        about: text(
            "座谈摸底定菜单：尤克里里、非洲鼓、围棋、花样跳绳、武术、机器人、轮滑等",
            "menus from surveys: ukulele, African drum, go, rope skipping, robots, skating and more",
        ),
        policy: policy(&demands(), Policy::default()),
        demands: demands(),
        seasons: winter_and_summer(afternoon(0), afternoon(30)),
        money: Money {
            fee_per_student_fen: 30_000,
            waivers: waivers(&[(Needy, 100)]),
            subsidy_per_student_fen: 15_000,
            bureau_subsidy_fen: 40_000_000,
            teacher_pay_yuan: (50, 70),
            outsider_pay_yuan: (60, 100),
        },
        place: place(),
        menu: with_common(own()),
        ..profile_of(Source::Jia, "郏县", "Jia county")
    }
}

fn demands() -> Vec<Demand> {
    vec![
        demand(
            Rule::Eligible,
            "按学校、教师、学生和家长的意见设置项目，学生自选",
            "items follow the views of schools, teachers, pupils and parents; pupils choose",
        ),
        demand(
            Rule::Preference,
            "别具特色的项目，孩子喜欢、家长点赞",
            "special items that children and parents like",
        ),
    ]
}

fn place() -> Place {
    let districts = ["龙山街道", "冢头镇", "薛店镇", "安良镇", "堂街镇"];
    Place {
        bureau: "郏县教育体育局".into(),
        prefix: "jx".into(),
        districts: districts.map(String::from).to_vec(),
        schools: rows(&COUNTY),
        school_count: 48,
        priorities: shares(&[
            (LeftBehind, 9, 30),
            (Migrant, 8, 2),
            (Disabled, 1, 1),
            (Needy, 6, 9),
        ]),
        outsiders: OUTSIDERS.to_vec(),
        ..everywhere()
    }
}

fn own() -> Vec<MenuItem> {
    menu([
        course("jx-ukulele", "尤克里里", Arts, "instrument", "music", (8, 24)),
        course("jx-drum", "非洲鼓", Arts, "instrument", "music", (10, 30)),
        course("a-go", "围棋", Culture, "chess", "classroom", (8, 28)).tool("go-sets", 14),
        course("jx-rope", "花样跳绳", Sport, "athletics", "yard", (12, 40)),
        course("a-wushu", "武术", Sport, "martial", "yard", (10, 40)).twice(),
        course("jx-robots", "机器人", Science, "computing", "computer", (8, 24))
            .tool("robots", 12)
            .fee(60),
        course("jx-craft", "趣味手工", Arts, "craft", "classroom", (8, 26)).fee(25),
        course("jx-skating", "轮滑", Sport, "athletics", "yard", (10, 28)).tool("skates", 28),
        course("jx-film", "观影", Play, "", "classroom", (15, 40)).days(&[5]),
        course("jx-reading", "阅读", Culture, "literature", "library", (10, 32)),
    ])
}
