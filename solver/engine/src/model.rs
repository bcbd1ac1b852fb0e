//! One school as flat arrays for the search: columns (activity, pattern), pupils with what they
//! may take, pools of base places, classes of interchangeable staff and kinds of rooms.
//!
//! All costs inside the engine are in ticks, [`TICKS`] to a point, so that prices can be finer
//! than points and every sum stays exact.

use crate::companions::Companions;
use crate::duties::Duties;
use crate::facts::{closed_by_ban, is_banned, is_pinned, pins_allow, room_free, staff_free};
use crate::pins::{self, Fixed};
use crate::pools::PoolIndex;
use crate::purse::Purse;
use kehou_domain::draft::Component;
use kehou_domain::instance::{SchoolInstance, SlotMask, StudentData, bits};
use kehou_domain::rule::Rule;
use std::ops::Range;

/// Ticks to a point.
pub const TICKS: i64 = 32;

/// Most ticks of a multiplier: dearer than anything a pupil could pay, and sums stay far from
/// overflow.
pub const DEAREST: i64 = 1 << 34;

/// Ticks of something that must not happen.
pub const NEVER: i64 = 1 << 44;

/// How both levels enter one sum of ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Objective {
    /// Ticks of a point of quality.
    pub quality: i64,
    /// Ticks of a point of shortfall.
    pub shortfall: i64,
}

impl Objective {
    /// Shortfall alone.
    pub const SHORTFALL: Self = Self { quality: 0, shortfall: TICKS };

    /// Quality, with `factor` points of quality to a point of shortfall.
    pub const fn weighted(factor: i64) -> Self {
        Self { quality: TICKS, shortfall: TICKS * factor }
    }
}

/// An activity on one of its patterns.
#[derive(Clone, Debug)]
pub struct Column {
    /// Activity.
    pub activity: usize,
    /// Pattern of the activity.
    pub pattern: usize,
    /// Slots covered.
    pub mask: SlotMask,
    /// Most pupils of one section, largest fitting room considered.
    pub seats: u32,
    /// Slots covered by each session.
    pub sessions: Vec<SlotMask>,
}

/// Why a pupil may take an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Listed, or an accepted substitute.
    Free,
    /// Only as far as the training minimum needs it.
    TrainingOnly,
}

/// An activity a pupil may take.
#[derive(Clone, Debug)]
pub struct Want {
    /// Activity.
    pub activity: usize,
    /// Points of all its sessions by rank.
    pub points: i64,
    /// Sessions a week.
    pub sessions: i64,
    /// Sessions that count as training.
    pub training: i64,
    /// Why it may be taken.
    pub claim: Claim,
    /// It must be taken.
    pub is_pinned: bool,
    /// Columns that fit the pupil's attendance, in [`Model::fits`].
    pub fits: Range<usize>,
}

/// A pupil.
#[derive(Clone, Debug)]
pub struct Pupil {
    /// Weight w.
    pub weight: i64,
    /// Slots attended.
    pub attends: SlotMask,
    /// Sessions wanted.
    pub wanted: i64,
    /// Training sessions needed.
    pub need: i64,
    /// Row of base options.
    pub row: usize,
    /// What the pupil may take, in [`Model::wants`].
    pub wants: Range<usize>,
    /// Base options of a weekday can exceed the homework cap.
    pub is_capped: bool,
    /// Pins or bans keep the pupil out of columns that fit attendance.
    pub is_restricted: bool,
}

/// Sections of one per-slot activity that one set of pupils may share.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Activity.
    pub activity: usize,
    /// Its home room, when by group.
    pub home_room: Option<usize>,
    /// Slots in which it may open.
    pub allowed: SlotMask,
    /// Most pupils of one section.
    pub seats: u32,
    /// Most sections in a slot.
    pub max_sections: u32,
}

