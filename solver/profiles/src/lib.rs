//! Policy profiles and the data sets that ship with them: [`tiny`], a school known by heart, and
//! sets of ten places, generated school by school from their [`profiles`], deterministic by
//! seed.

pub mod census;
mod dice;
mod error;
mod faults;
mod neighbours;
mod place;
mod places;
mod tiny;

use kehou_domain::draft::Bureau;
use kehou_domain::policy::{LeaderDemand, Policy, RuleSetting, SWITCHABLE, SupervisorArea};
use kehou_domain::profile::{Profile, Season};

pub use error::ProfileError;
pub use faults::faults;
pub use neighbours::{neighbours, newly_trained};
pub use place::DataSet;
pub use places::{NAMES, profile, profiles};
pub use tiny::tiny;

/// What to generate. The default is the place's real size at ordinary tightness.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Number of schools; unset: as many as the place has.
    pub schools: Option<usize>,
    /// Pupils over all schools; unset: as many as those schools have.
    pub pupils: Option<usize>,
    /// Scales supply (staff, seats of sections); below 1 is scarcer. 0.3 to 3.
    pub tightness: f64,
    /// Seed; the same seed gives the same data set.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { schools: None, pupils: None, tightness: 1.0, seed: 1 }
    }
}

/// Most schools of a data set.
pub const MOST_SCHOOLS: usize = 2_000;
/// Fewest and most pupils per school, on average.
const PUPILS_PER_SCHOOL: (usize, usize) = (60, 4_000);

/// Generates the data set of a profile that ships with the program, all at once.
pub fn generate(name: &str, options: &Options) -> Result<Bureau, ProfileError> {
    if name == "tiny" {
        return fixed(name, options);
    }
    let profile = profile(name).ok_or_else(|| ProfileError::UnknownProfile(name.into()))?;
    Ok(data_set(&profile, &profile.policy, &profile.seasons[0], options)?.whole())
}

/// The data set `tiny`, which has one size.
fn fixed(name: &str, options: &Options) -> Result<Bureau, ProfileError> {
    checked_tightness(options.tightness)?;
    if options.schools.or(options.pupils).is_some() {
        return Err(ProfileError::FixedSize(name.into()));
    }
    Ok(tiny())
}

/// The data set of a profile without [`faults`], to be generated school by school, under a policy
/// and for a season of it.
pub fn data_set<'a>(
    profile: &'a Profile,
    policy: &'a Policy,
    season: &'a Season,
    options: &Options,
) -> Result<DataSet<'a>, ProfileError> {
    checked_tightness(options.tightness)?;
    let schools = options.schools.unwrap_or(profile.place.school_count as usize);
    let schools = checked_schools(schools)?;
    let pupils = options.pupils.map(|n| checked_pupils(schools, n)).transpose()?;
    let supply = (options.tightness * 1000.0).round() as i64;
    Ok(DataSet::new((profile, policy, season), (schools, pupils), supply, options.seed))
}

/// The season of that name; the first when none is asked for.
pub fn season<'a>(profile: &'a Profile, asked: Option<&str>) -> Result<&'a Season, ProfileError> {
    let known = || profile.seasons.iter().map(|season| season.id.clone()).collect();
    let found = match asked {
        None => profile.seasons.first(),
        Some(id) => profile.seasons.iter().find(|season| season.id == id),
    };
    found.ok_or_else(|| ProfileError::Season(asked.unwrap_or_default().into(), known()))
}

/// The policy with every rule on that can be switched. Where it names no heads, one guard a gate,
/// one middle manager, one supervisor a floor and one patrol are asked for.
pub fn with_all_rules(policy: &Policy) -> Policy {
    let weight = |rule| policy.rules.iter().find(|set| set.rule == Some(rule))?.weight;
    let on = |rule| RuleSetting { rule: Some(rule), enabled: Some(true), weight: weight(rule) };
    let leader =
        LeaderDemand { rank: Some(kehou_domain::draft::StaffRank::MiddleManager), heads: 1 };
    let leaders = if policy.leaders.is_empty() { vec![leader] } else { policy.leaders.clone() };
    Policy {
        rules: SWITCHABLE.map(on).to_vec(),
        patrol_heads: policy.patrol_heads.or(Some(1)),
        gate_guard_heads: policy.gate_guard_heads.or(Some(1)),
        supervisor_heads: policy.supervisor_heads.or(Some(1)),
        supervisor_area: policy.supervisor_area.or(Some(SupervisorArea::Floor)),
        leaders,
        ..policy.clone()
    }
}

fn checked_tightness(tightness: f64) -> Result<(), ProfileError> {
    if (0.3..=3.0).contains(&tightness) { Ok(()) } else { Err(ProfileError::Tightness(tightness)) }
}

fn checked_schools(schools: usize) -> Result<usize, ProfileError> {
    if (1..=MOST_SCHOOLS).contains(&schools) {
        Ok(schools)
    } else {
        Err(ProfileError::Schools(schools))
    }
}

fn checked_pupils(schools: usize, pupils: usize) -> Result<i64, ProfileError> {
    let (least, most) = (schools * PUPILS_PER_SCHOOL.0, schools * PUPILS_PER_SCHOOL.1);
    if (least..=most).contains(&pupils) {
        Ok(pupils as i64)
    } else {
        Err(ProfileError::Pupils { schools, pupils, least, most })
    }
}
