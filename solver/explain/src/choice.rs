//! The cheapest change that gives a pupil a choice and betters its week: a seat more, a longer
//! day, a further section.

use crate::desk::Desk;
use crate::open::First;
use crate::sketch::{Sketch, efforts};
use crate::trial::Promise;
use crate::week::{Target, Terms};
use kehou_domain::answer::Adjustment;
use kehou_domain::instance::{SlotMask, bits};

/// Candidates put to the test before giving up.
const TRIALS: usize = 8;

/// Another week for the pupil asked about, with what it takes.
struct Candidate<'d> {
    effort: i64,
    points: i64,
    section: String,
    starts: Vec<kehou_domain::draft::SlotRef>,
    opens: bool,
    sketch: Sketch<'d>,
}

impl Desk {
    /// The cheapest change found that gives the pupil the activity and was found true.
    pub(crate) fn cheapest(&self, pupil: usize, activity: usize) -> Option<Promise> {
        let joining = self.joining(pupil, activity);
        // A further section takes much more, and longer to find.
        self.first_true(pupil, joining)
            .or_else(|| self.first_true(pupil, self.opening(pupil, activity)))
    }

    fn first_true(&self, pupil: usize, mut candidates: Vec<Candidate>) -> Option<Promise> {
        candidates.sort_by_key(|one| (one.effort, one.points));
        candidates.into_iter().take(TRIALS).find_map(|one| self.confirm(pupil, one))
    }

    fn confirm(&self, pupil: usize, candidate: Candidate) -> Option<Promise> {
        let Candidate { section, starts, opens, sketch, .. } = candidate;
        let id = &self.model.students[pupil].id;
        let mut promise = self.judge(sketch.plan(), sketch.adjustments(), id)?;
        let Promise { remedy, plan, .. } = &mut promise;
        let is_better = remedy.points.after < remedy.points.before
            && remedy.shortfall.after <= remedy.shortfall.before;
        remedy.others_moved = self.others_moved(plan, id);
        (remedy.section, remedy.starts, remedy.opens) = (section, starts, opens);
        is_better.then_some(promise)
    }

    /// Into each open section of the activity, and out of up to two more that the pupil has.
    fn joining(&self, pupil: usize, activity: usize) -> Vec<Candidate<'_>> {
        let held = &self.of_pupil[pupil];
        let before = self.points_with(pupil, held, None);
        let (untrained, unplaced) = (self.untrained(pupil, held, None), self.unplaced(pupil));
        let mut found = Vec::new();
        for open in (0..self.open.len()).filter(|&open| self.open[open].activity == activity) {
            let section = &self.open[open];
            let Some((attends, asked)) = self.fitted(pupil, activity, section.mask) else {
                continue;
            };
            let target = Target {
                open: Some(open),
                activity,
                mask: section.mask,
                sessions: section.sessions.len() as i64,
            };
            for leave in &self.partings(pupil, section.mask) {
                let mut sketch = Sketch::new(self);
                let terms = Terms { sizes: &sketch.sizes, attends, leave, beyond: true };
                let change = self.week_with(pupil, Some(target), terms);
                let costs = change.untrained > untrained || change.unplaced > unplaced;
                if change.points >= before || costs {
                    continue;
                }
                let points = change.points;
                sketch.take(change);
                sketch.find_helpers();
                sketch.asked.clone_from(&asked);
                found.push(Candidate {
                    effort: efforts(&sketch.adjustments()),
                    points,
                    section: self.section(open).id.clone(),
                    starts: self.section(open).sessions.iter().map(|one| one.start).collect(),
                    opens: false,
                    sketch,
                });
            }
        }
        found
    }

    /// Into a further section of the activity.
    fn opening(&self, pupil: usize, activity: usize) -> Vec<Candidate<'_>> {
        let found = self.openings(activity, First::Gains(pupil));
        found
            .into_iter()
            .map(|(effort, sketch)| Candidate {
                effort,
                points: 0,
                section: self.new_section_id(),
                starts: sketch.opened.as_ref().map(|new| new.starts.clone()).unwrap_or_default(),
                opens: true,
                sketch,
            })
            .collect()
    }

    /// The slots a pupil attends when its days are long enough for these, and the adjustments that
    /// let it into the activity then; none where no dismissal point is late enough.
    pub(crate) fn fitted(
        &self,
        pupil: usize,
        activity: usize,
        mask: SlotMask,
    ) -> Option<(SlotMask, Vec<Adjustment>)> {
        let (attends, mut asked) = self.longer_day(pupil, mask)?;
        let (data, grade) = (&self.model.activities[activity], self.model.students[pupil].grade);
        if data.grades >> grade & 1 == 0 {
            asked.push(Adjustment::Grade { activity: data.id.clone(), grade });
        }
        Some((attends, asked))
    }

    /// The slots a pupil attends when its days are made long enough for these, and the
    /// adjustments; none where no dismissal point is late enough.
    fn longer_day(&self, pupil: usize, mask: SlotMask) -> Option<(SlotMask, Vec<Adjustment>)> {
        let mut attends = self.model.students[pupil].attends;
        let mut longer = Vec::new();
        for weekday in 1..=7 {
            let day = self.model.day_mask(weekday);
            if mask & day & !attends == 0 {
                continue;
            }
            let wanted = bits((mask | attends) & day).map(|slot| self.model.slots[slot].at.period);
            let (first, last) = wanted.fold((i32::MAX, 0), |(a, b), p| (a.min(p), b.max(p)));
            let points = self.school().dismissal_points.iter();
            let point = points.filter(|p| p.period >= last).min_by_key(|p| p.period)?;
            let within = bits(day).filter(|&slot| {
                let period = self.model.slots[slot].at.period;
                first <= period && period <= point.period
            });
            attends |= within.fold(0, |mask, slot| mask | 1 << slot);
            let dismissal_point = point.id.clone();
            longer.push(Adjustment::Attendance { weekday, from_period: first, dismissal_point });
        }
        Some((attends, longer))
    }
}
