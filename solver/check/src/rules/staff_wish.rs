//! Per serving staff member, each unwanted activity with a session led or assisted counts, and
//! each wanted activity with none led.
//!
//! Points = weight x sum over serving staff p: #(unwanted(p) led or assisted by p) +
//! #(wanted(p) not led by p), over activities on the menu of the school that counts p.

use crate::facts::Facts;
use crate::people::{Person, Role, Task};
use crate::tally::Tally;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::StaffWish;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for person in facts.people.values().filter(|person| person.serves()) {
        let Some(owner) = person.owner else { continue };
        let view = &facts.schools[owner];
        let on_menu = |list: &[String]| -> BTreeSet<String> {
            let known = list.iter().filter(|id| view.activities.contains_key(id.as_str()));
            known.cloned().collect()
        };
        let led = done(facts, person, &[Role::Lead]);
        let helped = done(facts, person, &[Role::Lead, Role::Assistant]);
        let wanted = on_menu(&person.staff.wanted_activities);
        let unwanted = on_menu(&person.staff.unwanted_activities);
        let given = unwanted.iter().filter(|id| helped.contains(id.as_str())).count();
        let missed = wanted.iter().filter(|id| !led.contains(id.as_str())).count();
        tally.add(RULE, owner, view.rules.weight(RULE) * (given + missed) as i64);
    }
}

/// Activities in whose sessions the person has one of the roles.
fn done<'a>(facts: &Facts<'a>, person: &Person, roles: &[Role]) -> BTreeSet<&'a str> {
    let sessions = person.work.iter().filter_map(|work| match work.task {
        Task::Session(section, _, role) if roles.contains(&role) => {
            Some(facts.schools[work.school].sections[section].section.activity.as_str())
        }
        _ => None,
    });
    sessions.collect()
}
