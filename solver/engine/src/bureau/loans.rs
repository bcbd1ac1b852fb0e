//! Who serves where on which weekday, and the whole-number choice of it from the fractional plan
//! of the bureau's bound. Every state keeps `loan_terms` and one campus a weekday.

use super::bound::Shares;
use kehou_domain::instance::{Instance, SlotMask};
use kehou_domain::links::Traveller;
use std::collections::{BTreeMap, BTreeSet};

/// Least share of its weekdays the fractional plan must give a loan for it to be made.
const LEAST_SHARE: f64 = 0.1;
/// Least part of a further guest that the fractional plan must still want.
const LEAST_WANT: f64 = 0.4;

/// Per traveller and weekday: the stay, by position; none: at the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loans {
    /// By traveller and weekday, from 0.
    pub at: Vec<[Option<usize>; 7]>,
}

/// A way to lend: how much the fractional plan has of it.
#[derive(Clone, Copy, Debug)]
struct Offer {
    share: f64,
    person: usize,
    stay: usize,
    day: usize,
}

impl Loans {
    /// Everybody at the owner.
    pub fn none(instance: &Instance) -> Self {
        Self { at: vec![[None; 7]; instance.links.travellers.len()] }
    }

    /// The loans of the fractional plan in whole numbers: those with the largest share first, as
    /// long as the plan wants more guests of the kind at the school on the weekday.
    pub fn from_shares(instance: &Instance, shares: &Shares) -> Self {
        let travellers = &instance.links.travellers;
        let mut offers = Vec::new();
        let mut wanted: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
        for (person, stays) in shares.iter().enumerate() {
            for (stay, days) in stays.iter().enumerate() {
                for (day, &share) in days.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                    let to = &travellers[person].stays[stay];
                    *wanted.entry((to.school, to.profile, day)).or_default() += share;
                    if share >= LEAST_SHARE {
                        offers.push(Offer { share, person, stay, day });
                    }
                }
            }
        }
        offers.sort_by(|a, b| {
            let key = |o: &Offer| (o.person, o.stay, o.day);
            b.share.total_cmp(&a.share).then_with(|| key(a).cmp(&key(b)))
        });
        let mut loans = Self::none(instance);
        for offer in offers {
            let to = &travellers[offer.person].stays[offer.stay];
            let Some(want) = wanted.get_mut(&(to.school, to.profile, offer.day)) else { continue };
            if *want >= LEAST_WANT && loans.may_lend(instance, (offer.person, offer.day)) {
                *want -= 1.0;
                loans.at[offer.person][offer.day] = Some(offer.stay);
            }
        }
        loans
    }

    /// Whether somebody may be lent on one more weekday.
    pub fn may_lend(&self, instance: &Instance, (person, day): (usize, usize)) -> bool {
        let travellers = &instance.links.travellers;
        let data = &travellers[person];
        let days = &self.at[person];
        let away = days.iter().flatten().count() as u32;
        let lent = self.at.iter().zip(travellers).filter(|(days, other)| {
            other.owner == data.owner && other.is_lent && days[day].is_some()
        });
        let below_share =
            !data.is_lent || (lent.count() as u32) < instance.links.most_lent[data.owner];
        let is_open = days[day].is_none() && away < data.max_weekdays && below_share;
        is_open && !is_pinned(instance, data)
    }

    /// Schools for which other loans make a difference, ascending: all where somebody works whose
    /// weekdays change, as the caps of a week are parted between them.
    pub fn schools_apart(&self, instance: &Instance, other: &Self) -> Vec<usize> {
        let mut schools = BTreeSet::new();
        let people = self.at.iter().zip(&other.at).zip(&instance.links.travellers);
        for ((here, there), person) in people.filter(|((here, there), _)| here != there) {
            schools.insert(person.owner);
            let stays = here.iter().chain(there).flatten();
            schools.extend(stays.map(|&stay| person.stays[stay].school));
        }
        schools.into_iter().collect()
    }

    /// Whether nobody is away.
    pub fn is_empty(&self) -> bool {
        self.at.iter().flatten().all(Option::is_none)
    }

    /// Weekdays, from 0, on which a traveller is at a stay.
    pub fn days_at(&self, person: usize, stay: usize) -> impl Iterator<Item = usize> {
        let days = self.at[person].iter().enumerate();
        days.filter(move |(_, at)| **at == Some(stay)).map(|(day, _)| day)
    }
}

/// Slots of a school on a weekday, from 0.
pub fn day_slots(instance: &Instance, school: usize, day: usize) -> SlotMask {
    instance.schools[school].day_mask(day as i32 + 1)
}

/// Whether a pin or ban of the owner names the person: such people stay at home.
fn is_pinned(instance: &Instance, person: &Traveller) -> bool {
    let owner = &instance.schools[person.owner];
    owner.pins.iter().chain(&owner.bans).any(|fact| fact.staff == Some(person.staff))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kehou_domain::links::Stay;
    use kehou_profiles::neighbours;

    #[test]
    fn one_weekday_more_concerns_all_schools_where_somebody_works() {
        let mut instance = Instance::new(&neighbours());
        let traveller = &mut instance.links.travellers[0];
        assert_eq!((traveller.owner, traveller.stays[0].school), (0, 1));
        let third = Stay { school: 2, ..traveller.stays[0].clone() };
        traveller.stays.push(third);
        let mut before = Loans::none(&instance);
        before.at[0][0] = Some(0);
        let mut after = before.clone();
        after.at[0][1] = Some(1);
        assert_eq!(before.schools_apart(&instance, &after), [0, 1, 2]);
        assert!(before.schools_apart(&instance, &before).is_empty());
    }
}
