//! What is handed in, as plain public data, before anything is believed.
//!
//! Field for field the messages of `proto/kehou/v1`. Numbers are signed and enums optional so
//! that wrong values survive reading and are reported by [`crate::validate`] with their place.
//! Ids are opaque strings of 1 to 64 characters. Weekdays are 1 (Monday) to 7 (Sunday). Times of
//! day are minutes after local midnight. Money is in fen.

use crate::policy::Policy;

/// A county, district or city bureau with all it plans for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bureau {
    /// Id of the bureau.
    pub id: String,
    /// Display name of the bureau (an institution, never a person). May be empty.
    pub name: String,
    /// The term the plan is for.
    pub term: Option<Term>,
    /// Bureau-wide policy; schools override it field by field.
    pub policy: Policy,
    /// Staff with no home school: outside specialists and volunteers shared by schools.
    pub shared_staff: Vec<Staff>,
    /// Outside venues shared by schools.
    pub venues: Vec<Room>,
    /// Travel times between campuses; missing pairs mean "too far to lend".
    pub travel: Vec<Travel>,
    /// Pairs 结对: the lender supports the borrower.
    pub pairs: Vec<Pair>,
    /// What the bureau allows schools to lend.
    pub loan_policy: Option<LoanPolicy>,
    /// Money of the bureau for loans and outsiders, beside the schools' own budgets.
    pub budget: Option<Budget>,
    /// The schools.
    pub schools: Vec<School>,
}

/// First and last day of service and the days that differ from the typical week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Term {
    /// First day, `YYYY-MM-DD`.
    pub first_day: String,
    /// Last day, `YYYY-MM-DD`, not before the first.
    pub last_day: String,
    /// Weekdays on which service runs; empty means Monday to Friday.
    pub serving_weekdays: Vec<i32>,
    /// Days without service, `YYYY-MM-DD`.
    pub holidays: Vec<String>,
    /// Swapped days 调休: service on `date` follows the timetable of `follows_weekday`.
    pub make_up_days: Vec<MakeUpDay>,
    /// Teaching weeks for fees and pay; unset: counted from the dates, rounded up.
    pub weeks: Option<i32>,
}

/// A working day that follows another weekday's timetable.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MakeUpDay {
    /// The date, `YYYY-MM-DD`.
    pub date: String,
    /// Weekday whose timetable applies, 1-7.
    pub follows_weekday: i32,
}

/// Travel time between two campuses, the same both ways.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Travel {
    /// A school id.
    pub from: String,
    /// Another school id.
    pub to: String,
    /// Minutes door to door, at least 0.
    pub minutes: i32,
}

/// A pairing 结对 of two schools.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    /// School that lends.
    pub lender: String,
    /// School that is supported.
    pub borrower: String,
}

/// Bureau-wide limits on lending.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoanPolicy {
    /// Largest share of its own willing staff a school may have lent on one weekday, percent
    /// 0-100; unset 20.
    pub max_share_percent: Option<i32>,
    /// Only paired schools may lend to each other.
    pub pairs_only: bool,
}

/// Money of a school or bureau for one term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Budget {
    /// Fee per taking-part pupil and term, fen.
    pub fee_per_student_fen: i64,
    /// Reductions by priority group; the largest that applies counts once.
    pub waivers: Vec<Waiver>,
    /// Subsidy for the term, fen.
    pub subsidy_fen: i64,
}

/// A fee reduction for a priority group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waiver {
    /// Who gets it.
    pub priority: Option<Priority>,
    /// Percent of the fee waived, 0-100.
    pub percent: i32,
}

