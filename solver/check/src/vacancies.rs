//! Who is missing where and when: the heads that elastic rules lack, slot by slot, and who of the
//! school could fill in if limits were other than they are.

use crate::duties::Missing;
use crate::facts::Facts;
use crate::people::Person;
use crate::rules::staff_available::clash;
use crate::rules::{area_supervisor, gate_guard, leader_on_duty, patrol, session_staffed};
use crate::school::{SchoolView, SectionView, SessionView};
use crate::words;
use kehou_domain::draft::{Bureau, Component, SlotRef};
use kehou_domain::plan::Plan;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// A post that is not filled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// Lead of a base or care session: its activity in words, and the skill it needs, if any.
    Lead {
        /// Name of the activity.
        activity: String,
        /// Skill; empty: none.
        skill: String,
    },
    /// Assistant in a session of the activity.
    Assistant {
        /// Name of the activity.
        activity: String,
    },
    /// Head of a duty rule.
    Duty(Rule),
    /// Lead of a session that would open for pupils who have no place.
    Unplaced {
        /// Pupils without a place.
        pupils: i64,
    },
}

/// Posts of a slot that are not filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vacancy {
    /// Id of the school.
    pub school: String,
    /// The slot; period 0: the whole weekday.
    pub slot: SlotRef,
    /// Points of shortfall.
    pub points: i64,
    /// Heads by post.
    pub posts: BTreeMap<Post, i64>,
    /// Staff who serve, are free then and have no work then, but are at a cap.
    pub at_cap: i64,
    /// Staff who serve but are not available then: windows, protected time, care.
    pub not_available: i64,
    /// Teachers of the school who are there then but do not serve.
    pub unwilling: i64,
}

/// Every slot with unfilled posts, gravest first.
pub fn vacancies(bureau: &Bureau, plan: &Plan) -> Vec<Vacancy> {
    let facts = Facts::new(bureau, plan);
    let mut all: Vec<Vacancy> = facts.schools.iter().flat_map(|v| of_school(&facts, v)).collect();
    all.sort_by_key(|vacancy| -vacancy.points);
    all
}

fn of_school(facts: &Facts, view: &SchoolView) -> Vec<Vacancy> {
    let mut slots: BTreeMap<SlotRef, Vacancy> = BTreeMap::new();
    let mut add = |slot: SlotRef, post: Post, heads: i64, points: i64| {
        if heads > 0 && points > 0 {
            let vacancy = slots.entry(slot).or_insert_with(|| empty(view, slot));
            *vacancy.posts.entry(post).or_default() += heads;
            vacancy.points += points;
        }
    };
    for section in &view.sections {
        for session in &section.sessions {
            of_session(facts, view, section, session, &mut add);
        }
    }
    let duties: [(Rule, Vec<Missing>); 4] = [
        (Rule::Patrol, patrol::missing(facts, view)),
        (Rule::GateGuard, gate_guard::missing(facts, view)),
        (Rule::LeaderOnDuty, leader_on_duty::missing(facts, view)),
        (Rule::AreaSupervisor, area_supervisor::missing(facts, view)),
    ];
    for (rule, missing) in duties {
        for Missing { slot, heads, .. } in missing {
            add(slot, Post::Duty(rule), heads, view.rules.weight(rule) * heads);
        }
    }
    for (slot, (pupils, points)) in unplaced(view) {
        add(slot, Post::Unplaced { pupils }, 1, points);
    }
    slots.into_values().map(|vacancy| with_relief(facts, view, vacancy)).collect()
}

fn empty(view: &SchoolView, slot: SlotRef) -> Vacancy {
    Vacancy {
        school: view.school.id.clone(),
        slot,
        points: 0,
        posts: BTreeMap::new(),
        at_cap: 0,
        not_available: 0,
        unwilling: 0,
    }
}

fn of_session(
    facts: &Facts,
    view: &SchoolView,
    section: &SectionView,
    session: &SessionView,
    add: &mut impl FnMut(SlotRef, Post, i64, i64),
) {
    let activity = section.item.map_or("", words::title).to_owned();
    let slot = session.session.start;
    let open = session.session.lead.is_empty();
    if open && section.component().is_some_and(Component::may_lack_lead) {
        let skill = section.item.map_or(String::new(), |item| item.skill.clone());
        let post = Post::Lead { activity: activity.clone(), skill };
        add(slot, post, 1, view.rules.weight(Rule::SessionStaffed));
    }
    let missing = session_staffed::assistants_missing(facts, section, session);
    let points = missing * view.rules.missing_assistant_points;
    add(slot, Post::Assistant { activity }, missing, points);
}

/// Pupils without a place by slot, with their points.
fn unplaced(view: &SchoolView) -> BTreeMap<SlotRef, (i64, i64)> {
    let mut slots: BTreeMap<SlotRef, (i64, i64)> = BTreeMap::new();
    for pupil in &view.students {
        let points = view.rules.weight(Rule::Unplaced) * pupil.weight / 100;
        for &slot in pupil.attended.iter().filter(|&&slot| !pupil.is_placed(slot)) {
            let entry = slots.entry(slot).or_default();
            entry.0 += 1;
            entry.1 += points;
        }
    }
    slots
}

/// Counts who could fill in if limits were other than they are.
fn with_relief(facts: &Facts, view: &SchoolView, mut vacancy: Vacancy) -> Vacancy {
    let Some(period) = view.bell.get(&vacancy.slot) else { return vacancy };
    let (weekday, time) = (vacancy.slot.weekday, (period.start_minute, period.end_minute));
    let own = facts.people.values().filter(|person| person.home == Some(view.index));
    for person in own {
        let is_busy = person.work.iter().any(|work| {
            work.weekday == weekday && !work.is_leader() && work.start < time.1 && time.0 < work.end
        });
        let away = clash(person.staff, weekday, time).is_some();
        match (person.serves(), away) {
            (true, true) => vacancy.not_available += 1,
            (true, false) if !is_busy && is_at_cap(person, weekday) => vacancy.at_cap += 1,
            (false, false) if person.is_teacher() && !is_busy => vacancy.unwilling += 1,
            _ => {}
        }
    }
    vacancy
}

/// No further period fits the weekly or daily cap.
fn is_at_cap(person: &Person, weekday: i32) -> bool {
    let staff = person.staff;
    let care = staff.care.as_ref().and_then(|care| care.weekly_cap);
    let today = person.work.iter().filter(|work| work.weekday == weekday).count() as i64;
    let full = |cap: Option<i32>, used: i64| cap.is_some_and(|cap| used >= i64::from(cap));
    full(staff.weekly_cap, person.periods())
        || full(care, person.periods())
        || full(staff.daily_cap, today)
}
