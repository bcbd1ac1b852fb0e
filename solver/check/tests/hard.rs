//! Every hard rule: a change of the legal plan or of its input that breaks exactly that rule, and
//! changes near by that do not.

mod fixture;

use fixture::{
    Change, after, at, bureau, close, duty, item, legal_plan, person, put, school, section,
    session, take, violated,
};
use kehou_check::check;
use kehou_domain::draft::{
    Bureau, Category, ChangeBudget, Companion, DutyKind, Fact, LoanPolicy, LoanTerms, Pair,
    Pattern, StaffKind, Window,
};
use kehou_domain::plan::{DutyAssignment, Loan, Plan, SchoolPlan, Section};
use kehou_domain::policy::RuleSetting;
use kehou_domain::rule::{Kind, Rule};
use std::collections::BTreeSet;

/// Rule, what is done, the change.
type Case = (Rule, &'static str, Change);

const PUPILS: &[Case] = &[
    (Rule::OnePlace, "in chess and care at once", |_, p| put(p, "k1", "care-mon3")),
    (Rule::OnePlace, "in care after leaving", |_, p| put(p, "k3", "care-mon3")),
    (Rule::OnePlace, "a school without plan", |_, p| p.schools.truncate(1)),
    (Rule::OnePlace, "a school twice", |_, p| p.schools.push(p.schools[1].clone())),
    (Rule::OnePlace, "a school nobody knows", |_, p| {
        p.schools.push(SchoolPlan { school: "z".into(), ..SchoolPlan::default() });
    }),
    (Rule::OnePlace, "plan of another bureau", |_, p| p.bureau = "other".into()),
    (Rule::WholeSection, "chess after leaving", |_, p| put(p, "k3", "chess")),
    (Rule::WholeSection, "listed twice", |_, p| put(p, "k1", "ball")),
    (Rule::WholeSection, "not of the school", |_, p| put(p, "b1", "care-mon3")),
    (Rule::OncePerActivity, "two ball sections", |_, p| {
        take(p, "k1", "care-wed");
        take(p, "k2", "care-wed");
        p.schools[0].sections.push(Section {
            id: "ball-2".into(),
            activity: "ball".into(),
            sessions: vec![session(at(3, 2), "yard", "t3")],
            students: vec!["k1".into(), "k2".into()],
        });
    }),
    (Rule::Eligible, "refused", |_, p| {
        close(p, "care-mon2");
        put(p, "k3", "ball");
    }),
    (Rule::Eligible, "not listed", |_, p| {
        take(p, "k2", "care-mon3");
        put(p, "k2", "chess");
    }),
    (Rule::Eligible, "not of the grade", |b, _| item(b, "chess").grades = vec![3]),
    (Rule::Eligible, "training not needed", |b, _| {
        b.policy.training_minimum_sessions = Some(0);
    }),
    (Rule::HomeworkCap, "work and homework care", |b, _| {
        item(b, "care").category = Some(Category::Homework);
    }),
    (Rule::WrittenHomework, "written in grade 1", |b, _| item(b, "read").written_homework = true),
];

const SECTIONS: &[Case] = &[
    (Rule::SectionSize, "too few", |_, p| take(p, "m3", "choir")),
    (Rule::SectionSize, "too many", |b, _| item(b, "ball").max_size = 2),
    (Rule::SectionSize, "nobody", |_, p| take(p, "k3", "care-mon2")),
    (Rule::SectionPattern, "no such activity", |_, p| section(p, "chess").activity = "x".into()),
    (Rule::SectionPattern, "no such slot", |_, p| {
        section(p, "care-wed").sessions[0].start.period = 9;
    }),
    (Rule::SectionPattern, "no session", |_, p| section(p, "ball").sessions.clear()),
    (Rule::SectionPattern, "two sessions per slot", |_, p| {
        section(p, "care-mon2").sessions.push(session(at(1, 9), "r2", "t2"));
    }),
    (Rule::SectionPattern, "not a listed pattern", |b, _| {
        item(b, "chess").patterns = vec![Pattern { starts: vec![at(3, 2)] }];
    }),
    (Rule::SectionPattern, "not enough sessions", |b, _| {
        item(b, "choir").sessions_per_week = Some(1);
    }),
    (Rule::SectionPattern, "beyond the bell table", |b, _| {
        item(b, "chess").periods_per_session = Some(2);
    }),
    (Rule::SectionPattern, "groups mixed", |b, p| {
        item(b, "read").grades.push(3);
        take(p, "m1", "work-mon");
        put(p, "m1", "read-mon");
    }),
    (Rule::SectionPattern, "too many per slot", |b, _| item(b, "care").max_sections = Some(0)),
    (Rule::SectionPattern, "an id twice", |_, p| section(p, "chess").id = "choir".into()),
    (Rule::RoomFit, "wrong kind", |_, p| section(p, "ball").sessions[0].room = "r1".into()),
    (Rule::RoomFit, "no such room", |_, p| section(p, "ball").sessions[0].room = "x".into()),
    (Rule::RoomFit, "too small", |b, _| school(b).rooms[3].capacity = 2),
    (Rule::RoomFit, "not available", |b, _| school(b).rooms[3].unavailable = vec![at(1, 2)]),
    (Rule::RoomFit, "not the home room", |_, p| {
        section(p, "read-mon").sessions[0].room = "hall".into();
    }),
    (Rule::RoomFit, "two at once", |_, p| section(p, "care-mon3").sessions[0].room = "r2".into()),
    (Rule::RoomFit, "venue of others", |b, p| {
        item(b, "ball").room_kinds = vec!["pool".into()];
        b.venues[0].schools = vec!["b".into()];
        section(p, "ball").sessions[0].room = "pool".into();
    }),
    (Rule::EquipmentPool, "too few pieces", |b, _| school(b).equipment[0].owned = 1),
];

const STAFF: &[Case] = &[
    (Rule::SessionStaffed, "choir without lead", |_, p| {
        section(p, "choir").sessions.iter_mut().for_each(|session| session.lead.clear());
    }),
    (Rule::SameLead, "choir with two leads", |_, p| {
        section(p, "choir").sessions[1].lead = "t3".into();
    }),
    (Rule::StaffOnePlace, "leads while on patrol", |_, p| {
        section(p, "care-mon3").sessions[0].lead = "t3".into();
    }),
    (Rule::StaffOnePlace, "leads and assists", |_, p| {
        section(p, "ball").sessions[0].assistants.push("t3".into());
    }),
    (Rule::StaffOnePlace, "nobody of that id", |_, p| {
        section(p, "care-mon2").sessions[0].lead = "ghost".into();
    }),
    (Rule::StaffOnePlace, "at the gate until after the next bell", |b, p| {
        school(b).dismissal_points[0].wave_minutes = Some(10);
        let guard = p.schools[0].duties.iter_mut().find(|d| d.staff == "t4");
        guard.expect("a guard").staff = "t2".into();
    }),
    (Rule::StaffOnePlace, "two gates in one wave", |b, p| {
        person(b, "t4").weekly_cap = None;
        let guard = duty(DutyKind::GateGuard, "t4", 3, 2);
        p.schools[0].duties.push(DutyAssignment { gate: "h".into(), wave: 1, ..guard });
    }),
    (Rule::StaffOnePlace, "two campuses a day", |b, p| {
        two_campuses(b, p);
    }),
    (Rule::StaffOnePlace, "a duty of no kind", |_, p| p.schools[0].duties[0].kind = None),
    (Rule::StaffAvailable, "outside windows", |b, _| {
        person(b, "t3").windows = vec![window(1, 970, 1110), window(3, 1000, 1100)];
    }),
    (Rule::StaffAvailable, "protected time", |b, _| {
        person(b, "t2").protected.push(window(1, 1000, 1011));
    }),
    (Rule::StaffAvailable, "care limit", |b, _| {
        person(b, "t2").care.as_mut().expect("a care limit").latest_end_minute = Some(1109);
    }),
    (Rule::StaffCaps, "a week", |b, _| person(b, "t4").weekly_cap = Some(4)),
    (Rule::StaffCaps, "a day", |b, _| person(b, "t4").daily_cap = Some(2)),
    (Rule::StaffCaps, "late", |b, _| person(b, "t4").late_cap = Some(0)),
    (Rule::StaffCaps, "care", |b, _| {
        person(b, "t2").care.as_mut().expect("a care limit").weekly_cap = Some(4);
    }),
    (Rule::StaffSkill, "level", |b, _| item(b, "ball").skill_level = Some(3)),
    (Rule::StaffSkill, "skill", |b, _| item(b, "chess").skill = "go".into()),
    (Rule::StaffSkill, "an organisation's instructor", |b, _| {
        person(b, "o1").kind = Some(StaffKind::OrganisationInstructor);
        item(b, "chess").category = Some(Category::AcademicHelp);
    }),
    (Rule::StaffVetted, "not vetted", |b, _| person(b, "o1").vetted = false),
    (Rule::StaffWilling, "no duty of the post", |b, _| {
        person(b, "h1").post_duties = vec![DutyKind::LeaderOnDuty];
    }),
    (Rule::StaffWilling, "no willing supervisor", |b, _| person(b, "t5").willing = false),
];

const BUREAU: &[Case] = &[
    (Rule::LoanTerms, "not willing", |b, _| terms(b).willing = false),
    (Rule::LoanTerms, "weekday", |b, _| terms(b).weekdays = vec![4]),
    (Rule::LoanTerms, "travel", |b, _| terms(b).max_travel_minutes = Some(19)),
    (Rule::LoanTerms, "too far", |b, _| b.travel.clear()),
    (Rule::LoanTerms, "school", |b, _| terms(b).schools = vec!["a".into()]),
    (Rule::LoanTerms, "too many weekdays", |b, p| {
        terms(b).weekdays.clear();
        p.loans.push(loan("t6", 4));
    }),
    (Rule::LoanTerms, "twice", |_, p| p.loans.push(loan("t6", 2))),
    (Rule::LoanTerms, "not paired", |b, _| b.loan_policy = Some(pairs_only())),
    (Rule::LoanTerms, "beyond the share", |b, _| {
        b.loan_policy = Some(LoanPolicy { max_share_percent: Some(16), pairs_only: false });
    }),
    (Rule::LoanTerms, "nobody of that id", |_, p| p.loans.push(loan("ghost", 2))),
    (Rule::LoanTerms, "not lent", |_, p| {
        p.schools[1].sections[0].sessions[0].lead = "t5".into();
    }),
    (Rule::LoanTerms, "outsider of others", |b, _| {
        person(b, "o1").loan_terms.as_mut().expect("terms").schools = vec!["b".into()];
    }),
    (Rule::Pinned, "does not open", |b, _| {
        school(b).pins.push(Fact { activity: "care".into(), room: "hall".into(), ..no_fact() });
    }),
    (Rule::Banned, "has a place", |b, _| {
        school(b).bans.push(Fact { student: "m2".into(), activity: "choir".into(), ..no_fact() });
    }),
    (Rule::ChangeBudget, "two changes of a pupil", |b, p| {
        stay_close(b);
        take(p, "k1", "ball");
        put(p, "k1", "care-mon2");
        take(p, "k1", "chess");
        put(p, "k1", "care-mon3");
    }),
    (Rule::ChangeBudget, "three changes of a teacher", |b, p| {
        stay_close(b);
        for id in ["read-mon", "read-wed"] {
            section(p, id).sessions[0].lead.clear();
        }
        section(p, "chess").sessions[0].companion.clear();
    }),
    (Rule::ChangeBudget, "six changes in all", |b, p| {
        stay_close(b);
        for id in ["read-mon", "work-mon", "read-wed", "work-wed"] {
            section(p, id).sessions[0].lead.clear();
        }
        section(p, "ball").sessions[0].assistants.clear();
        take(p, "k1", "care-wed");
    }),
];

/// Changes that stay within the rules.
const LEGAL: &[(&str, Change)] = &[
    ("a listed pattern of several", |b, _| {
        item(b, "chess").patterns.push(Pattern { starts: vec![at(3, 2)] });
    }),
    ("a venue of this school", |b, p| {
        item(b, "ball").room_kinds = vec!["pool".into()];
        section(p, "ball").sessions[0].room = "pool".into();
    }),
    ("several campuses allowed", |b, p| {
        two_campuses(b, p);
        terms(b).several_campuses_a_day = true;
    }),
    ("two waves at one gate, other gate in another wave", |b, p| {
        person(b, "t4").weekly_cap = None;
        p.schools[0].duties.retain(|d| (d.staff.as_str(), d.weekday, d.wave) != ("t4", 3, 2));
        let guard = duty(DutyKind::GateGuard, "t4", 3, 2);
        p.schools[0].duties.push(DutyAssignment { gate: "h".into(), wave: 2, ..guard });
    }),
    ("paired", |b, _| {
        b.loan_policy = Some(pairs_only());
        b.pairs = vec![Pair { lender: "a".into(), borrower: "b".into() }];
    }),
    ("share just enough", |b, _| {
        b.loan_policy = Some(LoanPolicy { max_share_percent: Some(17), pairs_only: false });
    }),
    ("base without lead", |_, p| section(p, "read-mon").sessions[0].lead.clear()),
    ("homework cap of two", |b, _| {
        item(b, "care").category = Some(Category::Homework);
        b.policy.homework_cap_periods = Some(2);
    }),
    ("a rule switched off", |b, _| {
        item(b, "read").written_homework = true;
        b.policy.rules.push(RuleSetting {
            rule: Some(Rule::WrittenHomework),
            enabled: Some(false),
            weight: None,
        });
    }),
    ("within the change budget", |b, p| {
        stay_close(b);
        take(p, "k1", "ball");
        put(p, "k1", "care-mon2");
        section(p, "read-mon").sessions[0].lead.clear();
    }),
    ("wishes about strangers", |b, _| {
        school(b).students[0].companions.push(Companion::default());
    }),
];

fn window(weekday: i32, start_minute: i32, end_minute: i32) -> Window {
    Window { weekday, start_minute, end_minute }
}

fn terms(b: &mut Bureau) -> &mut LoanTerms {
    person(b, "t6").loan_terms.as_mut().expect("terms of t6")
}

fn loan(staff: &str, weekday: i32) -> Loan {
    Loan { staff: staff.into(), school: "b".into(), weekday }
}

fn pairs_only() -> LoanPolicy {
    LoanPolicy { max_share_percent: None, pairs_only: true }
}

fn no_fact() -> Fact {
    Fact::default()
}

/// Lends t6, who supervises at `a` on Monday, to `b` on Monday too.
fn two_campuses(b: &mut Bureau, p: &mut Plan) {
    terms(b).weekdays.clear();
    terms(b).max_weekdays = Some(2);
    p.loans.push(loan("t6", 1));
}

/// The legal plan is the incumbent, with a change budget.
fn stay_close(b: &mut Bureau) {
    school(b).incumbent = Some(legal_plan().schools.swap_remove(0));
    school(b).change_budget =
        Some(ChangeBudget { per_student: Some(1), per_staff: Some(2), total: Some(5) });
}

fn cases() -> impl Iterator<Item = &'static Case> {
    PUPILS.iter().chain(SECTIONS).chain(STAFF).chain(BUREAU)
}

