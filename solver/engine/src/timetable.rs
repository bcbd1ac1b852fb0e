//! Which sections can be open at once, as an integer program: leads as whole people over their whole
//! week, rooms, equipment, numbers of sections; no pupils. The rows of the bound price all that slot by
//! slot and set by set; what no timetable pays together at their prices is often less.
//!
//! For classes k of people and q of rooms that are alike, columns c with sessions s, slots t:
//! maximise sum of pays(c) x y(k, c) + pays(k, t) x w(k, t) + pays(q, t) x v(q, t) - load(k) -
//! wage(k) x periods(k),
//! y(k, c) whole: people of k who lead a section on c; w, v: people and rooms in other use;
//! sum over k of y(k, c) = sum over q of z(q, c, s); sum over c that cover t of y(k, c) + w(k, t) <= people
//! of k, of z(q, c, s) + v(q, t) <= rooms of q; caps times people; `max_sections`; equipment.

use crate::layout::Layout;
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
    /// The row of sections that pay so much, and no more than that together.
    pub fn new(pays: Vec<i64>, most: i64) -> Self {
        let paid: Vec<i64> = pays.iter().copied().filter(|&pays| pays > 0).collect();
        let unit = (paid.iter().sum::<i64>() / paid.len().max(1) as i64).max(1);
        Self { pays, most, unit }
    }

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

/// What a variable of the program says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// People of a class who lead a section on a column.
    Lead(usize),
    /// People like this one at other work in a slot.
    Work(usize, usize),
    /// Rooms like this one in other use in a slot.
    Use(usize, usize),
    /// Points of load of people who are alike.
    Load,
    /// Periods of all people like this one.
    Periods(usize),
    /// Rooms of a class that hold a session; people of a class who work late on a weekday.
    Count,
}

/// The program of one school without prices.
#[derive(Clone, Debug, Default)]
pub struct Timetable {
    /// Variables and the most of each.
    variables: Vec<(Kind, u32)>,
    rows: Vec<Row>,
}

/// People or rooms that are alike.
struct Class {
    /// One of them, and how many.
    member: usize,
    count: u32,
    free: SlotMask,
    activities: Vec<usize>,
    /// Variables with their slots.
    all: Vec<(usize, SlotMask)>,
}

/// A sum of variables.
type Sum = Vec<(usize, i64)>;

impl Timetable {
    /// The program of a school; `None`: too large. `week_like`: for each staff member the first with
    /// the same week to give away.
    pub fn new(model: &Model, layout: &Layout, week_like: &[usize]) -> Option<Self> {
        let mut timetable = Self::default();
        let mut people = people(model, week_like);
        let leads = timetable.lead(model, &mut people);
        let mut halls = halls(model, layout);
        for (column, data) in model.columns.iter().enumerate() {
            for &session in data.sessions.iter().filter(|_| !leads[column].is_empty()) {
                timetable.hold(&mut halls, (data.activity, session), &leads[column]);
            }
        }
        for class in &mut people {
            timetable.limit(class, Kind::Work);
            timetable.limit_days(model, class);
            timetable.load(model, class);
        }
        for class in &mut halls {
            timetable.limit(class, Kind::Use);
        }
        timetable.count_sections(model, &leads);
        timetable.count_equipment(model, &leads);
        let has_leads = leads.iter().any(|leads| !leads.is_empty());
        (has_leads && timetable.variables.len() <= MOST_VARIABLES).then_some(timetable)
    }

    /// What no timetable pays more than, if each variable pays so much.
    pub fn most(&self, pays: &dyn Fn(Kind) -> i64, stop: &dyn Fn() -> bool) -> Option<Proved> {
        let variable = |&(kind, most): &(Kind, u32)| {
            let is_whole = matches!(kind, Kind::Lead(_));
            Variable { pays: pays(kind), most, is_whole }
        };
        let variables = self.variables.iter().map(variable).collect();
        Milp { variables, rows: self.rows.clone() }.most(stop)
    }

    fn add(&mut self, kind: Kind, most: u32) -> usize {
        self.variables.push((kind, most));
        self.variables.len() - 1
    }

