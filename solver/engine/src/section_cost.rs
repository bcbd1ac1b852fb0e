//! What a section or a base section costs at the prices of the rows: effort, lead, rooms, assistants,
//! equipment, a stand-in indoors, its share of supervision; and where its use is counted.

use crate::duals::Relaxation;
use crate::duty_rows;
use crate::layout::Layout;
use crate::model::{NEVER, Pool};
use crate::timetable::Together;
use crate::wet_weather::needs_stand_in;
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::rule::Rule;

/// What a section or base section pays and where its use is counted.
#[derive(Clone)]
pub struct Section {
    /// Ticks.
    pub ticks: i64,
    /// Points of shortfall: a lead or assistants it goes without.
    pub short: i64,
    /// (row, units per section).
    pub rows: Vec<(usize, f64)>,
}

impl Section {
    /// A use of a row at its price.
    pub fn add(&mut self, u: &[i64], row: usize, units: f64) {
        self.ticks += u[row] * units as i64;
        self.rows.push((row, units));
    }
}

impl Relaxation<'_> {
    fn effort(&self) -> i64 {
        self.model.school.rules.weight(Rule::SectionEffort) * self.objective().quality
    }

    /// A section of a column: price and rows, lead, rooms and assistants.
    pub(crate) fn section(&self, u: &[i64], column: usize) -> Section {
        let model = self.model;
        let data = &model.columns[column];
        let activity = data.activity;
        let mut section = Section { ticks: self.effort(), short: 0, rows: Vec::new() };
        section.add(u, Layout::section(activity), 1.0);
        for (row, together) in self.timetable_rows() {
            section.ticks += together.charge(u[row], column);
            section.rows.push((row, together.units(column)));
        }
        for slot in bits(data.mask) {
            self.add_room(u, &mut section, self.layout.room_set[activity], slot);
            if needs_stand_in(model, activity) {
                self.add_stand_in(u, &mut section, data.seats, slot);
            }
            self.add_floor(u, &mut section, &model.school.activities[activity].rooms, slot);
        }
        if model.duties.accompanies {
            return self.led_by_either(u, section, activity, &data.sessions);
        }
        for slot in bits(data.mask) {
            match self.layout.lead_rows(activity, slot) {
                Some(rows) => rows.for_each(|row| section.add(u, row, 1.0)),
                None => section.ticks = NEVER,
            }
        }
        for &session in &data.sessions {
            self.add_session(u, &mut section, activity, session);
        }
        section
    }

    /// The most that the rows charge an open section of a column, whatever it could go without.
    pub(crate) fn most_charged(&self, u: &[i64], column: usize) -> i64 {
        let data = &self.model.columns[column];
        let heads = self.model.school.activities[data.activity].max_size;
        let stand_in = self.layout.indoors.filter(|_| needs_stand_in(self.model, data.activity));
        let stand_ins = bits(data.mask).map(|slot| self.set_price(u, stand_in, slot)).sum::<i64>();
        let assistants = self.most_for_assistants(u, data.activity, data.mask, heads);
        self.charged_alone(u, column) + stand_ins + assistants
    }

    /// The most that the rows charge for a section of a column itself, its lead, room and equipment.
    pub(crate) fn charged_alone(&self, u: &[i64], column: usize) -> i64 {
        let data = &self.model.columns[column];
        let of_slot = |slot: usize| {
            let room = self.set_price(u, self.layout.room_set[data.activity], slot);
            room + self.most_for_lead(u, data.activity, slot)
        };
        let together = self.timetable_rows().map(|(row, t)| t.charge(u[row], column) + 1);
        u[Layout::section(data.activity)]
            + together.sum::<i64>()
            + bits(data.mask).map(of_slot).sum::<i64>()
            + self.for_equipment(u, data.activity, data.mask)
    }

    /// The most that the rows charge the base sections of any plan.
    pub(crate) fn most_charged_base(&self, u: &[i64]) -> i64 {
        self.most_of_base(&|pool, slot| {
            let rooms = match pool.home_room {
                Some(room) => self.layout.room_price(u, room, slot),
                None => self.set_price(u, self.layout.room_set[pool.activity], slot),
            };
            rooms
                + self.most_for_lead(u, pool.activity, slot)
                + self.most_for_assistants(u, pool.activity, 1 << slot, pool.seats)
                + self.for_equipment(u, pool.activity, 1 << slot)
        })
    }

    /// The most that the rows charge the base sections of any plan for equipment.
    pub(crate) fn most_equipment_of_base(&self, u: &[i64]) -> i64 {
        self.most_of_base(&|pool, slot| self.for_equipment(u, pool.activity, 1 << slot))
    }

    /// As many base sections as there can be, each at so much.
    fn most_of_base(&self, each: &dyn Fn(&Pool, usize) -> i64) -> i64 {
        let pools = self.model.pools.iter();
        pools
            .flat_map(|pool| bits(pool.allowed).map(move |slot| (pool, slot)))
            .map(|(pool, slot)| each(pool, slot) * i64::from(self.most_sections(pool, slot)))
            .sum()
    }

    /// Rows of timetables in use.
    pub(crate) fn timetable_rows(&self) -> impl Iterator<Item = (usize, &Together)> {
        self.layout.timetables.clone().zip(&self.together)
    }

    /// A lead in a slot, of whichever set it counts in.
    fn most_for_lead(&self, u: &[i64], activity: usize, slot: usize) -> i64 {
        let sum = |rows: Vec<usize>| rows.into_iter().map(|row| u[row]).sum::<i64>();
        let rows = self.layout.lead_rows(activity, slot);
        let lead = sum(rows.into_iter().flatten().collect());
        lead.max(sum(self.layout.rows_of(self.layout.insider_set[activity], slot)))
    }

    /// The most that the rows charge for other work of a staff member in a slot: leading a base section,
    /// assisting, a duty, going with an outsider.
    pub(crate) fn most_for_work(&self, u: &[i64], staff: usize, slot: usize) -> i64 {
        let layout = &self.layout;
        let leads =
            |pool: &&Pool| self.model.school.activities[pool.activity].leads.contains(&staff);
        let base = self.model.pools.iter().filter(leads);
        let base = base.map(|pool| self.most_for_lead(u, pool.activity, slot));
        let others = [layout.everyone, layout.patrol_set, layout.area_set, layout.teacher_set];
        let others = others.into_iter().flatten();
        let others = others.filter(|set| layout.sets_of_staff[staff].contains(set)).map(|set| {
            let rows = layout.rows_of(Some(set), slot).into_iter();
            rows.map(|row| u[row]).sum()
        });
        base.chain(others).max().unwrap_or(0)
    }

    /// The most that the rows charge for other use of a room in a slot, or of one that counts in the same
    /// rows: a base section, a stand-in.
    pub(crate) fn most_for_use(&self, u: &[i64], room: usize, slot: usize) -> i64 {
        let counts_alike =
            |home: usize| self.layout.sets_of_room[home] == self.layout.sets_of_room[room];
        let base = self.model.pools.iter().map(|pool| match pool.home_room {
            Some(home) if counts_alike(home) => self.layout.room_price(u, room, slot),
            None if self.model.school.activities[pool.activity].rooms.contains(&room) => {
                self.set_price(u, self.layout.room_set[pool.activity], slot)
            }
            _ => 0,
        });
        let indoors = self.layout.indoors;
        let stands_in = indoors.filter(|set| self.layout.sets_of_room[room].contains(set));
        base.chain([self.set_price(u, stands_in, slot)]).max().unwrap_or(0)
    }

    /// Equipment over the slots.
    fn for_equipment(&self, u: &[i64], activity: usize, slots: SlotMask) -> i64 {
        let equipment = self.model.school.activities[activity].equipment.iter();
        let of_pool = |&(pool, pieces): &(usize, u32)| {
            let price = |slot| u[self.layout.equipment(pool, slot)];
            bits(slots).map(price).sum::<i64>() * i64::from(pieces)
        };
        equipment.map(of_pool).sum()
    }

    /// Assistants of so many pupils over the slots.
    fn most_for_assistants(&self, u: &[i64], activity: usize, slots: SlotMask, heads: u32) -> i64 {
        let assistants = i64::from(self.model.school.assistants_needed(activity, heads));
        let of_slot = |slot: usize| {
            let rows = self.layout.rows_of(self.layout.everyone, slot);
            rows.into_iter().map(|row| u[row]).sum::<i64>()
        };
        if assistants == 0 { 0 } else { assistants * bits(slots).map(of_slot).sum::<i64>() }
    }

    /// Most base sections of a pool in a slot.
    fn most_sections(&self, pool: &Pool, slot: usize) -> u32 {
        let is_free = |room: usize| self.model.room_free[room] >> slot & 1 == 1;
        if let Some(room) = pool.home_room {
            return u32::from(is_free(room));
        }
        let rooms = self.model.school.activities[pool.activity].rooms.iter();
        pool.max_sections.min(rooms.filter(|&&room| is_free(room)).count() as u32)
    }

    /// Price of a room of a set in a slot.
    fn set_price(&self, u: &[i64], set: Option<usize>, slot: usize) -> i64 {
        let above = set.map_or(&[][..], |set| &self.layout.room_sets.above[set]);
        above.iter().map(|&set| u[self.layout.room(set, slot)]).sum()
    }

    /// Base sections by pool and slot.
    pub(crate) fn pool_sections(&self, u: &[i64]) -> Vec<Section> {
        let slots = self.layout.slots;
        (0..self.model.pools.len() * slots)
            .map(|at| self.pool_section(u, &self.model.pools[at / slots], at % slots))
            .collect()
    }

    fn pool_section(&self, u: &[i64], pool: &Pool, slot: usize) -> Section {
        let model = self.model;
        let mut section = Section { ticks: self.effort(), short: 0, rows: Vec::new() };
        if pool.allowed >> slot & 1 == 0 {
            section.ticks = NEVER;
            return section;
        }
        let rules = &model.school.rules;
        let may_lack = model.school.activities[pool.activity].component.may_lack_lead();
        let points = rules.weight(Rule::SessionStaffed);
        let without = (points * self.factor(), points);
        if let Some(room) = pool.home_room {
            for &set in &self.layout.sets_of_room[room] {
                section.add(u, self.layout.room(set, slot), 1.0);
            }
            self.add_floor(u, &mut section, &[room], slot);
        } else {
            self.add_room(u, &mut section, self.layout.room_set[pool.activity], slot);
            let rooms = &model.school.activities[pool.activity].rooms;
            self.add_floor(u, &mut section, rooms, slot);
        }
        if model.duties.accompanies {
            let mut alone = section.clone();
            add_person(u, &mut alone, None, may_lack.then_some(without));
            self.add_session(u, &mut alone, pool.activity, 1 << slot);
            let led = self.led_by_either(u, section, pool.activity, &[1 << slot]);
            return if alone.ticks < led.ticks { alone } else { led };
        }
        let rows: Option<Vec<usize>> =
            self.layout.lead_rows(pool.activity, slot).map(Iterator::collect);
        add_person(u, &mut section, rows, may_lack.then_some(without));
        self.add_session(u, &mut section, pool.activity, 1 << slot);
        section
    }

    /// Assistants and equipment of one session.
    pub fn add_session(&self, u: &[i64], section: &mut Section, activity: usize, slots: SlotMask) {
        let model = self.model;
        let data = &model.school.activities[activity];
        for _ in 0..model.school.assistants_needed(activity, data.min_size) {
            self.add_assistant(u, section, slots);
        }
        for &(pool, pieces) in &data.equipment {
            for slot in bits(slots) {
                section.add(u, self.layout.equipment(pool, slot), f64::from(pieces));
            }
        }
    }

    /// A room indoors, or points for each seat, whichever is cheaper.
    fn add_stand_in(&self, u: &[i64], section: &mut Section, seats: u32, slot: usize) {
        let points = self.model.school.rules.weight(Rule::WetWeather) * i64::from(seats);
        let ticks = points * self.objective().quality;
        let rows = self.layout.indoors.map(|set| {
            let above = &self.layout.room_sets.above[set];
            above.iter().map(|&above| self.layout.room(above, slot)).collect()
        });
        add_person(u, section, rows, Some((ticks, 0)));
    }

    /// An assistant over the slots, or the points of a missing one.
    pub fn add_assistant(&self, u: &[i64], section: &mut Section, slots: SlotMask) {
        let points = self.model.school.rules.missing_assistant_points;
        let missing = (points * self.factor(), points);
        let rows = self.layout.everyone.map(|set| {
            bits(slots).flat_map(|slot| self.layout.rows_of(Some(set), slot)).collect::<Vec<_>>()
        });
        add_person(u, section, rows, Some(missing));
    }

    fn add_room(&self, u: &[i64], section: &mut Section, set: Option<usize>, slot: usize) {
        match set {
            Some(set) => {
                for &above in &self.layout.room_sets.above[set] {
                    section.add(u, self.layout.room(above, slot), 1.0);
                }
            }
            None => section.ticks = NEVER,
        }
    }

    /// A share of the supervision of the floor, where areas are floors.
    fn add_floor(&self, u: &[i64], section: &mut Section, rooms: &[usize], slot: usize) {
        if self.model.duties.has_floors() {
            let at = (rooms, slot, self.factor());
            let share = duty_rows::floor_share(self.model, &self.layout, u, at);
            section.ticks += share.ticks;
            section.short += share.short;
            section.rows.extend(share.rows);
        }
    }
}

/// A person at the price of the rows, or going `without`: its ticks and points.
pub fn add_person(
    u: &[i64],
    section: &mut Section,
    rows: Option<Vec<usize>>,
    without: Option<(i64, i64)>,
) {
    let price = rows.as_ref().map(|rows| rows.iter().map(|&row| u[row]).sum::<i64>());
    match (price, without) {
        (Some(ticks), Some((missing, points))) if missing < ticks => {
            section.ticks += missing;
            section.short += points;
        }
        (Some(_), _) => {
            for row in rows.into_iter().flatten() {
                section.add(u, row, 1.0);
            }
        }
        (None, Some((missing, points))) => {
            section.ticks += missing;
            section.short += points;
        }
        (None, None) => section.ticks = NEVER,
    }
}
