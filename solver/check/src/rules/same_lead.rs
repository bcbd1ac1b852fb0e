//! All sessions of a section have one lead.
//!
//! For each section k: #(distinct leads of its sessions) <= 1.

use crate::facts::Facts;
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::SameLead;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for section in &view.sections {
            let sessions = section.sessions.iter();
            let leads: BTreeSet<&str> = sessions.map(|s| s.session.lead.as_str()).collect();
            if leads.len() > 1 {
                let name = words::section(view, section);
                let who = leads.into_iter().collect::<Vec<_>>().join(", ");
                let what = Text::new(
                    format!("{}的主讲不止一人：{who}", name.zh),
                    format!("{} has more than one lead: {who}", name.en),
                );
                tally.violation(RULE, view.index, what);
            }
        }
    }
}
