//! Why a plan is as it is, person by person: a reason for each pupil's choices, counts for each
//! staff member. Computed from input and plan alone, never by the engine.

/// Explanations of a whole bureau.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanations {
    /// Per school, in the order of the plan.
    pub schools: Vec<SchoolExplanations>,
}

/// Explanations of one school.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolExplanations {
    /// Id of the school.
    pub school: String,
    /// Per pupil, in the order of the input.
    pub students: Vec<StudentExplanation>,
    /// Per staff member, in the order of the input.
    pub staff: Vec<StaffExplanation>,
}

/// What a pupil wanted, got and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudentExplanation {
    /// Pupil reference.
    pub student: String,
    /// Sessions a week wanted, W of the rule catalogue.
    pub sessions_wanted: i32,
    /// Sessions a week granted, t of the rule catalogue.
    pub sessions_granted: i32,
    /// Slots attended without a place.
    pub slots_unplaced: i32,
    /// Weight w of the pupil.
    pub weight: i64,
    /// Points S of the rule `preference`, not yet times the weight.
    pub points: i64,
    /// One per choice, in the order of the input, then one per unlisted activity granted.
    pub choices: Vec<ChoiceExplanation>,
}

/// What became of one choice of a pupil.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceExplanation {
    /// Id of the activity.
    pub activity: String,
    /// Rank, 1 = best; 0 for an activity the pupil had not listed.
    pub rank: i32,
    /// Why it was granted or not; unset: not known.
    pub reason: Option<Reason>,
}

/// Why a choice was granted or not. The first that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Granted.
    Granted,
    /// The activity is not for the pupil: grade, refusal, or written homework.
    NotEligible,
    /// The pupil attends no allowed pattern of the activity wholly.
    NotAttended,
    /// No section of the activity was opened.
    NotOpened,
    /// Sections are open, but the pupil attends none of them wholly.
    OtherTimes,
    /// The pupil already has as many sessions as wanted.
    EnoughGranted,
    /// Every section the pupil could attend meets when the pupil has a session of a choice at
    /// least as good.
    ClashesWithBetter,
    /// Every section the pupil could attend is full, with pupils of at least the same weight.
    FullOfOthersFirst,
    /// Every section the pupil could attend is full, some place held by a pupil of lower weight.
    Full,
    /// A place is free, but taking it would break a rule or cost more points elsewhere.
    BetterForAll,
}

/// What a staff member does in a week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffExplanation {
    /// Staff id.
    pub staff: String,
    /// Weekly periods taught in the day.
    pub day_load: i32,
    /// After-school periods a week, duties included.
    pub periods: i32,
    /// Sessions led.
    pub sessions_led: i32,
    /// Sessions assisted, as assistant or as companion of an outsider.
    pub sessions_assisted: i32,
    /// Duties of every kind.
    pub duties: i32,
    /// Weekdays with work that ends after the policy's `late_after_minute`.
    pub late_days: i32,
    /// Weekdays lent to another school.
    pub loan_days: i32,
    /// Points of the rule `workload_balance`.
    pub workload_points: i64,
    /// Points of the rule `staff_wish`.
    pub wish_points: i64,
}
