//! One mutation of a good data set for every code validation can say, with the path it must name.

mod contradictions;
mod errors;
#[path = "../rich/mod.rs"]
mod rich;
mod warnings;

use contradictions::{CONTRADICTIONS, pupil};
use errors::ERRORS;
use kehou_domain::draft::{
    Activity, Bureau, Companion, CompanionWish, Component, LoanTerms, School,
};
use kehou_domain::fault::Severity;
use kehou_domain::plan::SchoolPlan;
use kehou_domain::validate::{CODES, Report, validate};
use rich::rich;
use std::collections::BTreeSet;
use warnings::WARNINGS;

struct Case {
    code: &'static str,
    path: &'static str,
    change: fn(&mut Bureau),
}

const fn case(code: &'static str, path: &'static str, change: fn(&mut Bureau)) -> Case {
    Case { code, path, change }
}

fn first(bureau: &mut Bureau) -> &mut School {
    &mut bureau.schools[0]
}

fn activity<'a>(bureau: &'a mut Bureau, id: &str) -> &'a mut Activity {
    first(bureau).activities.iter_mut().find(|activity| activity.id == id).expect("known")
}

/// Every case.
fn cases() -> impl Iterator<Item = &'static Case> {
    ERRORS.iter().chain(WARNINGS).chain(CONTRADICTIONS)
}

fn changed(case: &Case) -> Report {
    let mut bureau = rich();
    (case.change)(&mut bureau);
    validate(&bureau)
}

fn found(report: &Report) -> Vec<(&str, &str)> {
    report.faults.iter().map(|fault| (fault.code, fault.path.as_str())).collect()
}

#[test]
fn the_rich_data_set_is_faultless() {
    assert_eq!(validate(&rich()), Report::default());
}

#[test]
fn every_mutation_is_found_where_it_is() {
    for case in cases() {
        let report = changed(case);
        let all = found(&report);
        assert!(all.contains(&(case.code, case.path)), "{} {}: {all:?}", case.code, case.path);
    }
}

#[test]
fn the_catalogue_is_what_is_used() {
    let listed: BTreeSet<&str> = CODES.iter().map(|info| info.code).collect();
    let tested: BTreeSet<&str> = cases().map(|case| case.code).collect();
    assert_eq!(listed, tested);
}

#[test]
fn severities_are_those_of_the_catalogue() {
    for case in ERRORS.iter().chain(WARNINGS) {
        let info = CODES.iter().find(|info| info.code == case.code).expect("listed");
        let report = changed(case);
        assert_eq!(
            report.has_errors(),
            info.severity == Severity::Error,
            "{} {:?}",
            case.code,
            found(&report)
        );
        for fault in &report.faults {
            let texts = [&fault.cause.zh, &fault.cause.en, &fault.action.zh, &fault.action.en];
            assert!(texts.iter().all(|text| !text.is_empty()), "{fault:?}");
        }
    }
}

#[test]
fn contradictions_are_told_apart_from_other_faults() {
    for case in CONTRADICTIONS {
        let report = changed(case);
        assert!(report.is_contradiction(), "{}: {:?}", case.path, found(&report));
    }
    let mut bureau = rich();
    (CONTRADICTIONS[0].change)(&mut bureau);
    bureau.schools[1].rooms[0].capacity = 0;
    let report = validate(&bureau);
    assert!(!report.is_contradiction());
    assert!(report.faults.iter().any(|fault| fault.code == "banned"));
}

#[test]
fn a_school_alone_may_name_schools_it_does_not_hold() {
    let mut bureau = rich();
    let named = |bureau: &Bureau| {
        let faults = validate(bureau).faults;
        faults.iter().any(|fault| fault.path.contains(".staff[t1].loan_terms.schools"))
    };
    let terms = |school: &str| LoanTerms { schools: vec![school.into()], ..LoanTerms::default() };
    first(&mut bureau).staff[0].loan_terms = Some(terms("elsewhere"));
    assert!(named(&bureau));
    bureau.schools.truncate(1);
    assert!(!named(&bureau));
    for odd in ["", "13812345678"] {
        first(&mut bureau).staff[0].loan_terms = Some(terms(odd));
        assert!(named(&bureau), "{odd}");
    }
}

#[test]
fn personal_numbers_are_never_echoed() {
    let number = "11010519491231002X";
    let mut bureau = rich();
    bureau.id = number.into();
    bureau.shared_staff[0].id = number.into();
    bureau.venues[0].id = number.into();
    let school = first(&mut bureau);
    school.id = number.into();
    school.name = format!("校{number}");
    school.rooms[0].kind = number.into();
    school.rooms[1].id = number.into();
    school.rooms[2].id = number.into();
    school.groups[0].id = number.into();
    school.groups[1].form_teacher = number.into();
    school.activities[0].id = number.into();
    school.activities[1].skill = number.into();
    school.activities[2].room_kinds = vec![number.into(), number.into()];
    school.staff[0].id = number.into();
    school.staff[1].wanted_activities = vec![number.into(), number.into()];
    school.staff[1].unwanted_activities = vec![number.into()];
    for student in &mut school.students {
        student.student = number.into();
        student.companions =
            vec![Companion { student: number.into(), wish: Some(CompanionWish::Apart) }];
    }
    school.dismissal_points[0].gates[0].gate = number.into();
    school.pins = vec![pupil(number, number), pupil(number, number)];
    school.bans = vec![pupil(number, number)];
    school.incumbent = Some(SchoolPlan { school: number.into(), ..SchoolPlan::default() });
    let report = validate(&bureau);
    assert!(report.faults.iter().filter(|fault| fault.code == "personal_number").count() > 15);
    assert!(!format!("{report:?}").contains("110105"));
}

#[test]
fn all_faults_come_at_once() {
    let mut bureau = rich();
    let mut expected = Vec::new();
    let compatible = [
        ("schools[tiny-1].rooms[r1].capacity", "out_of_range"),
        ("schools[tiny-1].students[s1].grade", "grade_mismatch"),
        ("travel[0].minutes", "out_of_range"),
        ("term.last_day", "dates_reversed"),
    ];
    for case in ERRORS.iter().filter(|case| compatible.contains(&(case.path, case.code))) {
        if case.path == "term.last_day" && case.code == "out_of_range" {
            continue;
        }
        (case.change)(&mut bureau);
        expected.push((case.code, case.path));
    }
    let report = validate(&bureau);
    assert_eq!(expected.len(), 4);
    assert!(expected.iter().all(|fault| found(&report).contains(fault)), "{:?}", found(&report));
}

#[test]
fn long_values_are_cut() {
    let mut bureau = rich();
    bureau.schools[0].students[0].group = "长".repeat(5_000);
    let report = validate(&bureau);
    assert!(report.has_errors());
    for fault in &report.faults {
        assert!(fault.value.chars().count() <= 80 && fault.cause.zh.chars().count() < 300);
    }
}

#[test]
fn a_component_that_opens_per_slot_needs_no_pattern() {
    let mut bureau = rich();
    activity(&mut bureau, "reading").component = Some(Component::Care);
    assert!(!validate(&bureau).has_errors());
}
