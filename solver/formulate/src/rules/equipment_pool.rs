//! `equipment_pool`: in every slot the sessions use no more of a pool than is owned.
//!
//! For each pool e and slot t, over sections c that cover t, q the pieces a session uses:
//! sum of q(c, e) x open(c) <= owned(e).

use crate::model::Model;
use crate::program::{Column, Program};

/// Adds the rule's rows.
pub(crate) fn add(model: &Model, program: &mut Program) {
    for (pool, &owned) in model.school.equipment.iter().enumerate() {
        for (slot, at) in model.names.slots.iter().enumerate() {
            let terms: Vec<(Column, i64)> = model
                .sections
                .iter()
                .filter(|section| section.mask >> slot & 1 == 1)
                .flat_map(|section| {
                    let used = &model.school.activities[section.activity].equipment;
                    used.iter().filter(|used| used.0 == pool).map(|used| (section.open, used.1))
                })
                .map(|(open, pieces)| (open, i64::from(pieces)))
                .collect();
            let name = model.name("equipment_pool", &format!("e{pool}:{at}"));
            program.at_most(name, terms, owned.into());
        }
    }
}
