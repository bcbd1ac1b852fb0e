//! Training for pupils who lack it: seats in sections that are open, else a further section at
//! times when they are there. Pupils whom one repair serves make one gap.

use crate::desk::{Desk, Open};
use crate::gaps::Lot;
use crate::open::First;
use crate::sketch::{Sketch, efforts};
use crate::trial::Promise;
use crate::week::{Target, Terms};
use kehou_check::Shortfall;
use kehou_domain::draft::Component;
use kehou_domain::instance::PatternData;

/// Openings put to the test for a gap.
const TRIALS: usize = 4;

impl Desk {
    /// Repairs of a lack of training, not yet known to remove it.
    pub(crate) fn train(&self, lot: &Lot) -> Vec<Promise> {
        let mut found: Vec<Promise> = self.seats_for(lot).into_iter().collect();
        let pupils = self.pupils(lot);
        let mut openings: Vec<(i64, Sketch)> = self
            .training()
            .flat_map(|activity| self.openings(activity, First::Come(&pupils)))
            .collect();
        openings.sort_by_key(|one| one.0);
        found.extend(openings.iter().take(TRIALS).filter_map(|one| self.judged(&one.1)));
        found
    }

    /// Parts of a lack of training that one repair each could remove, and what is left.
    pub(crate) fn by_repair(&self, lot: Lot) -> Vec<Lot> {
        let Lot { rule, at, items } = lot;
        let empty = Sketch::new(self);
        let has_seat = |item: &Shortfall| {
            item.lack.count == 1
                && self
                    .student(&item.lack.subject)
                    .is_ok_and(|pupil| self.seated(&empty, pupil, &self.trains()).is_some())
        };
        let (seated, mut rest): (Vec<_>, Vec<_>) = items.into_iter().partition(has_seat);
        let mut parts = vec![seated];
        while let Some((activity, pattern)) = self.most_served(&rest) {
            let (served, others): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|item| self.serves(activity, pattern, item));
            rest = others;
            let seats = self.model.activities[activity].max_size.max(1) as usize;
            parts.extend(served.chunks(seats).map(<[Shortfall]>::to_vec));
        }
        parts.push(rest);
        parts.retain(|items| !items.is_empty());
        parts.into_iter().map(|items| Lot { rule, at, items }).collect()
    }

    fn training(&self) -> impl Iterator<Item = usize> + '_ {
        let activities = self.model.activities.iter().enumerate();
        activities.filter(|one| one.1.component == Component::Training).map(|one| one.0)
    }

    /// The pattern of a training activity that would serve most of those who lack it.
    fn most_served(&self, items: &[Shortfall]) -> Option<(usize, &PatternData)> {
        let patterns = self.training().flat_map(|a| {
            self.model.activities[a].patterns.iter().map(move |pattern| (a, pattern))
        });
        let served = patterns.map(|(activity, pattern)| {
            let served = items.iter().filter(|item| self.serves(activity, pattern, item)).count();
            (served, activity, pattern)
        });
        let most =
            served.filter(|one| one.0 > 0).max_by_key(|one| (one.0, std::cmp::Reverse(one.1)));
        most.map(|(_, activity, pattern)| (activity, pattern))
    }

    /// Whether a section on the pattern would remove the lack.
    fn serves(&self, activity: usize, pattern: &PatternData, item: &Shortfall) -> bool {
        let Ok(pupil) = self.student(&item.lack.subject) else { return false };
        let student = &self.model.students[pupil];
        let has = |&open: &usize| self.open[open].activity == activity;
        self.model.may_take(student, activity)
            && pattern.mask & !student.attends == 0
            && pattern.starts.len() as i64 >= item.lack.count
            && !self.of_pupil[pupil].iter().any(has)
    }

    /// Seats in training sections that are open, for each pupil where that takes least.
    fn seats_for(&self, lot: &Lot) -> Option<Promise> {
        let mut sketch = Sketch::new(self);
        for item in &lot.items {
            let pupil = self.student(&item.lack.subject).ok()?;
            for _ in 0..item.lack.count {
                sketch = self.seated(&sketch, pupil, &self.trains())?;
            }
        }
        self.judged(&sketch)
    }

    fn trains(&self) -> impl Fn(&Open) -> bool + '_ {
        |open| self.model.activities[open.activity].component == Component::Training
    }

    /// The sketch with the pupil in the open section, of those that fit, where that takes least.
    pub(crate) fn seated<'d>(
        &'d self,
        sketch: &Sketch<'d>,
        pupil: usize,
        fits: &dyn Fn(&Open) -> bool,
    ) -> Option<Sketch<'d>> {
        if sketch.changes.iter().any(|change| change.pupil == pupil) {
            return None;
        }
        let student = &self.model.students[pupil];
        let could = |&open: &usize| {
            let section = &self.open[open];
            fits(section)
                && !self.is_base(open)
                && self.model.may_take(student, section.activity)
                && section.mask & !student.attends == 0
                && self.of_pupil[pupil].iter().all(|&o| self.open[o].activity != section.activity)
        };
        let seated = (0..self.open.len()).filter(could).filter_map(|open| {
            let section = &self.open[open];
            let (activity, mask) = (section.activity, section.mask);
            let sessions = section.sessions.len() as i64;
            let target = Target { open: Some(open), activity, mask, sessions };
            let attends = student.attends;
            let terms = Terms { sizes: &sketch.sizes, attends, leave: &[], beyond: true };
            let change = self.week_with(pupil, Some(target), terms);
            (change.unplaced <= self.unplaced(pupil)).then(|| {
                let points = change.points;
                let mut next = sketch.clone();
                next.take(change);
                (efforts(&next.adjustments()), points, next)
            })
        });
        let mut next = seated.min_by_key(|found| (found.0, found.1))?.2;
        next.find_helpers();
        Some(next)
    }
}