/// One campus: the tenant that owns its pupils, rooms and bell times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct School {
    /// Id of the school.
    pub id: String,
    /// Display name (an institution, never a person). May be empty.
    pub name: String,
    /// Kind of school.
    pub kind: Option<SchoolKind>,
    /// Town or township, for equity figures.
    pub setting: Option<Setting>,
    /// The service bell table: one entry per weekday and period, at most 64 in all.
    pub periods: Vec<Period>,
    /// Points at which pupils may leave.
    pub dismissal_points: Vec<DismissalPoint>,
    /// Rooms and grounds of the campus.
    pub rooms: Vec<Room>,
    /// Administrative classes 行政班.
    pub groups: Vec<Group>,
    /// Equipment pools.
    pub equipment: Vec<Equipment>,
    /// The menu 菜单.
    pub activities: Vec<Activity>,
    /// Pupils who take part.
    pub students: Vec<Student>,
    /// Staff whose home school this is.
    pub staff: Vec<Staff>,
    /// Overrides of the bureau's policy.
    pub policy: Policy,
    /// Money of the school; unset: the rule `budget` has no data.
    pub budget: Option<Budget>,
    /// What must be so.
    pub pins: Vec<Fact>,
    /// What must not be so.
    pub bans: Vec<Fact>,
    /// The published plan to stay close to when re-planning.
    pub incumbent: Option<crate::plan::SchoolPlan>,
    /// Limits on changes against the incumbent.
    pub change_budget: Option<ChangeBudget>,
}

/// Kind of school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SchoolKind {
    /// 小学
    Primary,
    /// 初中
    Junior,
    /// 九年一贯制
    NineYear,
    /// 寄宿制
    Boarding,
}

/// Town or country, for equity figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// 城区
    Town,
    /// 乡镇
    Township,
}

/// One row of the bell table on one weekday.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Period {
    /// Weekday 1-7.
    pub weekday: i32,
    /// Index of the period within the day, from 1, ascending in time.
    pub index: i32,
    /// Start, minutes after midnight, 0-1439.
    pub start_minute: i32,
    /// End, minutes after midnight, after the start.
    pub end_minute: i32,
    /// What the period is for.
    pub segment: Option<Segment>,
}

/// What a period of the bell table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// 作业
    Homework,
    /// 活动/社团
    Activity,
    /// 微主题
    MicroTopic,
    /// 家校共育
    FamilySchool,
    /// 延时托管 (also early-morning care)
    ExtendedCare,
    /// 晚自习
    EveningStudy,
}

/// A (weekday, period) pair of the bell table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotRef {
    /// Weekday 1-7.
    pub weekday: i32,
    /// Period index within that day.
    pub period: i32,
}

/// The end of a period at which pupils may leave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DismissalPoint {
    /// Id, referenced by attendance.
    pub id: String,
    /// Pupils leave at the end of the period with this index.
    pub period: i32,
    /// Number of waves, at least 1; unset 1. Waves follow each other at `wave_minutes`.
    pub waves: Option<i32>,
    /// Minutes between waves; unset 5.
    pub wave_minutes: Option<i32>,
    /// Gates open at this point; empty: the rules on gates have no data.
    pub gates: Vec<GateCapacity>,
}

/// How many pupils a gate lets out in one wave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GateCapacity {
    /// Id of the gate.
    pub gate: String,
    /// Pupils per wave, at least 1.
    pub pupils_per_wave: i32,
}

/// A room, ground or outside venue. One use at a time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Room {
    /// Id of the room.
    pub id: String,
    /// Kind in the school's own words, matched with an activity's `room_kinds`.
    pub kind: String,
    /// Pupils it holds, at least 1.
    pub capacity: i32,
    /// Floor or zone, for floor supervisors. May be empty.
    pub floor: String,
    /// Unusable in wet weather.
    pub outdoor: bool,
    /// Slots in which it cannot be used.
    pub unavailable: Vec<SlotRef>,
    /// For a venue of the bureau: the schools that may use it, first one first. Empty on rooms
    /// of a school.
    pub schools: Vec<String>,
}

/// An administrative class 行政班.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Id of the group.
    pub id: String,
    /// Grade 1-9.
    pub grade: i32,
    /// Pupils on the roll, taking part or not; at least 0.
    pub size: i32,
    /// Id of its home room.
    pub home_room: String,
    /// Staff id of the form teacher. May be empty.
    pub form_teacher: String,
}

/// A pool of equipment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Equipment {
    /// Id of the pool.
    pub id: String,
    /// Pieces owned, at least 0.
    pub owned: i32,
}

