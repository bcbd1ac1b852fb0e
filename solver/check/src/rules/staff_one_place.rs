//! A person has one session or slot duty at a time, stands at one gate at a time and does nothing
//! else until the last wave has left; the leader on duty is on call and free for other work. Two
//! campuses on a weekday only if the terms allow several and the travel time fits.
//!
//! For each person and two pieces of work in slots: their times do not overlap; for a gate duty of
//! a dismissal point: no slot worked overlaps [end of its period, end of the last wave]; for each
//! weekday: #(campuses) <= 1, or several allowed and the gap between works at two campuses >=
//! their travel time.

use crate::facts::Facts;
use crate::people::{Person, Task, Work, guarded_point, wave_minutes};
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

const RULE: Rule = Rule::StaffOnePlace;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for stranger in &facts.strangers {
        let (id, section) = (stranger.id, stranger.section);
        let what = Text::new(
            format!("方案中的人员 {id} 不在数据中（教学班 {section}）"),
            format!("the plan names staff {id}, who is not in the input (section {section})"),
        );
        tally.fault(RULE, stranger.school, what);
    }
    judge_kinds(facts, tally);
    let mut lent: BTreeMap<&str, BTreeSet<(i32, usize)>> = BTreeMap::new();
    for loan in &facts.plan.loans {
        if let Some(&school) = facts.school_index.get(loan.school.as_str()) {
            lent.entry(&loan.staff).or_default().insert((loan.weekday, school));
        }
    }
    for (id, person) in &facts.people {
        judge_slots(person, tally);
        judge_gates(facts, person, tally);
        judge_campuses(facts, person, lent.get(id), tally);
    }
}

fn judge_kinds(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        for duty in view.plan.duties.iter().filter(|duty| duty.kind.is_none()) {
            let id = &duty.staff;
            let what = Text::new(
                format!("{id} 的值守没有类别"),
                format!("a duty of {id} is of no known kind"),
            );
            tally.fault(RULE, view.index, what);
        }
    }
}

fn collide(person: &Person, work: &Work, tally: &mut Tally) {
    let (id, day) = (&person.staff.id, words::weekday(work.weekday));
    let clock = format!("{:02}:{:02}", work.start / 60, work.start % 60);
    let what = Text::new(
        format!("{id} {} {clock} 同时有多项工作", day.zh),
        format!("{id} has more than one thing to do on {} at {clock}", day.en),
    );
    tally.violation(RULE, work.school, what);
}

/// Work is in time order: one that begins before the latest end so far meets another.
fn judge_slots(person: &Person, tally: &mut Tally) {
    let mut latest: Option<&Work> = None;
    for work in person.work.iter().filter(|work| work.is_in_slot()) {
        if latest.is_some_and(|before| before.overlaps(work)) {
            collide(person, work, tally);
        }
        let ends = |work: &Work| (work.weekday, work.end);
        if latest.is_none_or(|before| ends(work) >= ends(before)) {
            latest = Some(work);
        }
    }
}

fn judge_gates(facts: &Facts, person: &Person, tally: &mut Tally) {
    let gates: Vec<&Work> = person.work.iter().filter(|work| work.is_gate()).collect();
    for (i, gate) in gates.iter().enumerate() {
        let in_slot = person.work.iter().filter(|work| work.is_in_slot());
        let other_gates = gates[..i].iter().filter(|other| are_apart(facts, gate, other));
        if in_slot.chain(other_gates.copied()).any(|work| work.overlaps(gate)) {
            collide(person, gate, tally);
        }
    }
}

/// Whether two gate duties cannot be done by one person: the same wave twice, or different gates
/// in waves that overlap.
fn are_apart(facts: &Facts, a: &Work, b: &Work) -> bool {
    let (Some(a), Some(b)) = (wave_of(facts, a), wave_of(facts, b)) else { return false };
    let overlap = a.1 < b.2 && b.1 < a.2;
    a == b || (a.0 != b.0 && overlap)
}

/// School and gate of a gate duty, and start and end of its wave.
fn wave_of<'w>(facts: &Facts, work: &'w Work) -> Option<((usize, &'w str), i32, i32)> {
    let Task::Duty(_, duty) = work.task else { return None };
    let minutes = wave_minutes(guarded_point(&facts.schools[work.school], duty)?);
    let start = work.start.saturating_add((duty.wave - 1).saturating_mul(minutes));
    Some(((work.school, duty.gate.as_str()), start, start.saturating_add(minutes)))
}

fn judge_campuses(
    facts: &Facts,
    person: &Person,
    lent: Option<&BTreeSet<(i32, usize)>>,
    tally: &mut Tally,
) {
    let worked = person.work.iter().map(|work| (work.weekday, work.school));
    let campuses: BTreeSet<(i32, usize)> =
        worked.chain(lent.into_iter().flatten().copied()).collect();
    let mut per_day: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (weekday, school) in campuses {
        per_day.entry(weekday).or_default().push(school);
    }
    let several =
        person.staff.loan_terms.as_ref().is_some_and(|terms| terms.several_campuses_a_day);
    for (weekday, schools) in per_day.into_iter().filter(|(_, schools)| schools.len() > 1) {
        if several && travel_fits(facts, person, weekday) {
            continue;
        }
        let (id, day) = (&person.staff.id, words::weekday(weekday));
        let n = schools.len();
        let what = Text::new(
            format!("{id} {}在 {n} 个校区工作，条款或路程不允许", day.zh),
            format!("{id} serves at {n} campuses on {}, against terms or travel time", day.en),
        );
        tally.violation(RULE, schools[1], what);
    }
}

fn travel_fits(facts: &Facts, person: &Person, weekday: i32) -> bool {
    let timed: Vec<&Work> =
        person.work.iter().filter(|w| w.weekday == weekday && !w.is_leader()).collect();
    timed.windows(2).all(|pair| {
        let minutes = facts.travel_minutes(pair[0].school, pair[1].school);
        pair[0].school == pair[1].school
            || minutes.is_some_and(|minutes| pair[1].start.saturating_sub(pair[0].end) >= minutes)
    })
}