    fn at_most(&mut self, terms: Sum, right: i64) {
        if !terms.is_empty() {
            self.rows.push(Row { terms, right, is_equal: false });
        }
    }

    /// Who leads sections of each column: the sum of these is how many are open.
    fn lead(&mut self, model: &Model, people: &mut [Class]) -> Vec<Sum> {
        let mut leads = vec![Vec::new(); model.columns.len()];
        for (column, data) in model.columns.iter().enumerate() {
            for class in people.iter_mut().filter(|class| class.fits(data.activity, data.mask)) {
                let variable = self.add(Kind::Lead(column), class.count);
                leads[column].push((variable, 1));
                class.all.push((variable, data.mask));
            }
        }
        leads
    }

    /// A room for a session of each of the `open` sections of a column.
    fn hold(
        &mut self,
        halls: &mut [Class],
        (activity, session): (usize, SlotMask),
        open: &[(usize, i64)],
    ) {
        let mut fitting: Vec<&mut Class> =
            halls.iter_mut().filter(|class| class.fits(activity, session)).collect();
        if let [only] = &mut fitting[..] {
            only.all.extend(open.iter().map(|&(variable, _)| (variable, session)));
            return;
        }
        let mut terms = open.to_vec();
        for class in fitting {
            let variable = self.add(Kind::Count, class.count);
            class.all.push((variable, session));
            terms.push((variable, -1));
        }
        self.rows.push(Row { terms, right: 0, is_equal: true });
    }

    /// Nobody and nothing is in use twice in a slot; `other` use fills what is left.
    fn limit(&mut self, class: &mut Class, other: fn(usize, usize) -> Kind) {
        for slot in bits(class.free) {
            let rest = self.add(other(class.member, slot), class.count);
            class.all.push((rest, 1 << slot));
            self.at_most(class.periods(1 << slot), class.count.into());
        }
    }

    /// Caps of weekdays and of weekdays with late work.
    fn limit_days(&mut self, model: &Model, class: &Class) {
        let data = &model.school.staff[class.member];
        let count = i64::from(class.count);
        for &day in &model.days {
            self.at_most(class.periods(day), count * i64::from(data.daily_cap));
        }
        let late = class.free & model.late;
        let days: Vec<SlotMask> = model.days.iter().map(|day| day & late).collect();
        let days: Vec<SlotMask> = days.into_iter().filter(|&late| late != 0).collect();
        if days.len() <= data.late_cap as usize {
            return;
        }
        let mut late_days = Vec::new();
        for day in days {
            let works_late = self.add(Kind::Count, class.count);
            late_days.push((works_late, 1));
            for slot in bits(day) {
                let mut terms = class.periods(1 << slot);
                terms.push((works_late, -1));
                self.at_most(terms, 0);
            }
        }
        self.at_most(late_days, count * i64::from(data.late_cap));
    }

    /// The cap of the week, and load: of all together no less than if all had the same week. Left out
    /// where more periods do not add ever more.
    fn load(&mut self, model: &Model, class: &Class) {
        let points = |periods: i64| model.school.load_points(class.member, periods);
        let cap = model.school.staff[class.member].weekly_cap.min(class.free.count_ones());
        let in_all = self.add(Kind::Periods(class.member), class.count * cap);
        let terms = class.periods(SlotMask::MAX).into_iter().chain([(in_all, -1)]).collect();
        self.rows.push(Row { terms, right: 0, is_equal: true });
        let slopes: Vec<i64> = (0..i64::from(cap)).map(|n| points(n + 1) - points(n)).collect();
        let count = i64::from(class.count);
        let most = (0..=i64::from(cap)).map(points).max().unwrap_or(0) * count;
        if most == 0 || !slopes.is_sorted() {
            return;
        }
        let load = self.add(Kind::Load, u32::try_from(most).unwrap_or(u32::MAX));
        let mut last = None;
        for (periods, slope) in (0..).zip(slopes).filter(|&(_, slope)| slope != 0) {
            if last.replace(slope) != Some(slope) {
                let right = count * (slope * periods - points(periods));
                self.at_most(vec![(in_all, slope), (load, -1)], right);
            }
        }
    }

