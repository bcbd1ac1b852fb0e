//! Which sections are open: column, lead and room of each, and what of rooms, people and
//! equipment is left. Every state is legal by itself; pupils are seated elsewhere.

use crate::duties::Work;
use crate::handover::{Handover, lead_by_handover, room_by_handover};
use crate::legal::can_take;
use crate::model::{Model, Objective};
use kehou_domain::instance::{FactData, SlotMask, bits};
use kehou_domain::rule::Rule;

/// One open section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSection {
    /// Column.
    pub column: usize,
    /// Lead.
    pub lead: usize,
    /// Room of each session.
    pub rooms: Vec<usize>,
    /// Most pupils: activity and rooms considered.
    pub seats: u32,
    /// Asked for by a pin: stays as it is.
    pub is_fixed: bool,
}

/// A section about to open, and what another gives up for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The section.
    pub section: OpenSection,
    /// What another section takes instead.
    pub handover: Option<Handover>,
}

/// What guides the choice of leads and rooms, ticks.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Price of time by staff member and slot.
    pub staff: Vec<i64>,
    /// Eighths of these prices that a section is charged.
    pub share: i64,
    /// Price of a room by room and slot.
    pub room: Vec<i64>,
    /// Base rooms to keep free in each slot.
    pub reserve: Vec<u32>,
    /// What a period costs by staff member; empty where no rule counts money.
    pub period: Vec<i64>,
    /// What pay over budget costs in it.
    pub money: i64,
    /// What anybody's time costs while jobs stay without a person.
    pub scarcity: i64,
}

impl Guide {
    /// Price of a staff member's time: at least what it costs.
    fn time(&self, model: &Model, staff: usize, slot: usize) -> i64 {
        let price = self.staff[staff * model.school.slots.len() + slot] * self.share / 8;
        price.max(self.period.get(staff).copied().unwrap_or(0)) + self.scarcity
    }

    /// Sets what periods cost when a unit of pay over budget costs `money`.
    pub fn charge(&mut self, model: &Model, objective: Objective, money: i64) {
        if !model.purse.is_idle() {
            self.money = money;
            self.period = (0..model.school.staff.len())
                .map(|person| model.purse.ticks(person, objective, money))
                .collect();
        }
    }
}

/// The open sections of a school and what they use.
#[derive(Clone, Debug)]
pub struct Openings<'a> {
    model: &'a Model<'a>,
    /// Open sections.
    pub sections: Vec<OpenSection>,
    /// Seats of each column.
    pub seats: Vec<u32>,
    /// Fewest pupils each column must have to keep its sections.
    pub least: Vec<u32>,
    /// Open sections of each activity.
    pub count: Vec<u32>,
    /// Slots in which each room is used.
    pub room_busy: Vec<SlotMask>,
    /// Slots in which each staff member leads.
    pub staff_busy: Vec<SlotMask>,
    equipment: Vec<u32>,
}

impl<'a> Openings<'a> {
    /// Nothing open but what pins ask for.
    pub fn new(model: &'a Model<'a>) -> Self {
        let school = model.school;
        let mut openings = Self {
            model,
            sections: Vec::new(),
            seats: vec![0; model.columns.len()],
            least: vec![0; model.columns.len()],
            count: vec![0; school.activities.len()],
            room_busy: vec![0; school.rooms.len()],
            staff_busy: vec![0; school.staff.len()],
            equipment: vec![0; school.equipment.len() * school.slots.len()],
        };
        openings.open_fixed();
        openings
    }

    fn open_fixed(&mut self) {
        let model = self.model;
        for fixed in &model.fixed.sections {
            self.open(fixed.section.clone());
            let sessions = &model.columns[fixed.section.column].sessions;
            for (people, &slots) in fixed.assistants.iter().zip(sessions) {
                for &person in people {
                    self.employ(person, slots);
                }
            }
        }
        for duty in &model.fixed.duties {
            self.employ(duty.person, duty.work.slots);
        }
        for base in &model.fixed.base {
            self.hold(model.pools[base.pool].activity, base.slot, base.room);
            let people = base.lead.iter().chain(&base.assistants);
            people.for_each(|&person| self.employ(person, 1 << base.slot));
        }
    }

    /// Gives a staff member work.
    pub fn employ(&mut self, person: usize, slots: SlotMask) {
        self.staff_busy[person] |= slots;
    }

    /// Takes room and equipment for a base section.
    pub fn hold(&mut self, activity: usize, slot: usize, room: usize) {
        self.room_busy[room] |= 1 << slot;
        self.use_equipment(activity, 1 << slot, true);
    }

