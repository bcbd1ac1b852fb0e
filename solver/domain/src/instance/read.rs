//! Reads the parts of a school into positions and bits.

use super::{
    ActivityData, FactData, MAX_SLOTS, PatternData, RoomData, SchoolInstance, Slot, SlotMask,
    StaffData, StudentData, bits,
};
use crate::draft::{
    self, Activity, Category, CompanionWish, Component, Grouping, School, SlotRef, Staff,
    StaffKind, Student, Window,
};
use crate::policy::Rules;
use crate::rule::Rule;
use crate::stand::{DutyTerms, Stand};
use std::collections::BTreeMap;

/// The slots whose predicate holds.
pub(super) fn mask_where(slots: &[Slot], holds: impl Fn(&Slot) -> bool) -> SlotMask {
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

pub(super) fn slots_of(school: &School, rules: &Rules) -> Vec<Slot> {
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
pub(super) struct Lookup<'a> {
    slots: &'a [Slot],
    slot: BTreeMap<SlotRef, usize>,
    activity: BTreeMap<&'a str, usize>,
    group: BTreeMap<&'a str, usize>,
    student: BTreeMap<&'a str, usize>,
    equipment: BTreeMap<&'a str, usize>,
    point_period: BTreeMap<&'a str, i32>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(school: &'a School, slots: &'a [Slot]) -> Self {
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

    pub(super) fn room_data(&self, room: &draft::Room) -> RoomData {
        RoomData {
            id: room.id.clone(),
            kind: room.kind.clone(),
            capacity: room.capacity as u32,
            floor: room.floor.clone(),
            free: room_free(self.slots, room),
            outdoor: room.outdoor,
        }
    }

    pub(super) fn staff_data(&self, staff: &Staff, is_own: bool, stands: &[Stand]) -> StaffData {
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

    pub(super) fn activity_data(
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

    pub(super) fn student_data(
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
pub(super) fn derived_target(
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
pub(super) struct FactIndex<'a> {
    lookup: &'a Lookup<'a>,
    room: &'a BTreeMap<&'a str, usize>,
    student: BTreeMap<&'a str, usize>,
    staff: BTreeMap<&'a str, usize>,
}

impl<'a> FactIndex<'a> {
    pub(super) fn new(
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

    pub(super) fn fact(&self, fact: &draft::Fact) -> FactData {
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
