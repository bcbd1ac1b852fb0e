//! Duties of the incumbent plan: kept where the person can still do them, else given to somebody
//! who may and is free; the least loaded first.

use super::Bench;
use crate::duties::Bans;
use kehou_domain::draft::{DutyKind, SlotRef};
use kehou_domain::instance::SlotMask;
use kehou_domain::plan::DutyAssignment;
use kehou_domain::stand::Stand;

/// What a duty takes of a week.
struct Need {
    /// Slots in which the person can do nothing else.
    blocks: SlotMask,
    /// Of these, slots in which the person must be there; a guard's time is looked at apart.
    within: SlotMask,
    /// Slots of the weekday.
    day: SlotMask,
}

impl Bench<'_> {
    /// Gives a duty to somebody, if the person can do it.
    pub(super) fn take_duty(&mut self, duty: &DutyAssignment, person: usize) -> bool {
        let (Some(kind), Some(need)) = (duty.kind, self.need(duty)) else { return false };
        if !self.can_do(kind, duty, &need, person) {
            return false;
        }
        self.busy[person] |= need.blocks;
        let staff = self.model.school.staff[person].id.clone();
        self.duties.push(DutyAssignment { staff, ..duty.clone() });
        true
    }

    /// Finds somebody for each duty that nobody has any more.
    pub(super) fn find_duties(&mut self) {
        for duty in std::mem::take(&mut self.vacant) {
            let mut people: Vec<usize> = (0..self.busy.len()).collect();
            people.sort_by_key(|&person| {
                let load = self.model.school.staff[person].day_load;
                (load + i64::from(self.busy[person].count_ones()), person)
            });
            people.into_iter().any(|person| self.take_duty(&duty, person));
        }
        self.duties.sort();
    }

    fn need(&self, duty: &DutyAssignment) -> Option<Need> {
        let school = self.model.school;
        let at = SlotRef { weekday: duty.weekday, period: duty.period };
        let day = school.day_mask(duty.weekday);
        match duty.kind? {
            DutyKind::Patrol | DutyKind::AreaSupervisor => {
                let slot = school.slots.iter().position(|slot| slot.at == at)?;
                Some(Need { blocks: 1 << slot, within: 1 << slot, day })
            }
            DutyKind::GateGuard => {
                let blocks = self.stand(duty)?.1.overlaps;
                Some(Need { blocks, within: 0, day })
            }
            DutyKind::LeaderOnDuty => Some(Need { blocks: 0, within: 0, day }),
        }
    }

    /// The stand a guard stands at.
    fn stand(&self, duty: &DutyAssignment) -> Option<(usize, &Stand)> {
        self.model.school.stands.iter().enumerate().find(|(_, stand)| {
            (stand.weekday, stand.period) == (duty.weekday, duty.period)
                && stand.gates.iter().any(|gate| gate.0 == duty.gate)
        })
    }

    /// A ban on the duty, on any work of the person then, or on leading that weekday.
    fn is_banned(&self, kind: DutyKind, duty: &DutyAssignment, person: usize) -> bool {
        let school = self.model.school;
        let bans = Bans { school, person };
        let is_then = |at: SlotRef| {
            at.weekday == duty.weekday
                && (kind == DutyKind::LeaderOnDuty || at.period == duty.period)
        };
        let mut slots = (0..school.slots.len()).filter(|&slot| is_then(school.slots[slot].at));
        slots.any(|slot| bans.duty_in(kind, slot))
    }

    fn can_do(&self, kind: DutyKind, duty: &DutyAssignment, need: &Need, person: usize) -> bool {
        let model = self.model;
        let data = &model.school.staff[person];
        let free = model.staff_free[person];
        let is_there = match kind {
            DutyKind::GateGuard => {
                self.stand(duty).is_some_and(|(at, _)| data.duties.stands.get(at) == Some(&true))
            }
            DutyKind::LeaderOnDuty => free & need.day != 0,
            _ => need.within & !free == 0,
        };
        let has_rank = kind != DutyKind::LeaderOnDuty || {
            let before = model.school.staff.iter().find(|one| one.id == duty.staff);
            data.duties.rank.is_some() && data.duties.rank >= before.and_then(|one| one.duties.rank)
        };
        let of_person = || self.duties.iter().filter(|other| other.staff == data.id);
        let is_same = |other: &DutyAssignment| {
            (other.kind, other.weekday, other.period) == (duty.kind, duty.weekday, duty.period)
        };
        // Guards and leaders work periods that are no slots; time at a gate is no slot of work.
        let at_gates = of_person().filter_map(|other| Some(self.stand(other)?.1.overlaps));
        let work = self.busy[person] & !at_gates.fold(0, |mask, slots| mask | slots) | need.within;
        let beyond = |other: &&DutyAssignment| {
            matches!(other.kind, Some(DutyKind::GateGuard | DutyKind::LeaderOnDuty))
        };
        let more = u32::from(need.within == 0);
        let week = work.count_ones() + of_person().filter(beyond).count() as u32 + more;
        let on_day = of_person().filter(|other| other.weekday == duty.weekday);
        let today = (work & need.day).count_ones() + on_day.filter(beyond).count() as u32 + more;
        is_there
            && data.duties.may_do(kind)
            && !self.is_banned(kind, duty, person)
            && has_rank
            && self.busy[person] & need.blocks == 0
            && !of_person().any(is_same)
            && week <= data.weekly_cap
            && today <= data.daily_cap
    }
}
