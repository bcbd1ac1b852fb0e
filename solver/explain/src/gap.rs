//! Repairs of a gap: pupils without a place or training, gates, money. Each is built, or put right
//! by the engine from the plan as it is, and judged.

use crate::desk::{Desk, Open};
use crate::gaps::{Lot, removes};
use crate::open::First;
use crate::sketch::Sketch;
use crate::trial::Promise;
use crate::week::{Change, Terms};
use kehou_domain::answer::Adjustment;
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// Fen of a hundred yuan.
const HUNDRED_YUAN: i64 = 10_000;

/// Sections more that are tried at most where one is not enough.
const MOST_ROOMS: usize = 4;

/// Openings put to the test for pupils without a place.
const OPENINGS: usize = 3;

impl Desk {
    /// Repairs of a gap, not yet known to remove it.
    pub(crate) fn repairs_of(&self, lot: &Lot) -> Vec<Promise> {
        let mut found: Vec<Promise> = self.resolved(Vec::new()).into_iter().collect();
        match lot.rule {
            Rule::Unplaced => found.extend(self.place(lot)),
            Rule::TrainingMinimum => found.extend(self.train(lot)),
            Rule::Companions => found.extend(self.meet_wish(lot)),
            Rule::DismissalWave => found.extend(self.widen(lot)),
            Rule::Budget => {
                let fen = lot.items.iter().map(|item| item.lack.count).sum::<i64>() * HUNDRED_YUAN;
                let money = vec![Adjustment::Money { fen }];
                found.extend(self.judge(self.school_plan().clone(), money, ""));
            }
            _ => found.extend(self.give_heads(lot)),
        }
        found
    }

    /// The plan put right by the engine under adjustments.
    fn resolved(&self, adjustments: Vec<Adjustment>) -> Option<Promise> {
        let id = self.school().id.as_str();
        let bureau = crate::adjust::adjust(&self.bureau, (id, ""), &adjustments);
        let at = bureau.schools.iter().position(|one| one.id == id)?;
        let mut school = kehou_engine::standing_in(&bureau, at, &self.plan);
        school.incumbent = Some(self.school_plan().clone());
        let repaired = kehou_engine::repair_by_search(&school)?;
        let mut promise = self.judge(repaired, adjustments, "")?;
        promise.remedy.others_moved = self.others_moved(&promise.plan, "");
        Some(promise)
    }

    pub(crate) fn judged(&self, sketch: &Sketch) -> Option<Promise> {
        let mut promise = self.judge(sketch.plan(), sketch.adjustments(), "")?;
        promise.remedy.others_moved = self.others_moved(&promise.plan, "");
        Some(promise)
    }

    pub(crate) fn pupils(&self, lot: &Lot) -> Vec<usize> {
        lot.items.iter().filter_map(|item| self.student(&item.lack.subject).ok()).collect()
    }

    /// Places for pupils who have none: seats in base sections that are open, more rooms and
    /// people, smaller sections.
    fn place(&self, lot: &Lot) -> Vec<Promise> {
        let pupils = self.pupils(lot);
        let mut sketch = Sketch::new(self);
        for &pupil in &pupils {
            let attends = self.model.students[pupil].attends;
            let terms = Terms { sizes: &sketch.sizes, attends, leave: &[], beyond: true };
            let change = self.week_with(pupil, None, terms);
            sketch.take(change);
        }
        sketch.find_helpers();
        let mut found: Vec<Promise> = self.judged(&sketch).into_iter().collect();
        let slot = lot.at.and_then(|at| self.model.slots.iter().position(|one| one.at == at));
        let Some(slot) = slot else { return found };
        found.extend(self.with_consent(slot, &pupils).and_then(|sketch| self.judged(&sketch)));
        found.extend(self.in_sections(slot, &pupils));
        let opens_then = |&index: &usize| self.model.activities[index].allowed >> slot & 1 == 1;
        let base = (0..self.model.activities.len())
            .filter(|&index| self.model.activities[index].grouping.is_some());
        let (then, other): (Vec<usize>, Vec<usize>) = base.partition(opens_then);
        for activities in [then, other] {
            for index in activities {
                let rooms = 1..=MOST_ROOMS;
                let asked = rooms.map(|count| self.further_base(index, slot, count, &pupils));
                let mut tried = asked.filter_map(|asked| self.resolved(asked));
                found.extend(tried.find(|promise| removes(self, lot, promise)));
            }
            // Other content at this time only where none that there is can help.
            if found.iter().any(|promise| removes(self, lot, promise)) {
                break;
            }
        }
        found
    }

