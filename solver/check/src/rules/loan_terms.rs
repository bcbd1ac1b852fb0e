//! A loan keeps the terms: willing; weekday, school, travel and most weekdays as they say; pairs
//! only, if the bureau says so; per weekday a school lends at most its share of willing own staff;
//! work at another school only on loan weekdays there, and no duties. Shared staff serve the
//! schools they list.
//!
//! For each loan (p, b, d): willing(p), d in weekdays(p), b in schools(p), travel(home, b) <= most
//! travel, #(loan weekdays of p) <= `max_weekdays`. For each school h and weekday d: #(lent by h
//! on d) <= floor(share x willing own staff of h / 100).

use crate::facts::Facts;
use crate::people::{Person, Task, Work};
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::{LoanTerms, StaffKind};
use kehou_domain::fault::Text;
use kehou_domain::plan::Loan;
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

const RULE: Rule = Rule::LoanTerms;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    let mut days: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
    let mut lent: BTreeMap<(usize, i32), BTreeSet<&str>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for loan in &facts.plan.loans {
        let Some((person, home, school)) = resolve(facts, loan, tally) else { continue };
        for why in broken_terms(facts, person, home, school, loan) {
            refuse(tally, school, loan, &why);
        }
        if !seen.insert(loan) {
            refuse(tally, school, loan, &Text::new("重复", "listed more than once"));
        }
        days.entry(&loan.staff).or_default().insert(loan.weekday);
        lent.entry((home, loan.weekday)).or_default().insert(&loan.staff);
    }
    judge_days(facts, &days, tally);
    judge_shares(facts, &lent, tally);
    judge_work(facts, tally);
    judge_duties(facts, tally);
}

fn refuse(tally: &mut Tally, school: usize, loan: &Loan, why: &Text) {
    let (id, day) = (&loan.staff, words::weekday(loan.weekday));
    let to = &loan.school;
    let what = Text::new(
        format!("{id} {}支援 {to}：{}", day.zh, why.zh),
        format!("{id} is lent to {to} on {}: {}", day.en, why.en),
    );
    tally.violation(RULE, school, what);
}

/// Person, home school and school served of a loan; a fault when one does not exist.
fn resolve<'f, 'a>(
    facts: &'f Facts<'a>,
    loan: &Loan,
    tally: &mut Tally,
) -> Option<(&'f Person<'a>, usize, usize)> {
    let person = facts.people.get(loan.staff.as_str());
    let home = person.and_then(|person| person.home);
    let school = facts.school_index.get(loan.school.as_str()).copied();
    let known = match (person, home, school) {
        (Some(person), Some(home), Some(school)) if home != school => Some((person, home, school)),
        _ => None,
    };
    if known.is_none() || !(1..=7).contains(&loan.weekday) {
        let (id, to) = (&loan.staff, &loan.school);
        let what = Text::new(
            format!("支援 {id} 到 {to}：人员、学校或星期不存在，或就是本校"),
            format!(
                "loan of {id} to {to}: no such staff of a school, school or weekday, or the home school"
            ),
        );
        tally.bureau_fault(RULE, school.map_or("", |_| to), what);
    }
    known
}

fn broken_terms(
    facts: &Facts,
    person: &Person,
    home: usize,
    school: usize,
    loan: &Loan,
) -> Vec<Text> {
    let none = LoanTerms::default();
    let terms = person.staff.loan_terms.as_ref().unwrap_or(&none);
    let mut why = Vec::new();
    if !terms.willing {
        why.push(Text::new("本人不愿意", "not willing"));
    }
    if person.staff.kind != Some(StaffKind::Teacher) {
        why.push(Text::new("不是教师", "not a teacher"));
    }
    if !terms.weekdays.is_empty() && !terms.weekdays.contains(&loan.weekday) {
        why.push(Text::new("该日不可支援", "not on that weekday"));
    }
    if !terms.schools.is_empty() && !terms.schools.contains(&loan.school) {
        why.push(Text::new("不含该校", "not to that school"));
    }
    let most = terms.max_travel_minutes.unwrap_or(i32::MAX);
    if facts.travel_minutes(home, school).is_none_or(|minutes| minutes > most) {
        why.push(Text::new("路程过远", "too far to travel"));
    }
    let pairs_only = facts.bureau.loan_policy.as_ref().is_some_and(|policy| policy.pairs_only);
    let lender = &facts.schools[home].school.id;
    let mut pairs = facts.bureau.pairs.iter();
    if pairs_only && !pairs.any(|p| &p.lender == lender && p.borrower == loan.school) {
        why.push(Text::new("两校未结对", "the schools are not paired"));
    }
    why
}

