//! A school as the other schools' part of a plan leaves it: who is elsewhere is not there, who serves
//! here is, what people work elsewhere is off their caps, and a venue is free when no other school
//! uses it. Whatever is then planned for the school is legal in the whole plan.
//!
//! On a weekday with work at another campus nobody gets anything here; those whose terms allow
//! several campuses a day keep what they have and get nothing more.

use crate::worked::{Load, Week, Weeks, day_bit, weeks};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::{FactData, Instance, SchoolInstance, Slot, SlotMask, StaffData, bits};
use kehou_domain::links::{Traveller, Venue};
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::stand::DUTIES;
use std::collections::BTreeSet;

/// The school at a position of a validated bureau, all other schools as in the plan.
pub fn standing_in(bureau: &Bureau, at: usize, plan: &Plan) -> SchoolInstance {
    if is_tied(bureau, at, plan) {
        standing(&Instance::new(bureau), at, plan)
    } else {
        SchoolInstance::new(bureau, &bureau.schools[at])
    }
}

/// Whether the plan ties the school to others: somebody is lent, or a shared person or a venue of
/// the school is used by another.
pub fn is_tied(bureau: &Bureau, at: usize, plan: &Plan) -> bool {
    let id = &bureau.schools[at].id;
    let people = bureau.shared_staff.iter();
    let people = people.filter_map(|one| Some((&one.id, &one.loan_terms.as_ref()?.schools)));
    let venues = bureau.venues.iter().map(|one| (&one.id, &one.schools));
    let shared = people.chain(venues).filter(|(_, schools)| schools.contains(id));
    let shared: BTreeSet<&String> = shared.map(|one| one.0).collect();
    let mut others = plan.schools.iter().filter(|part| part.school != *id);
    !plan.loans.is_empty() || !shared.is_empty() && others.any(|part| names_any(part, &shared))
}

fn names_any(part: &SchoolPlan, ids: &BTreeSet<&String>) -> bool {
    let mut sessions = part.sections.iter().flat_map(|section| &section.sessions);
    let in_session = sessions.any(|session| {
        let one = [&session.lead, &session.companion, &session.room, &session.wet_weather_room];
        session.assistants.iter().chain(one).any(|id| ids.contains(id))
    });
    in_session || part.duties.iter().any(|duty| ids.contains(&duty.staff))
}

/// The school at a position, all other schools as in the plan.
pub fn standing(instance: &Instance, at: usize, plan: &Plan) -> SchoolInstance {
    let mut school = instance.schools[at].clone();
    if instance.links.is_empty() {
        return school;
    }
    let of = |school: &SchoolInstance| {
        let part = plan.schools.iter().find(|part| part.school == school.id);
        part.map_or_else(Weeks::default, |part| weeks(school, part))
    };
    let others = Others { instance, at, plan, weeks: instance.schools.iter().map(of).collect() };
    for traveller in &instance.links.travellers {
        others.settle(traveller, &mut school);
    }
    for venue in &instance.links.venues {
        others.settle_venue(venue, &mut school);
    }
    school
}

/// What the rest of the plan means for one school.
struct Others<'a> {
    instance: &'a Instance,
    at: usize,
    plan: &'a Plan,
    weeks: Vec<Weeks<'a>>,
}

impl Others<'_> {
    fn settle(&self, traveller: &Traveller, school: &mut SchoolInstance) {
        let data = self.instance.person(traveller);
        let here = self.weeks[self.at].people.get(data.id.as_str()).cloned().unwrap_or_default();
        let person = if traveller.owner == self.at {
            traveller.staff
        } else {
            let days = if traveller.is_lent { self.lent(data, true) } else { here.load.days };
            let Some(stay) = traveller.stay_at(self.at).filter(|_| days != 0) else { return };
            let leads = &self.instance.links.profiles[self.at][stay.profile].leads;
            let guest = school.admit(data, stay, leads);
            school.staff[guest].free &= slots_on(school, days);
            guest
        };
        let elsewhere = self.elsewhere(data);
        let stays = if traveller.several_campuses { here } else { Week::default() };
        confine(school, person, elsewhere.days | self.lent(data, false), &stays);
        let person = &mut school.staff[person];
        person.weekly_cap = person.weekly_cap.saturating_sub(elsewhere.periods);
        person.late_cap = person.late_cap.saturating_sub(elsewhere.late.count_ones());
    }

    /// Weekdays on which somebody is lent to this school, or to others.
    fn lent(&self, person: &StaffData, here: bool) -> u8 {
        let id = &self.instance.schools[self.at].id;
        let loans = self.plan.loans.iter().filter(|loan| loan.staff == person.id);
        let loans = loans.filter(|loan| (loan.school == *id) == here);
        loans.fold(0, |days, loan| days | day_bit(loan.weekday))
    }

    /// All that somebody does at other schools.
    fn elsewhere(&self, person: &StaffData) -> Load {
        let weeks = self.others().filter_map(|(_, weeks)| weeks.people.get(person.id.as_str()));
        weeks.fold(Load::default(), |sum, week| sum.with(week.load))
    }

    fn others(&self) -> impl Iterator<Item = (&SchoolInstance, &Weeks<'_>)> {
        let all = self.instance.schools.iter().zip(&self.weeks).enumerate();
        all.filter(|&(at, _)| at != self.at).map(|(_, other)| other)
    }

    fn settle_venue(&self, venue: &Venue, school: &mut SchoolInstance) {
        let room = &self.instance.schools[venue.owner.0].rooms[venue.owner.1];
        let taken = self.others().fold(0, |mask, (other, weeks)| {
            let used = weeks.rooms.get(room.id.as_str()).copied().unwrap_or(0);
            mask | bits(used).fold(0, |mask, slot| mask | during(school, &other.slots[slot]))
        });
        if venue.owner.0 == self.at {
            school.rooms[venue.owner.1].free &= !taken;
        } else if let Some(&(_, free)) = venue.uses.iter().find(|one| one.0 == self.at) {
            school.admit_venue(room, free & !taken);
        }
    }
}

/// Leaves somebody on these weekdays what stays, and no other work.
fn confine(school: &mut SchoolInstance, person: usize, days: u8, stays: &Week) {
    let gone = slots_on(school, days);
    school.staff[person].free &= !gone | stays.slots;
    // Gates and leading on duty are not among the free slots.
    let kinds = bits(gone).flat_map(|slot| DUTIES.map(|kind| (slot, kind)));
    let banned = kinds.filter(|&(slot, kind)| !stays.has_duty(kind, school.slots[slot].at));
    let bans: Vec<FactData> = banned
        .map(|(slot, kind)| FactData {
            staff: Some(person),
            slot: Some(slot),
            duty: Some(kind),
            ..FactData::default()
        })
        .collect();
    school.bans.extend(bans);
}

/// Slots of a school that overlap a slot of another in time.
fn during(school: &SchoolInstance, other: &Slot) -> SlotMask {
    let meets = |slot: &Slot| {
        slot.at.weekday == other.at.weekday
            && slot.start_minute < other.end_minute
            && other.start_minute < slot.end_minute
    };
    let slots = school.slots.iter().enumerate().filter(|(_, slot)| meets(slot));
    slots.fold(0, |mask, (slot, _)| mask | 1 << slot)
}

fn slots_on(school: &SchoolInstance, days: u8) -> SlotMask {
    let on = (1..=7).filter(|&weekday| days & day_bit(weekday) != 0);
    on.fold(0, |mask, weekday| mask | school.day_mask(weekday))
}
