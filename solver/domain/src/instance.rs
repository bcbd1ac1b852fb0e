//! The validated problem, indexed: schools, slots, people and activities by position, slots as
//! bits, the policy in force resolved. Built once; nothing later validates again.
//!
//! Build it from data that [`crate::validate`] has passed: references that do not resolve are
//! left out silently here.

mod read;

use crate::draft::{
    self, Bureau, ChangeBudget, CompanionWish, Component, DutyKind, Grouping, School, SlotRef,
    Staff,
};
use crate::links::{Links, Stay};
use crate::money::Money;
use crate::plan::SchoolPlan;
use crate::policy::Rules;
use crate::stand::{self, DutyTerms, Stand};
pub(crate) use read::GuestReader;
use read::{FactIndex, Lookup, derived_target, mask_where, slots_of};
use std::collections::BTreeMap;

/// A set of slots of one school, bit i = slot i.
pub type SlotMask = u64;

/// Most slots a school may have in a week.
pub const MAX_SLOTS: usize = 64;

/// A whole bureau, ready to plan.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Id of the bureau.
    pub bureau: String,
    /// Its schools, in the order of the input.
    pub schools: Vec<SchoolInstance>,
    /// What ties them together.
    pub links: Links,
}

/// One school, ready to plan. Every index is a position in the vector of that name.
#[derive(Clone, Debug)]
pub struct SchoolInstance {
    /// Id of the school.
    pub id: String,
    /// Policy in force.
    pub rules: Rules,
    /// Slots in time order.
    pub slots: Vec<Slot>,
    /// Rooms of the school, then venues whose first school this is.
    pub rooms: Vec<RoomData>,
    /// Administrative groups.
    pub groups: Vec<GroupData>,
    /// Pieces owned per equipment pool.
    pub equipment: Vec<u32>,
    /// The menu.
    pub activities: Vec<ActivityData>,
    /// Pupils.
    pub students: Vec<StudentData>,
    /// Own staff, then shared staff whose first school this is.
    pub staff: Vec<StaffData>,
    /// `workload_balance` target T, weekly periods.
    pub workload_target: i64,
    /// Dismissal points with gates, weekday by weekday.
    pub stands: Vec<Stand>,
    /// What must be so.
    pub pins: Vec<FactData>,
    /// What must not be so.
    pub bans: Vec<FactData>,
    /// The published plan to stay close to.
    pub incumbent: Option<SchoolPlan>,
    /// Most changes against it.
    pub change_budget: ChangeBudget,
    /// Weeks of the term and what there is to spend.
    pub money: Money,
}

/// A (weekday, period) with its times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Weekday and period index.
    pub at: SlotRef,
    /// Start, minutes after midnight.
    pub start_minute: i32,
    /// End, minutes after midnight.
    pub end_minute: i32,
    /// What the period is for.
    pub segment: draft::Segment,
    /// Work in it makes the weekday late.
    pub is_late: bool,
}

/// A room.
#[derive(Clone, Debug)]
pub struct RoomData {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// Pupils it holds.
    pub capacity: u32,
    /// Floor or zone; empty: none.
    pub floor: String,
    /// Slots in which it can be used.
    pub free: SlotMask,
    /// Unusable in wet weather.
    pub outdoor: bool,
}

/// An administrative group.
#[derive(Clone, Debug)]
pub struct GroupData {
    /// Id.
    pub id: String,
    /// Grade.
    pub grade: i32,
    /// Home room.
    pub home_room: Option<usize>,
    /// Form teacher, if of the school's staff.
    pub form_teacher: Option<usize>,
}

/// One item of the menu.
#[derive(Clone, Debug)]
pub struct ActivityData {
    /// Id.
    pub id: String,
    /// Component.
    pub component: Component,
    /// Counts towards `homework_cap`.
    pub is_homework: bool,
    /// Slots of the segments it may use.
    pub allowed: SlotMask,
    /// Grades it is for, `written_homework` applied: bit g = grade g.
    pub grades: u32,
    /// Fewest pupils of an open section.
    pub min_size: u32,
    /// Most pupils of an open section.
    pub max_size: u32,
    /// Sessions a week.
    pub sessions: u32,
    /// Periods a session.
    pub length: u32,
    /// Allowed patterns; for activities that open per slot one single-slot pattern per allowed
    /// slot.
    pub patterns: Vec<PatternData>,
    /// Most sections at once (per slot for activities that open per slot).
    pub max_sections: u32,
    /// How pupils are gathered; `None`: opens as sections on a pattern.
    pub grouping: Option<Grouping>,
    /// Kinds of rooms it can use; none when grouped by group: the home room is used.
    pub kinds: Vec<String>,
    /// Rooms of these kinds.
    pub rooms: Vec<usize>,
    /// Staff who may lead it: skill and level, vetted, willing, academic rule.
    pub leads: Vec<usize>,
    /// Assistants whatever the size.
    pub assistants: u32,
    /// One more assistant for every so many pupils; 0 none.
    pub pupils_per_assistant: u32,
    /// (pool, pieces) per session.
    pub equipment: Vec<(usize, u32)>,
}

