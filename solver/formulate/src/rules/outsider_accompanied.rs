//! `outsider_accompanied`: each session led by an outsider without a teacher of the school as
//! assistant or companion costs points; a companion is such a teacher, where an outsider leads.
//!
//! With O the outsiders and T the teachers of the school, for each session j of section c:
//! alone(j) + sum over i in T of (assist(i, j) + accompany(i, j)) >= sum over i in O of lead(i, c);
//! sum over i of accompany(i, j) <= sum over i in O of lead(i, c).
//! Level 1: weight x alone(j).

use super::staff_available;
use crate::incumbent::{Doing, Incumbent, Role};
use crate::model::{Model, Session};
use crate::program::{Column, Program, Sense};
use kehou_domain::instance::{SchoolInstance, SlotMask, bits};
use kehou_domain::rule::{Kind, Rule};

/// Staff who may accompany a session of the activity with these possible leads.
pub(crate) fn companions(
    school: &SchoolInstance,
    incumbent: Option<&Incumbent>,
    activity: usize,
    leads: &[usize],
    mask: SlotMask,
) -> Vec<usize> {
    let doing = Doing::Session(Role::Companion, school.activities[activity].id.clone());
    let had = |staff: usize| {
        let id = &school.staff[staff].id;
        let mut slots = bits(mask).map(|slot| school.slots[slot].at);
        incumbent.is_some_and(|plan| slots.any(|at| plan.had(id, at, &doing)))
    };
    let is_outsider = |&lead: &usize| school.staff[lead].is_outsider;
    if !school.rules.is_on(Rule::OutsiderAccompanied) || !leads.iter().any(is_outsider) {
        return Vec::new();
    }
    let counts = school.rules.weight(Rule::OutsiderAccompanied) > 0;
    (0..school.staff.len())
        .filter(|&i| {
            school.staff[i].duties.is_teacher
                && school.staff[i].serves
                && staff_available::is_free(school, i, mask)
                && (counts || had(i) || super::session_staffed::is_pinned(school, i, mask))
        })
        .collect()
}

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    if !model.school.rules.is_on(Rule::OutsiderAccompanied) {
        return;
    }
    for (section, session) in model.sessions() {
        let outsiders: Vec<Column> = section
            .leads
            .iter()
            .filter(|lead| model.school.staff[lead.0].is_outsider)
            .map(|lead| lead.1)
            .collect();
        if !outsiders.is_empty() {
            add_session(model, session, &outsiders, program);
        }
    }
}

fn add_session(model: &Model, session: &Session, outsiders: &[Column], program: &mut Program) {
    let school = model.school;
    let name = model.name("outsider_accompanied", &session.label);
    let alone = program.binary(name.clone());
    program.charge(alone, Kind::Elastic, school.rules.weight(Rule::OutsiderAccompanied));
    let led = || outsiders.iter().map(|&lead| (lead, -1));
    let is_teacher = |option: &&(usize, Column)| school.staff[option.0].duties.is_teacher;
    let with = session.assistants.iter().filter(is_teacher).chain(&session.companions);
    let terms = with.map(|option| (option.1, 1)).chain(led()).chain([(alone, 1)]);
    program.row(name.clone(), terms, Sense::AtLeast, 0);
    let companions = session.companions.iter().map(|option| (option.1, 1));
    program.row(format!("{name}:companion"), companions.chain(led()), Sense::AtMost, 0);
}
