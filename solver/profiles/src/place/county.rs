//! What lies between the schools: outside specialists, travel, pairs.

use super::bell::Hours;
use super::site::Site;
use crate::dice::Dice;
use kehou_domain::draft::{
    LoanTerms, Pair, Room, School, Skill, Staff, StaffCarryOver, Travel, Window,
};
use kehou_domain::profile::{SchoolRole, VenueRow};

/// Outsiders whose first school this is, each with a skill that its menu needs.
pub fn specialists(site: &Site, sites: &[Site], school: &School) -> Vec<Staff> {
    let place = &site.setup.profile.place;
    let mut dice = site.dice("specialists");
    let skills: Vec<&str> = school
        .activities
        .iter()
        .filter(|activity| !activity.skill.is_empty())
        .map(|activity| activity.skill.as_str())
        .collect();
    if skills.is_empty() || place.outsiders.is_empty() {
        return Vec::new();
    }
    let one = |number| {
        let skill = *dice.pick::<&str>(&skills);
        let mut serves = vec![site.id.clone()];
        serves.extend(near(site, sites, &mut dice));
        specialist(site, format!("{}-x{number}", site.id), serves, skill, &mut dice)
    };
    (1..=site.row.outsiders).map(one).collect()
}

/// Up to two of the five nearest schools in reach.
fn near(site: &Site, sites: &[Site], dice: &mut Dice) -> Vec<String> {
    let in_reach = |other: &&Site| other.index != site.index && site.shares_people(other);
    let mut others: Vec<&Site> = sites.iter().filter(in_reach).collect();
    others.sort_by_key(|other| (site.minutes_to(other), other.index));
    others.truncate(5);
    dice.shuffle(&mut others);
    others.iter().take(dice.below(3) as usize).map(|other| other.id.clone()).collect()
}

fn specialist(
    site: &Site,
    id: String,
    schools: Vec<String>,
    skill: &str,
    dice: &mut Dice,
) -> Staff {
    let Hours { middle, end, .. } = site.hours();
    let (least, most) = site.setup.profile.money.outsider_pay_yuan;
    let days = dice.between(1, 3) as usize;
    let weekdays = dice.some_of(&site.bell().weekdays, days);
    let level = dice.between(2, 3);
    Staff {
        id,
        kind: Some(*dice.pick(&site.setup.profile.place.outsiders)),
        skills: vec![Skill { skill: skill.into(), level, newly_trained: false }],
        windows: weekdays
            .iter()
            .map(|&weekday| Window { weekday, start_minute: middle, end_minute: end + 5 })
            .collect(),
        weekly_cap: Some(dice.between(2, 4)),
        daily_cap: Some(2),
        willing: true,
        vetted: dice.chance(94),
        pay_per_period_fen: i64::from(dice.between(least / 5, most / 5)) * 500,
        loan_terms: Some(LoanTerms {
            willing: true,
            max_weekdays: Some(days as i32),
            weekdays,
            max_travel_minutes: Some(90),
            schools,
            several_campuses_a_day: false,
        }),
        carry_over: StaffCarryOver::default(),
        ..Staff::default()
    }
}

/// Outside venues with the town schools that share them.
pub fn venues(sites: &[Site], rows: &[VenueRow]) -> Vec<Room> {
    let towns = || sites.iter().filter(|site| site.role == SchoolRole::Town);
    let venue = |row: &VenueRow| {
        let sharing = towns().skip(row.skip as usize).take(row.schools as usize);
        let schools: Vec<String> = sharing.map(|site| site.id.clone()).collect();
        Room {
            id: row.id.clone(),
            kind: row.kind.clone(),
            capacity: row.capacity,
            outdoor: row.outdoor,
            schools,
            ..Room::default()
        }
    };
    rows.iter().map(venue).filter(|venue| !venue.schools.is_empty()).collect()
}

/// Minutes between every two campuses that may share people, at most `within` apart.
pub fn travel(sites: &[Site], within: Option<i32>) -> Vec<Travel> {
    let pair = |a: &Site, b: &Site| Travel {
        from: a.id.clone(),
        to: b.id.clone(),
        minutes: a.minutes_to(b) as i32,
    };
    sites
        .iter()
        .enumerate()
        .flat_map(|(i, a)| sites[i + 1..].iter().map(move |b| (a, b)))
        .filter(|(a, b)| a.shares_people(b))
        .map(|(a, b)| pair(a, b))
        .filter(|travel| within.is_none_or(|most| travel.minutes <= most))
        .collect()
}

/// Every township school is paired with a town school in reach, in turn; those short of teachers also
/// with the nearest centre school.
pub fn pairs(sites: &[Site]) -> Vec<Pair> {
    let of = |role| sites.iter().filter(move |site: &&Site| site.role == role);
    let pair = |lender: &Site, borrower: &Site| Pair {
        lender: lender.id.clone(),
        borrower: borrower.id.clone(),
    };
    let in_turn = |(turn, site): (usize, &Site)| {
        let towns: Vec<&Site> =
            of(SchoolRole::Town).filter(|town| site.shares_people(town)).collect();
        let town = towns.get(turn % towns.len().max(1))?;
        Some(pair(town, site))
    };
    let townships = sites.iter().filter(|site| site.role != SchoolRole::Town);
    let mut pairs: Vec<Pair> = townships.enumerate().filter_map(in_turn).collect();
    for site in of(SchoolRole::Short) {
        let nearest = of(SchoolRole::Centre)
            .filter(|other| site.shares_people(other))
            .min_by_key(|other| (site.minutes_to(other), other.index));
        pairs.extend(nearest.map(|lender| pair(lender, site)));
    }
    pairs
}
