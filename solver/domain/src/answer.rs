//! Answers to questions about one pupil, person, section or activity of a plan, or about all that
//! falls short: the reasons as data, and repairs that were constructed and checked.

use crate::draft::{DutyKind, Segment, SlotRef, StaffRank};
use crate::explanation::{Reason, StaffExplanation, StudentExplanation};
use crate::fault::Text;
use crate::rule::Rule;

/// Whom or what a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// A pupil, by reference.
    Student(String),
    /// A staff member, by id.
    Staff(String),
    /// A section of the plan, by id.
    Section(String),
    /// An activity of the menu, by id.
    Activity(String),
    /// All that falls short.
    Shortfall,
}

/// An answer about one school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Id of the school.
    pub school: String,
    /// What there is to say; unset: nothing is known.
    pub about: Option<About>,
}

/// What an answer is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A pupil.
    Student(StudentAnswer),
    /// A staff member.
    Staff(StaffAnswer),
    /// A section.
    Section(SectionAnswer),
    /// An activity.
    Activity(ActivityAnswer),
    /// All that falls short.
    Shortfall(ShortfallAnswer),
}

/// Why a pupil has what it has, and what would better it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudentAnswer {
    /// The counts of the plan's explanations.
    pub counts: StudentExplanation,
    /// One per choice, in the order of the input.
    pub choices: Vec<ChoiceAnswer>,
}

/// What became of one choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoiceAnswer {
    /// Id of the activity.
    pub activity: String,
    /// Rank, 1 = best.
    pub rank: i32,
    /// Why it was granted or not, in one word.
    pub reason: Option<Reason>,
    /// What makes the activity not one for the pupil, when that is the reason.
    pub ineligible: Option<Ineligible>,
    /// Whether getting it would better the pupil's week.
    pub would_better: bool,
    /// Pupils, this one included, who list it, do not have it and could come.
    pub waiting: i32,
    /// Fewest pupils of a section.
    pub min_size: i32,
    /// Its open sections.
    pub sections: Vec<Standing>,
    /// The cheapest change found that gives it; unset: none found.
    pub remedy: Option<Remedy>,
}

/// What makes an activity not one for a pupil.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ineligible {
    /// Not for the grade.
    Grade,
    /// The family refuses it.
    Refused,
    /// Written homework, too early for the grade.
    WrittenHomework,
}

/// What keeps a pupil from an open section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// The pupil does not attend all its slots.
    NotAttended,
    /// As many pupils as the activity allows.
    Full,
    /// As many pupils as its room holds.
    RoomFull,
    /// It meets when the pupil has a choice at least as good.
    Clash,
    /// A section the pupil would leave would be too small.
    LeavesTooFew,
}

/// A pupil beside an open section of a choice; who had precedence in counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Id of the section.
    pub section: String,
    /// First slots of its sessions.
    pub starts: Vec<SlotRef>,
    /// Its pupils.
    pub pupils: i32,
    /// Pupils it can hold.
    pub seats: i32,
    /// What keeps the pupil from it; empty: a seat is free.
    pub obstacles: Vec<Obstacle>,
    /// Its pupils whose weight is higher.
    pub heavier: i32,
    /// Its pupils whose weight is the same.
    pub equal: i32,
    /// Its pupils whose weight is lower.
    pub lighter: i32,
    /// Its pupils who list the activity at the same rank or better.
    pub ranked_as_well: i32,
}

/// A change that was constructed and found true: the input adjusted, the plan with it judged by
/// the independent check, no hard rule newly broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remedy {
    /// What the school would have to change; empty: nothing, the plan alone changes.
    pub adjustments: Vec<Adjustment>,
    /// Id of the section joined or filled; of a new one the id it has in the plan constructed.
    pub section: String,
    /// First slots of its sessions.
    pub starts: Vec<SlotRef>,
    /// Whether the section is a new one.
    pub opens: bool,
    /// Other pupils with another place in some slot.
    pub others_moved: i32,
    /// Points S of the pupil, before and after.
    pub points: Move,
    /// Shortfall of the school, before and after.
    pub shortfall: Move,
    /// Quality points of the school, before and after.
    pub quality: Move,
}

/// A figure before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Move {
    /// Before.
    pub before: i64,
    /// After.
    pub after: i64,
}

/// One thing a school would have to change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Adjustment {
    /// Sections of the activity hold more pupils.
    Seats {
        /// Activity id.
        activity: String,
        /// Pupils more.
        more: i32,
    },
    /// A room holds more pupils.
    RoomCapacity {
        /// Room id.
        room: String,
        /// Pupils more.
        more: i32,
    },
    /// Sections of the activity may be smaller.
    MinSize {
        /// Activity id.
        activity: String,
        /// The new least size.
        least: i32,
    },
    /// More sections of the activity may be open.
    MaxSections {
        /// Activity id.
        activity: String,
        /// Sections more.
        more: i32,
    },
    /// The activity is for one grade more.
    Grade {
        /// Activity id.
        activity: String,
        /// The grade.
        grade: i32,
    },
    /// The pupil asked about attends longer on a weekday.
    Attendance {
        /// Weekday 1-7.
        weekday: i32,
        /// First period attended.
        from_period: i32,
        /// Id of the dismissal point at which it leaves.
        dismissal_point: String,
    },
    /// One more person on the staff.
    Staff {
        /// Id it has in the plan constructed.
        staff: String,
        /// Skill; empty: any.
        skill: String,
        /// Level of the skill; 0: none.
        level: i32,
        /// When the person must be there.
        slots: Vec<SlotRef>,
        /// Rank of post needed.
        rank: Option<StaffRank>,
        /// Duty the person takes.
        duty: Option<DutyKind>,
    },
    /// Somebody may work more periods.
    StaffCap {
        /// Staff id.
        staff: String,
        /// Periods a week more, in every cap that is in the way.
        more: i32,
    },
    /// One more room.
    Room {
        /// Id it has in the plan constructed.
        room: String,
        /// Kind.
        kind: String,
        /// Pupils it must hold.
        capacity: i32,
        /// When it must be free.
        slots: Vec<SlotRef>,
    },
    /// More pieces of equipment.
    Equipment {
        /// Pool id.
        equipment: String,
        /// Pieces more.
        more: i32,
    },
    /// A gate lets more pupils out in one wave.
    Gate {
        /// Dismissal point id.
        dismissal_point: String,
        /// Gate id.
        gate: String,
        /// Pupils more.
        more: i32,
    },
    /// More money for the term.
    Money {
        /// Fen more.
        fen: i64,
    },
    /// A family agrees to an activity that it refuses or has not listed.
    Agreed {
        /// Pupil reference.
        student: String,
        /// Activity id.
        activity: String,
    },
    /// The activity may also be held in periods of a further kind.
    Segment {
        /// Activity id.
        activity: String,
        /// What these periods are for.
        segment: Segment,
    },
    /// More pupils a mentor.
    MentorPupils {
        /// The new limit.
        most: i32,
    },
}