/// One school as flat arrays.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    /// The school.
    pub school: &'a SchoolInstance,
    /// Columns, grouped by activity.
    pub columns: Vec<Column>,
    /// Slots of each column, side by side.
    pub masks: Vec<SlotMask>,
    /// Columns of each activity.
    pub columns_of: Vec<Range<usize>>,
    /// Pupils.
    pub pupils: Vec<Pupil>,
    /// What pupils may take.
    pub wants: Vec<Want>,
    /// Columns that fit, referred to by [`Want::fits`].
    pub fits: Vec<u32>,
    /// Pupils who may take each activity, with the index of their want.
    pub takers: Vec<Vec<(u32, u32)>>,
    /// Pools of base places.
    pub pools: Vec<Pool>,
    /// Pools open to each row in each slot: `rows[row][slot]`.
    pub rows: Vec<Vec<Vec<usize>>>,
    /// Weight at which a row pays for a slot without a place: that of its pupils where they
    /// attend a slot without any pool, else the least there is.
    pub row_weight: Vec<i64>,
    /// Slots of each weekday.
    pub days: Vec<SlotMask>,
    /// Slots in which each staff member may work, bans considered.
    pub staff_free: Vec<SlotMask>,
    /// Slots in which each room can be used, bans considered.
    pub room_free: Vec<SlotMask>,
    /// Slots in which work is late.
    pub late: SlotMask,
    /// Slots in which each room is the home room of a group that may stay in it.
    pub home_blocked: Vec<SlotMask>,
    /// Rooms that merged base sections can use.
    pub base_rooms: Vec<bool>,
    /// Pupils who wish to be together or apart.
    pub companions: Companions,
    /// What periods of work cost.
    pub purse: Purse,
    /// What is wanted of staff beside sessions.
    pub duties: Duties,
    /// What pins ask for, in every plan.
    pub fixed: Fixed,
    /// The school without these parts.
    pub relaxed: Option<Box<Model<'a>>>,
}

impl<'a> Model<'a> {
    /// Compiles a school.
    pub fn new(school: &'a SchoolInstance) -> Self {
        let (columns, columns_of) = columns(school);
        let staff_free = staff_free(school);
        let mut model = Self {
            school,
            masks: columns.iter().map(|column| column.mask).collect(),
            columns,
            columns_of,
            pupils: Vec::with_capacity(school.students.len()),
            wants: Vec::new(),
            fits: Vec::new(),
            takers: vec![Vec::new(); school.activities.len()],
            pools: Vec::new(),
            rows: Vec::new(),
            row_weight: Vec::new(),
            days: days(school),
            duties: Duties::new(school, &staff_free),
            staff_free,
            room_free: room_free(school),
            late: late(school),
            home_blocked: vec![0; school.rooms.len()],
            base_rooms: base_rooms(school),
            companions: Companions::new(school),
            purse: Purse::new(school),
            fixed: Fixed::default(),
            relaxed: None,
        };
        let mut pools = PoolIndex::default();
        for (index, student) in school.students.iter().enumerate() {
            model.add_pupil(index, student, &mut pools);
        }
        model.block_home_rooms();
        if !school.pins.is_empty() {
            pins::fix(&mut model);
        }
        model
    }

    /// The school as far as every plan is concerned, for bounds.
    pub fn relaxed(&self) -> &Self {
        self.relaxed.as_deref().unwrap_or(self)
    }

    /// Columns of a want.
    pub fn columns_for(&self, want: &Want) -> &[u32] {
        &self.fits[want.fits.clone()]
    }

    fn add_pupil(&mut self, index: usize, student: &StudentData, pools: &mut PoolIndex) {
        let school = self.school;
        let rules = &school.rules;
        let row = pools.row(self, index, student);
        let first = self.wants.len();
        let mut is_restricted = false;
        for activity in 0..school.activities.len() {
            let Some((rank_points, claim)) = claim(school, index, student, activity) else {
                continue;
            };
            let from = self.fits.len();
            for column in self.columns_of[activity].clone() {
                let mask = self.columns[column].mask;
                let open = !is_banned(school, index, activity, mask)
                    && pins_allow(school, index, activity, mask);
                if mask & !student.attends == 0 {
                    is_restricted |= !open;
                    if open {
                        self.fits.push(column as u32);
                    }
                }
            }
            if self.fits.len() == from {
                continue;
            }
            let data = &school.activities[activity];
            let sessions = i64::from(data.sessions);
            self.takers[activity].push((index as u32, self.wants.len() as u32));
            self.wants.push(Want {
                activity,
                points: rank_points * sessions,
                sessions,
                training: if data.component == Component::Training { sessions } else { 0 },
                claim,
                is_pinned: is_pinned(school, index, activity),
                fits: from..self.fits.len(),
            });
        }
        let cap = rules.homework_cap_periods;
        let is_capped = rules.is_on(Rule::HomeworkCap)
            && self.days.iter().any(|day| {
                let homework = bits(student.attends & day)
                    .filter(|&slot| self.rows[row][slot].iter().any(|&p| self.is_homework(p)));
                homework.count() > cap as usize
            });
        let takes_homework =
            self.wants[first..].iter().any(|want| school.activities[want.activity].is_homework);
        self.pupils.push(Pupil {
            weight: student.weight,
            attends: student.attends,
            wanted: student.wanted,
            need: i64::from(student.training_need),
            row,
            wants: first..self.wants.len(),
            is_capped: is_capped || (takes_homework && rules.is_on(Rule::HomeworkCap)),
            is_restricted,
        });
    }

