//! The duties of a finished plan: who does what, how the groups leave, who is whose mentor; what
//! falls short of the demands, in points; and all of it as handed out.

use crate::base::BasePlan;
use crate::duties::Duties;
use crate::gates::{self, Exit};
use crate::jobs::{Kind, Meeting, areas_in_use};
use crate::mentors::{mentors, missing};
use crate::model::Model;
use crate::openings::Openings;
use crate::roster::Roster;
use crate::staffing::Staffing;
use kehou_domain::draft::{DutyKind, StaffRank};
use kehou_domain::plan::{Departure, DutyAssignment, SchoolPlan};
use kehou_domain::rule::Rule;

/// What staff do beside leading and assisting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DutyRoster {
    /// Lead of each section, if others than when it opened; empty: nothing changed.
    pub leads: Vec<usize>,
    /// Teacher who accompanies an outsider, by section and session.
    pub companions: Vec<Vec<Option<usize>>>,
    /// Teacher who accompanies an outsider, by base section.
    pub base_companions: Vec<Option<usize>>,
    /// Patrols, supervision and leaders with who does them.
    pub given: Vec<(Kind, usize)>,
    /// Guards of each gate place.
    pub guards: Vec<Vec<usize>>,
    /// How each stand's groups leave.
    pub exits: Vec<Exit>,
    /// Periods of each staff member at gates and as leader on duty.
    pub beyond_slots: Vec<u32>,
}

/// Staffs sessions and duties together.
pub fn staff_with_duties(
    model: &Model,
    openings: &Openings,
    base: &BasePlan,
    pupils: &[u32],
) -> Staffing {
    let mut roster = Roster::new(model, openings, base, pupils);
    let exits = settle_exits(model, &mut roster);
    let mut duty = DutyRoster {
        leads: (0..openings.sections.len()).map(|index| roster.section_lead(index)).collect(),
        base_companions: vec![None; base.sections.len()],
        guards: vec![Vec::new(); model.duties.places.len()],
        exits,
        ..DutyRoster::default()
    };
    let mut staffing = Staffing {
        base_leads: (0..base.sections.len()).map(|index| roster.base_lead(index)).collect(),
        ..Staffing::default()
    };
    for (index, section) in openings.sections.iter().enumerate() {
        let sessions = model.columns[section.column].sessions.len();
        let fixed = model.fixed.sections.get(index);
        staffing
            .assistants
            .push(fixed.map_or(vec![Vec::new(); sessions], |f| f.assistants.clone()));
        duty.companions.push(vec![None; sessions]);
    }
    for section in &base.sections {
        let given = section.fixed.map(|fixed| model.fixed.base[fixed].assistants.clone());
        staffing.base_assistants.push(given.unwrap_or_default());
    }
    for job in &roster.jobs {
        match (job.kind, job.holder) {
            (Kind::Assistant(_), None) => staffing.assistants_missing += 1,
            (Kind::Assistant(Meeting::Section(section, session)), Some(person)) => {
                staffing.assistants[section][session].push(person);
            }
            (Kind::Assistant(Meeting::Base(section)), Some(person)) => {
                staffing.base_assistants[section].push(person);
            }
            (Kind::Companion(Meeting::Section(section, session)), person) => {
                duty.companions[section][session] = person;
            }
            (Kind::Companion(Meeting::Base(section)), person) => {
                duty.base_companions[section] = person;
            }
            (Kind::Gate(place), Some(person)) => duty.guards[place].push(person),
            (Kind::SectionLead(_) | Kind::BaseLead(_), _) | (_, None) => {}
            (kind, Some(person)) => duty.given.push((kind, person)),
        }
    }
    staffing.assistants.iter_mut().flatten().for_each(|people| people.sort_unstable());
    staffing.base_assistants.iter_mut().for_each(|people| people.sort_unstable());
    duty.guards.iter_mut().for_each(|people| people.sort_unstable());
    staffing.busy = roster.work.iter().map(|work| work.slots).collect();
    let beyond = |work: &crate::duties::Work| work.periods() - work.slots.count_ones();
    duty.beyond_slots = roster.work.iter().map(beyond).collect();
    staffing.duty = duty;
    staffing
}

