//! Prices of what pupils and sections share - sections of an activity, rooms, people's time,
//! equipment - and the bound they prove.
//!
//! Lagrangian relaxation of all coupling rows. Seat prices are not multipliers of their own: at
//! an optimum a seat costs its share of the section's room, lead and scarcity, so they are
//! derived, which leaves a few hundred multipliers. Prices are integers and every sum is exact,
//! so the value is a lower bound for every plan without rounding.

use crate::base_share::{Line, Use, line, uses};
use crate::best_week::WeekSearch;
use crate::duties::Work;
use crate::duty_rows::{self, DutyRows, DutySets};
use crate::duty_week::{Pay, best_duty_week};
use crate::linking::Linking;
use crate::model::{Model, NEVER, Objective, Pool};
use crate::prices::Prices;
use crate::pupil_weeks::PupilWeeks;
use crate::staff_week::best_staff_week;
use crate::week::Cost;
use crate::wet_weather::{indoors, needs_stand_in};
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::rule::Rule;

/// A set of rooms or staff members, and the rows that a use of any one of them counts in.
///
/// Rows are Hall conditions: for a set K, all uses that can only be met from inside K, against
/// what K supplies. K runs over the sets that some activity names.
#[derive(Clone, Debug, Default)]
struct Sets {
    /// The distinct sets, sorted members.
    sets: Vec<Vec<usize>>,
    /// For each set the sets that contain it, itself included.
    above: Vec<Vec<usize>>,
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
    slots: usize,
    rooms: usize,
    staff: usize,
    equipment: usize,
    seats: usize,
    room_sets: Sets,
    staff_sets: Sets,
    /// Set of rooms of each activity.
    room_set: Vec<Option<usize>>,
    /// Set of leads of each activity.
    lead_set: Vec<Option<usize>>,
    /// Set of all who serve, for assistants.
    pub everyone: Option<usize>,
    /// Room sets that contain each room; staff sets that contain each staff member.
    sets_of_room: Vec<Vec<usize>>,
    sets_of_staff: Vec<Vec<usize>>,
    /// Indoor rooms, where outdoor sessions need a stand-in.
    indoors: Option<usize>,
    /// Pay over budget, where that counts.
    money: Option<usize>,
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
            len: rows + duty_rows.len,
            duty_rows,
            room_sets,
            staff_sets,
        }
    }
    /// A further section of an activity.
    pub fn section(&self, activity: usize) -> usize {
        activity
    }
    fn room(&self, set: usize, slot: usize) -> usize {
        self.rooms + set * self.slots + slot
    }
    fn staff(&self, set: usize, slot: usize) -> usize {
        self.staff + set * self.slots + slot
    }
    fn equipment(&self, pool: usize, slot: usize) -> usize {
        self.equipment + pool * self.slots + slot
    }
    /// A seat in the sections of a column that are open for good.
    pub fn seat(&self, column: usize) -> usize {
        self.seats + column
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
}

/// The relaxation of one school.
#[derive(Clone, Debug)]
pub struct Relaxation<'a> {
    /// The school.
    pub model: &'a Model<'a>,
    cost: Cost,
    /// Where the multipliers lie.
    pub layout: Layout,
    uses: Vec<Use>,
    /// About how many pupils use each pool in each slot.
    base_mean: Vec<f64>,
    /// Units of each multiplier's row that are there anyway; staff come on top.
    supply: Vec<f64>,
    /// Points of `companions` that no plan can spare.
    unmet: i64,
    linking: Linking,
    /// What is decided already; nothing in the relaxation that proves the bound.
    pub decided: Vec<Decided>,
    /// Staff whose weeks are not counted here, because they span several schools.
    pub outside: Vec<bool>,
}

/// What is decided about a column.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decided {
    /// Sections open for good.
    pub sections: u32,
    /// Their seats.
    pub seats: u32,
    /// No further section can open.
    pub is_closed: bool,
}

