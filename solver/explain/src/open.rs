//! A further section of an activity: on one of its patterns, with a lead and rooms that are free,
//! filled with pupils who are better off in it. What is missing becomes an adjustment.

use crate::desk::Desk;
use crate::sketch::{Opened, Sketch, efforts};
use crate::week::{Change, Target, Terms};
use kehou_domain::answer::Adjustment;
use kehou_domain::instance::{PatternData, SlotMask};

/// Patterns on which a further section is built.
const MOST_PATTERNS: usize = 6;

/// Pupils looked at for each seat of a further section.
const PER_SEAT: usize = 2;

/// What there is for a further section on a pattern.
#[derive(Clone, Debug, Default)]
pub(crate) struct Means {
    pub lead: Option<usize>,
    pub rooms: Vec<Option<usize>>,
}

/// Who comes first to a further section.
#[derive(Clone, Copy)]
pub(crate) enum First<'p> {
    /// Nobody in particular.
    Nobody,
    /// A pupil who must be better off.
    Gains(usize),
    /// Pupils who must come, better off or not.
    Come(&'p [usize]),
}

impl First<'_> {
    fn pupils(&self) -> &[usize] {
        match self {
            Self::Nobody => &[],
            Self::Gains(pupil) => std::slice::from_ref(pupil),
            Self::Come(pupils) => pupils,
        }
    }
}

impl Means {
    pub fn has_rooms(&self) -> bool {
        self.rooms.iter().all(Option::is_some)
    }
}

impl Desk {
    /// Slots of each session of a pattern.
    pub(crate) fn sessions_on(&self, activity: usize, pattern: &PatternData) -> Vec<SlotMask> {
        let length = self.model.activities[activity].length as usize;
        let session = |&start: &usize| (start..start + length).fold(0, |m, slot| m | 1 << slot);
        pattern.starts.iter().map(session).collect()
    }

    /// The least loaded lead and the smallest rooms that are free on a pattern.
    pub(crate) fn means(&self, activity: usize, pattern: &PatternData) -> Means {
        let data = &self.model.activities[activity];
        let leads = data.leads.iter().copied();
        let load = |person: usize| {
            self.model.staff[person].day_load + i64::from(self.busy[person].count_ones())
        };
        let able = leads.filter(|&p| self.can_work(p, self.busy[p], pattern.mask));
        let rooms = self.sessions_on(activity, pattern).into_iter().map(|slots| {
            let open = data.rooms.iter().copied().filter(|&room| {
                let (free, used) = (self.model.rooms[room].free, self.used[room]);
                slots & !free == 0
                    && slots & used == 0
                    && self.model.rooms[room].capacity >= data.min_size
            });
            // The smallest that holds a full section, else the largest.
            open.min_by_key(|&room| {
                let holds = self.model.rooms[room].capacity;
                (data.max_size.saturating_sub(holds), holds, room)
            })
        });
        Means { lead: able.min_by_key(|&p| (load(p), p)), rooms: rooms.collect() }
    }

