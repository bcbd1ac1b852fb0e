//! Another week for one pupil: into one section, out of what meets it, and into what is free in
//! the slots that become free. Everybody else stays.

use crate::desk::Desk;
use kehou_domain::draft::{Component, Grouping};
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::rule::Rule;

/// Where a pupil is to go: an open section, or one that is new.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    /// The open section; none: a new one.
    pub open: Option<usize>,
    /// Activity.
    pub activity: usize,
    /// Slots.
    pub mask: SlotMask,
    /// Sessions.
    pub sessions: i64,
}

/// What changes for a pupil.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    /// The pupil.
    pub pupil: usize,
    /// Open sections left.
    pub leaves: Vec<usize>,
    /// Open sections joined.
    pub joins: Vec<usize>,
    /// Points S after.
    pub points: i64,
    /// Training sessions lacking after.
    pub untrained: i64,
    /// Attended slots without a place after.
    pub unplaced: u32,
}

/// What a pupil's new week is looked for under.
#[derive(Clone, Copy)]
pub(crate) struct Terms<'a> {
    /// Pupils of each open section as things stand.
    pub sizes: &'a [i64],
    /// Slots attended.
    pub attends: SlotMask,
    /// Sections to leave as well.
    pub leave: &'a [usize],
    /// Base sections may take more than they hold.
    pub beyond: bool,
}

impl Desk {
    /// Points S of a pupil with these sections and, if any, one more.
    pub(crate) fn points_with(&self, pupil: usize, held: &[usize], more: Option<Target>) -> i64 {
        let (rules, student) = (&self.model.rules, &self.model.students[pupil]);
        let pattern = held.iter().filter(|&&open| !self.is_base(open)).map(|&open| {
            let open = &self.open[open];
            (open.activity, open.sessions.len() as i64)
        });
        let (mut points, mut granted) = (0, 0);
        for (activity, sessions) in pattern.chain(more.map(|new| (new.activity, new.sessions))) {
            let rank = self.rank(pupil, activity);
            let each = rank.map_or(rules.substitute_points, |rank| rules.points_of_rank(rank));
            points += each * sessions;
            granted += sessions;
        }
        points + rules.not_granted_points * (student.wanted - granted).max(0)
    }

    /// Training sessions that a pupil lacks with these sections and, if any, one more.
    pub(crate) fn untrained(&self, pupil: usize, held: &[usize], more: Option<Target>) -> i64 {
        let is_training =
            |activity: usize| self.model.activities[activity].component == Component::Training;
        let held = held.iter().map(|&open| &self.open[open]);
        let held = held.map(|open| (open.activity, open.sessions.len() as i64));
        let all = held.chain(more.map(|new| (new.activity, new.sessions)));
        let trained: i64 = all.filter(|one| is_training(one.0)).map(|one| one.1).sum();
        (i64::from(self.model.students[pupil].training_need) - trained).max(0)
    }

    /// What a pupil could leave beside what meets the slots: nothing, one section, or two.
    pub(crate) fn partings(&self, pupil: usize, mask: SlotMask) -> Vec<Vec<usize>> {
        let held = self.of_pupil[pupil].iter().copied();
        let beside: Vec<usize> =
            held.filter(|&open| !self.is_base(open) && self.open[open].mask & mask == 0).collect();
        let mut all = vec![Vec::new()];
        for (nth, &open) in beside.iter().enumerate() {
            all.push(vec![open]);
            all.extend(beside[..nth].iter().map(|&other| vec![other, open]));
        }
        all
    }

    /// Attended slots in which a pupil has no place.
    pub(crate) fn unplaced(&self, pupil: usize) -> u32 {
        let held = self.of_pupil[pupil].iter();
        let placed = held.fold(0, |mask, &open| mask | self.open[open].mask);
        (self.model.students[pupil].attends & !placed).count_ones()
    }

