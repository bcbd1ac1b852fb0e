//! Every training session missing to a pupil's training need counts.
//!
//! Points = sum over pupils i: weight x max(0, need(i) - training sessions of i), where need(i) =
//! min(t, attended slots that lie in a wholly attended pattern of a training activity of the
//! pupil's grade and not refused).

use crate::facts::Facts;
use crate::report::{Lack, Said};
use crate::tally::Tally;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::TrainingMinimum;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for pupil in &view.students {
            let missing = (pupil.training_need - pupil.training_sessions(view)).max(0);
            tally.fall_short(RULE, view.index, view.rules.weight(RULE) * missing, || {
                let id = &pupil.student.student;
                let what = Text::new(
                    format!("学生 {id} 每周少 {missing} 次体育锻炼"),
                    format!("pupil {id} lacks training: {missing} a week"),
                );
                Said(what, Lack { subject: id.clone(), count: missing, ..Lack::default() })
            });
        }
    }
}
