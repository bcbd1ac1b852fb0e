//! From column values to a plan.

use crate::duties::{Departure, Duty, Post};
use crate::model::{Model, Section, Session};
use crate::network::{Extended, Visit};
use crate::program::{Column, Program};
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::plan::{self, DutyAssignment, Mentorship};

/// What the columns of a school mean.
#[derive(Clone, Debug)]
pub struct Decisions {
    sections: Vec<Section>,
    duties: Vec<Duty>,
    departures: Vec<Departure>,
    mentors: Vec<(usize, Column)>,
}

impl From<Model<'_>> for Decisions {
    fn from(model: Model) -> Self {
        Self {
            sections: model.sections,
            duties: model.duties,
            departures: model.departures,
            mentors: model.mentors,
        }
    }
}

impl Program {
    /// The plan that column values, as a solver gives them, stand for. `instance` is the one
    /// formulated.
    pub fn decode(&self, instance: &Instance, values: &[f64]) -> plan::Plan {
        let schools = Extended::new(instance)
            .schools
            .iter()
            .zip(&self.decisions)
            .map(|(school, decisions)| school_plan(school, decisions, values))
            .collect();
        let loan = |visit: &Visit| {
            let person = &instance.links.travellers[visit.person];
            let is_loan = person.is_lent && person.owner != visit.school;
            (is_loan && is_one(visit.here, values)).then(|| plan::Loan {
                staff: instance.schools[person.owner].staff[person.staff].id.clone(),
                school: instance.schools[visit.school].id.clone(),
                weekday: visit.weekday,
            })
        };
        let loans = self.visits.iter().filter_map(loan).collect();
        plan::Plan { bureau: instance.bureau.clone(), schools, loans }
    }
}

fn school_plan(school: &SchoolInstance, decisions: &Decisions, values: &[f64]) -> plan::SchoolPlan {
    let duties = decisions.duties.iter().filter(|duty| is_one(duty.column, values));
    let departures = decisions.departures.iter().filter(|leave| is_one(leave.column, values));
    let mut plan = plan::SchoolPlan {
        school: school.id.clone(),
        sections: section_plans(school, &decisions.sections, values),
        duties: duties.map(|duty| duty_plan(school, duty)).collect(),
        departures: departures.map(|leave| departure_plan(school, leave)).collect(),
        mentors: mentorships(school, &decisions.mentors, values),
    };
    plan.duties.sort();
    plan.departures.sort();
    plan
}

fn section_plans(
    school: &SchoolInstance,
    sections: &[Section],
    values: &[f64],
) -> Vec<plan::Section> {
    let mut open = Vec::new();
    let mut numbers = vec![0; school.activities.len()];
    for section in sections.iter().filter(|section| is_one(section.open, values)) {
        numbers[section.activity] += 1;
        let activity = school.activities[section.activity].id.clone();
        let lead = chosen(&section.leads, values).map(|i| school.staff[i].id.clone()).next();
        let sessions = section.sessions.iter();
        let mut students: Vec<String> =
            chosen(&section.places, values).map(|i| school.students[i].id.clone()).collect();
        students.sort();
        open.push(plan::Section {
            id: format!("{activity}#{}", numbers[section.activity]),
            activity,
            sessions: sessions
                .map(|one| session_plan(school, one, lead.clone().unwrap_or_default(), values))
                .collect(),
            students,
        });
    }
    open
}

fn session_plan(
    school: &SchoolInstance,
    session: &Session,
    lead: String,
    values: &[f64],
) -> plan::Session {
    let mut assistants: Vec<String> =
        chosen(&session.assistants, values).map(|i| school.staff[i].id.clone()).collect();
    assistants.sort();
    let room = |options: &[(usize, Column)]| {
        chosen(options, values).map(|i| school.rooms[i].id.clone()).next().unwrap_or_default()
    };
    let stand_ins: Vec<(usize, Column)> =
        session.stand_ins.iter().map(|stand_in| (stand_in.room, stand_in.named)).collect();
    let companion = chosen(&session.companions, values).map(|i| school.staff[i].id.clone()).next();
    plan::Session {
        start: school.slots[session.start].at,
        room: room(&session.rooms),
        lead,
        assistants,
        companion: companion.unwrap_or_default(),
        wet_weather_room: room(&stand_ins),
    }
}

fn duty_plan(school: &SchoolInstance, duty: &Duty) -> DutyAssignment {
    let at = duty.post.at(school);
    let mut plan = DutyAssignment {
        kind: Some(duty.post.kind()),
        staff: school.staff[duty.staff].id.clone(),
        weekday: at.weekday,
        period: at.period,
        ..DutyAssignment::default()
    };
    match &duty.post {
        Post::Patrol(_) | Post::Leader(_) => {}
        Post::Area(_, area) => plan.area.clone_from(area),
        Post::Gate(stand, gate, wave) => {
            plan.gate.clone_from(&school.stands[*stand].gates[*gate].0);
            plan.wave = *wave;
        }
    }
    plan
}

fn departure_plan(school: &SchoolInstance, leave: &Departure) -> plan::Departure {
    let stand = &school.stands[leave.stand];
    plan::Departure {
        group: school.groups[leave.group].id.clone(),
        weekday: stand.weekday,
        dismissal_point: stand.point.clone(),
        gate: stand.gates[leave.gate].0.clone(),
        wave: leave.wave,
    }
}

/// Gives each mentor as many pupils as decided, those of the mentor's own group first.
fn mentorships(
    school: &SchoolInstance,
    mentors: &[(usize, Column)],
    values: &[f64],
) -> Vec<Mentorship> {
    let number = |column: Column| values.get(column.0).map_or(0, |value| value.round() as usize);
    let mut left: Vec<(usize, usize)> =
        mentors.iter().map(|&(staff, column)| (staff, number(column))).collect();
    let form_teacher = |student: usize| school.groups[school.students[student].group].form_teacher;
    let mut mentor: Vec<Option<usize>> = vec![None; school.students.len()];
    for is_first_round in [true, false] {
        for (student, mentor) in mentor.iter_mut().enumerate().filter(|one| one.1.is_none()) {
            let fits = |entry: &&mut (usize, usize)| {
                let is_own = form_teacher(student) == Some(entry.0);
                entry.1 > 0 && (is_own || !is_first_round)
            };
            if let Some(entry) = left.iter_mut().find(fits) {
                entry.1 -= 1;
                *mentor = Some(entry.0);
            }
        }
    }
    let pairs = school.students.iter().zip(mentor);
    pairs
        .filter_map(|(student, staff)| {
            let staff = school.staff[staff?].id.clone();
            Some(Mentorship { student: student.id.clone(), staff })
        })
        .collect()
}

fn chosen<'a>(options: &'a [(usize, Column)], values: &'a [f64]) -> impl Iterator<Item = usize> {
    options.iter().filter(|option| is_one(option.1, values)).map(|option| option.0)
}

fn is_one(column: Column, values: &[f64]) -> bool {
    values.get(column.0).is_some_and(|&value| value > 0.5)
}
