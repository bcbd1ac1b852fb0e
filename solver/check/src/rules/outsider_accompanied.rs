//! Every session led by an outsider without a teacher of the school as assistant or companion
//! counts. A companion is a teacher of the school, where an outsider leads, while the rule is on.
//!
//! Points = weight x #(sessions led by an outsider whose assistants and companion include no
//! teacher of the school).

use crate::facts::Facts;
use crate::people::Person;
use crate::report::{Lack, Said};
use crate::school::SchoolView;
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
                judge_companion(facts, view, session, tally);
                if !is_alone(facts, view.index, session) {
                    continue;
                }
                tally.fall_short(RULE, view.index, view.rules.weight(RULE), || {
                    let (at, name) = (words::slot(session.start), words::section(view, section));
                    let id = &session.lead;
                    let what = Text::new(
                        format!("{}：{}的校外人员 {id} 无本校教师陪同", at.zh, name.zh),
                        format!("{}: no teacher is with outsider {id} in {}", at.en, name.en),
                    );
                    Said(what, Lack::at(session.start, &section.section.id))
                });
            }
        }
    }
}

fn judge_companion(facts: &Facts, view: &SchoolView, session: &Session, tally: &mut Tally) {
    let (id, at) = (&session.companion, words::slot(session.start));
    let Some(person) = facts.people.get(id.as_str()) else { return };
    let lead = facts.people.get(session.lead.as_str());
    if !view.rules.is_on(RULE) {
        let what = Text::new(
            format!("{}：{id} 陪同，但规则 {RULE} 未启用", at.zh),
            format!("{}: {id} accompanies while {RULE} is off", at.en),
        );
        tally.fault(RULE, view.index, what);
    } else if !person.is_teacher_of(view.index) || lead.is_none_or(Person::is_teacher) {
        let what = Text::new(
            format!("{}：{id} 陪同，但不是本校教师，或主讲不是校外人员", at.zh),
            format!(
                "{}: {id} accompanies, but is no teacher of the school or no outsider leads",
                at.en
            ),
        );
        tally.violation(RULE, view.index, what);
    }
}

fn is_alone(facts: &Facts, school: usize, session: &Session) -> bool {
    let person = |id: &String| facts.people.get(id.as_str());
    let mut with = session.assistants.iter().chain([&session.companion]).filter_map(person);
    person(&session.lead).is_some_and(|lead| !lead.is_teacher())
        && !with.any(|helper| helper.is_teacher_of(school))
}
