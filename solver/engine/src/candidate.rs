//! A whole plan of one school in the engine's terms: sections with their pupils, base sections,
//! staff; its exact points, and the plan handed out.

use crate::base::{BasePlan, base_plan};
use crate::duty_plan::{self, staff_with_duties};
use crate::equity::Equity;
use crate::gates;
use crate::model::Model;
use crate::openings::{OpenSection, Openings};
use crate::seats::Seats;
use crate::staffing::{Staffing, staff};
use crate::thrift::save;
use crate::wet_weather::{StandIns, stand_ins};
use kehou_domain::notice::{Disturbance, disturbance};
use kehou_domain::plan::{SchoolPlan, Section, Session};
use kehou_domain::rule::Rule;

/// A legal plan of one school.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Open sections.
    pub sections: Vec<OpenSection>,
    /// Pupils of each section.
    pub rosters: Vec<Vec<u32>>,
    /// Who sits in which column.
    pub seats: Seats,
    /// Base sections.
    pub base: BasePlan,
    /// Staff beside the leads of sections.
    pub staffing: Staffing,
    /// Rooms for wet weather.
    pub stand_ins: StandIns,
    /// Points of level 1 of jobs without a person, duties included.
    pub unstaffed: i64,
    /// Points of level 1.
    pub shortfall: i64,
    /// Points of level 2.
    pub quality: i64,
    /// Changes no more of the incumbent plan than `change_budget` allows.
    pub is_within_budget: bool,
}

impl Candidate {
    /// Completes open sections and seated pupils to a plan, and counts its points.
    pub fn new(model: &Model, openings: &Openings, seats: Seats) -> Self {
        let mut base = base_plan(model, openings, &seats);
        let rosters = rosters(model, openings, &seats);
        let sizes: Vec<u32> = rosters.iter().map(|roster| roster.len() as u32).collect();
        let mut staffing = if model.duties.needs_staff() {
            staff_with_duties(model, openings, &base, &sizes)
        } else {
            staff(model, openings, &base, &sizes)
        };
        close_leaderless(model, &mut base, &mut staffing);
        if !model.duties.needs_staff() {
            staffing.duty.exits = gates::unguarded(model);
            save(model, &base, &mut staffing);
        }
        Self::assemble(model, openings, (seats, rosters), (base, staffing))
    }

    /// Puts a plan together from its parts, and counts its points.
    pub fn assemble(
        model: &Model,
        openings: &Openings,
        (seats, rosters): (Seats, Vec<Vec<u32>>),
        (base, mut staffing): (BasePlan, Staffing),
    ) -> Self {
        duty_plan::drop_idle_areas(model, openings, &base, &mut staffing);
        let mut sections = openings.sections.clone();
        for (section, &lead) in sections.iter_mut().zip(&staffing.duty.leads) {
            section.lead = lead;
        }
        let stand_ins = stand_ins(model, &sections, &rosters, &base);
        let unstaffed = unstaffed(model, openings, &base, &staffing);
        let mut candidate = Self {
            sections,
            rosters,
            seats,
            base,
            staffing,
            stand_ins,
            unstaffed,
            shortfall: 0,
            quality: 0,
            is_within_budget: true,
        };
        candidate.shortfall = candidate.count_shortfall(model);
        candidate.quality =
            candidate.count_quality(model) + Equity::new(model).points(candidate.shortfall);
        if let Some(disturbance) = candidate.disturbance(model) {
            let rules = &model.school.rules;
            candidate.quality +=
                rules.weight(Rule::Stability) * (disturbance.places + disturbance.sessions);
            candidate.is_within_budget = !rules.is_on(Rule::ChangeBudget)
                || disturbance.is_within(&model.school.change_budget);
        }
        candidate
    }

    /// What changes against the incumbent plan, where there is one and rules ask for it.
    fn disturbance(&self, model: &Model) -> Option<Disturbance> {
        let rules = &model.school.rules;
        let counts = rules.is_on(Rule::Stability) || rules.is_on(Rule::ChangeBudget);
        let incumbent = model.school.incumbent.as_ref().filter(|_| counts)?;
        Some(disturbance(&model.school.into(), incumbent, &self.plan(model)))
    }

    /// Within the change budget, then fewer shortfall points, or as many and fewer quality points.
    pub fn is_better_than(&self, other: &Self) -> bool {
        let rank = |one: &Self| (!one.is_within_budget, one.shortfall, one.quality);
        rank(self) < rank(other)
    }

    /// Slots in which base sections lack a lead, with how many.
    pub fn leads_missing(&self, slots: usize) -> Vec<u32> {
        let mut missing = vec![0; slots];
        for (section, lead) in self.base.sections.iter().zip(&self.staffing.base_leads) {
            missing[section.slot] += u32::from(lead.is_none());
        }
        missing
    }

