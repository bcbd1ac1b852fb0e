//! What ties the schools of a bureau together: who may serve at which other school, which venues
//! several schools use, and how many staff a school may lend.
//!
//! A *traveller* is a teacher whose loan terms let them serve elsewhere, or a shared person with
//! more than one school. One school, the *owner*, counts the traveller's points: the home school,
//! or the first school a shared person serves.

use crate::draft::{Bureau, LoanTerms, School, Staff, StaffKind};
use crate::instance::{GuestReader, Instance, SchoolInstance, SlotMask, StaffData};
use crate::rule::Rule;
use petgraph::unionfind::UnionFind;
use std::collections::BTreeMap;

/// What ties the schools together.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Those who may work at more than one school, in the order of their owners' staff.
    pub travellers: Vec<Traveller>,
    /// Venues that several schools may use.
    pub venues: Vec<Venue>,
    /// Per school: what guests may lead there, each distinct list once.
    pub profiles: Vec<Vec<Profile>>,
    /// Per school: most own staff lent on one weekday.
    pub most_lent: Vec<u32>,
    travel: BTreeMap<(usize, usize), i32>,
}

/// Somebody who may work at more than one school.
#[derive(Clone, Debug)]
pub struct Traveller {
    /// School that counts the person's points.
    pub owner: usize,
    /// Position among the owner's staff.
    pub staff: usize,
    /// A teacher, whose loans are recorded and cost effort; else a shared person.
    pub is_lent: bool,
    /// Most weekdays a week at other schools.
    pub max_weekdays: u32,
    /// May serve more than one campus on a weekday, travel permitting.
    pub several_campuses: bool,
    /// Other schools the person may serve, ascending.
    pub stays: Vec<Stay>,
}

/// Another school that a traveller may serve.
#[derive(Clone, Debug)]
pub struct Stay {
    /// The school.
    pub school: usize,
    /// Position in its [`Links::profiles`].
    pub profile: usize,
    /// Slots there in which the person may work, on weekdays the terms allow.
    pub free: SlotMask,
    /// `loan_effort` points of a weekday there.
    pub effort: i64,
}

/// What some guests may lead at a school.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Profile {
    /// Activities, ascending.
    pub leads: Vec<usize>,
}

/// A venue that several schools may use.
#[derive(Clone, Debug)]
pub struct Venue {
    /// The first school listed, and the room's position there.
    pub owner: (usize, usize),
    /// Other schools that may use it, with the slots in which it can be used there.
    pub uses: Vec<(usize, SlotMask)>,
}

impl Links {
    /// Reads what ties the validated bureau's schools together.
    pub fn new(bureau: &Bureau, schools: &[SchoolInstance]) -> Self {
        let reader = Reader::new(bureau, schools);
        let mut links = Self {
            profiles: vec![Vec::new(); schools.len()],
            most_lent: reader.most_lent(),
            travel: reader.travel.clone(),
            ..Self::default()
        };
        for (owner, school) in schools.iter().enumerate() {
            for (staff, data) in school.staff.iter().enumerate().filter(|(_, data)| data.serves) {
                let traveller = reader.traveller((owner, staff), data, &mut links.profiles);
                links.travellers.extend(traveller);
            }
            let rooms = school.rooms.iter().enumerate();
            let venues = rooms.filter_map(|(room, data)| reader.venue((owner, room), &data.id));
            links.venues.extend(venues);
        }
        links
    }

    /// Minutes between two schools, if known.
    pub fn minutes(&self, from: usize, to: usize) -> Option<i32> {
        self.travel.get(&(from, to)).copied()
    }

    /// Groups of schools that people or venues may tie together, as of [`tied`].
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let people = self.travellers.iter().flat_map(|traveller| {
            traveller.stays.iter().map(|stay| (traveller.owner, stay.school))
        });
        let rooms = self
            .venues
            .iter()
            .flat_map(|venue| venue.uses.iter().map(|&(school, _)| (venue.owner.0, school)));
        tied(self.profiles.len(), people.chain(rooms))
    }

    /// Nobody and nothing is shared: every school is planned by itself.
    pub fn is_empty(&self) -> bool {
        self.travellers.is_empty() && self.venues.is_empty()
    }
}

/// So many schools in groups, by pairs that are tied; each school is in one group. Schools ascend,
/// groups by their first school.
pub fn tied(schools: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut tied = UnionFind::new(schools);
    for (one, other) in pairs {
        tied.union(one, other);
    }
    let mut groups = vec![Vec::new(); schools];
    for (school, group) in tied.into_labeling().into_iter().enumerate() {
        groups[group].push(school);
    }
    groups.retain(|group| !group.is_empty());
    groups.sort_unstable();
    groups
}

impl Instance {
    /// A traveller as staff of the owner.
    pub fn person(&self, traveller: &Traveller) -> &StaffData {
        &self.schools[traveller.owner].staff[traveller.staff]
    }
}

impl Traveller {
    /// The stay at a school.
    pub fn stay_at(&self, school: usize) -> Option<&Stay> {
        self.stays.iter().find(|stay| stay.school == school)
    }
}

/// Finds people and ways by id.
struct Reader<'a> {
    bureau: &'a Bureau,
    schools: &'a [SchoolInstance],
    index: BTreeMap<&'a str, usize>,
    staff: BTreeMap<&'a str, (&'a Staff, bool)>,
    travel: BTreeMap<(usize, usize), i32>,
}

