//! `section_size`: an open section has at least `min_size` and at most `max_size` pupils, a
//! closed one none.
//!
//! For each section c of activity a:
//! min(a) x open(c) <= sum over pupils s of place(s, c) <= max(a) x open(c),
//! and, to make the linear relaxation tighter, place(s, c) <= open(c).

use crate::model::Model;
use crate::program::{Program, Sense};

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for section in &model.sections {
        let activity = &model.school.activities[section.activity];
        let pupils = section.places.iter().map(|&(_, place)| (place, 1));
        let size = |limit: u32| [(section.open, -i64::from(limit))];
        let name = |side| model.name("section_size", &format!("{}:{side}", section.label));
        let most = activity.max_size.min(section.places.len() as u32);
        program.row(name("min"), pupils.clone().chain(size(activity.min_size)), Sense::AtLeast, 0);
        program.row(name("max"), pupils.chain(size(most)), Sense::AtMost, 0);
        for &(student, place) in &section.places {
            let who = &model.names.students[student];
            program.row(name(who), [(place, 1), (section.open, -1)], Sense::AtMost, 0);
        }
    }
}
