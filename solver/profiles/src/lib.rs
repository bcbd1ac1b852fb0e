//! Policy profiles and the data sets that ship with them: [`tiny`], a school known by heart, and
//! generated sets of a real place's size, deterministic by seed.

pub mod census;
mod dice;
mod gucheng;
mod tiny;

use kehou_domain::draft::Bureau;
use kehou_domain::fault::Text;
use thiserror::Error;

pub use tiny::tiny;

/// A policy profile: a rule set with parameters and a data set of the place's size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Name, as in `kehou generate NAME`.
    pub name: &'static str,
    /// Title in Chinese.
    pub title_zh: &'static str,
    /// Title in English.
    pub title_en: &'static str,
    /// One line about it, in Chinese.
    pub about_zh: &'static str,
    /// One line about it, in English.
    pub about_en: &'static str,
}

/// All profiles.
pub const PROFILES: [Profile; 2] = [
    Profile {
        name: "tiny",
        title_zh: "微型示例学校",
        title_en: "Tiny example school",
        about_zh: "一所九名学生的学校，用来学习和核对规则",
        about_en: "one school of nine pupils, to learn the rules and check them by hand",
    },
    Profile {
        name: "gucheng",
        title_zh: "谷城县",
        title_en: "Gucheng county",
        about_zh: "“1+T+X”模式：35所学校、25357名学生，每天到18:00",
        about_en: "the 1+T+X model: 35 schools, 25,357 pupils, every day until 18:00",
    },
];

/// The profile of that name.
pub fn profile(name: &str) -> Option<&'static Profile> {
    PROFILES.iter().find(|profile| profile.name == name)
}

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

/// Why a data set cannot be generated.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ProfileError {
    /// No profile of that name.
    #[error("there is no profile `{0}`; choose tiny or gucheng")]
    UnknownProfile(String),
    /// The profile has one size only.
    #[error("profile `{0}` has a fixed size; leave out --schools and --pupils")]
    FixedSize(String),
    /// Too few or too many schools.
    #[error("{0} schools is not between 1 and {MOST_SCHOOLS}")]
    Schools(usize),
    /// Too few or too many pupils for the number of schools.
    #[error("{pupils} pupils for {schools} schools is not between {least} and {most}")]
    Pupils {
        /// Schools asked for.
        schools: usize,
        /// Pupils asked for.
        pupils: usize,
        /// Fewest possible.
        least: usize,
        /// Most possible.
        most: usize,
    },
    /// Tightness out of range.
    #[error("tightness {0} is not between 0.3 and 3")]
    Tightness(f64),
}

impl ProfileError {
    /// What is wrong and what to do.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::UnknownProfile(name) => {
                format!("没有名为“{name}”的政策方案；可用：tiny、gucheng")
            }
            Self::FixedSize(name) => {
                format!("政策方案 {name} 大小固定；请去掉 --schools 和 --pupils")
            }
            Self::Schools(schools) => format!("学校数 {schools} 不在 1 到 {MOST_SCHOOLS} 之间"),
            Self::Pupils { schools, pupils, least, most } => {
                format!("{schools} 所学校的学生数 {pupils} 不在 {least} 到 {most} 之间")
            }
            Self::Tightness(tightness) => format!("松紧度 {tightness} 不在 0.3 到 3 之间"),
        };
        Text::new(zh, self.to_string())
    }
}

/// Most schools of a data set.
pub const MOST_SCHOOLS: usize = 2_000;
/// Fewest and most pupils per school, on average.
const PUPILS_PER_SCHOOL: (usize, usize) = (60, 4_000);

/// Generates the data set of a profile.
pub fn generate(profile: &str, options: &Options) -> Result<Bureau, ProfileError> {
    if !(0.3..=3.0).contains(&options.tightness) {
        return Err(ProfileError::Tightness(options.tightness));
    }
    match profile {
        "tiny" if options.schools.or(options.pupils).is_some() => {
            Err(ProfileError::FixedSize(profile.into()))
        }
        "tiny" => Ok(tiny()),
        "gucheng" => {
            let schools = checked_schools(options.schools.unwrap_or(gucheng::SCHOOLS))?;
            let pupils = options.pupils.map(|n| checked_pupils(schools, n)).transpose()?;
            let supply = (options.tightness * 1000.0).round() as i64;
            Ok(gucheng::generate(schools, pupils, supply, options.seed))
        }
        other => Err(ProfileError::UnknownProfile(other.into())),
    }
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
