//! What a school is before it is filled: its row of the roster, its id and its size.

use super::roster::{ROSTER, Role};
use crate::dice::{Dice, apportion};
use kehou_domain::draft::{SchoolKind, Setting};

/// One school to generate.
#[derive(Clone, Debug)]
pub struct Site {
    /// Position in the bureau.
    pub index: usize,
    /// Id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Kind.
    pub kind: SchoolKind,
    /// Place in the county.
    pub role: Role,
    /// Taking-part pupils.
    pub pupils: i64,
    /// Pupils on the roll.
    pub roll: i64,
    /// Newly trained teachers: sport, arts, other.
    pub trained: [usize; 3],
    /// Outside specialists whose first school this is.
    pub specialists: usize,
    /// Where it lies, in tenths of a kilometre east and north of the county town.
    pub place: (i64, i64),
    /// Supply in permille of the default: staff, sections.
    pub supply: i64,
    /// Seed of the data set.
    pub seed: u64,
}

/// The sites of a data set: the roster repeated as often as needed; `pupils` in all, or as the
/// roster says.
pub fn sites(schools: usize, pupils: Option<i64>, supply: i64, seed: u64) -> Vec<Site> {
    let nominal: Vec<i64> = (0..schools).map(|i| ROSTER[i % ROSTER.len()].pupils).collect();
    let sizes = pupils.map_or(nominal.clone(), |total| apportion(total, &nominal));
    let site = |(index, pupils)| site(index, pupils, supply, seed);
    sizes.into_iter().enumerate().map(site).collect()
}

fn site(index: usize, pupils: i64, supply: i64, seed: u64) -> Site {
    let entry = &ROSTER[index % ROSTER.len()];
    let round = index / ROSTER.len();
    let mut dice = Dice::new(seed, index, "place");
    let far = if entry.role == Role::Town { 30 } else { 350 };
    Site {
        index,
        id: format!("gc-{:02}", index + 1),
        name: if round == 0 {
            entry.name.into()
        } else {
            format!("{}（{}）", entry.name, round + 1)
        },
        kind: entry.kind,
        role: entry.role,
        pupils,
        roll: (pupils * 1000 + 434) / 869,
        trained: entry.trained,
        specialists: entry.specialists,
        place: (dice.below(2 * far) - far, dice.below(2 * far) - far),
        supply,
        seed,
    }
}

impl Site {
    /// The stream of one part of this school.
    pub fn dice(&self, part: &str) -> Dice {
        Dice::new(self.seed, self.index, part)
    }

    /// Town or township.
    pub fn setting(&self) -> Setting {
        if self.role == Role::Town { Setting::Town } else { Setting::Township }
    }

    /// Minutes door to door to another school.
    pub fn minutes_to(&self, other: &Self) -> i64 {
        let (east, north) = (self.place.0 - other.place.0, self.place.1 - other.place.1);
        // 30 km/h on roads a quarter longer than the straight line, and five minutes to park.
        5 + (east * east + north * north).isqrt() / 4
    }
}
