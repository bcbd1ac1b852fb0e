//! From column values to a plan.

use crate::model::{Section, Session};
use crate::network::{Extended, Visit};
use crate::program::{Column, Program};
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::plan;

impl Program {
    /// The plan that column values, as a solver gives them, stand for. `instance` is the one
    /// formulated.
    pub fn decode(&self, instance: &Instance, values: &[f64]) -> plan::Plan {
        let schools = Extended::new(instance)
            .schools
            .iter()
            .zip(&self.sections)
            .map(|(school, sections)| school_plan(school, sections, values))
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

fn school_plan(school: &SchoolInstance, sections: &[Section], values: &[f64]) -> plan::SchoolPlan {
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
    plan::SchoolPlan { school: school.id.clone(), sections: open, ..plan::SchoolPlan::default() }
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
    let room = chosen(&session.rooms, values).map(|i| school.rooms[i].id.clone()).next();
    plan::Session {
        start: school.slots[session.start].at,
        room: room.unwrap_or_default(),
        lead,
        assistants,
        ..plan::Session::default()
    }
}

fn chosen<'a>(options: &'a [(usize, Column)], values: &'a [f64]) -> impl Iterator<Item = usize> {
    options.iter().filter(|option| is_one(option.1, values)).map(|option| option.0)
}

fn is_one(column: Column, values: &[f64]) -> bool {
    values.get(column.0).is_some_and(|&value| value > 0.5)
}