/// One item of the menu.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activity {
    /// Id of the activity.
    pub id: String,
    /// Display name. May be empty.
    pub name: String,
    /// Component of 1+T+X and beyond.
    pub component: Option<Component>,
    /// Category of content.
    pub category: Option<Category>,
    /// Segments it may use; at least one.
    pub segments: Vec<Segment>,
    /// Grades it is for; at least one.
    pub grades: Vec<i32>,
    /// Fewest pupils of an open section, at least 1.
    pub min_size: i32,
    /// Most pupils of an open section, at least `min_size`.
    pub max_size: i32,
    /// Sessions a week of a section; unset 1. Not used by activities that open per slot.
    pub sessions_per_week: Option<i32>,
    /// Consecutive periods one session takes; unset 1. Not used by activities that open per slot.
    pub periods_per_session: Option<i32>,
    /// Allowed meeting patterns. Empty: derived, `sessions_per_week` distinct weekdays at the
    /// same period inside slots of the allowed segments.
    pub patterns: Vec<Pattern>,
    /// Most sections open at once (per slot for activities that open per slot); unset 1 for
    /// activities with patterns, no limit per slot.
    pub max_sections: Option<i32>,
    /// Room kinds it can use. Ignored where sessions are in the group's home room.
    pub room_kinds: Vec<String>,
    /// Skill the lead needs; empty: none.
    pub skill: String,
    /// Level 1-3 of that skill the lead needs; unset 1.
    pub skill_level: Option<i32>,
    /// Assistants each session needs whatever its size, at least 0.
    pub assistants: i32,
    /// One more assistant for every so many pupils, begun ones too; unset none.
    pub pupils_per_assistant: Option<i32>,
    /// Equipment each session uses.
    pub equipment: Vec<EquipmentUse>,
    /// Written homework is done in it.
    pub written_homework: bool,
    /// Material fee per pupil and term, fen.
    pub material_fee_fen: i64,
    /// How pupils are gathered when it opens per slot; unset: by group. Must be unset otherwise.
    pub grouping: Option<Grouping>,
}

/// Component of the 1+T+X model and beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// 1: base service (homework, reading, self-study); opens per slot.
    Base,
    /// T: training (sport); opens as sections on a pattern.
    Training,
    /// X: extension (interest); opens as sections on a pattern.
    Extension,
    /// Micro-topic 微主题; opens per slot.
    MicroTopic,
    /// Family-school 家校共育; opens per slot.
    FamilySchool,
    /// Care 托管; opens per slot.
    Care,
    /// Evening study 晚自习; opens per slot.
    EveningStudy,
}

impl Component {
    /// Opens per slot, with a grouping, instead of as sections on a pattern.
    pub const fn opens_per_slot(self) -> bool {
        !matches!(self, Self::Training | Self::Extension)
    }
    /// A session may go without a lead, counted as shortfall.
    pub const fn may_lack_lead(self) -> bool {
        matches!(self, Self::Base | Self::Care)
    }
}

/// Category of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// 作业
    Homework,
    /// 阅读
    Reading,
    /// 自习
    SelfStudy,
    /// 体育
    Sport,
    /// 艺术
    Arts,
    /// 科学
    Science,
    /// 劳动
    Labour,
    /// 线上学习
    OnlineLearning,
    /// 答疑辅导
    AcademicHelp,
    /// 传统文化
    Culture,
    /// 游戏/观影等
    Play,
    /// 托管
    Care,
    /// 其他
    Other,
}

impl Category {
    /// Academic content: never led by an organisation's instructor.
    pub const fn is_academic(self) -> bool {
        matches!(self, Self::Homework | Self::AcademicHelp | Self::OnlineLearning)
    }
}

/// One allowed weekly meeting pattern: the first slot of each session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    /// First slot of each of the `sessions_per_week` sessions, on distinct weekdays.
    pub starts: Vec<SlotRef>,
}

/// Equipment one session uses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EquipmentUse {
    /// Id of the pool.
    pub equipment: String,
    /// Pieces, at least 1.
    pub quantity: i32,
}

