//! Any data set.

use super::Draw;
use super::people::{DUTY_KIND, PRIORITY, STAFF_RANK, activity, group, slot_ref, staff, student};
use super::result::school_plan;
use kehou_domain::draft::{
    Budget, Bureau, ChangeBudget, DismissalPoint, Equipment, Fact, GateCapacity, LoanPolicy,
    MakeUpDay, Pair, Period, Room, School, SchoolKind, Segment, Setting, Term, Travel, Waiver,
};
use kehou_domain::policy::{LeaderDemand, Policy, RuleSetting, SupervisorArea};
use kehou_domain::rule::RULES;

fn term(d: &mut Draw) -> Term {
    Term {
        first_day: d.text(),
        last_day: d.text(),
        serving_weekdays: d.list(Draw::int),
        holidays: d.list(Draw::text),
        make_up_days: d.list(make_up_day),
        weeks: d.maybe(Draw::int),
    }
}

fn make_up_day(d: &mut Draw) -> MakeUpDay {
    MakeUpDay { date: d.text(), follows_weekday: d.int() }
}

fn period(d: &mut Draw) -> Period {
    Period {
        weekday: d.int(),
        index: d.int(),
        start_minute: d.int(),
        end_minute: d.int(),
        segment: d.maybe(|d| d.pick(&SEGMENT)),
    }
}

pub const SEGMENT: [Segment; 6] = [
    Segment::Homework,
    Segment::Activity,
    Segment::MicroTopic,
    Segment::FamilySchool,
    Segment::ExtendedCare,
    Segment::EveningStudy,
];

fn dismissal_point(d: &mut Draw) -> DismissalPoint {
    DismissalPoint {
        id: d.text(),
        period: d.int(),
        waves: d.maybe(Draw::int),
        wave_minutes: d.maybe(Draw::int),
        gates: d.list(gate_capacity),
    }
}

fn gate_capacity(d: &mut Draw) -> GateCapacity {
    GateCapacity { gate: d.text(), pupils_per_wave: d.int() }
}

fn budget(d: &mut Draw) -> Budget {
    Budget { fee_per_student_fen: d.long(), waivers: d.list(waiver), subsidy_fen: d.long() }
}

fn waiver(d: &mut Draw) -> Waiver {
    Waiver { priority: d.maybe(|d| d.pick(&PRIORITY)), percent: d.int() }
}

fn room(d: &mut Draw) -> Room {
    Room {
        id: d.text(),
        kind: d.text(),
        capacity: d.int(),
        floor: d.text(),
        outdoor: d.flag(),
        unavailable: d.list(slot_ref),
        schools: d.list(Draw::text),
    }
}

fn equipment(d: &mut Draw) -> Equipment {
    Equipment { id: d.text(), owned: d.int() }
}

fn fact(d: &mut Draw) -> Fact {
    Fact {
        student: d.text(),
        activity: d.text(),
        staff: d.text(),
        room: d.text(),
        slot: d.maybe(slot_ref),
        duty: d.maybe(|d| d.pick(&DUTY_KIND)),
        school: d.text(),
        weekday: d.maybe(Draw::int),
    }
}

fn change_budget(d: &mut Draw) -> ChangeBudget {
    ChangeBudget {
        per_student: d.maybe(Draw::int),
        per_staff: d.maybe(Draw::int),
        total: d.maybe(Draw::int),
    }
}

fn school(d: &mut Draw) -> School {
    School {
        id: d.text(),
        name: d.text(),
        kind: d.maybe(|d| d.pick(&SCHOOL_KIND)),
        setting: d.maybe(|d| d.pick(&SETTING)),
        periods: d.list(period),
        dismissal_points: d.list(dismissal_point),
        rooms: d.list(room),
        groups: d.list(group),
        equipment: d.list(equipment),
        activities: d.list(activity),
        students: d.list(student),
        staff: d.list(staff),
        policy: policy(d),
        budget: d.maybe(budget),
        pins: d.list(fact),
        bans: d.list(fact),
        incumbent: d.maybe(school_plan),
        change_budget: d.maybe(change_budget),
    }
}

const SCHOOL_KIND: [SchoolKind; 4] =
    [SchoolKind::Primary, SchoolKind::Junior, SchoolKind::NineYear, SchoolKind::Boarding];

const SETTING: [Setting; 2] = [Setting::Town, Setting::Township];

/// Any value of this type.
pub fn bureau(d: &mut Draw) -> Bureau {
    Bureau {
        id: d.text(),
        name: d.text(),
        term: d.maybe(term),
        policy: policy(d),
        shared_staff: d.list(staff),
        venues: d.list(room),
        travel: d.list(travel),
        pairs: d.list(pair),
        loan_policy: d.maybe(loan_policy),
        budget: d.maybe(budget),
        schools: d.list(school),
    }
}

fn travel(d: &mut Draw) -> Travel {
    Travel { from: d.text(), to: d.text(), minutes: d.int() }
}

fn pair(d: &mut Draw) -> Pair {
    Pair { lender: d.text(), borrower: d.text() }
}

fn loan_policy(d: &mut Draw) -> LoanPolicy {
    LoanPolicy { max_share_percent: d.maybe(Draw::int), pairs_only: d.flag() }
}

fn policy(d: &mut Draw) -> Policy {
    Policy {
        rules: d.list(rule_setting),
        homework_cap_periods: d.maybe(Draw::int),
        written_homework_from_grade: d.maybe(Draw::int),
        training_minimum_sessions: d.maybe(Draw::int),
        rank_points: d.list(Draw::int),
        substitute_points: d.maybe(Draw::int),
        not_granted_points: d.maybe(Draw::int),
        student_weight: d.maybe(Draw::int),
        priority_weight: d.maybe(Draw::int),
        priority_groups: d.list(|d| d.pick(&PRIORITY)),
        worst_off_first_knee: d.maybe(Draw::int),
        worst_off_second_knee: d.maybe(Draw::int),
        workload_target: d.maybe(Draw::int),
        late_after_minute: d.maybe(Draw::int),
        missing_assistant_points: d.maybe(Draw::int),
        patrol_heads: d.maybe(Draw::int),
        gate_guard_heads: d.maybe(Draw::int),
        leaders: d.list(leader_demand),
        supervisor_heads: d.maybe(Draw::int),
        supervisor_area: d.maybe(|d| d.pick(&SUPERVISOR_AREA)),
        mentor_max_students: d.maybe(Draw::int),
        loan_day_points: d.maybe(Draw::int),
    }
}

fn rule_setting(d: &mut Draw) -> RuleSetting {
    RuleSetting {
        rule: d.maybe(|d| d.pick(&RULES).0),
        enabled: d.maybe(Draw::flag),
        weight: d.maybe(Draw::int),
    }
}

fn leader_demand(d: &mut Draw) -> LeaderDemand {
    LeaderDemand { rank: d.maybe(|d| d.pick(&STAFF_RANK)), heads: d.int() }
}

const SUPERVISOR_AREA: [SupervisorArea; 2] = [SupervisorArea::Floor, SupervisorArea::Year];
