//! A pupil has at most h homework periods a weekday.
//!
//! For each pupil i and weekday d: #(slots of d in which i is in a session of category homework)
//! <= h.

use crate::facts::Facts;
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::{Category, SlotRef};
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

const RULE: Rule = Rule::HomeworkCap;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let is_homework = |position: usize| {
            let item = view.sections[position].item;
            item.is_some_and(|item| item.category == Some(Category::Homework))
        };
        let cap = view.rules.homework_cap_periods as usize;
        for pupil in &view.students {
            let slots: BTreeSet<SlotRef> = pupil
                .places
                .iter()
                .filter(|place| is_homework(place.1))
                .map(|place| place.0)
                .collect();
            let mut per_day: BTreeMap<i32, usize> = BTreeMap::new();
            for slot in slots {
                *per_day.entry(slot.weekday).or_default() += 1;
            }
            for (day, periods) in per_day.into_iter().filter(|&(_, periods)| periods > cap) {
                let (day, id) = (words::weekday(day), &pupil.student.student);
                let what = Text::new(
                    format!("学生 {id} {}有 {periods} 节作业，上限 {cap} 节", day.zh),
                    format!("pupil {id} has {periods} homework periods on {}, cap {cap}", day.en),
                );
                tally.violation(RULE, view.index, what);
            }
        }
    }
}
