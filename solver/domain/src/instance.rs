//! The validated problem, indexed: schools, slots, people and activities by position, slots as
//! bits, the policy in force resolved. Built once; nothing later validates again.
//!
//! Build it from data that [`crate::validate`] has passed: references that do not resolve are
//! left out silently here.

use crate::draft::{
    self, Activity, Bureau, Category, ChangeBudget, CompanionWish, Component, DutyKind, Grouping,
    School, SlotRef, Staff, StaffKind, Student, Window,
};
use crate::links::{Links, Stay};
use crate::money::Money;
use crate::plan::SchoolPlan;
use crate::policy::Rules;
use crate::rule::Rule;
use crate::stand::{self, DutyTerms, Stand};
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

/// The slots whose predicate holds.
fn mask_where(slots: &[Slot], holds: impl Fn(&Slot) -> bool) -> SlotMask {
    slots.iter().enumerate().filter(|(_, slot)| holds(slot)).fold(0, |mask, (i, _)| mask | 1 << i)
}

/// Slots inside a person's windows and outside protected times, ended by the care limit.
fn free_slots(slots: &[Slot], staff: &Staff) -> SlotMask {
    let inside = |window: &Window, slot: &Slot| {
        window.weekday == slot.at.weekday
            && window.start_minute <= slot.start_minute
            && slot.end_minute <= window.end_minute
    };
    let overlaps = |window: &Window, slot: &Slot| {
        window.weekday == slot.at.weekday
            && window.start_minute < slot.end_minute
            && slot.start_minute < window.end_minute
    };
    let latest = staff.care.as_ref().and_then(|care| care.latest_end_minute);
    mask_where(slots, |slot| {
        (staff.windows.is_empty() || staff.windows.iter().any(|w| inside(w, slot)))
            && !staff.protected.iter().any(|w| overlaps(w, slot))
            && latest.is_none_or(|minute| slot.end_minute <= minute)
    })
}

/// Slots in which a room can be used.
fn room_free(slots: &[Slot], room: &draft::Room) -> SlotMask {
    mask_where(slots, |slot| !room.unavailable.contains(&slot.at))
}

fn slots_of(school: &School, rules: &Rules) -> Vec<Slot> {
    let mut slots: Vec<Slot> = school
        .periods
        .iter()
        .filter_map(|period| {
            Some(Slot {
                at: SlotRef { weekday: period.weekday, period: period.index },
                start_minute: period.start_minute,
                end_minute: period.end_minute,
                segment: period.segment?,
                is_late: period.end_minute > rules.late_after_minute,
            })
        })
        .collect();
    slots.sort_by_key(|slot| slot.at);
    slots.truncate(MAX_SLOTS);
    slots
}

/// Positions of ids while a school is indexed.
struct Lookup<'a> {
    slots: &'a [Slot],
    slot: BTreeMap<SlotRef, usize>,
    activity: BTreeMap<&'a str, usize>,
    group: BTreeMap<&'a str, usize>,
    student: BTreeMap<&'a str, usize>,
    equipment: BTreeMap<&'a str, usize>,
    point_period: BTreeMap<&'a str, i32>,
}

