//! Which sections can be open at once, as an integer program: leads as whole people over their whole
//! week, rooms, equipment, numbers of sections; no pupils. The rows of the bound price all that slot by
//! slot and set by set; what no timetable pays together at their prices is often less.
//!
//! For classes k of people and q of rooms that are alike, columns c with sessions s:
//! maximise sum of pays(c) x y(k, c), y(k, c) whole: people of k who lead a section on c;
//! sum over k of y(k, c) = sum over q of z(q, c, s); sum over c that cover slot t of y(k, c) <= people
//! of k, of z(q, c, s) <= rooms of q; weekly and daily caps times people; `max_sections`; equipment.

use crate::milp::{Milp, Proved, Row, Variable};
use crate::model::Model;
use kehou_domain::instance::{SlotMask, bits};
use std::collections::BTreeMap;

/// Larger programs are left alone.
const MOST_VARIABLES: usize = 40_000;

/// A row: the sections of no timetable pay more together, each as much as its column does.
#[derive(Clone, Debug)]
pub struct Together {
    /// By column.
    pub pays: Vec<i64>,
    /// The most.
    pub most: i64,
    /// What a section pays on average: the unit of the row.
    pub unit: i64,
}

impl Together {
    /// Units of a section of a column.
    pub fn units(&self, column: usize) -> f64 {
        self.pays[column] as f64 / self.unit as f64
    }

    /// Ticks of such a section at a price of the unit, rounded down.
    pub fn charge(&self, price: i64, column: usize) -> i64 {
        (i128::from(price) * i128::from(self.pays[column]) / i128::from(self.unit)) as i64
    }

    /// Ticks of the most at a price of the unit, rounded up.
    pub fn supply(&self, price: i64) -> i64 {
        let (price, unit) = (i128::from(price), i128::from(self.unit));
        ((price * i128::from(self.most) + unit - 1) / unit) as i64
    }
}

/// The program of one school without prices.
#[derive(Clone, Debug)]
pub struct Timetable {
    /// Variables of people by column: each pays what the column does.
    leads: Vec<(usize, u32)>,
    /// Most of each variable of rooms.
    rooms: Vec<u32>,
    rows: Vec<Row>,
}

/// People or rooms that are alike.
struct Class {
    count: u32,
    free: SlotMask,
    activities: Vec<usize>,
    /// Most periods of one in a week and in a weekday; rooms: none.
    caps: Option<(u32, u32)>,
    /// Sums of variables by slot.
    slots: BTreeMap<usize, Vec<(usize, i64)>>,
    /// Variables with their slots.
    all: Vec<(usize, SlotMask)>,
}

impl Timetable {
    /// The program of a school; `None`: too large.
    pub fn new(model: &Model) -> Option<Self> {
        let mut people = classes(
            model,
            &model.staff_free,
            |activity| &model.school.activities[activity].leads,
            |at| {
                let data = &model.school.staff[at];
                (data.serves, Some((data.weekly_cap, data.daily_cap)))
            },
        );
        let mut halls = classes(
            model,
            &model.room_free,
            |activity| &model.school.activities[activity].rooms,
            |_| (true, None),
        );
        let mut timetable = Self { leads: Vec::new(), rooms: Vec::new(), rows: Vec::new() };
        let mut by_column = vec![Vec::new(); model.columns.len()];
        for (column, data) in model.columns.iter().enumerate() {
            let fits = |class: &&mut Class| {
                class.activities.binary_search(&data.activity).is_ok()
                    && data.mask & !class.free == 0
            };
            for class in people.iter_mut().filter(fits) {
                let variable = timetable.leads.len();
                timetable.leads.push((column, class.count));
                by_column[column].push((variable, 1));
                class.add(variable, data.mask);
            }
        }
        let first = timetable.leads.len();
        for (column, data) in
            model.columns.iter().enumerate().filter(|(c, _)| !by_column[*c].is_empty())
        {
            for &session in &data.sessions {
                timetable.hold(&mut halls, (data.activity, session), (&by_column[column], first));
            }
        }
        for class in people.iter().chain(&halls) {
            timetable.rows.extend(class.rows(model));
        }
        timetable.count_sections(model, &by_column);
        timetable.count_equipment(model, &by_column);
        let is_small = first + timetable.rooms.len() <= MOST_VARIABLES;
        (is_small && first > 0).then_some(timetable)
    }