#[test]
fn each_corruption_is_refused_with_the_name_of_its_rule() {
    for (rule, what, change) in cases() {
        let report = after(*change);
        assert_eq!(violated(&report), [*rule], "{what}: {:#?}", report.violations);
    }
}

#[test]
fn every_hard_rule_has_a_case() {
    let covered: BTreeSet<Rule> = cases().map(|case| case.0).collect();
    let hard: BTreeSet<Rule> = Rule::all().filter(|rule| rule.kind() == Kind::Hard).collect();
    assert!(covered.is_superset(&hard), "{:?}", hard.difference(&covered));
}

#[test]
fn changes_within_the_rules_are_clean() {
    for (what, change) in LEGAL {
        let report = after(*change);
        assert!(report.is_clean(), "{what}: {:#?}", report.violations);
    }
}

#[test]
fn violations_name_school_and_value() {
    let report = after(|_, p| take(p, "m3", "choir"));
    let found = &report.violations[0];
    assert_eq!(found.school, "a");
    assert_eq!(found.what.en, "choir (section choir) has 1 pupils, not 2 to 4");
    assert_eq!(report.violations_at("a").count(), 1);
    assert_eq!(report.violations_at("b").count(), 0);
}

/// Statements that are true of the legal plan, and the same with one field wrong.
#[test]
fn pins_and_bans_read_their_fields_together() {
    let f = no_fact;
    let (mon1, mon2, mon3) = (Some(at(1, 1)), Some(at(1, 2)), Some(at(1, 3)));
    let [k1, m1, ball, chess, t1, t4, o1, r1, r2] =
        ["k1", "m1", "ball", "chess", "t1", "t4", "o1", "r1", "r2"].map(str::to_owned);
    let pairs = [
        (
            Fact { student: k1.clone(), activity: chess.clone(), ..f() },
            Fact { student: m1, activity: chess.clone(), ..f() },
        ),
        (
            Fact { student: k1.clone(), activity: ball.clone(), slot: mon2, ..f() },
            Fact { student: k1, activity: ball.clone(), slot: mon3, ..f() },
        ),
        (Fact { activity: ball.clone(), ..f() }, Fact { activity: "swim".into(), ..f() }),
        (
            Fact {
                activity: chess.clone(),
                slot: mon3,
                room: r2.clone(),
                staff: o1.clone(),
                ..f()
            },
            Fact {
                activity: chess.clone(),
                slot: mon3,
                room: r1.clone(),
                staff: o1.clone(),
                ..f()
            },
        ),
        (
            Fact { activity: chess.clone(), staff: o1, ..f() },
            Fact { activity: chess, staff: t1.clone(), ..f() },
        ),
        (Fact { room: r1.clone(), slot: mon3, ..f() }, Fact { room: r1, slot: mon2, ..f() }),
        (
            Fact { staff: t1.clone(), slot: mon3, ..f() },
            Fact { staff: t4.clone(), slot: mon1, ..f() },
        ),
        (
            Fact { staff: t4.clone(), duty: Some(DutyKind::GateGuard), slot: mon2, ..f() },
            Fact { staff: t4, duty: Some(DutyKind::Patrol), ..f() },
        ),
        (
            Fact { staff: "t6".into(), school: "b".into(), ..f() },
            Fact { staff: t1, school: "b".into(), weekday: Some(2), ..f() },
        ),
    ];
    for (holds, fails) in pairs {
        let mut input = bureau();
        (input.schools[0].pins, input.schools[0].bans) = (vec![holds.clone()], vec![fails.clone()]);
        assert!(check(&input, &legal_plan()).is_clean(), "{holds:?} {fails:?}");
        (input.schools[0].pins, input.schools[0].bans) = (vec![fails.clone()], vec![holds.clone()]);
        let both = violated(&check(&input, &legal_plan()));
        assert_eq!(both, [Rule::Pinned, Rule::Banned], "{holds:?} {fails:?}");
    }
}
