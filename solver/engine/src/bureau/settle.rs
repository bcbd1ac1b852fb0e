//! From the schools' plans to the plan of the bureau: loans nobody uses are dropped, schools that
//! lend to each other take their plans with loans together or not at all, and everybody's points
//! are counted over the whole week.

use super::Party;
use super::view::Guest;
use crate::candidate::Candidate;
use crate::county::{self, Desk};
use crate::model::Model;
use kehou_domain::instance::{Instance, SlotMask};
use kehou_domain::links::tied;
use kehou_domain::outcome::{Level, PUPIL_WEEK, SchoolOutcome};
use kehou_domain::plan::{Loan, SchoolPlan};
use kehou_domain::rule::Rule;

/// Points of level 1 and level 2.
pub type Points = (i64, i64);

/// What the schools' plans come to.
pub struct Settled<'a, 'm> {
    /// Per school the search whose plan is taken.
    pub desks: Vec<&'a Desk<'m>>,
    /// Per school: points of level 1 and 2.
    pub points: Vec<Points>,
    /// Loans that are used.
    pub loans: Vec<Loan>,
}

/// Work of a guest at a school.
#[derive(Clone, Copy)]
struct Stint {
    guest: Guest,
    school: usize,
    slots: SlotMask,
    periods: u32,
}

/// Settles a bureau: `alone` the schools without loans, `parties` those under loans, none without any.
/// `None` unless every school has a plan alone or can do with the one under loans.
pub fn settle<'a, 'm>(
    instance: &Instance,
    alone: &'a [Desk<'m>],
    parties: &'a [Party<'m>],
    venues_moved: &[Vec<usize>],
) -> Option<Settled<'a, 'm>> {
    let stints = stints(parties);
    let mut desks: Vec<&Desk> = alone.iter().collect();
    let of_desk = |desk: &Desk| desk.search.best().map(|c| (c.shortfall, c.quality));
    let mut points: Vec<Option<Points>> = alone.iter().map(of_desk).collect();
    let mut loans = Vec::new();
    let nobody_lends = parties.is_empty();
    let groups = if nobody_lends { Vec::new() } else { groups(instance, &stints, venues_moved) };
    for members in groups {
        let here: Vec<Stint> =
            stints.iter().copied().filter(|stint| members.contains(&stint.school)).collect();
        let Some((counted, lent)) = joint(instance, &members, &here, parties) else { continue };
        let sum = |points: &[Option<(i64, i64)>]| {
            points
                .iter()
                .try_fold((0, 0), |sum: (i64, i64), p| p.map(|p| (sum.0 + p.0, sum.1 + p.1)))
        };
        let before: Vec<_> = members.iter().map(|&school| points[school]).collect();
        let after: Vec<_> = counted.iter().map(|&p| Some(p)).collect();
        if sum(&before).is_none_or(|before| sum(&after).is_some_and(|after| after < before)) {
            for (&school, &p) in members.iter().zip(&counted) {
                points[school] = Some(p);
                desks[school] = &parties[school].desk;
            }
            loans.extend(lent);
        }
    }
    loans.sort();
    let points = points.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Settled { desks, points, loans })
}

/// What is found for a bureau, on its own.
pub struct Answer {
    /// Per school.
    pub schools: Vec<SchoolOutcome>,
    /// Plans of the schools.
    pub plans: Vec<SchoolPlan>,
    /// Loans that are used.
    pub loans: Vec<Loan>,
}

impl Answer {
    /// Points of both levels.
    pub fn points(&self) -> (i64, i64) {
        let add = |sum: (i64, i64), school: &SchoolOutcome| {
            (sum.0 + school.shortfall.value, sum.1 + school.quality.value)
        };
        self.schools.iter().fold((0, 0), add)
    }
}

impl Settled<'_, '_> {
    /// What is found; bounds of schools hold with the loans as they are.
    pub fn answer(self, gap: f64) -> Answer {
        let outcome = |(&desk, &(shortfall, quality)): (&&Desk, &Points)| {
            let search = &desk.search;
            SchoolOutcome {
                school: search.model().school.id.clone(),
                students: search.students(),
                status: county::status(desk, gap),
                limit: desk.limit,
                shortfall: Level { value: shortfall, bound: search.shortfall().bound },
                quality: Level { value: quality, bound: search.quality_bound() },
                bound_kind: PUPIL_WEEK,
                work: desk.work(),
            }
        };
        let plan = |desk: &&Desk| desk.search.best().map(|best| best.plan(desk.search.model()));
        Answer {
            schools: self.desks.iter().zip(&self.points).map(outcome).collect(),
            plans: self.desks.iter().filter_map(plan).collect(),
            loans: self.loans,
        }
    }
}

