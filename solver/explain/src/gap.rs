//! Repairs of a gap: pupils without a place or training, gates, money. Each is built, or put right
//! by the engine from the plan as it is, and judged.

use crate::desk::Desk;
use crate::gaps::Lot;
use crate::sketch::Sketch;
use crate::trial::Promise;
use crate::week::Terms;
use kehou_domain::answer::Adjustment;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// Fen of a hundred yuan.
const HUNDRED_YUAN: i64 = 10_000;

/// Rooms and people tried at most where one is not enough.
const MOST_ROOMS: usize = 4;

impl Desk {
    /// Repairs of a gap, not yet known to remove it.
    pub(crate) fn repairs_of(&self, lot: &Lot) -> Vec<Promise> {
        let mut found: Vec<Promise> = self.resolved(Vec::new()).into_iter().collect();
        match lot.rule {
            Rule::Unplaced => found.extend(self.place(lot)),
            Rule::TrainingMinimum => found.extend(self.train(lot)),
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
        let repaired = kehou_engine::repair(&school, &[])?;
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
            let terms = Terms { sizes: &sketch.sizes, attends, leave: None, beyond: true };
            let change = self.week_with(pupil, None, terms);
            sketch.take(change);
        }
        sketch.find_helpers();
        let mut found: Vec<Promise> = self.judged(&sketch).into_iter().collect();
        let slot = lot.at.and_then(|at| self.model.slots.iter().position(|one| one.at == at));
        let Some(slot) = slot else { return found };
        for (index, data) in self.model.activities.iter().enumerate() {
            if data.grouping.is_none() || data.allowed >> slot & 1 == 0 {
                continue;
            }
            let activity = data.id.clone();
            let least = pupils.len().max(1) as i32;
            if least < data.min_size as i32 {
                let fewer = Adjustment::MinSize { activity: activity.clone(), least };
                found.extend(self.resolved(vec![fewer]));
            }
            let rooms = (1..=MOST_ROOMS).map(|count| self.rooms_and_people(index, slot, count));
            found.extend(rooms.filter_map(|asked| self.resolved(asked)));
        }
        found
    }

    /// So many rooms more for an activity in a slot, each with somebody to lead it there.
    fn rooms_and_people(&self, activity: usize, slot: usize, count: usize) -> Vec<Adjustment> {
        let (data, item) = (&self.model.activities[activity], &self.school().activities[activity]);
        let slots = vec![self.model.slots[slot].at];
        let kind = item.room_kinds.first().cloned().unwrap_or_default();
        let room = self.new_room_id();
        let mut asked = Vec::new();
        if data.max_sections < self.model.students.len() as u32 {
            let more = count as i32;
            asked.push(Adjustment::MaxSections { activity: data.id.clone(), more });
        }
        for (nth, staff) in self.new_staff_ids(count).into_iter().enumerate() {
            asked.push(Adjustment::Room {
                room: format!("{room}-{nth}"),
                kind: kind.clone(),
                capacity: data.max_size.min(60) as i32,
                slots: slots.clone(),
            });
            let (skill, slots) = (item.skill.clone(), slots.clone());
            let level = if skill.is_empty() { 0 } else { item.skill_level.unwrap_or(1) };
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
