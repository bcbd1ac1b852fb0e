//! What sections share: rooms, equipment and people; and what changes of sessions count.

use super::Whole;
use super::offers::Offer;
use super::program::Terms;
use kehou_domain::instance::SlotMask;
use kehou_domain::notice::sessions;
use kehou_domain::plan::SchoolPlan;
use std::collections::BTreeMap;

impl Whole<'_> {
    /// The variables of offers that are so.
    pub(super) fn opens(&self, is: impl Fn(&Offer) -> bool) -> Terms {
        let offers = self.offers.iter().zip(&self.open);
        offers.filter(|one| is(one.0)).map(|(_, &open)| (open, 1)).collect()
    }

    /// One use of a room at a time, and no more equipment than there is.
    pub(super) fn keep_rooms(&mut self) {
        let school = self.bench.model.school;
        for slot in 0..school.slots.len() {
            for room in 0..school.rooms.len() {
                let terms = self.opens(|offer| {
                    let mut uses = offer.rooms.iter().zip(&offer.sessions);
                    uses.any(|(&used, slots)| used == room && slots >> slot & 1 == 1)
                });
                self.program.at_most(terms, 1);
            }
            for (pool, &owned) in school.equipment.iter().enumerate() {
                let pieces = |offer: &Offer| -> i64 {
                    let uses = school.activities[offer.activity].equipment.iter();
                    uses.filter(|one| one.0 == pool).map(|one| i64::from(one.1)).sum()
                };
                let used = self.offers.iter().zip(&self.open);
                let used = used.filter(|one| one.0.mask() >> slot & 1 == 1);
                let terms = used.map(|(offer, &open)| (open, pieces(offer))).collect();
                self.program.at_most(terms, i64::from(owned));
            }
        }
    }

    /// One place at a time for everybody of staff, and caps.
    pub(super) fn keep_people(&mut self) {
        let model = self.bench.model;
        for (person, data) in model.school.staff.iter().enumerate() {
            let leads = self.offers.iter().zip(&self.open);
            let leads = leads.filter(|one| one.0.lead == Some(person));
            let mut work: Vec<(usize, SlotMask)> =
                leads.map(|(offer, &open)| (open, offer.mask())).collect();
            let helps = self.helpers.iter().filter(|one| one.2 == person);
            work.extend(helps.map(|&(at, nth, _, helper)| (helper, self.offers[at].sessions[nth])));
            let within = |slots: SlotMask| -> Terms {
                let periods = |mask: SlotMask| i64::from((mask & slots).count_ones());
                work.iter().map(|&(does, mask)| (does, periods(mask))).collect()
            };
            for slot in 0..model.school.slots.len() {
                self.program.at_most(within(1 << slot), 1);
            }
            self.program.at_most(within(SlotMask::MAX), i64::from(data.weekly_cap));
            let mut late = Vec::new();
            for &day in &model.days {
                self.program.at_most(within(day), i64::from(data.daily_cap));
                let evening = within(day & model.late);
                let stays = self.program.variable([0; 3], 1);
                let most = i64::from((day & model.late).count_ones());
                self.program.at_most(evening.into_iter().chain([(stays, -most)]).collect(), 0);
                late.push((stays, 1));
            }
            self.program.at_most(late, i64::from(data.late_cap));
        }
    }

    /// Sessions of the same activity and start, there before and now, with another lead or room:
    /// as many as there are both before and now, less those that are the same.
    pub(super) fn count_sessions(&mut self, incumbent: &SchoolPlan) {
        let school = self.bench.model.school;
        for ((activity, start), before) in sessions(incumbent) {
            let mut now = Vec::new();
            let mut same: BTreeMap<(&str, &str), Terms> = BTreeMap::new();
            for (offer, &open) in self.offers.iter().zip(&self.open) {
                for (&room, slots) in offer.rooms.iter().zip(&offer.sessions) {
                    let at = school.slots[slots.trailing_zeros() as usize].at;
                    if school.activities[offer.activity].id == activity && at == start {
                        now.push((open, 1));
                        let lead = offer.lead.map_or("", |lead| school.staff[lead].id.as_str());
                        let key = (lead, school.rooms[room].id.as_str());
                        same.entry(key).or_default().push((open, 1));
                    }
                }
            }
            let (had, most) = (before.len() as i64, now.len() as i64);
            let changed = self.program.variable([0, 1, 0], had);
            // Beyond as many as before, a session is new.
            let is_more = self.program.variable([0; 3], 1);
            let new = self.program.variable([0; 3], most);
            self.program.at_most(vec![(new, 1), (is_more, -most)], 0);
            let beyond = now.iter().map(|&(open, _)| (open, -1));
            let beyond = beyond.chain([(new, 1), (is_more, had + most)]).collect();
            self.program.at_most(beyond, most);
            let mut terms = now;
            terms.extend([(new, -1), (changed, -1)]);
            for (key, opens) in same {
                let times = before.iter().filter(|one| **one == key).count() as i64;
                let kept = self.program.variable([0; 3], times);
                let opens = opens.into_iter().map(|(open, _)| (open, -1));
                self.program.at_most(opens.chain([(kept, 1)]).collect(), 0);
                terms.push((kept, -1));
            }
            self.program.at_most(terms, 0);
        }
    }
}
