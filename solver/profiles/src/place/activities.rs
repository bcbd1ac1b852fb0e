//! A school's menu as it hands it in: the items on offer, equipment; base service is in `base`.

use super::base::base;
use super::bell::Bell;
use super::campus::{Class, grades};
use super::offer::Offer;
use super::pupils::is_for;
use super::site::Site;
use kehou_domain::draft::{Activity, Equipment, EquipmentUse, Pattern, Segment};
use kehou_domain::profile::MenuItem;

/// The menu as the school hands it in, base service last.
pub fn activities(site: &Site, bell: &Bell, classes: &[Class], offers: &[Offer]) -> Vec<Activity> {
    let grades: Vec<i32> = grades(site.kind).collect();
    let mut activities: Vec<Activity> =
        offers.iter().map(|offer| activity(offer, bell, &grades)).collect();
    activities.extend(base(site, bell, classes, &grades));
    activities
}

fn activity(offer: &Offer, bell: &Bell, grades: &[i32]) -> Activity {
    let item = &offer.item;
    Activity {
        id: item.id.clone(),
        name: item.name.clone(),
        component: item.component,
        category: item.category,
        segments: vec![Segment::Activity],
        grades: grades.iter().copied().filter(|&grade| is_for(item, grade)).collect(),
        min_size: offer.min as i32,
        max_size: offer.max as i32,
        sessions_per_week: Some(item.sessions),
        periods_per_session: Some(item.periods),
        patterns: bell.patterns(item).into_iter().map(|starts| Pattern { starts }).collect(),
        max_sections: Some(offer.sections as i32),
        room_kinds: vec![item.room.clone()],
        skill: item.skill.clone(),
        skill_level: (!item.skill.is_empty()).then_some(item.level),
        equipment: tool(item)
            .map(|(pool, quantity)| EquipmentUse { equipment: pool.into(), quantity })
            .into_iter()
            .collect(),
        material_fee_fen: item.fee_yuan * 100,
        ..Activity::default()
    }
}

fn tool(item: &MenuItem) -> Option<(&str, i32)> {
    (!item.tool.is_empty()).then_some((item.tool.as_str(), item.pieces))
}

/// Pools of the tools the menu uses: enough for one session, in larger schools for two or three.
pub fn equipment(site: &Site, offers: &[Offer]) -> Vec<Equipment> {
    let sets = (1 + site.pupils / 1200) as i32;
    let mut pools: Vec<Equipment> = Vec::new();
    for (pool, pieces) in offers.iter().filter_map(|offer| tool(&offer.item)) {
        if pools.iter().all(|known| known.id != pool) {
            pools.push(Equipment { id: pool.into(), owned: pieces * sets + pieces / 2 });
        }
    }
    pools
}
