//! Duties and departures of a school as columns: who may have which duty where, and by which gate
//! and wave each group may leave.

use crate::incumbent::{Doing, Incumbent};
use crate::model::Names;
use crate::names;
use crate::program::{Column, Program};
use kehou_domain::draft::{DutyKind, SlotRef};
use kehou_domain::instance::{FactData, SchoolInstance};
use kehou_domain::policy::SupervisorArea;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

/// A place and time at which a duty is done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// Patrol in a slot.
    Patrol(usize),
    /// Supervisor of an area in a slot.
    Area(usize, String),
    /// Guard at an stand: its position, the gate's and the wave.
    Gate(usize, usize, i32),
    /// Leader on duty on a weekday.
    Leader(i32),
}

/// `duty:<post>:<staff>`: the person has the duty.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Where and when.
    pub post: Post,
    /// Who.
    pub staff: usize,
    /// The decision.
    pub column: Column,
}

/// `leave:<group>:<stand>:<gate>:<wave>`: the group leaves so.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Position of the stand.
    pub stand: usize,
    /// The group.
    pub group: usize,
    /// Pupils of the group who leave.
    pub pupils: i64,
    /// Position of the gate.
    pub gate: usize,
    /// Wave, from 1.
    pub wave: i32,
    /// The decision.
    pub column: Column,
}

impl Post {
    /// Kind of duty.
    pub const fn kind(&self) -> DutyKind {
        match self {
            Self::Patrol(_) => DutyKind::Patrol,
            Self::Area(..) => DutyKind::AreaSupervisor,
            Self::Gate(..) => DutyKind::GateGuard,
            Self::Leader(_) => DutyKind::LeaderOnDuty,
        }
    }

    /// The slot taken, if any.
    pub const fn slot(&self) -> Option<usize> {
        match self {
            Self::Patrol(slot) | Self::Area(slot, _) => Some(*slot),
            Self::Gate(..) | Self::Leader(_) => None,
        }
    }

    /// Weekday and period as a plan names them.
    pub fn at(&self, school: &SchoolInstance) -> SlotRef {
        match self {
            Self::Patrol(slot) | Self::Area(slot, _) => school.slots[*slot].at,
            Self::Gate(stand, ..) => {
                let stand = &school.stands[*stand];
                SlotRef { weekday: stand.weekday, period: stand.period }
            }
            Self::Leader(weekday) => SlotRef { weekday: *weekday, period: 0 },
        }
    }

    /// The first post that guards the same gate and wave at the end of the same period: two
    /// dismissal points may share them.
    pub fn first_alike(&self, school: &SchoolInstance) -> Self {
        let Self::Gate(stand, gate, wave) = self else { return self.clone() };
        let here = &school.stands[*stand];
        let alike = school.stands[..*stand].iter().enumerate().find_map(|(number, other)| {
            let same = |one: &(String, u32)| one.0 == here.gates[*gate].0;
            let is_then = (other.weekday, other.period) == (here.weekday, here.period);
            let has_wave = *wave <= other.waves as i32;
            let gate = other.gates.iter().position(same).filter(|_| is_then && has_wave)?;
            Some(Self::Gate(number, gate, *wave))
        });
        alike.unwrap_or_else(|| self.clone())
    }

    /// Whether a statement about that slot can mean it.
    pub fn is_at(&self, school: &SchoolInstance, slot: usize) -> bool {
        let (at, said) = (self.at(school), school.slots[slot].at);
        at.weekday == said.weekday && (matches!(self, Self::Leader(_)) || at.period == said.period)
    }

    /// The duty as the incumbent plan would name it.
    pub fn doing(&self, school: &SchoolInstance) -> Doing {
        let (gate, wave, area) = match self {
            Self::Patrol(_) | Self::Leader(_) => (String::new(), 0, String::new()),
            Self::Area(_, area) => (String::new(), 0, area.clone()),
            Self::Gate(stand, gate, wave) => {
                (school.stands[*stand].gates[*gate].0.clone(), *wave, String::new())
            }
        };
        Doing::Duty(Some(self.kind()), gate, wave, area)
    }

    fn label(&self, school: &SchoolInstance, names: &Names) -> String {
        match self {
            Self::Patrol(slot) => format!("patrol:{}", names.slots[*slot]),
            Self::Area(slot, area) => {
                let areas = areas(school);
                let known = areas.iter().position(|one| one == area).unwrap_or(areas.len());
                format!("area{known}:{}", names.slots[*slot])
            }
            Self::Gate(stand, gate, wave) => {
                let stand = &school.stands[*stand];
                format!("gate{gate}.{wave}:w{}p{}", stand.weekday, stand.period)
            }
            Self::Leader(weekday) => format!("leader:w{weekday}"),
        }
    }
}

/// The rule that asks for duties of a kind.
pub const fn rule_of(kind: DutyKind) -> Rule {
    match kind {
        DutyKind::Patrol => Rule::Patrol,
        DutyKind::GateGuard => Rule::GateGuard,
        DutyKind::LeaderOnDuty => Rule::LeaderOnDuty,
        DutyKind::AreaSupervisor => Rule::AreaSupervisor,
    }
}

/// Whether any pupil attends the slot.
pub fn is_served(school: &SchoolInstance, slot: usize) -> bool {
    school.students.iter().any(|student| student.attends >> slot & 1 == 1)
}

/// Weekdays of the bell table, and whether any pupil attends.
pub fn weekdays(school: &SchoolInstance) -> Vec<(i32, bool)> {
    let days: BTreeSet<i32> = school.slots.iter().map(|slot| slot.at.weekday).collect();
    let served = |day| school.students.iter().any(|s| s.attends & school.day_mask(day) != 0);
    days.into_iter().map(|day| (day, served(day))).collect()
}

