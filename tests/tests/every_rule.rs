//! For each rule of the catalogue an instance whose optimum is another one without the rule.

use kehou_domain::draft::{
    Activity, Budget, Bureau, Category, ChangeBudget, Choice, Companion, CompanionWish, DutyKind,
    Fact, LoanPolicy, LoanTerms, SlotRef, Staff, Travel, Window,
};
use kehou_domain::instance::Instance;
use kehou_domain::plan::{SchoolPlan, Section, Session};
use kehou_domain::policy::{LeaderDemand, RuleSetting, SupervisorArea};
use kehou_domain::rule::Rule;
use kehou_formulate::{Objective, formulate};
use kehou_profiles::tiny;

/// What the instance is without the rule.
#[derive(Clone, Copy)]
enum Without {
    /// The rows of the rule left out of the program.
    Rows,
    /// No weight.
    Weight,
    /// Switched off.
    Switch,
    /// Input in which the rule asks for nothing.
    Data(fn(&mut Bureau)),
    /// The same in the indexed problem.
    Instance(fn(&mut Instance)),
}

type Case = (Rule, fn(&mut Bureau), Without);

/// In catalogue order; the changes are to `tiny`.
const CASES: [Case; 43] = [
    (Rule::OnePlace, |_| (), Without::Rows),
    (Rule::Unplaced, |b| remove(b, "reading"), Without::Weight),
    (Rule::WholeSection, |b| choose(b, "s6", "choir"), Without::Instance(attend_all)),
    (Rule::OncePerActivity, |_| (), Without::Rows),
    (Rule::Eligible, |_| (), Without::Data(accept_substitutes)),
    (Rule::HomeworkCap, read_homework, Without::Rows),
    (Rule::WrittenHomework, |b| all_do_homework(b), Without::Switch),
    (Rule::TrainingMinimum, |b| b.policy.training_minimum_sessions = Some(2), Without::Rows),
    (Rule::Companions, |b| wish_both(b), Without::Rows),
    (Rule::SectionSize, |_| (), Without::Rows),
    (Rule::SectionPattern, |_| (), Without::Rows),
    (Rule::RoomFit, |b| b.schools[0].rooms[3].capacity = 2, Without::Rows),
    (Rule::EquipmentPool, |b| b.schools[0].equipment[0].owned = 0, Without::Rows),
    (Rule::WetWeather, |b| no_stand_in(b), Without::Rows),
    (Rule::SessionStaffed, |_| (), Without::Rows),
    // Only t1 sings on Monday, only t2 on Wednesday.
    (Rule::SameLead, |b| sing_by_turns(b), Without::Data(|b| teacher(b, "t1").windows.clear())),
    (Rule::StaffOnePlace, |_| (), Without::Rows),
    (Rule::StaffAvailable, |b| only_on(b, "t1", 3), Without::Instance(be_free)),
    (Rule::StaffCaps, |b| cap(b, Some(1)), Without::Data(|b| cap(b, None))),
    (Rule::StaffSkill, |_| (), Without::Instance(know_everything)),
    (Rule::StaffVetted, |b| teacher(b, "o1").vetted = false, Without::Data(vet)),
    (Rule::OutsiderAccompanied, |b| on(b, Rule::OutsiderAccompanied), Without::Rows),
    (Rule::StaffWilling, |b| b.policy.workload_target = Some(12), Without::Data(all_willing)),
    (Rule::Patrol, |b| patrol(b), Without::Rows),
    (Rule::GateGuard, |b| guard(b), Without::Rows),
    (Rule::LeaderOnDuty, |b| lead(b), Without::Rows),
    (Rule::AreaSupervisor, |b| supervise(b), Without::Rows),
    (Rule::Mentor, |b| few_mentors(b), Without::Rows),
    (Rule::DismissalWave, |b| narrow_gate(b), Without::Rows),
    (Rule::LoanTerms, |b| neighbour(b), Without::Rows),
    (Rule::Budget, |b| no_money(b), Without::Rows),
    (Rule::Pinned, |b| b.schools[0].pins.push(s9_plays_go()), Without::Rows),
    (Rule::Banned, |b| b.schools[0].bans.push(the_ball_opens()), Without::Rows),
    (Rule::ChangeBudget, |b| stay_as_it_was(b), Without::Rows),
    (Rule::Preference, |_| (), Without::Weight),
    (Rule::WorstOff, |b| b.policy.worst_off_first_knee = Some(0), Without::Rows),
    (Rule::WorkloadBalance, |_| (), Without::Rows),
    (Rule::StaffWish, |_| (), Without::Rows),
    (Rule::LoanEffort, |b| neighbour(b), Without::Switch),
    (Rule::SchoolEquity, |b| lack_somebody(b), Without::Rows),
    (Rule::SectionEffort, |_| (), Without::Weight),
    (Rule::Pay, |b| on(b, Rule::Pay), Without::Rows),
    (Rule::Stability, |b| as_it_was(b), Without::Switch),
];

