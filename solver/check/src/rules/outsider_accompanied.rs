//! Every session led by an outsider without a teacher of the school as assistant or companion
//! counts.
//!
//! Points = weight x #(sessions led by an outsider whose assistants and companion include no
//! teacher of the school).

use crate::facts::Facts;
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::plan::Session;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::OutsiderAccompanied;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for section in &view.sections {
            for session in section.sessions.iter().map(|session| session.session) {
                if !is_alone(facts, view.index, session) {
                    continue;
                }
                tally.fall_short(RULE, view.index, view.rules.weight(RULE), || {
                    let (at, name) = (words::slot(session.start), words::section(view, section));
                    let id = &session.lead;
                    Text::new(
                        format!("{}：{}的校外人员 {id} 无本校教师陪同", at.zh, name.zh),
                        format!("{}: no teacher is with outsider {id} in {}", at.en, name.en),
                    )
                });
            }
        }
    }
}

fn is_alone(facts: &Facts, school: usize, session: &Session) -> bool {
    let person = |id: &String| facts.people.get(id.as_str());
    let mut with = session.assistants.iter().chain([&session.companion]).filter_map(person);
    person(&session.lead).is_some_and(|lead| !lead.is_teacher())
        && !with.any(|helper| helper.is_teacher_of(school))
}
