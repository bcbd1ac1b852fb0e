//! A school as the other schools' part of a plan leaves it: who is elsewhere is not there, who
//! serves here is, and what people work elsewhere is off their caps. Its own part of the plan is
//! where a search of it begins.

use kehou_domain::draft::ChangeBudget;
use kehou_domain::instance::{FactData, Instance, SchoolInstance, SlotMask, bits};
use kehou_domain::links::{Traveller, Venue};
use kehou_domain::plan::{Plan, SchoolPlan};
use std::collections::BTreeMap;

/// Slots in which people work or rooms are used, by id.
type Used<'p> = BTreeMap<&'p str, SlotMask>;

/// The school at a position, all other schools as in the plan.
pub(super) fn standing(instance: &Instance, at: usize, plan: &Plan) -> SchoolInstance {
    let mut school = instance.schools[at].clone();
    school.change_budget = ChangeBudget::default();
    school.incumbent = plan.schools.iter().find(|part| part.school == school.id).cloned();
    if instance.links.is_empty() {
        return school;
    }
    let others = Others { instance, at, plan, used: used(instance, plan) };
    for traveller in &instance.links.travellers {
        others.settle(traveller, &mut school);
    }
    for venue in &instance.links.venues {
        others.settle_venue(venue, &mut school);
    }
    school
}

/// Slots in which each person of a school's plan has a session or a duty, and each room a session.
pub(super) fn used_at<'p>(school: &SchoolInstance, part: &'p SchoolPlan) -> [Used<'p>; 2] {
    let [mut people, mut rooms] = [Used::new(), Used::new()];
    for section in &part.sections {
        let activity = school.activities.iter().find(|one| one.id == section.activity);
        let length = activity.filter(|one| one.grouping.is_none()).map_or(1, |one| one.length);
        for session in &section.sessions {
            let starts = school.slots.iter().position(|slot| slot.at == session.start);
            let slots = starts.map_or(0..0, |start| start..start + length as usize);
            let slots = slots.filter(|&slot| slot < school.slots.len());
            let slots = slots.fold(0, |mask: SlotMask, slot| mask | 1 << slot);
            let helpers = session.assistants.iter().chain([&session.lead, &session.companion]);
            for id in helpers.filter(|id| !id.is_empty()) {
                *people.entry(id).or_default() |= slots;
            }
            *rooms.entry(&session.room).or_default() |= slots;
        }
    }
    for duty in &part.duties {
        let at = school
            .slots
            .iter()
            .position(|slot| (slot.at.weekday, slot.at.period) == (duty.weekday, duty.period));
        *people.entry(&duty.staff).or_default() |= at.map_or(0, |slot| 1 << slot);
    }
    [people, rooms]
}

fn used<'p>(instance: &Instance, plan: &'p Plan) -> Vec<[Used<'p>; 2]> {
    let of = |school: &SchoolInstance| {
        let part = plan.schools.iter().find(|part| part.school == school.id);
        part.map_or_else(Default::default, |part| used_at(school, part))
    };
    instance.schools.iter().map(of).collect()
}

/// What the rest of the plan means for one school.
struct Others<'a> {
    instance: &'a Instance,
    at: usize,
    plan: &'a Plan,
    used: Vec<[Used<'a>; 2]>,
}

/// What somebody does at other schools.
#[derive(Default)]
struct Elsewhere {
    periods: u32,
    late: u32,
    /// Weekdays there, bit d = weekday d.
    days: u8,
}

impl Others<'_> {
    fn settle(&self, traveller: &Traveller, school: &mut SchoolInstance) {
        let data = self.instance.person(traveller);
        let lent = |here: bool| {
            let loans = self.plan.loans.iter().filter(|loan| loan.staff == data.id);
            let loans = loans.filter(|loan| (loan.school == school.id) == here);
            loans.fold(0_u8, |days, loan| days | bit(loan.weekday))
        };
        let mut elsewhere = self.elsewhere(&data.id);
        elsewhere.days |= lent(false);
        let here = self.used[self.at][0].get(data.id.as_str()).copied().unwrap_or(0);
        let days_here = if traveller.is_lent { lent(true) } else { days(school, here) };
        let person = if traveller.owner == self.at {
            let gone = slots_on(school, elsewhere.days);
            let gone = if traveller.several_campuses { gone & !here } else { gone };
            // Gates and leading on duty are not among the free slots: no work at all is left.
            let staff = Some(traveller.staff);
            let no_work = |slot| FactData { staff, slot: Some(slot), ..FactData::default() };
            school.bans.extend(bits(gone).map(no_work));
            school.staff[traveller.staff].free &= !gone;
            traveller.staff
        } else {
            let Some(stay) = traveller.stay_at(self.at).filter(|_| days_here != 0) else { return };
            let leads = &self.instance.links.profiles[self.at][stay.profile].leads;
            let guest = school.admit(data, stay, leads);
            let shared = slots_on(school, days_here & elsewhere.days) & !here;
            school.staff[guest].free &= slots_on(school, days_here) & !shared;
            guest
        };
        let person = &mut school.staff[person];
        person.weekly_cap = person.weekly_cap.saturating_sub(elsewhere.periods);
        person.late_cap = person.late_cap.saturating_sub(elsewhere.late);
    }

    fn elsewhere(&self, id: &str) -> Elsewhere {
        let mut sum = Elsewhere::default();
        let schools = self.instance.schools.iter().enumerate();
        for (at, school) in schools.filter(|&(at, _)| at != self.at) {
            let mask = self.used[at][0].get(id).copied().unwrap_or(0);
            let late = bits(mask).filter(|&slot| school.slots[slot].is_late);
            let late = late.fold(0, |all: SlotMask, slot| all | 1 << slot);
            sum.periods += mask.count_ones();
            sum.late += days(school, late).count_ones();
            sum.days |= days(school, mask);
        }
        sum
    }

    fn settle_venue(&self, venue: &Venue, school: &mut SchoolInstance) {
        let room = &self.instance.schools[venue.owner.0].rooms[venue.owner.1];
        let days_at = |at: usize| {
            let mask = self.used[at][1].get(room.id.as_str()).copied().unwrap_or(0);
            days(&self.instance.schools[at], mask)
        };
        if venue.owner.0 == self.at {
            let given = venue.uses.iter().fold(0, |days, &(other, _)| days | days_at(other));
            school.rooms[venue.owner.1].free &= !slots_on(school, given);
        } else if let Some(&(_, free)) = venue.uses.iter().find(|one| one.0 == self.at) {
            let here = slots_on(school, days_at(self.at));
            school.admit_venue(room, free & here);
        }
    }
}

/// A weekday as a bit; nothing that is none.
fn bit(weekday: i32) -> u8 {
    if (1..=7).contains(&weekday) { 1 << weekday } else { 0 }
}

fn days(school: &SchoolInstance, mask: SlotMask) -> u8 {
    let slots = bits(mask).filter_map(|slot| school.slots.get(slot));
    slots.fold(0, |days, slot| days | bit(slot.at.weekday))
}

fn slots_on(school: &SchoolInstance, days: u8) -> SlotMask {
    let on = (1..=7).filter(|&weekday| days & bit(weekday) != 0);
    on.fold(0, |mask, weekday| mask | school.day_mask(weekday))
}