    /// A further section on a pattern, with those who come first, then whoever gains most; `None`
    /// where one of the first cannot come.
    pub(crate) fn opened(
        &self,
        activity: usize,
        pattern: &PatternData,
        first: First,
    ) -> Option<Sketch<'_>> {
        let mut sketch = Sketch::new(self);
        let sessions = self.sessions_on(activity, pattern);
        let means = self.means(activity, pattern);
        let mut new = Opened {
            activity,
            starts: pattern.starts.iter().map(|&slot| self.model.slots[slot].at).collect(),
            assistants: vec![Vec::new(); sessions.len()],
            sessions,
            ..Opened::default()
        };
        let seats = self.staff_and_room(&mut sketch, &mut new, &means);
        let target = Target {
            open: None,
            activity,
            mask: pattern.mask,
            sessions: pattern.starts.len() as i64,
        };
        for &pupil in first.pupils() {
            let change = if let First::Gains(_) = first {
                let (attends, asked) = self.fitted(pupil, activity, pattern.mask)?;
                sketch.asked.extend(asked);
                self.gain(&sketch, pupil, target, attends)?
            } else {
                self.comes(&sketch, pupil, target)?
            };
            new.pupils.push(pupil);
            sketch.take(change);
        }
        self.fill(&mut sketch, &mut new, target, seats);
        self.find_assistants(&mut sketch, &mut new);
        sketch.opened = Some(new);
        Some(sketch)
    }

    /// Lead and rooms, those missing as adjustments; pupils the section can hold.
    fn staff_and_room(&self, sketch: &mut Sketch, new: &mut Opened, means: &Means) -> u32 {
        let data = &self.model.activities[new.activity];
        let item = &self.school().activities[new.activity];
        let mask = new.sessions.iter().fold(0, |all, slots| all | slots);
        let mut seats = data.max_size;
        let same = self.open.iter().filter(|open| open.activity == new.activity).count() as u32;
        if same >= data.max_sections {
            let more = (same + 1 - data.max_sections) as i32;
            sketch.asked.push(Adjustment::MaxSections { activity: data.id.clone(), more });
        }
        if let Some(lead) = means.lead {
            sketch.busy[lead] |= mask;
            new.lead.clone_from(&self.model.staff[lead].id);
        } else {
            new.lead = self.new_staff_ids(1).swap_remove(0);
            sketch.asked.push(Adjustment::Staff {
                staff: new.lead.clone(),
                skill: item.skill.clone(),
                level: if item.skill.is_empty() { 0 } else { item.skill_level.unwrap_or(1) },
                slots: self.slots_in(mask),
                rank: None,
                duty: None,
            });
        }
        let lacking = means.rooms.iter().zip(&new.sessions).filter(|(room, _)| room.is_none());
        let lacking = lacking.fold(0, |mask, (_, &slots)| mask | slots);
        let room_id = self.new_room_id();
        if lacking != 0 {
            sketch.asked.push(Adjustment::Room {
                room: room_id.clone(),
                kind: item.room_kinds.first().cloned().unwrap_or_default(),
                capacity: data.max_size as i32,
                slots: self.slots_in(lacking),
            });
        }
        for room in &means.rooms {
            let known = room.map(|room| &self.model.rooms[room]);
            seats = known.map_or(seats, |room| seats.min(room.capacity));
            new.rooms.push(known.map_or_else(|| room_id.clone(), |room| room.id.clone()));
        }
        sketch.asked.extend(self.equipment_missing(new.activity, mask));
        seats
    }

    /// Pieces missing for one more session of an activity in the slots.
    fn equipment_missing(&self, activity: usize, mask: SlotMask) -> Vec<Adjustment> {
        let pieces = |activity: usize, pool: usize| -> u32 {
            let uses = self.model.activities[activity].equipment.iter().filter(|e| e.0 == pool);
            uses.map(|e| e.1).sum()
        };
        let missing =
            self.model.activities[activity].equipment.iter().filter_map(|&(pool, needed)| {
                let used = kehou_domain::instance::bits(mask).map(|slot| {
                    let there = self.open.iter().filter(|open| open.mask >> slot & 1 == 1);
                    there.map(|open| pieces(open.activity, pool)).sum::<u32>()
                });
                let most = used.max().unwrap_or(0) + needed;
                let more = most.saturating_sub(self.model.equipment[pool]) as i32;
                let equipment = self.school().equipment[pool].id.clone();
                (more > 0).then_some(Adjustment::Equipment { equipment, more })
            });
        missing.collect()
    }

    /// The pupil's better week with the target, attending so, if there is one.
    fn gain(
        &self,
        sketch: &Sketch,
        pupil: usize,
        target: Target,
        attends: SlotMask,
    ) -> Option<Change> {
        let held = &self.of_pupil[pupil];
        let before = self.points_with(pupil, held, None);
        let (untrained, unplaced) = (self.untrained(pupil, held, None), self.unplaced(pupil));
        let partings = self.partings(pupil, target.mask);
        let weeks = partings.iter().map(|leave| {
            let terms = Terms { sizes: &sketch.sizes, attends, leave, beyond: false };
            self.week_with(pupil, Some(target), terms)
        });
        let better = weeks.filter(|week| {
            week.points < before && week.untrained <= untrained && week.unplaced <= unplaced
        });
        better.min_by_key(|week| (week.points, week.leaves.len()))
    }

    /// The pupil's week with the target, if no slot is without a place for it.
    fn comes(&self, sketch: &Sketch, pupil: usize, target: Target) -> Option<Change> {
        let attends = self.model.students[pupil].attends;
        let terms = Terms { sizes: &sketch.sizes, attends, leave: &[], beyond: true };
        let change = self.week_with(pupil, Some(target), terms);
        (change.unplaced <= self.unplaced(pupil)).then_some(change)
    }

    /// Fills a new section with those who gain most and leave no section too small.
    fn fill(&self, sketch: &mut Sketch, new: &mut Opened, target: Target, seats: u32) {
        let attends = |pupil: usize| self.model.students[pupil].attends;
        let mut waiting = self.waiting(target.activity, target.mask);
        waiting.sort_by_key(|&pupil| {
            let weight = self.model.students[pupil].weight;
            (self.rank(pupil, target.activity), std::cmp::Reverse(weight), pupil)
        });
        waiting.truncate(PER_SEAT * seats as usize);
        let mut able: Vec<(i64, usize)> = waiting
            .into_iter()
            .filter(|pupil| !new.pupils.contains(pupil))
            .filter_map(|pupil| {
                let change = self.gain(sketch, pupil, target, attends(pupil))?;
                let before = self.points_with(pupil, &self.of_pupil[pupil], None);
                Some(((change.points - before) * self.model.students[pupil].weight, pupil))
            })
            .collect();
        able.sort_unstable();
        for (_, pupil) in able {
            if new.pupils.len() as u32 >= seats {
                break;
            }
            let Some(change) = self.gain(sketch, pupil, target, attends(pupil)) else {
                continue;
            };
            let keeps = |&open: &usize| {
                let least = self.model.activities[self.open[open].activity].min_size;
                sketch.sizes[open] == 1 || sketch.sizes[open] > i64::from(least)
            };
            if change.leaves.iter().all(keeps) {
                new.pupils.push(pupil);
                sketch.take(change);
            }
        }
    }

    /// Assistants of a new section; those missing as adjustments.
    fn find_assistants(&self, sketch: &mut Sketch, new: &mut Opened) {
        let needed = self.model.assistants_needed(new.activity, new.pupils.len() as u32) as usize;
        let mut missing = 0;
        for (nth, &slots) in new.sessions.iter().enumerate() {
            while new.assistants[nth].len() < needed {
                let able = (0..sketch.busy.len())
                    .filter(|&person| self.can_work(person, sketch.busy[person], slots));
                let Some(person) = able.min_by_key(|&p| sketch.load(p)) else { break };
                sketch.busy[person] |= slots;
                new.assistants[nth].push(self.model.staff[person].id.clone());
            }
            missing = missing.max(needed - new.assistants[nth].len());
        }
        let mask = new.sessions.iter().fold(0, |all, slots| all | slots);
        // The first new id may be the lead's.
        for staff in self.new_staff_ids(missing + 1).into_iter().skip(1) {
            for helpers in new.assistants.iter_mut().filter(|helpers| helpers.len() < needed) {
                helpers.push(staff.clone());
            }
            let (skill, level, slots) = (String::new(), 0, self.slots_in(mask));
            sketch.asked.push(Adjustment::Staff {
                staff,
                skill,
                level,
                slots,
                rank: None,
                duty: None,
            });
        }
        new.assistants.iter_mut().for_each(|helpers| helpers.sort());
    }

    /// Pupils who list an activity, do not have it and attend all the slots.
    pub(crate) fn waiting(&self, activity: usize, mask: SlotMask) -> Vec<usize> {
        let has = |pupil: usize| {
            self.of_pupil[pupil].iter().any(|&open| self.open[open].activity == activity)
        };
        let waits = |&pupil: &usize| {
            let student = &self.model.students[pupil];
            self.rank(pupil, activity).is_some()
                && self.model.may_take(student, activity)
                && mask & !student.attends == 0
                && !has(pupil)
        };
        (0..self.model.students.len()).filter(waits).collect()
    }

    /// Most pupils waiting for any one pattern.
    pub(crate) fn most_waiting(&self, activity: usize) -> usize {
        let patterns = self.model.activities[activity].patterns.iter();
        patterns.map(|pattern| self.waiting(activity, pattern.mask).len()).max().unwrap_or(0)
    }

    /// Further sections of an activity, the easiest first; built on the patterns that lack least
    /// and for which most wait.
    pub(crate) fn openings(&self, activity: usize, first: First) -> Vec<(i64, Sketch<'_>)> {
        let patterns = &self.model.activities[activity].patterns;
        let attended = patterns.iter().filter(|one| self.can_come(activity, first, one.mask));
        let mut attended: Vec<(usize, usize, &PatternData)> = attended
            .map(|pattern| {
                let means = self.means(activity, pattern);
                let lacks = usize::from(means.lead.is_none()) + 2 * usize::from(!means.has_rooms());
                (lacks, usize::MAX - self.waiting(activity, pattern.mask).len(), pattern)
            })
            .collect();
        attended.sort_by_key(|one| (one.0, one.1));
        let mut found: Vec<(i64, Sketch)> = attended
            .into_iter()
            .take(MOST_PATTERNS)
            .filter_map(|(_, _, pattern)| self.opened(activity, pattern, first))
            .filter(|sketch| sketch.opened.as_ref().is_some_and(|new| !new.pupils.is_empty()))
            .map(|sketch| (efforts(&sketch.adjustments()), sketch))
            .collect();
        found.sort_by_key(|found| found.0);
        found
    }

    /// Whether those who come first can be there; who is to gain may stay longer for it.
    fn can_come(&self, activity: usize, first: First, mask: SlotMask) -> bool {
        if let First::Gains(pupil) = first {
            return self.fitted(pupil, activity, mask).is_some();
        }
        let is_there = |&pupil: &usize| mask & !self.model.students[pupil].attends == 0;
        first.pupils().iter().all(is_there)
    }

    pub(crate) fn slots_in(&self, mask: SlotMask) -> Vec<kehou_domain::draft::SlotRef> {
        kehou_domain::instance::bits(mask).map(|slot| self.model.slots[slot].at).collect()
    }
}
