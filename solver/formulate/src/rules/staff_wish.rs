//! `staff_wish`: per serving staff member, each unwanted activity with a session led or assisted
//! and each wanted activity with none led cost points.
//!
//! For each serving staff member i: for each unwanted activity a and each lead or assist x of i in
//! it, given(i, a) >= x; for each wanted a: none(i, a) + sum over sections c of a of
//! lead(i, c) >= 1. Level 2: weight x (given(i, a) + none(i, a)).

use crate::model::{Model, Section};
use crate::network::Network;
use crate::program::{Column, Program, Sense};
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    if !model.school.rules.is_on(Rule::StaffWish) {
        return;
    }
    for (staff, _) in model.staying_staff() {
        let data = &model.school.staff[staff];
        if data.serves {
            data.unwanted
                .iter()
                .for_each(|&activity| add_unwanted(model, staff, activity, program));
            data.wanted.iter().for_each(|&activity| add_wanted(model, staff, activity, program));
        }
    }
}

fn add_unwanted(model: &Model, staff: usize, activity: usize, program: &mut Program) {
    let name = name(model, staff, activity, "unwanted");
    let of = |options: &[(usize, Column)]| options.iter().find(|o| o.0 == staff).map(|o| o.1);
    let work: Vec<Column> = model
        .sections_of(activity)
        .flat_map(|section| {
            let assists = section.sessions.iter().filter_map(|session| of(&session.assistants));
            of(&section.leads).into_iter().chain(assists).collect::<Vec<_>>()
        })
        .collect();
    if work.is_empty() {
        return;
    }
    let given = program.binary(name.clone());
    program.charge(given, Kind::Quality, model.school.rules.weight(Rule::StaffWish));
    for (i, x) in work.into_iter().enumerate() {
        program.row(format!("{name}:{i}"), [(given, 1), (x, -1)], Sense::AtLeast, 0);
    }
}

fn add_wanted(model: &Model, staff: usize, activity: usize, program: &mut Program) {
    let name = name(model, staff, activity, "wanted");
    let none = program.binary(name.clone());
    program.charge(none, Kind::Quality, model.school.rules.weight(Rule::StaffWish));
    let leads = model.sections_of(activity).flat_map(|section| &section.leads);
    let led = leads.filter(|lead| lead.0 == staff).map(|lead| (lead.1, 1));
    program.row(name, led.chain([(none, 1)]), Sense::AtLeast, 1);
}

/// Adds the same for who may work at several schools: an activity of the owner's menu is the same
/// wherever it has the same id.
pub(crate) fn add_shared(network: &Network, program: &mut Program) {
    for person in 0..network.work.len() {
        let (traveller, data) = (network.traveller(person), network.staff(person));
        let owner = &network.models[traveller.owner];
        let points = owner.school.rules.weight(Rule::StaffWish);
        if points == 0 {
            continue;
        }
        let name = |activity: usize, what: &str| {
            let activity = &owner.names.activities[activity];
            format!("staff_wish:{}:{activity}:{what}", network.labels[person])
        };
        for &activity in &data.unwanted {
            let name = name(activity, "unwanted");
            let work = shared_work(network, person, activity);
            let given = program.binary(name.clone());
            program.charge(given, Kind::Quality, points);
            for (i, (x, _)) in work.into_iter().enumerate() {
                program.row(format!("{name}:{i}"), [(given, 1), (x, -1)], Sense::AtLeast, 0);
            }
        }
        for &activity in &data.wanted {
            let name = name(activity, "wanted");
            let none = program.binary(name.clone());
            program.charge(none, Kind::Quality, points);
            let work = shared_work(network, person, activity).into_iter();
            let led = work.filter(|entry| entry.1).map(|entry| (entry.0, 1));
            program.row(name, led.chain([(none, 1)]), Sense::AtLeast, 1);
        }
    }
}

/// Work of a traveller in an activity of the owner's menu at any school, and whether it is a lead.
fn shared_work(network: &Network, person: usize, activity: usize) -> Vec<(Column, bool)> {
    let owner = network.traveller(person).owner;
    let id = &network.models[owner].school.activities[activity].id;
    let mut work = Vec::new();
    for &(school, staff) in &network.extended.places[person] {
        let model = &network.models[school];
        let same = |section: &&Section| model.school.activities[section.activity].id == *id;
        for section in model.sections.iter().filter(same) {
            let of =
                |options: &[(usize, Column)]| options.iter().find(|o| o.0 == staff).map(|o| o.1);
            work.extend(of(&section.leads).map(|x| (x, true)));
            let assists = section.sessions.iter().filter_map(|session| of(&session.assistants));
            work.extend(assists.map(|x| (x, false)));
        }
    }
    work
}

fn name(model: &Model, staff: usize, activity: usize, what: &str) -> String {
    let (who, activity) = (&model.names.staff[staff], &model.names.activities[activity]);
    model.name("staff_wish", &format!("{who}:{activity}:{what}"))
}
