//! What lies between the schools: outside specialists, travel, pairs.

use super::roster::Role;
use super::site::Site;
use crate::dice::Dice;
use kehou_domain::draft::{
    LoanTerms, Pair, Room, School, Skill, Staff, StaffCarryOver, StaffKind, Travel, Window,
};

/// Kinds of outside specialists: retired teachers, parents with a hobby, members of the county's
/// troupe and societies, coaches, students, instructors.
const KINDS: [StaffKind; 8] = [
    StaffKind::RetiredTeacher,
    StaffKind::RetiredTeacher,
    StaffKind::Parent,
    StaffKind::Craftsperson,
    StaffKind::Craftsperson,
    StaffKind::Coach,
    StaffKind::CollegeStudent,
    StaffKind::OrganisationInstructor,
];

/// Outside specialists of all schools, each with a skill that the first school's menu needs.
pub fn specialists(sites: &[Site], schools: &[School]) -> Vec<Staff> {
    let mut all = Vec::new();
    for (site, school) in sites.iter().zip(schools) {
        let mut dice = site.dice("specialists");
        let skills: Vec<&str> = school
            .activities
            .iter()
            .filter(|activity| !activity.skill.is_empty())
            .map(|activity| activity.skill.as_str())
            .collect();
        for number in 1..=site.specialists {
            let skill = *dice.pick::<&str>(&skills);
            let mut serves = vec![site.id.clone()];
            serves.extend(near(site, sites, &mut dice));
            let id = format!("{}-x{number}", site.id);
            all.push(specialist(id, serves, skill, &mut dice));
        }
    }
    all
}

/// Up to two of the five nearest schools.
fn near(site: &Site, sites: &[Site], dice: &mut Dice) -> Vec<String> {
    let mut others: Vec<&Site> = sites.iter().filter(|other| other.index != site.index).collect();
    others.sort_by_key(|other| (site.minutes_to(other), other.index));
    others.truncate(5);
    dice.shuffle(&mut others);
    others.iter().take(dice.below(3) as usize).map(|other| other.id.clone()).collect()
}

fn specialist(id: String, schools: Vec<String>, skill: &str, dice: &mut Dice) -> Staff {
    let days = dice.between(1, 3) as usize;
    let weekdays = dice.weekdays(days);
    let level = dice.between(2, 3);
    Staff {
        id,
        kind: Some(*dice.pick(&KINDS)),
        skills: vec![Skill { skill: skill.into(), level, newly_trained: false }],
        windows: weekdays
            .iter()
            .map(|&weekday| Window { weekday, start_minute: 1010, end_minute: 1085 })
            .collect(),
        weekly_cap: Some(dice.between(2, 4)),
        daily_cap: Some(2),
        willing: true,
        vetted: dice.chance(94),
        pay_per_period_fen: i64::from(dice.between(16, 24)) * 500,
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

/// Outside venues of the county town: the stadium and the hall of culture, shared by town schools.
pub fn venues(sites: &[Site]) -> Vec<Room> {
    let towns: Vec<String> =
        sites.iter().filter(|s| s.role == Role::Town).map(|s| s.id.clone()).take(4).collect();
    let venue = |id: &str, kind: &str, capacity, outdoor, schools: &[String]| Room {
        id: id.into(),
        kind: kind.into(),
        capacity,
        outdoor,
        schools: schools.to_vec(),
        ..Room::default()
    };
    let mut venues = vec![venue("county-stadium", "field", 80, true, &towns)];
    if let Some(second) = towns.get(1..) {
        venues.push(venue("county-culture-hall", "dance", 40, false, second));
    }
    venues.retain(|venue| !venue.schools.is_empty());
    venues
}

/// Minutes between every two campuses.
pub fn travel(sites: &[Site]) -> Vec<Travel> {
    let pair = |a: &Site, b: &Site| Travel {
        from: a.id.clone(),
        to: b.id.clone(),
        minutes: a.minutes_to(b) as i32,
    };
    sites
        .iter()
        .enumerate()
        .flat_map(|(i, a)| sites[i + 1..].iter().map(move |b| pair(a, b)))
        .collect()
}

/// Every township school is paired with a town school in turn; those short of teachers also with
/// the nearest centre school.
pub fn pairs(sites: &[Site]) -> Vec<Pair> {
    let of = |role| sites.iter().filter(move |site: &&Site| site.role == role);
    let pair = |lender: &Site, borrower: &Site| Pair {
        lender: lender.id.clone(),
        borrower: borrower.id.clone(),
    };
    let towns: Vec<&Site> = of(Role::Town).collect();
    let mut pairs: Vec<Pair> = sites
        .iter()
        .filter(|site| site.role != Role::Town)
        .zip(towns.iter().cycle())
        .map(|(site, town)| pair(town, site))
        .collect();
    for site in of(Role::Short) {
        let nearest = of(Role::Centre).min_by_key(|other| (site.minutes_to(other), other.index));
        pairs.extend(nearest.map(|lender| pair(lender, site)));
    }
    pairs
}