/// Multipliers, ticks.
#[derive(Clone, Debug, Default)]
pub struct Multipliers {
    /// Prices of the rows, at least 0.
    pub rows: Vec<i64>,
    /// Premiums of pupils by position in [`Model::fits`]; 0 where sections are decided.
    pub premium: Vec<i64>,
}

/// The relaxation at given multipliers.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Ticks: no plan costs less.
    pub value: i64,
    /// Use minus supply of each row.
    pub excess: Vec<f64>,
    /// Use of each position in [`Model::fits`] minus what sections offer there.
    pub fit_excess: Vec<f32>,
    /// Points of shortfall the relaxed plan falls short.
    pub shortfall: f64,
    /// Seat and base prices used.
    pub prices: Prices,
}

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

impl<'a> Relaxation<'a> {
    /// Sets up the relaxation.
    pub fn new(model: &'a Model<'a>, cost: Cost) -> Self {
        let layout = Layout::new(model);
        let mut supply = vec![0.0; layout.len];
        for (activity, data) in model.school.activities.iter().enumerate() {
            supply[layout.section(activity)] = f64::from(data.max_sections);
        }
        for slot in 0..layout.slots {
            for (set, rooms) in layout.room_sets.sets.iter().enumerate() {
                let free = rooms.iter().filter(|&&room| model.room_free[room] >> slot & 1 == 1);
                supply[layout.room(set, slot)] = free.count() as f64;
            }
            for (pool, &owned) in model.school.equipment.iter().enumerate() {
                supply[layout.equipment(pool, slot)] = f64::from(owned);
            }
        }
        let uses = uses(model);
        let base_mean = uses.iter().map(|range| 0.6 * f64::from(range.most)).collect();
        let decided = vec![Decided::default(); model.columns.len()];
        let unmet = model.companions.points_at_least(model);
        let outside = vec![false; model.school.staff.len()];
        let linking = Linking::new(model);
        Self { model, cost, layout, uses, base_mean, supply, unmet, linking, decided, outside }
    }

    /// Changes the ticks of a point of shortfall.
    pub fn set_factor(&mut self, ticks: i64) {
        if self.cost.objective().shortfall != ticks {
            let objective = Objective { shortfall: ticks, ..self.cost.objective() };
            self.cost = Cost::new(self.model, objective);
        }
    }

    /// The school.
    pub fn model(&self) -> &'a Model<'a> {
        self.model
    }

    /// The objective.
    pub fn objective(&self) -> Objective {
        self.cost.objective()
    }

    /// Ticks of a point of shortfall.
    pub fn factor(&self) -> i64 {
        self.cost.objective().shortfall
    }