/// What makes up the load of a staff member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffAnswer {
    /// The counts of the plan's explanations.
    pub counts: StaffExplanation,
    /// Target T of the school, weekly periods.
    pub target: i64,
    /// Most periods a week; unset: no limit.
    pub weekly_cap: Option<i32>,
    /// All work, in time order.
    pub work: Vec<WorkItem>,
}

/// What somebody does in a session or duty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkItem {
    /// First slot; period 0: the whole weekday.
    pub at: SlotRef,
    /// Periods it counts.
    pub periods: i32,
    /// Section led, assisted or accompanied; empty: a duty.
    pub section: String,
    /// Its activity.
    pub activity: String,
    /// Part in it; unset for a duty.
    pub part: Option<WorkPart>,
    /// The duty.
    pub duty: Option<DutyKind>,
}

/// Part of a staff member in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkPart {
    /// Leads.
    Lead,
    /// Assists.
    Assistant,
    /// Accompanies an outsider.
    Companion,
}

/// Why a section is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionAnswer {
    /// Id of the section.
    pub section: String,
    /// Id of its activity.
    pub activity: String,
    /// First slots of its sessions.
    pub starts: Vec<SlotRef>,
    /// Staff id of the lead; empty: none.
    pub lead: String,
    /// Its rooms, one a session.
    pub rooms: Vec<String>,
    /// Its pupils.
    pub pupils: i32,
    /// Fewest pupils.
    pub min_size: i32,
    /// Most pupils, by activity and rooms.
    pub seats: i32,
    /// Pupils by rank, best first.
    pub by_rank: Vec<RankCount>,
    /// Pupils who list the activity, do not have it and attend its slots.
    pub waiting: i32,
    /// Who else could lead it and is free then.
    pub other_leads: i32,
    /// The plan without it, its pupils in what is free; unset: not possible.
    pub without: Option<Remedy>,
}

/// Pupils of a section who gave its activity a rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RankCount {
    /// Rank; 0: not listed.
    pub rank: i32,
    /// Pupils.
    pub pupils: i32,
}

/// Why no further section of an activity is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityAnswer {
    /// Id of the activity.
    pub activity: String,
    /// Open sections.
    pub open: i32,
    /// Most sections.
    pub max_sections: i32,
    /// Pupils who list it and may take it.
    pub listed: i32,
    /// Pupils who have it.
    pub granted: i32,
    /// Most pupils who list it, do not have it and could come to one pattern.
    pub waiting: i32,
    /// Fewest pupils of a section.
    pub min_size: i32,
    /// Staff who may lead it.
    pub leads: i32,
    /// Allowed patterns.
    pub patterns: i32,
    /// Patterns at which a lead is free.
    pub with_lead: i32,
    /// Patterns at which rooms are free.
    pub with_room: i32,
    /// Patterns at which both are free.
    pub with_both: i32,
    /// Why no further section is open, in one word.
    pub reason: Option<NotOpen>,
    /// The cheapest further section found, with what the school would have to change.
    pub remedy: Option<Remedy>,
}

/// Why no further section is open. The first that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotOpen {
    /// Opens per slot, for whoever has no section then.
    PerSlot,
    /// As many sections as allowed are open.
    AtMost,
    /// Fewer pupils than a section needs could come to any one pattern.
    FewPupils,
    /// Nobody has the skill, or may lead it.
    NobodyCanLead,
    /// Whoever could lead has other work, or no periods left.
    LeadsBusy,
    /// All fitting rooms are taken.
    NoRoom,
    /// Lead and room are never free together, or equipment is out.
    NotTogether,
    /// It could open, but would cost more points than it brings.
    CostsMore,
    /// It could open and would better the plan.
    WouldBetter,
}

/// All that falls short, gravest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShortfallAnswer {
    /// Shortfall of the school, points.
    pub points: i64,
    /// What falls short, by rule and time.
    pub gaps: Vec<Gap>,
}

/// What of one rule falls short at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The rule.
    pub rule: Rule,
    /// When; unset: no single time. Period 0: the whole weekday.
    pub at: Option<SlotRef>,
    /// Points.
    pub points: i64,
    /// Cases.
    pub cases: i32,
    /// The first case in words.
    pub what: Text,
    /// Repairs, each of which removes the gap; smallest first. Empty: none found.
    pub repairs: Vec<Remedy>,
}