fn set(b: &mut Bureau, rule: Rule, enabled: Option<bool>, weight: Option<i32>) {
    b.policy.rules.retain(|setting| setting.rule != Some(rule));
    b.policy.rules.push(RuleSetting { rule: Some(rule), enabled, weight });
}

fn on(b: &mut Bureau, rule: Rule) {
    set(b, rule, Some(true), None);
}

fn item<'b>(b: &'b mut Bureau, id: &str) -> &'b mut Activity {
    b.schools[0].activities.iter_mut().find(|item| item.id == id).expect("on the menu")
}

fn teacher<'b>(b: &'b mut Bureau, id: &str) -> &'b mut Staff {
    b.schools[0].staff.iter_mut().find(|person| person.id == id).expect("of the school")
}

fn read_homework(b: &mut Bureau) {
    item(b, "reading").category = Some(Category::Homework);
}

fn remove(b: &mut Bureau, id: &str) {
    b.schools[0].activities.retain(|item| item.id != id);
}

fn choose(b: &mut Bureau, student: &str, activity: &str) {
    let pupil = b.schools[0].students.iter_mut().find(|s| s.student == student).expect("a pupil");
    pupil.choices = vec![Choice { activity: activity.into(), rank: 1 }];
}

fn attend_all(instance: &mut Instance) {
    instance.schools[0].students.iter_mut().for_each(|student| student.attends |= 1 << 4);
}

fn accept_substitutes(b: &mut Bureau) {
    b.schools[0].students.iter_mut().for_each(|student| student.accepts_substitutes = true);
}

fn all_do_homework(b: &mut Bureau) {
    remove(b, "story");
    item(b, "homework").grades = vec![1, 3];
}

fn wish_both(b: &mut Bureau) {
    on(b, Rule::Companions);
    let wish = |wish| Companion { student: "s3".into(), wish: Some(wish) };
    b.schools[0].students[1].companions =
        vec![wish(CompanionWish::Together), wish(CompanionWish::Apart)];
}

fn no_stand_in(b: &mut Bureau) {
    on(b, Rule::WetWeather);
    b.schools[0].rooms.iter_mut().for_each(|room| room.outdoor = true);
}

fn sing_by_turns(b: &mut Bureau) {
    only_on(b, "t1", 1);
    only_on(b, "t2", 3);
    let skills = teacher(b, "t1").skills.clone();
    teacher(b, "t2").skills.extend(skills.into_iter().filter(|skill| skill.skill == "music"));
}

fn cap(b: &mut Bureau, weekly: Option<i32>) {
    teacher(b, "t1").weekly_cap = weekly;
}

fn only_on(b: &mut Bureau, staff: &str, weekday: i32) {
    teacher(b, staff).windows = vec![Window { weekday, start_minute: 900, end_minute: 1200 }];
}

fn be_free(instance: &mut Instance) {
    instance.schools[0].staff.iter_mut().for_each(|person| person.free = u64::MAX);
}

fn know_everything(instance: &mut Instance) {
    let school = &mut instance.schools[0];
    let serving = (0..school.staff.len()).filter(|&i| school.staff[i].serves).collect::<Vec<_>>();
    school.activities.iter_mut().for_each(|activity| activity.leads.clone_from(&serving));
}

fn vet(b: &mut Bureau) {
    teacher(b, "o1").vetted = true;
}

fn all_willing(b: &mut Bureau) {
    teacher(b, "t3").willing = true;
}

fn patrol(b: &mut Bureau) {
    on(b, Rule::Patrol);
    b.policy.patrol_heads = Some(1);
}

fn guard(b: &mut Bureau) {
    on(b, Rule::GateGuard);
    b.policy.gate_guard_heads = Some(1);
    teacher(b, "t3").post_duties = vec![DutyKind::GateGuard];
}

fn lead(b: &mut Bureau) {
    on(b, Rule::LeaderOnDuty);
    let rank = teacher(b, "t3").rank;
    teacher(b, "t3").post_duties = vec![DutyKind::LeaderOnDuty];
    b.policy.leaders = vec![LeaderDemand { rank, heads: 1 }];
}

fn supervise(b: &mut Bureau) {
    on(b, Rule::AreaSupervisor);
    b.policy.supervisor_heads = Some(1);
    b.policy.supervisor_area = Some(SupervisorArea::Floor);
}

