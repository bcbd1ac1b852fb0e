//! A mutation for every error of a single entry.

use super::rich::at;
use super::{Case, activity, case, first};
use kehou_domain::draft::{
    ChangeBudget, DismissalPoint, Fact, Grouping, LoanTerms, MakeUpDay, Pattern, Period, Segment,
    Waiver,
};
use kehou_domain::policy::RuleSetting;
use kehou_domain::rule::Rule;

const fn setting(rule: Rule, enabled: bool) -> RuleSetting {
    RuleSetting { rule: Some(rule), enabled: Some(enabled), weight: None }
}

pub const ERRORS: &[Case] = &[
    case("missing_id", "id", |b| b.id.clear()),
    case("missing_id", "schools[tiny-1].students[3].student", |b| {
        first(b).students[3].student.clear();
    }),
    case("id_too_long", "schools[tiny-1].rooms[2].id", |b| first(b).rooms[2].id = "r".repeat(65)),
    case("id_unprintable", "schools[tiny-1].rooms[2].id", |b| {
        first(b).rooms[2].id = "a\u{200b}b".into();
    }),
    case("id_unprintable", "schools[tiny-1].rooms[2].id", |b| first(b).rooms[2].id = " a".into()),
    case("id_unsafe", "schools[../x].id", |b| b.schools[1].id = "../x".into()),
    case("duplicate_id", "schools[1].id", |b| b.schools[1].id = "tiny-1".into()),
    case("duplicate_id", "schools[tiny-1].students[4].student", |b| {
        first(b).students[4].student = "s1".into();
    }),
    case("duplicate_id", "schools[tiny-2].staff[0].id", |b| b.schools[1].staff[0].id = "t1".into()),
    case("duplicate_id", "schools[tiny-1].staff[1].id", |b| first(b).staff[1].id = "c1".into()),
    case("duplicate_id", "venues[0].id", |b| b.venues[0].id = "r1".into()),
    case("personal_number", "schools[tiny-1].students[3].student", |b| {
        first(b).students[3].student = "11010519491231002X".into();
    }),
    case("personal_number", "schools[tiny-1].name", |b| first(b).name = "电话138 0013 8000".into()),
    case("personal_number", "schools[tiny-1].students[s4].group", |b| {
        first(b).students[3].group = "+86 13800138000".into();
    }),
    case("personal_number", "schools[tiny-1].incumbent.mentors[0].student", |b| {
        first(b).incumbent.as_mut().expect("given").mentors[0].student = "13800138000".into();
    }),
    case("personal_number", "term.holidays[0]", |b| {
        b.term.as_mut().expect("given").holidays[0] = "13800138000".into();
    }),
    case("personal_number", "schools[tiny-1].pins[0].student", |b| {
        first(b).pins[0].student = "13800138000".into();
    }),
    case("bad_text", "name", |b| b.name = "x".repeat(201)),
    case("missing_value", "schools[tiny-1].kind", |b| first(b).kind = None),
    case("missing_value", "schools[tiny-1].periods[2].segment", |b| {
        first(b).periods[2].segment = None;
    }),
    case("missing_value", "schools[tiny-1].activities[go].component", |b| {
        activity(b, "go").component = None;
    }),
    case("missing_value", "schools[tiny-1].activities[go].category", |b| {
        activity(b, "go").category = None;
    }),
    case("missing_value", "schools[tiny-1].staff[t1].kind", |b| first(b).staff[0].kind = None),
    case("missing_value", "schools[tiny-1].groups[g1].home_room", |b| {
        first(b).groups[0].home_room.clear();
    }),
    case("missing_value", "schools[tiny-1].policy.leaders[0].rank", |b| {
        first(b).policy.leaders[0].rank = None;
    }),
    case("missing_value", "schools[tiny-1].students[s2].companions[0].wish", |b| {
        first(b).students[1].companions[0].wish = None;
    }),
    case("missing_value", "schools[tiny-1].budget.waivers[0].priority", |b| {
        first(b).budget.as_mut().expect("given").waivers[0].priority = None;
    }),
    case("missing_value", "term", |b| {
        b.term = None;
        first(b).policy.rules.push(setting(Rule::Budget, true));
    }),
    case("empty_list", "schools", |b| b.schools.clear()),
    case("empty_list", "schools[tiny-1].activities[go].segments", |b| {
        activity(b, "go").segments.clear();
    }),
    case("empty_list", "schools[tiny-1].activities[go].grades", |b| {
        activity(b, "go").grades.clear();
    }),
    case("empty_list", "shared_staff[c1].loan_terms.schools", |b| {
        b.shared_staff[0].loan_terms = None;
    }),
    case("empty_list", "venues[stadium].schools", |b| b.venues[0].schools.clear()),
    case("too_many", "schools[tiny-1].periods", |b| {
        first(b).periods.extend((0..60).map(|n| Period {
            weekday: 2 + n / 12,
            index: n % 12 + 10,
            start_minute: 600 + n % 12 * 20,
            end_minute: 610 + n % 12 * 20,
            segment: Some(Segment::ExtendedCare),
        }));
    }),
    case("out_of_range", "schools[tiny-1].rooms[r1].capacity", |b| first(b).rooms[0].capacity = 0),
    case("out_of_range", "schools[tiny-1].groups[g1].grade", |b| first(b).groups[0].grade = 10),
    case("out_of_range", "schools[tiny-1].periods[0].weekday", |b| first(b).periods[0].weekday = 8),
    case("out_of_range", "schools[tiny-1].activities[go].min_size", |b| {
        activity(b, "go").min_size = 0;
    }),
    case("out_of_range", "schools[tiny-1].activities[go].sessions_per_week", |b| {
        activity(b, "go").sessions_per_week = Some(8);
    }),
    case("out_of_range", "schools[tiny-1].activities[go].skill_level", |b| {
        activity(b, "go").skill_level = Some(4);
    }),
    case("out_of_range", "schools[tiny-1].activities[ball].equipment[0].quantity", |b| {
        activity(b, "ball").equipment[0].quantity = 0;
    }),
    case("out_of_range", "schools[tiny-1].students[s1].choices[0].rank", |b| {
        first(b).students[0].choices[0].rank = 11;
    }),
    case("out_of_range", "schools[tiny-1].students[s1].carry_over", |b| {
        first(b).students[0].carry_over = -1;
    }),
    case("out_of_range", "schools[tiny-1].students[s1].wanted_sessions", |b| {
        first(b).students[0].wanted_sessions = Some(-1);
    }),
    case("out_of_range", "schools[tiny-1].staff[t1].weekly_cap", |b| {
        first(b).staff[0].weekly_cap = Some(-1);
    }),
    case("out_of_range", "schools[tiny-1].staff[t1].skills[0].level", |b| {
        first(b).staff[0].skills[0].level = 0;
    }),
    case("out_of_range", "schools[tiny-1].policy.rules[0].weight", |b| {
        first(b).policy.rules[0].weight = Some(1_000_001);
    }),
    case("out_of_range", "policy.homework_cap_periods", |b| {
        b.policy.homework_cap_periods = Some(-1);
    }),
    case("out_of_range", "travel[0].minutes", |b| b.travel[0].minutes = -1),
    case("out_of_range", "loan_policy.max_share_percent", |b| {
        b.loan_policy.as_mut().expect("given").max_share_percent = Some(101);
    }),
    case("out_of_range", "schools[tiny-1].change_budget.total", |b| {
        first(b).change_budget = Some(ChangeBudget { total: Some(-1), ..ChangeBudget::default() });
    }),
    case("out_of_range", "schools[tiny-1].dismissal_points[late].waves", |b| {
        first(b).dismissal_points[1].waves = Some(0);
    }),
    case("out_of_range", "term.last_day", |b| {
        b.term.as_mut().expect("given").last_day = "2036-07-03".into();
    }),
    case("duplicate_entry", "schools[tiny-1].periods[3]", |b| {
        first(b).periods[3] =
            Period { start_minute: 700, end_minute: 710, ..first(b).periods[0].clone() };
    }),
    case("duplicate_entry", "schools[tiny-1].students[s1].choices[1]", |b| {
        first(b).students[0].choices[1].activity = "choir".into();
    }),
    case("duplicate_entry", "schools[tiny-1].students[s1].attendance[1]", |b| {
        first(b).students[0].attendance[1].weekday = 1;
    }),
    case("duplicate_entry", "schools[tiny-1].policy.rules[2]", |b| {
        first(b).policy.rules.push(setting(Rule::Patrol, true));
    }),
    case("duplicate_entry", "schools[tiny-1].activities[ball].patterns[1]", |b| {
        activity(b, "ball").patterns[1].starts = vec![at(1, 2)];
    }),
    case("duplicate_entry", "pairs[1]", |b| b.pairs.push(b.pairs[0].clone())),
    case("duplicate_entry", "schools[tiny-1].budget.waivers[1]", |b| {
        let waiver =
            Waiver { percent: 5, ..first(b).budget.as_ref().expect("given").waivers[0].clone() };
        first(b).budget.as_mut().expect("given").waivers.push(waiver);
    }),
    case("unknown_reference", "schools[tiny-1].students[s1].group", |b| {
        first(b).students[0].group = "g9".into();
    }),
    case("unknown_reference", "schools[tiny-1].students[s1].choices[2].activity", |b| {
        first(b).students[0].choices[2].activity = "chess".into();
    }),
    case("unknown_reference", "schools[tiny-1].students[s1].attendance[0].from_period", |b| {
        first(b).students[0].attendance[0].from_period = 0;
    }),
    case("unknown_reference", "schools[tiny-1].students[s1].attendance[1].dismissal_point", |b| {
        first(b).students[0].attendance[1].dismissal_point = "late".into();
    }),
    case("unknown_reference", "schools[tiny-1].students[s2].companions[0].student", |b| {
        first(b).students[1].companions[0].student = "s99".into();
    }),
    case("unknown_reference", "schools[tiny-1].students[s6].refused[0]", |b| {
        first(b).students[5].refused[0] = "chess".into();
    }),
    case("unknown_reference", "schools[tiny-1].groups[g1].form_teacher", |b| {
        first(b).groups[0].form_teacher = "t9".into();
    }),
    case("unknown_reference", "schools[tiny-1].rooms[r2].unavailable[0]", |b| {
        first(b).rooms[1].unavailable[0] = at(5, 1);
    }),
    case("unknown_reference", "schools[tiny-1].activities[ball].equipment[0].equipment", |b| {
        activity(b, "ball").equipment[0].equipment = "bats".into();
    }),
    case("unknown_reference", "schools[tiny-1].dismissal_points[late].period", |b| {
        first(b).dismissal_points[1].period = 4;
    }),
    case("unknown_reference", "schools[tiny-1].pins[1].room", |b| {
        first(b).pins[1].room = "r9".into();
    }),
    case("unknown_reference", "schools[tiny-1].pins[4].slot", |b| {
        first(b).pins[4].slot = Some(at(5, 5));
    }),
    case("unknown_reference", "schools[tiny-1].bans[0].staff", |b| {
        first(b).bans[0].staff = "t1-2".into();
    }),
    case("unknown_reference", "pairs[0].borrower", |b| b.pairs[0].borrower = "tiny-3".into()),
    case("unknown_reference", "shared_staff[c1].wanted_activities[0]", |b| {
        b.shared_staff[0].wanted_activities[0] = "chess".into();
    }),
    case("not_served_here", "schools[tiny-2].pins[0].staff", |b| {
        b.schools[1].pins =
            vec![Fact { staff: "c1".into(), slot: Some(at(1, 2)), ..Fact::default() }];
    }),
    case("not_served_here", "schools[tiny-2].pins[0].room", |b| {
        b.schools[1].pins =
            vec![Fact { room: "stadium".into(), slot: Some(at(1, 3)), ..Fact::default() }];
    }),
    case("self_reference", "travel[0].to", |b| b.travel[0].to = "tiny-1".into()),
    case("self_reference", "schools[tiny-1].students[s2].companions[0].student", |b| {
        first(b).students[1].companions[0].student = "s2".into();
    }),
    case("self_reference", "schools[tiny-1].staff[t1].loan_terms.schools[0]", |b| {
        first(b).pins.remove(3);
        first(b).staff[0].loan_terms =
            Some(LoanTerms { schools: vec!["tiny-1".into()], ..LoanTerms::default() });
    }),
    case("bad_date", "term.first_day", |b| {
        b.term.as_mut().expect("given").first_day = "2026-02-30".into();
    }),
    case("dates_reversed", "term.last_day", |b| {
        b.term.as_mut().expect("given").last_day = "2026-03-01".into();
    }),
    case("dates_contradict", "term.make_up_days[0].date", |b| {
        b.term.as_mut().expect("given").make_up_days =
            vec![MakeUpDay { date: "2026-05-01".into(), follows_weekday: 1 }];
    }),
    case("times_reversed", "schools[tiny-1].periods[2]", |b| first(b).periods[2].end_minute = 1050),
    case("times_reversed", "schools[tiny-1].staff[o1].windows[0]", |b| {
        first(b).staff[3].windows[0].end_minute = 1000;
    }),
    case("periods_overlap", "schools[tiny-1].periods[1]", |b| {
        first(b).periods[1].start_minute = 1000;
    }),
    case("periods_out_of_order", "schools[tiny-1].periods[0]", |b| {
        let periods = &mut first(b).periods;
        (periods[0].index, periods[1].index) = (2, 1);
        (periods[0].segment, periods[1].segment) =
            (Some(Segment::Activity), Some(Segment::Homework));
    }),
    case("sizes_reversed", "schools[tiny-1].activities[go].max_size", |b| {
        activity(b, "go").max_size = 2;
    }),
    case("pattern_starts", "schools[tiny-1].activities[ball].patterns[0].starts", |b| {
        activity(b, "ball").patterns[0].starts.push(at(3, 2));
    }),
    case("pattern_weekdays", "schools[tiny-1].activities[choir].patterns[0].starts", |b| {
        activity(b, "choir").patterns = vec![Pattern { starts: vec![at(1, 2), at(1, 3)] }];
    }),
    case("pattern_slots", "schools[tiny-1].activities[ball].patterns[0].starts", |b| {
        activity(b, "ball").patterns[0].starts = vec![at(1, 1)];
    }),
    case("grouping_not_allowed", "schools[tiny-1].activities[go].grouping", |b| {
        activity(b, "go").grouping = Some(Grouping::School);
    }),
    case("grade_mismatch", "schools[tiny-1].students[s1].grade", |b| {
        first(b).students[0].grade = Some(2);
    }),
    case(
        "attendance_reversed",
        "schools[tiny-1].students[s1].attendance[1].dismissal_point",
        |b| {
            first(b).dismissal_points.push(DismissalPoint {
                id: "first".into(),
                period: 1,
                ..Default::default()
            });
            let day = &mut first(b).students[0].attendance[1];
            (day.from_period, day.dismissal_point) = (2, "first".into());
        },
    ),
    case("choice_per_slot", "schools[tiny-1].students[s1].choices[1].activity", |b| {
        first(b).students[0].choices[1].activity = "story".into();
    }),
    case("choice_grade", "schools[tiny-1].students[s1].choices[1].activity", |b| {
        first(b).students[0].choices[1].activity = "go".into();
    }),
    case("choice_written_homework", "schools[tiny-1].students[s1].choices[1].activity", |b| {
        activity(b, "paper").written_homework = true;
    }),
    case("choice_refused", "schools[tiny-1].students[s1].choices[1].activity", |b| {
        first(b).students[0].refused = vec!["paper".into()];
    }),
    case("wish_contradiction", "schools[tiny-1].staff[t1].unwanted_activities[0]", |b| {
        first(b).staff[0].unwanted_activities = vec!["choir".into()];
    }),
    case("unknown_rule", "policy.rules[0].rule", |b| {
        b.policy.rules = vec![RuleSetting { rule: None, enabled: Some(true), weight: None }];
    }),
    case("rule_not_switchable", "policy.rules[0].enabled", |b| {
        b.policy.rules = vec![setting(Rule::OnePlace, false)];
    }),
    case("points_not_ascending", "schools[tiny-1].policy.rank_points[1]", |b| {
        first(b).policy.rank_points = vec![5, 3];
    }),
    case("knees_reversed", "schools[tiny-1].policy.worst_off_second_knee", |b| {
        first(b).policy.worst_off_second_knee = Some(70);
    }),
    case("points_too_large", "policy", |b| {
        let huge = |rule| RuleSetting { rule: Some(rule), enabled: None, weight: Some(1_000_000) };
        b.policy.rules = vec![
            huge(Rule::Preference),
            huge(Rule::WorstOff),
            huge(Rule::SchoolEquity),
            huge(Rule::Unplaced),
        ];
        b.policy.rules[2].enabled = Some(true);
        b.policy.student_weight = Some(10_000);
        b.policy.not_granted_points = Some(10_000);
    }),
    case("fact_shape", "schools[tiny-1].bans[0]", |b| first(b).bans[0].room = "r1".into()),
    case("fact_shape", "schools[tiny-1].pins[5]", |b| first(b).pins.push(Fact::default())),
    case("wrong_school", "schools[tiny-1].incumbent.school", |b| {
        first(b).incumbent.as_mut().expect("given").school = "tiny-2".into();
    }),
];
