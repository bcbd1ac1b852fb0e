//! `mentor`: each pupil without a mentor costs points; a mentor is a teacher of the school, of at
//! most m pupils. Pupils are alike in this, so that their number per mentor says all.
//!
//! For each teacher i of the school: 0 <= mentor(i) <= m; missing + sum over i of mentor(i) >=
//! number of pupils. Level 1: weight x missing.

use crate::model::{Model, Names};
use crate::program::{Column, Program, Sense};
use kehou_domain::instance::SchoolInstance;
use kehou_domain::rule::{Kind, Rule};

/// How many pupils each teacher of the school is mentor of.
pub(crate) fn mentors(
    school: &SchoolInstance,
    names: &Names,
    program: &mut Program,
) -> Vec<(usize, Column)> {
    if !school.rules.is_on(Rule::Mentor) {
        return Vec::new();
    }
    let most = i64::from(school.rules.mentor_max_students).min(school.students.len() as i64);
    let teachers = (0..school.staff.len()).filter(|&i| school.staff[i].duties.is_teacher);
    let name = |i: usize| format!("mentor:{}:{}", names.school, names.staff[i]);
    teachers.map(|i| (i, program.whole(name(i), most))).collect()
}

/// Adds the rule's column, row and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    if !model.school.rules.is_on(Rule::Mentor) {
        return;
    }
    let pupils = model.school.students.len() as i64;
    let name = format!("mentor:{}", model.names.school);
    let missing = program.whole(name.clone(), pupils);
    program.charge(missing, Kind::Elastic, model.school.rules.weight(Rule::Mentor));
    let mentored = model.mentors.iter().map(|&(_, column)| (column, 1));
    program.row(name, mentored.chain([(missing, 1)]), Sense::AtLeast, pupils);
}