    /// Seats in base sections that are open in the slot, where families refuse what there is.
    fn with_consent(&self, slot: usize, pupils: &[usize]) -> Option<Sketch<'_>> {
        let mut sketch = Sketch::new(self);
        for &pupil in pupils {
            let fits = |&open: &usize| self.is_gathered_with(pupil, open);
            let over = |open: usize| sketch.sizes[open] - i64::from(self.seats(open));
            let open = self.base_at[slot].iter().copied().filter(fits);
            let open = open.min_by_key(|&open| (over(open), open))?;
            let asked = self.agreement(pupil, self.open[open].activity);
            sketch.asked.extend(asked);
            sketch.take(Change { pupil, joins: vec![open], ..Change::default() });
        }
        sketch.find_helpers();
        Some(sketch)
    }

    /// Seats in sections that are open in the slot, and further sections then.
    fn in_sections(&self, slot: usize, pupils: &[usize]) -> Vec<Promise> {
        let meets = |open: &Open| open.mask >> slot & 1 == 1;
        let empty = Sketch::new(self);
        let seats = pupils.iter().try_fold(empty, |sketch, &p| self.seated(&sketch, p, &meets));
        let mut found: Vec<Promise> =
            seats.and_then(|seats| self.judged(&seats)).into_iter().collect();
        let sections = (0..self.model.activities.len())
            .filter(|&activity| self.model.activities[activity].grouping.is_none());
        let mut openings: Vec<(i64, Sketch)> =
            sections.flat_map(|activity| self.openings(activity, First::Come(pupils))).collect();
        openings.retain(|(_, sketch)| {
            let new = sketch.opened.as_ref();
            new.is_some_and(|new| new.sessions.iter().any(|slots| slots >> slot & 1 == 1))
        });
        openings.sort_by_key(|one| one.0);
        found.extend(openings.iter().take(OPENINGS).filter_map(|one| self.judged(&one.1)));
        found
    }

    /// All that so many sections more of an activity that opens per slot could need there for the
    /// pupils; what turns out idle is left out later.
    fn further_base(
        &self,
        activity: usize,
        slot: usize,
        count: usize,
        pupils: &[usize],
    ) -> Vec<Adjustment> {
        let (data, item) = (&self.model.activities[activity], &self.school().activities[activity]);
        let slots = vec![self.model.slots[slot].at];
        let id = || data.id.clone();
        let mut asked: Vec<Adjustment> =
            pupils.iter().filter_map(|&pupil| self.agreement(pupil, activity)).collect();
        if data.allowed >> slot & 1 == 0 {
            asked.push(Adjustment::Segment {
                activity: id(),
                segment: self.model.slots[slot].segment,
            });
        }
        let least = pupils.len().div_ceil(count).max(1) as i32;
        if least < data.min_size as i32 {
            asked.push(Adjustment::MinSize { activity: id(), least });
        }
        if data.max_sections < self.model.students.len() as u32 {
            asked.push(Adjustment::MaxSections { activity: id(), more: count as i32 });
        }
        let grades: BTreeSet<i32> =
            pupils.iter().map(|&pupil| self.model.students[pupil].grade).collect();
        let closed = grades.into_iter().filter(|&grade| data.grades >> grade & 1 == 0);
        asked.extend(closed.map(|grade| Adjustment::Grade { activity: id(), grade }));
        asked.extend(data.equipment.iter().map(|&(pool, pieces)| Adjustment::Equipment {
            equipment: self.school().equipment[pool].id.clone(),
            more: pieces as i32 * count as i32,
        }));
        let kind = item.room_kinds.first().cloned().unwrap_or_default();
        let room = self.new_room_id();
        let capacity = data.max_size.min(60) as i32;
        asked.extend((0..count).map(|nth| Adjustment::Room {
            room: format!("{room}-{nth}"),
            kind: kind.clone(),
            capacity,
            slots: slots.clone(),
        }));
        let helpers = count * self.model.assistants_needed(activity, least as u32) as usize;
        for (nth, staff) in self.new_staff_ids(count + helpers).into_iter().enumerate() {
            let skill = if nth < count { item.skill.clone() } else { String::new() };
            let level = if skill.is_empty() { 0 } else { item.skill_level.unwrap_or(1) };
            let slots = slots.clone();
            asked.push(Adjustment::Staff { staff, skill, level, slots, rank: None, duty: None });
        }
        asked
    }

    /// Gates that let as many out as come.
    fn widen(&self, lot: &Lot) -> Option<Promise> {
        let mut most: BTreeMap<(String, String), i64> = BTreeMap::new();
        for item in &lot.items {
            let gate = item.lack.duty.as_ref().map(|duty| duty.gate.clone())?;
            let found = most.entry((item.lack.subject.clone(), gate)).or_default();
            *found = item.lack.count.max(*found);
        }
        let asked = most.into_iter().map(|((dismissal_point, gate), more)| Adjustment::Gate {
            dismissal_point,
            gate,
            more: more as i32,
        });
        self.judge(self.school_plan().clone(), asked.collect(), "")
    }
}