impl<'a> Reader<'a> {
    fn new(bureau: &'a Bureau, schools: &'a [SchoolInstance]) -> Self {
        let own = bureau.schools.iter().flat_map(|school| &school.staff).map(|s| (s, true));
        let shared = bureau.shared_staff.iter().map(|s| (s, false));
        let index: BTreeMap<&str, usize> =
            schools.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect();
        let at = |id: &str| index.get(id).copied();
        let ways = bureau.travel.iter().filter_map(|way| {
            let (a, b) = (at(&way.from)?, at(&way.to)?);
            Some([((a, b), way.minutes), ((b, a), way.minutes)])
        });
        Self {
            bureau,
            schools,
            travel: ways.flatten().collect(),
            index,
            staff: own.chain(shared).map(|entry| (entry.0.id.as_str(), entry)).collect(),
        }
    }

    fn most_lent(&self) -> Vec<u32> {
        let policy = self.bureau.loan_policy.as_ref();
        let share = policy.and_then(|policy| policy.max_share_percent).unwrap_or(20);
        let willing = |school: &School| school.staff.iter().filter(|s| s.willing).count();
        let most = |school| willing(school) * share.max(0) as usize / 100;
        self.bureau.schools.iter().map(|school| most(school) as u32).collect()
    }

    fn minutes(&self, from: usize, to: usize) -> Option<i32> {
        self.travel.get(&(from, to)).copied()
    }

    /// The traveller at that place, if there is another school to serve.
    fn traveller(
        &self,
        (owner, staff): (usize, usize),
        data: &StaffData,
        profiles: &mut [Vec<Profile>],
    ) -> Option<Traveller> {
        let &(person, is_own) = self.staff.get(data.id.as_str())?;
        let terms = person.loan_terms.as_ref()?;
        let may_be_lent = terms.willing && person.kind == Some(StaffKind::Teacher);
        let max_weekdays = if is_own { terms.max_weekdays.unwrap_or(1).max(0) as u32 } else { 7 };
        if (is_own && !may_be_lent) || max_weekdays == 0 {
            return None;
        }
        let mut stays = Vec::new();
        for school in self.schools_of(owner, terms, is_own) {
            stays.extend(self.stay(person, (owner, is_own), school, &mut profiles[school]));
        }
        let several_campuses = terms.several_campuses_a_day;
        let is_lent = is_own;
        (!stays.is_empty()).then_some(Traveller {
            owner,
            staff,
            is_lent,
            max_weekdays,
            several_campuses,
            stays,
        })
    }

    /// Other schools that the terms, the travel time and the pairs allow.
    fn schools_of(&self, owner: usize, terms: &LoanTerms, is_own: bool) -> Vec<usize> {
        let lender = self.schools[owner].id.as_str();
        let listed = |id: &String| terms.schools.is_empty() || terms.schools.contains(id);
        let pairs_only = self.bureau.loan_policy.as_ref().is_some_and(|policy| policy.pairs_only);
        let is_paired =
            |id: &str| self.bureau.pairs.iter().any(|p| p.lender == lender && p.borrower == id);
        let most = terms.max_travel_minutes.unwrap_or(i32::MAX);
        let may_go = |school: usize| {
            let id = &self.schools[school].id;
            let is_near = || self.minutes(owner, school).is_some_and(|minutes| minutes <= most);
            listed(id) && (!is_own || (is_near() && (!pairs_only || is_paired(id))))
        };
        (0..self.schools.len()).filter(|&school| school != owner && may_go(school)).collect()
    }

    fn stay(
        &self,
        person: &Staff,
        (owner, is_own): (usize, bool),
        school: usize,
        profiles: &mut Vec<Profile>,
    ) -> Option<Stay> {
        let here = &self.schools[school];
        let guest = GuestReader::new(&self.bureau.schools[school], here);
        let weekdays = person.loan_terms.as_ref().filter(|_| is_own).map(|t| &t.weekdays[..]);
        let days = weekdays.filter(|days| !days.is_empty()).map_or(SlotMask::MAX, |days| {
            days.iter().fold(0, |mask, &weekday| mask | here.day_mask(weekday))
        });
        let free = guest.free(person) & days;
        if free == 0 {
            return None;
        }
        let effort = if is_own && here.rules.is_on(Rule::LoanEffort) {
            here.rules.weight(Rule::LoanEffort)
                * i64::from(self.minutes(owner, school).unwrap_or(0))
                + here.rules.loan_day_points
        } else {
            0
        };
        let profile = Profile { leads: guest.leads(person) };
        let known = profiles.iter().position(|other| *other == profile);
        let profile = known.unwrap_or_else(|| {
            profiles.push(profile);
            profiles.len() - 1
        });
        Some(Stay { school, profile, free, effort })
    }

    fn venue(&self, owner: (usize, usize), id: &str) -> Option<Venue> {
        let room = self.bureau.venues.iter().find(|venue| venue.id == id)?;
        let others = room.schools.iter().skip(1).filter_map(|id| self.index.get(id.as_str()));
        let uses: Vec<(usize, SlotMask)> = others
            .map(|&school| {
                let here = &self.schools[school];
                let reader = GuestReader::new(&self.bureau.schools[school], here);
                (school, reader.room_free(room))
            })
            .collect();
        (!uses.is_empty()).then_some(Venue { owner, uses })
    }
}

#[cfg(test)]
mod tests {
    use super::tied;

    #[test]
    fn schools_tied_through_others_are_one_group() {
        let pairs = [(5, 1), (3, 5), (4, 2)];
        assert_eq!(tied(6, pairs.into_iter()), [vec![0], vec![1, 3, 5], vec![2, 4]]);
        assert_eq!(tied(2, [].into_iter()), [[0], [1]]);
    }
}