/// An allowed meeting pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternData {
    /// First slot of each session, ascending.
    pub starts: Vec<usize>,
    /// All slots covered.
    pub mask: SlotMask,
}

/// A pupil.
#[derive(Clone, Debug)]
pub struct StudentData {
    /// Reference.
    pub id: String,
    /// Group.
    pub group: usize,
    /// Grade.
    pub grade: i32,
    /// Weight w: 100, priority 150, plus carry-over, unless the policy says otherwise.
    pub weight: i64,
    /// Slots attended.
    pub attends: SlotMask,
    /// Listed activities with rank, best first; only those the pupil may take.
    pub choices: Vec<(usize, i32)>,
    /// Sessions a week wanted, at most the activity slots attended.
    pub wanted: i64,
    /// Activities never to be given.
    pub refused: Vec<usize>,
    /// May be given an activity not listed.
    pub accepts_substitutes: bool,
    /// `training_minimum`: training sessions needed, as far as attendance allows.
    pub training_need: u32,
    /// `companions`: other pupils, together or apart.
    pub companions: Vec<(usize, CompanionWish)>,
}

/// A staff member.
#[derive(Clone, Debug)]
pub struct StaffData {
    /// Id.
    pub id: String,
    /// Here from another school, which counts the person's points.
    pub is_guest: bool,
    /// No teacher of a school.
    pub is_outsider: bool,
    /// May be given sessions: willing and vetted.
    pub serves: bool,
    /// Slots in which the person may work: windows, protected times, care limits.
    pub free: SlotMask,
    /// Most periods a week (care limit applied).
    pub weekly_cap: u32,
    /// Most periods a weekday.
    pub daily_cap: u32,
    /// Most late weekdays.
    pub late_cap: u32,
    /// Periods taught in the day, weekly.
    pub day_load: i64,
    /// Activities wanted.
    pub wanted: Vec<usize>,
    /// Activities not wanted.
    pub unwanted: Vec<usize>,
    /// Pay per period, fen.
    pub pay: i64,
    /// What the person may do beside sessions.
    pub duties: DutyTerms,
}

/// A pin or ban by index; what is `None` is not part of the statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactData {
    /// Pupil.
    pub student: Option<usize>,
    /// Activity.
    pub activity: Option<usize>,
    /// Staff member.
    pub staff: Option<usize>,
    /// Room.
    pub room: Option<usize>,
    /// Slot.
    pub slot: Option<usize>,
    /// Duty.
    pub duty: Option<DutyKind>,
    /// About a loan.
    pub is_loan: bool,
}

impl Instance {
    /// Indexes a validated bureau.
    pub fn new(bureau: &Bureau) -> Self {
        let schools: Vec<SchoolInstance> =
            bureau.schools.iter().map(|school| SchoolInstance::new(bureau, school)).collect();
        let links = Links::new(bureau, &schools);
        Self { bureau: bureau.id.clone(), schools, links }
    }
}

