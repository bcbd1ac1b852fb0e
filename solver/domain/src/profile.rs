//! A policy profile: what the documents of a place ask of after-school service, the rules and
//! parameters that answer, and what the place's schools are like. A bureau can copy one into a
//! file and edit it; data sets are generated from it.
//!
//! Field for field the messages of `profile.proto`. Numbers are signed so that wrong values
//! survive reading and are reported.

use crate::draft::{Category, Component, Priority, SchoolKind, Segment, StaffKind, Term, Waiver};
use crate::fault::Text;
use crate::policy::Policy;
use crate::rule::Rule;

/// A policy profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Name, as in `kehou generate NAME`; also the id of the bureau.
    pub name: String,
    /// The place.
    pub title: Text,
    /// One line about its service.
    pub about: Text,
    /// The public document it follows.
    pub document: Text,
    /// What the document asks for, rule by rule.
    pub demands: Vec<Demand>,
    /// Rule switches, weights and parameters.
    pub policy: Policy,
    /// Terms with their bell tables; the first unless another is asked for.
    pub seasons: Vec<Season>,
    /// Fees and pay.
    pub money: Money,
    /// Schools, pupils and staff.
    pub place: Place,
    /// Courses that schools draw their menus from, common ones first.
    pub menu: Vec<MenuItem>,
}

/// A demand of the document and the rule that answers it.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// The rule.
    pub rule: Option<Rule>,
    /// What is asked for.
    pub says: Text,
}

/// A term with its bell tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    /// Name, as in `--season NAME`.
    pub id: String,
    /// Name for users.
    pub title: Text,
    /// The term.
    pub term: Term,
    /// Bell tables. The first one also tells when teachers have meetings and outsiders come.
    pub bells: Vec<BellTable>,
}

/// The rows of some weekdays at some schools.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BellTable {
    /// Kinds of school; empty: all others.
    pub kinds: Vec<SchoolKind>,
    /// Weekdays 1-7.
    pub weekdays: Vec<i32>,
    /// The rows in time order; the first has index 1.
    pub rows: Vec<BellRow>,
}

/// One period of a bell table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BellRow {
    /// What it is for.
    pub segment: Option<Segment>,
    /// Start, minutes after midnight.
    pub start_minute: i32,
    /// End, minutes after midnight.
    pub end_minute: i32,
    /// Percent of pupils who usually leave at its end; 0: nobody may.
    pub leave_percent: i32,
    /// Pupils a school must have for anybody to leave then; their share else goes half to the
    /// point before and half to the one after.
    pub leave_from_pupils: i32,
    /// Percent of pupils who usually come only for this row and later ones; 0: nobody. All others
    /// come for the first row.
    pub come_percent: i32,
}

/// Fees and pay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Money {
    /// Fee per pupil and term, fen.
    pub fee_per_student_fen: i64,
    /// Reductions.
    pub waivers: Vec<Waiver>,
    /// Subsidy per pupil and term to the school, fen.
    pub subsidy_per_student_fen: i64,
    /// Subsidy of the bureau, fen.
    pub bureau_subsidy_fen: i64,
    /// Pay of a teacher per period, yuan, least and most, in steps of five.
    pub teacher_pay_yuan: (i32, i32),
    /// Pay of an outsider per period, yuan, least and most, in steps of five.
    pub outsider_pay_yuan: (i32, i32),
}

/// Schools, pupils and staff of a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Name of the bureau.
    pub bureau: String,
    /// Ids of schools begin with it.
    pub prefix: String,
    /// Counties or townships, in turn before the names of schools and where these lie together;
    /// empty: the roster's names stand alone.
    pub districts: Vec<String>,
    /// The roster, repeated as often as needed.
    pub schools: Vec<SchoolRow>,
    /// Number of schools unless asked otherwise.
    pub school_count: i32,
    /// Pupils who take part over all schools; unset: as the roster says.
    pub student_count: Option<i32>,
    /// Pupils who take part in permille of those on the roll.
    pub take_part_permille: i32,
    /// Pupils on the roll per teacher.
    pub roll_per_teacher: i32,
    /// Percent of teachers who are there.
    pub present_percent: i32,
    /// Most after-school periods a week of a teacher.
    pub most_weekly_periods: i32,
    /// Most after-school periods a day of a teacher; unset: 2 or 3.
    pub daily_periods: Option<i32>,
    /// Base service beside courses is by class instead of merged.
    pub base_by_class: bool,
    /// Shares of priority groups.
    pub priorities: Vec<PriorityShare>,
    /// Kinds of outsiders, common ones more than once; empty: none come.
    pub outsiders: Vec<StaffKind>,
    /// Outside venues shared by town schools.
    pub venues: Vec<VenueRow>,
    /// Only schools so near have travel times; unset: all.
    pub travel_within_minutes: Option<i32>,
    /// Teachers and outsiders stay within their district: no travel times beyond it.
    pub staff_by_district: bool,
}

/// Where a school lies and how it fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SchoolRole {
    /// 城区学校
    Town,
    /// 乡镇中心学校
    Centre,
    /// Other township school.
    Village,
    /// Other township school with fewer teachers than classes in some homework periods.
    Short,
}

/// One row of the roster.
#[derive(Clone, Debug, PartialEq)]
pub struct SchoolRow {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Option<SchoolKind>,
    /// Role.
    pub role: Option<SchoolRole>,
    /// Taking-part pupils, or in proportion to them.
    pub students: i32,
    /// Newly trained teachers of sport.
    pub trained_sport: i32,
    /// Newly trained teachers of arts.
    pub trained_arts: i32,
    /// Newly trained teachers of other skills.
    pub trained_other: i32,
    /// Outsiders whose first school it is.
    pub outsiders: i32,
}

/// Share of a priority group among pupils.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriorityShare {
    /// The group.
    pub priority: Option<Priority>,
    /// Percent in town schools.
    pub town_percent: i32,
    /// Percent in township schools.
    pub township_percent: i32,
}

/// An outside venue shared by some town schools.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VenueRow {
    /// Id.
    pub id: String,
    /// Kind of room.
    pub kind: String,
    /// Pupils it holds.
    pub capacity: i32,
    /// Unusable in wet weather.
    pub outdoor: bool,
    /// How many town schools of the roster are passed over before the first that shares it.
    pub skip: i32,
    /// Most schools that share it.
    pub schools: i32,
    /// The first school's menu may have courses that need it.
    pub in_menu: bool,
}

/// A course of the menu.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MenuItem {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Training or extension.
    pub component: Option<Component>,
    /// Category.
    pub category: Option<Category>,
    /// Grades 1-9.
    pub grades: Vec<i32>,
    /// Skill of the lead; empty: none.
    pub skill: String,
    /// Level of that skill, 1-3.
    pub level: i32,
    /// Kind of room.
    pub room: String,
    /// Fewest pupils of a section, before a school adapts it.
    pub min_size: i32,
    /// Most pupils of a section, before a school adapts it.
    pub max_size: i32,
    /// Sessions a week.
    pub sessions: i32,
    /// Periods a session.
    pub periods: i32,
    /// Weekdays it may meet on; empty: any.
    pub weekdays: Vec<i32>,
    /// Two sessions, on Monday and Wednesday or on Tuesday and Thursday.
    pub paired: bool,
    /// Equipment pool; empty: none.
    pub tool: String,
    /// Pieces a session uses.
    pub pieces: i32,
    /// Material fee, yuan.
    pub fee_yuan: i64,
    /// Local speciality: each is on the menu of some school of the place.
    pub local: bool,
}
