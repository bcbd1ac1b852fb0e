//! Pins and bans: whether a statement is true of a plan. The fields set are read together.

use crate::facts::Facts;
use crate::people::Task;
use crate::school::{SchoolView, SectionView, SessionView};
use crate::words::{slot, weekday};
use kehou_domain::draft::{DutyKind, Fact};
use kehou_domain::fault::Text;

/// Whether nothing is said.
pub fn is_empty(fact: &Fact) -> bool {
    *fact == Fact::default()
}

/// Whether the statement is true of the school's plan.
pub fn holds(facts: &Facts, view: &SchoolView, fact: &Fact) -> bool {
    if !fact.student.is_empty() {
        let student = view.student_index.get(fact.student.as_str());
        student.is_some_and(|student| {
            any_session(view, fact, |section| section.students.contains(student))
        })
    } else if !fact.school.is_empty() {
        facts.plan.loans.iter().any(|loan| {
            loan.staff == fact.staff
                && loan.school == fact.school
                && fact.weekday.is_none_or(|weekday| weekday == loan.weekday)
        })
    } else if fact.duty.is_some() {
        has_duty(view, fact)
    } else if !fact.activity.is_empty() || !fact.room.is_empty() || fact.staff.is_empty() {
        any_session(view, fact, |_| true)
    } else {
        works(facts, view, fact)
    }
}

/// A session in a section that fits matches activity, room, slot and lead, as far as they are set.
fn any_session(view: &SchoolView, fact: &Fact, fits: impl Fn(&SectionView) -> bool) -> bool {
    let same = |said: &str, is: &str| said.is_empty() || said == is;
    let matches = |session: &&SessionView| {
        same(&fact.room, &session.session.room)
            && same(&fact.staff, &session.session.lead)
            && fact.slot.is_none_or(|at| session.slots.contains(&at))
    };
    let of_activity = |section: &&SectionView| same(&fact.activity, &section.section.activity);
    let mut sections = view.sections.iter().filter(of_activity);
    sections.any(|section| fits(section) && section.sessions.iter().any(|s| matches(&s)))
}

fn has_duty(view: &SchoolView, fact: &Fact) -> bool {
    view.plan.duties.iter().any(|duty| {
        let in_slot = fact.slot.is_none_or(|at| {
            let whole_day = duty.kind == Some(DutyKind::LeaderOnDuty);
            at.weekday == duty.weekday && (whole_day || at.period == duty.period)
        });
        duty.kind == fact.duty && (fact.staff.is_empty() || duty.staff == fact.staff) && in_slot
    })
}

/// The person has a session, in whatever part, or a duty at the school (in the slot).
fn works(facts: &Facts, view: &SchoolView, fact: &Fact) -> bool {
    let Some(person) = facts.people.get(fact.staff.as_str()) else { return false };
    person.work.iter().filter(|work| work.school == view.index).any(|work| {
        fact.slot.is_none_or(|at| match work.task {
            Task::Duty(DutyKind::LeaderOnDuty, _) => work.weekday == at.weekday,
            Task::Session(..) | Task::Duty(..) => work.slot == at,
        })
    })
}

/// The statement in words.
pub fn words(fact: &Fact) -> Text {
    let mut zh = Vec::new();
    let mut en = Vec::new();
    let ids = [
        ("学生", "pupil", &fact.student),
        ("项目", "activity", &fact.activity),
        ("人员", "staff", &fact.staff),
        ("场地", "room", &fact.room),
        ("支援学校", "lent to", &fact.school),
    ];
    for (word_zh, word_en, id) in ids.into_iter().filter(|(_, _, id)| !id.is_empty()) {
        zh.push(format!("{word_zh} {id}"));
        en.push(format!("{word_en} {id}"));
    }
    if let Some(kind) = fact.duty {
        let (word_zh, word_en) = match kind {
            DutyKind::Patrol => ("巡查", "patrol"),
            DutyKind::GateGuard => ("门口值守", "gate guard"),
            DutyKind::LeaderOnDuty => ("带班领导", "leader on duty"),
            DutyKind::AreaSupervisor => ("区域值守", "area supervisor"),
        };
        zh.push(word_zh.to_owned());
        en.push(word_en.to_owned());
    }
    let times = [fact.slot.map(slot), fact.weekday.map(weekday)];
    for at in times.into_iter().flatten() {
        zh.push(at.zh);
        en.push(at.en);
    }
    Text::new(zh.join("、"), en.join(", "))
}
