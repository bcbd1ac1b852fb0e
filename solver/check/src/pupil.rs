//! A pupil's week: slots attended, sessions wanted, training need, places held and points S.

use crate::school::{SchoolView, SectionView};
use crate::week::{ActivityView, Bell};
use kehou_domain::draft::{Activity, Component, School, SlotRef, Student};
use kehou_domain::policy::Rules;
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// A pupil with what follows from the input and from the plan.
pub struct StudentView<'a> {
    /// The pupil.
    pub student: &'a Student,
    /// Grade of the group.
    pub grade: i32,
    /// Weight w.
    pub weight: i64,
    /// Slots attended, ascending.
    pub attended: Vec<SlotRef>,
    /// Sessions wanted, W.
    pub wanted: i64,
    /// Training sessions needed.
    pub training_need: i64,
    /// Sections the pupil is in, by position, ascending.
    pub sections: Vec<usize>,
    /// Places: slot and section, ascending.
    pub places: Vec<(SlotRef, usize)>,
}

impl<'a> StudentView<'a> {
    /// The pupil before any place is given.
    pub fn new(
        student: &'a Student,
        school: &School,
        bell: &Bell,
        activities: &BTreeMap<&str, ActivityView>,
        grades: &BTreeMap<&str, i32>,
        rules: &Rules,
    ) -> Self {
        let grade = student.grade.or_else(|| grades.get(student.group.as_str()).copied());
        let mut view = Self {
            student,
            grade: grade.unwrap_or(0),
            weight: rules.weight_of_student(&student.priorities, student.carry_over),
            attended: attended(student, school, bell),
            wanted: 0,
            training_need: 0,
            sections: Vec::new(),
            places: Vec::new(),
        };
        view.wanted = view.sessions_wanted(activities);
        if rules.is_on(Rule::TrainingMinimum) {
            let most = rules.training_minimum_sessions as usize;
            view.training_need = view.trainable(activities, most) as i64;
        }
        view
    }

    /// Whether the pupil attends the slot.
    pub fn attends(&self, slot: SlotRef) -> bool {
        self.attended.binary_search(&slot).is_ok()
    }

    /// Whether the pupil has a place in the slot.
    pub fn is_placed(&self, slot: SlotRef) -> bool {
        let at = self.places.partition_point(|place| place.0 < slot);
        self.places.get(at).is_some_and(|place| place.0 == slot)
    }

    /// Whether grade and refusals let the pupil into the activity.
    pub fn may_take(&self, activity: &Activity) -> bool {
        activity.grades.contains(&self.grade) && !self.student.refused.contains(&activity.id)
    }

    /// Best rank at which the pupil lists the activity.
    pub fn rank_of(&self, activity: &str) -> Option<i32> {
        let listed = self.student.choices.iter().filter(|choice| choice.activity == activity);
        listed.map(|choice| choice.rank.max(1)).min()
    }

    /// Sections of pattern activities the pupil is in.
    pub fn pattern_sections<'v>(
        &'v self,
        view: &'v SchoolView<'a>,
    ) -> impl Iterator<Item = &'v SectionView<'a>> {
        self.sections.iter().map(|&s| &view.sections[s]).filter(|section| section.has_pattern())
    }

    /// Whether the pupil is, in a slot of the section, in a pattern section that `counts`.
    pub fn meets(
        &self,
        view: &SchoolView,
        section: &SectionView,
        counts: impl Fn(&SectionView) -> bool,
    ) -> bool {
        section.slots().any(|slot| {
            let at = self.places.partition_point(|place| place.0 < slot);
            let there = self.places[at..].iter().take_while(|place| place.0 == slot);
            let mut held = there.map(|place| &view.sections[place.1]);
            held.any(|held| held.has_pattern() && counts(held))
        })
    }

    /// Sessions of pattern activities the pupil is in, t.
    pub fn granted(&self, view: &SchoolView) -> i64 {
        self.pattern_sections(view).map(|section| section.sessions.len() as i64).sum()
    }

    /// Training sessions the pupil is in.
    pub fn training_sessions(&self, view: &SchoolView) -> i64 {
        let training = self
            .pattern_sections(view)
            .filter(|section| section.component() == Some(Component::Training));
        training.map(|section| section.sessions.len() as i64).sum()
    }

    /// Points S: rank points of the sessions granted and points of those wanted in vain.
    pub fn points(&self, view: &SchoolView) -> i64 {
        let rules = &view.rules;
        let of_section = |section: &SectionView| {
            let each = self
                .rank_of(&section.section.activity)
                .map_or(rules.substitute_points, |rank| rules.points_of_rank(rank));
            each * section.sessions.len() as i64
        };
        let granted: i64 = self.pattern_sections(view).map(of_section).sum();
        granted + rules.not_granted_points * (self.wanted - self.granted(view)).max(0)
    }

    fn sessions_wanted(&self, activities: &BTreeMap<&str, ActivityView>) -> i64 {
        if self.student.wanted_sessions.is_none() && self.student.choices.is_empty() {
            return 0;
        }
        let offered = |slot: &&SlotRef| {
            activities.values().any(|item| !item.per_slot && item.allowed.contains(*slot))
        };
        let slots = self.attended.iter().filter(offered).count() as i64;
        self.student.wanted_sessions.map_or(slots, |wanted| i64::from(wanted.max(0)).min(slots))
    }

    /// Attended slots in wholly attended training patterns open to the pupil, at most `most`.
    fn trainable(&self, activities: &BTreeMap<&str, ActivityView>, most: usize) -> usize {
        let mut slots = BTreeSet::new();
        for item in activities.values() {
            if slots.len() >= most {
                break;
            }
            if item.activity.component == Some(Component::Training) && self.may_take(item.activity)
            {
                slots.extend(item.slots_in_attended_patterns(|slot| self.attends(slot)));
            }
        }
        slots.len().min(most)
    }
}

fn attended(student: &Student, school: &School, bell: &Bell) -> Vec<SlotRef> {
    let attends = |slot: &SlotRef| {
        student.attendance.iter().filter(|day| day.weekday == slot.weekday).any(|day| {
            let points = &school.dismissal_points;
            let leaves = points.iter().find(|point| point.id == day.dismissal_point);
            day.from_period <= slot.period && leaves.is_some_and(|p| slot.period <= p.period)
        })
    };
    bell.keys().copied().filter(attends).collect()
}
