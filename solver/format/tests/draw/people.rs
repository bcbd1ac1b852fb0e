//! Any activities and people.

use super::Draw;
use super::data::SEGMENT;
use kehou_domain::draft::{
    Activity, Attendance, CareLimit, Category, Choice, Companion, CompanionWish, Component,
    DutyKind, EquipmentUse, Group, Grouping, LoanTerms, Pattern, Priority, Skill, SlotRef, Staff,
    StaffCarryOver, StaffKind, StaffRank, Student, Window,
};

/// Any value of this type.
pub fn activity(d: &mut Draw) -> Activity {
    Activity {
        id: d.text(),
        name: d.text(),
        component: d.maybe(|d| d.pick(&COMPONENT)),
        category: d.maybe(|d| d.pick(&CATEGORY)),
        segments: d.list(|d| d.pick(&SEGMENT)),
        grades: d.list(Draw::int),
        min_size: d.int(),
        max_size: d.int(),
        sessions_per_week: d.maybe(Draw::int),
        periods_per_session: d.maybe(Draw::int),
        patterns: d.list(pattern),
        max_sections: d.maybe(Draw::int),
        room_kinds: d.list(Draw::text),
        skill: d.text(),
        skill_level: d.maybe(Draw::int),
        assistants: d.int(),
        pupils_per_assistant: d.maybe(Draw::int),
        equipment: d.list(equipment_use),
        written_homework: d.flag(),
        material_fee_fen: d.long(),
        grouping: d.maybe(|d| d.pick(&GROUPING)),
    }
}

const COMPONENT: [Component; 7] = [
    Component::Base,
    Component::Training,
    Component::Extension,
    Component::MicroTopic,
    Component::FamilySchool,
    Component::Care,
    Component::EveningStudy,
];

const CATEGORY: [Category; 13] = [
    Category::Homework,
    Category::Reading,
    Category::SelfStudy,
    Category::Sport,
    Category::Arts,
    Category::Science,
    Category::Labour,
    Category::OnlineLearning,
    Category::AcademicHelp,
    Category::Culture,
    Category::Play,
    Category::Care,
    Category::Other,
];

fn pattern(d: &mut Draw) -> Pattern {
    Pattern { starts: d.list(slot_ref) }
}

fn equipment_use(d: &mut Draw) -> EquipmentUse {
    EquipmentUse { equipment: d.text(), quantity: d.int() }
}

const GROUPING: [Grouping; 3] = [Grouping::Group, Grouping::Grade, Grouping::School];

/// Any value of this type.
pub fn group(d: &mut Draw) -> Group {
    Group {
        id: d.text(),
        grade: d.int(),
        size: d.int(),
        home_room: d.text(),
        form_teacher: d.text(),
    }
}

/// Any value of this type.
pub fn student(d: &mut Draw) -> Student {
    Student {
        student: d.text(),
        group: d.text(),
        grade: d.maybe(Draw::int),
        priorities: d.list(|d| d.pick(&PRIORITY)),
        attendance: d.list(attendance),
        choices: d.list(choice),
        wanted_sessions: d.maybe(Draw::int),
        refused: d.list(Draw::text),
        accepts_substitutes: d.flag(),
        carry_over: d.int(),
        companions: d.list(companion),
    }
}

fn attendance(d: &mut Draw) -> Attendance {
    Attendance { weekday: d.int(), from_period: d.int(), dismissal_point: d.text() }
}

fn choice(d: &mut Draw) -> Choice {
    Choice { activity: d.text(), rank: d.int() }
}

fn companion(d: &mut Draw) -> Companion {
    Companion { student: d.text(), wish: d.maybe(|d| d.pick(&COMPANION_WISH)) }
}

const COMPANION_WISH: [CompanionWish; 2] = [CompanionWish::Together, CompanionWish::Apart];

/// Any value of this type.
pub fn staff(d: &mut Draw) -> Staff {
    Staff {
        id: d.text(),
        kind: d.maybe(|d| d.pick(&STAFF_KIND)),
        rank: d.maybe(|d| d.pick(&STAFF_RANK)),
        skills: d.list(skill),
        windows: d.list(window),
        protected: d.list(window),
        weekly_cap: d.maybe(Draw::int),
        daily_cap: d.maybe(Draw::int),
        late_cap: d.maybe(Draw::int),
        daytime_load: d.int(),
        care: d.maybe(care_limit),
        willing: d.flag(),
        post_duties: d.list(|d| d.pick(&DUTY_KIND)),
        wanted_activities: d.list(Draw::text),
        unwanted_activities: d.list(Draw::text),
        vetted: d.flag(),
        pay_per_period_fen: d.long(),
        loan_terms: d.maybe(loan_terms),
        carry_over: staff_carry_over(d),
    }
}

const STAFF_KIND: [StaffKind; 7] = [
    StaffKind::Teacher,
    StaffKind::RetiredTeacher,
    StaffKind::Parent,
    StaffKind::Craftsperson,
    StaffKind::Coach,
    StaffKind::CollegeStudent,
    StaffKind::OrganisationInstructor,
];

pub const STAFF_RANK: [StaffRank; 3] =
    [StaffRank::MiddleManager, StaffRank::VicePrincipal, StaffRank::Principal];

fn skill(d: &mut Draw) -> Skill {
    Skill { skill: d.text(), level: d.int(), newly_trained: d.flag() }
}

fn window(d: &mut Draw) -> Window {
    Window { weekday: d.int(), start_minute: d.int(), end_minute: d.int() }
}

fn care_limit(d: &mut Draw) -> CareLimit {
    CareLimit { latest_end_minute: d.maybe(Draw::int), weekly_cap: d.maybe(Draw::int) }
}

fn loan_terms(d: &mut Draw) -> LoanTerms {
    LoanTerms {
        willing: d.flag(),
        weekdays: d.list(Draw::int),
        max_weekdays: d.maybe(Draw::int),
        max_travel_minutes: d.maybe(Draw::int),
        schools: d.list(Draw::text),
        several_campuses_a_day: d.flag(),
    }
}

fn staff_carry_over(d: &mut Draw) -> StaffCarryOver {
    StaffCarryOver { late: d.int(), gate: d.int() }
}

/// Any value of this type.
pub fn slot_ref(d: &mut Draw) -> SlotRef {
    SlotRef { weekday: d.int(), period: d.int() }
}

pub const PRIORITY: [Priority; 6] = [
    Priority::LeftBehind,
    Priority::Disabled,
    Priority::Needy,
    Priority::Migrant,
    Priority::LowerGrade,
    Priority::Other,
];

pub const DUTY_KIND: [DutyKind; 4] =
    [DutyKind::Patrol, DutyKind::GateGuard, DutyKind::LeaderOnDuty, DutyKind::AreaSupervisor];
