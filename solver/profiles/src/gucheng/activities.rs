//! A school's menu as it hands it in: the items on offer, base service, equipment.

use super::campus::{Class, grades};
use super::menu::{Item, Timing};
use super::offer::{MERGED_SCHOOL, Offer};
use super::site::Site;
use kehou_domain::draft::{
    Activity, Category, Component, Equipment, EquipmentUse, Grouping, Pattern, Segment, SlotRef,
};

/// The menu as the school hands it in, base service last.
pub fn activities(site: &Site, classes: &[Class], offers: &[Offer]) -> Vec<Activity> {
    let grades: Vec<i32> = grades(site.kind).collect();
    let mut activities: Vec<Activity> =
        offers.iter().map(|offer| activity(offer, &grades)).collect();
    activities.extend(base(site, classes, &grades));
    activities
}

fn activity(offer: &Offer, grades: &[i32]) -> Activity {
    let item = &offer.item;
    let use_of = |(pool, quantity): (&str, i32)| EquipmentUse { equipment: pool.into(), quantity };
    Activity {
        id: item.id.into(),
        name: item.zh.into(),
        component: Some(item.component),
        category: Some(item.category),
        segments: vec![Segment::Activity],
        grades: grades.iter().copied().filter(|&grade| item.is_for(grade)).collect(),
        min_size: offer.min as i32,
        max_size: offer.max as i32,
        sessions_per_week: Some(item.sessions),
        periods_per_session: Some(item.periods),
        patterns: patterns(item),
        max_sections: Some(offer.sections as i32),
        room_kinds: vec![item.room.into()],
        skill: item.skill.into(),
        skill_level: (!item.skill.is_empty()).then_some(item.level),
        equipment: item.tool.map(use_of).into_iter().collect(),
        material_fee_fen: item.fee * 100,
        ..Activity::default()
    }
}

fn patterns(item: &Item) -> Vec<Pattern> {
    let days: &[&[i32]] = match item.timing {
        Timing::Any => return Vec::new(),
        Timing::Pairs => &[&[1, 3], &[2, 4]],
        Timing::Days(days) => return singles(item, days),
    };
    let at = |days: &[i32], period| Pattern {
        starts: days.iter().map(|&weekday| SlotRef { weekday, period }).collect(),
    };
    days.iter().flat_map(|days| [at(days, 2), at(days, 3)]).collect()
}

fn singles(item: &Item, days: &[i32]) -> Vec<Pattern> {
    let at = |&weekday| {
        (2..=4 - item.periods)
            .map(move |period| Pattern { starts: vec![SlotRef { weekday, period }] })
    };
    days.iter().flat_map(at).collect()
}

/// Homework and reading in the home rooms, then reading and self-study merged by grade, or over
/// grades in small schools. They hold everybody.
fn base(site: &Site, classes: &[Class], grades: &[i32]) -> Vec<Activity> {
    let largest = classes.iter().map(|class| class.takers).max().unwrap_or(1) as i32;
    let band = |low: bool| grades.iter().copied().filter(|&g| (g <= 2) == low).collect::<Vec<_>>();
    let (lower, upper) = (band(true), band(false));
    let merged = if site.pupils < MERGED_SCHOOL { Grouping::School } else { Grouping::Grade };
    let item = |id: &str, name: &str, category, grades: &Vec<i32>| Activity {
        id: id.into(),
        name: name.into(),
        component: Some(Component::Base),
        category: Some(category),
        segments: vec![Segment::Activity],
        grades: grades.clone(),
        min_size: 1,
        max_size: 45,
        grouping: Some(merged),
        room_kinds: vec!["classroom".into(), "library".into()],
        ..Activity::default()
    };
    let at_home = |activity: Activity| Activity {
        segments: vec![Segment::Homework],
        max_size: largest.max(50),
        grouping: Some(Grouping::Group),
        room_kinds: Vec::new(),
        ..activity
    };
    let homework = Activity {
        written_homework: true,
        ..at_home(item("b-homework", "作业辅导", Category::Homework, &upper))
    };
    let read = at_home(item("b-reading", "自主阅读", Category::Reading, &lower));
    let stories = Activity {
        room_kinds: vec!["lower-classroom".into(), "library".into()],
        ..item("b-stories", "绘本阅读", Category::Reading, &lower)
    };
    let study = item("b-study", "自主学习", Category::SelfStudy, &upper);
    [homework, read, stories, study].into_iter().filter(|a| !a.grades.is_empty()).collect()
}

/// Pools of the tools the menu uses: enough for one session, in larger schools for two or three.
pub fn equipment(site: &Site, offers: &[Offer]) -> Vec<Equipment> {
    let sets = (1 + site.pupils / 1200) as i32;
    offers
        .iter()
        .filter_map(|offer| offer.item.tool)
        .map(|(pool, pieces)| Equipment { id: pool.into(), owned: pieces * sets + pieces / 2 })
        .collect()
}
