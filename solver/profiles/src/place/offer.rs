//! What a school offers: which items, how many sections of what size. Supply is kept below
//! demand on purpose: seats over the week 0.95 of the sessions wanted, training seats 1.1 a
//! pupil, growth damped so that popular items stay the scarcest.

use super::bell::Bell;
use super::campus::grades;
use super::pupils::{Menu, is_for};
use super::site::Site;
use crate::dice::Dice;
use kehou_domain::draft::{Component, Room, Segment, Student};
use kehou_domain::profile::MenuItem;
use std::collections::BTreeMap;

/// Seats of the week in permille of the sessions wanted.
const SEATS_PERMILLE: i64 = 950;
/// Training places in permille of the pupils who can train.
const TRAINING_PERMILLE: i64 = 1100;
/// Pupils up to which base service after homework is merged over grades.
pub const MERGED_SCHOOL: i64 = 650;

/// Draws the menu: as many items as the school's size carries, about 3 in 10 of them training.
pub fn menu(site: &Site, bell: &Bell, rooms: &[Room], dice: &mut Dice) -> Menu {
    let count = (site.pupils.isqrt() - 1).clamp(10, 45);
    let training = (count * 28 / 100).max(3);
    let mut items = draw(site, bell, rooms, (Component::Training, training), dice);
    let rest = count - items.len() as i64;
    items.extend(draw(site, bell, rooms, (Component::Extension, rest), dice));
    let mut places: Vec<i64> = (0..items.len() as i64).collect();
    dice.shuffle(&mut places);
    let popularity = places.iter().map(|place| 10_000 / (place + 3)).collect();
    Menu { items, popularity }
}

/// So many items of a component that fit the school, its local specialities first, common ones
/// more likely.
fn draw(
    site: &Site,
    bell: &Bell,
    rooms: &[Room],
    (component, count): (Component, i64),
    dice: &mut Dice,
) -> Vec<MenuItem> {
    let fits = |item: &MenuItem| {
        rooms.iter().any(|room| room.kind == item.room)
            && grades(site.kind).filter(|&grade| is_for(item, grade)).count() >= 2
            && bell.carries(item)
    };
    let all = site.setup.profile.menu.iter().filter(|item| item.component == Some(component));
    let from: Vec<&MenuItem> = all.collect();
    let mut weights: Vec<i64> = from
        .iter()
        .enumerate()
        .map(|(i, item)| if fits(item) { 60 / (i as i64 + 4) + 1 } else { 0 })
        .collect();
    let mut chosen = own(site, &from, &weights, count as usize / 2);
    for &item in &chosen {
        weights[item] = 0;
    }
    while (chosen.len() as i64) < count {
        let Some(next) = dice.weighted(&weights) else { break };
        weights[next] = 0;
        chosen.push(next);
    }
    chosen.sort_unstable();
    chosen.into_iter().map(|i| from[i].clone()).collect()
}

/// Local specialities in turn: schools of the place share them out between them, by `most` at
/// most.
fn own(site: &Site, from: &[&MenuItem], weights: &[i64], most: usize) -> Vec<usize> {
    let schools = site.setup.profile.place.school_count.max(1) as usize;
    let local: Vec<usize> = (0..from.len()).filter(|&i| from[i].local).collect();
    // A third of the schools may lack the room for it, so that each is the turn of several.
    let turns = (0..local.len()).filter(|turn| {
        (0..4).any(|k| (turn + k * (schools / 4).max(1)) % schools == site.index % schools)
    });
    turns.map(|turn| local[turn]).filter(|&i| weights[i] > 0).take(most).collect()
}

/// An item with its section limits.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The item.
    pub item: MenuItem,
    /// Fewest pupils of a section.
    pub min: i64,
    /// Most pupils of a section.
    pub max: i64,
    /// Most sections.
    pub sections: i64,
    interest: i64,
}

impl Offer {
    fn is_training(&self) -> bool {
        self.item.component == Some(Component::Training)
    }
    /// Places of pupils.
    pub fn places(&self) -> i64 {
        self.sections * self.max
    }
    /// Places times sessions a week.
    pub fn seats(&self) -> i64 {
        self.places() * i64::from(self.item.sessions)
    }
    /// Staff-periods a week when every section opens.
    pub fn periods(&self) -> i64 {
        self.sections * i64::from(self.item.sessions * self.item.periods)
    }
}

