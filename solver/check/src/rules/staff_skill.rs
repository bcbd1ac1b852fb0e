//! The lead has the activity's skill at its level or above; homework, academic help and online
//! learning are never led by an organisation's instructor.
//!
//! For each session of a led by p: skill(a) unset, or level(p, skill(a)) >= level(a); not (a is
//! academic and p is an organisation's instructor).

use crate::facts::Facts;
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::{Activity, Category, Staff, StaffKind};
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::StaffSkill;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for section in &view.sections {
            let sessions = section.sessions.iter();
            let leads: BTreeSet<&str> = sessions.map(|s| s.session.lead.as_str()).collect();
            let known = leads.into_iter().filter_map(|id| facts.people.get(id));
            for person in known {
                let Some(why) = section.item.and_then(|item| unfit(person.staff, item)) else {
                    continue;
                };
                let (id, name) = (&person.staff.id, words::section(view, section));
                let what = Text::new(
                    format!("{id} 不能主讲{}：{}", name.zh, why.zh),
                    format!("{id} may not lead {}: {}", name.en, why.en),
                );
                tally.violation(RULE, view.index, what);
            }
        }
    }
}

fn unfit(staff: &Staff, item: &Activity) -> Option<Text> {
    let (skill, level) = (&item.skill, item.skill_level.unwrap_or(1));
    let mut own = staff.skills.iter().filter(|own| &own.skill == skill);
    if !skill.is_empty() && !own.any(|own| own.level >= level) {
        return Some(Text::new(
            format!("需要{skill} {level} 级"),
            format!("it needs {skill} at level {level}"),
        ));
    }
    let academic = item.category.is_some_and(Category::is_academic);
    (academic && staff.kind == Some(StaffKind::OrganisationInstructor)).then(|| {
        Text::new(
            "机构人员不得承担学科类服务",
            "an organisation's instructor never leads academic activities",
        )
    })
}
