//! Repairs of a wish about another pupil: one of the two goes to the other, both into a third
//! section or a further one; or one of them leaves what they share.

use crate::desk::Desk;
use crate::gaps::Lot;
use crate::open::First;
use crate::sketch::{Sketch, efforts};
use crate::trial::Promise;
use crate::week::{Target, Terms};
use kehou_domain::answer::Adjustment;

/// Candidates put to the test for a wish.
const TRIALS: usize = 12;

/// A changed plan in the making, and the open section it is about.
type Candidate<'d> = (Sketch<'d>, Option<usize>);

impl Desk {
    /// Repairs of one wish, not yet known to meet it; wishes are looked at one by one.
    pub(crate) fn meet_wish(&self, lot: &Lot) -> Vec<Promise> {
        let [item] = &lot.items[..] else { return Vec::new() };
        let pair = [&item.lack.subject, &item.lack.other].map(|id| self.student(id).ok());
        let [Some(one), Some(other)] = pair else { return Vec::new() };
        let shared: Vec<usize> =
            self.sections_of(one).filter(|open| self.of_pupil[other].contains(open)).collect();
        let mut found = if shared.is_empty() {
            self.meetings(one, other)
        } else {
            self.separations([one, other], &shared)
        };
        let points = |sketch: &Sketch| sketch.changes.iter().map(|one| one.points).sum::<i64>();
        found.sort_by_key(|(sketch, _)| (efforts(&sketch.adjustments()), points(sketch)));
        let tried = found.iter().take(TRIALS);
        tried.filter_map(|(sketch, open)| self.judged_in(sketch, *open)).collect()
    }

    fn judged_in(&self, sketch: &Sketch, open: Option<usize>) -> Option<Promise> {
        let mut promise = self.judged(sketch)?;
        let remedy = &mut promise.remedy;
        if let Some(open) = open {
            remedy.section.clone_from(&self.section(open).id);
            remedy.starts = self.section(open).sessions.iter().map(|one| one.start).collect();
        } else if let Some(new) = &sketch.opened {
            (remedy.section, remedy.opens) = (self.new_section_id(), true);
            remedy.starts.clone_from(&new.starts);
        }
        Some(promise)
    }

    fn sections_of(&self, pupil: usize) -> impl Iterator<Item = usize> + '_ {
        self.of_pupil[pupil].iter().copied().filter(|&open| !self.is_base(open))
    }

    /// All ways to bring two pupils into one section.
    fn meetings(&self, one: usize, other: usize) -> Vec<Candidate<'_>> {
        let empty = || Sketch::new(self);
        let mut found: Vec<Candidate> = Vec::new();
        for open in (0..self.open.len()).filter(|&open| !self.is_base(open)) {
            let is_in = |pupil: usize| self.of_pupil[pupil].contains(&open);
            let absent: Vec<usize> = [one, other].into_iter().filter(|&p| !is_in(p)).collect();
            let mut sketches = vec![empty()];
            for pupil in absent {
                sketches = sketches.iter().flat_map(|s| self.into(s, pupil, open)).collect();
            }
            found.extend(sketches.into_iter().map(|sketch| (sketch, Some(open))));
        }
        found.extend(self.further(&[one, other]));
        found
    }

    /// All ways to take one of two pupils out of the sections they share.
    fn separations(&self, pair: [usize; 2], shared: &[usize]) -> Vec<Candidate<'_>> {
        let mut found: Vec<Candidate> = Vec::new();
        for [mover, stays] in [pair, [pair[1], pair[0]]] {
            let mut sketch = Sketch::new(self);
            let attends = self.model.students[mover].attends;
            let terms = Terms { sizes: &sketch.sizes, attends, leave: shared, beyond: true };
            let change = self.week_with(mover, None, terms);
            sketch.take(change);
            sketch.find_helpers();
            found.push((sketch, None));
            let apart = (0..self.open.len())
                .filter(|&open| !self.is_base(open) && !self.of_pupil[stays].contains(&open));
            for open in apart {
                let into = self.into(&Sketch::new(self), mover, open);
                found.extend(into.into_iter().map(|sketch| (sketch, Some(open))));
            }
            found.extend(self.further(&[mover]));
        }
        found
    }

    /// A further section of any activity, with these pupils in it.
    fn further<'d>(&'d self, pupils: &[usize]) -> Vec<Candidate<'d>> {
        let activities = (0..self.model.activities.len())
            .filter(|&activity| self.model.activities[activity].grouping.is_none());
        let openings = activities.flat_map(|one| {
            let agreed: Vec<Adjustment> =
                pupils.iter().filter_map(|&pupil| self.agreement(pupil, one)).collect();
            self.openings(one, First::Come(pupils)).into_iter().map(move |(_, mut sketch)| {
                sketch.asked.extend(agreed.clone());
                (sketch, None)
            })
        });
        openings.collect()
    }

    /// What the pupil's family would have to agree to for the activity, if anything.
    pub(crate) fn agreement(&self, pupil: usize, activity: usize) -> Option<Adjustment> {
        let (student, data) = (&self.model.students[pupil], &self.model.activities[activity]);
        let is_unlisted = data.grouping.is_none()
            && self.rank(pupil, activity).is_none()
            && !student.accepts_substitutes;
        (is_unlisted || student.refused.contains(&activity))
            .then(|| Adjustment::Agreed { student: student.id.clone(), activity: data.id.clone() })
    }

    /// The sketch with a pupil in an open section, out of what meets it and up to two more.
    fn into<'d>(&'d self, sketch: &Sketch<'d>, pupil: usize, open: usize) -> Vec<Sketch<'d>> {
        let (section, student) = (&self.open[open], &self.model.students[pupil]);
        let (activity, mask) = (section.activity, section.mask);
        let data = &self.model.activities[activity];
        if mask & !student.attends != 0 {
            return Vec::new();
        }
        let opens_grade = (data.grades >> student.grade & 1 == 0)
            .then(|| Adjustment::Grade { activity: data.id.clone(), grade: student.grade });
        let sessions = section.sessions.len() as i64;
        let target = Target { open: Some(open), activity, mask, sessions };
        let partings = self.partings(pupil, mask);
        let weeks = partings.iter().map(|leave| {
            let (sizes, attends) = (&sketch.sizes[..], student.attends);
            let terms = Terms { sizes, attends, leave, beyond: true };
            self.week_with(pupil, Some(target), terms)
        });
        let placed = weeks.filter(|change| change.unplaced <= self.unplaced(pupil));
        let with = placed.map(|change| {
            let mut next = sketch.clone();
            next.take(change);
            next.find_helpers();
            next.asked.extend(opens_grade.clone());
            next.asked.extend(self.agreement(pupil, activity));
            next
        });
        with.collect()
    }
}