/// Chooses how everybody leaves by the guards there are, and lets go of those not needed.
fn settle_exits(model: &Model, roster: &mut Roster) -> Vec<Exit> {
    let duties = &model.duties;
    let mut exits = Vec::with_capacity(duties.ways.len());
    for stand in 0..duties.ways.len() {
        let places = gates::places_of(model, stand);
        let at = |place: usize, roster: &Roster| -> Vec<usize> {
            let here = |job: &usize| {
                roster.jobs[*job].kind == Kind::Gate(place) && roster.jobs[*job].holder.is_some()
            };
            let mut jobs: Vec<usize> = (0..roster.jobs.len()).filter(here).collect();
            jobs.sort_by_key(|&job| (std::cmp::Reverse(roster.jobs[job].points), job));
            jobs
        };
        let there: Vec<u32> = places.iter().map(|&p| at(p, roster).len() as u32).collect();
        let exit = gates::choose(model, stand, &there);
        for (wave, &place) in places.iter().enumerate() {
            let gates = exit.waves.iter().filter(|waves| waves.contains(&(wave as u32))).count();
            for job in at(place, roster).into_iter().skip(gates * duties.guards as usize) {
                roster.drop_job(job);
            }
        }
        exits.push(exit);
    }
    exits
}

/// Lets go of supervisors of areas that are not in use after all.
pub fn drop_idle_areas(
    model: &Model,
    openings: &Openings,
    base: &BasePlan,
    staffing: &mut Staffing,
) {
    if !model.duties.has_floors() {
        return;
    }
    let used = areas_in_use(model, openings, base);
    let stays = |kind: Kind, person: usize| {
        model.fixed.duties.iter().any(|duty| (duty.kind, duty.person) == (kind, person))
    };
    let busy = &mut staffing.busy;
    staffing.duty.given.retain(|&(kind, person)| match kind {
        Kind::Area(slot, area) if !used.contains(&(slot, area)) && !stays(kind, person) => {
            busy[person] &= !(1 << slot);
            false
        }
        _ => true,
    });
}

/// Points of shortfall of duties without a person and of outsiders alone.
pub fn unstaffed(model: &Model, openings: &Openings, base: &BasePlan, staffing: &Staffing) -> i64 {
    let duties = &model.duties;
    let rules = &model.school.rules;
    let duty = &staffing.duty;
    let given = |kind: Kind| duty.given.iter().filter(|entry| entry.0 == kind).count() as i64;
    let lacking = |heads: u32, kind: Kind| (i64::from(heads) - given(kind)).max(0);
    let mut points = 0;
    if duties.patrol > 0 {
        let slots = kehou_domain::instance::bits(duties.served);
        let heads: i64 = slots.map(|slot| lacking(duties.patrol, Kind::Patrol(slot))).sum();
        points += heads * rules.weight(Rule::Patrol);
    }
    if duties.supervisors > 0 {
        let areas = areas_in_use(model, openings, base).into_iter();
        let heads: i64 = areas.map(|(s, a)| lacking(duties.supervisors, Kind::Area(s, a))).sum();
        points += heads * rules.weight(Rule::AreaSupervisor);
    }
    points += leaders_missing(duties, duty) * rules.weight(Rule::LeaderOnDuty);
    let guards: i64 = duty.exits.iter().map(|exit| i64::from(exit.missing)).sum();
    points += guards * rules.weight(Rule::GateGuard);
    points + alone(model, openings, staffing) * rules.weight(Rule::OutsiderAccompanied)
}

/// Points of shortfall of crowded gates and of pupils without a mentor.
pub fn crowded(model: &Model, duty: &DutyRoster) -> i64 {
    let rules = &model.school.rules;
    let ways = model.duties.ways.iter().zip(&duty.exits);
    let over: i64 = ways.map(|(ways, exit)| i64::from(ways.list[exit.way].over)).sum();
    over * rules.weight(Rule::DismissalWave) + missing(model) * rules.weight(Rule::Mentor)
}

/// Leaders missing: from the highest rank down, a demand takes whoever of that rank or above is
/// left.
fn leaders_missing(duties: &Duties, duty: &DutyRoster) -> i64 {
    let mut missing = 0;
    for day in (0..7).filter(|day| duties.leader_days >> day & 1 == 1) {
        let on_duty = duty.given.iter().filter_map(|&(kind, person)| match kind {
            Kind::Leader(of, _) if of == day => duties.terms[person].rank,
            _ => None,
        });
        let ranks: Vec<StaffRank> = on_duty.collect();
        let mut taken = 0;
        for &(rank, heads) in &duties.leaders {
            let able = ranks.iter().filter(|&&own| own >= rank).count() as i64 - taken;
            let filled = able.min(i64::from(heads));
            taken += filled;
            missing += i64::from(heads) - filled;
        }
    }
    missing
}

