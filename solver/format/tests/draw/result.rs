//! Any plan and what is said about it.

use super::Draw;
use super::people::{DUTY_KIND, PRIORITY, slot_ref};
use kehou_domain::explanation::{
    ChoiceExplanation, Explanations, Reason, SchoolExplanations, StaffExplanation,
    StudentExplanation,
};
use kehou_domain::outcome::{Kpis, PriorityKpi};
use kehou_domain::plan::{
    Departure, DutyAssignment, Loan, Mentorship, Plan, SchoolPlan, Section, Session,
};

/// Any value of this type.
pub fn plan(d: &mut Draw) -> Plan {
    Plan { bureau: d.text(), schools: d.list(school_plan), loans: d.list(loan) }
}

/// Any value of this type.
pub fn school_plan(d: &mut Draw) -> SchoolPlan {
    SchoolPlan {
        school: d.text(),
        sections: d.list(section),
        duties: d.list(duty_assignment),
        departures: d.list(departure),
        mentors: d.list(mentorship),
    }
}

fn section(d: &mut Draw) -> Section {
    Section {
        id: d.text(),
        activity: d.text(),
        sessions: d.list(session),
        students: d.list(Draw::text),
    }
}

fn session(d: &mut Draw) -> Session {
    Session {
        start: slot_ref(d),
        room: d.text(),
        lead: d.text(),
        assistants: d.list(Draw::text),
        companion: d.text(),
        wet_weather_room: d.text(),
    }
}

fn duty_assignment(d: &mut Draw) -> DutyAssignment {
    DutyAssignment {
        kind: d.maybe(|d| d.pick(&DUTY_KIND)),
        staff: d.text(),
        weekday: d.int(),
        period: d.int(),
        gate: d.text(),
        wave: d.int(),
        area: d.text(),
    }
}

fn departure(d: &mut Draw) -> Departure {
    Departure {
        group: d.text(),
        weekday: d.int(),
        dismissal_point: d.text(),
        gate: d.text(),
        wave: d.int(),
    }
}

fn mentorship(d: &mut Draw) -> Mentorship {
    Mentorship { student: d.text(), staff: d.text() }
}

fn loan(d: &mut Draw) -> Loan {
    Loan { staff: d.text(), school: d.text(), weekday: d.int() }
}

/// Any value of this type.
pub fn explanations(d: &mut Draw) -> Explanations {
    Explanations { schools: d.list(school_explanations) }
}

fn school_explanations(d: &mut Draw) -> SchoolExplanations {
    SchoolExplanations {
        school: d.text(),
        students: d.list(student_explanation),
        staff: d.list(staff_explanation),
    }
}

fn student_explanation(d: &mut Draw) -> StudentExplanation {
    StudentExplanation {
        student: d.text(),
        sessions_wanted: d.int(),
        sessions_granted: d.int(),
        slots_unplaced: d.int(),
        weight: d.long(),
        points: d.long(),
        choices: d.list(choice_explanation),
    }
}

fn choice_explanation(d: &mut Draw) -> ChoiceExplanation {
    ChoiceExplanation { activity: d.text(), rank: d.int(), reason: d.maybe(|d| d.pick(&REASON)) }
}

const REASON: [Reason; 10] = [
    Reason::Granted,
    Reason::NotEligible,
    Reason::NotAttended,
    Reason::NotOpened,
    Reason::OtherTimes,
    Reason::EnoughGranted,
    Reason::ClashesWithBetter,
    Reason::FullOfOthersFirst,
    Reason::Full,
    Reason::BetterForAll,
];

fn staff_explanation(d: &mut Draw) -> StaffExplanation {
    StaffExplanation {
        staff: d.text(),
        day_load: d.int(),
        periods: d.int(),
        sessions_led: d.int(),
        sessions_assisted: d.int(),
        duties: d.int(),
        late_days: d.int(),
        loan_days: d.int(),
        workload_points: d.long(),
        wish_points: d.long(),
    }
}

/// Any value of this type.
pub fn kpis(d: &mut Draw) -> Kpis {
    Kpis {
        students: d.long(),
        student_slots: d.long(),
        student_slots_placed: d.long(),
        sessions_wanted: d.long(),
        sessions_granted: d.long(),
        sessions_first_choice: d.long(),
        sessions_top_three: d.long(),
        students_with_wishes: d.long(),
        students_first_choice: d.long(),
        students_nothing: d.long(),
        worst_student_points: d.long(),
        students_envious: d.long(),
        by_priority: d.list(priority_kpi),
        staff_willing: d.long(),
        staff_periods: d.long(),
        workload_mean_hundredths: d.long(),
        workload_spread: d.long(),
        workload_gini_permille: d.long(),
        sessions_without_lead: d.long(),
        assistants_missing: d.long(),
        duties_unfilled: d.long(),
        loan_days: d.long(),
        weekly_pay_fen: d.long(),
        sections: d.long(),
        sections_by_fill: [d.long(), d.long(), d.long()],
        slot_sessions: d.long(),
    }
}

fn priority_kpi(d: &mut Draw) -> PriorityKpi {
    PriorityKpi {
        priority: d.maybe(|d| d.pick(&PRIORITY)),
        students: d.long(),
        sessions_wanted: d.long(),
        sessions_granted: d.long(),
    }
}
