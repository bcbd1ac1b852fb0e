//! Prices of what pupils and sections share - sections of an activity, rooms, people's time,
//! equipment - and the bound they prove.
//!
//! Lagrangian relaxation of all coupling rows. Seat prices are not multipliers of their own: at
//! an optimum a seat costs its share of the section's room, lead and scarcity, so they are
//! derived, which leaves a few hundred multipliers. Prices are integers and every sum is exact,
//! so the value is a lower bound for every plan without rounding.

use crate::base_share::{Line, Use, line, uses};
use crate::best_week::WeekSearch;
use crate::duty_rows;
use crate::layout::Layout;
use crate::linking::{Linking, Premiums};
use crate::model::{Model, NEVER, Objective};
use crate::prices::Prices;
use crate::pupil_weeks::PupilWeeks;
use crate::section_cost::Section;
use crate::steps::section_ticks;
use crate::supply::week_like;
use crate::timetable::{Kind, Timetable, Together};
use crate::week::Cost;

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
    /// For each staff member the first with the same week to give away.
    pub week_like: Vec<usize>,
    /// What no timetable pays more than, one a row.
    pub together: Vec<Together>,
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

/// At most so many sections on these columns together: what branching supposes.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Columns.
    pub columns: Vec<usize>,
    /// Sections.
    pub most: u32,
}

/// The relaxation at given multipliers.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Ticks: no plan costs less.
    pub value: i64,
    /// Use minus supply of each row.
    pub excess: Vec<f64>,
    /// Points of shortfall the relaxed plan falls short.
    pub shortfall: f64,
    /// Seat and base prices used, without premiums.
    pub prices: Prices,
}

impl Evaluation {
    /// Nothing but supply.
    fn of_supply(supply: &[f64]) -> Self {
        Self {
            value: 0,
            excess: supply.iter().map(|supply| -supply).collect(),
            shortfall: 0.0,
            prices: Prices::default(),
        }
    }

    /// So many units of a section.
    fn count(&mut self, section: &Section, units: f64) {
        self.shortfall += section.short as f64 * units;
        for &(row, each) in &section.rows {
            self.excess[row] += each * units;
        }
    }
}

