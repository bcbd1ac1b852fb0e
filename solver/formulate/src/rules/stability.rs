//! `stability`: against the incumbent, each changed place costs points, and each session (same
//! activity and start) whose lead or room changed.
//!
//! Changed places as in `change_budget`. For each activity and start with B sessions before and
//! n the sum of open(c) over sections c that have one now: matched = min(B, n), written with
//! fewer in {0, 1}: matched >= n - N x (1 - fewer), matched >= B - B x fewer. For each lead p and
//! room r before, m times: kept(j) <= lead(p, c), kept(j) <= room(r, j) for sessions j there, and
//! sum over j of kept(j) <= m. Level 2: weight x (changed places + matched - kept).

use crate::incumbent::{Linear, places_changed};
use crate::model::{Model, Section, Session};
use crate::program::{Column, Program, Sense};
use kehou_domain::rule::{Kind, Rule};
use std::collections::BTreeMap;

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let weight = model.school.rules.weight(Rule::Stability);
    let Some(incumbent) = model.incumbent.as_ref().filter(|_| weight > 0) else { return };
    let mut all = Linear::default();
    for student in 0..model.school.students.len() {
        all.add(places_changed(model, incumbent, student));
    }
    for (column, factor) in all.terms {
        program.charge(column, Kind::Quality, weight * factor);
    }
    let name = format!("stability:{}", model.names.school);
    program.fixed_points(name, Kind::Quality, weight * all.constant);
    for (number, ((activity, start), before)) in incumbent.sessions.iter().enumerate() {
        let now: Vec<(&Section, &Session)> = model
            .sessions()
            .filter(|(section, session)| {
                &model.school.activities[section.activity].id == activity
                    && model.school.slots[session.start].at == *start
            })
            .collect();
        if !now.is_empty() {
            let name = model.name("stability", &number.to_string());
            add_sessions(model, &name, before, &now, program);
        }
    }
}

fn add_sessions(
    model: &Model,
    name: &str,
    before: &[(String, String)],
    now: &[(&Section, &Session)],
    program: &mut Program,
) {
    let weight = model.school.rules.weight(Rule::Stability);
    let (was, may_be) = (before.len() as i64, now.len() as i64);
    let open = || now.iter().map(|(section, _)| (section.open, -1));
    let matched = program.number(format!("{name}:matched"), was.min(may_be));
    program.charge(matched, Kind::Quality, weight);
    if may_be <= was {
        program.row(format!("{name}:now"), open().chain([(matched, 1)]), Sense::AtLeast, 0);
    } else {
        let fewer = program.binary(format!("{name}:fewer"));
        let terms = open().chain([(matched, 1), (fewer, -may_be)]);
        program.row(format!("{name}:now"), terms, Sense::AtLeast, -may_be);
        let terms = [(matched, 1), (fewer, was)];
        program.row(format!("{name}:before"), terms, Sense::AtLeast, was);
    }
    let mut times: BTreeMap<&(String, String), i64> = BTreeMap::new();
    for held in before {
        *times.entry(held).or_default() += 1;
    }
    for (i, ((lead, room), times)) in times.into_iter().enumerate() {
        let mut kept = Vec::new();
        for (j, (section, session)) in now.iter().enumerate() {
            let parts = lead_column(model, section, lead).zip(room_column(model, session, room));
            if let Some((lead, room)) = parts {
                let same = program.number(format!("{name}:kept{i}.{j}"), 1);
                program.charge(same, Kind::Quality, -weight);
                for (side, part) in [("lead", lead), ("room", room)] {
                    let row = format!("{name}:kept{i}.{j}:{side}");
                    program.row(row, [(same, 1), (part, -1)], Sense::AtMost, 0);
                }
                kept.push((same, 1));
            }
        }
        program.at_most(format!("{name}:kept{i}"), kept, times);
    }
}

fn lead_column(model: &Model, section: &Section, id: &str) -> Option<Column> {
    if id.is_empty() {
        return section.without;
    }
    let lead = section.leads.iter().find(|lead| model.school.staff[lead.0].id == id);
    lead.map(|lead| lead.1)
}

fn room_column(model: &Model, session: &Session, id: &str) -> Option<Column> {
    let held = session.rooms.iter().find(|held| model.school.rooms[held.0].id == id);
    held.map(|held| held.1)
}
