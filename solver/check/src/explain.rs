//! For each pupil the reason behind what was granted and what was not; for each staff member a
//! count of the week.

use crate::facts::Facts;
use crate::people::{Person, Role, Task};
use crate::pupil::StudentView;
use crate::rules::staff_caps::late_days;
use crate::rules::staff_wish::wishes_missed;
use crate::rules::workload_balance::{target, units};
use crate::school::{SchoolView, SectionView};
use crate::week::ActivityView;
use kehou_domain::draft::Bureau;
use kehou_domain::explanation::{
    ChoiceExplanation, Explanations, Reason, SchoolExplanations, StaffExplanation,
    StudentExplanation,
};
use kehou_domain::plan::Plan;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

/// Reasons and counts of a plan, per school in the order of the input. Shared staff are at the
/// first school they serve.
pub fn explanations(bureau: &Bureau, plan: &Plan) -> Explanations {
    let facts = Facts::new(bureau, plan);
    let schools = facts.schools.iter().map(|view| school(&facts, view)).collect();
    Explanations { schools }
}

/// Reasons and counts of one school; `None`: the input has no such school.
pub fn explanation_of(bureau: &Bureau, plan: &Plan, of: &str) -> Option<SchoolExplanations> {
    let facts = Facts::new(bureau, plan);
    let view = facts.schools.iter().find(|view| view.school.id == of)?;
    Some(school(&facts, view))
}

fn school(facts: &Facts, view: &SchoolView) -> SchoolExplanations {
    let target = target(view);
    let shared = facts.bureau.shared_staff.iter();
    let staff = view.school.staff.iter().chain(shared);
    let people = staff.filter_map(|staff| facts.people.get(staff.id.as_str()));
    SchoolExplanations {
        school: view.school.id.clone(),
        students: view.students.iter().map(|pupil| student(view, pupil)).collect(),
        staff: people
            .filter(|person| person.owner == Some(view.index))
            .map(|person| staff_member(facts, view, person, target))
            .collect(),
    }
}

/// What a pupil of the school has.
pub fn student_of(view: &SchoolView, id: &str) -> Option<StudentExplanation> {
    let &pupil = view.student_index.get(id)?;
    Some(student(view, &view.students[pupil]))
}

fn student(view: &SchoolView, pupil: &StudentView) -> StudentExplanation {
    let listed = pupil.student.choices.iter().map(|choice| ChoiceExplanation {
        activity: choice.activity.clone(),
        rank: choice.rank,
        reason: Some(reason(view, pupil, &choice.activity, choice.rank)),
    });
    let unlisted = pupil
        .pattern_sections(view)
        .map(|section| &section.section.activity)
        .filter(|activity| pupil.rank_of(activity).is_none())
        .map(|activity| ChoiceExplanation {
            activity: activity.clone(),
            rank: 0,
            reason: Some(Reason::Granted),
        });
    let unplaced = pupil.attended.iter().filter(|&&slot| !pupil.is_placed(slot)).count();
    StudentExplanation {
        student: pupil.student.student.clone(),
        sessions_wanted: pupil.wanted as i32,
        sessions_granted: pupil.granted(view) as i32,
        slots_unplaced: unplaced as i32,
        weight: pupil.weight,
        points: pupil.points(view),
        choices: listed.chain(unlisted).collect(),
    }
}

fn reason(view: &SchoolView, pupil: &StudentView, activity: &str, rank: i32) -> Reason {
    if pupil.pattern_sections(view).any(|section| section.section.activity == activity) {
        return Reason::Granted;
    }
    let item = view.activities.get(activity).filter(|item| !item.per_slot);
    let Some(item) = item.filter(|item| is_eligible(view, pupil, item)) else {
        return Reason::NotEligible;
    };
    if item.slots_in_attended_patterns(|slot| pupil.attends(slot)).is_empty() {
        return Reason::NotAttended;
    }
    let open = view.sections_of(activity);
    let attended: Vec<&SectionView> =
        open.iter().copied().filter(|s| s.slots().all(|slot| pupil.attends(slot))).collect();
    if open.is_empty() {
        Reason::NotOpened
    } else if attended.is_empty() {
        Reason::OtherTimes
    } else if pupil.granted(view) >= pupil.wanted {
        Reason::EnoughGranted
    } else {
        among_attended(view, pupil, rank, attended)
    }
}

fn is_eligible(view: &SchoolView, pupil: &StudentView, item: &ActivityView) -> bool {
    let too_young = view.rules.is_on(Rule::WrittenHomework)
        && pupil.grade < view.rules.written_homework_from_grade;
    pupil.may_take(item.activity) && !(too_young && item.activity.written_homework)
}

/// The reason when the pupil wants more and attends these sections wholly.
fn among_attended(
    view: &SchoolView,
    pupil: &StudentView,
    rank: i32,
    mut sections: Vec<&SectionView>,
) -> Reason {
    sections.retain(|section| {
        !pupil.meets(view, section, |held| {
            pupil.rank_of(&held.section.activity).is_some_and(|own| own <= rank)
        })
    });
    if sections.is_empty() {
        return Reason::ClashesWithBetter;
    }
    if !sections.iter().all(|section| is_full(section)) {
        return Reason::BetterForAll;
    }
    let mut pupils = sections.iter().flat_map(|section| &section.students);
    if pupils.any(|&other| view.students[other].weight < pupil.weight) {
        Reason::Full
    } else {
        Reason::FullOfOthersFirst
    }
}

/// Whether the section or one of its rooms holds no more pupils.
fn is_full(section: &SectionView) -> bool {
    let rooms = section.sessions.iter().filter_map(|session| session.room);
    let holds = rooms.map(|room| i64::from(room.room.capacity));
    let most = section.item.map_or(0, |item| i64::from(item.max_size));
    section.size >= holds.fold(most, i64::min)
}

fn staff_member(
    facts: &Facts,
    view: &SchoolView,
    person: &Person,
    target: i64,
) -> StaffExplanation {
    let sessions = |roles: &[Role]| {
        let held = person.work.iter().filter_map(|work| match work.task {
            Task::Session(section, nth, role) if roles.contains(&role) => {
                Some((work.school, section, nth))
            }
            _ => None,
        });
        held.collect::<BTreeSet<_>>().len() as i32
    };
    let duties = person.work.iter().filter(|work| matches!(work.task, Task::Duty(..))).count();
    let loans = facts.plan.loans.iter().filter(|loan| loan.staff == person.staff.id).count();
    let wishes = if person.serves() { wishes_missed(facts, view, person) } else { 0 };
    StaffExplanation {
        staff: person.staff.id.clone(),
        day_load: person.staff.daytime_load,
        periods: person.periods() as i32,
        sessions_led: sessions(&[Role::Lead]),
        sessions_assisted: sessions(&[Role::Assistant, Role::Companion]),
        duties: duties as i32,
        late_days: late_days(facts, person) as i32,
        loan_days: loans as i32,
        workload_points: view.rules.weight(Rule::WorkloadBalance) * units(person, target),
        wish_points: view.rules.weight(Rule::StaffWish) * wishes,
    }
}
