//! Who can lead what: newly trained teachers, thin skills, wishes.

use super::offer::Offer;
use super::site::Site;
use crate::dice::Dice;
use kehou_domain::draft::{Skill, Staff};
use std::collections::BTreeMap;

/// Skills of sport, arts and other kinds, as bureaus count newly trained teachers.
const SKILLS: [&[&str]; 3] = [
    &["ball", "athletics", "martial"],
    &["vocal", "instrument", "dance", "painting", "calligraphy", "craft"],
    &["science", "computing", "chess", "literature", "labour"],
];

/// Gives the newly trained their skill, then to each skill about as many holders as its sections
/// need when they do nothing else; sport a few more, as everyone must train.
pub fn set_skills(site: &Site, staff: &mut [Staff], offers: &[Offer], cap: i64, dice: &mut Dice) {
    let demand = skill_demand(offers);
    let trained = train(site, staff, &demand, dice);
    for (&skill, &(periods, level)) in &demand {
        let (least, most) = if SKILLS[0].contains(&skill) { (60, 90) } else { (75, 120) };
        let full = cap * 10 * i64::from(dice.between(least, most));
        let wanted = (periods * site.setup.supply + full / 2) / full;
        let have = trained.get(skill).copied().unwrap_or(0);
        let missing = (wanted.max(1) - have).max(i64::from(level > 1));
        for number in 0..missing {
            let level = if number == 0 { level.max(2) } else { dice.between(1, 3) };
            give(staff, Skill { skill: skill.into(), level, newly_trained: false }, true, dice);
        }
    }
    let skills: Vec<&str> = demand.keys().copied().collect();
    for person in staff.iter_mut().filter(|person| !person.willing) {
        let skill = (*dice.pick(&skills)).to_string();
        person.skills.push(Skill { skill, level: 2, newly_trained: false });
    }
}

/// Staff-periods a week and highest level needed, by skill.
fn skill_demand(offers: &[Offer]) -> BTreeMap<&str, (i64, i32)> {
    let mut demand: BTreeMap<&str, (i64, i32)> = BTreeMap::new();
    for offer in offers.iter().filter(|offer| !offer.item.skill.is_empty()) {
        let entry = demand.entry(offer.item.skill.as_str()).or_default();
        entry.0 += offer.periods();
        entry.1 = entry.1.max(offer.item.level);
    }
    demand
}

/// Newly trained teachers by kind of skill, in skills the school uses when it can; how many hold
/// each.
fn train<'a>(
    site: &Site,
    staff: &mut [Staff],
    demand: &BTreeMap<&'a str, (i64, i32)>,
    dice: &mut Dice,
) -> BTreeMap<&'a str, i64> {
    let mut holders = BTreeMap::new();
    for (kind, quota) in SKILLS.iter().zip(trained_quota(site)) {
        let mut skills: Vec<&str> = kind.to_vec();
        skills.sort_by_key(|skill| -demand.get(skill).map_or(0, |need| need.0));
        for &skill in skills.iter().take(quota) {
            let new = Skill { skill: skill.into(), level: 1, newly_trained: true };
            if give(staff, new, false, dice) {
                *holders.entry(skill).or_default() += 1;
            }
        }
    }
    holders
}

/// Gives a skill to somebody willing without it who has few skills yet; with `again` also to who
/// has some already.
fn give(staff: &mut [Staff], skill: Skill, again: bool, dice: &mut Dice) -> bool {
    let free = |person: &Staff| {
        person.willing
            && person.care.is_none()
            && person.skills.iter().all(|s| s.skill != skill.skill)
            && (again || person.skills.is_empty())
    };
    let least = staff.iter().filter(|p| free(p)).map(|p| p.skills.len()).min();
    let Some(least) = least else { return false };
    let spread = usize::from(again && dice.chance(40));
    let candidates: Vec<usize> = (0..staff.len())
        .filter(|&i| free(&staff[i]) && staff[i].skills.len() <= least + spread)
        .collect();
    staff[*dice.pick(&candidates)].skills.push(skill);
    true
}

/// Some would like to lead an item they can lead, some would rather not.
pub fn set_wishes(staff: &mut [Staff], offers: &[Offer], dice: &mut Dice) {
    for person in staff.iter_mut().filter(|person| person.willing) {
        let can: Vec<&str> = offers
            .iter()
            .filter(|o| {
                person.skills.iter().any(|s| s.skill == o.item.skill && s.level >= o.item.level)
            })
            .map(|offer| offer.item.id.as_str())
            .collect();
        if can.is_empty() {
            continue;
        }
        match dice.below(10) {
            0..=3 => person.wanted_activities = vec![(*dice.pick(&can)).into()],
            4 => person.unwanted_activities = vec![(*dice.pick(&can)).into()],
            _ => {}
        }
    }
}

/// Newly trained teachers of the school, by kind of skill.
fn trained_quota(site: &Site) -> [usize; 3] {
    let row = site.row;
    [row.trained_sport, row.trained_arts, row.trained_other].map(|n| n.max(0) as usize)
}