impl SchoolInstance {
    /// Indexes one school of a validated bureau.
    pub fn new(bureau: &Bureau, school: &School) -> Self {
        let rules = Rules::resolve(&bureau.policy, &school.policy);
        let slots = slots_of(school, &rules);
        let lookup = Lookup::new(school, &slots);
        let serves_here = |schools: &[String]| schools.first() == Some(&school.id);
        let venues = bureau.venues.iter().filter(|venue| serves_here(&venue.schools));
        let rooms: Vec<RoomData> =
            school.rooms.iter().chain(venues).map(|room| lookup.room_data(room)).collect();
        let room_index: BTreeMap<&str, usize> =
            rooms.iter().enumerate().map(|(i, room)| (room.id.as_str(), i)).collect();
        let shared = bureau.shared_staff.iter().filter(|staff| {
            staff.loan_terms.as_ref().is_some_and(|terms| serves_here(&terms.schools))
        });
        let people: Vec<(&Staff, bool)> =
            school.staff.iter().map(|s| (s, true)).chain(shared.map(|s| (s, false))).collect();
        let stands = stand::stands(school, &slots, rules.late_after_minute);
        let staff: Vec<StaffData> =
            people.iter().map(|&(person, own)| lookup.staff_data(person, own, &stands)).collect();
        let activities: Vec<ActivityData> = school
            .activities
            .iter()
            .map(|activity| lookup.activity_data(activity, &rules, &rooms, &people))
            .collect();
        let groups = school
            .groups
            .iter()
            .map(|group| GroupData {
                id: group.id.clone(),
                grade: group.grade,
                home_room: room_index.get(group.home_room.as_str()).copied(),
                form_teacher: staff.iter().position(|person| person.id == group.form_teacher),
            })
            .collect();
        let students: Vec<StudentData> = school
            .students
            .iter()
            .filter_map(|student| lookup.student_data(student, school, &rules, &activities))
            .collect();
        let workload_target = rules
            .workload_target
            .unwrap_or_else(|| derived_target(&rules, &slots, &students, &people));
        let index = FactIndex::new(&lookup, &room_index, &students, &staff);
        Self {
            id: school.id.clone(),
            workload_target,
            pins: school.pins.iter().map(|fact| index.fact(fact)).collect(),
            bans: school.bans.iter().map(|fact| index.fact(fact)).collect(),
            incumbent: school.incumbent.clone(),
            change_budget: school.change_budget.clone().unwrap_or_default(),
            money: Money::new(bureau.term.as_ref(), school),
            rules,
            slots,
            rooms,
            groups,
            equipment: school.equipment.iter().map(|pool| pool.owned as u32).collect(),
            activities,
            students,
            staff,
            stands,
        }
    }

    /// `workload_balance` points of so many periods of a staff member; a guest's count elsewhere.
    pub fn load_points(&self, staff: usize, periods: i64) -> i64 {
        let person = &self.staff[staff];
        if person.is_guest {
            return 0;
        }
        self.rules.workload_points(person.day_load, periods, self.workload_target)
    }

    /// Takes in a traveller of another school; the position among the staff.
    pub fn admit(&mut self, person: &StaffData, stay: &Stay, leads: &[usize]) -> usize {
        let guest = self.staff.len();
        self.staff.push(StaffData {
            is_guest: true,
            free: stay.free,
            wanted: Vec::new(),
            unwanted: Vec::new(),
            duties: DutyTerms { stands: vec![false; self.stands.len()], ..DutyTerms::default() },
            ..person.clone()
        });
        for &activity in leads {
            self.activities[activity].leads.push(guest);
        }
        guest
    }

    /// Takes in a venue of another school; the position among the rooms.
    pub fn admit_venue(&mut self, venue: &RoomData, free: SlotMask) -> usize {
        let room = self.rooms.len();
        self.rooms.push(RoomData { free, ..venue.clone() });
        for activity in self.activities.iter_mut().filter(|a| a.kinds.contains(&venue.kind)) {
            activity.rooms.push(room);
        }
        room
    }

    /// Slots of one weekday.
    pub fn day_mask(&self, weekday: i32) -> SlotMask {
        mask_where(&self.slots, |slot| slot.at.weekday == weekday)
    }

    /// Whether grade and refusals let the pupil into the activity at all.
    pub fn may_take(&self, student: &StudentData, activity: usize) -> bool {
        self.activities[activity].grades >> student.grade & 1 == 1
            && !student.refused.contains(&activity)
    }

    /// Assistants a session of the activity with that many pupils needs.
    pub fn assistants_needed(&self, activity: usize, pupils: u32) -> u32 {
        let activity = &self.activities[activity];
        let by_size = match activity.pupils_per_assistant {
            0 => 0,
            k => pupils.div_ceil(k),
        };
        activity.assistants + by_size
    }
}

impl StudentData {
    /// Rank of a listed activity.
    pub fn rank_of(&self, activity: usize) -> Option<i32> {
        self.choices.iter().find(|choice| choice.0 == activity).map(|choice| choice.1)
    }
}

/// Positions of the bits of a mask, ascending.
pub fn bits(mask: SlotMask) -> impl Iterator<Item = usize> {
    let mut rest = mask;
    std::iter::from_fn(move || {
        if rest == 0 {
            return None;
        }
        let bit = rest.trailing_zeros() as usize;
        rest &= rest - 1;
        Some(bit)
    })
}
