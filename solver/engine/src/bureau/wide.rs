//! The schools as the bureau's bound sees them: each with one stand-in for all guests who may lead
//! the same, and every venue it may use. Whoever may work at several schools is priced in all of
//! them at once, so that loans are free in the bound.

use kehou_domain::instance::{Instance, SchoolInstance, SlotMask};
use kehou_domain::links::Stay;

/// The schools with stand-ins for guests.
pub struct Wide {
    /// The schools.
    pub schools: Vec<SchoolInstance>,
    /// Per school and profile: position of the stand-in among the staff.
    pub stand_in: Vec<Vec<usize>>,
    /// Per school: staff whose weeks are counted for the whole bureau.
    pub outside: Vec<Vec<bool>>,
    /// Per venue and use: position of the venue among the rooms of the school that may use it.
    pub venues: Vec<Vec<usize>>,
}

impl Wide {
    /// Extends the schools of an instance.
    pub fn new(instance: &Instance) -> Self {
        let links = &instance.links;
        let mut schools = instance.schools.clone();
        let mut free: Vec<Vec<SlotMask>> =
            links.profiles.iter().map(|profiles| vec![0; profiles.len()]).collect();
        for stay in links.travellers.iter().flat_map(|person| &person.stays) {
            free[stay.school][stay.profile] |= stay.free;
        }
        let mut stand_in = Vec::new();
        for (index, profiles) in links.profiles.iter().enumerate() {
            let school = &mut schools[index];
            // Caps and loads of a stand-in are never read: its week is not counted here.
            let Some(anybody) = links.travellers.first() else {
                stand_in.push(Vec::new());
                continue;
            };
            let positions = profiles.iter().zip(&free[index]).map(|(profile, &free)| {
                let stay = Stay { school: index, profile: 0, free, effort: 0 };
                school.admit(instance.person(anybody), &stay, &profile.leads)
            });
            stand_in.push(positions.collect());
        }
        let mut venues = Vec::new();
        for venue in &links.venues {
            let room = &instance.schools[venue.owner.0].rooms[venue.owner.1];
            let admit =
                |&(school, free): &(usize, SlotMask)| schools[school].admit_venue(room, free);
            venues.push(venue.uses.iter().map(admit).collect());
        }
        let outside = outside(instance, &schools);
        Self { schools, stand_in, outside, venues }
    }
}

fn outside(instance: &Instance, schools: &[SchoolInstance]) -> Vec<Vec<bool>> {
    let own = |index: usize| instance.schools[index].staff.len();
    let mut outside: Vec<Vec<bool>> = schools
        .iter()
        .enumerate()
        .map(|(index, school)| (0..school.staff.len()).map(|i| i >= own(index)).collect())
        .collect();
    for person in &instance.links.travellers {
        outside[person.owner][person.staff] = true;
    }
    outside
}
