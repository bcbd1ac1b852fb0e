//! The bound of the whole bureau, loans free: one Lagrangian over all schools. Pupils and those who
//! stay at one school are priced school by school; whoever may work at several chooses the best
//! whole week at the prices of all of them; a school's share of staff lent on a weekday is a row
//! with a price of its own. Steps as in [`crate::bound`].

use super::whole_week::{Campus, Caps, Done, best_whole_week};
use super::wide::Wide;
use crate::best_week::WeekSearch;
use crate::bound::{Steps, Trend};
use crate::duals::{Evaluation, Multipliers, Relaxation};
use crate::duties::{DayMask, GateMask, Work};
use crate::legal::places;
use crate::linking::Premiums;
use crate::model::{DEAREST, Model, Objective, TICKS};
use crate::pupil_weeks::PupilWeeks;
use crate::week::Cost;
use kehou_domain::draft::StaffRank;
use kehou_domain::instance::{Instance, SlotMask, bits};
use kehou_domain::links::Traveller;
use rayon::prelude::{IntoParallelRefIterator, IntoParallelRefMutIterator, ParallelIterator};

/// Step of the price of shortfall, per point, as a share of a section's.
const FACTOR_STEP: f64 = 1.0 / 1000.0;
/// Precision of pupils' weeks as a share of the step length.
const TOLERANCE: f64 = 1.0 / 256.0;
/// Share of a round in the averages.
const FRESH: f64 = 0.05;

/// One school in the bound.
struct Member<'a> {
    relaxation: Relaxation<'a>,
    week: WeekSearch,
    at: Vec<f64>,
    excess: Vec<f64>,
    trend: Vec<Trend>,
    premiums: Premiums,
    weeks: PupilWeeks,
    /// Where this round's prices are.
    rounded: Multipliers,
}

/// A price with its running means.
#[derive(Clone, Copy, Debug, Default)]
struct Multiplier {
    at: f64,
    excess: f64,
    trend: Trend,
}

impl Multiplier {
    fn step(&mut self, length: f64, rounds: i32, most: f64) {
        let idle = self.at <= 0.0 && self.excess < 0.0;
        let way = self.trend.follow(if idle { 0.0 } else { self.excess }, rounds);
        self.at = (self.at + length * way).clamp(0.0, most);
    }
}

/// A proof: no plan of the bureau costs less than `value` ticks when a point of shortfall costs
/// `factor` ticks.
#[derive(Clone, Copy, Debug)]
struct Certificate {
    value: i64,
    factor: i64,
}

/// How much of the time a traveller spends where, by weekday and stay, in the fractional plan.
pub type Shares = Vec<Vec<[f64; 7]>>;

/// The bound of the bureau.
pub struct BureauBound<'a> {
    instance: &'a Instance,
    wide: &'a Wide,
    members: Vec<Member<'a>>,
    /// Per school and weekday: price of lending one more.
    lending: Vec<[Multiplier; 7]>,
    factor: Multiplier,
    dearest: i64,
    certificates: Vec<Certificate>,
    /// Where travellers are in the fractional plan.
    pub shares: Shares,
    /// Per school and staff set position the best prices: by school, profile and slot.
    pub guest_price: Vec<Vec<Vec<i64>>>,
    rounds: i32,
}

/// What a traveller does at the prices.
struct Choice {
    earned: i64,
    week: [Done; 7],
}

