//! A balance run: what the bureau handed in joined with its schools' data sets; and of the plan for
//! all of them, which is not kept, the loans, the figures and the points.

use crate::jobs::pipe::{Answer, StaffEffects};
use crate::jobs::verdict;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::store::{Findings, Found};
use crate::summary;
use kehou_domain::draft::{Bureau, School};
use kehou_domain::fault::{Fault, Text};
use kehou_domain::plan::Plan;
use kehou_domain::validate::validate;
use kehou_format::memory;
use kehou_proto::v1::{LoanEffect, Outcome, SchoolSummary, StoredLoan};
use std::collections::{BTreeMap, BTreeSet};

/// The whole bureau: what it handed in, and the schools of these data sets. What it says of other
/// schools is left out.
pub fn join(mut bureau: Bureau, contents: &[Vec<u8>]) -> Result<Bureau, Reason> {
    for content in contents {
        let data = memory::bureau_from_binary(content).map_err(|_| Reason::Internal)?;
        bureau.schools.extend(data.schools);
    }
    if bureau.schools.is_empty() {
        return Err(Reason::NoSchoolHasData);
    }
    leave_out_absent(&mut bureau);
    Ok(bureau)
}

fn leave_out_absent(bureau: &mut Bureau) {
    let here: BTreeSet<String> = bureau.schools.iter().map(|school| school.id.clone()).collect();
    // Whether nothing is left of a list that named some.
    let is_gone = |list: &mut Vec<String>| {
        let named = list.len();
        list.retain(|id| here.contains(id));
        named > 0 && list.is_empty()
    };
    bureau.travel.retain(|way| here.contains(&way.from) && here.contains(&way.to));
    bureau.pairs.retain(|pair| here.contains(&pair.lender) && here.contains(&pair.borrower));
    bureau.venues.retain_mut(|venue| !is_gone(&mut venue.schools));
    bureau.shared_staff.retain_mut(|person| {
        let terms = person.loan_terms.as_mut();
        !terms.is_some_and(|terms| is_gone(&mut terms.schools))
    });
    for person in bureau.schools.iter_mut().flat_map(|school| &mut school.staff) {
        if person.loan_terms.as_mut().is_some_and(|terms| is_gone(&mut terms.schools)) {
            person.loan_terms = None;
        }
    }
    let known: BTreeSet<&str> = activities(&bureau.schools).collect();
    for person in &mut bureau.shared_staff {
        person.wanted_activities.retain(|id| known.contains(id.as_str()));
        person.unwanted_activities.retain(|id| known.contains(id.as_str()));
    }
}

fn activities(schools: &[School]) -> impl Iterator<Item = &str> {
    schools.iter().flat_map(|school| &school.activities).map(|activity| activity.id.as_str())
}

/// Refuses a whole that has errors. Of a school's data the bureau is told what is about staff only.
pub fn refuse_errors(whole: &Bureau) -> Result<(), Refusal> {
    let report = validate(whole);
    if let Some(refusal) = Refusal::of_personal_numbers(&report) {
        return Err(refusal);
    }
    let faults: BTreeMap<String, Fault> =
        report.errors().map(shown).map(|fault| (fault.path.clone(), fault)).collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Refusal::from(Reason::BureauDataHasErrors).at_faults(faults.values()))
}

fn shown(fault: &Fault) -> Fault {
    let of_school = fault.path.strip_prefix("schools[").and_then(|rest| rest.split_once(']'));
    match of_school {
        Some((school, rest)) if !rest.starts_with(".staff[") => Fault {
            path: format!("schools[{school}]"),
            cause: Text::new(
                "该校数据与教育局数据不相容；请由该校校验后重新提交",
                "the school's data do not go together with the bureau's; the school mends them",
            ),
            ..fault.clone()
        },
        _ => fault.clone(),
    }
}

/// Judges a worker's answer. An error means that nothing of it must be stored.
pub fn judge(
    content: &[u8],
    answer: Answer,
    gap: f64,
    term: &str,
) -> Result<(Outcome, Found), Reason> {
    let effects = answer.effects.clone();
    let (bureau, outcome, plan) = verdict::checked(content, answer, gap)?;
    let mut outcome = memory::outcome_to_wire(&outcome);
    let found = plan.map_or(Found::Nothing, |plan| {
        Found::Balance(Findings {
            summaries: summaries(&bureau, &plan, &outcome, term),
            loans: loans(&bureau, &plan, &effects, term),
        })
    });
    leave_out_pupils(&mut outcome);
    Ok((outcome, found))
}

fn summaries(bureau: &Bureau, plan: &Plan, outcome: &Outcome, term: &str) -> Vec<SchoolSummary> {
    let explained = memory::explanations_to_wire(&kehou_check::explanations(bureau, plan)).schools;
    let schools = outcome.schools.iter().zip(explained);
    let of = |(school, explained): (&kehou_proto::v1::SchoolOutcome, _)| {
        let explained: kehou_proto::v1::SchoolExplanations = explained;
        let kpis = school.kpis.clone().unwrap_or_default();
        let summary = summary::of(&school.school, term, &kpis, explained.staff.into_iter());
        SchoolSummary { publish_time: None, ..summary }
    };
    let mut summaries: Vec<SchoolSummary> = schools.map(of).collect();
    summaries.sort_by(|a, b| a.school.cmp(&b.school));
    summaries
}

/// Numbers of pupils are told by the summaries, where small ones are not.
fn leave_out_pupils(outcome: &mut Outcome) {
    outcome.kpis = None;
    let of_all = [outcome.shortfall.as_mut(), outcome.quality.as_mut()];
    let of_schools = outcome.schools.iter_mut().flat_map(|school| {
        school.kpis = None;
        school.students = None;
        [school.shortfall.as_mut(), school.quality.as_mut()]
    });
    for level in of_all.into_iter().chain(of_schools).flatten() {
        level.points_per_student = None;
    }
}

/// Loans of a plan, by staff and borrower.
fn loans(bureau: &Bureau, plan: &Plan, found: &[StaffEffects], term: &str) -> Vec<StoredLoan> {
    let mut days: BTreeMap<(&str, &str), BTreeSet<i32>> = BTreeMap::new();
    for loan in &plan.loans {
        days.entry((&loan.staff, &loan.school)).or_default().insert(loan.weekday);
    }
    let of = |((staff, borrower), weekdays): ((&str, &str), BTreeSet<i32>)| {
        let home =
            bureau.schools.iter().find(|school| school.staff.iter().any(|p| p.id == staff))?;
        Some(StoredLoan {
            term: term.to_owned(),
            staff: staff.to_owned(),
            lender: home.id.clone(),
            borrower: borrower.to_owned(),
            weekdays: weekdays.into_iter().collect(),
            effects: effects_on([borrower, &home.id], staff, found),
            ..StoredLoan::default()
        })
    };
    days.into_iter().filter_map(of).collect()
}

/// What is known of a teacher's loans for two schools; of others these are not told.
fn effects_on(schools: [&str; 2], staff: &str, found: &[StaffEffects]) -> Vec<LoanEffect> {
    let of_staff = found.iter().filter(|one| one.staff == staff).flat_map(|one| &one.effects);
    of_staff.filter(|effect| schools.contains(&effect.school.as_str())).cloned().collect()
}
