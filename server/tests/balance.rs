//! What is believed of a worker that planned a whole bureau: two tiny schools, of which the second
//! has nobody for paper and the first somebody who may go there on Mondays.

use kehou_domain::draft::Bureau;
use kehou_domain::instance::Instance;
use kehou_engine::{Control, Options};
use kehou_format::memory;
use kehou_profiles::neighbours;
use kehou_proto::v1::{self, LoanEffect};
use kehou_server::balance::judge;
use kehou_server::jobs::pipe::{Answer, StaffEffects};
use kehou_server::reason::Reason;
use kehou_server::store::{Findings, Found};

const TERM: &str = "2026-03-02";

/// What a worker says of it.
fn answer(bureau: &Bureau) -> Answer {
    let options = Options { threads: 1, seed: 1, work_limit: Some(20), gap: 0.0, loans: true };
    let control = Control { stop: &|| None, progress: &|_| {} };
    let found = kehou_engine::solve(&Instance::new(bureau), &options, &control);
    let mut outcome = found.claim(1);
    outcome.plan_digest = found.plan.as_ref().map(kehou_format::plan_digest).unwrap_or_default();
    let effect = |school: &str| LoanEffect { school: school.into(), ..LoanEffect::default() };
    let effects = vec![effect("tiny-2"), effect("elsewhere"), effect("tiny-1")];
    Answer {
        outcome: Some(memory::outcome_to_wire(&outcome)),
        plan: found.plan.as_ref().map(memory::plan_to_wire),
        effects: vec![StaffEffects { staff: "t4".into(), effects }],
    }
}

fn judged(bureau: &Bureau, answer: Answer) -> Result<(v1::Outcome, Findings), Reason> {
    match judge(&memory::bureau_to_binary(bureau), answer, 0.0, TERM)? {
        (outcome, Found::Balance(found)) => Ok((outcome, found)),
        _ => panic!("there is a plan"),
    }
}

#[test]
fn loans_and_figures_are_kept_and_no_plan() {
    let bureau = neighbours();
    let (outcome, found) = judged(&bureau, answer(&bureau)).unwrap();
    let [loan] = &found.loans[..] else { panic!("{:?}", found.loans) };
    let of = (loan.staff.as_str(), loan.lender.as_str(), loan.borrower.as_str());
    assert_eq!(of, ("t4", "tiny-1", "tiny-2"));
    assert_eq!((loan.weekdays.as_slice(), loan.term.as_str()), ([1].as_slice(), TERM));
    let told: Vec<&str> = loan.effects.iter().map(|effect| effect.school.as_str()).collect();
    assert_eq!(told, ["tiny-2", "tiny-1"]);
    let schools: Vec<&str> = found.summaries.iter().map(|one| one.school.as_str()).collect();
    assert_eq!(schools, ["tiny-1", "tiny-2"]);
    assert!(outcome.schools.iter().all(|one| one.kpis.is_none() && one.students.is_none()));
    assert!(outcome.kpis.is_none() && outcome.quality.is_some());
}

#[test]
fn a_plan_that_breaks_a_rule_leaves_nothing() {
    let bureau = neighbours();
    let good = answer(&bureau);
    let spoilt: [fn(&mut v1::Plan); 4] = [
        // Work at a school to which nobody was lent.
        |plan| plan.loans.clear(),
        // A loan on another day than the terms allow.
        |plan| plan.loans[0].weekday = 3,
        |plan| plan.schools[1].sections[0].students.clear(),
        |plan| plan.bureau = "elsewhere".into(),
    ];
    for spoil in spoilt {
        let mut bad = good.clone();
        bad.plan.as_mut().map(spoil).unwrap();
        assert_eq!(judged(&bureau, bad).unwrap_err(), Reason::CheckRefused);
    }
    let mut bold = good;
    let level = bold.outcome.as_mut().and_then(|outcome| outcome.quality.as_mut()).unwrap();
    level.bound = Some(i64::MAX / 2);
    assert_eq!(judged(&bureau, bold).unwrap_err(), Reason::CheckRefused);
}
