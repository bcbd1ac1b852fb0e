//! Generates the data set of a place from its profile, school by school: what the profile says is
//! kept exactly, all else is drawn. No school depends on another but for its outsiders.

mod activities;
mod base;
mod bell;
mod campus;
mod county;
mod need;
mod offer;
mod pupils;
mod site;
mod skills;
mod staff;

use kehou_domain::draft::{Budget, Bureau, LoanPolicy, Room, School, Staff};
use kehou_domain::policy::Policy;
use kehou_domain::profile::{Profile, Season};
use site::{Setup, Site};

/// A data set to be generated.
#[derive(Clone, Debug)]
pub struct DataSet<'a> {
    setup: Setup<'a>,
    sites: Vec<Site<'a>>,
    venues: Vec<Room>,
}

impl<'a> DataSet<'a> {
    /// `supply` scales staff and sections, in permille of the default.
    pub(crate) fn new(
        (profile, policy, season): (&'a Profile, &'a Policy, &'a Season),
        (schools, pupils): (usize, Option<i64>),
        supply: i64,
        seed: u64,
    ) -> Self {
        let setup = Setup { profile, policy, season, supply, seed };
        let sites = site::sites(setup, schools, pupils);
        let venues = county::venues(&sites, &profile.place.venues);
        Self { setup, sites, venues }
    }

    /// Ids of the schools, in their order.
    pub fn schools(&self) -> impl Iterator<Item = &str> {
        self.sites.iter().map(|site| site.id.as_str())
    }

    /// Taking-part pupils of all schools.
    pub fn pupils(&self) -> i64 {
        self.sites.iter().map(|site| site.pupils).sum()
    }

    /// A school by position, with the outsiders whose first school it is.
    pub fn school(&self, at: usize) -> (School, Vec<Staff>) {
        let site = &self.sites[at];
        let school = school(site, &self.in_menu(site));
        let outsiders = county::specialists(site, &self.sites, &school);
        (school, outsiders)
    }

    /// The bureau without its schools; `shared_staff` are the outsiders of all of them.
    pub fn bureau(&self, shared_staff: Vec<Staff>) -> Bureau {
        let Profile { name, place, money, .. } = self.setup.profile;
        Bureau {
            id: name.clone(),
            name: place.bureau.clone(),
            term: Some(self.setup.season.term.clone()),
            policy: self.setup.policy.clone(),
            shared_staff,
            venues: self.venues.clone(),
            travel: county::travel(&self.sites, place.travel_within_minutes),
            pairs: county::pairs(&self.sites),
            loan_policy: Some(LoanPolicy { max_share_percent: Some(20), pairs_only: false }),
            budget: Some(Budget { subsidy_fen: money.bureau_subsidy_fen, ..Budget::default() }),
            schools: Vec::new(),
        }
    }

    /// Everything at once.
    pub fn whole(&self) -> Bureau {
        let (mut schools, mut shared_staff) = (Vec::new(), Vec::new());
        for at in 0..self.sites.len() {
            let (school, outsiders) = self.school(at);
            schools.push(school);
            shared_staff.extend(outsiders);
        }
        Bureau { schools, ..self.bureau(shared_staff) }
    }

    /// Venues that the school's menu may count on: it is the first of those that share them.
    fn in_menu(&self, site: &Site) -> Vec<Room> {
        let rows = &self.setup.profile.place.venues;
        let counted = |room: &&Room| {
            room.schools.first() == Some(&site.id)
                && rows.iter().any(|row| row.id == room.id && row.in_menu)
        };
        self.venues.iter().filter(counted).cloned().collect()
    }
}

fn school(site: &Site, venues: &[Room]) -> School {
    let bell = site.bell();
    let mut dice = site.dice("campus");
    let mut classes = campus::classes(site, &mut dice);
    let mut rooms = campus::rooms(site, &bell, &classes, &mut dice);
    let mut dice = site.dice("menu");
    let places = [rooms.as_slice(), venues].concat();
    let menu = offer::menu(site, &bell, &places, &mut dice);
    let students = pupils::students(site, &bell, &classes, &menu);
    let offers = offer::offers(site, &menu, &bell, &places, &students, &mut dice);
    let need = need::need(site, &bell, &classes, &offers, &students);
    campus::limit_classrooms(&mut rooms, need.classrooms);
    let staff = staff::staff(site, &mut classes, &offers, need.staff_periods);
    School {
        id: site.id.clone(),
        name: site.name.clone(),
        kind: Some(site.kind),
        setting: Some(site.setting()),
        dismissal_points: bell.points.clone(),
        rooms,
        equipment: activities::equipment(site, &offers),
        activities: activities::activities(site, &bell, &classes, &offers),
        periods: bell.periods,
        groups: classes.into_iter().map(|class| class.group).collect(),
        students,
        staff,
        budget: Some(budget(site)),
        ..School::default()
    }
}

fn budget(site: &Site) -> Budget {
    let money = &site.setup.profile.money;
    Budget {
        fee_per_student_fen: money.fee_per_student_fen,
        waivers: money.waivers.clone(),
        subsidy_fen: site.pupils * money.subsidy_per_student_fen,
    }
}
