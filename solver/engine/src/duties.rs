//! Duties beside sessions: how many heads are demanded where and when, who may fill them, and
//! what of a week's work goes together. Empty for schools whose policy asks for none.

use crate::departures::{Ways, ways_of};
use kehou_domain::draft::{DutyKind, StaffRank};
use kehou_domain::instance::{SchoolInstance, SlotMask};
use kehou_domain::policy::SupervisorArea;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

/// A set of gate places, bit i = place i.
pub type GateMask = u128;

/// Most gate places that guards are planned for; further ones count as unguarded.
const MOST_PLACES: usize = GateMask::BITS as usize;

/// Rules that give staff duties.
const OF_STAFF: [Rule; 4] =
    [Rule::Patrol, Rule::GateGuard, Rule::LeaderOnDuty, Rule::AreaSupervisor];

/// A set of weekdays, bit 0 = Monday.
pub type DayMask = u8;

/// What somebody does in a week: each bit is one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Work {
    /// Slots of sessions, patrols and supervision.
    pub slots: SlotMask,
    /// Waves guarded, by gate place.
    pub gates: GateMask,
    /// Weekdays as leader on duty.
    pub leaders: DayMask,
}

impl Work {
    /// Work in slots.
    pub const fn in_slots(slots: SlotMask) -> Self {
        Self { slots, gates: 0, leaders: 0 }
    }
    /// Guarding one wave.
    pub const fn at_gate(place: usize) -> Self {
        Self { slots: 0, gates: 1 << place, leaders: 0 }
    }
    /// Leading one weekday.
    pub const fn leading(day: usize) -> Self {
        Self { slots: 0, gates: 0, leaders: 1 << day }
    }
    /// Periods.
    pub const fn periods(self) -> u32 {
        self.slots.count_ones() + self.gates.count_ones() + self.leaders.count_ones()
    }
    /// Both together.
    #[must_use]
    pub const fn with(self, more: Self) -> Self {
        Self {
            slots: self.slots | more.slots,
            gates: self.gates | more.gates,
            leaders: self.leaders | more.leaders,
        }
    }
    /// This less the other.
    #[must_use]
    pub const fn without(self, less: Self) -> Self {
        Self {
            slots: self.slots & !less.slots,
            gates: self.gates & !less.gates,
            leaders: self.leaders & !less.leaders,
        }
    }
    /// Something is in both.
    pub const fn meets(self, other: Self) -> bool {
        self.slots & other.slots != 0
            || self.gates & other.gates != 0
            || self.leaders & other.leaders != 0
    }
}

/// One wave of a stand: a guard there stands at one of its gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Stand of the school.
    pub stand: usize,
    /// Wave, from 0.
    pub wave: u32,
    /// Weekday, 0-based.
    pub day: usize,
    /// Slots in which a guard can do nothing else.
    pub blocks: SlotMask,
    /// Places that a guard cannot hold too.
    pub clashes: GateMask,
}

/// What duties a staff member may be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Slots to patrol.
    pub patrol: SlotMask,
    /// Slots to supervise an area.
    pub area: SlotMask,
    /// Gate places.
    pub gates: GateMask,
    /// Weekdays to lead, if of a rank.
    pub leaders: DayMask,
    /// Rank of post.
    pub rank: Option<StaffRank>,
}

/// Demands for duties of a school.
#[derive(Clone, Debug, Default)]
pub struct Duties {
    /// Patrol heads in each slot of `served`.
    pub patrol: u32,
    /// Slots that any pupil attends.
    pub served: SlotMask,
    /// Supervisors of each area in use.
    pub supervisors: u32,
    /// Names of areas.
    pub areas: Vec<String>,
    /// Areas in use in each slot whatever the plan: grades.
    pub attended: Vec<Vec<usize>>,
    /// Area of each room: its floor.
    pub area_of_room: Vec<Option<usize>>,
    /// Leaders demanded on each of `leader_days`, highest rank first.
    pub leaders: Vec<(StaffRank, u32)>,
    /// Weekdays that any pupil attends.
    pub leader_days: DayMask,
    /// Guards at each gate and wave used.
    pub guards: u32,
    /// How each stand's groups can leave; empty when no rule asks for it.
    pub ways: Vec<Ways>,
    /// Gate places, stand by stand.
    pub places: Vec<Place>,
    /// Gate places that make a weekday late.
    pub late: GateMask,
    /// Gate places of each weekday.
    pub of_day: [GateMask; 7],
    /// A rule on a duty is on.
    pub has_rules: bool,
    /// Outsiders' sessions want a teacher with them.
    pub accompanies: bool,
    /// What each staff member may do.
    pub terms: Vec<Terms>,
}