/// Areas that exist: floors of rooms and grades of groups.
fn areas(school: &SchoolInstance) -> Vec<String> {
    let floors = school.rooms.iter().map(|room| room.floor.clone());
    let grades = school.groups.iter().map(|group| group.grade.to_string());
    let all: BTreeSet<String> = floors.chain(grades).filter(|area| !area.is_empty()).collect();
    all.into_iter().collect()
}

/// Areas that may need supervisors in a slot.
pub fn areas_used(school: &SchoolInstance, slot: usize) -> Vec<String> {
    let used: BTreeSet<String> = match school.rules.supervisor_area {
        SupervisorArea::Year => {
            let here = school.students.iter().filter(|s| s.attends >> slot & 1 == 1);
            here.map(|student| student.grade.to_string()).collect()
        }
        SupervisorArea::Floor => {
            let open = school.rooms.iter().filter(|room| room.free >> slot & 1 == 1);
            open.map(|room| room.floor.clone()).filter(|floor| !floor.is_empty()).collect()
        }
    };
    used.into_iter().collect()
}

/// Every post at which a rule that is on may need somebody, or another reason to be there.
fn posts(school: &SchoolInstance) -> Vec<Post> {
    let mut posts = Vec::new();
    for slot in 0..school.slots.len() {
        posts.push(Post::Patrol(slot));
        posts.extend(areas(school).into_iter().map(|area| Post::Area(slot, area)));
    }
    for (number, stand) in school.stands.iter().enumerate() {
        for gate in 0..stand.gates.len() {
            posts.extend((1..=stand.waves as i32).map(|wave| Post::Gate(number, gate, wave)));
        }
    }
    posts.extend(weekdays(school).into_iter().map(|(day, _)| Post::Leader(day)));
    let is_on = |post: &Post| school.rules.is_on(rule_of(post.kind()));
    posts.retain(|post| is_on(post) && post.first_alike(school) == *post);
    posts
}

/// Whether a rule may need the person at the post.
fn is_needed(school: &SchoolInstance, post: &Post, staff: usize) -> bool {
    let rules = &school.rules;
    match post {
        Post::Patrol(slot) => rules.patrol_heads > 0 && is_served(school, *slot),
        Post::Area(slot, area) => {
            rules.supervisor_heads > 0 && areas_used(school, *slot).contains(area)
        }
        Post::Gate(..) => rules.gate_guard_heads > 0,
        Post::Leader(day) => {
            let lowest = rules.leaders.iter().map(|demand| demand.0).min();
            weekdays(school).contains(&(*day, true))
                && lowest.is_some_and(|rank| school.staff[staff].duties.rank >= Some(rank))
        }
    }
}

/// Whether the person may have the duty at all.
fn may_have(school: &SchoolInstance, post: &Post, staff: usize) -> bool {
    let person = &school.staff[staff];
    person.duties.may_do(post.kind())
        && match post {
            Post::Patrol(slot) | Post::Area(slot, _) => person.free >> slot & 1 == 1,
            Post::Gate(stand, ..) => person.duties.stands[*stand],
            Post::Leader(_) => person.duties.rank.is_some(),
        }
}

/// Whether a pin can be met by the person at the post. Of areas that nobody needs one will do.
fn is_pinned(school: &SchoolInstance, post: &Post, staff: usize) -> bool {
    let fits = |pin: &FactData| {
        pin.staff == Some(staff)
            && pin.activity.is_none()
            && !pin.is_loan
            && (pin.duty.is_some() || pin.slot.is_some())
            && pin.duty.is_none_or(|kind| kind == post.kind())
            && pin.slot.is_none_or(|slot| post.is_at(school, slot))
    };
    let is_one_of_many = match post {
        Post::Area(_, area) => areas(school).first() != Some(area),
        Post::Patrol(_) | Post::Gate(..) | Post::Leader(_) => false,
    };
    !is_one_of_many && school.pins.iter().any(fits)
}

/// Duties that may be given, by post and staff.
pub fn duties(
    school: &SchoolInstance,
    names: &Names,
    incumbent: Option<&Incumbent>,
    program: &mut Program,
) -> Vec<Duty> {
    let mut duties = Vec::new();
    for post in posts(school) {
        let label = post.label(school, names);
        for (staff, who) in names.staff.iter().enumerate() {
            let had = || {
                let (id, at) = (&school.staff[staff].id, post.at(school));
                incumbent.is_some_and(|plan| plan.had(id, at, &post.doing(school)))
            };
            let is_asked =
                is_needed(school, &post, staff) || is_pinned(school, &post, staff) || had();
            if is_asked && may_have(school, &post, staff) {
                let column = program.binary(format!("duty:{}:{label}:{who}", names.school));
                duties.push(Duty { post: post.clone(), staff, column });
            }
        }
    }
    duties
}

/// Ways in which groups may leave.
pub fn departures(school: &SchoolInstance, names: &Names, program: &mut Program) -> Vec<Departure> {
    let asked = [Rule::DismissalWave, Rule::GateGuard];
    let mut departures = Vec::new();
    if !asked.into_iter().any(|rule| school.rules.is_on(rule)) {
        return departures;
    }
    for (number, stand) in school.stands.iter().enumerate() {
        for &(group, pupils) in &stand.leaving {
            for gate in 0..stand.gates.len() {
                for wave in 1..=stand.waves as i32 {
                    let name = format!(
                        "leave:{}:{}:{}:gate{gate}.{wave}",
                        names.school,
                        names.groups[group],
                        names::slot(SlotRef { weekday: stand.weekday, period: stand.period })
                    );
                    let (column, pupils) = (program.binary(name), i64::from(pupils));
                    departures.push(Departure { stand: number, group, pupils, gate, wave, column });
                }
            }
        }
    }
    departures
}