    /// Home rooms stay free for their groups in every slot in which one of its pupils may stay.
    fn block_home_rooms(&mut self) {
        for pupil in &self.pupils {
            for slot in bits(pupil.attends) {
                for &pool in &self.rows[pupil.row][slot] {
                    if let Some(room) = self.pools[pool].home_room {
                        self.home_blocked[room] |= 1 << slot;
                    }
                }
            }
        }
    }

    /// Whether places of a pool count towards `homework_cap`.
    pub fn is_homework(&self, pool: usize) -> bool {
        self.school.activities[self.pools[pool].activity].is_homework
    }

    /// Weekday index of a slot, 0-based.
    pub fn day_of(&self, slot: usize) -> usize {
        self.school.slots[slot].at.weekday as usize - 1
    }
}

/// Whether, and at how many points a session, a pupil may take an activity.
fn claim(
    school: &SchoolInstance,
    index: usize,
    student: &StudentData,
    activity: usize,
) -> Option<(i64, Claim)> {
    let data = &school.activities[activity];
    if data.grouping.is_some() || !school.may_take(student, activity) {
        return None;
    }
    if is_banned(school, index, activity, 0) {
        return None;
    }
    let rank = student.rank_of(activity);
    let points = rank.map_or(school.rules.substitute_points, |r| school.rules.points_of_rank(r));
    let training = data.component == Component::Training && student.training_need > 0;
    match (rank.is_some() || student.accepts_substitutes, training) {
        (true, _) => Some((points, Claim::Free)),
        (false, true) => Some((points, Claim::TrainingOnly)),
        (false, false) => None,
    }
}

fn columns(school: &SchoolInstance) -> (Vec<Column>, Vec<Range<usize>>) {
    let mut columns = Vec::new();
    let mut columns_of = Vec::with_capacity(school.activities.len());
    for (index, activity) in school.activities.iter().enumerate() {
        let from = columns.len();
        let largest = activity.rooms.iter().map(|&r| school.rooms[r].capacity).max().unwrap_or(0);
        let seats = activity.max_size.min(largest);
        let can_open = activity.grouping.is_none()
            && !activity.leads.is_empty()
            && seats >= activity.min_size
            && activity.max_sections > 0;
        if can_open {
            for (number, pattern) in activity.patterns.iter().enumerate() {
                if closed_by_ban(school, index, pattern.mask) {
                    continue;
                }
                let session = |&start: &usize| {
                    (0..activity.length as usize).fold(0, |mask, i| mask | 1 << (start + i))
                };
                columns.push(Column {
                    activity: index,
                    pattern: number,
                    mask: pattern.mask,
                    seats,
                    sessions: pattern.starts.iter().map(session).collect(),
                });
            }
        }
        columns_of.push(from..columns.len());
    }
    (columns, columns_of)
}

fn late(school: &SchoolInstance) -> SlotMask {
    let slots = school.slots.iter().enumerate();
    slots.filter(|(_, slot)| slot.is_late).fold(0, |mask, (i, _)| mask | 1 << i)
}

fn base_rooms(school: &SchoolInstance) -> Vec<bool> {
    let mut usable = vec![false; school.rooms.len()];
    for activity in school.activities.iter().filter(|activity| activity.grouping.is_some()) {
        for &room in &activity.rooms {
            usable[room] = true;
        }
    }
    usable
}

fn days(school: &SchoolInstance) -> Vec<SlotMask> {
    (1..=7).map(|weekday| school.day_mask(weekday)).collect()
}