fn stints(parties: &[Party]) -> Vec<Stint> {
    let mut stints = Vec::new();
    for (school, party) in parties.iter().enumerate() {
        let Some(best) = party.desk.search.best() else { continue };
        for &guest in &party.guests {
            let slots = best.staffing.busy[guest.staff];
            if slots != 0 {
                let periods = best.staffing.periods(guest.staff);
                stints.push(Stint { guest, school, slots, periods });
            }
        }
    }
    stints
}

/// Schools that lend to each other or share a venue that changes hands, directly or not.
fn groups(instance: &Instance, stints: &[Stint], venues_moved: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let owner = |stint: &Stint| instance.links.travellers[stint.guest.person].owner;
    let people = stints.iter().map(|stint| (owner(stint), stint.school));
    let venues = venues_moved.iter().flat_map(|tied| tied.windows(2).map(|two| (two[0], two[1])));
    tied(instance.schools.len(), people.chain(venues))
}

/// Points of schools that lend to each other, and their loans; `None` without a plan of each.
fn joint(
    instance: &Instance,
    members: &[usize],
    stints: &[Stint],
    parties: &[Party],
) -> Option<(Vec<Points>, Vec<Loan>)> {
    let best = |school: usize| parties[school].desk.search.best();
    let mut points: Vec<Points> = Vec::new();
    for &school in members {
        let best = best(school)?;
        points.push((best.shortfall, best.quality));
    }
    let at = |school: usize| members.iter().position(|&member| member == school);
    let mut loans = Vec::new();
    for stint in stints {
        let person = &instance.links.travellers[stint.guest.person];
        let stay = &person.stays[stint.guest.stay];
        let here = &instance.schools[stint.school];
        for weekday in (1..=7).filter(|&day| stint.slots & here.day_mask(day) != 0) {
            points[at(stint.school)?].1 += stay.effort;
            if person.is_lent {
                loans.push(Loan {
                    staff: instance.person(person).id.clone(),
                    school: here.id.clone(),
                    weekday,
                });
            }
        }
    }
    let mut people: Vec<usize> = stints.iter().map(|stint| stint.guest.person).collect();
    people.sort_unstable();
    people.dedup();
    for person in people {
        let owner = instance.links.travellers[person].owner;
        let own: Vec<Stint> = stints.iter().copied().filter(|s| s.guest.person == person).collect();
        points[at(owner)?].1 += elsewhere(instance, person, &own, parties)?;
    }
    Some((points, loans))
}

/// Points that a person's work elsewhere adds at the owner: load, and wishes about activities of
/// the owner's menu.
fn elsewhere(
    instance: &Instance,
    person: usize,
    stints: &[Stint],
    parties: &[Party],
) -> Option<i64> {
    let traveller = &instance.links.travellers[person];
    let home = &parties[traveller.owner].desk.search;
    let best = home.best()?;
    let owner = &instance.schools[traveller.owner];
    let here = i64::from(best.staffing.periods(traveller.staff));
    let there: i64 = stints.iter().map(|stint| i64::from(stint.periods)).sum();
    let load =
        owner.load_points(traveller.staff, here + there) - owner.load_points(traveller.staff, here);
    let (led, assisted) = done(best, home.model(), traveller.staff);
    let (mut led_there, mut helped_there) = (Vec::new(), Vec::new());
    for stint in stints {
        let there = &parties[stint.school].desk.search;
        let (led, assisted) = done(there.best()?, there.model(), stint.guest.staff);
        helped_there.extend(led.iter().cloned().chain(assisted));
        led_there.extend(led);
    }
    let data = &owner.staff[traveller.staff];
    let id = |activity: usize| &owner.activities[activity].id;
    let more = data.unwanted.iter().filter(|&&a| {
        let at_home = led.contains(id(a)) || assisted.contains(id(a));
        !at_home && helped_there.contains(id(a))
    });
    let met = data.wanted.iter().filter(|&&a| !led.contains(id(a)) && led_there.contains(id(a)));
    let wishes = more.count() as i64 - met.count() as i64;
    Some(load + wishes * owner.rules.weight(Rule::StaffWish))
}

/// Ids of the activities a staff member leads and assists.
fn done(best: &Candidate, model: &Model, staff: usize) -> (Vec<String>, Vec<String>) {
    let (led, assisted) = best.work(model);
    let ids = |list: &[usize]| -> Vec<String> {
        list.iter().map(|&a| model.school.activities[a].id.clone()).collect()
    };
    (ids(&led[staff]), ids(&assisted[staff]))
}