impl<'a> BureauBound<'a> {
    /// The bound at multipliers zero; `models` are those of the wide schools.
    pub fn new(
        instance: &'a Instance,
        wide: &'a Wide,
        models: &'a [Model<'a>],
        objective: Objective,
    ) -> Self {
        let member = |(model, outside): (&'a Model<'a>, &Vec<bool>)| {
            let model = model.relaxed();
            let mut relaxation = Relaxation::new(model, Cost::new(model, objective));
            relaxation.outside.clone_from(outside);
            let rows = relaxation.layout.len;
            Member {
                relaxation,
                week: WeekSearch::default(),
                at: vec![0.0; rows],
                excess: vec![0.0; rows],
                trend: vec![Trend::default(); rows],
                premiums: Premiums::new(model),
                weeks: PupilWeeks::new(model),
                rounded: Multipliers { rows: vec![0; rows], premium: vec![0; model.fits.len()] },
            }
        };
        let members: Vec<Member> = models.iter().zip(&wide.outside).map(member).collect();
        let stays = |person: &Traveller| vec![[0.0; 7]; person.stays.len()];
        let dearest = objective.shortfall;
        let factor = Multiplier { at: dearest as f64 / 10.0, ..Multiplier::default() };
        Self {
            instance,
            wide,
            members,
            lending: vec![[Multiplier::default(); 7]; models.len()],
            factor,
            dearest,
            certificates: Vec::new(),
            shares: instance.links.travellers.iter().map(stays).collect(),
            guest_price: Vec::new(),
            rounds: 0,
        }
    }

    /// Rounds with steps that shrink from the first to the last; `allowed` is the shortfall of the
    /// plan whose quality is to be bounded.
    pub fn improve(&mut self, steps: Steps, allowed: i64, stop: &(dyn Fn() -> bool + Sync)) {
        for round in 0..steps.rounds {
            if stop() {
                break;
            }
            let share = 1.0 - f64::from(round) / f64::from(steps.rounds);
            let length = steps.last + (steps.first - steps.last) * share * share;
            self.step(length, steps.premium_at(share * share));
            let factor = if allowed == 0 { self.dearest } else { self.factor.at.round() as i64 };
            let tolerance = ((length * TOLERANCE) as i64).max(steps.tolerance);
            self.evaluate(factor, tolerance, allowed);
        }
    }

    /// Ticks that no plan with at most the allowed shortfall stays below.
    pub fn proved(&self, allowed: i64) -> Option<i64> {
        self.certificates.iter().map(|c| c.value - c.factor * allowed).max()
    }

    fn step(&mut self, length: f64, premium: f64) {
        self.rounds += 1;
        let rounds = self.rounds;
        let dearest = DEAREST as f64;
        self.members.par_iter_mut().for_each(|member| {
            for (row, price) in member.at.iter_mut().enumerate() {
                let idle = *price <= 0.0 && member.excess[row] < 0.0;
                let excess = if idle { 0.0 } else { member.excess[row] };
                let way = member.trend[row].follow(excess, rounds);
                *price = (*price + length * way).clamp(0.0, dearest);
                member.rounded.rows[row] = price.round() as i64;
            }
            member.premiums.step(premium * member.relaxation.premium_share());
            member.rounded.premium.clone_from(&member.premiums.at);
        });
        for price in self.lending.iter_mut().flatten() {
            price.step(length / 10.0, rounds, dearest);
        }
        let way = self.factor.trend.follow(self.factor.excess, rounds);
        let most = self.dearest as f64;
        self.factor.at = (self.factor.at + length * FACTOR_STEP * way).clamp(1.0, most);
    }

    fn evaluate(&mut self, factor: i64, tolerance: i64, allowed: i64) {
        let found: Vec<Evaluation> = self
            .members
            .par_iter_mut()
            .map(|member| {
                member.relaxation.set_factor(factor);
                member.week.tolerance = tolerance;
                let Member { relaxation, weeks, week, .. } = member;
                let found = relaxation.evaluate(&member.rounded, weeks, week);
                relaxation.note_base(&weeks.base_load);
                found
            })
            .collect();
        let guest_price = self.guest_prices();
        let travellers = &self.instance.links.travellers;
        let this = &*self;
        let choices: Vec<Choice> =
            travellers.par_iter().map(|person| this.choice(person, &guest_price)).collect();
        let mut value: i64 = found.iter().map(|found| found.value).sum();
        value -= choices.iter().map(|choice| choice.earned).sum::<i64>();
        let links = &self.instance.links;
        for (prices, &most) in self.lending.iter_mut().zip(&links.most_lent) {
            for price in prices {
                value -= price.at.round() as i64 * i64::from(most);
                price.excess = -f64::from(most);
            }
        }
        let shortfall: f64 = found.iter().map(|found| found.shortfall).sum();
        self.factor.excess = shortfall - allowed as f64;
        for (member, found) in self.members.iter_mut().zip(found) {
            member.excess = found.excess;
            member.premiums.excess = found.fit_excess;
        }
        self.take(&choices);
        if self.proved(allowed).is_none_or(|proved| value - factor * allowed > proved) {
            self.certificates.retain(|c| c.factor != factor);
            self.certificates.push(Certificate { value, factor });
            self.guest_price = guest_price;
        }
    }

    /// Price of a guest's time by school, profile and slot.
    fn guest_prices(&self) -> Vec<Vec<Vec<i64>>> {
        let of = |(school, member): (usize, &Member)| {
            let slots = self.wide.schools[school].slots.len();
            let layout = &member.relaxation.layout;
            let price = |&person: &usize| -> Vec<i64> {
                let at = |slot| layout.staff_price(&member.rounded.rows, person, slot);
                (0..slots).map(at).collect()
            };
            self.wide.stand_in[school].iter().map(price).collect()
        };
        self.members.iter().enumerate().map(of).collect()
    }

    fn choice(&self, person: &Traveller, guest_price: &[Vec<Vec<i64>>]) -> Choice {
        let owner = &self.members[person.owner];
        let model = owner.relaxation.model();
        let data = &model.school.staff[person.staff];
        let layout = &owner.relaxation.layout;
        let home: Vec<i64> = (0..model.school.slots.len())
            .map(|slot| layout.staff_price(&owner.rounded.rows, person.staff, slot))
            .collect();
        let points = owner.relaxation.objective().quality;
        let rank = data.duties.rank;
        let own = model.duties.terms.get(person.staff).map_or((0, 0), |t| (t.gates, t.leaders));
        let mut campuses = vec![Campus {
            free: model.staff_free[person.staff],
            days: &model.days,
            late: model.late,
            price: &home,
            duties: duty_offers(owner, own, rank),
            effort: 0,
        }];
        for stay in &person.stays {
            let member = &self.members[stay.school];
            let model = member.relaxation.model();
            campuses.push(Campus {
                free: stay.free,
                days: &model.days,
                late: model.late,
                price: &guest_price[stay.school][stay.profile],
                duties: duty_offers(member, (GateMask::MAX, DayMask::MAX), rank),
                effort: stay.effort * points,
            });
        }
        let caps = Caps {
            weekly: data.weekly_cap,
            daily: data.daily_cap,
            late: data.late_cap,
            away: person.max_weekdays,
            several: person.several_campuses,
        };
        let lending = self.lending[person.owner].map(|price| price.at.round() as i64);
        let surcharge = if person.is_lent { lending } else { [0; 7] };
        let load = |periods| model.school.load_points(person.staff, periods) * points;
        let (earned, week) = best_whole_week(&campuses, caps, &surcharge, load);
        Choice { earned, week }
    }

    /// Per venue and weekday, from 0: the use that pays most for it; none: its first school.
    pub fn venue_days(&self) -> Vec<[Option<usize>; 7]> {
        let links = &self.instance.links;
        let paid = |school: usize, room: usize, day: usize| -> i64 {
            let member = &self.members[school];
            let model = member.relaxation.model();
            let price =
                |slot| member.relaxation.layout.room_price(&member.rounded.rows, room, slot);
            bits(model.days[day] & model.room_free[room]).map(price).sum()
        };
        let day_of = |venue: usize, day: usize| {
            let (school, room) = links.venues[venue].owner;
            let mut best = (paid(school, room, day), None);
            for (number, &(school, _)) in links.venues[venue].uses.iter().enumerate() {
                let pays = paid(school, self.wide.venues[venue][number], day);
                if pays > best.0 {
                    best = (pays, Some(number));
                }
            }
            best.1
        };
        let stays = |venue: usize| {
            let (school, room) = links.venues[venue].owner;
            let owner = &self.instance.schools[school];
            owner.groups.iter().any(|group| group.home_room == Some(room))
                || owner.pins.iter().chain(&owner.bans).any(|fact| fact.room == Some(room))
        };
        (0..links.venues.len())
            .map(|v| if stays(v) { [None; 7] } else { std::array::from_fn(|day| day_of(v, day)) })
            .collect()
    }

    /// Takes in where everybody works: supply of the schools, use of what may be lent.
    fn take(&mut self, choices: &[Choice]) {
        let people = self.instance.links.travellers.iter().zip(choices).zip(&mut self.shares);
        for ((person, choice), shares) in people {
            for share in shares.iter_mut().flatten() {
                *share -= FRESH * *share;
            }
            for (day, done) in choice.week.iter().enumerate() {
                for &(campus, work) in done {
                    let (school, staff) = match campus.checked_sub(1) {
                        None => (person.owner, person.staff),
                        Some(stay) => {
                            shares[stay][day] += FRESH;
                            let stay = &person.stays[stay];
                            (stay.school, self.wide.stand_in[stay.school][stay.profile])
                        }
                    };
                    let member = &mut self.members[school];
                    let layout = &member.relaxation.layout;
                    for slot in bits(work.slots) {
                        for row in layout.supply_rows(staff, slot) {
                            member.excess[row] -= 1.0;
                        }
                    }
                    for place in places(work) {
                        member.excess[layout.duty_rows.gate(place)] -= 1.0;
                    }
                    let rank = self.instance.person(person).duties.rank;
                    for day in bits(SlotMask::from(work.leaders)) {
                        for row in layout.duty_rows.leader(day, rank) {
                            member.excess[row] -= 1.0;
                        }
                    }
                }
                if person.is_lent && done.iter().any(|entry| entry.0 > 0) {
                    self.lending[person.owner][day].excess += 1.0;
                }
            }
        }
    }
}

