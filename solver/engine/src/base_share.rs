//! What base sections cost at least when so many pupils stay in a pool in a slot: whole sections,
//! ceil(n / seats), from below by a straight line in n that touches its convex envelope.

use crate::model::Model;
use kehou_domain::instance::bits;

/// How many pupils may and must use a pool in a slot.
#[derive(Clone, Copy, Debug, Default)]
pub struct Use {
    /// Pupils who may.
    pub most: u32,
    /// Pupils who have nothing else there.
    pub least: u32,
}

/// A line: `sections` + (n - `pupils`) / `per`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Sections where the line is anchored.
    pub sections: u32,
    /// Pupils where it is anchored.
    pub pupils: u32,
    /// Pupils to one more section; 0: the line is level.
    pub per: u32,
}

impl Line {
    /// Sections at `n` pupils.
    pub fn at(self, n: f64) -> f64 {
        let more =
            if self.per == 0 { 0.0 } else { (n - f64::from(self.pupils)) / f64::from(self.per) };
        f64::from(self.sections) + more
    }

    /// Price of a pupil when a section costs `ticks`, rounded down.
    pub fn price(self, ticks: i64) -> i64 {
        if self.per == 0 { 0 } else { ticks / i64::from(self.per) }
    }
}

/// Who may and must use each pool in each slot (`pool * slots + slot`).
pub fn uses(model: &Model) -> Vec<Use> {
    let slots = model.school.slots.len();
    let mut uses = vec![Use::default(); model.pools.len() * slots];
    for pupil in &model.pupils {
        let wants = model.wants[pupil.wants.clone()].iter();
        let movable = wants
            .flat_map(|want| model.columns_for(want))
            .fold(0, |mask, &column| mask | model.columns[column as usize].mask);
        for slot in bits(pupil.attends) {
            let open = &model.rows[pupil.row][slot][..];
            for &pool in open {
                uses[pool * slots + slot].most += 1;
            }
            // Who may be kept out by `homework_cap` pays for that in the week.
            if let ([pool], 0, false) = (open, movable >> slot & 1, pupil.is_capped) {
                uses[pool * slots + slot].least += 1;
            }
        }
    }
    uses
}

/// The highest valid line at about `n` pupils, when a section costs `ticks`.
pub fn line(range: Use, seats: u32, ticks: i64, n: f64) -> Line {
    let shared = Line { sections: 0, pupils: 0, per: seats };
    let mut lines = vec![shared];
    if range.least > 0 {
        lines.push(Line { sections: range.least.div_ceil(seats), pupils: 0, per: 0 });
    }
    if range.most > 0 {
        let sections = range.most.div_ceil(seats) - 1;
        let pupils = sections * seats;
        let last = Line { sections, pupils, per: range.most - pupils };
        // Rounded down, the price must still reach what the line before it charges.
        if last.price(ticks) * i64::from(seats) >= ticks {
            lines.push(last);
        }
    }
    lines.into_iter().max_by(|a, b| a.at(n).total_cmp(&b.at(n))).unwrap_or(shared)
}
