//! Loans seen again once schools have plans under them: who is needed at home comes back, and who has
//! nothing to do there goes where leads are lacking.

use super::loans::{Loans, day_slots};
use super::{Bureau, Party};
use kehou_domain::instance::{SlotMask, bits};
use std::cmp::Reverse;

impl Bureau<'_, '_> {
    /// The loans without people whom their school needs or nobody uses, and with people who have
    /// nothing to do at home where base sections lack a lead.
    pub(super) fn revised(&self, loans: &Loans, parties: &[Party]) -> Loans {
        let mut revised = loans.clone();
        for (school, party) in parties.iter().enumerate() {
            let Some(best) = party.desk.search.best() else { continue };
            let missing = best.leads_missing(party.desk.search.model().school.slots.len());
            let lacks_others = best.unstaffed > 0 && missing.iter().all(|&heads| heads == 0);
            for day in 0..7 {
                let today = day_slots(self.instance, school, day);
                let short = bits(today).filter(|&slot| missing[slot] > 0);
                let short = short.fold(0, |mask, slot| mask | 1 << slot);
                let heads = bits(short).map(|slot| missing[slot]).max().unwrap_or(0) as usize;
                let mut lent = self.lent(loans, parties, school, day);
                lent.sort_unstable();
                let idle = lent.iter().filter(|&&(periods, _)| periods == 0).count();
                let most = if lacks_others { lent.len() } else { heads.max(idle) };
                for &(_, person) in lent.iter().take(most) {
                    revised.at[person][day] = None;
                }
                for _ in lent.len()..heads {
                    let idle = self.idle((loans, &revised), parties, (school, day, short));
                    let Some((person, stay)) = idle else { break };
                    revised.at[person][day] = Some(stay);
                }
            }
        }
        revised
    }

    /// Somebody at home with nothing to do on a weekday who may be lent to a school for these slots:
    /// `was` and is not lent then, as who has just come back is needed.
    fn idle(
        &self,
        (was, loans): (&Loans, &Loans),
        parties: &[Party],
        (school, day, slots): (usize, usize, SlotMask),
    ) -> Option<(usize, usize)> {
        let links = &self.instance.links;
        let may_base = |profile: usize| {
            let leads = links.profiles[school][profile].leads.iter();
            leads.clone().any(|&a| self.instance.schools[school].activities[a].grouping.is_some())
        };
        let offers = links.travellers.iter().enumerate().filter_map(|(at, person)| {
            let home = parties[person.owner].desk.search.best()?;
            let today = day_slots(self.instance, person.owner, day);
            let stay = person.stays.iter().position(|stay| stay.school == school)?;
            let there = &person.stays[stay];
            let is_idle =
                was.at[at][day].is_none() && home.staffing.busy[person.staff] & today == 0;
            let fits = (slots & there.free).count_ones();
            let may = may_base(there.profile) && loans.may_lend(self.instance, (at, day));
            let open = is_idle && fits > 0 && may;
            open.then_some((fits, Reverse(at), stay))
        });
        offers.max().map(|(_, at, stay)| (at.0, stay))
    }

    /// Who of a school is lent on a weekday, with the periods worked there.
    fn lent(
        &self,
        loans: &Loans,
        parties: &[Party],
        school: usize,
        day: usize,
    ) -> Vec<(u32, usize)> {
        let travellers = self.instance.links.travellers.iter().enumerate();
        let lent =
            travellers.filter(|(_, person)| person.owner == school).filter_map(|(at, person)| {
                let stay = loans.at[at][day]?;
                let there = person.stays[stay].school;
                let party = &parties[there];
                let guest =
                    party.guests.iter().find(|guest| (guest.person, guest.stay) == (at, stay))?;
                let best = party.desk.search.best()?;
                let today = day_slots(self.instance, there, day);
                Some(((best.staffing.busy[guest.staff] & today).count_ones(), at))
            });
        lent.collect()
    }
}