impl<'a> Lookup<'a> {
    fn new(school: &'a School, slots: &'a [Slot]) -> Self {
        fn positions<'a>(ids: impl Iterator<Item = &'a String>) -> BTreeMap<&'a str, usize> {
            ids.enumerate().map(|(i, id)| (id.as_str(), i)).collect()
        }
        Self {
            slots,
            slot: slots.iter().enumerate().map(|(i, slot)| (slot.at, i)).collect(),
            activity: positions(school.activities.iter().map(|a| &a.id)),
            group: positions(school.groups.iter().map(|g| &g.id)),
            student: positions(school.students.iter().map(|s| &s.student)),
            equipment: positions(school.equipment.iter().map(|e| &e.id)),
            point_period: school
                .dismissal_points
                .iter()
                .map(|point| (point.id.as_str(), point.period))
                .collect(),
        }
    }

    fn activities(&self, ids: &[String]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.activity.get(id.as_str()).copied()).collect()
    }

    fn room_data(&self, room: &draft::Room) -> RoomData {
        RoomData {
            id: room.id.clone(),
            kind: room.kind.clone(),
            capacity: room.capacity as u32,
            floor: room.floor.clone(),
            free: room_free(self.slots, room),
            outdoor: room.outdoor,
        }
    }

    fn staff_data(&self, staff: &Staff, is_own: bool, stands: &[Stand]) -> StaffData {
        let care_cap = staff.care.as_ref().and_then(|care| care.weekly_cap);
        let cap = |limit: Option<i32>| limit.map_or(MAX_SLOTS as u32, |n| n as u32);
        StaffData {
            id: staff.id.clone(),
            is_guest: false,
            is_outsider: staff.kind != Some(StaffKind::Teacher),
            serves: staff.willing && is_vetted(staff),
            free: free_slots(self.slots, staff),
            weekly_cap: cap(staff.weekly_cap).min(cap(care_cap)),
            daily_cap: cap(staff.daily_cap),
            late_cap: cap(staff.late_cap),
            day_load: staff.daytime_load.into(),
            wanted: self.activities(&staff.wanted_activities),
            unwanted: self.activities(&staff.unwanted_activities),
            pay: staff.pay_per_period_fen,
            duties: DutyTerms::new(staff, is_own, stands),
        }
    }

    fn activity_data(
        &self,
        activity: &Activity,
        rules: &Rules,
        rooms: &[RoomData],
        people: &[(&Staff, bool)],
    ) -> ActivityData {
        let component = activity.component.unwrap_or(Component::Base);
        let per_slot = component.opens_per_slot();
        let allowed = mask_where(self.slots, |slot| activity.segments.contains(&slot.segment));
        let lowest = if activity.written_homework && rules.is_on(Rule::WrittenHomework) {
            rules.written_homework_from_grade
        } else {
            0
        };
        let grouping = per_slot.then(|| activity.grouping.unwrap_or(Grouping::Group));
        let kinds = match grouping {
            Some(Grouping::Group) => Vec::new(),
            _ => activity.room_kinds.clone(),
        };
        let fits = |room: &RoomData| kinds.contains(&room.kind);
        ActivityData {
            id: activity.id.clone(),
            component,
            is_homework: activity.category == Some(Category::Homework),
            allowed,
            grades: activity
                .grades
                .iter()
                .filter(|&&grade| grade >= lowest)
                .fold(0, |mask, grade| mask | 1 << grade),
            min_size: activity.min_size as u32,
            max_size: activity.max_size as u32,
            sessions: if per_slot { 1 } else { activity.sessions_per_week.unwrap_or(1) as u32 },
            length: if per_slot { 1 } else { activity.periods_per_session.unwrap_or(1) as u32 },
            patterns: self.patterns(activity, allowed),
            max_sections: activity
                .max_sections
                .map_or(if per_slot { u32::MAX } else { 1 }, |n| n as u32),
            grouping,
            rooms: (0..rooms.len()).filter(|&room| fits(&rooms[room])).collect(),
            kinds,
            leads: (0..people.len()).filter(|&i| may_lead(people[i].0, activity)).collect(),
            assistants: activity.assistants as u32,
            pupils_per_assistant: activity.pupils_per_assistant.unwrap_or(0) as u32,
            equipment: activity
                .equipment
                .iter()
                .filter_map(|used| {
                    Some((*self.equipment.get(used.equipment.as_str())?, used.quantity as u32))
                })
                .collect(),
        }
    }

    fn companions(&self, student: &Student) -> Vec<(usize, CompanionWish)> {
        let wish = |companion: &draft::Companion| {
            Some((*self.student.get(companion.student.as_str())?, companion.wish?))
        };
        student.companions.iter().filter_map(wish).collect()
    }

    fn patterns(&self, activity: &Activity, allowed: SlotMask) -> Vec<PatternData> {
        if activity.component.is_none_or(Component::opens_per_slot) {
            return bits(allowed)
                .map(|slot| PatternData { starts: vec![slot], mask: 1 << slot })
                .collect();
        }
        let length = activity.periods_per_session.unwrap_or(1);
        let cover = |start: SlotRef| -> Option<(usize, SlotMask)> {
            let mut mask = 0;
            for period in start.period..start.period + length {
                let slot = *self.slot.get(&SlotRef { weekday: start.weekday, period })?;
                mask |= 1 << slot;
            }
            (mask & !allowed == 0).then_some((self.slot[&start], mask))
        };
        let starts = if activity.patterns.is_empty() {
            self.derived_starts(activity.sessions_per_week.unwrap_or(1) as usize, &cover)
        } else {
            activity.patterns.iter().map(|pattern| pattern.starts.clone()).collect()
        };
        let mut patterns: Vec<PatternData> = starts
            .iter()
            .filter_map(|starts| {
                let mut sessions: Vec<(usize, SlotMask)> =
                    starts.iter().map(|&start| cover(start)).collect::<Option<_>>()?;
                sessions.sort_unstable();
                Some(PatternData {
                    starts: sessions.iter().map(|session| session.0).collect(),
                    mask: sessions.iter().fold(0, |mask, session| mask | session.1),
                })
            })
            .collect();
        patterns.sort_by(|a, b| a.starts.cmp(&b.starts));
        patterns.dedup();
        patterns
    }

    /// Distinct weekdays at the same period, every choice of `sessions` weekdays.
    fn derived_starts(
        &self,
        sessions: usize,
        cover: &impl Fn(SlotRef) -> Option<(usize, SlotMask)>,
    ) -> Vec<Vec<SlotRef>> {
        let mut by_period: BTreeMap<i32, Vec<SlotRef>> = BTreeMap::new();
        for slot in self.slots.iter().filter(|slot| cover(slot.at).is_some()) {
            by_period.entry(slot.at.period).or_default().push(slot.at);
        }
        by_period.values().flat_map(|days| choose(days, sessions)).collect()
    }

    fn student_data(
        &self,
        student: &Student,
        school: &School,
        rules: &Rules,
        activities: &[ActivityData],
    ) -> Option<StudentData> {
        let group = *self.group.get(student.group.as_str())?;
        let grade = school.groups[group].grade;
        let attends = mask_where(self.slots, |slot| {
            student.attendance.iter().any(|day| {
                day.weekday == slot.at.weekday
                    && day.from_period <= slot.at.period
                    && self
                        .point_period
                        .get(day.dismissal_point.as_str())
                        .is_some_and(|&last| slot.at.period <= last)
            })
        });
        let refused = self.activities(&student.refused);
        let may_take = |a: usize| activities[a].grades >> grade & 1 == 1 && !refused.contains(&a);
        let mut choices: Vec<(usize, i32)> = student
            .choices
            .iter()
            .filter_map(|choice| Some((*self.activity.get(choice.activity.as_str())?, choice.rank)))
            .filter(|&(a, _)| may_take(a) && activities[a].grouping.is_none())
            .collect();
        choices.sort_by_key(|&(activity, rank)| (rank, activity));
        let with_patterns = || activities.iter().filter(|a| a.grouping.is_none());
        let activity_slots = attends & with_patterns().fold(0, |mask, a| mask | a.allowed);
        let slots = i64::from(activity_slots.count_ones());
        let wanted = match student.wanted_sessions {
            Some(wanted) => i64::from(wanted).min(slots),
            None if student.choices.is_empty() => 0,
            None => slots,
        };
        let trainable = (0..activities.len())
            .filter(|&a| activities[a].component == Component::Training && may_take(a))
            .flat_map(|a| &activities[a].patterns)
            .filter(|pattern| pattern.mask & !attends == 0)
            .fold(0, |mask, pattern| mask | pattern.mask)
            .count_ones();
        let minimum =
            if rules.is_on(Rule::TrainingMinimum) { rules.training_minimum_sessions } else { 0 };
        Some(StudentData {
            id: student.student.clone(),
            group,
            grade,
            weight: rules.weight_of_student(&student.priorities, student.carry_over),
            attends,
            choices,
            wanted,
            refused,
            accepts_substitutes: student.accepts_substitutes,
            training_need: minimum.min(trainable),
            companions: self.companions(student),
        })
    }
}