impl<'a> Relaxation<'a> {
    /// Sets up the relaxation.
    pub fn new(model: &'a Model<'a>, cost: Cost) -> Self {
        let layout = Layout::new(model);
        let mut supply = vec![0.0; layout.len];
        for (activity, data) in model.school.activities.iter().enumerate() {
            supply[Layout::section(activity)] = f64::from(data.max_sections);
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
        let week_like = week_like(model, &layout);
        Self {
            model,
            cost,
            layout,
            uses,
            base_mean,
            supply,
            unmet,
            linking,
            decided,
            week_like,
            together: Vec::new(),
            outside,
        }
    }

    /// The program of timetables; none where people's weeks span several schools.
    pub fn timetable(&self) -> Option<Timetable> {
        let is_whole = !self.outside.contains(&true);
        let program = || Timetable::new(self.model, &self.layout, &self.week_like);
        if is_whole { program() } else { None }
    }

    /// At least as many ticks more than the value at these multipliers hold for every plan: no
    /// timetable uses all that the rows' prices pay for. And what that took.
    pub fn timetable_gain(
        &self,
        u: &[i64],
        timetable: &Timetable,
        stop: &dyn Fn() -> bool,
    ) -> Option<(i64, u64)> {
        let columns = 0..self.model.columns.len();
        let alone: Vec<i64> = columns.map(|column| self.charged_alone(u, column)).collect();
        let pays = |kind| match kind {
            Kind::Lead(column) => alone[column],
            Kind::Work(staff, slot) => self.most_for_work(u, staff, slot),
            Kind::Use(room, slot) => self.most_for_use(u, room, slot),
            Kind::Load => -self.objective().quality,
            Kind::Periods(staff) => -self.wage(u, staff),
            Kind::Count => 0,
        };
        let proved = timetable.most(&pays, stop)?;
        let beside = self.most_equipment_of_base(u) + duty_rows::most(self.model, &self.layout, u);
        Some((self.supplied(u) - proved.most - beside, proved.iterations))
    }

    /// The row that says what sections pay together in a timetable at these multipliers, and how
    /// much it raises the value in the place of all others. None where more than sections and base
    /// sections uses those, or where money has a price that would be lost.
    pub fn timetable_row(
        &self,
        u: &[i64],
        timetable: &Timetable,
        stop: &dyn Fn() -> bool,
    ) -> Option<(i64, Together, u64)> {
        let has_other_use = self.model.duties.needs_staff() || self.model.duties.accompanies;
        if has_other_use || self.layout.money_price(u) > 0 {
            return None;
        }
        let columns = 0..self.model.columns.len();
        let pays: Vec<i64> = columns.map(|column| self.most_charged(u, column)).collect();
        let of_sections = |kind| if let Kind::Lead(column) = kind { pays[column] } else { 0 };
        let proved = timetable.most(&of_sections, stop)?;
        let gain = self.supplied(u) - proved.most - self.most_charged_base(u);
        Some((gain, Together::new(pays, proved.most), proved.iterations))
    }

    /// Ticks that the rows pay for what is supplied, people's loads and wages taken off.
    fn supplied(&self, u: &[i64]) -> i64 {
        let mut supply = Evaluation::of_supply(&self.supply);
        supply.value = -self.supply_ticks(u);
        self.count_work(&mut supply, u);
        -supply.value
    }

    /// One more row; its place, if there is any.
    pub fn add_row(&mut self, together: Together) -> Option<usize> {
        let row = self.layout.timetables.clone().nth(self.together.len())?;
        self.supply[row] = together.most as f64 / together.unit as f64;
        self.together.push(together);
        Some(row)
    }

    /// Nothing but plans that keep to the limits: columns without any section are closed, the others
    /// share a row, as long as there are rows.
    pub fn suppose(&mut self, limits: &[Limit]) {
        for limit in limits {
            if limit.most == 0 {
                limit.columns.iter().for_each(|&column| self.decided[column].is_closed = true);
                continue;
            }
            let unit = section_ticks(&self.model.school.rules);
            let mut pays = vec![0; self.model.columns.len()];
            limit.columns.iter().for_each(|&column| pays[column] = unit);
            let _no_more_rows = self.add_row(Together::new(pays, unit * i64::from(limit.most)));
        }
    }

    /// All plans again, with so many rows of timetables as before.
    pub fn suppose_nothing(&mut self, rows: usize) {
        self.together.truncate(rows);
        self.decided.fill(Decided::default());
    }

    /// What the rows supply at their prices, people's weeks aside.
    fn supply_ticks(&self, u: &[i64]) -> i64 {
        let plain = ..self.layout.timetables.start;
        let supplied = |(&price, &supply): (&i64, &f64)| price * supply as i64;
        let rows: i64 = u[plain].iter().zip(&self.supply[plain]).map(supplied).sum();
        let together = self.timetable_rows().map(|(row, together)| together.supply(u[row]));
        rows + together.sum::<i64>()
    }

    /// Changes the ticks of a point of shortfall.
    pub fn set_factor(&mut self, ticks: i64) {
        if self.cost.objective().shortfall != ticks {
            let objective = Objective { shortfall: ticks, ..self.cost.objective() };
            self.cost = Cost::new(self.model, objective);
        }
    }

    /// The objective.
    pub fn objective(&self) -> Objective {
        self.cost.objective()
    }

    /// Ticks of a point of shortfall.
    pub fn factor(&self) -> i64 {
        self.cost.objective().shortfall
    }

    /// Value and use of every row at these prices, ticks, at least 0; everybody's weeks are left in
    /// `weeks`. Where pupils pay premiums, 0 where sections are decided, these get to know their excess.
    pub fn evaluate(
        &self,
        rows: &[i64],
        mut premiums: Option<&mut Premiums>,
        weeks: &mut PupilWeeks,
        search: &mut WeekSearch,
    ) -> Evaluation {
        let columns = 0..self.model.columns.len();
        let sections: Vec<Section> = columns.map(|column| self.section(rows, column)).collect();
        let mut payers = vec![Vec::new(); sections.len()];
        let premium = premiums.as_ref().map_or(&[][..], |premiums| &premiums.at);
        let seat_price = sections.iter().zip(&mut payers).enumerate();
        let seat_price =
            seat_price.map(|(column, of)| self.seat_price((rows, premium), column, of)).collect();
        let pools = self.pool_sections(rows);
        let lines: Vec<Line> =
            pools.iter().enumerate().map(|(at, section)| self.line(at, section)).collect();
        let pool_price: Vec<i64> = pools.iter().zip(&lines).map(place_price).collect();
        let mut prices = Prices::new(self.model, &self.cost, seat_price, &pool_price);
        // Premiums are many: they are lent to the prices, not copied.
        if let Some(premiums) = &mut premiums {
            prices.premium = std::mem::take(&mut premiums.at);
        }
        let costs = (&prices, &pool_price[..]);
        let value = weeks.renew((self.model, &self.cost), costs, search) - self.supply_ticks(rows);
        if let Some(premiums) = premiums {
            premiums.at = std::mem::take(&mut prices.premium);
            self.note_fits(&mut premiums.excess, weeks, &payers);
        }
        let mut found = Evaluation {
            value,
            excess: self.supply.iter().map(|supply| -supply).collect(),
            shortfall: weeks.short as f64,
            prices,
        };
        self.count_sections(&mut found, &sections, &payers, &weeks.load);
        self.count_base(&mut found, &pools, &lines, &weeks.base_load);
        self.count_duties(&mut found, rows);
        self.count_staff(&mut found, rows);
        found
    }

    /// Sections that the pupils in each column need, at no more than they pay, and those decided.
    fn count_sections(
        &self,
        found: &mut Evaluation,
        sections: &[Section],
        payers: &[Vec<u32>],
        load: &[u32],
    ) {
        for (column, section) in sections.iter().enumerate() {
            let decided = self.decided[column];
            let seats = match payers[column].len() {
                0 if decided.sections == 0 => {
                    let seats = self.model.columns[column].seats;
                    self.linking.most_payers(column, seats).max(1) as f64
                }
                0 => f64::from(self.model.columns[column].seats),
                payers => payers as f64,
            };
            let over = f64::from(load[column]) - f64::from(decided.seats);
            if decided.sections == 0 {
                found.count(section, over / seats);
                continue;
            }
            let price = found.prices.column[column];
            found.value +=
                section.ticks * i64::from(decided.sections) - price * i64::from(decided.seats);
            let can_open = !decided.is_closed && price >= self.derived_price(column, section);
            let more = if can_open { over.max(0.0) / seats } else { 0.0 };
            found.excess[self.layout.seat(column)] = over - more * seats;
            found.count(section, f64::from(decided.sections) + more);
        }
    }

    /// Base sections along the lines that bound them from below.
    fn count_base(&self, found: &mut Evaluation, pools: &[Section], lines: &[Line], load: &[u32]) {
        for (at, section) in pools.iter().enumerate().filter(|(_, s)| s.ticks < NEVER) {
            let line = lines[at];
            let anchor = section.ticks * i64::from(line.sections);
            found.value += if line.per == 0 {
                // A forced pupil may go unplaced instead, so no more than that is charged.
                anchor.min(self.cost.unplaced(self.least_weight()) * i64::from(line.sections))
            } else {
                anchor - line.price(section.ticks) * i64::from(line.pupils)
            };
            found.count(section, line.at(f64::from(load[at])).max(0.0));
        }
    }

    /// Heads that duties ask for, and wishes of companions that no plan can meet.
    fn count_duties(&self, found: &mut Evaluation, u: &[i64]) {
        let charge = duty_rows::charge(self.model, &self.layout, u, self.factor());
        found.value += charge.ticks + self.unmet * self.factor();
        found.shortfall += (charge.short + self.unmet) as f64;
        charge.rows.iter().for_each(|&(row, units)| found.excess[row] += units);
    }

    /// A seat's share of a section.
    fn derived_price(&self, column: usize, section: &Section) -> i64 {
        if section.ticks >= NEVER {
            return NEVER;
        }
        section.ticks / i64::from(self.model.columns[column].seats)
    }

    /// The share of a section of each who can be in it.
    fn shared_price(&self, column: usize, section: &Section) -> i64 {
        let payers = self.linking.most_payers(column, self.model.columns[column].seats);
        if payers == 0 || section.ticks >= NEVER { NEVER } else { section.ticks / payers as i64 }
    }

    /// Price of a seat without premium; who pays for a section, where premiums say so.
    fn seat_price(
        &self,
        (rows, premium): (&[i64], &[i64]),
        column: usize,
        (section, payers): (&Section, &mut Vec<u32>),
    ) -> i64 {
        let decided = self.decided[column];
        let new = match (decided.is_closed, decided.sections) {
            (true, _) => NEVER,
            (false, 0) if premium.is_empty() => self.shared_price(column, section),
            (false, 0) => {
                let seats = self.model.columns[column].seats;
                self.linking.seat_price(premium, (column, seats), section.ticks, payers)
            }
            _ => self.derived_price(column, section),
        };
        if decided.sections == 0 { new } else { new.min(rows[self.layout.seat(column)]) }
    }

    /// Pupils in each column by whom, less the share that the sections opened offer each payer.
    fn note_fits(&self, excess: &mut [f32], weeks: &PupilWeeks, payers: &[Vec<u32>]) {
        excess.fill(0.0);
        for (column, payers) in payers.iter().enumerate().filter(|(_, payers)| !payers.is_empty()) {
            for &at in self.linking.fits_of(column) {
                excess[at as usize] = f32::from(u8::from(weeks.takes[at as usize]));
            }
            let share = weeks.load[column] as f32 / payers.len() as f32;
            for &at in payers {
                excess[at as usize] -= share;
            }
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
}

/// Price of a place in a base section.
fn place_price((section, line): (&Section, &Line)) -> i64 {
    if section.ticks >= NEVER { NEVER } else { line.price(section.ticks) }
}
