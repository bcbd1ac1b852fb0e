//! Plans edited by hand name what is not there; questions about them are answered all the same.

use kehou_domain::answer::{About, Question};
use kehou_domain::draft::{Bureau, SlotRef};
use kehou_domain::instance::Instance;
use kehou_domain::plan::{Plan, Section, Session};
use kehou_engine::{Control, Options, solve};
use kehou_explain::{NotThere, explain, words};
use kehou_profiles::tiny;

fn planned(bureau: &Bureau) -> Plan {
    let options = Options { threads: 1, seed: 1, work_limit: Some(100), gap: 0.0, loans: false };
    let control = Control { stop: &|| None, progress: &|_| {} };
    solve(&Instance::new(bureau), &options, &control).plan.expect("tiny has a plan")
}

/// Every question there is about a school.
fn questions(bureau: &Bureau, plan: &Plan) -> Vec<Question> {
    let school = &bureau.schools[0];
    let students = school.students.iter().map(|one| Question::Student(one.student.clone()));
    let staff = school.staff.iter().map(|one| Question::Staff(one.id.clone()));
    let activities = school.activities.iter().map(|one| Question::Activity(one.id.clone()));
    let known = |one: &&Section| {
        let has = |start| school.periods.iter().any(|p| (p.weekday, p.index) == start);
        school.activities.iter().any(|item| item.id == one.activity)
            && one.sessions.iter().all(|s| has((s.start.weekday, s.start.period)))
    };
    let sections = plan.schools[0].sections.iter().filter(known);
    let sections = sections.map(|one| Question::Section(one.id.clone()));
    let all = students.chain(staff).chain(activities).chain(sections);
    all.chain([Question::Shortfall]).collect()
}

fn all_answered(bureau: &Bureau, plan: &Plan) {
    for question in questions(bureau, plan) {
        let answer = explain(bureau, plan, "", &question).expect("it is there");
        let lines = words::lines(&bureau.schools[0], &answer);
        assert!(!lines.is_empty(), "{question:?}");
        assert!(lines.iter().all(|line| !line.zh.is_empty() && !line.en.is_empty()), "{lines:?}");
    }
}

#[test]
fn questions_about_broken_plans_are_answered() {
    let bureau = tiny();
    let plan = planned(&bureau);
    all_answered(&bureau, &plan);
    for at in 0..plan.schools[0].sections.len() {
        let mut broken = plan.clone();
        let sections = &mut broken.schools[0].sections;
        sections[at].students.push("nobody".into());
        sections[at].students.push("s1".into());
        sections[at].sessions[0].lead = "nobody".into();
        sections[at].sessions[0].room = "nowhere".into();
        all_answered(&bureau, &broken);
        let sections = &mut broken.schools[0].sections;
        sections[at].sessions[0].start = SlotRef { weekday: 6, period: 9 };
        sections.push(Section {
            id: "empty".into(),
            activity: "choir".into(),
            ..Section::default()
        });
        let sessions = vec![Session::default()];
        sections.push(Section {
            id: "void".into(),
            activity: "x".into(),
            sessions,
            ..Section::default()
        });
        all_answered(&bureau, &broken);
    }
}

#[test]
fn what_is_not_there_is_named() {
    let bureau = tiny();
    let plan = planned(&bureau);
    let none = || "none".to_owned();
    let asked = [
        (Question::Student(none()), NotThere::Student),
        (Question::Staff(none()), NotThere::Staff),
        (Question::Section(none()), NotThere::Section),
        (Question::Activity(none()), NotThere::Activity),
    ];
    for (question, what) in asked {
        assert_eq!(explain(&bureau, &plan, "", &question), Err(what));
    }
    assert_eq!(explain(&bureau, &plan, "none", &Question::Shortfall), Err(NotThere::School));
}

#[test]
fn a_section_of_tiny_is_worth_what_closing_it_would_cost() {
    let bureau = tiny();
    let plan = planned(&bureau);
    let mut spared = 0;
    for section in &plan.schools[0].sections {
        let question = Question::Section(section.id.clone());
        let answer = explain(&bureau, &plan, "tiny-1", &question).expect("it is there");
        let Some(About::Section(about)) = answer.about else { panic!("{answer:?}") };
        let Some(without) = &about.without else { continue };
        let key = |after: bool| {
            let pick = |one: kehou_domain::answer::Move| if after { one.after } else { one.before };
            (pick(without.shortfall), pick(without.quality))
        };
        assert!(key(true) > key(false), "{without:?}");
        assert!(without.others_moved >= about.pupils, "{without:?}");
        spared += 1;
    }
    assert!(spared > 0, "tiny can do without some section");
}