impl Duties {
    /// The demands of a school; `free` are the slots in which its staff may work.
    pub fn new(school: &SchoolInstance, free: &[SlotMask]) -> Self {
        let rules = &school.rules;
        let counts = |rule: Rule, heads: u32| if rules.weight(rule) > 0 { heads } else { 0 };
        let leaves = rules.is_on(Rule::DismissalWave) || rules.is_on(Rule::GateGuard);
        let mut duties = Self {
            patrol: counts(Rule::Patrol, rules.patrol_heads),
            served: school.students.iter().fold(0, |mask, student| mask | student.attends),
            supervisors: counts(Rule::AreaSupervisor, rules.supervisor_heads),
            leaders: rules.leaders.clone(),
            guards: counts(Rule::GateGuard, rules.gate_guard_heads),
            ways: if leaves { ways_of(school) } else { Vec::new() },
            has_rules: OF_STAFF.iter().any(|&rule| rules.is_on(rule)),
            accompanies: rules.weight(Rule::OutsiderAccompanied) > 0,
            ..Self::default()
        };
        duties.leaders.sort_by_key(|demand| std::cmp::Reverse(demand.0));
        if rules.weight(Rule::LeaderOnDuty) == 0 {
            duties.leaders.clear();
        }
        for (slot, data) in school.slots.iter().enumerate() {
            if duties.served >> slot & 1 == 1 {
                duties.leader_days |= 1 << (data.at.weekday - 1);
            }
        }
        duties.find_areas(school);
        duties.find_places(school);
        if duties.needs_staff() {
            duties.terms = (0..free.len()).map(|p| duties.terms_of(school, p, free[p])).collect();
        }
        duties
    }

    /// Staff may be wanted for more than leading and assisting.
    pub fn needs_staff(&self) -> bool {
        self.has_rules || self.accompanies
    }

    /// Supervised areas are floors, so that they depend on the rooms in use.
    pub fn has_floors(&self) -> bool {
        self.supervisors > 0 && self.attended.is_empty()
    }

    fn find_areas(&mut self, school: &SchoolInstance) {
        if !school.rules.is_on(Rule::AreaSupervisor) {
            return;
        }
        let floors: BTreeSet<&String> =
            school.rooms.iter().map(|room| &room.floor).filter(|f| !f.is_empty()).collect();
        if school.rules.supervisor_area == SupervisorArea::Floor {
            self.areas = floors.into_iter().cloned().collect();
            let area = |floor: &String| self.areas.binary_search(floor).ok();
            self.area_of_room = school.rooms.iter().map(|room| area(&room.floor)).collect();
        }
        if !self.areas.is_empty() {
            return;
        }
        let grades: BTreeSet<i32> = school.students.iter().map(|s| s.grade).collect();
        self.areas = grades.iter().map(ToString::to_string).collect();
        if school.rules.supervisor_area == SupervisorArea::Floor {
            return;
        }
        self.attended = vec![Vec::new(); school.slots.len()];
        for (area, &grade) in grades.iter().enumerate() {
            let of_grade = school.students.iter().filter(|s| s.grade == grade);
            let attends = of_grade.fold(0, |mask, student| mask | student.attends);
            for (slot, areas) in self.attended.iter_mut().enumerate() {
                if attends >> slot & 1 == 1 {
                    areas.push(area);
                }
            }
        }
    }

