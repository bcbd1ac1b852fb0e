//! Duties in the relaxation: who can fill them as sets of staff, rows for leaders and guards, and the
//! least that all demands cost at given prices. A demand that is dearer than its points goes
//! unfilled.

use crate::departures::Way;
use crate::duties::{Duties, Work};
use crate::layout::Layout;
use crate::legal::places;
use crate::model::Model;
use kehou_domain::draft::StaffRank;
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::rule::Rule;

/// Sets of staff that duties name, sorted members.
#[derive(Clone, Debug, Default)]
pub struct DutySets {
    /// Who serves or may patrol.
    pub patrol: Vec<usize>,
    /// Who serves or may supervise an area.
    pub area: Vec<usize>,
    /// Teachers of the school who serve.
    pub teachers: Vec<usize>,
    /// Teachers, of whatever school, among the leads of each activity.
    pub insiders: Vec<Vec<usize>>,
}

impl DutySets {
    /// The sets of a school; empty where nothing asks for them.
    pub fn new(model: &Model) -> Self {
        let (school, duties) = (model.school, &model.duties);
        let all = |keep: &dyn Fn(usize) -> bool| -> Vec<usize> {
            (0..school.staff.len()).filter(|&person| keep(person)).collect()
        };
        let mut sets =
            Self { insiders: vec![Vec::new(); school.activities.len()], ..Self::default() };
        let serves = |person: usize| school.staff[person].serves;
        if duties.patrol > 0 {
            sets.patrol = all(&|person| serves(person) || duties.terms[person].patrol != 0);
        }
        if duties.supervisors > 0 {
            sets.area = all(&|person| serves(person) || duties.terms[person].area != 0);
        }
        if duties.accompanies {
            let is_teacher = |person: usize| school.staff[person].duties.is_teacher;
            sets.teachers = all(&|person| serves(person) && is_teacher(person));
            for (set, activity) in sets.insiders.iter_mut().zip(&school.activities) {
                let leads = activity.leads.iter().copied();
                set.extend(leads.filter(|&person| !school.staff[person].is_outsider));
                set.sort_unstable();
            }
        }
        sets
    }

    /// All of them, and who may patrol or supervise.
    pub fn lists(&self) -> impl Iterator<Item = Vec<usize>> {
        let mut both = [&self.patrol[..], &self.area[..]].concat();
        both.sort_unstable();
        both.dedup();
        let own = [self.patrol.clone(), self.area.clone(), both, self.teachers.clone()];
        own.into_iter().chain(self.insiders.clone())
    }
}

/// Rows of leaders, by weekday and rank, and of guards, by stand: its waves ask the same of a guard.
#[derive(Clone, Debug, Default)]
pub struct DutyRows {
    first: usize,
    ranks: Vec<StaffRank>,
    /// Number of rows.
    pub len: usize,
}

impl DutyRows {
    /// Rows from position `first` on.
    pub fn new(model: &Model, first: usize) -> Self {
        let mut ranks: Vec<StaffRank> = model.duties.leaders.iter().map(|entry| entry.0).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let len = 7 * ranks.len() + model.duties.ways.len();
        Self { first, ranks, len }
    }

    /// Rows that somebody of the rank on duty counts in: demands of that rank and below.
    pub fn leader(&self, day: usize, rank: Option<StaffRank>) -> impl Iterator<Item = usize> {
        let from = self.first + day * self.ranks.len();
        let below = self.ranks.iter().filter(|&&own| Some(own) <= rank).count();
        from..from + below
    }

    /// Row of the guards of a stand, a unit each wave that one of them guards.
    pub fn guards(&self, stand: usize) -> usize {
        self.first + 7 * self.ranks.len() + stand
    }
}

/// The least that demands cost.
#[derive(Debug, Default)]
pub struct Charge {
    /// Ticks.
    pub ticks: i64,
    /// Points of shortfall that go unfilled.
    pub short: i64,
    /// (row, units) of what is filled.
    pub rows: Vec<(usize, f64)>,
}

impl Charge {
    /// Heads from rows at a price, or points where that is cheaper; `factor` ticks to a point.
    fn demand(&mut self, u: &[i64], rows: &[usize], heads: u32, (points, factor): (i64, i64)) {
        let price: i64 = rows.iter().map(|&row| u[row]).sum();
        if rows.is_empty() || points * factor < price {
            self.ticks += points * factor * i64::from(heads);
            self.short += points * i64::from(heads);
        } else {
            self.ticks += price * i64::from(heads);
            self.rows.extend(rows.iter().map(|&row| (row, f64::from(heads))));
        }
    }
}

