//! Teachers of one school: as many as the roll carries, caps that just cover what the week needs,
//! skills so thin that the menu can hardly be led.

use super::campus::Class;
use super::menu::SKILLS;
use super::offer::Offer;
use super::roster::Role;
use super::site::Site;
use crate::dice::Dice;
use kehou_domain::draft::{
    CareLimit, DutyKind, LoanTerms, Skill, Staff, StaffCarryOver, StaffKind, StaffRank, Window,
};
use std::collections::BTreeMap;

/// All teachers. `need` is the staff-periods of a week for the sections on offer, which follow
/// the site's supply; headcount follows it by half, the sum of caps by a fifth, so that base
/// service can be led at any tightness.
pub fn staff(site: &Site, classes: &mut [Class], offers: &[Offer], need: i64) -> Vec<Staff> {
    let mut dice = site.dice("staff");
    let full = headcount(site, classes.len() as i64);
    let count = (full * (1000 + site.supply) / 2000).max(4);
    let mut staff: Vec<Staff> = (1..=count).map(|n| teacher(site, n, &mut dice)).collect();
    set_ranks(site, &mut staff);
    set_caps(&mut staff, need * (4000 + site.supply) / 5000, &mut dice);
    let cap = (need / full).clamp(4, 8);
    set_skills(site, &mut staff, offers, cap, &mut dice);
    set_wishes(&mut staff, offers, &mut dice);
    if site.role == Role::Short {
        set_meetings(&mut staff, classes.len(), &mut dice);
    }
    let mut form: Vec<usize> = (0..staff.len()).filter(|&i| staff[i].rank.is_none()).collect();
    dice.shuffle(&mut form);
    for (class, &teacher) in classes.iter_mut().zip(&form) {
        class.group.form_teacher.clone_from(&staff[teacher].id);
    }
    staff
}

/// One teacher per 15 on the roll, less those who are away; small schools cannot do with fewer
/// than their classes need.
fn headcount(site: &Site, classes: i64) -> i64 {
    let by_roll = site.roll * 85 / 1500;
    match site.role {
        Role::Short => by_roll.max(classes + 3),
        _ => by_roll.max(classes * 5 / 4 + 2),
    }
}

fn teacher(site: &Site, number: i64, dice: &mut Dice) -> Staff {
    let late_cap = dice.chance(35).then(|| dice.between(2, 4));
    let care = dice.chance(8).then(|| CareLimit {
        latest_end_minute: Some(if dice.chance(50) { 1050 } else { 1030 }),
        weekly_cap: Some(dice.between(3, 4)),
    });
    Staff {
        id: format!("{}-t{number:03}", site.id),
        kind: Some(StaffKind::Teacher),
        protected: protected(dice),
        daily_cap: Some(if dice.chance(65) { 2 } else { 3 }),
        late_cap,
        daytime_load: dice.between(8, 18),
        care,
        willing: !dice.chance(4),
        vetted: true,
        pay_per_period_fen: i64::from(dice.between(12, 16)) * 500,
        loan_terms: Some(loan_terms(dice)),
        carry_over: StaffCarryOver { late: dice.between(0, 3), gate: dice.between(0, 2) },
        ..Staff::default()
    }
}

/// Half of the teachers have a research meeting or preparation on one weekday.
fn protected(dice: &mut Dice) -> Vec<Window> {
    if !dice.chance(50) {
        return Vec::new();
    }
    let (start_minute, end_minute) = *dice.pick(&[(960, 1010), (960, 1010), (1010, 1080)]);
    vec![Window { weekday: dice.between(1, 5), start_minute, end_minute }]
}

fn loan_terms(dice: &mut Dice) -> LoanTerms {
    if !dice.chance(40) {
        return LoanTerms::default();
    }
    let days = dice.between(1, 3);
    LoanTerms {
        willing: true,
        weekdays: dice.weekdays(days as usize),
        max_weekdays: Some(dice.between(1, 2).min(days)),
        max_travel_minutes: Some(*dice.pick(&[30, 45, 60])),
        schools: Vec::new(),
        several_campuses_a_day: dice.chance(15),
    }
}

