//! An open section has at least `min_size` and at most `max_size` pupils.
//!
//! For each open section k of activity a: `min_size` <= pupils(k) <= `max_size`.

use crate::facts::Facts;
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::SectionSize;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for section in &view.sections {
            let Some(item) = section.item else { continue };
            let (size, min, max) = (section.size, item.min_size, item.max_size);
            if i64::from(min) <= size && size <= i64::from(max) {
                continue;
            }
            let name = words::section(view, section);
            let what = Text::new(
                format!("{}有 {size} 人，应为 {min} 至 {max} 人", name.zh),
                format!("{} has {size} pupils, not {min} to {max}", name.en),
            );
            tally.violation(RULE, view.index, what);
        }
    }
}
