//! Where the multiplier of each shared thing lies: sections of an activity, rooms, people's time,
//! equipment, money and duties, whole sections.

use crate::duty_rows::{DutyRows, DutySets};
use crate::model::Model;
use crate::wet_weather::indoors;
use std::ops::Range;

/// Most rows of timetables and, in a leaf, of limits.
const TIMETABLES: usize = 24;

/// A set of rooms or staff members, and the rows that a use of any one of them counts in.
///
/// Rows are Hall conditions: for a set K, all uses that can only be met from inside K, against
/// what K supplies. K runs over the sets that some activity names.
#[derive(Clone, Debug, Default)]
pub struct Sets {
    /// The distinct sets, sorted members.
    pub sets: Vec<Vec<usize>>,
    /// For each set the sets that contain it, itself included.
    pub above: Vec<Vec<usize>>,
}

impl Sets {
    fn new(mut sets: Vec<Vec<usize>>) -> Self {
        sets.sort_unstable();
        sets.dedup();
        sets.retain(|set| !set.is_empty());
        let inside = |a: &[usize], b: &[usize]| a.iter().all(|x| b.binary_search(x).is_ok());
        let above = sets
            .iter()
            .map(|set| (0..sets.len()).filter(|&k| inside(set, &sets[k])).collect())
            .collect();
        Self { sets, above }
    }

    fn find(&self, set: &[usize]) -> Option<usize> {
        self.sets.binary_search_by(|other| other.as_slice().cmp(set)).ok()
    }
}

/// Where each multiplier lies in the vector of all.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Slots of the school.
    pub slots: usize,
    rooms: usize,
    staff: usize,
    equipment: usize,
    seats: usize,
    /// Sets of rooms that activities name.
    pub room_sets: Sets,
    staff_sets: Sets,
    /// Set of rooms of each activity.
    pub room_set: Vec<Option<usize>>,
    /// Set of leads of each activity.
    lead_set: Vec<Option<usize>>,
    /// Set of all who serve, for assistants.
    pub everyone: Option<usize>,
    /// Room sets that contain each room.
    pub sets_of_room: Vec<Vec<usize>>,
    /// Staff sets that contain each staff member.
    pub sets_of_staff: Vec<Vec<usize>>,
    /// Indoor rooms, where outdoor sessions need a stand-in.
    pub indoors: Option<usize>,
    /// Pay over budget, where that counts.
    pub money: Option<usize>,
    /// Sets of who may patrol, who may supervise, and teachers of the school.
    pub patrol_set: Option<usize>,
    /// See `patrol_set`.
    pub area_set: Option<usize>,
    /// See `patrol_set`.
    pub teacher_set: Option<usize>,
    /// Set of teachers among the leads of each activity, where that matters.
    pub insider_set: Vec<Option<usize>>,
    /// Rows of duties outside slots.
    pub duty_rows: DutyRows,
    /// Rows of what timetables pay together, as they are found, and of limits in a leaf.
    pub timetables: Range<usize>,
    /// Number of multipliers.
    pub len: usize,
}

impl Layout {
    /// The layout of a school.
    pub fn new(model: &Model) -> Self {
        let school = model.school;
        let slots = school.slots.len();
        let sorted = |members: &[usize]| {
            let mut members = members.to_vec();
            members.sort_unstable();
            members
        };
        let serving: Vec<usize> =
            (0..school.staff.len()).filter(|&person| school.staff[person].serves).collect();
        let indoors = indoors(model);
        let mut room_lists: Vec<Vec<usize>> =
            school.activities.iter().map(|a| sorted(&a.rooms)).collect();
        room_lists.push(indoors.clone());
        let room_sets = Sets::new(room_lists);
        let mut lead_lists: Vec<Vec<usize>> =
            school.activities.iter().map(|a| sorted(&a.leads)).collect();
        lead_lists.push(serving.clone());
        let duty_sets = DutySets::new(model);
        lead_lists.extend(duty_sets.lists());
        let staff_sets = Sets::new(lead_lists);
        let holding = |sets: &Sets, member: usize| -> Vec<usize> {
            (0..sets.sets.len()).filter(|&k| sets.sets[k].binary_search(&member).is_ok()).collect()
        };
        let rooms = school.activities.len();
        let staff = rooms + room_sets.sets.len() * slots;
        let equipment = staff + staff_sets.sets.len() * slots;
        let seats = equipment + school.equipment.len() * slots;
        let money = model.purse.is_limited().then_some(seats + model.columns.len());
        let rows = seats + model.columns.len() + usize::from(money.is_some());
        let duty_rows = DutyRows::new(model, rows);
        let timetables = rows + duty_rows.len;
        Self {
            slots,
            rooms,
            staff,
            equipment,
            room_set: school.activities.iter().map(|a| room_sets.find(&sorted(&a.rooms))).collect(),
            lead_set: school
                .activities
                .iter()
                .map(|a| staff_sets.find(&sorted(&a.leads)))
                .collect(),
            everyone: staff_sets.find(&serving),
            sets_of_room: (0..school.rooms.len()).map(|room| holding(&room_sets, room)).collect(),
            sets_of_staff: (0..school.staff.len()).map(|p| holding(&staff_sets, p)).collect(),
            seats,
            indoors: room_sets.find(&indoors),
            money,
            patrol_set: staff_sets.find(&duty_sets.patrol),
            area_set: staff_sets.find(&duty_sets.area),
            teacher_set: staff_sets.find(&duty_sets.teachers),
            insider_set: duty_sets.insiders.iter().map(|set| staff_sets.find(set)).collect(),
            timetables: timetables..timetables + TIMETABLES,
            len: timetables + TIMETABLES,
            duty_rows,
            room_sets,
            staff_sets,
        }
    }