    /// A section on a column with the best lead and rooms there are, one of them from another
    /// section if need be; `None` when there are none or the activity is at its limit.
    pub fn place(&self, column: usize, guide: &Guide) -> Option<Placement> {
        let model = self.model;
        let data = &model.columns[column];
        let activity = &model.school.activities[data.activity];
        if self.count[data.activity] >= activity.max_sections
            || !self.has_equipment(data.activity, data.mask)
        {
            return None;
        }
        let mut handover = None;
        let lead = self.best_lead(column, guide).or_else(|| {
            let (lead, given) = lead_by_handover(model, self, column)?;
            handover = Some(given);
            Some(lead)
        })?;
        let mut rooms = Vec::with_capacity(data.sessions.len());
        let mut seats = activity.max_size;
        for &session in &data.sessions {
            let room = self.best_room(data.activity, session, guide).or_else(|| {
                if handover.is_some() {
                    return None;
                }
                let (room, given) = room_by_handover(model, self, (data.activity, session), guide)?;
                handover = Some(given);
                Some(room)
            })?;
            seats = seats.min(model.school.rooms[room].capacity);
            rooms.push(room);
        }
        let section = OpenSection { column, lead, rooms, seats, is_fixed: false };
        Some(Placement { section, handover })
    }

    /// Opens a section where it was placed.
    pub fn open_at(&mut self, placement: Placement) {
        match placement.handover {
            Some(Handover::Lead { position, lead }) => {
                let mask = self.model.columns[self.sections[position].column].mask;
                self.staff_busy[self.sections[position].lead] &= !mask;
                self.staff_busy[lead] |= mask;
                self.sections[position].lead = lead;
            }
            Some(Handover::Room { position, session, room }) => {
                let mask = self.model.columns[self.sections[position].column].sessions[session];
                self.room_busy[self.sections[position].rooms[session]] &= !mask;
                self.room_busy[room] |= mask;
                self.sections[position].rooms[session] = room;
            }
            None => {}
        }
        self.open(placement.section);
    }

    /// Opens a section as given.
    pub fn open(&mut self, section: OpenSection) {
        let data = &self.model.columns[section.column];
        self.seats[section.column] += section.seats;
        self.least[section.column] += self.model.school.activities[data.activity].min_size;
        self.count[data.activity] += 1;
        self.staff_busy[section.lead] |= data.mask;
        for (&room, &session) in section.rooms.iter().zip(&data.sessions) {
            self.room_busy[room] |= session;
        }
        self.use_equipment(data.activity, data.mask, true);
        self.sections.push(section);
    }

    /// Closes the section at a position; the last one takes its position.
    pub fn close(&mut self, position: usize) -> OpenSection {
        let section = self.sections.swap_remove(position);
        let data = &self.model.columns[section.column];
        self.seats[section.column] -= section.seats;
        self.least[section.column] -= self.model.school.activities[data.activity].min_size;
        self.count[data.activity] -= 1;
        self.staff_busy[section.lead] &= !data.mask;
        for (&room, &session) in section.rooms.iter().zip(&data.sessions) {
            self.room_busy[room] &= !session;
        }
        self.use_equipment(data.activity, data.mask, false);
        section
    }

    /// Takes over the leads of the same sections elsewhere.
    pub fn take_leads(&mut self, sections: &[OpenSection]) {
        let changed: Vec<usize> = (0..sections.len())
            .filter(|&position| self.sections[position].lead != sections[position].lead)
            .collect();
        for &position in &changed {
            let mask = self.model.columns[sections[position].column].mask;
            self.staff_busy[self.sections[position].lead] &= !mask;
        }
        for &position in &changed {
            let mask = self.model.columns[sections[position].column].mask;
            self.staff_busy[sections[position].lead] |= mask;
            self.sections[position].lead = sections[position].lead;
        }
    }

    /// Whether a staff member can work in the slots beside what is led already.
    pub fn can_work(&self, staff: usize, slots: SlotMask) -> bool {
        can_work(self.model, staff, self.staff_busy[staff], slots)
    }

    /// Price of a lead over a column's slots.
    pub fn lead_price(&self, staff: usize, column: usize, guide: &Guide) -> i64 {
        let model = self.model;
        let data = &model.columns[column];
        let base: i64 = bits(data.mask).map(|slot| guide.time(model, staff, slot)).sum();
        let before = i64::from(self.staff_busy[staff].count_ones());
        let after = before + i64::from(data.mask.count_ones());
        let school = model.school;
        let load = school.load_points(staff, after) - school.load_points(staff, before);
        base + load * crate::model::TICKS + self.wish_ticks(staff, data.activity)
    }

    /// Ticks of everybody's time spent on sections: prices, load and wishes.
    pub fn staff_ticks(&self, guide: &Guide) -> i64 {
        let school = self.model.school;
        let mut ticks = 0;
        for (staff, &busy) in self.staff_busy.iter().enumerate().filter(|(_, busy)| **busy != 0) {
            let periods = i64::from(busy.count_ones());
            let load = school.load_points(staff, periods);
            ticks += load * crate::model::TICKS
                + bits(busy).map(|slot| guide.time(self.model, staff, slot)).sum::<i64>();
        }
        for section in &self.sections {
            ticks += self.wish_ticks(section.lead, self.model.columns[section.column].activity);
        }
        ticks
    }

    fn wish_ticks(&self, staff: usize, activity: usize) -> i64 {
        let person = &self.model.school.staff[staff];
        let wish = i64::from(person.unwanted.contains(&activity))
            - i64::from(person.wanted.contains(&activity));
        wish * self.model.school.rules.weight(Rule::StaffWish) * crate::model::TICKS
    }