/// Sections and sizes for the demand of `students`.
pub fn offers(
    site: &Site,
    menu: &Menu,
    bell: &Bell,
    rooms: &[Room],
    students: &[Student],
    dice: &mut Dice,
) -> Vec<Offer> {
    let mut interest: BTreeMap<&str, i64> = BTreeMap::new();
    for choice in students.iter().flat_map(|student| &student.choices) {
        *interest.entry(&choice.activity).or_default() += i64::from(13 - choice.rank);
    }
    let mut offers: Vec<Offer> = menu
        .items
        .iter()
        .map(|item| {
            let demand = interest.get(item.id.as_str()).copied().unwrap_or(0);
            offer(item.clone(), damped(demand), dice)
        })
        .collect();
    let wanted: i64 = students.iter().filter_map(|s| s.wanted_sessions).map(i64::from).sum();
    let able = |s: &&Student| s.attendance.iter().any(|day| bell.activity_slots(day) > 0);
    let trainees = students.iter().filter(able).count() as i64;
    let places = trainees * TRAINING_PERMILLE * site.setup.supply / 1_000_000;
    let seats = wanted * SEATS_PERMILLE * site.setup.supply / 1_000_000;
    let room = Space { rooms, slots: bell.slots(Segment::Activity) };
    grow(&mut offers, room, true, |all| sum(all, true, Offer::places) < places);
    grow(&mut offers, room, false, |all| all.iter().map(Offer::seats).sum::<i64>() < seats);
    trim(&mut offers, true, |all| sum(all, true, Offer::places) - places);
    trim(&mut offers, false, |all| all.iter().map(Offer::seats).sum::<i64>() - seats);
    offers
}

fn offer(item: MenuItem, interest: i64, dice: &mut Dice) -> Offer {
    let max = i64::from(item.max_size + dice.between(-3, 2)).clamp(20, 40);
    let min = i64::from(item.min_size + dice.between(0, 3)).clamp(8, 15);
    Offer { item, min, max, sections: 1, interest }
}

/// About the power 3/4, so that popular items stay short.
fn damped(interest: i64) -> i64 {
    1 + interest.isqrt() * interest.isqrt().isqrt()
}

fn sum(offers: &[Offer], training: bool, of: fn(&Offer) -> i64) -> i64 {
    offers.iter().filter(|offer| offer.is_training() == training).map(of).sum()
}

/// Adds sections where interest per seat is highest while `short`; rooms of a kind set a limit:
/// for training 8 in 10 of their activity slots, for the rest a little above what they can hold.
fn grow(offers: &mut [Offer], space: Space, training: bool, short: impl Fn(&[Offer]) -> bool) {
    while short(offers) {
        let candidate = (0..offers.len())
            .filter(|&i| offers[i].is_training() == training && has_room(offers, space, i))
            .max_by_key(|&i| (offers[i].interest * 1000 / (offers[i].seats() + 1), -(i as i64)));
        let Some(next) = candidate else { break };
        offers[next].sections += 1;
    }
}

/// The rooms of a school and the activity slots of a week.
#[derive(Clone, Copy)]
struct Space<'a> {
    rooms: &'a [Room],
    slots: i64,
}

fn has_room(offers: &[Offer], space: Space, of: usize) -> bool {
    let kind = &offers[of].item.room;
    let used: i64 = offers.iter().filter(|o| o.item.room == *kind).map(Offer::periods).sum();
    let owned = space.rooms.iter().filter(|room| room.kind == *kind).count() as i64;
    let share = if offers[of].is_training() { 8 } else { 10 };
    used < owned * (space.slots * share / 10)
}

/// Takes the last few seats too many from the largest sections.
fn trim(offers: &mut [Offer], training: bool, surplus: impl Fn(&[Offer]) -> i64) {
    loop {
        let rest = surplus(offers);
        let fits = |o: &Offer| {
            let step = o.sections * if training { 1 } else { i64::from(o.item.sessions) };
            o.is_training() == training && step <= rest && o.max > (o.min + 4).max(16)
        };
        let Some(largest) =
            (0..offers.len()).filter(|&i| fits(&offers[i])).max_by_key(|&i| (offers[i].max, i))
        else {
            return;
        };
        offers[largest].max -= 1;
    }
}
