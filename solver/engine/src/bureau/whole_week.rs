//! The legal weeks of somebody who may work at several schools: for every weekday one campus, and
//! which slots to work there, for the most of prices less load and loan costs.
//!
//! Exact for who serves one campus a weekday and has no duties. For who may serve several, travel
//! is left out, and for duties what they rule out, so that no legal week earns more.

use crate::duties::Work;
use kehou_domain::instance::{SlotMask, bits};

/// Value of what cannot be.
const IMPOSSIBLE: i64 = i64::MIN / 4;

/// A school where the person may work, at the prices there.
pub struct Campus<'a> {
    /// Slots in which the person may work.
    pub free: SlotMask,
    /// Slots of each weekday.
    pub days: &'a [SlotMask],
    /// Slots in which work is late.
    pub late: SlotMask,
    /// Price of the person's time by slot.
    pub price: &'a [i64],
    /// Duties beside slots: weekday, price, what it is, and whether it is late.
    pub duties: Vec<(usize, i64, Work, bool)>,
    /// Ticks of a weekday there; none at the owner.
    pub effort: i64,
}

/// Caps of a person.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    /// Periods a week.
    pub weekly: u32,
    /// Periods a weekday.
    pub daily: u32,
    /// Late weekdays.
    pub late: u32,
    /// Weekdays at other schools.
    pub away: u32,
    /// Several campuses on one weekday.
    pub several: bool,
}

/// What is done on a weekday: campus and work.
pub type Done = Vec<(usize, Work)>;

/// A piece of work: price, campus, what it is.
type Offer = (i64, usize, Work);

/// A way to spend a weekday.
#[derive(Clone, Debug)]
struct Way {
    periods: usize,
    late: bool,
    away: bool,
    value: i64,
    done: Done,
}

/// The week that earns most, and how much; `campuses[0]` is the owner, `surcharge` what a weekday
/// away costs on top by weekday, `load` the cost of so many periods.
pub fn best_whole_week(
    campuses: &[Campus],
    caps: Caps,
    surcharge: &[i64; 7],
    load: impl Fn(i64) -> i64,
) -> (i64, [Done; 7]) {
    let ways: Vec<Vec<Way>> =
        (0..7).map(|day| ways_of(campuses, caps, day, surcharge[day])).collect();
    let open = ways.iter().filter(|ways| !ways.is_empty()).count();
    let longest = |ways: &Vec<Way>| ways.iter().map(|way| way.periods).max().unwrap_or(0);
    let most = (caps.weekly as usize).min(ways.iter().map(longest).sum());
    let (late, away) = ((caps.late as usize).min(open), (caps.away as usize).min(open));
    let at = |n: usize, l: usize, a: usize| (n * (late + 1) + l) * (away + 1) + a;
    let mut best = vec![IMPOSSIBLE; at(most, late, away) + 1];
    best[0] = 0;
    let mut taken: Vec<Vec<u16>> = Vec::with_capacity(7);
    for ways in &ways {
        let before = best.clone();
        let mut choice = vec![u16::MAX; best.len()];
        for (number, way) in ways.iter().enumerate() {
            let (dl, da) = (usize::from(way.late), usize::from(way.away));
            for n in way.periods..=most {
                for l in dl..=late {
                    for a in da..=away {
                        let value = before[at(n - way.periods, l - dl, a - da)] + way.value;
                        let cell = at(n, l, a);
                        if value > best[cell] {
                            best[cell] = value;
                            choice[cell] = number as u16;
                        }
                    }
                }
            }
        }
        taken.push(choice);
    }
    let mut found = (0, 0, 0, 0);
    for n in 0..=most {
        let cost = load(n as i64);
        for l in 0..=late {
            for a in 0..=away {
                let value = best[at(n, l, a)] - cost;
                if value > found.0 {
                    found = (value, n, l, a);
                }
            }
        }
    }
    let (value, mut n, mut l, mut a) = found;
    let mut week: [Done; 7] = Default::default();
    for day in (0..7).rev() {
        let Some(way) = ways[day].get(taken[day][at(n, l, a)] as usize) else { continue };
        week[day].clone_from(&way.done);
        n -= way.periods;
        l -= usize::from(way.late);
        a -= usize::from(way.away);
    }
    (value, week)
}

