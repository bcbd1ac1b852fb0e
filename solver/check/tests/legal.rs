//! The legal plan of the fixture: clean, and every point worked out by hand.

mod fixture;

use fixture::after;
use kehou_check::{CheckReport, SchoolReport, check};
use kehou_domain::draft::Bureau;
use kehou_domain::plan::Plan;
use kehou_domain::rule::{Kind, Rule};
use kehou_domain::validate::validate;

fn nonzero(points: &[(Rule, i64)]) -> Vec<(Rule, i64)> {
    points.iter().copied().filter(|entry| entry.1 != 0).collect()
}

#[test]
fn legal_plan_breaks_nothing() {
    let report = after(|_, _| ());
    assert!(report.is_clean(), "{:#?}", report.violations);
}

#[test]
fn legal_plan_has_the_points_worked_out_by_hand() {
    let report = after(|_, _| ());
    let [a, b] = &report.schools[..] else { panic!("two schools") };
    assert_eq!(
        nonzero(&a.points),
        [
            // m2 and m3 have no training; k3 refuses ball and needs none.
            (Rule::TrainingMinimum, 2 * 50),
            // k1: ball 0 + chess 2; k2 (150): ball 2; m1: ball, not listed, 38;
            // m3 (120): choir 0, wants 3 (slots attended) and has 2: 45.
            (Rule::Preference, 100 * 2 + 150 * 2 + 100 * 38 + 120 * 45),
            // Only t4: 12 + 5 periods over 15.
            (Rule::WorkloadBalance, 20 * 4),
            // t3 would like to lead chess.
            (Rule::StaffWish, 40),
            // Shortfall 100 for 6 pupils: 16 each.
            (Rule::SchoolEquity, 20 * 16 * 16),
            (Rule::SectionEffort, 10 * 60),
            // 26 periods at 50 yuan and one at 100, ten weeks: 14,000 yuan.
            (Rule::Pay, 140),
        ]
    );
    assert_eq!((a.shortfall, a.quality), (100, 9700 + 80 + 40 + 5120 + 600 + 140));
    assert_eq!(
        nonzero(&b.points),
        // t6 is lent once, 20 minutes away; one section; 50 yuan for ten weeks.
        [(Rule::LoanEffort, 3 * 20 + 40), (Rule::SectionEffort, 60), (Rule::Pay, 5)]
    );
    assert_eq!(report.shortfall, 100);
    assert_eq!(report.quality, a.quality + b.quality);
}

#[test]
fn points_are_listed_for_rules_that_are_on() {
    let report = after(|_, _| ());
    let listed: Vec<Rule> = report.points.iter().map(|entry| entry.0).collect();
    let counted: Vec<Rule> = Rule::all().filter(|rule| rule.kind() != Kind::Hard).collect();
    assert_eq!(listed, counted);
    let b: &SchoolReport = &report.schools[1];
    assert!(!b.points.iter().any(|entry| entry.0 == Rule::Patrol));
}

#[test]
fn nothing_has_nothing() {
    let report = check(&Bureau::default(), &Plan::default());
    assert!(report.is_clean());
    assert_eq!((report.shortfall, report.quality), (0, 0));
    assert_eq!(report.schools, CheckReport::default().schools);
}

#[test]
fn input_of_the_fixture_has_no_faults() {
    let report = validate(&fixture::bureau());
    assert!(!report.has_errors(), "{:#?}", report.faults);
}