fn judge_days(facts: &Facts, days: &BTreeMap<&str, BTreeSet<i32>>, tally: &mut Tally) {
    for (id, days) in days {
        let Some(person) = facts.people.get(id) else { continue };
        let terms = person.staff.loan_terms.as_ref();
        let most = terms.and_then(|terms| terms.max_weekdays).unwrap_or(1);
        if days.len() as i64 > i64::from(most) {
            let n = days.len();
            let what = Text::new(
                format!("{id} 每周支援 {n} 天，上限 {most} 天"),
                format!("{id} is lent on {n} weekdays, at most {most}"),
            );
            tally.violation(RULE, person.home.unwrap_or(0), what);
        }
    }
}

fn judge_shares(facts: &Facts, lent: &BTreeMap<(usize, i32), BTreeSet<&str>>, tally: &mut Tally) {
    let share = facts.bureau.loan_policy.as_ref().and_then(|policy| policy.max_share_percent);
    for (&(home, weekday), who) in lent {
        let staff = &facts.schools[home].school.staff;
        let willing = staff.iter().filter(|person| person.willing).count() as i64;
        let most = willing * i64::from(share.unwrap_or(20)) / 100;
        if who.len() as i64 > most {
            let (n, day) = (who.len(), words::weekday(weekday));
            let what = Text::new(
                format!("{}借出 {n} 人，上限 {most} 人", day.zh),
                format!("{n} staff are lent on {}, at most {most}", day.en),
            );
            tally.violation(RULE, home, what);
        }
    }
}

/// Duties are done at the home school, or the first school served.
fn judge_duties(facts: &Facts, tally: &mut Tally) {
    for (&id, person) in &facts.people {
        let is_away = |work: &&Work| {
            matches!(work.task, Task::Duty(..))
                && person.owner.is_some_and(|owner| owner != work.school)
        };
        for work in person.work.iter().filter(is_away) {
            let day = words::weekday(work.weekday);
            let what = Text::new(
                format!("{id} {}在外校值守", day.zh),
                format!("{id} has a duty at another school on {}", day.en),
            );
            tally.violation(RULE, work.school, what);
        }
    }
}

fn judge_work(facts: &Facts, tally: &mut Tally) {
    let loans: BTreeSet<(&str, &str, i32)> =
        facts.plan.loans.iter().map(|l| (l.staff.as_str(), l.school.as_str(), l.weekday)).collect();
    for (&id, person) in &facts.people {
        let days: BTreeSet<(usize, i32)> =
            person.work.iter().map(|work| (work.school, work.weekday)).collect();
        for (school, weekday) in days {
            let here = facts.schools[school].school.id.as_str();
            let may = match person.home {
                Some(home) => home == school || loans.contains(&(id, here, weekday)),
                None => person.staff.loan_terms.as_ref().is_some_and(|terms| {
                    terms.schools.is_empty() || terms.schools.iter().any(|s| s == here)
                }),
            };
            if !may {
                let day = words::weekday(weekday);
                let what = Text::new(
                    format!("{id} {}在 {here} 工作，但没有支援安排", day.zh),
                    format!("{id} works at {here} on {} without being lent there", day.en),
                );
                tally.violation(RULE, school, what);
            }
        }
    }
}
