//! `preference`: points of a pupil's granted sessions and of wanted ones not granted, times w.
//!
//! For each pupil s with W wanted sessions, over pattern sections c with n(c) sessions:
//! short(s) >= W(s) - sum of n(c) x place(s, c).
//! S(s) = sum of n(c) x points(s, c) x place(s, c) + (points not granted) x short(s).
//! Level 2: weight x w(s) x S(s). `worst_off` uses S too.

use crate::model::Model;
use crate::program::{Column, Program, Sense};
use kehou_domain::rule::Kind;

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let rules = &model.school.rules;
    for (data, points) in model.school.students.iter().zip(&model.points) {
        for &(column, s) in points {
            program.charge(column, Kind::Quality, rules.preference_points(data.weight, s));
        }
    }
}

/// S of a pupil as columns and points per unit, with the column and row of sessions not granted.
pub(crate) fn points_of(
    model: &Model,
    student: usize,
    program: &mut Program,
) -> Vec<(Column, i64)> {
    let (school, data) = (model.school, &model.school.students[student]);
    let places: Vec<(Column, i64, i64)> = model
        .places_of(student)
        .filter(|(section, _)| model.has_pattern(section.activity))
        .map(|(section, place)| {
            let sessions = section.sessions.len() as i64;
            let rank = data.rank_of(section.activity);
            let each =
                rank.map_or(school.rules.substitute_points, |r| school.rules.points_of_rank(r));
            (place, sessions, each)
        })
        .collect();
    let mut points: Vec<(Column, i64)> =
        places.iter().map(|&(place, sessions, each)| (place, sessions * each)).collect();
    if data.wanted > 0 {
        let name = model.name("preference", &model.names.students[student]);
        let granted = places.iter().map(|&(place, sessions, _)| (place, sessions));
        let short = program.whole(name.clone(), data.wanted);
        program.row(name, granted.chain([(short, 1)]), Sense::AtLeast, data.wanted);
        points.push((short, school.rules.not_granted_points));
    }
    points
}
