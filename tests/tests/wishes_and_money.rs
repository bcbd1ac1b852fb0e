//! Companions, wet weather, pay and budget in the engine, and staying close to an incumbent plan:
//! value >= optimum of the formulation >= bound at both levels, and the check agrees.

use kehou_check::check;
use kehou_domain::draft::{Budget, Bureau, Companion, CompanionWish};
use kehou_domain::policy::RuleSetting;
use kehou_domain::rule::Rule;
use kehou_profiles::tiny;
use kehou_tests::agreement::{disagreement, planned};
use kehou_tests::full::full_bureau;
use kehou_tests::seeds;

/// Rules on pupils and money that [`kehou_tests::random`] leaves out.
const RULES: [Rule; 4] = [Rule::Companions, Rule::WetWeather, Rule::Budget, Rule::Pay];

/// Work per school, thousands of week searches.
const WORK: u64 = 50;

fn disagreements(cases: u64, rules: impl Fn(u64) -> Vec<Rule>) -> Vec<String> {
    seeds(cases)
        .filter_map(|seed| {
            let bureau = full_bureau(seed, &rules(seed));
            Some(format!("seed {seed}: {}", disagreement(&bureau, WORK)?))
        })
        .collect()
}

#[test]
fn optimum_lies_between_value_and_bound() {
    let wrong = disagreements(200, |_| RULES.to_vec());
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_rule_by_itself_is_counted_and_bounded() {
    let wrong = disagreements(200, |seed| vec![RULES[seed as usize % RULES.len()]]);
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}

/// The incumbent is any plan, legal or not; within a change budget there may be no plan to find.
#[test]
fn changes_against_an_incumbent_are_counted_and_kept_within_the_budget() {
    let wrong = disagreements(200, |seed| match seed % 3 {
        0 => vec![Rule::Stability],
        1 => vec![Rule::Stability, Rule::ChangeBudget],
        _ => [Rule::Stability, Rule::ChangeBudget].into_iter().chain(RULES).collect(),
    });
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}

/// `tiny` with one rule on.
fn tiny_with(rule: Rule) -> Bureau {
    let mut bureau = tiny();
    let setting = RuleSetting { rule: Some(rule), enabled: Some(true), weight: None };
    bureau.policy.rules.push(setting);
    bureau
}

fn points(bureau: &Bureau, rule: Rule) -> i64 {
    assert_eq!(disagreement(bureau, WORK), None);
    let plan = planned(bureau, WORK).plan.expect("tiny has a plan");
    check(bureau, &plan).points_of(rule)
}

/// s5 and s8, both of whom want go, are apart although go has one section: it needs three of the
/// five who may join.
#[test]
fn wishes_of_companions_come_before_choices() {
    let mut bureau = tiny_with(Rule::Companions);
    assert_eq!(points(&bureau, Rule::Companions), 0, "s2 is with s3");
    let wish = |student: &str, wish| Companion { student: student.into(), wish: Some(wish) };
    let students = &mut bureau.schools[0].students;
    students[4].companions = vec![wish("s8", CompanionWish::Apart)];
    assert_eq!(points(&bureau, Rule::Companions), 0, "s5 is apart from s8");
    // s4 leaves early and s6 does not come on Wednesdays.
    bureau.schools[0].students[4].companions = vec![wish("s8", CompanionWish::Together)];
    bureau.schools[0].students[7].companions = vec![wish("s5", CompanionWish::Apart)];
    assert_eq!(points(&bureau, Rule::Companions), 30, "one of two wishes against each other");
    let solution = planned(&bureau, WORK);
    assert_eq!(solution.schools[0].shortfall.bound, 30);
}

/// Ball is on the court; there are classrooms for both of its sections at any time.
#[test]
fn a_room_that_stands_empty_is_the_stand_in() {
    let bureau = tiny_with(Rule::WetWeather);
    assert_eq!(points(&bureau, Rule::WetWeather), 0);
    let plan = planned(&bureau, WORK).plan.expect("tiny has a plan");
    let sessions = plan.schools[0].sections.iter().flat_map(|section| &section.sessions);
    let outdoors: Vec<_> = sessions.filter(|session| session.room == "court").collect();
    assert!(!outdoors.is_empty());
    assert!(outdoors.iter().all(|session| !session.wet_weather_room.is_empty()));
}

/// Everybody is paid alike here, so that pay is the number of periods.
#[test]
fn pay_counts_every_period() {
    let mut bureau = tiny_with(Rule::Pay);
    bureau.schools[0].staff.iter_mut().for_each(|person| person.pay_per_period_fen = 10_000);
    let plan = planned(&bureau, WORK).plan.expect("tiny has a plan");
    let periods = kehou_check::kpis(&bureau, &plan).0.staff_periods;
    assert_eq!(points(&bureau, Rule::Pay), 18 * periods);
}

/// Without any income every 100 yuan is over budget, so that only what would cost more remains.
#[test]
fn over_budget_sections_close() {
    let mut bureau = tiny_with(Rule::Budget);
    let school = &mut bureau.schools[0];
    school.staff.iter_mut().for_each(|person| person.pay_per_period_fen = 10_000);
    school.budget = None;
    let rich = planned(&bureau, WORK).plan.expect("tiny has a plan");
    bureau.schools[0].budget = Some(Budget::default());
    let poor = planned(&bureau, WORK).plan.expect("tiny has a plan");
    let periods = |plan| kehou_check::kpis(&bureau, plan).0.staff_periods;
    assert!(periods(&poor) < periods(&rich), "{} {}", periods(&poor), periods(&rich));
    assert_eq!(points(&bureau, Rule::Budget), 18 * periods(&poor));
}