fn few_mentors(b: &mut Bureau) {
    on(b, Rule::Mentor);
    b.policy.mentor_max_students = Some(2);
}

fn narrow_gate(b: &mut Bureau) {
    on(b, Rule::DismissalWave);
    for gate in b.schools[0].dismissal_points.iter_mut().flat_map(|point| &mut point.gates) {
        gate.pupils_per_wave = 1;
    }
}

/// A school nearby with a teacher who cuts paper and may come.
fn neighbour(b: &mut Bureau) {
    let mut other = b.schools[0].clone();
    let guest = Staff { id: "u1".into(), ..teacher(b, "o1").clone() };
    other.id = "tiny-2".into();
    other.students.clear();
    other.staff = vec![Staff {
        kind: teacher(b, "t1").kind,
        windows: Vec::new(),
        loan_terms: Some(LoanTerms { willing: true, ..LoanTerms::default() }),
        ..guest
    }];
    b.schools.push(other);
    b.travel = vec![Travel { from: "tiny-1".into(), to: "tiny-2".into(), minutes: 10 }];
    b.loan_policy = Some(LoanPolicy { max_share_percent: Some(100), pairs_only: false });
}

fn no_money(b: &mut Bureau) {
    on(b, Rule::Budget);
    b.schools[0].budget = Some(Budget::default());
}

fn s9_plays_go() -> Fact {
    Fact { student: "s9".into(), activity: "go".into(), ..Fact::default() }
}

fn the_ball_opens() -> Fact {
    Fact { activity: "ball".into(), ..Fact::default() }
}

/// All of g1 read on Wednesday, and nothing else.
fn as_it_was(b: &mut Bureau) {
    let pupils = b.schools[0].students.iter().filter(|student| student.group == "g1");
    let students = pupils.map(|student| student.student.clone()).collect();
    let start = SlotRef { weekday: 3, period: 2 };
    let session = Session { start, room: "r1".into(), lead: "t1".into(), ..Session::default() };
    let section = Section {
        id: "reading".into(),
        activity: "reading".into(),
        sessions: vec![session],
        students,
    };
    b.schools[0].incumbent = Some(SchoolPlan {
        school: "tiny-1".into(),
        sections: vec![section],
        ..SchoolPlan::default()
    });
}

fn stay_as_it_was(b: &mut Bureau) {
    as_it_was(b);
    set(b, Rule::Stability, Some(false), None);
    b.schools[0].change_budget =
        Some(ChangeBudget { per_student: Some(3), ..ChangeBudget::default() });
}

fn lack_somebody(b: &mut Bureau) {
    on(b, Rule::SchoolEquity);
    patrol(b);
    set(b, Rule::Patrol, Some(true), Some(20));
}

/// Least points of both levels, the rows of a rule left out; `None`: no plan.
fn optimum(instance: &Instance, without: Option<Rule>) -> Option<(i64, i64)> {
    let least = |objective| {
        let program = formulate(instance, objective).expect("formulated");
        let program = without.map_or(program.clone(), |rule| program.without(rule));
        program.solve(None).expect("solved").value
    };
    let shortfall = least(Objective::Shortfall)?;
    Some((shortfall, least(Objective::Quality { shortfall_at_most: shortfall })?))
}

fn optimum_without(bureau: &Bureau, rule: Rule, without: Without) -> Option<(i64, i64)> {
    let mut bureau = bureau.clone();
    match without {
        Without::Rows => return optimum(&Instance::new(&bureau), Some(rule)),
        Without::Weight => set(&mut bureau, rule, None, Some(0)),
        Without::Switch => set(&mut bureau, rule, Some(false), None),
        Without::Data(change) => change(&mut bureau),
        Without::Instance(change) => {
            let mut instance = Instance::new(&bureau);
            change(&mut instance);
            return optimum(&instance, None);
        }
    }
    optimum(&Instance::new(&bureau), None)
}

#[test]
fn every_rule_changes_an_optimum() {
    let mut idle = Vec::new();
    for (rule, change, without) in CASES {
        let mut bureau = tiny();
        change(&mut bureau);
        let with = optimum(&Instance::new(&bureau), None);
        let without = optimum_without(&bureau, rule, without);
        assert!(with.is_some() || without.is_some(), "{rule}: no plan either way");
        if with == without {
            idle.push((rule, with));
        }
    }
    assert_eq!(idle, []);
}

#[test]
fn every_rule_has_its_case() {
    let rules: Vec<Rule> = CASES.iter().map(|case| case.0).collect();
    assert_eq!(rules, Rule::all().collect::<Vec<_>>());
}