    /// Value and use of every row and of every fit; everybody's weeks are left in `weeks`.
    pub fn evaluate(
        &self,
        at: &Multipliers,
        weeks: &mut PupilWeeks,
        search: &mut WeekSearch,
    ) -> Evaluation {
        let model = self.model;
        let u = &at.rows;
        let sections: Vec<Section> =
            (0..model.columns.len()).map(|column| self.section(u, column)).collect();
        let mut payers = vec![Vec::new(); sections.len()];
        let column_price: Vec<i64> = sections
            .iter()
            .zip(&mut payers)
            .enumerate()
            .map(|(column, (section, payers))| self.seat_price(at, column, section, payers))
            .collect();
        let pools = self.pool_sections(u);
        let lines: Vec<Line> =
            pools.iter().enumerate().map(|(at, section)| self.line(at, section)).collect();
        let pool_price: Vec<i64> = pools
            .iter()
            .zip(&lines)
            .map(
                |(section, line)| {
                    if section.ticks >= NEVER { NEVER } else { line.price(section.ticks) }
                },
            )
            .collect();
        let mut prices = Prices::new(model, &self.cost, column_price, &pool_price);
        prices.premium.clone_from(&at.premium);
        let costs = (&prices, &pool_price[..]);
        let mut value = weeks.renew((model, &self.cost), costs, search);
        let fit_excess = self.fit_excess(weeks, &payers);
        let PupilWeeks { load, base_load, short, .. } = &*weeks;
        let mut shortfall = *short as f64;
        let mut excess: Vec<f64> = self.supply.iter().map(|supply| -supply).collect();
        for (row, &price) in u.iter().enumerate() {
            value -= price * self.supply[row] as i64;
        }
        let mut count = |section: &Section, units: f64| {
            shortfall += section.short as f64 * units;
            for &(row, each) in &section.rows {
                excess[row] += each * units;
            }
        };
        let mut idle_seats = vec![0.0; sections.len()];
        for (column, section) in sections.iter().enumerate() {
            let decided = self.decided[column];
            let seats = match payers[column].len() {
                0 => f64::from(model.columns[column].seats),
                payers => payers as f64,
            };
            let over = f64::from(load[column]) - f64::from(decided.seats);
            if decided.sections == 0 {
                count(section, over / seats);
                continue;
            }
            let price = prices.column[column];
            value += section.ticks * i64::from(decided.sections) - price * i64::from(decided.seats);
            let can_open = !decided.is_closed && price >= self.derived_price(column, section);
            let more = if can_open { over.max(0.0) / seats } else { 0.0 };
            idle_seats[column] = over - more * seats;
            count(section, f64::from(decided.sections) + more);
        }
        for (at, section) in pools.iter().enumerate().filter(|(_, s)| s.ticks < NEVER) {
            let line = lines[at];
            let anchor = section.ticks * i64::from(line.sections);
            value += if line.per == 0 {
                // A forced pupil may go unplaced instead, so no more than that is charged.
                anchor.min(self.cost.unplaced(self.least_weight()) * i64::from(line.sections))
            } else {
                anchor - line.price(section.ticks) * i64::from(line.pupils)
            };
            count(section, line.at(f64::from(base_load[at])).max(0.0));
        }
        for (column, idle) in idle_seats.into_iter().enumerate() {
            excess[self.layout.seat(column)] = idle;
        }
        let (purse, objective) = (&model.purse, self.cost.objective());
        let money = self.layout.money_price(u).min(purse.dearest(objective));
        let mut spent = 0;
        let charge = duty_rows::charge(model, &self.layout, u, self.factor());
        value += charge.ticks;
        shortfall += charge.short as f64;
        charge.rows.iter().for_each(|&(row, units)| excess[row] += units);
        for staff in (0..model.school.staff.len()).filter(|&staff| !self.outside[staff]) {
            let wage = purse.ticks(staff, objective, money);
            let (earned, work) = self.best_week_of(u, staff, wage);
            duty_rows::supply(model, &self.layout, staff, work, &mut excess);
            let worked = work.slots;
            value -= earned;
            spent += purse.fen(staff) * i64::from(work.periods());
            for slot in bits(worked) {
                for &set in &self.layout.sets_of_staff[staff] {
                    excess[self.layout.staff(set, slot)] -= 1.0;
                }
            }
        }
        let settled = purse.settle(spent, objective, money);
        value += settled.ticks + self.unmet * objective.shortfall;
        shortfall += settled.short + self.unmet as f64;
        if let Some(row) = self.layout.money {
            excess[row] = settled.excess;
        }
        Evaluation { value, excess, fit_excess, shortfall, prices }
    }

    /// A seat's share of a section.
    fn derived_price(&self, column: usize, section: &Section) -> i64 {
        if section.ticks >= NEVER {
            return NEVER;
        }
        section.ticks / i64::from(self.model.columns[column].seats)
    }

    /// Price of a seat without premium; who pays for a section, where premiums say so.
    fn seat_price(
        &self,
        at: &Multipliers,
        column: usize,
        section: &Section,
        payers: &mut Vec<u32>,
    ) -> i64 {
        let decided = self.decided[column];
        let new = match (decided.is_closed, decided.sections) {
            (true, _) => NEVER,
            (false, 0) => {
                let seats = self.model.columns[column].seats;
                self.linking.seat_price(&at.premium, (column, seats), section.ticks, payers)
            }
            _ => self.derived_price(column, section),
        };
        if decided.sections == 0 { new } else { new.min(at.rows[self.layout.seat(column)]) }
    }