/// Principal, vice principals and middle managers; leading on duty belongs to their posts.
fn set_ranks(site: &Site, staff: &mut [Staff]) {
    let large = usize::from(site.pupils >= 1000);
    let middle = 1 + (site.pupils / 350) as usize;
    let ranks = std::iter::once(StaffRank::Principal)
        .chain(std::iter::repeat_n(StaffRank::VicePrincipal, 1 + large))
        .chain(std::iter::repeat_n(StaffRank::MiddleManager, middle.min(6)));
    for (person, rank) in staff.iter_mut().zip(ranks) {
        person.rank = Some(rank);
        person.post_duties = vec![DutyKind::LeaderOnDuty, DutyKind::Patrol];
        person.daytime_load = person.daytime_load.min(10);
    }
}

/// Weekly caps of 4 to 8 that add up to `supply`, as far as they can.
fn set_caps(staff: &mut [Staff], supply: i64, dice: &mut Dice) {
    let able: Vec<usize> = (0..staff.len()).filter(|&i| staff[i].willing).collect();
    let mean = (supply / able.len().max(1) as i64).clamp(4, 8) as i32;
    for person in staff.iter_mut() {
        person.weekly_cap = Some((mean + dice.between(-1, 1)).clamp(4, 8));
    }
    let mut order = able.clone();
    dice.shuffle(&mut order);
    for round in 0..8 * order.len() {
        let total: i64 = able.iter().map(|&i| i64::from(cap_of(&staff[i]))).sum();
        let step = (supply - total).signum() as i32;
        let person = &mut staff[order[round % order.len()]];
        person.weekly_cap = person.weekly_cap.map(|cap| (cap + step).clamp(4, 8));
    }
}

/// Weekly cap, care limit applied.
pub fn cap_of(person: &Staff) -> i32 {
    let care = person.care.as_ref().and_then(|care| care.weekly_cap);
    person.weekly_cap.unwrap_or(15).min(care.unwrap_or(15))
}

/// Gives the newly trained their skill, then to each skill about as many holders as its sections
/// need when they do nothing else; sport a few more, as everyone must train.
fn set_skills(site: &Site, staff: &mut [Staff], offers: &[Offer], cap: i64, dice: &mut Dice) {
    let demand = skill_demand(offers);
    let trained = train(site, staff, &demand, dice);
    for (&skill, &(periods, level)) in &demand {
        let (least, most) = if SKILLS[0].contains(&skill) { (60, 90) } else { (75, 120) };
        let full = cap * 10 * i64::from(dice.between(least, most));
        let wanted = (periods * site.supply + full / 2) / full;
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
pub fn skill_demand(offers: &[Offer]) -> BTreeMap<&'static str, (i64, i32)> {
    let mut demand: BTreeMap<&str, (i64, i32)> = BTreeMap::new();
    for offer in offers.iter().filter(|offer| !offer.item.skill.is_empty()) {
        let entry = demand.entry(offer.item.skill).or_default();
        entry.0 += offer.periods();
        entry.1 = entry.1.max(offer.item.level);
    }
    demand
}

/// Newly trained teachers by kind of skill, in skills the school uses when it can; how many hold
/// each.
fn train(
    site: &Site,
    staff: &mut [Staff],
    demand: &BTreeMap<&'static str, (i64, i32)>,
    dice: &mut Dice,
) -> BTreeMap<&'static str, i64> {
    let mut holders = BTreeMap::new();
    for (kind, &quota) in SKILLS.iter().zip(&site.trained) {
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
fn set_wishes(staff: &mut [Staff], offers: &[Offer], dice: &mut Dice) {
    for person in staff.iter_mut().filter(|person| person.willing) {
        let can: Vec<&str> = offers
            .iter()
            .filter(|o| {
                person.skills.iter().any(|s| s.skill == o.item.skill && s.level >= o.item.level)
            })
            .map(|offer| offer.item.id)
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

/// On two weekdays a meeting takes so many teachers out of the homework period that fewer are
/// left than there are classes.
fn set_meetings(staff: &mut [Staff], classes: usize, dice: &mut Dice) {
    for weekday in dice.weekdays(2) {
        let free = |person: &Staff| {
            person.willing
                && person.protected.iter().all(|w| w.weekday != weekday || w.start_minute > 1000)
        };
        let here: Vec<usize> = (0..staff.len()).filter(|&i| free(&staff[i])).collect();
        let stay = classes.saturating_sub(2);
        for &i in here.iter().skip(stay) {
            staff[i].protected.push(Window { weekday, start_minute: 955, end_minute: 1010 });
        }
    }
}
