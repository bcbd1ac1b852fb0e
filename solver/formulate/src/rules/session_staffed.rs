//! `session_staffed`: an open section has a lead; base and care sessions may lack one for points.
//! Each missing assistant costs points.
//!
//! For each section c: sum over staff i of lead(i, c) + without(c) = open(c), without(c) only for
//! base and care. With f fixed assistants and one per k pupils, for each such section c and its
//! sessions j: k x heads(c) >= sum over s of place(s, c), and
//! missing(j) + sum over i of assist(i, j) >= f x open(c) + heads(c); assist(i, j) <= open(c).
//! Level 1: weight x without(c) + (points of a missing assistant) x missing(j).

use super::{staff_available, staff_vetted, staff_willing};
use crate::incumbent::{Doing, Incumbent, Role};
use crate::model::{Model, Section};
use crate::program::{Column, Program, Sense};
use kehou_domain::instance::{SchoolInstance, SlotMask, bits};
use kehou_domain::rule::{Kind, Rule};

/// Staff who may assist a session of the activity in those slots: where assistants are needed,
/// where a pin wants the person at work, or where the person assists in the incumbent plan.
pub(crate) fn assistants(
    school: &SchoolInstance,
    incumbent: Option<&Incumbent>,
    activity: usize,
    mask: SlotMask,
) -> Vec<usize> {
    let data = &school.activities[activity];
    let needed = data.assistants > 0 || data.pupils_per_assistant > 0;
    let doing = Doing::Session(Role::Assistant, data.id.clone());
    let had = |staff: usize| {
        let id = &school.staff[staff].id;
        let mut slots = bits(mask).map(|slot| school.slots[slot].at);
        incumbent.is_some_and(|plan| slots.any(|at| plan.had(id, at, &doing)))
    };
    (0..school.staff.len())
        .filter(|&i| {
            (needed || is_pinned(school, i, mask) || had(i))
                && staff_vetted::is_vetted(school, i)
                && staff_willing::is_willing(school, i)
                && staff_available::is_free(school, i, mask)
        })
        .collect()
}

/// Whether a pin wants the person at work in one of the slots.
pub(crate) fn is_pinned(school: &SchoolInstance, staff: usize, mask: SlotMask) -> bool {
    school.pins.iter().any(|pin| {
        pin.staff == Some(staff)
            && pin.duty.is_none()
            && pin.slot.is_some_and(|slot| mask >> slot & 1 == 1)
    })
}

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for section in &model.sections {
        add_lead(model, section, program);
        add_assistants(model, section, program);
    }
}

fn add_lead(model: &Model, section: &Section, program: &mut Program) {
    let name = model.name("session_staffed", &section.label);
    let leads = section.leads.iter().map(|&(_, lead)| (lead, 1)).chain([(section.open, -1)]);
    let mut terms: Vec<(Column, i64)> = leads.collect();
    if let Some(without) = section.without {
        program.charge(without, Kind::Elastic, model.school.rules.weight(Rule::SessionStaffed));
        terms.push((without, 1));
    }
    program.row(name, terms, Sense::Equal, 0);
}

fn add_assistants(model: &Model, section: &Section, program: &mut Program) {
    let (school, a) = (model.school, section.activity);
    let data = &school.activities[a];
    for session in &section.sessions {
        for &(staff, assist) in &session.assistants {
            let who = format!("{}:{}", session.label, model.names.staff[staff]);
            let terms = [(assist, 1), (section.open, -1)];
            program.row(model.name("session_staffed", &who), terms, Sense::AtMost, 0);
        }
    }
    let most = data.max_size.min(section.places.len() as u32);
    let needed = i64::from(school.assistants_needed(a, most));
    if needed == 0 {
        return;
    }
    let mut wanted = vec![(section.open, -i64::from(data.assistants))];
    if data.pupils_per_assistant > 0 {
        let name = model.name("session_staffed", &format!("{}:heads", section.label));
        let heads = program.whole(name.clone(), needed - i64::from(data.assistants));
        let pupils = section.places.iter().map(|&(_, place)| (place, -1));
        let per_head = [(heads, i64::from(data.pupils_per_assistant))];
        program.row(name, pupils.chain(per_head), Sense::AtLeast, 0);
        wanted.push((heads, -1));
    }
    for session in &section.sessions {
        let name = model.name("session_staffed", &format!("{}:assistants", session.label));
        let missing = program.whole(name.clone(), needed);
        program.charge(missing, Kind::Elastic, school.rules.missing_assistant_points);
        let given = session.assistants.iter().map(|&(_, assist)| (assist, 1));
        let terms = given.chain([(missing, 1)]).chain(wanted.iter().copied());
        program.row(name, terms, Sense::AtLeast, 0);
    }
}