/// The least that all demands cost which do not depend on the sections.
pub fn charge(model: &Model, layout: &Layout, u: &[i64], factor: i64) -> Charge {
    let (rules, duties) = (&model.school.rules, &model.duties);
    let mut charge = Charge::default();
    if duties.patrol > 0 {
        let points = rules.weight(Rule::Patrol);
        for slot in bits(duties.served) {
            let rows = layout.rows_of(layout.patrol_set, slot);
            charge.demand(u, &rows, duties.patrol, (points, factor));
        }
    }
    for (slot, areas) in duties.attended.iter().enumerate().filter(|(_, areas)| !areas.is_empty()) {
        let rows = layout.rows_of(layout.area_set, slot);
        let heads = duties.supervisors * areas.len() as u32;
        charge.demand(u, &rows, heads, (rules.weight(Rule::AreaSupervisor), factor));
    }
    for day in (0..7).filter(|day| duties.leader_days >> day & 1 == 1) {
        for &(rank, heads) in &duties.leaders {
            let rows: Vec<usize> = layout.duty_rows.leader(day, Some(rank)).collect();
            charge.demand(u, &rows, heads, (rules.weight(Rule::LeaderOnDuty), factor));
        }
    }
    for stand in 0..duties.ways.len() {
        leave(model, layout, u, (stand, factor), &mut charge);
    }
    let unmentored = crate::mentors::missing(model) * rules.weight(Rule::Mentor);
    charge.ticks += unmentored * factor;
    charge.short += unmentored;
    charge
}

/// The most that leaders and guards of any plan cost at the prices of their rows.
pub fn most(model: &Model, layout: &Layout, u: &[i64]) -> i64 {
    let duties = &model.duties;
    let leaders = |day: usize| -> i64 {
        let of_rank = |&(rank, heads): &(StaffRank, u32)| {
            let rows = layout.duty_rows.leader(day, Some(rank));
            rows.map(|row| u[row]).sum::<i64>() * i64::from(heads)
        };
        duties.leaders.iter().map(of_rank).sum()
    };
    let guards = |stand: usize| {
        let waves = duties.ways[stand].list.iter().map(Way::number).max().unwrap_or(0);
        u[layout.duty_rows.guards(stand)] * i64::from(duties.guards * waves)
    };
    let days = (0..7).filter(|day| duties.leader_days >> day & 1 == 1);
    let stands = (0..duties.ways.len()).filter(|&stand| is_guarded(duties, stand));
    days.map(leaders).sum::<i64>() + stands.map(guards).sum::<i64>()
}

/// Whether the guards of a stand have a row.
fn is_guarded(duties: &Duties, stand: usize) -> bool {
    duties.ways[stand].is_complete && duties.places.iter().any(|place| place.stand == stand)
}

/// The cheapest way to leave at a stand, guards at their prices.
fn leave(
    model: &Model,
    layout: &Layout,
    u: &[i64],
    (stand, factor): (usize, i64),
    charge: &mut Charge,
) {
    let (rules, duties) = (&model.school.rules, &model.duties);
    let (each, guard) = (rules.weight(Rule::DismissalWave), rules.weight(Rule::GateGuard));
    let ways = &duties.ways[stand];
    let over = |pupils: u32| i64::from(pupils) * each;
    let row = layout.duty_rows.guards(stand);
    let price = i64::from(duties.guards) * u[row].min(guard * factor);
    let ticks = |way: &&Way| over(way.least) * factor + price * i64::from(way.number());
    let best = ways.list.iter().min_by_key(ticks).filter(|_| is_guarded(duties, stand));
    let points = over(best.map_or(ways.least, |way| way.least));
    charge.ticks += points * factor;
    charge.short += points;
    if let Some(way) = best {
        charge.demand(u, &[row], duties.guards * way.number(), (guard, factor));
    }
}

/// Counts what somebody's week supplies.
pub fn supply(model: &Model, layout: &Layout, person: usize, work: Work, excess: &mut [f64]) {
    for place in places(work) {
        excess[layout.duty_rows.guards(model.duties.places[place].stand)] -= 1.0;
    }
    for day in bits(SlotMask::from(work.leaders)) {
        for row in layout.duty_rows.leader(day, model.duties.terms[person].rank) {
            excess[row] -= 1.0;
        }
    }
}

/// Supervision of the floor a session is on: the least share of its demand in a slot over the
/// rooms, when the rooms of the floor share it. Ticks, points unfilled, and the units filled.
pub fn floor_share(
    model: &Model,
    layout: &Layout,
    u: &[i64],
    (rooms, slot, factor): (&[usize], usize, i64),
) -> Charge {
    let duties = &model.duties;
    let points = model.school.rules.weight(Rule::AreaSupervisor);
    let rows = layout.rows_of(layout.area_set, slot);
    let mut whole = Charge::default();
    whole.demand(u, &rows, duties.supervisors, (points, factor));
    let sharing = |area: usize| {
        let on_floor =
            (0..model.room_free.len()).filter(|&room| duties.area_of_room[room] == Some(area));
        on_floor.filter(|&room| model.room_free[room] >> slot & 1 == 1).count()
    };
    let free = rooms.iter().filter(|&&room| model.room_free[room] >> slot & 1 == 1);
    // A room without a floor needs no supervisor; nothing is shared by more than all rooms.
    let most = free.map(|&room| duties.area_of_room[room].map_or(0, sharing));
    let shared_by = most.fold(None, |widest: Option<usize>, n| match (widest, n) {
        (Some(0), _) | (_, 0) => Some(0),
        (widest, n) => Some(widest.map_or(n, |w| w.max(n))),
    });
    let Some(sharers) = shared_by.filter(|&n| n > 0) else { return Charge::default() };
    whole.ticks /= sharers as i64;
    whole.short /= sharers as i64;
    whole.rows.iter_mut().for_each(|entry| entry.1 /= sharers as f64);
    whole
}
