//! What the schools share: everybody who may work at several of them and the venues that several
//! may use, as decisions over all schools.

use crate::model::{Model, Work};
use crate::names;
use crate::program::{Column, Program};
use kehou_domain::instance::{Instance, SchoolInstance, SlotMask, StaffData, bits};
use kehou_domain::links::Traveller;

/// The schools of a bureau with everybody who may come to them and every venue they may use.
pub struct Extended {
    /// The schools; guests come after the staff, venues of others after the rooms.
    pub schools: Vec<SchoolInstance>,
    /// Per traveller: the schools where the person may work, the owner first, with the position
    /// among the staff.
    pub places: Vec<Vec<(usize, usize)>>,
    /// Per shared venue: the schools that may use it, with the position among the rooms.
    pub venues: Vec<Vec<(usize, usize)>>,
}

impl Extended {
    /// The schools of an instance, extended.
    pub fn new(instance: &Instance) -> Self {
        let mut schools = instance.schools.clone();
        let links = &instance.links;
        let mut places = Vec::new();
        for person in &links.travellers {
            let data = &instance.schools[person.owner].staff[person.staff];
            let mut at = vec![(person.owner, person.staff)];
            for stay in &person.stays {
                let leads = &links.profiles[stay.school][stay.profile].leads;
                at.push((stay.school, schools[stay.school].admit(data, stay, leads)));
            }
            places.push(at);
        }
        let mut venues = Vec::new();
        for venue in &links.venues {
            let room = &instance.schools[venue.owner.0].rooms[venue.owner.1];
            let mut at = vec![venue.owner];
            for &(school, free) in &venue.uses {
                at.push((school, schools[school].admit_venue(room, free)));
            }
            venues.push(at);
        }
        Self { schools, places, venues }
    }

    /// Per staff member of a school: may also work elsewhere.
    pub fn travels(&self, school: usize) -> Vec<bool> {
        let mut travels = vec![false; self.schools[school].staff.len()];
        let here = self.places.iter().flatten().filter(|place| place.0 == school);
        here.for_each(|place| travels[place.1] = true);
        travels
    }
}

/// Somebody is at a school on a weekday; at another than the owner that is a loan.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Position among the travellers.
    pub person: usize,
    /// The school.
    pub school: usize,
    /// Weekday 1-7.
    pub weekday: i32,
    /// `here:<staff>:<school>:<weekday>`.
    pub here: Column,
}

/// A piece of work a traveller may be given.
#[derive(Clone, Copy)]
pub struct Place {
    /// Where.
    pub school: usize,
    /// The work there.
    pub work: Work,
}

/// All schools as one problem.
pub struct Network<'a> {
    pub instance: &'a Instance,
    pub extended: &'a Extended,
    pub models: &'a [Model<'a>],
    /// Work of each traveller.
    pub work: Vec<Vec<Place>>,
    /// Labels of the travellers.
    pub labels: Vec<String>,
    /// Visits of all travellers.
    pub visits: Vec<Visit>,
}

impl<'a> Network<'a> {
    pub fn new(
        instance: &'a Instance,
        extended: &'a Extended,
        models: &'a [Model<'a>],
        program: &mut Program,
    ) -> Self {
        let travellers = &instance.links.travellers;
        let id = |p: &Traveller| instance.schools[p.owner].staff[p.staff].id.as_str();
        let labels = names::labels(travellers.iter().map(id));
        let work: Vec<Vec<Place>> = extended.places.iter().map(|at| work_of(models, at)).collect();
        let mut visits = Vec::new();
        for (person, label) in labels.iter().enumerate() {
            for &(school, _) in &extended.places[person] {
                for weekday in 1..=7 {
                    let today = models[school].school.day_mask(weekday);
                    let works = |place: &Place| {
                        place.school == school && place.work.periods_on(weekday, today) > 0
                    };
                    if work[person].iter().any(works) {
                        let at = &models[school].names.school;
                        let here = program.binary(format!("here:{label}:{at}:w{weekday}"));
                        visits.push(Visit { person, school, weekday, here });
                    }
                }
            }
        }
        Self { instance, extended, models, work, labels, visits }
    }

    /// A traveller.
    pub fn traveller(&self, person: usize) -> &Traveller {
        &self.instance.links.travellers[person]
    }

    /// A traveller as staff of the owner.
    pub fn staff(&self, person: usize) -> &StaffData {
        let traveller = self.traveller(person);
        &self.instance.schools[traveller.owner].staff[traveller.staff]
    }

    /// Visits of a traveller on a weekday.
    pub fn visits_on(&self, person: usize, weekday: i32) -> impl Iterator<Item = &Visit> {
        self.visits.iter().filter(move |v| v.person == person && v.weekday == weekday)
    }

    /// Whether a visit is to another school than the owner.
    pub fn is_away(&self, visit: &Visit) -> bool {
        self.traveller(visit.person).owner != visit.school
    }

    /// Start, end and weekday of a piece of work, slot by slot.
    pub fn times(&self, school: usize, mask: SlotMask) -> Vec<(i32, i32, i32)> {
        let slots = &self.models[school].school.slots;
        let times = |slot: usize| {
            let slot = &slots[slot];
            (slot.at.weekday, slot.start_minute, slot.end_minute)
        };
        bits(mask).map(times).collect()
    }
}

fn work_of(models: &[Model], places: &[(usize, usize)]) -> Vec<Place> {
    let at = |&(school, staff): &(usize, usize)| {
        let here = models[school].work_of(staff).into_iter();
        here.map(move |work| Place { school, work })
    };
    places.iter().flat_map(at).collect()
}
