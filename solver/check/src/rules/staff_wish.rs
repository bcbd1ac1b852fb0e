//! Per serving staff member, each unwanted activity with a session led or assisted counts, and
//! each wanted activity with none led.
//!
//! Points = weight x sum over serving staff p: #(unwanted(p) led or assisted by p) +
//! #(wanted(p) not led by p), over activities on the menu of the school that counts p.

use crate::facts::Facts;
use crate::people::{Person, Role, Task};
use crate::school::SchoolView;
use crate::tally::Tally;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

const RULE: Rule = Rule::StaffWish;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for person in facts.people.values().filter(|person| person.serves()) {
        let Some(owner) = person.owner else { continue };
        let view = &facts.schools[owner];
        tally.add(RULE, owner, view.rules.weight(RULE) * wishes_missed(facts, view, person));
    }
}

/// Unwanted activities led or assisted and wanted ones not led, of those on the school's menu.
pub fn wishes_missed(facts: &Facts, view: &SchoolView, person: &Person) -> i64 {
    let led = done(facts, person, &[Role::Lead]);
    let helped = done(facts, person, &[Role::Lead, Role::Assistant]);
    let wanted = on_menu(view, &person.staff.wanted_activities);
    let unwanted = on_menu(view, &person.staff.unwanted_activities);
    (unwanted.intersection(&helped).count() + wanted.difference(&led).count()) as i64
}

fn on_menu<'a>(view: &SchoolView<'a>, list: &[String]) -> BTreeSet<&'a str> {
    let known = list.iter().filter_map(|id| view.activities.get(id.as_str()));
    known.map(|item| item.activity.id.as_str()).collect()
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