/// Sessions that an outsider leads without a teacher of the school.
fn alone(model: &Model, openings: &Openings, staffing: &Staffing) -> i64 {
    if !model.duties.accompanies {
        return 0;
    }
    let is_teacher = |person: &usize| model.school.staff[*person].duties.is_teacher;
    let duty = &staffing.duty;
    let lacks = |lead: usize, companion: Option<usize>, assistants: &[usize]| {
        let is_alone = companion.is_none() && !assistants.iter().any(is_teacher);
        i64::from(model.school.staff[lead].is_outsider && is_alone)
    };
    let mut number = 0;
    for index in 0..openings.sections.len() {
        let lead = duty.leads.get(index).copied().unwrap_or(openings.sections[index].lead);
        for (session, assistants) in staffing.assistants[index].iter().enumerate() {
            number += lacks(lead, duty.companions[index][session], assistants);
        }
    }
    for (index, lead) in staffing.base_leads.iter().enumerate() {
        let companion = duty.base_companions[index];
        number += lead.map_or(0, |l| lacks(l, companion, &staffing.base_assistants[index]));
    }
    number
}

/// Puts duties, departures and mentors into the plan handed out.
pub fn write(model: &Model, duty: &DutyRoster, plan: &mut SchoolPlan) {
    let school = model.school;
    let id = |person: usize| school.staff[person].id.clone();
    for &(kind, person) in &duty.given {
        let mut entry = DutyAssignment { staff: id(person), ..DutyAssignment::default() };
        let (of, at) = match kind {
            Kind::Patrol(slot) => (DutyKind::Patrol, Some(slot)),
            Kind::Area(slot, area) => {
                entry.area.clone_from(&model.duties.areas[area]);
                (DutyKind::AreaSupervisor, Some(slot))
            }
            Kind::Leader(day, _) => {
                entry.weekday = day as i32 + 1;
                (DutyKind::LeaderOnDuty, None)
            }
            _ => continue,
        };
        entry.kind = Some(of);
        if let Some(slot) = at {
            (entry.weekday, entry.period) =
                (school.slots[slot].at.weekday, school.slots[slot].at.period);
        }
        plan.duties.push(entry);
    }
    for (stand, exit) in duty.exits.iter().enumerate() {
        write_exit(model, duty, (stand, exit), plan);
    }
    plan.duties.sort_by(|a, b| (a.weekday, a.period, a).cmp(&(b.weekday, b.period, b)));
    plan.departures.sort_by(|a, b| (a.weekday, a).cmp(&(b.weekday, b)));
    plan.mentors = mentors(model);
}

fn write_exit(
    model: &Model,
    duty: &DutyRoster,
    (stand, exit): (usize, &Exit),
    plan: &mut SchoolPlan,
) {
    let data = &model.school.stands[stand];
    for (group, gate, wave) in gates::departures(model, stand, exit) {
        plan.departures.push(Departure {
            group: model.school.groups[group].id.clone(),
            weekday: data.weekday,
            dismissal_point: data.point.clone(),
            gate: data.gates[gate].0.clone(),
            wave,
        });
    }
    for (wave, &place) in gates::places_of(model, stand).iter().enumerate() {
        let mut people = duty.guards[place].iter();
        let used = (0..exit.waves.len()).filter(|&g| exit.waves[g].contains(&(wave as u32)));
        let at = used.map(|gate| (gate, model.duties.guards as usize));
        // A guard whom only a pin asks for stands at the first gate.
        for (gate, most) in at.chain([(0, usize::MAX)]) {
            for &person in people.by_ref().take(most) {
                plan.duties.push(DutyAssignment {
                    kind: Some(DutyKind::GateGuard),
                    staff: model.school.staff[person].id.clone(),
                    weekday: data.weekday,
                    period: data.period,
                    gate: data.gates[gate].0.clone(),
                    wave: wave as i32 + 1,
                    ..DutyAssignment::default()
                });
            }
        }
    }
}