    /// The pupil's week with the target, if any, and the gaps filled.
    pub(crate) fn week_with(&self, pupil: usize, target: Option<Target>, terms: Terms) -> Change {
        let mask = target.map_or(0, |new| new.mask);
        let stays = |&open: &usize| {
            let held = &self.open[open];
            held.mask & mask == 0
                && target.is_none_or(|new| new.activity != held.activity)
                && !terms.leave.contains(&open)
        };
        let before = &self.of_pupil[pupil];
        let mut held: Vec<usize> = before.iter().copied().filter(stays).collect();
        let of_base = |held: &[usize]| held.iter().fold(mask, |m, &o| m | self.open[o].mask);
        let mut free = terms.attends & !of_base(&held);
        while let Some(open) = self.better_seat(pupil, &held, target, free, terms) {
            free &= !self.open[open].mask;
            held.push(open);
        }
        for slot in bits(free) {
            if let Some(open) = self.base_place(pupil, &held, target, slot, terms) {
                free &= !self.open[open].mask;
                held.push(open);
            }
        }
        let leaves = before.iter().copied().filter(|open| !held.contains(open)).collect();
        let points = self.points_with(pupil, &held, target);
        let untrained = self.untrained(pupil, &held, target);
        let new = held.into_iter().filter(|open| !before.contains(open));
        let joins = new.chain(target.and_then(|new| new.open)).collect();
        Change { pupil, leaves, joins, points, untrained, unplaced: free.count_ones() }
    }

    /// The free seat in free slots that helps most: with training that lacks, then with points.
    fn better_seat(
        &self,
        pupil: usize,
        held: &[usize],
        target: Option<Target>,
        free: SlotMask,
        terms: Terms,
    ) -> Option<usize> {
        if free == 0 {
            return None;
        }
        let worth = |held: &[usize]| {
            (self.untrained(pupil, held, target), self.points_with(pupil, held, target))
        };
        let before = worth(held);
        let could = |&open: &usize| {
            let section = &self.open[open];
            !self.is_base(open)
                && !terms.leave.contains(&open)
                && section.mask & !free == 0
                && target.is_none_or(|new| new.activity != section.activity)
                && held.iter().all(|&other| self.open[other].activity != section.activity)
                && self.rank(pupil, section.activity).is_some()
                && self.model.may_take(&self.model.students[pupil], section.activity)
                && (terms.sizes[open] < i64::from(self.seats(open))
                    || self.of_pupil[pupil].contains(&open))
        };
        let with = |open: usize| {
            let with: Vec<usize> = held.iter().copied().chain([open]).collect();
            worth(&with)
        };
        let all = (0..self.open.len()).filter(could).map(|open| (with(open), open));
        all.filter(|found| found.0 < before).min().map(|found| found.1)
    }

    /// A base section of the slot that the pupil may be in: its own, else one with a free seat.
    fn base_place(
        &self,
        pupil: usize,
        held: &[usize],
        target: Option<Target>,
        slot: usize,
        terms: Terms,
    ) -> Option<usize> {
        let could = |&open: &usize| {
            self.may_join_base(pupil, open) && self.is_within_homework_cap(held, target, open)
        };
        let key = |open: usize| {
            let is_own = self.of_pupil[pupil].contains(&open);
            let is_full = terms.sizes[open] >= i64::from(self.seats(open)) && !is_own;
            (is_full, !is_own, open)
        };
        let found = self.base_at[slot].iter().copied().filter(could).map(key).min()?;
        (!found.0 || terms.beyond).then_some(found.2)
    }

    /// Whether grade, refusals and grouping let the pupil into a base section.
    fn may_join_base(&self, pupil: usize, open: usize) -> bool {
        self.model.may_take(&self.model.students[pupil], self.open[open].activity)
            && self.is_gathered_with(pupil, open)
    }

    /// Whether a base section gathers the pupil's class, grade or school.
    pub(crate) fn is_gathered_with(&self, pupil: usize, open: usize) -> bool {
        let (model, section) = (&self.model, &self.open[open]);
        let student = &model.students[pupil];
        let first = section.pupils.first().map(|&first| &model.students[first]);
        match model.activities[section.activity].grouping {
            Some(Grouping::Group) => first.is_some_and(|first| first.group == student.group),
            Some(Grouping::Grade) => first.is_some_and(|first| first.grade == student.grade),
            _ => true,
        }
    }

    fn is_within_homework_cap(&self, held: &[usize], target: Option<Target>, open: usize) -> bool {
        let model = &self.model;
        let is_homework = |activity: usize| model.activities[activity].is_homework;
        if !self.is_on(Rule::HomeworkCap) || !is_homework(self.open[open].activity) {
            return true;
        }
        let first = self.open[open].mask.trailing_zeros() as usize;
        let day = model.day_mask(model.slots[first].at.weekday);
        let others = held.iter().map(|&o| (self.open[o].activity, self.open[o].mask));
        let done = others
            .chain(target.map(|new| (new.activity, new.mask)))
            .filter(|&(activity, _)| is_homework(activity))
            .map(|(_, mask)| (mask & day).count_ones());
        done.sum::<u32>() < model.rules.homework_cap_periods
    }
}