    fn best_lead(&self, column: usize, guide: &Guide) -> Option<usize> {
        let data = &self.model.columns[column];
        let leads = &self.model.school.activities[data.activity].leads;
        leads
            .iter()
            .copied()
            .filter(|&staff| self.can_work(staff, data.mask))
            .filter(|&staff| may_lead(self.model, data.activity, data.mask, staff))
            .min_by_key(|&staff| (self.lead_price(staff, column, guide), staff))
    }

    /// The cheapest room over the slots: large enough if there is one, then smallest.
    fn best_room(&self, activity: usize, slots: SlotMask, guide: &Guide) -> Option<usize> {
        let model = self.model;
        let data = &model.school.activities[activity];
        let n = model.school.slots.len();
        data.rooms
            .iter()
            .copied()
            .filter(|&room| self.room_is_open(room, slots, guide))
            .filter(|&room| model.school.rooms[room].capacity >= data.min_size)
            .filter(|&room| may_use(model, activity, slots, room))
            .min_by_key(|&room| {
                let capacity = model.school.rooms[room].capacity;
                let price: i64 = bits(slots).map(|slot| guide.room[room * n + slot]).sum();
                (data.max_size.saturating_sub(capacity), price, capacity, room)
            })
    }

    /// Whether a room can be used in all slots, base rooms kept back.
    pub fn room_is_open(&self, room: usize, slots: SlotMask, guide: &Guide) -> bool {
        let model = self.model;
        slots & !model.room_free[room] == 0
            && slots & self.room_busy[room] == 0
            && slots & model.home_blocked[room] == 0
            && (!model.base_rooms[room]
                || bits(slots).all(|slot| self.spare_base_rooms(slot) > guide.reserve[slot]))
    }

    /// Rooms usable by merged base sections and not used by sections in a slot.
    pub fn spare_base_rooms(&self, slot: usize) -> u32 {
        let model = self.model;
        (0..model.base_rooms.len())
            .filter(|&room| {
                model.base_rooms[room]
                    && model.room_free[room] >> slot & 1 == 1
                    && self.room_busy[room] >> slot & 1 == 0
            })
            .count() as u32
    }

    /// Whether a further session of the activity finds its equipment in the slots.
    pub fn has_equipment(&self, activity: usize, mask: SlotMask) -> bool {
        let model = self.model;
        let slots = model.school.slots.len();
        model.school.activities[activity].equipment.iter().all(|&(pool, pieces)| {
            bits(mask).all(|slot| {
                self.equipment[pool * slots + slot] + pieces <= model.school.equipment[pool]
            })
        })
    }

    fn use_equipment(&mut self, activity: usize, mask: SlotMask, take: bool) {
        let slots = self.model.school.slots.len();
        for &(pool, pieces) in &self.model.school.activities[activity].equipment {
            for slot in bits(mask) {
                let used = &mut self.equipment[pool * slots + slot];
                *used = if take { *used + pieces } else { *used - pieces };
            }
        }
    }

    /// Pieces of a pool not used by sections in a slot.
    pub fn equipment_left(&self, pool: usize, slot: usize) -> u32 {
        let used = self.equipment[pool * self.model.school.slots.len() + slot];
        self.model.school.equipment[pool].saturating_sub(used)
    }
}

/// Whether a staff member who works in `busy` can also work in `slots`: `staff_available`,
/// `staff_one_place`, `staff_caps`.
pub fn can_work(model: &Model, staff: usize, busy: SlotMask, slots: SlotMask) -> bool {
    let data = &model.school.staff[staff];
    if slots & !model.staff_free[staff] != 0 || slots & busy != 0 || !data.serves {
        return false;
    }
    if !model.fixed.duties.is_empty() {
        let work = Work { slots: busy, ..model.fixed.beyond_slots(staff) };
        return can_take(model, staff, work, Work::in_slots(slots));
    }
    let work = busy | slots;
    if work.count_ones() > data.weekly_cap {
        return false;
    }
    let mut late_days = 0;
    for &day in &model.days {
        if (work & day).count_ones() > data.daily_cap {
            return false;
        }
        late_days += u32::from(work & day & model.late != 0);
    }
    late_days <= data.late_cap
}

/// No ban keeps the staff member from leading the activity in the slots.
pub fn may_lead(model: &Model, activity: usize, slots: SlotMask, staff: usize) -> bool {
    !model.school.bans.iter().any(|ban| {
        ban.staff == Some(staff)
            && ban.activity == Some(activity)
            && ban.room.is_none()
            && ban.slot.is_none_or(|slot| slots >> slot & 1 == 1)
    })
}

/// No ban keeps the activity out of the room in the slots.
pub fn may_use(model: &Model, activity: usize, slots: SlotMask, room: usize) -> bool {
    !model.school.bans.iter().any(|ban: &FactData| {
        ban.room == Some(room)
            && ban.activity == Some(activity)
            && ban.slot.is_none_or(|slot| slots >> slot & 1 == 1)
    })
}
