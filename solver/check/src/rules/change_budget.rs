//! Against the incumbent plan, the slots whose activity changed per pupil, the slots whose work
//! changed per staff member, and all of them stay within the change budget.
//!
//! For each pupil i: changed(i) <= `per_student`; for each staff member p: changed(p) <= `per_staff`;
//! sum of all <= total.

use crate::change::{changed_places, changed_work};
use crate::facts::Facts;
use crate::tally::Tally;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

const RULE: Rule = Rule::ChangeBudget;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let Some(budget) = &view.school.change_budget else { continue };
        let (places, work) = (changed_places(view), changed_work(facts, view));
        judge_each(view.index, &places, budget.per_student, tally);
        judge_each(view.index, &work, budget.per_staff, tally);
        let all: i64 = places.values().chain(work.values()).sum();
        if let Some(most) = budget.total.filter(|&most| all > i64::from(most)) {
            let what = Text::new(
                format!("共 {all} 处变动，上限 {most} 处"),
                format!("{all} changes in all, at most {most}"),
            );
            tally.violation(RULE, view.index, what);
        }
    }
}

fn judge_each(school: usize, changes: &BTreeMap<&str, i64>, most: Option<i32>, tally: &mut Tally) {
    let Some(most) = most else { return };
    for (id, n) in changes.iter().filter(|&(_, &n)| n > i64::from(most)) {
        let what = Text::new(
            format!("{id} 有 {n} 处变动，上限 {most} 处"),
            format!("{id} has {n} changes, at most {most}"),
        );
        tally.violation(RULE, school, what);
    }
}
