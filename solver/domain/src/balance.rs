//! What a bureau wants to know about staff and loans beside a plan: what each loan brings, who is
//! short of which skill, town against country, and what a further or a trained teacher is worth.
//!
//! Counts of pupils from 1 to 4 could point at a child; here they are `None`.

use crate::draft::{Category, Setting};

/// Counts below this, zero aside, are not told.
const SMALLEST: i64 = 5;

/// A count of pupils or of their sessions, unless it is small enough to point at a child.
pub fn told(count: i64) -> Option<i64> {
    (!(1..SMALLEST).contains(&count)).then_some(count)
}

/// Part of a whole, unless it or the rest is small enough to point at a child.
pub fn told_part(part: i64, whole: i64) -> Option<i64> {
    told(part).filter(|_| told(whole - part).is_some())
}

/// All a bureau wants to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Teachers lent, in the order of their ids.
    pub loans: Vec<LoanWorth>,
    /// Schools and skills, in the order of the input, then of the skills.
    pub skills: Vec<SkillBalance>,
    /// Town, then country, then schools of which neither is said; those that there are.
    pub settings: Vec<(Option<Setting>, Figures)>,
    /// Schools in the order of the input.
    pub schools: Vec<SchoolStanding>,
    /// Where one more teacher would help: those measured first, largest gain first; then the
    /// others, largest unmet demand first.
    pub candidates: Vec<Candidate>,
    /// Whom to train.
    pub training: Training,
}

/// Points of both levels, as the independent check counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points {
    /// Level 1.
    pub shortfall: i64,
    /// Level 2.
    pub quality: i64,
}

/// Points of two plans that passed the check, found by the same work from the same plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// Without what is judged.
    pub without: Points,
    /// With it.
    pub with: Points,
}

impl Worth {
    /// Points saved; the levels in their order.
    pub const fn gain(&self) -> Points {
        Points {
            shortfall: self.without.shortfall - self.with.shortfall,
            quality: self.without.quality - self.with.quality,
        }
    }
    /// Whether anything is saved: shortfall, or quality at the same shortfall.
    pub fn is_gain(&self) -> bool {
        self.with < self.without
    }
}

/// A lent teacher.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoanWorth {
    /// Staff id.
    pub staff: String,
    /// Home school.
    pub home: String,
    /// Schools served, with the weekday.
    pub stays: Vec<(String, i32)>,
    /// What the loans bring to each school concerned, home school last; none: no plan that passes
    /// the check was found without them, or not in time.
    pub worth: Option<Vec<(String, Worth)>>,
}

/// A kind of skill, as bureaus count training places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkillGroup {
    /// 体育
    Sport,
    /// 艺术
    Arts,
    /// 其他
    Other,
}

impl SkillGroup {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sport, Self::Arts, Self::Other];

    /// The group of an activity's category.
    pub const fn of(category: Option<Category>) -> Self {
        match category {
            Some(Category::Sport) => Self::Sport,
            Some(Category::Arts) => Self::Arts,
            _ => Self::Other,
        }
    }
}

/// Demand and supply of a skill at a school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillBalance {
    /// Id of the school.
    pub school: String,
    /// The skill; empty: activities that need none, and posts.
    pub skill: String,
    /// Its group.
    pub group: SkillGroup,
    /// Wanted sessions not granted. Each counts for the best listed activity that the pupil has
    /// not and could come to.
    pub missing: Option<i64>,
    /// Sessions without a lead, assistants and duty heads missing; counted where the skill is
    /// empty.
    pub posts: i64,
    /// Periods a week that people with the skill could still work, within all caps.
    pub free: i64,
    /// Weekday by weekday.
    pub days: Vec<DayBalance>,
}

/// Demand and supply on a weekday. A missing session counts on every weekday on which it could be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayBalance {
    /// Weekday 1-7.
    pub weekday: i32,
    /// Wanted sessions not granted that could be on that weekday.
    pub missing: Option<i64>,
    /// Periods that people with the skill could still work that day.
    pub free: i64,
}

/// What pupils of some schools get.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Schools.
    pub schools: i64,
    /// Taking-part pupils.
    pub students: i64,
    /// Sessions wanted.
    pub wanted: i64,
    /// Of those, granted.
    pub granted: Option<i64>,
    /// Pupils with at least one wanted session.
    pub wishing: i64,
    /// Of those, with a first choice.
    pub first: Option<i64>,
    /// Of those, with nothing granted.
    pub nothing: Option<i64>,
    /// Points of both levels.
    pub points: Points,
}

/// A school among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolStanding {
    /// Id of the school.
    pub school: String,
    /// Town or country.
    pub setting: Option<Setting>,
    /// What its pupils get.
    pub figures: Figures,
    /// In the last tenth of the schools: most shortfall a pupil, then fewest wanted sessions
    /// granted. A begun tenth counts; one school alone is not in it.
    pub is_last: bool,
}

/// A place for one more teacher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Id of the school.
    pub school: String,
    /// Skill the teacher has.
    pub skill: String,
    /// Wanted sessions not granted.
    pub missing: Option<i64>,
    /// Posts not filled.
    pub posts: i64,
    /// Points of the bureau; none: not measured.
    pub worth: Option<Worth>,
}

/// Advice on training.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Training {
    /// Places by group, and how many of them the advice uses.
    pub places: Vec<(SkillGroup, i64, i64)>,
    /// Whom to train in what, largest gain first.
    pub advice: Vec<Trainee>,
    /// The bureau with all of them trained, in one plan that passed the check; none: no advice.
    pub together: Option<Worth>,
}

/// A teacher to train.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trainee {
    /// Staff id.
    pub staff: String,
    /// Home school.
    pub school: String,
    /// Skill to learn.
    pub skill: String,
    /// Level needed.
    pub level: i32,
    /// Its group.
    pub group: SkillGroup,
    /// Points of the bureau with this teacher alone trained.
    pub worth: Worth,
}

#[cfg(test)]
mod tests {
    use super::{Points, Worth, told, told_part};

    #[test]
    fn small_counts_are_not_told() {
        assert_eq!([0, 1, 4, 5].map(told), [Some(0), None, None, Some(5)]);
        assert_eq!(
            [0, 3, 5, 7, 10].map(|part| told_part(part, 10)),
            [Some(0), None, Some(5), None, Some(10)]
        );
    }

    #[test]
    fn shortfall_comes_before_quality() {
        let points = |shortfall, quality| Points { shortfall, quality };
        let worth = Worth { without: points(10, 5), with: points(0, 50) };
        assert_eq!(worth.gain(), points(10, -45));
        assert!(worth.is_gain());
        assert!(!Worth { without: points(0, 5), with: points(0, 5) }.is_gain());
    }
}
