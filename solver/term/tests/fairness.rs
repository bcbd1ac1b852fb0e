//! The lottery and what is carried into the next term, on plans of the engine.

use kehou_domain::draft::{Bureau, Staff, StaffCarryOver};
use kehou_domain::instance::Instance;
use kehou_domain::plan::Plan;
use kehou_engine::{Control, Options, solve};
use kehou_profiles::{Options as Size, generate};
use kehou_term::Calendar;
use kehou_term::carry_over::carry_over;
use kehou_term::lottery::{draw, number, settle, verify};

/// A school where many want the same: classmates differ only by reference.
fn school_of_twins() -> Bureau {
    let size = Size { schools: Some(1), pupils: Some(90), ..Size::default() };
    let mut bureau = generate("gucheng", &size).expect("a school");
    let school = &mut bureau.schools[0];
    for at in 0..school.students.len() {
        let first = school.students.iter().position(|s| s.group == school.students[at].group);
        let first = school.students[first.expect("a classmate")].clone();
        let me = &mut school.students[at];
        me.companions.clear();
        me.attendance.clone_from(&first.attendance);
        me.choices.clone_from(&first.choices);
        me.wanted_sessions = first.wanted_sessions;
        me.refused.clone_from(&first.refused);
        me.priorities.clone_from(&first.priorities);
        (me.carry_over, me.accepts_substitutes) = (first.carry_over, first.accepts_substitutes);
    }
    bureau
}

fn planned(bureau: &Bureau) -> Plan {
    let options = Options { threads: 1, seed: 1, work_limit: Some(1_500), gap: 0.01, loans: true };
    let control = Control { stop: &|| None, progress: &|_| {} };
    solve(&Instance::new(bureau), &options, &control).plan.expect("a plan")
}

#[test]
fn a_number_is_what_sha256sum_says() {
    // printf 'seed-2026\nno-1\np1' | sha256sum
    assert_eq!(number("seed-2026", "no-1", "p1"), NUMBER);
}

const NUMBER: &str = "c9eae682d4cf0826d97bd631a1cb2de8d5a15a1ea54bf79d7d11dbc6ef272064";

#[test]
fn the_draw_follows_the_seed_alone() {
    let mut bureau = school_of_twins();
    let before = draw("a", &bureau.schools[0]);
    bureau.schools[0].students.reverse();
    assert_eq!(draw("a", &bureau.schools[0]), before);
    assert_ne!(draw("b", &bureau.schools[0])[0].student, before[0].student);
    assert!(before.windows(2).all(|pair| pair[0].number < pair[1].number));
}

#[test]
fn ties_go_to_the_earlier_draw_and_no_point_moves() {
    let bureau = school_of_twins();
    let plan = planned(&bureau);
    let before = kehou_check::check(&bureau, &plan);
    let mut changed = 0;
    for seed in ["2026-11-22", "2026-11-23", "2026-11-24"] {
        let mut settled = plan.clone();
        let lottery = settle(&bureau, &mut settled, seed);
        changed += lottery.schools[0].settled.len();
        let after = kehou_check::check(&bureau, &settled);
        assert!(after.is_clean(), "{:?}", after.violations);
        assert_eq!(after.points, before.points);
        let verdict = verify(&bureau, &settled, &lottery);
        assert_eq!((verdict.wrong_draws.len(), verdict.open_ties.len()), (0, 0));
        let wrong = verify(&bureau, &plan, &lottery);
        assert_eq!(wrong.open_ties.is_empty(), lottery.schools[0].settled.is_empty());
        better_weeks_are_drawn_earlier(&bureau, &settled, seed);
    }
    assert!(changed > 0, "the school has no tie");
}

/// Classmates are twins, so their points must grow along the draw.
fn better_weeks_are_drawn_earlier(bureau: &Bureau, plan: &Plan, seed: &str) {
    let school = &bureau.schools[0];
    let explained = kehou_check::explanations(bureau, plan);
    let points = |student: &str| {
        let mut students = explained.schools[0].students.iter();
        students.find(|s| s.student == student).expect("explained").points
    };
    let tickets = draw(seed, school);
    for group in &school.groups {
        let of_group = |student: &str| {
            school.students.iter().any(|s| s.student == student && s.group == group.id)
        };
        let along: Vec<i64> = tickets
            .iter()
            .filter(|ticket| of_group(&ticket.student))
            .map(|ticket| points(&ticket.student))
            .collect();
        assert!(along.is_sorted(), "{}: {along:?}", group.id);
    }
}

#[test]
fn a_changed_record_is_found_out() {
    let bureau = school_of_twins();
    let mut plan = planned(&bureau);
    let mut lottery = settle(&bureau, &mut plan, "seed");
    lottery.schools[0].tickets.swap(0, 1);
    assert_eq!(verify(&bureau, &plan, &lottery).wrong_draws, [bureau.schools[0].id.clone()]);
    let missing = kehou_term::lottery::Lottery { schools: Vec::new(), ..lottery };
    assert_eq!(verify(&bureau, &plan, &missing).wrong_draws.len(), 1);
}

#[test]
fn disadvantage_is_carried_by_half_and_only_to_who_was_there() {
    let size = Size { schools: Some(1), pupils: Some(120), ..Size::default() };
    let this = generate("gucheng", &size).expect("a school");
    let plan = planned(&this);
    let explanations = kehou_check::explanations(&this, &plan);
    let mut next = this.clone();
    next.schools[0].students[0].student = "newcomer".into();
    next.schools[0].students[0].carry_over = 7;
    next.schools[0].staff.push(Staff {
        id: "new-teacher".into(),
        carry_over: StaffCarryOver { late: 9, gate: 9 },
        ..Staff::default()
    });
    let calendar = Calendar::new(&this, &plan).expect("a calendar");
    let carried = carry_over(&this, &calendar, &explanations, &mut next);
    assert_eq!(carried.students, 119);
    assert_eq!(next.schools[0].students[0].carry_over, 7);
    let was = this.schools[0].students.iter();
    let points = &explanations.schools[0].students;
    for ((now, was), left) in next.schools[0].students.iter().zip(was).zip(points).skip(1) {
        let half = left.points.midpoint(was.carry_over.into());
        assert_eq!(i64::from(now.carry_over), half.min(100), "{}", now.student);
    }
    let counts = &explanations.schools[0].staff;
    for (person, count) in this.schools[0].staff.iter().zip(counts) {
        let person = next.schools[0].staff.iter().find(|p| p.id == person.id).expect("kept");
        assert_eq!(person.carry_over.late, count.late_days, "{}", person.id);
    }
    let last = next.schools[0].staff.last().expect("the new teacher");
    assert_eq!(last.carry_over, StaffCarryOver { late: 9, gate: 9 });
}