    fn find_places(&mut self, school: &SchoolInstance) {
        if !school.rules.is_on(Rule::GateGuard) {
            return;
        }
        let mut times = Vec::new();
        for (index, stand) in school.stands.iter().enumerate() {
            let waves = stand.waves.min(self.ways[index].waves);
            if stand.shares_guards || self.places.len() + waves as usize > MOST_PLACES {
                continue;
            }
            for wave in 0..waves {
                let place = self.places.len();
                let day = stand.weekday as usize - 1;
                let start = stand.start_minute + wave as i32 * stand.wave_minutes;
                let time = (stand.weekday, start, start + stand.wave_minutes);
                times.push(time);
                self.of_day[day] |= 1 << place;
                if stand.is_late {
                    self.late |= 1 << place;
                }
                let blocks = stand.overlaps;
                self.places.push(Place { stand: index, wave, day, blocks, clashes: 0 });
            }
        }
        for (a, place) in self.places.iter_mut().enumerate() {
            let (day, start, end) = times[a];
            let overlap =
                times.iter().enumerate().filter(|(_, t)| t.0 == day && t.1 < end && start < t.2);
            place.clashes = overlap.fold(0, |mask, (b, _)| mask | 1 << b) & !(1 << a);
        }
    }

    fn terms_of(&self, school: &SchoolInstance, person: usize, free: SlotMask) -> Terms {
        let data = &school.staff[person].duties;
        let bans = Bans { school, person };
        let slots = |kind: DutyKind| {
            let banned = (0..school.slots.len()).filter(|&slot| bans.duty_in(kind, slot));
            let open = banned.fold(free, |mask, slot| mask & !(1 << slot));
            if data.may_do(kind) { open } else { 0 }
        };
        let gates = self.places.iter().enumerate().filter(|(_, place)| {
            let stand = &school.stands[place.stand];
            let slot = |s: &kehou_domain::instance::Slot| {
                (s.at.weekday, s.at.period) == (stand.weekday, stand.period)
            };
            let at = school.slots.iter().position(slot);
            data.may_do(DutyKind::GateGuard)
                && data.stands[place.stand]
                && !at.is_some_and(|slot| bans.duty_in(DutyKind::GateGuard, slot))
        });
        let leads = |day: &usize| {
            let mut today = (0..school.slots.len())
                .filter(|&slot| school.slots[slot].at.weekday as usize == day + 1);
            self.leader_days >> day & 1 == 1
                && !today.any(|slot| bans.duty_in(DutyKind::LeaderOnDuty, slot))
        };
        let is_on = |rule| school.rules.is_on(rule);
        let may_lead =
            is_on(Rule::LeaderOnDuty) && data.rank.is_some() && data.may_do(DutyKind::LeaderOnDuty);
        Terms {
            patrol: if is_on(Rule::Patrol) { slots(DutyKind::Patrol) } else { 0 },
            area: if is_on(Rule::AreaSupervisor) { slots(DutyKind::AreaSupervisor) } else { 0 },
            gates: gates.fold(0, |mask, (place, _)| mask | 1 << place),
            leaders: (0..7).filter(|_| may_lead).filter(leads).fold(0, |mask, day| mask | 1 << day),
            rank: data.rank,
        }
    }
}

/// What bans keep a person from.
pub struct Bans<'a> {
    /// The school.
    pub school: &'a SchoolInstance,
    /// The person.
    pub person: usize,
}

impl Bans<'_> {
    /// A ban on the duty, or on any work, of the person in the slot.
    pub fn duty_in(&self, kind: DutyKind, slot: usize) -> bool {
        self.school.bans.iter().any(|ban| {
            let only_staff = ban.activity.is_none() && ban.room.is_none() && ban.student.is_none();
            let who = ban.staff.map_or(ban.duty.is_some(), |staff| staff == self.person);
            only_staff
                && who
                && !ban.is_loan
                && ban.duty.is_none_or(|of| of == kind)
                && ban.slot.is_none_or(|at| at == slot)
        })
    }
}