    fn count_shortfall(&self, model: &Model) -> i64 {
        let rules = &model.school.rules;
        let unplaced: i64 = self
            .base
            .unplaced
            .iter()
            .map(|&(pupil, _)| {
                rules.weight(Rule::Unplaced) * model.pupils[pupil as usize].weight / 100
            })
            .sum();
        let training: i64 = (0..model.pupils.len())
            .map(|pupil| {
                let places = self.seats.weeks[pupil].iter();
                let had: i64 = places.map(|p| model.wants[p.want as usize].training).sum();
                (model.pupils[pupil].need - had).max(0)
            })
            .sum();
        unplaced
            + training * rules.weight(Rule::TrainingMinimum)
            + self.unstaffed
            + duty_plan::crowded(model, &self.staffing.duty)
            + model.companions.points(&self.rosters)
            + model.purse.points(self.spent(model)).0
    }

    /// Pay of the term, fen.
    pub fn spent(&self, model: &Model) -> i64 {
        let staff = 0..model.school.staff.len();
        model.purse.spent(staff.map(|person| i64::from(self.staffing.periods(person))))
    }

    fn count_quality(&self, model: &Model) -> i64 {
        let rules = &model.school.rules;
        let pupils: i64 = (0..model.pupils.len())
            .map(|index| {
                let pupil = &model.pupils[index];
                let (mut points, mut granted) = (0, 0);
                for place in &self.seats.weeks[index] {
                    let want = &model.wants[place.want as usize];
                    points += want.points;
                    granted += want.sessions;
                }
                points += rules.not_granted_points * (pupil.wanted - granted).max(0);
                rules.preference_points(pupil.weight, points)
                    + rules.worst_off_points(pupil.weight, points)
            })
            .sum();
        let sections = (self.sections.len() + self.base.sections.len()) as i64;
        pupils
            + sections * rules.weight(Rule::SectionEffort)
            + self.stand_ins.wet * rules.weight(Rule::WetWeather)
            + model.purse.points(self.spent(model)).1
            + self.count_staff(model)
    }

    fn count_staff(&self, model: &Model) -> i64 {
        let school = model.school;
        let rules = &school.rules;
        let (led, assisted) = self.work(model);
        let mut points = 0;
        for (index, person) in school.staff.iter().enumerate() {
            let periods = i64::from(self.staffing.periods(index));
            points += school.load_points(index, periods);
            if person.serves {
                let does = |a: &&usize| led[index].contains(a) || assisted[index].contains(a);
                let unwanted = person.unwanted.iter().filter(does).count();
                let missed = person.wanted.iter().filter(|a| !led[index].contains(a)).count();
                points += rules.weight(Rule::StaffWish) * (unwanted + missed) as i64;
            }
        }
        points
    }

    /// Activities each staff member leads and assists.
    pub(crate) fn work(&self, model: &Model) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        let mut led = vec![Vec::new(); model.school.staff.len()];
        let mut assisted = led.clone();
        for (section, sessions) in self.sections.iter().zip(&self.staffing.assistants) {
            let activity = model.columns[section.column].activity;
            led[section.lead].push(activity);
            sessions.iter().flatten().for_each(|&person| assisted[person].push(activity));
        }
        for (i, section) in self.base.sections.iter().enumerate() {
            let activity = model.pools[section.pool].activity;
            if let Some(lead) = self.staffing.base_leads[i] {
                led[lead].push(activity);
            }
            for &person in &self.staffing.base_assistants[i] {
                assisted[person].push(activity);
            }
        }
        (led, assisted)
    }

    /// The plan handed out.
    pub fn plan(&self, model: &Model) -> SchoolPlan {
        let mut sections: Vec<Section> =
            (0..self.sections.len()).map(|index| self.section(model, index)).collect();
        sections.extend((0..self.base.sections.len()).map(|index| self.base_section(model, index)));
        sections.sort_by(|a, b| {
            let key = |s: &Section| (s.sessions[0].start, s.activity.clone(), s.students.clone());
            key(a).cmp(&key(b))
        });
        for (number, section) in sections.iter_mut().enumerate() {
            section.id = format!("s{:04}", number + 1);
        }
        let school = model.school.id.clone();
        let mut plan = SchoolPlan { school, sections, ..SchoolPlan::default() };
        duty_plan::write(model, &self.staffing.duty, &mut plan);
        plan
    }

    fn section(&self, model: &Model, index: usize) -> Section {
        let school = model.school;
        let section = &self.sections[index];
        let column = &model.columns[section.column];
        let sessions = column
            .sessions
            .iter()
            .enumerate()
            .map(|(number, slots)| Session {
                start: school.slots[slots.trailing_zeros() as usize].at,
                room: school.rooms[section.rooms[number]].id.clone(),
                lead: school.staff[section.lead].id.clone(),
                assistants: staff_ids(model, &self.staffing.assistants[index][number]),
                wet_weather_room: room_id(model, self.stand_ins.of_section(index, number)),
                companion: companion(model, || {
                    self.staffing.duty.companions.get(index).and_then(|of| of[number])
                }),
            })
            .collect();
        Section {
            id: String::new(),
            activity: school.activities[column.activity].id.clone(),
            sessions,
            students: student_refs(model, &self.rosters[index]),
        }
    }

    fn base_section(&self, model: &Model, index: usize) -> Section {
        let school = model.school;
        let section = &self.base.sections[index];
        let lead = self.staffing.base_leads[index];
        let session = Session {
            start: school.slots[section.slot].at,
            room: school.rooms[section.room].id.clone(),
            lead: lead.map(|lead| school.staff[lead].id.clone()).unwrap_or_default(),
            assistants: staff_ids(model, &self.staffing.base_assistants[index]),
            wet_weather_room: room_id(model, self.stand_ins.of_base(index)),
            companion: companion(model, || {
                self.staffing.duty.base_companions.get(index).copied().flatten()
            }),
        };
        Section {
            id: String::new(),
            activity: school.activities[model.pools[section.pool].activity].id.clone(),
            sessions: vec![session],
            students: student_refs(model, &section.pupils),
        }
    }
}