    /// A room for a session of a column, whose sections are the sum `open`.
    fn hold(
        &mut self,
        halls: &mut [Class],
        (activity, session): (usize, SlotMask),
        (open, first): (&[(usize, i64)], usize),
    ) {
        let fits = |class: &&mut Class| {
            class.activities.binary_search(&activity).is_ok() && session & !class.free == 0
        };
        let mut fitting: Vec<&mut Class> = halls.iter_mut().filter(fits).collect();
        if let [only] = &mut fitting[..] {
            for &(variable, _) in open {
                only.add(variable, session);
            }
            return;
        }
        let mut terms: Vec<(usize, i64)> = open.to_vec();
        for class in fitting {
            let variable = first + self.rooms.len();
            self.rooms.push(class.count);
            class.add(variable, session);
            terms.push((variable, -1));
        }
        self.rows.push(Row { terms, right: 0, is_equal: true });
    }

    fn count_sections(&mut self, model: &Model, by_column: &[Vec<(usize, i64)>]) {
        for (activity, data) in model.school.activities.iter().enumerate() {
            let columns = model.columns_of[activity].clone();
            let terms: Vec<_> = columns.flat_map(|column| by_column[column].clone()).collect();
            if !terms.is_empty() {
                self.rows.push(Row { terms, right: data.max_sections.into(), is_equal: false });
            }
        }
    }

    fn count_equipment(&mut self, model: &Model, by_column: &[Vec<(usize, i64)>]) {
        let mut uses: BTreeMap<(usize, usize), Vec<(usize, i64)>> = BTreeMap::new();
        for (column, data) in model.columns.iter().enumerate() {
            for &(pool, pieces) in &model.school.activities[data.activity].equipment {
                for slot in bits(data.mask) {
                    let terms = by_column[column].iter().map(|&(v, _)| (v, i64::from(pieces)));
                    uses.entry((pool, slot)).or_default().extend(terms);
                }
            }
        }
        for ((pool, _), terms) in uses {
            let right = model.school.equipment[pool].into();
            self.rows.push(Row { terms, right, is_equal: false });
        }
    }

    /// What no timetable pays more than, if a section on each column pays so much.
    pub fn most(&self, pays: &[i64], stop: &dyn Fn() -> bool) -> Option<Proved> {
        let leads = self.leads.iter().map(|&(column, most)| Variable {
            pays: pays[column],
            most,
            is_whole: true,
        });
        let rooms = self.rooms.iter().map(|&most| Variable { pays: 0, most, is_whole: false });
        Milp { variables: leads.chain(rooms).collect(), rows: self.rows.clone() }.most(stop)
    }
}

impl Class {
    fn add(&mut self, variable: usize, mask: SlotMask) {
        self.all.push((variable, mask));
        for slot in bits(mask) {
            self.slots.entry(slot).or_default().push((variable, 1));
        }
    }

    fn rows(&self, model: &Model) -> Vec<Row> {
        let count = i64::from(self.count);
        let at_most = |terms, right| Row { terms, right, is_equal: false };
        let mut rows: Vec<Row> =
            self.slots.values().map(|terms| at_most(terms.clone(), count)).collect();
        if let Some((week, day)) = self.caps {
            let periods = |within: SlotMask| {
                let in_all =
                    self.all.iter().map(|&(v, mask)| (v, i64::from((mask & within).count_ones())));
                in_all.filter(|term| term.1 > 0).collect::<Vec<_>>()
            };
            let caps = model.days.iter().map(|&today| (today, day)).chain([(SlotMask::MAX, week)]);
            rows.extend(caps.map(|(within, cap)| at_most(periods(within), count * i64::from(cap))));
            rows.retain(|row| !row.terms.is_empty());
        }
        rows
    }
}

/// What people or rooms that are alike have in common: activities, free slots, caps.
type Alike = (Vec<usize>, SlotMask, Option<(u32, u32)>);

/// Members of the lists of activities that open on patterns, those alike together.
fn classes<'m>(
    model: &'m Model,
    free: &[SlotMask],
    list: impl Fn(usize) -> &'m Vec<usize>,
    is_there: impl Fn(usize) -> (bool, Option<(u32, u32)>),
) -> Vec<Class> {
    let mut activities_of = vec![Vec::new(); free.len()];
    for activity in (0..model.columns_of.len()).filter(|&a| !model.columns_of[a].is_empty()) {
        for &member in list(activity) {
            activities_of[member].push(activity);
        }
    }
    let mut classes: BTreeMap<Alike, u32> = BTreeMap::new();
    for (member, activities) in activities_of.into_iter().enumerate() {
        let (is_there, caps) = is_there(member);
        if is_there && !activities.is_empty() {
            *classes.entry((activities, free[member], caps)).or_default() += 1;
        }
    }
    let class = |((activities, free, caps), count)| Class {
        count,
        free,
        activities,
        caps,
        slots: BTreeMap::new(),
        all: Vec::new(),
    };
    classes.into_iter().map(class).collect()
}
