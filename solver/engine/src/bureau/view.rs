//! A school under given loans: who is lent is not there on those weekdays, guests are there on
//! theirs, and what a person may work in a week is parted between the schools.

use super::loans::{Loans, day_slots};
use kehou_domain::instance::{FactData, Instance, SchoolInstance, SlotMask, bits};

/// A school with its guests.
pub struct View {
    /// The school.
    pub school: SchoolInstance,
    /// Who serves there as a guest.
    pub guests: Vec<Guest>,
}

/// A guest at a school.
#[derive(Clone, Copy)]
pub struct Guest {
    /// Traveller.
    pub person: usize,
    /// Which of the traveller's stays.
    pub stay: usize,
    /// Position among the staff.
    pub staff: usize,
}

/// What of a person's week is for one school.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    periods: u32,
    late: u32,
}

/// The schools of the bureau under the loans; `venues` says on which weekdays, from 0, which of a
/// venue's uses has it (none: its first school).
pub fn views(instance: &Instance, loans: &Loans, venues: &[[Option<usize>; 7]]) -> Vec<View> {
    let new = |school: &SchoolInstance| View { school: school.clone(), guests: Vec::new() };
    let mut views: Vec<View> = instance.schools.iter().map(new).collect();
    for person in 0..instance.links.travellers.len() {
        if loans.at[person].iter().any(Option::is_some) {
            part_week(instance, loans, person, &mut views);
        }
    }
    for (venue, days) in instance.links.venues.iter().zip(venues) {
        if days.iter().any(Option::is_some) {
            part_venue(instance, (venue.owner, &venue.uses), days, &mut views);
        }
    }
    views
}

fn part_week(instance: &Instance, loans: &Loans, person: usize, views: &mut [View]) {
    let traveller = &instance.links.travellers[person];
    let data = instance.person(traveller);
    let mut rest = Part { periods: data.weekly_cap, late: data.late_cap };
    for (number, stay) in traveller.stays.iter().enumerate() {
        let days = loans.days_at(person, number);
        let here = days.fold(0, |mask, day| mask | day_slots(instance, stay.school, day));
        if here == 0 {
            continue;
        }
        let view = &mut views[stay.school];
        let part = most_of(&view.school, here & stay.free, (data.daily_cap, rest));
        rest.periods -= part.periods;
        rest.late -= part.late;
        let leads = &instance.links.profiles[stay.school][stay.profile].leads;
        let staff = view.school.admit(data, stay, leads);
        let guest_data = &mut view.school.staff[staff];
        guest_data.free &= here;
        (guest_data.weekly_cap, guest_data.late_cap) = (part.periods, part.late);
        view.guests.push(Guest { person, stay: number, staff });
    }
    let away = (0..7).filter(|&day| loans.at[person][day].is_some());
    let gone = away.fold(0, |mask, day| mask | day_slots(instance, traveller.owner, day));
    let home = &mut views[traveller.owner];
    let data = &mut home.school.staff[traveller.staff];
    data.free &= !gone;
    (data.weekly_cap, data.late_cap) = (rest.periods, rest.late);
    // Gates and leading on duty are not among the free slots: no work at all is left that day.
    let staff = Some(traveller.staff);
    let no_work = |slot| FactData { staff, slot: Some(slot), ..FactData::default() };
    home.school.bans.extend(bits(gone).map(no_work));
}

/// The most of a week that can be worked in these slots.
fn most_of(school: &SchoolInstance, slots: SlotMask, (daily, rest): (u32, Part)) -> Part {
    let mut part = Part::default();
    for weekday in 1..=7 {
        let today = slots & school.day_mask(weekday);
        let is_late = bits(today).any(|slot| school.slots[slot].is_late);
        part.periods += today.count_ones().min(daily);
        part.late += u32::from(is_late);
    }
    Part { periods: part.periods.min(rest.periods), late: part.late.min(rest.late) }
}

fn part_venue(
    instance: &Instance,
    (owner, uses): ((usize, usize), &[(usize, SlotMask)]),
    days: &[Option<usize>; 7],
    views: &mut [View],
) {
    let room = &instance.schools[owner.0].rooms[owner.1];
    for (number, &(school, free)) in uses.iter().enumerate() {
        let here = (0..7).filter(|&day| days[day] == Some(number));
        let here = here.fold(0, |mask, day| mask | day_slots(instance, school, day));
        if here & free != 0 {
            views[school].school.admit_venue(room, free & here);
        }
    }
    let given = (0..7).filter(|&day| days[day].is_some());
    let given = given.fold(0, |mask, day| mask | day_slots(instance, owner.0, day));
    views[owner.0].school.rooms[owner.1].free &= !given;
}
