//! The bound of the whole bureau, loans free: one Lagrangian over all schools. Pupils and those who
//! stay at one school are priced school by school; whoever may work at several chooses the best
//! whole week at the prices of all of them; a school's share of staff lent on a weekday is a row
//! with a price of its own. Steps as in [`crate::steps`].

use super::whole_week::{Campus, Caps, Done, best_whole_week};
use super::wide::Wide;
use crate::best_week::WeekSearch;
use crate::duals::{Evaluation, Relaxation};
use crate::duties::{DayMask, GateMask, Work};
use crate::known::{Known, Start};
use crate::legal::places;
use crate::linking::Premiums;
use crate::model::{Model, Objective, TICKS};
use crate::pupil_weeks::{FRESH, PupilWeeks};
use crate::steps::{Certificates, Factor, Multiplier, Step, Steps, section_ticks};
use crate::week::Cost;
use kehou_domain::draft::StaffRank;
use kehou_domain::instance::{Instance, SlotMask, bits};
use kehou_domain::links::Traveller;
use rayon::prelude::{IntoParallelRefIterator, IntoParallelRefMutIterator, ParallelIterator};

/// One school in the bound.
struct Member<'a> {
    relaxation: Relaxation<'a>,
    week: WeekSearch,
    rows: Vec<Multiplier>,
    premiums: Premiums,
    weeks: PupilWeeks,
    /// Averaged pupils per column.
    load: Vec<f64>,
    /// This round's prices, ticks.
    rounded: Vec<i64>,
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
    factor: Factor,
    certificates: Certificates,
    /// Where travellers are in the fractional plan.
    pub shares: Shares,
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
                rows: vec![Multiplier::default(); rows],
                premiums: Premiums::new(model),
                weeks: PupilWeeks::new(model),
                load: vec![0.0; model.columns.len()],
                rounded: vec![0; rows],
            }
        };
        let members: Vec<Member> = models.iter().zip(&wide.outside).map(member).collect();
        let stays = |person: &Traveller| vec![[0.0; 7]; person.stays.len()];
        Self {
            instance,
            wide,
            members,
            lending: vec![[Multiplier::default(); 7]; models.len()],
            factor: Factor::new(objective.shortfall),
            certificates: Certificates::default(),
            shares: instance.links.travellers.iter().map(stays).collect(),
            rounds: 0,
        }
    }

    /// Rounds with steps that shrink from the first to the last; `allowed` is the shortfall of the
    /// plan whose quality is to be bounded.
    pub fn improve(&mut self, steps: Steps, allowed: i64, stop: &(dyn Fn() -> bool + Sync)) {
        if allowed > 0 {
            self.lower_factor(steps.tolerance, allowed, stop);
        }
        for round in 0..steps.rounds {
            if stop() {
                break;
            }
            let now = steps.at(round);
            self.step(now);
            self.evaluate(self.factor.ticks(allowed), now.tolerance, allowed);
        }
    }

    /// Lowers the price of shortfall from the dearest as long as that proves more of plans with so much
    /// of it.
    fn lower_factor(&mut self, tolerance: i64, allowed: i64, stop: &(dyn Fn() -> bool + Sync)) {
        self.factor = self.factor.lowered(|factor| {
            self.factor = factor;
            (!stop()).then(|| {
                let (value, factor) = self.evaluate(factor.ticks(allowed), tolerance, allowed);
                value - factor * allowed
            })
        });
    }

    /// Ticks that no plan with at most the allowed shortfall stays below.
    pub fn proved(&self, allowed: i64) -> Option<i64> {
        self.certificates.proved(allowed)
    }

    /// What is known of a school: the prices where the steps stand, and its fractional plan.
    pub fn known(&self, school: usize) -> Known<'_> {
        let member = &self.members[school];
        Known {
            model: member.relaxation.model,
            layout: &member.relaxation.layout,
            start: Start {
                rows: member.rounded.clone(),
                premium: member.premiums.at.clone(),
                load: member.load.clone(),
            },
        }
    }

    fn step(&mut self, step: Step) {
        self.rounds += 1;
        let rounds = self.rounds;
        self.members.par_iter_mut().for_each(|member| {
            for (row, rounded) in member.rows.iter_mut().zip(&mut member.rounded) {
                row.step(step.length, rounds);
                *rounded = row.at.round() as i64;
            }
            member.premiums.step(step.premium * member.relaxation.premium_share());
        });
        for price in self.lending.iter_mut().flatten() {
            price.step(step.length / 10.0, rounds);
        }
        self.factor.step(step.length, rounds);
    }

    /// What is proved where the steps stand: value and ticks of a point of shortfall.
    fn evaluate(&mut self, factor: i64, tolerance: i64, allowed: i64) -> (i64, i64) {
        let found: Vec<Evaluation> = self
            .members
            .par_iter_mut()
            .map(|member| {
                member.relaxation.set_factor(factor);
                member.relaxation.limit_money(&mut member.rows);
                member.week.tolerance = tolerance;
                let Member { relaxation, weeks, week, load, rounded, premiums, .. } = member;
                let found = relaxation.evaluate(rounded, Some(premiums), weeks, week);
                relaxation.note_base(&weeks.base_load);
                weeks.blend_into(load);
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
        self.factor.note(shortfall, allowed);
        for (member, found) in self.members.iter_mut().zip(found) {
            for (row, excess) in member.rows.iter_mut().zip(found.excess) {
                row.excess = excess;
            }
        }
        self.take(&choices);
        self.certificates.keep((value, factor), allowed);
        (value, factor)
    }

    /// Price of a guest's time by school, profile and slot.
    fn guest_prices(&self) -> Vec<Vec<Vec<i64>>> {
        let of = |(school, member): (usize, &Member)| {
            let slots = self.wide.schools[school].slots.len();
            let layout = &member.relaxation.layout;
            let price = |&person: &usize| -> Vec<i64> {
                let at = |slot| layout.staff_price(&member.rounded, person, slot);
                (0..slots).map(at).collect()
            };
            self.wide.stand_in[school].iter().map(price).collect()
        };
        self.members.iter().enumerate().map(of).collect()
    }

    fn choice(&self, person: &Traveller, guest_price: &[Vec<Vec<i64>>]) -> Choice {
        let owner = &self.members[person.owner];
        let model = owner.relaxation.model;
        let data = &model.school.staff[person.staff];
        let layout = &owner.relaxation.layout;
        let home: Vec<i64> = (0..model.school.slots.len())
            .map(|slot| layout.staff_price(&owner.rounded, person.staff, slot))
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
            let model = member.relaxation.model;
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
            let model = member.relaxation.model;
            let price = |slot| member.relaxation.layout.room_price(&member.rounded, room, slot);
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
                            member.rows[row].excess -= 1.0;
                        }
                    }
                    for place in places(work) {
                        let stand = member.relaxation.model.duties.places[place].stand;
                        member.rows[layout.duty_rows.guards(stand)].excess -= 1.0;
                    }
                    let rank = self.instance.person(person).duties.rank;
                    for day in bits(SlotMask::from(work.leaders)) {
                        for row in layout.duty_rows.leader(day, rank) {
                            member.rows[row].excess -= 1.0;
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
    let duties = &member.relaxation.model.duties;
    if !duties.needs_staff() {
        return Vec::new();
    }
    let (rows, u) = (&member.relaxation.layout.duty_rows, &member.rounded);
    let places = duties.places.iter().enumerate().filter(|(i, _)| gates >> i & 1 == 1);
    let gate = places.map(|(place, data)| {
        let is_late = duties.late >> place & 1 == 1;
        (data.day, u[rows.guards(data.stand)], Work::at_gate(place), is_late)
    });
    let led = (0..7).filter(|day| (leaders & duties.leader_days) >> day & 1 == 1);
    let leader = led.map(|day| {
        let price = rows.leader(day, rank).map(|row| u[row]).sum();
        (day, price, Work::leading(day), false)
    });
    gate.chain(leader).filter(|offer| offer.1 > 0).collect()
}

/// Steps for the bound of level 2, in ticks, from shares of about what a section is worth; premiums start
/// at `premium` times their ordinary length.
pub fn quality_steps(
    instance: &Instance,
    rounds: u32,
    (first, last): (f64, f64),
    premium: f64,
) -> Steps {
    let worth = instance.schools.iter().map(|school| section_ticks(&school.rules));
    let unit = worth.max().unwrap_or(TICKS) as f64;
    let premium = (premium * unit, premium * unit / 300.0);
    Steps { first: first * unit, last: last * unit, premium, rounds, tolerance: TICKS / 2 }
}
