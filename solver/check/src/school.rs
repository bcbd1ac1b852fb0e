//! One school of the input beside its plan, indexed by id.

use crate::facts::Venues;
use crate::pupil::StudentView;
use crate::room::RoomView;
use crate::week::{ActivityView, Bell, bell, covered};
use kehou_domain::draft::{
    Activity, Bureau, Component, DismissalPoint, Group, Grouping, Room, School, SlotRef,
};
use kehou_domain::plan::{SchoolPlan, Section, Session};
use kehou_domain::policy::Rules;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for the plan of a school that has none.
static NO_PLAN: SchoolPlan = SchoolPlan {
    school: String::new(),
    sections: Vec::new(),
    duties: Vec::new(),
    departures: Vec::new(),
    mentors: Vec::new(),
};

/// A school and its plan.
pub struct SchoolView<'a> {
    /// Position in the input.
    pub index: usize,
    /// The school.
    pub school: &'a School,
    /// Its plan; an empty one when the bureau's plan has none for it.
    pub plan: &'a SchoolPlan,
    /// Whether the bureau's plan has one for it.
    pub has_plan: bool,
    /// Policy in force.
    pub rules: Rules,
    /// Slots.
    pub bell: Bell<'a>,
    /// The menu.
    pub activities: BTreeMap<&'a str, ActivityView<'a>>,
    /// Administrative groups.
    pub groups: BTreeMap<&'a str, &'a Group>,
    /// Dismissal points.
    pub points: BTreeMap<&'a str, &'a DismissalPoint>,
    /// Own rooms.
    pub rooms: BTreeMap<&'a str, &'a Room>,
    /// Pupils.
    pub students: Vec<StudentView<'a>>,
    /// Position of a pupil.
    pub student_index: BTreeMap<&'a str, usize>,
    /// Open sections.
    pub sections: Vec<SectionView<'a>>,
    by_activity: BTreeMap<&'a str, Vec<usize>>,
}

/// An open section.
pub struct SectionView<'a> {
    /// The section.
    pub section: &'a Section,
    /// Its activity, if the menu has it.
    pub item: Option<&'a Activity>,
    /// Opens per slot.
    pub per_slot: bool,
    /// Its sessions.
    pub sessions: Vec<SessionView<'a>>,
    /// Its pupils that the school knows, by position, each once.
    pub students: BTreeSet<usize>,
    /// Distinct pupils listed.
    pub size: i64,
}

/// A session of a section.
pub struct SessionView<'a> {
    /// The session.
    pub session: &'a Session,
    /// Slots covered that exist.
    pub slots: Vec<SlotRef>,
    /// All slots covered exist.
    pub is_complete: bool,
    /// Its room, if known.
    pub room: Option<RoomView<'a>>,
    /// The room named for wet weather, if known.
    pub stand_in: Option<RoomView<'a>>,
}

impl SectionView<'_> {
    /// Whether it is a section of a pattern activity of the menu.
    pub fn has_pattern(&self) -> bool {
        self.item.is_some() && !self.per_slot
    }
    /// Component of its activity.
    pub fn component(&self) -> Option<Component> {
        self.item.and_then(|item| item.component)
    }
    /// How its pupils are gathered, when it opens per slot.
    pub fn grouping(&self) -> Option<Grouping> {
        let item = self.item.filter(|_| self.per_slot)?;
        Some(item.grouping.unwrap_or(Grouping::Group))
    }
    /// All slots covered by its sessions that exist.
    pub fn slots(&self) -> impl Iterator<Item = SlotRef> + '_ {
        self.sessions.iter().flat_map(|session| session.slots.iter().copied())
    }
    /// Assistants each of its sessions needs.
    pub fn assistants_needed(&self) -> i64 {
        let Some(item) = self.item else { return 0 };
        let by_size = match i64::from(item.pupils_per_assistant.unwrap_or(0)) {
            k if k > 0 => (self.size + k - 1) / k,
            _ => 0,
        };
        i64::from(item.assistants) + by_size
    }
}

