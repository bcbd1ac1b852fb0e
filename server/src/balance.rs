//! A balance run: what the bureau handed in joined with its schools' data sets; and of the plan for
//! all of them, which is not kept, the loans, the figures and the points.

use crate::jobs::pipe::{Answer, StaffEffects};
use crate::jobs::verdict;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::store::{Findings, Found};
use crate::summary;
use kehou_domain::draft::Bureau;
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
    let activities = bureau.schools.iter().flat_map(|school| &school.activities);
    let known: BTreeSet<String> = activities.map(|activity| activity.id.clone()).collect();
    bureau.shared_staff.retain_mut(|person| {
        let Some(terms) = person.loan_terms.as_mut() else { return true };
        let named = terms.schools.len();
        let stays = !is_gone(&mut terms.schools);
        if terms.schools.len() < named {
            person.wanted_activities.retain(|id| known.contains(id));
            person.unwanted_activities.retain(|id| known.contains(id));
        }
        stays
    });
    for person in bureau.schools.iter_mut().flat_map(|school| &mut school.staff) {
        if person.loan_terms.as_mut().is_some_and(|terms| is_gone(&mut terms.schools)) {
            person.loan_terms = None;
        }
    }
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

#[cfg(test)]
mod tests {
    use super::{effects_on, join, leave_out_pupils, shown};
    use crate::jobs::pipe::StaffEffects;
    use crate::reason::Reason;
    use kehou_domain::draft::{Bureau, LoanTerms, Pair, School, Staff, Travel};
    use kehou_domain::fault::{Fault, Severity, Text};
    use kehou_format::memory;
    use kehou_proto::v1::{Kpis, Level, LoanEffect, Outcome, SchoolOutcome};

    fn served(schools: &[&str]) -> Staff {
        let schools = schools.iter().map(|&school| school.to_owned()).collect();
        let loan_terms = Some(LoanTerms { schools, ..LoanTerms::default() });
        Staff { loan_terms, ..Staff::default() }
    }

    #[test]
    fn what_is_said_of_schools_without_data_is_left_out() {
        let school = School {
            id: "a".into(),
            staff: vec![served(&["b"]), served(&[])],
            ..School::default()
        };
        let handed_in = Bureau { schools: vec![school], ..Bureau::default() };
        let bureau = Bureau {
            travel: vec![Travel { from: "a".into(), to: "b".into(), minutes: 5 }],
            pairs: vec![Pair { lender: "b".into(), borrower: "a".into() }],
            shared_staff: vec![served(&["a", "b"]), served(&["b"])],
            ..Bureau::default()
        };
        assert_eq!(join(bureau.clone(), &[]).unwrap_err(), Reason::NoSchoolHasData);
        let whole = join(bureau, &[memory::bureau_to_binary(&handed_in)]).unwrap();
        assert!(whole.travel.is_empty() && whole.pairs.is_empty());
        assert_eq!(whole.shared_staff, [served(&["a"])]);
        // Who may go only where nobody is goes nowhere; who may go anywhere still may.
        let terms: Vec<bool> =
            whole.schools[0].staff.iter().map(|one| one.loan_terms.is_some()).collect();
        assert_eq!(terms, [false, true]);
    }

    #[test]
    fn of_pupils_no_fault_is_told() {
        let fault = |path: &str| Fault {
            severity: Severity::Error,
            code: "unknown",
            path: path.into(),
            value: "s17".into(),
            cause: Text::new("s17", "s17"),
            action: Text::new("", ""),
        };
        let told = |path: &str| shown(&fault(path));
        assert_eq!(told("schools[a].students[s17].group").path, "schools[a]");
        assert!(!told("schools[a].pins[2].student").cause.en.contains("s17"));
        for path in ["schools[a].staff[t1].id", "travel[0].to"] {
            assert_eq!(told(path).path, path);
        }
    }

    #[test]
    fn an_outcome_tells_no_number_of_pupils() {
        let level = Some(Level { points_per_student: Some(2.5), ..Level::default() });
        let school = SchoolOutcome {
            students: Some(3),
            kpis: Some(Kpis::default()),
            quality: level,
            ..SchoolOutcome::default()
        };
        let mut outcome = Outcome {
            kpis: Some(Kpis::default()),
            shortfall: level,
            schools: vec![school],
            ..Outcome::default()
        };
        leave_out_pupils(&mut outcome);
        let school = &outcome.schools[0];
        assert!(outcome.kpis.is_none() && school.kpis.is_none() && school.students.is_none());
        for level in [outcome.shortfall, school.quality] {
            assert_eq!(level.unwrap().points_per_student, None);
        }
    }

    #[test]
    fn a_loan_tells_its_two_schools_of_themselves_only() {
        let effect = |school: &str| LoanEffect { school: school.into(), ..LoanEffect::default() };
        let effects = vec![effect("b"), effect("c"), effect("a")];
        let found = [StaffEffects { staff: "t".into(), effects }];
        assert_eq!(effects_on(["b", "a"], "t", &found), [effect("b"), effect("a")]);
        assert!(effects_on(["b", "a"], "u", &found).is_empty());
    }
}
