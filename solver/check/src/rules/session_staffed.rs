//! A session has a lead and its assistants. Base and care sessions may go without a lead and
//! missing assistants count; a session of any other component without a lead is a violation.
//!
//! Points = weight x #(base and care sessions without lead) + assistant points x sum over sessions
//! of max(0, needed - assistants), needed = fixed number + ceil(pupils / k).

use crate::facts::Facts;
use crate::report::{Lack, Said};
use crate::school::{SchoolView, SectionView, SessionView};
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::Component;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::SessionStaffed;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for section in &view.sections {
            for session in &section.sessions {
                judge_lead(view, section, session, tally);
                let missing = assistants_missing(facts, section, session);
                let points = missing * view.rules.missing_assistant_points;
                tally.fall_short(RULE, view.index, points, || {
                    let name = words::section(view, section);
                    let at = words::slot(session.session.start);
                    let what = Text::new(
                        format!("{}：{}缺 {missing} 名助教", at.zh, name.zh),
                        format!("{}: {}, assistants missing: {missing}", at.en, name.en),
                    );
                    let place = Lack::at(session.session.start, &section.section.id);
                    Said(what, Lack { count: missing, ..place })
                });
            }
        }
    }
}

/// Assistants that a session needs and does not have.
pub fn assistants_missing(facts: &Facts, section: &SectionView, session: &SessionView) -> i64 {
    let named: BTreeSet<&String> = session.session.assistants.iter().collect();
    let known = named.into_iter().filter(|id| facts.people.contains_key(id.as_str())).count();
    (section.assistants_needed() - known as i64).max(0)
}

fn judge_lead(view: &SchoolView, section: &SectionView, session: &SessionView, tally: &mut Tally) {
    if !session.session.lead.is_empty() {
        return;
    }
    let words = || {
        let (name, at) = (words::section(view, section), words::slot(session.session.start));
        Text::new(
            format!("{}：{}没有主讲", at.zh, name.zh),
            format!("{}: {} has no lead", at.en, name.en),
        )
    };
    if section.component().is_some_and(Component::may_lack_lead) {
        tally.fall_short(RULE, view.index, view.rules.weight(RULE), || {
            let place = Lack::at(session.session.start, &section.section.id);
            Said(words(), Lack { is_lead: true, ..place })
        });
    } else {
        tally.violation(RULE, view.index, words());
    }
}
