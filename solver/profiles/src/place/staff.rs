//! Teachers of one school: as many as the roll carries, caps that just cover what the week needs,
//! skills so thin that the menu can hardly be led.

use super::campus::Class;
use super::offer::Offer;
use super::site::Site;
use super::skills::{set_skills, set_wishes};
use crate::dice::Dice;
use kehou_domain::draft::{
    CareLimit, DutyKind, LoanTerms, Staff, StaffCarryOver, StaffKind, StaffRank, Window,
};
use kehou_domain::profile::SchoolRole;

/// All teachers. `need` is the staff-periods of a week for the sections on offer, which follow
/// the site's supply; headcount follows it by half, the sum of caps by a fifth, so that base
/// service can be led at any tightness.
pub fn staff(site: &Site, classes: &mut [Class], offers: &[Offer], need: i64) -> Vec<Staff> {
    let mut dice = site.dice("staff");
    let full = headcount(site, classes.len() as i64);
    let count = (full * (1000 + site.setup.supply) / 2000).max(4);
    let mut staff: Vec<Staff> = (1..=count).map(|n| teacher(site, n, &mut dice)).collect();
    set_ranks(site, &mut staff);
    let most = i64::from(site.setup.profile.place.most_weekly_periods);
    let supply = need * (4000 + site.setup.supply) / 5000;
    set_caps(&mut staff, supply, most, &mut dice);
    let cap = (need / full).clamp(4, most);
    set_skills(site, &mut staff, offers, cap, &mut dice);
    set_wishes(&mut staff, offers, &mut dice);
    if site.role == SchoolRole::Short {
        set_meetings(site, &mut staff, classes.len(), &mut dice);
    }
    let mut form: Vec<usize> = (0..staff.len()).filter(|&i| staff[i].rank.is_none()).collect();
    dice.shuffle(&mut form);
    for (class, &teacher) in classes.iter_mut().zip(&form) {
        class.group.form_teacher.clone_from(&staff[teacher].id);
    }
    staff
}

/// As many as the place has for the roll, less those who are away; small schools cannot do with fewer
/// than their classes need.
fn headcount(site: &Site, classes: i64) -> i64 {
    let place = &site.setup.profile.place;
    let per = i64::from(place.roll_per_teacher.max(1)) * 100;
    let by_roll = site.roll * i64::from(place.present_percent) / per;
    match site.role {
        SchoolRole::Short => by_roll.max(classes + 3),
        _ => by_roll.max(classes * 5 / 4 + 2),
    }
}

fn teacher(site: &Site, number: i64, dice: &mut Dice) -> Staff {
    let late_cap = dice.chance(35).then(|| dice.between(2, 4));
    let hours = site.hours();
    let place = &site.setup.profile.place;
    let (least, most) = site.setup.profile.money.teacher_pay_yuan;
    let care = dice.chance(8).then(|| CareLimit {
        latest_end_minute: Some(if dice.chance(50) { hours.end - 30 } else { hours.middle + 20 }),
        weekly_cap: Some(dice.between(3, 4)),
    });
    Staff {
        id: format!("{}-t{number:03}", site.id),
        kind: Some(StaffKind::Teacher),
        protected: protected(site, dice),
        daily_cap: Some(daily_cap(place.daily_periods, dice)),
        late_cap,
        daytime_load: dice.between(8, 18),
        care,
        willing: !dice.chance(4),
        vetted: true,
        pay_per_period_fen: i64::from(dice.between(least / 5, most / 5)) * 500,
        loan_terms: Some(loan_terms(&site.bell().weekdays, dice)),
        carry_over: StaffCarryOver { late: dice.between(0, 3), gate: dice.between(0, 2) },
        ..Staff::default()
    }
}

/// Two periods a day for most, three for some, unless the place says otherwise.
fn daily_cap(given: Option<i32>, dice: &mut Dice) -> i32 {
    let drawn = if dice.chance(65) { 2 } else { 3 };
    given.unwrap_or(drawn)
}

/// Half of the teachers have a research meeting or preparation on one weekday.
fn protected(site: &Site, dice: &mut Dice) -> Vec<Window> {
    if !dice.chance(50) {
        return Vec::new();
    }
    let hours = site.hours();
    let (early, late) = ((hours.start - 10, hours.middle), (hours.middle, hours.end));
    let (start_minute, end_minute) = *dice.pick(&[early, early, late]);
    let weekday = *dice.pick(&site.bell().weekdays);
    vec![Window { weekday, start_minute, end_minute }]
}

fn loan_terms(served: &[i32], dice: &mut Dice) -> LoanTerms {
    if !dice.chance(40) {
        return LoanTerms::default();
    }
    let days = dice.between(1, 3);
    LoanTerms {
        willing: true,
        weekdays: dice.some_of(served, days as usize),
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

/// Weekly caps of 4 to `most` that add up to `supply`, as far as they can.
fn set_caps(staff: &mut [Staff], supply: i64, most: i64, dice: &mut Dice) {
    let able: Vec<usize> = (0..staff.len()).filter(|&i| staff[i].willing).collect();
    let mean = (supply / able.len().max(1) as i64).clamp(4, most) as i32;
    for person in staff.iter_mut() {
        person.weekly_cap = Some((mean + dice.between(-1, 1)).clamp(4, most as i32));
    }
    let mut order = able.clone();
    dice.shuffle(&mut order);
    for round in 0..most as usize * order.len() {
        let total: i64 = able.iter().map(|&i| i64::from(cap_of(&staff[i]))).sum();
        let step = (supply - total).signum() as i32;
        let person = &mut staff[order[round % order.len()]];
        person.weekly_cap = person.weekly_cap.map(|cap| (cap + step).clamp(4, most as i32));
    }
}

/// Weekly cap, care limit applied.
fn cap_of(person: &Staff) -> i32 {
    let care = person.care.as_ref().and_then(|care| care.weekly_cap);
    person.weekly_cap.unwrap_or(15).min(care.unwrap_or(15))
}

/// On two weekdays a meeting takes so many teachers out of the homework period that fewer are
/// left than there are classes.
fn set_meetings(site: &Site, staff: &mut [Staff], classes: usize, dice: &mut Dice) {
    let hours = site.hours();
    let (start_minute, end_minute) = (hours.start - 15, hours.middle);
    for weekday in dice.some_of(&site.bell().weekdays, 2) {
        let free = |person: &Staff| {
            person.willing
                && person
                    .protected
                    .iter()
                    .all(|w| w.weekday != weekday || w.start_minute > end_minute - 10)
        };
        let here: Vec<usize> = (0..staff.len()).filter(|&i| free(&staff[i])).collect();
        let stay = classes.saturating_sub(2);
        for &i in here.iter().skip(stay) {
            staff[i].protected.push(Window { weekday, start_minute, end_minute });
        }
    }
}
