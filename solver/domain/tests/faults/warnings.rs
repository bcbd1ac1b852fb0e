//! A mutation for every warning.

use super::rich::at;
use super::{Case, activity, case, first};
use kehou_domain::draft::{Pattern, Skill, StaffRank};
use kehou_domain::plan::{Mentorship, SchoolPlan};
use kehou_domain::policy::{LeaderDemand, RuleSetting};
use kehou_domain::rule::Rule;

pub const WARNINGS: &[Case] = &[
    case("no_term", "term", |b| b.term = None),
    case("date_outside_term", "term", |b| {
        b.term.as_mut().expect("given").holidays[0] = "2025-05-01".into();
    }),
    case("not_serving", "schools[tiny-1].periods", |b| {
        b.term.as_mut().expect("given").serving_weekdays = vec![1];
    }),
    case("ignored_value", "schools[tiny-1].activities[reading].patterns", |b| {
        activity(b, "reading").patterns = vec![Pattern { starts: vec![at(1, 2)] }];
    }),
    case("ignored_value", "policy.rules[0].weight", |b| {
        b.policy.rules =
            vec![RuleSetting { rule: Some(Rule::RoomFit), enabled: None, weight: Some(1) }];
    }),
    case("rule_without_data", "schools[tiny-1].policy", |b| first(b).policy.patrol_heads = None),
    case("rule_without_data", "schools[tiny-1].policy", |b| {
        first(b).policy.leaders = vec![LeaderDemand { rank: Some(StaffRank::Principal), heads: 1 }];
        first(b).staff[2].rank = None;
    }),
    case("rule_without_data", "schools[tiny-1].change_budget", |b| first(b).incumbent = None),
    case("empty_school", "schools[tiny-2].students", |b| b.schools[1].students.clear()),
    case("never_attends", "schools[tiny-1].students", |b| first(b).students[3].attendance.clear()),
    case("nobody_eligible", "schools[tiny-1].activities[go]", |b| {
        let go = activity(b, "go");
        (go.min_size, go.max_size) = (5, 5);
    }),
    case("no_lead", "schools[tiny-1].activities[paper]", |b| {
        first(b).staff[3].skills =
            vec![Skill { skill: "papercut".into(), level: 1, newly_trained: true }];
    }),
    case("no_room", "schools[tiny-1].activities[go]", |b| {
        activity(b, "go").room_kinds = vec!["hall".into()];
    }),
    case("no_pattern", "schools[tiny-1].activities[go]", |b| {
        activity(b, "go").sessions_per_week = Some(5);
    }),
    case("equipment_short", "schools[tiny-1].activities[ball]", |b| {
        first(b).equipment[0].owned = 4;
    }),
    case("more_demand_than_seats", "schools[tiny-2].activities[choir]", |b| {
        let choir = &mut b.schools[1].activities[1];
        (choir.min_size, choir.max_size) = (1, 2);
    }),
    case("more_demand_than_seats", "schools[tiny-1].activities", |b| {
        for id in ["ball", "choir", "paper", "go"] {
            activity(b, id).max_sections = Some(1);
        }
        for student in &mut first(b).students {
            student.wanted_sessions = Some(4);
        }
    }),
    case("more_demand_than_staff", "schools[tiny-2].staff", |b| {
        b.schools[1].staff[3].weekly_cap = Some(0);
    }),
    case("never_placed", "schools[tiny-1].activities", |b| activity(b, "story").grades = vec![2]),
    case("homework_cap_blocks", "schools[tiny-1].policy.homework_cap_periods", |b| {
        first(b).policy.homework_cap_periods = Some(0);
    }),
    case("home_room_small", "schools[tiny-1].groups[g1].home_room", |b| {
        first(b).rooms[0].capacity = 3;
    }),
    case("group_size_exceeded", "schools[tiny-1].groups[g1].size", |b| first(b).groups[0].size = 3),
    case("shared_home_room", "schools[tiny-1].groups[g3].home_room", |b| {
        first(b).groups[1].home_room = "r1".into();
    }),
    case("incumbent_unknown", "schools[tiny-1].incumbent", |b| {
        first(b).incumbent = Some(SchoolPlan {
            school: "tiny-1".into(),
            mentors: vec![Mentorship { student: "left".into(), staff: "t1".into() }],
            ..SchoolPlan::default()
        });
    }),
];