/// Reads people and venues of elsewhere as they are at a school.
pub(crate) struct GuestReader<'a> {
    school: &'a School,
    here: &'a SchoolInstance,
}

impl<'a> GuestReader<'a> {
    pub(crate) const fn new(school: &'a School, here: &'a SchoolInstance) -> Self {
        Self { school, here }
    }

    /// Slots of the school in which the person may work.
    pub(crate) fn free(&self, person: &Staff) -> SlotMask {
        free_slots(&self.here.slots, person)
    }

    /// Activities of the school that the person may lead.
    pub(crate) fn leads(&self, person: &Staff) -> Vec<usize> {
        let menu = self.school.activities.iter().enumerate();
        menu.filter(|(_, activity)| may_lead(person, activity)).map(|(i, _)| i).collect()
    }

    /// Slots of the school in which the venue can be used.
    pub(crate) fn room_free(&self, room: &draft::Room) -> SlotMask {
        room_free(&self.here.slots, room)
    }
}

/// Teachers count as vetted.
fn is_vetted(staff: &Staff) -> bool {
    staff.vetted || staff.kind == Some(StaffKind::Teacher)
}

fn may_lead(staff: &Staff, activity: &Activity) -> bool {
    let level = activity.skill_level.unwrap_or(1);
    let skilled = activity.skill.is_empty()
        || staff.skills.iter().any(|s| s.skill == activity.skill && s.level >= level);
    let academic = activity.category.is_some_and(Category::is_academic);
    staff.willing
        && is_vetted(staff)
        && skilled
        && !(academic && staff.kind == Some(StaffKind::OrganisationInstructor))
}