    /// Pupils in each column by whom, less the share that the sections opened offer each payer.
    fn fit_excess(&self, weeks: &PupilWeeks, payers: &[Vec<u32>]) -> Vec<f32> {
        let mut excess = vec![0.0; weeks.takes.len()];
        for (column, payers) in payers.iter().enumerate().filter(|(_, payers)| !payers.is_empty()) {
            for &at in self.linking.fits_of(column) {
                excess[at as usize] = f32::from(u8::from(weeks.takes[at as usize]));
            }
            let share = weeks.load[column] as f32 / payers.len() as f32;
            for &at in payers {
                excess[at as usize] -= share;
            }
        }
        excess
    }

    fn effort(&self) -> i64 {
        self.model.school.rules.weight(Rule::SectionEffort) * self.cost.objective().quality
    }

    /// A section of a column: price and rows, lead, rooms and assistants.
    fn section(&self, u: &[i64], column: usize) -> Section {
        let model = self.model;
        let data = &model.columns[column];
        let activity = data.activity;
        let mut section = Section { ticks: self.effort(), short: 0, rows: Vec::new() };
        section.add(u, self.layout.section(activity), 1.0);
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

    /// Base sections by pool and slot.
    fn pool_sections(&self, u: &[i64]) -> Vec<Section> {
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
        let ticks = points * self.cost.objective().quality;
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

    /// The line that bounds the sections of a pool in a slot.
    fn line(&self, at: usize, section: &Section) -> Line {
        let seats = self.model.pools[at / self.layout.slots].seats;
        line(self.uses[at], seats, section.ticks, self.base_mean[at])
    }

    /// Takes in how many pupils used the pools last.
    pub fn note_base(&mut self, base_load: &[u32]) {
        for (mean, &load) in self.base_mean.iter_mut().zip(base_load) {
            *mean += 0.2 * (f64::from(load) - *mean);
        }
    }

    /// Length of a step of premiums, as a share of one of the rows: where sections are many, single
    /// pupils differ less in what they should pay.
    pub fn premium_share(&self) -> f64 {
        (7.0 / self.model.pupils.len().max(1) as f64).min(0.012)
    }

    /// Rooms that merged base sections take in each slot, by what pupils did in late rounds.
    pub fn base_rooms(&self) -> Vec<u32> {
        let slots = self.layout.slots;
        let rooms = |slot: usize| {
            let merged = self.model.pools.iter().enumerate().filter(|(_, p)| p.home_room.is_none());
            merged
                .map(|(pool, data)| self.base_mean[pool * slots + slot] / f64::from(data.seats))
                .map(|rooms| rooms.ceil() as u32)
                .sum()
        };
        (0..slots).map(rooms).collect()
    }

    fn least_weight(&self) -> i64 {
        let rules = &self.model.school.rules;
        rules.student_weight.min(rules.priority_weight)
    }

    /// The best week of a staff member at the prices, a period costing `wage`, and what it earns.
    fn best_week_of(&self, u: &[i64], staff: usize, wage: i64) -> (i64, Work) {
        let price = |slot| self.layout.staff_price(u, staff, slot);
        let load = |periods| self.load_ticks(staff, periods) + wage * periods;
        let duties = &self.model.duties;
        if !duties.needs_staff() {
            let (earned, slots) = best_staff_week(self.model, staff, price, load);
            return (earned, Work::in_slots(slots));
        }
        let rows = &self.layout.duty_rows;
        let gate = |place| u[rows.gate(place)];
        let rank = duties.terms[staff].rank;
        let leader = |day| rows.leader(day, rank).map(|row| u[row]).sum();
        let pay = Pay { slot: &price, gate: &gate, leader: &leader, load: &load };
        best_duty_week(self.model, staff, &pay)
    }

    fn load_ticks(&self, staff: usize, periods: i64) -> i64 {
        self.model.school.load_points(staff, periods) * self.cost.objective().quality
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
