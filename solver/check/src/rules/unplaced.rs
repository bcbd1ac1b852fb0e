//! Every attended slot of a pupil without a session counts.
//!
//! Points = sum over pupils i and attended slots s without a session of i:
//! floor(weight x w(i) / 100).

use crate::facts::Facts;
use crate::report::{Lack, Said};
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::Unplaced;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for pupil in &view.students {
            let points = view.rules.weight(RULE) * pupil.weight / 100;
            for &slot in pupil.attended.iter().filter(|&&slot| !pupil.is_placed(slot)) {
                tally.fall_short(RULE, view.index, points, || {
                    let (at, id) = (words::slot(slot), &pupil.student.student);
                    let what = Text::new(
                        format!("{}：学生 {id} 没有去处", at.zh),
                        format!("{}: pupil {id} has no place", at.en),
                    );
                    Said(what, Lack::at(slot, id))
                });
            }
        }
    }
}
