//! What a school is before it is filled: its row of the roster, its id, its size, its bell table.

use super::bell::{Bell, Hours};
use crate::dice::{Dice, apportion};
use kehou_domain::draft::{SchoolKind, Setting};
use kehou_domain::policy::{Policy, Rules};
use kehou_domain::profile::{Profile, SchoolRole, SchoolRow, Season};

/// What all schools of a data set share.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The profile.
    pub profile: &'a Profile,
    /// The policy in force.
    pub policy: &'a Policy,
    /// The season.
    pub season: &'a Season,
    /// Supply in permille of the default: staff, sections.
    pub supply: i64,
    /// Seed of the data set.
    pub seed: u64,
}

/// One school to generate.
#[derive(Clone, Debug)]
pub struct Site<'a> {
    /// What all schools share.
    pub setup: Setup<'a>,
    /// Row of the roster.
    pub row: &'a SchoolRow,
    /// Position in the bureau.
    pub index: usize,
    /// Id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Kind.
    pub kind: SchoolKind,
    /// Place in the county.
    pub role: SchoolRole,
    /// Position of its district; 0 where there are none.
    pub district: usize,
    /// Taking-part pupils.
    pub pupils: i64,
    /// Pupils on the roll.
    pub roll: i64,
    /// Where it lies, in tenths of a kilometre east and north of the main town.
    pub place: (i64, i64),
}

/// The sites of a data set: the roster repeated as often as needed; `pupils` in all, or as the
/// place has.
pub fn sites(setup: Setup<'_>, schools: usize, pupils: Option<i64>) -> Vec<Site<'_>> {
    sizes(setup.profile, schools, pupils)
        .into_iter()
        .enumerate()
        .map(|(index, pupils)| site(setup, index, pupils))
        .collect()
}

fn sizes(profile: &Profile, schools: usize, pupils: Option<i64>) -> Vec<i64> {
    let roster = &profile.place.schools;
    let nominal = |schools: usize| -> Vec<i64> {
        (0..schools).map(|i| i64::from(roster[i % roster.len()].students)).collect()
    };
    let usual = profile.place.school_count as usize;
    match (pupils, profile.place.student_count) {
        (Some(total), _) => apportion(total, &nominal(schools)),
        (None, None) => nominal(schools),
        (None, Some(total)) if schools <= usual => {
            let mut sizes = apportion(total.into(), &nominal(usual));
            sizes.truncate(schools);
            sizes
        }
        (None, Some(total)) => {
            let total = i64::from(total) * schools as i64 / usual.max(1) as i64;
            apportion(total, &nominal(schools))
        }
    }
}

fn site(setup: Setup<'_>, index: usize, pupils: i64) -> Site<'_> {
    let place = &setup.profile.place;
    let row = &place.schools[index % place.schools.len()];
    let round = index / place.schools.len();
    let role = row.role.unwrap_or(SchoolRole::Village);
    let mut dice = Dice::new(setup.seed, index, "place");
    let far = if role == SchoolRole::Town { 30 } else { 350 };
    let (east, north) = (dice.below(2 * far) - far, dice.below(2 * far) - far);
    let (district, town) = district(setup, round);
    let districts = place.districts.len().max(1);
    let width = place.school_count.to_string().len().max(2);
    let taking_part = i64::from(place.take_part_permille.max(1));
    Site {
        setup,
        row,
        index,
        id: format!("{}-{:0width$}", place.prefix, index + 1),
        name: name(&district, &row.name, round / districts),
        kind: row.kind.unwrap_or(SchoolKind::Primary),
        role,
        district: round % districts,
        pupils,
        roll: (pupils * 1000 + taking_part / 2) / taking_part,
        place: (town.0 + east, town.1 + north),
    }
}

fn name(district: &str, row: &str, again: usize) -> String {
    match again {
        0 => format!("{district}{row}"),
        _ => format!("{district}{row}（{}）", again + 1),
    }
}

/// Name of the district of a round of the roster, and where its town lies.
fn district(setup: Setup<'_>, round: usize) -> (String, (i64, i64)) {
    let districts = &setup.profile.place.districts;
    if districts.is_empty() {
        return (String::new(), (0, 0));
    }
    let at = round % districts.len();
    let mut dice = Dice::new(setup.seed, at, "district");
    let town = if at == 0 { (0, 0) } else { (dice.below(900) - 450, dice.below(900) - 450) };
    (districts[at].clone(), town)
}

impl Site<'_> {
    /// The stream of one part of this school.
    pub fn dice(&self, part: &str) -> Dice {
        Dice::new(self.setup.seed, self.index, part)
    }

    /// Its bell table.
    pub fn bell(&self) -> Bell {
        Bell::new(self.setup.season, self.kind, self.pupils)
    }

    /// When meetings are and outsiders come.
    pub fn hours(&self) -> Hours {
        Hours::new(self.setup.season)
    }

    /// The rules in force.
    pub fn rules(&self) -> Rules {
        Rules::resolve(self.setup.policy, &Policy::default())
    }

    /// Town or township.
    pub fn setting(&self) -> Setting {
        if self.role == SchoolRole::Town { Setting::Town } else { Setting::Township }
    }

    /// Whether people may work at both schools.
    pub fn shares_people(&self, other: &Self) -> bool {
        !self.setup.profile.place.staff_by_district || self.district == other.district
    }

    /// Minutes door to door to another school.
    pub fn minutes_to(&self, other: &Self) -> i64 {
        let (east, north) = (self.place.0 - other.place.0, self.place.1 - other.place.1);
        // 30 km/h on roads a quarter longer than the straight line, and five minutes to park.
        5 + (east * east + north * north).isqrt() / 4
    }
}