/// Duties at a school that somebody may do there, at the prices.
fn duty_offers(
    member: &Member,
    (gates, leaders): (GateMask, DayMask),
    rank: Option<StaffRank>,
) -> Vec<(usize, i64, Work, bool)> {
    let duties = &member.relaxation.model().duties;
    if !duties.needs_staff() {
        return Vec::new();
    }
    let (rows, u) = (&member.relaxation.layout.duty_rows, &member.rounded.rows);
    let places = duties.places.iter().enumerate().filter(|(i, _)| gates >> i & 1 == 1);
    let gate = places.map(|(place, data)| {
        let is_late = duties.late >> place & 1 == 1;
        (data.day, u[rows.gate(place)], Work::at_gate(place), is_late)
    });
    let led = (0..7).filter(|day| (leaders & duties.leader_days) >> day & 1 == 1);
    let leader = led.map(|day| {
        let price = rows.leader(day, rank).map(|row| u[row]).sum();
        (day, price, Work::leading(day), false)
    });
    gate.chain(leader).filter(|offer| offer.1 > 0).collect()
}

/// Steps for the bound of level 2, in ticks, from shares of what ten ordinary pupils lose without
/// a wanted session.
pub fn quality_steps(instance: &Instance, rounds: u32, (first, last): (f64, f64)) -> Steps {
    let section = |school: &kehou_domain::instance::SchoolInstance| {
        let rules = &school.rules;
        (10 * rules.student_weight * rules.not_granted_points * TICKS).max(TICKS)
    };
    let unit = instance.schools.iter().map(section).max().unwrap_or(TICKS) as f64;
    Steps {
        first: first * unit,
        last: last * unit,
        premium: (unit, unit / 300.0),
        rounds,
        tolerance: TICKS / 2,
    }
}

/// Steps for the bound of level 1.
pub fn shortfall_steps(rounds: u32) -> Steps {
    let first = 3000.0 * TICKS as f64;
    Steps { first, last: first / 1000.0, premium: (0.0, 0.0), rounds, tolerance: 0 }
}