    /// A further section of an activity.
    pub const fn section(activity: usize) -> usize {
        activity
    }

    /// A room of a set in a slot.
    pub fn room(&self, set: usize, slot: usize) -> usize {
        self.rooms + set * self.slots + slot
    }

    /// A staff member of a set in a slot.
    pub fn staff(&self, set: usize, slot: usize) -> usize {
        self.staff + set * self.slots + slot
    }

    /// A piece of equipment in a slot.
    pub fn equipment(&self, pool: usize, slot: usize) -> usize {
        self.equipment + pool * self.slots + slot
    }

    /// A seat in the sections of a column that are open for good.
    pub fn seat(&self, column: usize) -> usize {
        self.seats + column
    }

    /// Rows of people's time.
    pub fn time_rows(&self) -> impl Iterator<Item = usize> {
        (self.staff..self.equipment).chain(self.duties())
    }

    /// Price of a unit of pay over budget.
    pub fn money_price(&self, u: &[i64]) -> i64 {
        self.money.map_or(0, |row| u[row])
    }

    /// Price of a staff member's time in a slot.
    pub fn staff_price(&self, u: &[i64], person: usize, slot: usize) -> i64 {
        self.sets_of_staff[person].iter().map(|&set| u[self.staff(set, slot)]).sum()
    }

    /// Price of a room in a slot.
    pub fn room_price(&self, u: &[i64], room: usize, slot: usize) -> i64 {
        self.sets_of_room[room].iter().map(|&set| u[self.room(set, slot)]).sum()
    }

    /// Rows that a use of a set of staff in a slot counts in; none without the set.
    pub fn rows_of(&self, set: Option<usize>, slot: usize) -> Vec<usize> {
        let above = set.map_or(&[][..], |set| &self.staff_sets.above[set]);
        above.iter().map(|&set| self.staff(set, slot)).collect()
    }

    /// Rows in which a staff member's time in a slot is supply.
    pub fn supply_rows(&self, person: usize, slot: usize) -> impl Iterator<Item = usize> {
        self.sets_of_staff[person].iter().map(move |&set| self.staff(set, slot))
    }

    /// Rows that leading an activity in a slot counts in.
    pub fn lead_rows(&self, activity: usize, slot: usize) -> Option<impl Iterator<Item = usize>> {
        let above = &self.staff_sets.above[self.lead_set[activity]?];
        Some(above.iter().map(move |&set| self.staff(set, slot)))
    }

    /// The rows of another layout of the same school, with other people and rooms, that stand for the
    /// same as a row here: pairs of here and there. Several there may have become one here.
    pub fn same_rows(&self, other: &Self) -> Vec<(usize, usize)> {
        let mut pairs: Vec<(usize, usize)> = (0..self.rooms).map(|row| (row, row)).collect();
        let mut sets = |here: Vec<Option<usize>>, there: Vec<Option<usize>>, first: [usize; 2]| {
            let both = here.into_iter().zip(there).filter_map(|(here, there)| here.zip(there));
            for (here, there) in both {
                let row = |at: usize, set: usize, slot| first[at] + set * self.slots + slot;
                pairs.extend((0..self.slots).map(|slot| (row(0, here, slot), row(1, there, slot))));
            }
        };
        sets(self.rooms_for(), other.rooms_for(), [self.rooms, other.rooms]);
        sets(self.staff_for(), other.staff_for(), [self.staff, other.staff]);
        pairs.extend((self.equipment..self.seats).zip(other.equipment..));
        pairs.extend(self.money.zip(other.money));
        pairs.extend(self.duties().zip(other.duties()));
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Sets of rooms by what they are for.
    fn rooms_for(&self) -> Vec<Option<usize>> {
        self.room_set.iter().copied().chain([self.indoors]).collect()
    }

    /// Sets of staff by what they are for.
    fn staff_for(&self) -> Vec<Option<usize>> {
        let all = [self.everyone, self.patrol_set, self.area_set, self.teacher_set];
        self.lead_set.iter().chain(&all).chain(&self.insider_set).copied().collect()
    }

    /// Rows of duties outside slots.
    fn duties(&self) -> Range<usize> {
        self.timetables.start - self.duty_rows.len..self.timetables.start
    }
}