/// How pupils are gathered in an activity that opens per slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grouping {
    /// By administrative group, in its home room.
    Group,
    /// Merged within a grade, in any fitting room.
    Grade,
    /// Merged within the school, in any fitting room.
    School,
}

/// A taking-part pupil. There is no name field: `student` is an opaque reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Student {
    /// Opaque reference, unique in the school.
    pub student: String,
    /// Id of the administrative group.
    pub group: String,
    /// Grade; unset: the group's. When set it must equal the group's.
    pub grade: Option<i32>,
    /// Priority groups the pupil belongs to.
    pub priorities: Vec<Priority>,
    /// Attendance, at most one entry per weekday; no entry: does not attend.
    pub attendance: Vec<Attendance>,
    /// Ranked choices among activities with patterns.
    pub choices: Vec<Choice>,
    /// Sessions a week wanted. Unset: one per activity slot attended, 0 without choices. Never
    /// counts beyond the activity slots attended.
    pub wanted_sessions: Option<i32>,
    /// Activities never to be given.
    pub refused: Vec<String>,
    /// May be given an activity not listed.
    pub accepts_substitutes: bool,
    /// Points of disadvantage kept from last term, added to the pupil's weight; at least 0.
    pub carry_over: i32,
    /// Wishes about other pupils that the school confirmed.
    pub companions: Vec<Companion>,
}

/// Priority group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// 留守
    LeftBehind,
    /// 残疾
    Disabled,
    /// 家庭困难
    Needy,
    /// 随迁
    Migrant,
    /// 低年级
    LowerGrade,
    /// Other group first served by local rule.
    Other,
}

/// When a pupil attends on a weekday.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attendance {
    /// Weekday 1-7.
    pub weekday: i32,
    /// First period attended (index).
    pub from_period: i32,
    /// Id of the dismissal point at which the pupil leaves.
    pub dismissal_point: String,
}

/// A ranked choice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// Id of the activity.
    pub activity: String,
    /// Rank, 1 = best, ties allowed, at most 10.
    pub rank: i32,
}

/// A wish about another pupil.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Companion {
    /// The other pupil's reference.
    pub student: String,
    /// Together or apart.
    pub wish: Option<CompanionWish>,
}

/// Together or apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompanionWish {
    /// At least one common section.
    Together,
    /// No common section.
    Apart,
}

/// A staff member, teacher or outsider. No name field: `id` is an opaque reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Staff {
    /// Id, unique in the bureau.
    pub id: String,
    /// Kind of staff.
    pub kind: Option<StaffKind>,
    /// Rank of post; unset: none.
    pub rank: Option<StaffRank>,
    /// Skills with level.
    pub skills: Vec<Skill>,
    /// Times available. Empty: whenever the school serves.
    pub windows: Vec<Window>,
    /// Protected times (preparation, research, staff meeting): never used.
    pub protected: Vec<Window>,
    /// Most after-school periods a week; unset no limit.
    pub weekly_cap: Option<i32>,
    /// Most after-school periods a weekday; unset no limit.
    pub daily_cap: Option<i32>,
    /// Most weekdays a week with work that ends after the policy's `late_after_minute`; unset no
    /// limit.
    pub late_cap: Option<i32>,
    /// Weekly periods taught in the day, at least 0.
    pub daytime_load: i32,
    /// Limits for staff with care duties at home.
    pub care: Option<CareLimit>,
    /// Willing to serve after school.
    pub willing: bool,
    /// Duties of the post, which may be given whether willing or not.
    pub post_duties: Vec<DutyKind>,
    /// Activities the person would like to lead.
    pub wanted_activities: Vec<String>,
    /// Activities the person would rather not lead.
    pub unwanted_activities: Vec<String>,
    /// Checked and without bad record. Teachers count as vetted.
    pub vetted: bool,
    /// Pay per after-school period, fen, at least 0.
    pub pay_per_period_fen: i64,
    /// Terms on which the person may serve at another school; for shared staff: `schools` are
    /// those served, the first one first.
    pub loan_terms: Option<LoanTerms>,
    /// Counts kept from last term.
    pub carry_over: StaffCarryOver,
}

