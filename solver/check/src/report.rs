//! What a check says: violations, points per rule and school, items that fall short.

use kehou_domain::draft::{SlotRef, StaffRank};
use kehou_domain::fault::Text;
use kehou_domain::plan::DutyAssignment;
use kehou_domain::rule::Rule;

/// A hard rule broken, or a reference of the plan that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// Id of the school; empty: about the bureau's plan as a whole.
    pub school: String,
    /// Who, where and with which value.
    pub what: Text,
}

/// One item of an elastic rule that falls short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The rule.
    pub rule: Rule,
    /// Id of the school.
    pub school: String,
    /// Its points, above 0.
    pub points: i64,
    /// Who, where and with which value.
    pub what: Text,
    /// The same as data.
    pub lack: Lack,
}

/// What falls short, as data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lack {
    /// When; none: no single slot. Period 0: the whole weekday.
    pub at: Option<SlotRef>,
    /// Pupil reference, or id of the section; empty: neither.
    pub subject: String,
    /// The other pupil, where it is about two.
    pub other: String,
    /// Heads, sessions, pupils or hundreds of yuan missing; 1 where one thing is.
    pub count: i64,
    /// For duties: one nobody has, without a person.
    pub duty: Option<DutyAssignment>,
    /// For leaders on duty: least rank of post.
    pub rank: Option<StaffRank>,
    /// A session that has no lead, where it may lack one.
    pub is_lead: bool,
}

impl Lack {
    /// One lack of somebody or something in a slot.
    pub fn at(slot: SlotRef, subject: &str) -> Self {
        Self { at: Some(slot), subject: subject.to_owned(), count: 1, ..Self::default() }
    }
}

/// A lack with its words.
pub struct Said(pub Text, pub Lack);

/// Words alone: about nothing that has a place of its own.
impl From<Text> for Said {
    fn from(what: Text) -> Self {
        Self(what, Lack { count: 1, ..Lack::default() })
    }
}

/// The points of one school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolReport {
    /// Id of the school.
    pub school: String,
    /// Points per elastic and quality rule that is on, in catalogue order.
    pub points: Vec<(Rule, i64)>,
    /// Sum over the elastic rules.
    pub shortfall: i64,
    /// Sum over the quality rules.
    pub quality: i64,
}

/// What the check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Every violation, by rule in catalogue order.
    pub violations: Vec<Violation>,
    /// Points per elastic and quality rule that is on at any school, in catalogue order.
    pub points: Vec<(Rule, i64)>,
    /// Sum over the elastic rules, all schools.
    pub shortfall: i64,
    /// Sum over the quality rules, all schools.
    pub quality: i64,
    /// Per school, in the order of the input.
    pub schools: Vec<SchoolReport>,
}

impl CheckReport {
    /// Whether the plan is legal.
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }
    /// Points of a rule, all schools; 0 when it is off.
    pub fn points_of(&self, rule: Rule) -> i64 {
        self.points.iter().find(|entry| entry.0 == rule).map_or(0, |entry| entry.1)
    }
    /// Violations at one school.
    pub fn violations_at<'a>(&'a self, school: &'a str) -> impl Iterator<Item = &'a Violation> {
        self.violations.iter().filter(move |violation| violation.school == school)
    }
}

impl SchoolReport {
    /// Points of a rule; 0 when it is off.
    pub fn points_of(&self, rule: Rule) -> i64 {
        self.points.iter().find(|entry| entry.0 == rule).map_or(0, |entry| entry.1)
    }
}