    fn count_sections(&mut self, model: &Model, leads: &[Sum]) {
        for (activity, data) in model.school.activities.iter().enumerate() {
            let columns = model.columns_of[activity].clone();
            let terms = columns.flat_map(|column| leads[column].clone()).collect();
            self.at_most(terms, data.max_sections.into());
        }
    }

    fn count_equipment(&mut self, model: &Model, leads: &[Sum]) {
        let mut uses: BTreeMap<(usize, usize), Sum> = BTreeMap::new();
        for (column, data) in model.columns.iter().enumerate() {
            for &(pool, pieces) in &model.school.activities[data.activity].equipment {
                for slot in bits(data.mask) {
                    let terms = leads[column].iter().map(|&(v, _)| (v, i64::from(pieces)));
                    uses.entry((pool, slot)).or_default().extend(terms);
                }
            }
        }
        for ((pool, _), terms) in uses {
            self.at_most(terms, model.school.equipment[pool].into());
        }
    }
}

impl Class {
    fn fits(&self, activity: usize, slots: SlotMask) -> bool {
        self.activities.binary_search(&activity).is_ok() && slots & !self.free == 0
    }

    /// Periods that all of them are in use within the slots.
    fn periods(&self, within: SlotMask) -> Sum {
        let all = self.all.iter();
        let periods = all.map(|&(v, mask)| (v, i64::from((mask & within).count_ones())));
        periods.filter(|term| term.1 > 0).collect()
    }
}

/// Staff who work, those alike together: the same prices, slots, caps, load, pay.
fn people(model: &Model, week_like: &[usize]) -> Vec<Class> {
    let school = model.school;
    let activities = activities_of(model, school.staff.len(), |at| &school.activities[at].leads);
    let mut classes: BTreeMap<(usize, Vec<i64>, i64), Class> = BTreeMap::new();
    for (staff, activities) in activities.into_iter().enumerate() {
        let serves = school.staff[staff].serves;
        let duties = model.duties.terms.get(staff).map_or(0, |terms| terms.patrol | terms.area);
        let free = if serves { model.staff_free[staff] } else { duties };
        let cap = school.staff[staff].weekly_cap.min(free.count_ones());
        let load = (0..=cap).map(|periods| school.load_points(staff, periods.into())).collect();
        let activities = if serves { activities } else { Vec::new() };
        let new = Class { member: staff, count: 0, free, activities, all: Vec::new() };
        let alike = (week_like[staff], load, model.purse.fen(staff));
        classes.entry(alike).or_insert(new).count += 1;
    }
    classes.into_values().filter(|class| class.free != 0).collect()
}

/// Rooms, those alike together: the same prices, slots, activities.
fn halls(model: &Model, layout: &Layout) -> Vec<Class> {
    let rooms = model.room_free.len();
    let activities = activities_of(model, rooms, |at| &model.school.activities[at].rooms);
    let mut classes: BTreeMap<(Vec<usize>, &[usize], SlotMask), Class> = BTreeMap::new();
    for (room, activities) in activities.into_iter().enumerate() {
        let free = model.room_free[room];
        let alike = (activities.clone(), &layout.sets_of_room[room][..], free);
        let new = Class { member: room, count: 0, free, activities, all: Vec::new() };
        classes.entry(alike).or_insert(new).count += 1;
    }
    classes.into_values().filter(|class| class.free != 0).collect()
}

/// Activities that open on patterns, by the members of their lists.
fn activities_of<'m>(
    model: &Model,
    members: usize,
    list: impl Fn(usize) -> &'m Vec<usize>,
) -> Vec<Vec<usize>> {
    let mut activities_of = vec![Vec::new(); members];
    for activity in (0..model.columns_of.len()).filter(|&a| !model.columns_of[a].is_empty()) {
        for &member in list(activity) {
            activities_of[member].push(activity);
        }
    }
    activities_of
}