/// Kind of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaffKind {
    /// 在校教师
    Teacher,
    /// 退休教师
    RetiredTeacher,
    /// 家长
    Parent,
    /// 民间艺人/工匠
    Craftsperson,
    /// 教练
    Coach,
    /// 大学生志愿者
    CollegeStudent,
    /// 机构教师
    OrganisationInstructor,
}

/// Rank of post, for leader-on-duty rosters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaffRank {
    /// 中层
    MiddleManager,
    /// 副校长
    VicePrincipal,
    /// 校长
    Principal,
}

/// A skill with level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Skill {
    /// Skill in the bureau's own words, matched with an activity's `skill`.
    pub skill: String,
    /// Level 1-3.
    pub level: i32,
    /// Newly trained by the bureau (特长培训).
    pub newly_trained: bool,
}

/// A stretch of time on a weekday.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// Weekday 1-7.
    pub weekday: i32,
    /// Start, minutes after midnight.
    pub start_minute: i32,
    /// End, minutes after midnight, after the start.
    pub end_minute: i32,
}

/// Limits for staff with care duties at home.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CareLimit {
    /// No work that ends after this minute; unset no limit.
    pub latest_end_minute: Option<i32>,
    /// Reduced weekly cap; unset none. The smaller of both caps holds.
    pub weekly_cap: Option<i32>,
}

/// Terms of serving at another school.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoanTerms {
    /// Willing to serve elsewhere.
    pub willing: bool,
    /// Weekdays on which a loan may be; empty: any.
    pub weekdays: Vec<i32>,
    /// Most weekdays a week elsewhere; unset 1.
    pub max_weekdays: Option<i32>,
    /// Most travel minutes one way; unset no limit.
    pub max_travel_minutes: Option<i32>,
    /// Schools allowed; empty: any that the bureau allows.
    pub schools: Vec<String>,
    /// May serve more than one campus on one weekday, travel permitting.
    pub several_campuses_a_day: bool,
}

/// Duties done last term, so that they take turns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StaffCarryOver {
    /// Late weekdays done.
    pub late: i32,
    /// Gate duties done.
    pub gate: i32,
}

/// Kind of duty 值守.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyKind {
    /// 巡查: per slot.
    Patrol,
    /// 门口值守: per dismissal point, gate and wave.
    GateGuard,
    /// 带班领导: per weekday.
    LeaderOnDuty,
    /// 楼层/年级值守: per slot and area.
    AreaSupervisor,
}

/// A statement about the plan, used as a pin (must be so) or a ban (must not be so). The fields
/// that are set are read together:
///
/// - `student` + `activity` (+ slot): the pupil has a place in the activity (at that slot);
/// - `activity` alone: a section of it opens;
/// - `activity` + slot (+ `room`) (+ `staff`): a session of it covers that slot (in that room)
///   (led by that person);
/// - `activity` + `staff`: the person leads a session of it;
/// - `room` + slot: the room is used then;
/// - `staff` + slot: the person has a session or duty then;
/// - `staff` + `duty` (+ slot): the person has that duty (then);
/// - `staff` + `school` (+ weekday): the person is lent there (on that weekday).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fact {
    /// Pupil reference; empty: not about a pupil.
    pub student: String,
    /// Activity id; empty: not about an activity.
    pub activity: String,
    /// Staff id; empty: not about staff.
    pub staff: String,
    /// Room id; empty: not about a room.
    pub room: String,
    /// Slot; unset: any.
    pub slot: Option<SlotRef>,
    /// Duty; unset: not about a duty.
    pub duty: Option<DutyKind>,
    /// School lent to; empty: not about a loan.
    pub school: String,
    /// Weekday of the loan; unset: any.
    pub weekday: Option<i32>,
}

/// Most changes against the incumbent that re-planning may make. Unset: no limit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChangeBudget {
    /// Changed places of one pupil.
    pub per_student: Option<i32>,
    /// Changed sessions and duties of one staff member.
    pub per_staff: Option<i32>,
    /// Changed places, sessions and duties in all.
    pub total: Option<i32>,
}