impl<'a> SchoolView<'a> {
    /// Indexes a school of the bureau and its plan.
    pub fn new(
        bureau: &'a Bureau,
        index: usize,
        plan: Option<&'a SchoolPlan>,
        venues: &Venues<'a>,
    ) -> Self {
        let school = &bureau.schools[index];
        let rules = Rules::resolve(&bureau.policy, &school.policy);
        let bell = bell(school);
        let activities: BTreeMap<&str, ActivityView> = school
            .activities
            .iter()
            .map(|item| (item.id.as_str(), ActivityView::new(item, &bell)))
            .collect();
        let grades = school.groups.iter().map(|group| (group.id.as_str(), group.grade)).collect();
        let pupil = |s| StudentView::new(s, school, &bell, &activities, &grades, &rules);
        let students: Vec<StudentView> = school.students.iter().map(pupil).collect();
        let student_index =
            (0..students.len()).rev().map(|i| (students[i].student.student.as_str(), i)).collect();
        let mut view = Self {
            index,
            school,
            plan: plan.unwrap_or(&NO_PLAN),
            has_plan: plan.is_some(),
            rules,
            bell,
            activities,
            groups: school.groups.iter().map(|group| (group.id.as_str(), group)).collect(),
            points: school.dismissal_points.iter().map(|p| (p.id.as_str(), p)).collect(),
            rooms: school.rooms.iter().map(|room| (room.id.as_str(), room)).collect(),
            students,
            student_index,
            sections: Vec::new(),
            by_activity: BTreeMap::new(),
        };
        view.sections = view.plan.sections.iter().map(|s| view.section(s, venues)).collect();
        view.give_places();
        for (position, section) in view.plan.sections.iter().enumerate() {
            view.by_activity.entry(&section.activity).or_default().push(position);
        }
        view
    }

    /// Open sections of an activity.
    pub fn sections_of(&self, activity: &str) -> Vec<&SectionView<'a>> {
        let positions = self.by_activity.get(activity).into_iter().flatten();
        positions.map(|&position| &self.sections[position]).collect()
    }

    /// Start and end of a slot in minutes.
    pub fn times(&self, slot: SlotRef) -> (i32, i32) {
        self.bell.get(&slot).map_or((0, 0), |period| (period.start_minute, period.end_minute))
    }

    /// Slots that any pupil attends.
    pub fn served_slots(&self) -> BTreeSet<SlotRef> {
        self.students.iter().flat_map(|pupil| pupil.attended.iter().copied()).collect()
    }

    /// Weekdays that any pupil attends.
    pub fn served_weekdays(&self) -> BTreeSet<i32> {
        self.served_slots().into_iter().map(|slot| slot.weekday).collect()
    }

    fn section(&self, section: &'a Section, venues: &Venues<'a>) -> SectionView<'a> {
        let item = self.activities.get(section.activity.as_str());
        let length = item.map_or(1, ActivityView::length);
        let room = |id: &str| RoomView::find(self, venues, id);
        let sessions = section
            .sessions
            .iter()
            .map(|session| {
                let (slots, is_complete) = covered(&self.bell, session.start, length);
                let stand_in = room(&session.wet_weather_room);
                SessionView { session, slots, is_complete, room: room(&session.room), stand_in }
            })
            .collect();
        let known = section.students.iter().filter_map(|id| self.student_index.get(id.as_str()));
        let listed: BTreeSet<&String> = section.students.iter().collect();
        SectionView {
            section,
            item: item.map(|item| item.activity),
            per_slot: item.is_none_or(|item| item.per_slot),
            sessions,
            students: known.copied().collect(),
            size: listed.len() as i64,
        }
    }

    fn give_places(&mut self) {
        for (position, section) in self.sections.iter().enumerate() {
            let slots: Vec<SlotRef> = section.slots().collect();
            for &student in &section.students {
                let pupil = &mut self.students[student];
                pupil.sections.push(position);
                pupil.places.extend(slots.iter().map(|&slot| (slot, position)));
            }
        }
        for pupil in &mut self.students {
            pupil.places.sort_unstable();
        }
    }
}
