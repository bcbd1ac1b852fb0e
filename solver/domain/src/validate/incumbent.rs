//! The published plan to stay close to: of this school, nothing personal in it. What it names
//! may have gone since; that is counted, not refused.

use super::codes::Code;
use super::ids::{self, Seen};
use super::index::SchoolIndex;
use super::path::Path;
use super::sink::{Sink, shown};
use crate::draft::{ChangeBudget, School};
use crate::fault::Text;
use crate::plan::{SchoolPlan, Section};
use crate::rule::Rule;

/// Most changes a change budget can name.
pub const MAX_CHANGES: i64 = 10_000_000;

pub(super) fn check(sink: &mut Sink, path: &Path, here: &SchoolIndex) {
    let school: &School = here.school;
    if let Some(plan) = &school.incumbent {
        plan_of(sink, &path.field("incumbent"), here, plan);
    }
    if let Some(budget) = &school.change_budget {
        changes(sink, &path.field("change_budget"), budget);
        if school.incumbent.is_none() && here.rules.is_on(Rule::ChangeBudget) {
            super::warn_rules::without_data(
                sink,
                &path.field("change_budget"),
                Rule::ChangeBudget,
                ("没有现行方案", "there is no incumbent plan"),
            );
        }
    }
}

fn changes(sink: &mut Sink, path: &Path, budget: &ChangeBudget) {
    let noun = ("变动上限", "limit on changes");
    sink.range_if_set(&path.field("per_student"), budget.per_student, 0..=MAX_CHANGES, noun);
    sink.range_if_set(&path.field("per_staff"), budget.per_staff, 0..=MAX_CHANGES, noun);
    sink.range_if_set(&path.field("total"), budget.total, 0..=MAX_CHANGES, noun);
}

fn plan_of(sink: &mut Sink, path: &Path, here: &SchoolIndex, plan: &SchoolPlan) {
    if plan.school != here.school.id {
        sink.note(
            Code::WrongSchool,
            &path.field("school"),
            &plan.school,
            Text::new(
                format!("现行方案属于学校“{}”，不是本校", shown(&plan.school)),
                format!(
                    "the incumbent is the plan of school '{}', not of this one",
                    shown(&plan.school)
                ),
            ),
            Text::new("换成本校的方案，或删去", "give the plan of this school, or none"),
        );
    }
    let mut seen = Seen::new();
    let mut unknown = 0;
    for (index, section) in plan.sections.iter().enumerate() {
        ids::unique(sink, &mut seen, path, ("sections", index), &section.id, ("教学班", "section"));
        unknown += section_of(sink, &path.item("sections", index), here, section);
    }
    let staff = |id: &str| here.staff.contains_key(id);
    for (index, duty) in plan.duties.iter().enumerate() {
        let at = path.item("duties", index);
        unknown += name(sink, &at.field("staff"), &duty.staff, staff(&duty.staff));
        ids::text(sink, &at.field("gate"), &duty.gate);
        ids::text(sink, &at.field("area"), &duty.area);
    }
    for (index, departure) in plan.departures.iter().enumerate() {
        let at = path.item("departures", index);
        let group = here.groups.contains_key(departure.group.as_str());
        unknown += name(sink, &at.field("group"), &departure.group, group);
        let point = here.points.contains_key(departure.dismissal_point.as_str());
        unknown += name(sink, &at.field("dismissal_point"), &departure.dismissal_point, point);
        ids::text(sink, &at.field("gate"), &departure.gate);
    }
    for (index, mentor) in plan.mentors.iter().enumerate() {
        let at = path.item("mentors", index);
        let pupil = here.students.contains(mentor.student.as_str());
        unknown += name(sink, &at.field("student"), &mentor.student, pupil);
        unknown += name(sink, &at.field("staff"), &mentor.staff, staff(&mentor.staff));
    }
    gone(sink, path, unknown);
}

fn gone(sink: &mut Sink, path: &Path, unknown: usize) {
    if unknown > 0 {
        sink.note(
            Code::IncumbentUnknown,
            path,
            &unknown.to_string(),
            Text::new(
                format!("现行方案中有 {unknown} 处提到已不存在的学生、教师、课程、场地或时段"),
                format!("the incumbent names pupils, staff, activities, rooms or slots that are no longer there: {unknown} times"),
            ),
            Text::new("如属人员变动则无需处理；否则核对编号", "nothing to do if they left; else check the ids"),
        );
    }
}

/// How many names of the section are unknown now.
fn section_of(sink: &mut Sink, path: &Path, here: &SchoolIndex, section: &Section) -> usize {
    let activity = here.activities.contains_key(section.activity.as_str());
    let mut unknown = name(sink, &path.field("activity"), &section.activity, activity);
    for (index, session) in section.sessions.iter().enumerate() {
        let at = path.item("sessions", index);
        unknown += usize::from(!here.slots.contains_key(&session.start));
        unknown += name(
            sink,
            &at.field("room"),
            &session.room,
            here.rooms.contains_key(session.room.as_str()),
        );
        let indoor = session.wet_weather_room.as_str();
        unknown +=
            name(sink, &at.field("wet_weather_room"), indoor, here.rooms.contains_key(indoor));
        for (field, id) in [("lead", &session.lead), ("companion", &session.companion)] {
            unknown += name(sink, &at.field(field), id, here.staff.contains_key(id.as_str()));
        }
        for (index, id) in session.assistants.iter().enumerate() {
            unknown +=
                name(sink, &at.item("assistants", index), id, here.staff.contains_key(id.as_str()));
        }
    }
    for (index, id) in section.students.iter().enumerate() {
        unknown +=
            name(sink, &path.item("students", index), id, here.students.contains(id.as_str()));
    }
    unknown
}

/// 1 when the name is given and unknown.
fn name(sink: &mut Sink, path: &Path, id: &str, known: bool) -> usize {
    if known || id.is_empty() {
        return 0;
    }
    ids::text(sink, path, id);
    1
}
