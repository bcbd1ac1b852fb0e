//! The tiny school with a neighbour and something in every field that may be left empty; valid.

use kehou_domain::draft::{
    Budget, Bureau, CareLimit, ChangeBudget, DutyKind, Fact, LoanPolicy, LoanTerms, MakeUpDay,
    Pair, Pattern, Room, School, SchoolKind, SlotRef, Staff, StaffKind, StaffRank, Term, Travel,
    Window,
};
use kehou_domain::plan::{Departure, DutyAssignment, Mentorship, SchoolPlan, Section, Session};
use kehou_domain::policy::{LeaderDemand, Policy, RuleSetting, SupervisorArea};
use kehou_domain::rule::Rule;
use kehou_profiles::tiny;

pub fn at(weekday: i32, period: i32) -> SlotRef {
    SlotRef { weekday, period }
}

pub fn rich() -> Bureau {
    let mut bureau = tiny();
    let school = &mut bureau.schools[0];
    school.activities[0].patterns = vec![
        Pattern { starts: vec![at(1, 2)] },
        Pattern { starts: vec![at(1, 3)] },
        Pattern { starts: vec![at(3, 2)] },
    ];
    school.activities[0].pupils_per_assistant = Some(5);
    school.activities[0].max_sections = Some(4);
    school.rooms[1].unavailable = vec![at(3, 2)];
    school.students[0].grade = Some(1);
    school.policy = school_policy();
    school.staff[0].protected = vec![Window { weekday: 3, start_minute: 900, end_minute: 960 }];
    school.staff[0].care = Some(CareLimit { latest_end_minute: Some(1080), weekly_cap: Some(4) });
    school.staff[0].late_cap = Some(2);
    school.staff[0].loan_terms = Some(terms(&["tiny-2"]));
    school.staff[2].post_duties = vec![DutyKind::LeaderOnDuty];
    school.pins = pins();
    school.bans = vec![Fact { staff: "t2".into(), activity: "choir".into(), ..Fact::default() }];
    school.incumbent = Some(incumbent());
    school.change_budget =
        Some(ChangeBudget { per_student: Some(2), per_staff: Some(3), total: Some(40) });
    let second = neighbour(school);
    bureau.schools.push(second);
    county(&mut bureau);
    bureau
}

fn county(bureau: &mut Bureau) {
    bureau.term = Some(Term {
        holidays: vec!["2026-05-01".into()],
        make_up_days: vec![MakeUpDay { date: "2026-05-09".into(), follows_weekday: 3 }],
        ..bureau.term.clone().unwrap_or_default()
    });
    bureau.shared_staff = vec![Staff {
        id: "c1".into(),
        kind: Some(StaffKind::Coach),
        willing: true,
        vetted: true,
        wanted_activities: vec!["ball".into()],
        loan_terms: Some(terms(&["tiny-1", "tiny-2"])),
        ..Staff::default()
    }];
    bureau.venues = vec![Room {
        id: "stadium".into(),
        kind: "court".into(),
        capacity: 40,
        schools: vec!["tiny-1".into(), "tiny-2".into()],
        unavailable: vec![at(1, 2)],
        ..Room::default()
    }];
    bureau.travel = vec![Travel { from: "tiny-1".into(), to: "tiny-2".into(), minutes: 20 }];
    bureau.pairs = vec![Pair { lender: "tiny-1".into(), borrower: "tiny-2".into() }];
    bureau.loan_policy = Some(LoanPolicy { max_share_percent: Some(30), pairs_only: true });
    bureau.budget = Some(Budget { subsidy_fen: 5_000_000, ..Budget::default() });
    bureau.policy = Policy { homework_cap_periods: Some(2), ..Policy::default() };
}

fn terms(schools: &[&str]) -> LoanTerms {
    LoanTerms {
        willing: true,
        weekdays: vec![1, 3],
        max_weekdays: Some(1),
        max_travel_minutes: Some(40),
        schools: schools.iter().map(|&id| id.to_owned()).collect(),
        several_campuses_a_day: false,
    }
}

fn school_policy() -> Policy {
    Policy {
        rules: vec![
            RuleSetting { rule: Some(Rule::Patrol), enabled: Some(true), weight: Some(1_500) },
            RuleSetting { rule: Some(Rule::LeaderOnDuty), enabled: Some(true), weight: None },
        ],
        rank_points: vec![0, 3, 6],
        worst_off_first_knee: Some(80),
        worst_off_second_knee: Some(160),
        patrol_heads: Some(1),
        leaders: vec![LeaderDemand { rank: Some(StaffRank::MiddleManager), heads: 1 }],
        supervisor_area: Some(SupervisorArea::Year),
        ..Policy::default()
    }
}

fn pins() -> Vec<Fact> {
    vec![
        Fact { student: "s1".into(), activity: "choir".into(), ..Fact::default() },
        Fact {
            activity: "choir".into(),
            slot: Some(at(1, 2)),
            room: "music".into(),
            staff: "t1".into(),
            ..Fact::default()
        },
        Fact { staff: "t3".into(), duty: Some(DutyKind::LeaderOnDuty), ..Fact::default() },
        Fact { staff: "t1".into(), school: "tiny-2".into(), weekday: Some(1), ..Fact::default() },
        Fact { room: "court".into(), slot: Some(at(1, 3)), ..Fact::default() },
    ]
}

fn incumbent() -> SchoolPlan {
    let session = Session {
        start: at(1, 2),
        room: "court".into(),
        lead: "t2".into(),
        assistants: vec!["c1".into()],
        companion: "t1".into(),
        wet_weather_room: "r1".into(),
    };
    SchoolPlan {
        school: "tiny-1".into(),
        sections: vec![Section {
            id: "ball-1".into(),
            activity: "ball".into(),
            sessions: vec![session],
            students: vec!["s2".into(), "s9".into()],
        }],
        duties: vec![DutyAssignment {
            kind: Some(DutyKind::Patrol),
            staff: "t1".into(),
            weekday: 1,
            period: 3,
            gate: "gate".into(),
            wave: 1,
            area: "1".into(),
        }],
        departures: vec![Departure {
            group: "g1".into(),
            weekday: 1,
            dismissal_point: "late".into(),
            gate: "gate".into(),
            wave: 1,
        }],
        mentors: vec![Mentorship { student: "s1".into(), staff: "t1".into() }],
    }
}

/// A second school of the same make, with other staff.
fn neighbour(first: &School) -> School {
    let mut school = School {
        id: "tiny-2".into(),
        kind: Some(SchoolKind::NineYear),
        policy: Policy::default(),
        pins: Vec::new(),
        bans: Vec::new(),
        incumbent: None,
        change_budget: None,
        ..first.clone()
    };
    for person in &mut school.staff {
        person.id.push_str("-2");
        person.loan_terms = None;
    }
    for group in &mut school.groups {
        group.form_teacher.clear();
    }
    school
}