/// T: rounded mean, over willing own staff, of day loads plus after-school staff-periods needed;
/// needed is one per group that attends a slot, and the patrol of that slot when the rule is on.
fn derived_target(
    rules: &Rules,
    slots: &[Slot],
    students: &[StudentData],
    people: &[(&Staff, bool)],
) -> i64 {
    let patrol = if rules.is_on(Rule::Patrol) { i64::from(rules.patrol_heads) } else { 0 };
    let mut needed = 0;
    for slot in 0..slots.len() {
        let mut groups: Vec<usize> =
            students.iter().filter(|s| s.attends >> slot & 1 == 1).map(|s| s.group).collect();
        groups.sort_unstable();
        groups.dedup();
        if !groups.is_empty() {
            needed += groups.len() as i64 + patrol;
        }
    }
    let loads: Vec<i64> = people
        .iter()
        .filter(|(person, own)| *own && person.willing)
        .map(|(person, _)| i64::from(person.daytime_load))
        .collect();
    let n = loads.len() as i64;
    if n == 0 { 0 } else { (2 * (loads.iter().sum::<i64>() + needed) + n) / (2 * n) }
}

/// Resolves pins and bans.
struct FactIndex<'a> {
    lookup: &'a Lookup<'a>,
    room: &'a BTreeMap<&'a str, usize>,
    student: BTreeMap<&'a str, usize>,
    staff: BTreeMap<&'a str, usize>,
}

impl<'a> FactIndex<'a> {
    fn new(
        lookup: &'a Lookup<'a>,
        room: &'a BTreeMap<&'a str, usize>,
        students: &'a [StudentData],
        staff: &'a [StaffData],
    ) -> Self {
        Self {
            lookup,
            room,
            student: students.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect(),
            staff: staff.iter().enumerate().map(|(i, s)| (s.id.as_str(), i)).collect(),
        }
    }

    fn fact(&self, fact: &draft::Fact) -> FactData {
        FactData {
            student: self.student.get(fact.student.as_str()).copied(),
            activity: self.lookup.activity.get(fact.activity.as_str()).copied(),
            staff: self.staff.get(fact.staff.as_str()).copied(),
            room: self.room.get(fact.room.as_str()).copied(),
            slot: fact.slot.and_then(|at| self.lookup.slot.get(&at).copied()),
            duty: fact.duty,
            is_loan: !fact.school.is_empty(),
        }
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

/// Every way to choose `n` of `items`, in order.
fn choose<T: Copy>(items: &[T], n: usize) -> Vec<Vec<T>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let mut ways = Vec::new();
    for (i, &first) in items.iter().enumerate() {
        for mut rest in choose(&items[i + 1..], n - 1) {
            rest.insert(0, first);
            ways.push(rest);
        }
    }
    ways
}
