//! Who works when in a school's part of a plan, and when its rooms are used.

use kehou_domain::draft::{DutyKind, SlotRef};
use kehou_domain::instance::{SchoolInstance, SlotMask, bits};
use kehou_domain::plan::{DutyAssignment, SchoolPlan, Session};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody's week at a school, by id, and the slots in which each room is used.
#[derive(Clone, Debug, Default)]
pub struct Weeks<'p> {
    /// People.
    pub people: BTreeMap<&'p str, Week>,
    /// Rooms, stand-in rooms of outdoor sessions too.
    pub rooms: BTreeMap<&'p str, SlotMask>,
}

/// What somebody does at a school.
#[derive(Clone, Debug, Default)]
pub struct Week {
    /// Slots of sessions, patrols and supervision.
    pub slots: SlotMask,
    /// Slots that guarding a gate takes.
    pub at_gates: SlotMask,
    /// Duties: kind, weekday and period, 0 for leaders.
    pub duties: BTreeSet<(DutyKind, i32, i32)>,
    /// What the caps count.
    pub load: Load,
}

/// What caps count of somebody's work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Periods.
    pub periods: u32,
    /// Weekdays with work, bit d = weekday d.
    pub days: u8,
    /// Weekdays with work that ends late.
    pub late: u8,
}

impl Load {
    /// Both together.
    #[must_use]
    pub const fn with(self, more: Self) -> Self {
        Self {
            periods: self.periods + more.periods,
            days: self.days | more.days,
            late: self.late | more.late,
        }
    }
}

/// Reads a school's part of a plan; what the school does not know is left out.
pub fn weeks<'p>(school: &SchoolInstance, part: &'p SchoolPlan) -> Weeks<'p> {
    let mut weeks = Weeks::default();
    for section in &part.sections {
        let activity = school.activities.iter().find(|one| one.id == section.activity);
        let length = activity.filter(|one| one.grouping.is_none()).map_or(1, |one| one.length);
        for session in &section.sessions {
            weeks.add_session(school, session, length as usize);
        }
    }
    for duty in &part.duties {
        weeks.add_duty(school, duty);
    }
    weeks
}

/// A weekday as a bit; nothing that is none.
pub fn day_bit(weekday: i32) -> u8 {
    if (1..=7).contains(&weekday) { 1 << weekday } else { 0 }
}

/// The weekdays of slots, of all or of those that are late.
fn days_of(school: &SchoolInstance, slots: SlotMask) -> [u8; 2] {
    bits(slots).map(|slot| &school.slots[slot]).fold([0, 0], |[days, late], slot| {
        let day = day_bit(slot.at.weekday);
        [days | day, if slot.is_late { late | day } else { late }]
    })
}

impl<'p> Weeks<'p> {
    fn add_session(&mut self, school: &SchoolInstance, session: &'p Session, length: usize) {
        let Some(start) = school.slots.iter().position(|slot| slot.at == session.start) else {
            return;
        };
        let end = (start + length).min(school.slots.len());
        let slots = (start..end).fold(0, |mask: SlotMask, slot| mask | 1 << slot);
        let helpers = session.assistants.iter().chain([&session.lead, &session.companion]);
        for id in helpers.filter(|id| !id.is_empty()) {
            self.people.entry(id).or_default().add_slots(school, slots);
        }
        for id in [&session.room, &session.wet_weather_room] {
            *self.rooms.entry(id).or_default() |= slots;
        }
    }

    fn add_duty(&mut self, school: &SchoolInstance, duty: &'p DutyAssignment) {
        let Some(kind) = duty.kind else { return };
        let period = if kind == DutyKind::LeaderOnDuty { 0 } else { duty.period };
        let week = self.people.entry(&duty.staff).or_default();
        let is_new = week.duties.insert((kind, duty.weekday, period));
        match kind {
            DutyKind::Patrol | DutyKind::AreaSupervisor => {
                let at = SlotRef { weekday: duty.weekday, period };
                let slot = school.slots.iter().position(|slot| slot.at == at);
                week.add_slots(school, slot.map_or(0, |slot| 1 << slot));
            }
            DutyKind::GateGuard => {
                let stand = school.stands.iter().find(|stand| {
                    (stand.weekday, stand.period) == (duty.weekday, duty.period)
                        && stand.gates.iter().any(|gate| gate.0 == duty.gate)
                });
                let is_late = stand.is_some_and(|stand| stand.is_late);
                week.at_gates |= stand.map_or(0, |stand| stand.overlaps);
                week.add_period(duty.weekday, is_late);
            }
            DutyKind::LeaderOnDuty if is_new => week.add_period(duty.weekday, false),
            DutyKind::LeaderOnDuty => {}
        }
    }
}

impl Week {
    /// Slots in which the person can do nothing else.
    pub const fn busy(&self) -> SlotMask {
        self.slots | self.at_gates
    }

    /// Whether the person has a duty of the kind in a slot, or leads on its weekday.
    pub fn has_duty(&self, kind: DutyKind, at: SlotRef) -> bool {
        let period = if kind == DutyKind::LeaderOnDuty { 0 } else { at.period };
        self.duties.contains(&(kind, at.weekday, period))
    }

    fn add_slots(&mut self, school: &SchoolInstance, slots: SlotMask) {
        let periods = (slots & !self.slots).count_ones();
        let [days, late] = days_of(school, slots);
        self.slots |= slots;
        self.load = self.load.with(Load { periods, days, late });
    }

    fn add_period(&mut self, weekday: i32, is_late: bool) {
        let days = day_bit(weekday);
        let late = if is_late { days } else { 0 };
        self.load = self.load.with(Load { periods: 1, days, late });
    }
}