fn room_id(model: &Model, room: Option<usize>) -> String {
    room.map(|room| model.school.rooms[room].id.clone()).unwrap_or_default()
}

fn staff_ids(model: &Model, staff: &[usize]) -> Vec<String> {
    let mut ids: Vec<String> =
        staff.iter().map(|&person| model.school.staff[person].id.clone()).collect();
    ids.sort();
    ids
}

fn companion(model: &Model, who: impl FnOnce() -> Option<usize>) -> String {
    who().map(|person| model.school.staff[person].id.clone()).unwrap_or_default()
}

fn student_refs(model: &Model, pupils: &[u32]) -> Vec<String> {
    let mut refs: Vec<String> =
        pupils.iter().map(|&pupil| model.school.students[pupil as usize].id.clone()).collect();
    refs.sort();
    refs
}

/// Points of shortfall of sessions and duties that lack people.
fn unstaffed(model: &Model, openings: &Openings, base: &BasePlan, staffing: &Staffing) -> i64 {
    let rules = &model.school.rules;
    let leaderless = staffing.base_leads.iter().filter(|lead| lead.is_none()).count() as i64;
    leaderless * rules.weight(Rule::SessionStaffed)
        + i64::from(staffing.assistants_missing) * rules.missing_assistant_points
        + duty_plan::unstaffed(model, openings, base, staffing)
}

/// Pupils of each section: those of a column dealt out evenly over its sections, none above its
/// seats, then as companions wish.
fn rosters(model: &Model, openings: &Openings, seats: &Seats) -> Vec<Vec<u32>> {
    let mut of_column: Vec<Vec<u32>> = vec![Vec::new(); openings.seats.len()];
    for (pupil, week) in seats.weeks.iter().enumerate() {
        for place in week {
            of_column[place.column as usize].push(pupil as u32);
        }
    }
    let mut rosters = vec![Vec::new(); openings.sections.len()];
    let mut order: Vec<usize> = (0..openings.sections.len()).collect();
    order.sort_by_key(|&i| (openings.sections[i].column, openings.sections[i].seats, i));
    let alike = |a: &usize, b: &usize| openings.sections[*a].column == openings.sections[*b].column;
    for group in order.chunk_by(alike) {
        let mut rest = std::mem::take(&mut of_column[openings.sections[group[0]].column]);
        for (n, &section) in group.iter().enumerate() {
            let share = rest.len() / (group.len() - n);
            let size = share.min(openings.sections[section].seats as usize);
            let later = rest.split_off(size);
            rosters[section] = rest;
            rest = later;
        }
    }
    if !model.companions.pairs.is_empty() {
        let groups: Vec<Vec<usize>> = order.chunk_by(alike).map(<[usize]>::to_vec).collect();
        model.companions.deal(&groups, &mut rosters);
    }
    rosters
}

/// Sections of components that need a lead and have none do not open, nor do others that are worth
/// less than the points of lead and assistants they lack; their pupils go unplaced.
fn close_leaderless(model: &Model, base: &mut BasePlan, staffing: &mut Staffing) {
    for index in (0..base.sections.len()).rev() {
        let activity = model.pools[base.sections[index].pool].activity;
        let may_lack = model.school.activities[activity].component.may_lack_lead();
        if staffing.base_leads[index].is_some() || base.sections[index].fixed.is_some() {
            continue;
        }
        let rules = &model.school.rules;
        let section = &base.sections[index];
        let pupils = section.pupils.iter().map(|&pupil| model.pupils[pupil as usize].weight);
        let worth: i64 = pupils.map(|weight| rules.weight(Rule::Unplaced) * weight / 100).sum();
        if may_lack && worth >= rules.weight(Rule::SessionStaffed) {
            continue;
        }
        let section = base.sections.remove(index);
        staffing.base_leads.remove(index);
        let assistants = staffing.base_assistants.remove(index);
        if !staffing.duty.base_companions.is_empty() {
            staffing.duty.base_companions.remove(index);
        }
        let needed = model.school.assistants_needed(activity, section.pupils.len() as u32);
        staffing.assistants_missing -= needed.saturating_sub(assistants.len() as u32);
        for person in assistants {
            staffing.busy[person] &= !(1 << section.slot);
        }
        base.unplaced.extend(section.pupils.iter().map(|&pupil| (pupil, section.slot)));
    }
}