/// Ways to spend a weekday that no other of as many periods and the same kind beats.
fn ways_of(campuses: &[Campus], caps: Caps, day: usize, surcharge: i64) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for late in [false, true] {
        let offers = |index: usize| -> Vec<Offer> {
            let campus = &campuses[index];
            let open = if late { SlotMask::MAX } else { !campus.late };
            let slots = bits(campus.free & campus.days[day] & open)
                .map(|slot| (campus.price[slot], index, Work::in_slots(1 << slot)));
            let today = campus.duties.iter().filter(|duty| duty.0 == day && (late || !duty.3));
            slots.chain(today.map(|duty| (duty.1, index, duty.2))).collect()
        };
        add(&mut ways, offers(0), caps, (late, false), 0);
        let stays = 1..campuses.len();
        if caps.away == 0 || stays.is_empty() {
            continue;
        }
        if caps.several {
            let effort = campuses[1..].iter().map(|campus| campus.effort).min().unwrap_or(0);
            let all = (0..campuses.len()).flat_map(offers).collect();
            add(&mut ways, all, caps, (late, true), effort + surcharge);
        } else {
            for index in stays {
                let cost = campuses[index].effort + surcharge;
                add(&mut ways, offers(index), caps, (late, true), cost);
            }
        }
    }
    ways
}

/// Adds the dearest 1, 2, ... of the offers as ways, where they beat what is there.
fn add(
    ways: &mut Vec<Way>,
    mut offers: Vec<Offer>,
    caps: Caps,
    (late, away): (bool, bool),
    cost: i64,
) {
    if late && caps.late == 0 {
        return;
    }
    offers.sort_unstable_by(|a, b| b.cmp(a));
    let mut value = -cost;
    let mut done: Done = Vec::new();
    for (number, (price, campus, work)) in offers.into_iter().enumerate() {
        if number as u32 >= caps.daily {
            return;
        }
        value += price;
        match done.iter_mut().find(|entry| entry.0 == campus) {
            Some(entry) => entry.1 = entry.1.with(work),
            None => done.push((campus, work)),
        }
        let periods = number + 1;
        let kind = |way: &&mut Way| (way.periods, way.late, way.away) == (periods, late, away);
        match ways.iter_mut().find(kind) {
            Some(way) if way.value >= value => {}
            Some(way) => (way.value, way.done) = (value, done.clone()),
            None => ways.push(Way { periods, late, away, value, done: done.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: [SlotMask; 7] = [0b11, 0b1100, 0, 0, 0, 0, 0];

    fn campus(price: &[i64], effort: i64) -> Campus<'_> {
        Campus { free: 0b1111, days: &DAYS, late: 0, price, duties: Vec::new(), effort }
    }

    const CAPS: Caps = Caps { weekly: 9, daily: 2, late: 0, away: 1, several: false };

    #[test]
    fn one_campus_a_weekday_and_so_many_weekdays_away() {
        let (home, other) = ([1, 1, 1, 1], [9, 0, 7, 7]);
        let campuses = [campus(&home, 0), campus(&other, 3)];
        let (value, week) = best_whole_week(&campuses, CAPS, &[0; 7], |_| 0);
        assert_eq!(value, 2 + 11);
        assert_eq!(week[0], vec![(0, Work::in_slots(0b11))]);
        assert_eq!(week[1], vec![(1, Work::in_slots(0b1100))]);
    }

    #[test]
    fn load_and_surcharge_count() {
        let (home, other) = ([1, 1, 1, 1], [9, 0, 7, 7]);
        let campuses = [campus(&home, 0), campus(&other, 3)];
        let (value, _) = best_whole_week(&campuses, CAPS, &[0, 10, 0, 0, 0, 0, 0], |n| n * n);
        // One period away for 9 - 3, and one period at home does not pay for the load it adds.
        assert_eq!(value, 6 - 1);
    }

    #[test]
    fn several_campuses_are_bounded_by_all_offers_of_the_day() {
        let (home, other) = ([5, 1, 0, 0], [9, 0, 0, 0]);
        let campuses = [campus(&home, 0), campus(&other, 3)];
        let caps = Caps { several: true, ..CAPS };
        let (value, week) = best_whole_week(&campuses, caps, &[0; 7], |_| 0);
        assert_eq!(value, 14 - 3);
        assert_eq!(week[0], vec![(1, Work::in_slots(1)), (0, Work::in_slots(1))]);
    }

    #[test]
    fn duties_are_offers_too_and_caps_count_them() {
        let home = [5, 1, 0, 0];
        let gate = (0, 7, Work::at_gate(2), false);
        let campuses = [Campus { duties: vec![gate], ..campus(&home, 0) }];
        let (value, week) = best_whole_week(&campuses, CAPS, &[0; 7], |_| 0);
        assert_eq!(value, 12);
        assert_eq!(week[0], vec![(0, Work::at_gate(2).with(Work::in_slots(1)))]);
    }
}
