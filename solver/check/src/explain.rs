//! For each pupil the reason behind what was granted and what was not; for each staff member a
//! count of the week.

use crate::facts::Facts;
use crate::people::{Person, Role, Task};
use crate::pupil::StudentView;
use crate::rules::staff_caps::late_days;
use crate::rules::workload_balance::target;
use crate::school::{SchoolView, SectionView};
use kehou_domain::draft::Bureau;
use kehou_domain::plan::Plan;
use kehou_domain::rule::Rule;
use std::collections::BTreeSet;

/// Reasons and counts of a whole plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanations {
    /// One record a pupil, in the order of the input.
    pub students: Vec<StudentRecord>,
    /// One record a staff member, by id.
    pub staff: Vec<StaffRecord>,
}

/// What a pupil wanted, was given, and why not more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentRecord {
    /// Reference of the pupil.
    pub student: String,
    /// Id of the school.
    pub school: String,
    /// Sessions wanted, W.
    pub wanted: i64,
    /// Sessions of pattern activities granted, t.
    pub granted: i64,
    /// Attended slots without a place.
    pub unplaced: i64,
    /// Points S.
    pub points: i64,
    /// Sections of pattern activities held, listed or not.
    pub sections: Vec<Granted>,
    /// The listed choices in the order of the input.
    pub choices: Vec<ChoiceRecord>,
}

/// A section of a pattern activity that a pupil holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// Id of the activity.
    pub activity: String,
    /// Id of the section.
    pub section: String,
    /// Its sessions a week.
    pub sessions: i64,
    /// Best rank at which it is listed; none: not listed.
    pub rank: Option<i32>,
}

/// A listed choice and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceRecord {
    /// Id of the activity.
    pub activity: String,
    /// Rank.
    pub rank: i32,
    /// None: granted.
    pub why_not: Option<WhyNot>,
}

/// Why a listed choice was not granted. The first that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNot {
    /// Grade, written homework or refusal keep the pupil out, or it is no pattern activity.
    NotEligible,
    /// No section of it opens.
    NotOpened,
    /// The pupil is absent in a slot of every open section.
    NotAttending,
    /// The pupil has as many sessions as wanted.
    EnoughGranted,
    /// Every open section the pupil could attend meets at the time of one held.
    Clash,
    /// Every open section that fits the pupil's week is full.
    Full,
    /// A place was left; giving it would have cost more elsewhere, or the search stopped before.
    PlaceLeft,
}

impl WhyNot {
    /// The `snake_case` word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotEligible => "not_eligible",
            Self::NotOpened => "not_opened",
            Self::NotAttending => "not_attending",
            Self::EnoughGranted => "enough_granted",
            Self::Clash => "clash",
            Self::Full => "full",
            Self::PlaceLeft => "place_left",
        }
    }
}

/// The week of a staff member in counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRecord {
    /// Id of the staff member.
    pub staff: String,
    /// Id of the school that counts the person's points; empty: none.
    pub school: String,
    /// Weekly periods taught in the day, d.
    pub day_load: i64,
    /// Weekly after-school periods, a.
    pub periods: i64,
    /// Sessions led.
    pub led: i64,
    /// Sessions assisted.
    pub assisted: i64,
    /// Sessions of outsiders accompanied.
    pub accompanied: i64,
    /// Duties.
    pub duties: i64,
    /// Weekdays with work that ends late.
    pub late_days: i64,
    /// Weekdays lent to another school.
    pub loan_days: i64,
    /// Target T of the school.
    pub target: i64,
    /// `workload_balance` points.
    pub load_points: i64,
}

/// Reasons and counts of a plan.
pub fn explanations(bureau: &Bureau, plan: &Plan) -> Explanations {
    let facts = Facts::new(bureau, plan);
    let students = facts
        .schools
        .iter()
        .flat_map(|view| view.students.iter().map(|pupil| student_record(view, pupil)))
        .collect();
    let targets: Vec<i64> = facts.schools.iter().map(target).collect();
    let staff = facts.people.values().map(|person| staff_record(&facts, person, &targets));
    Explanations { students, staff: staff.collect() }
}

fn student_record(view: &SchoolView, pupil: &StudentView) -> StudentRecord {
    let sections = pupil.pattern_sections(view).map(|section| Granted {
        activity: section.section.activity.clone(),
        section: section.section.id.clone(),
        sessions: section.sessions.len() as i64,
        rank: pupil.rank_of(&section.section.activity),
    });
    let choices = pupil.student.choices.iter().map(|choice| ChoiceRecord {
        activity: choice.activity.clone(),
        rank: choice.rank,
        why_not: why_not(view, pupil, &choice.activity),
    });
    let unplaced = pupil.attended.iter().filter(|&&slot| !pupil.is_placed(slot)).count();
    StudentRecord {
        student: pupil.student.student.clone(),
        school: view.school.id.clone(),
        wanted: pupil.wanted,
        granted: pupil.granted(view),
        unplaced: unplaced as i64,
        points: pupil.points(view),
        sections: sections.collect(),
        choices: choices.collect(),
    }
}

fn why_not(view: &SchoolView, pupil: &StudentView, activity: &str) -> Option<WhyNot> {
    if pupil.pattern_sections(view).any(|section| section.section.activity == activity) {
        return None;
    }
    let item = view.activities.get(activity).filter(|item| !item.per_slot);
    let rules = &view.rules;
    let too_young =
        rules.is_on(Rule::WrittenHomework) && pupil.grade < rules.written_homework_from_grade;
    let eligible = item.is_some_and(|item| {
        pupil.may_take(item.activity) && !(too_young && item.activity.written_homework)
    });
    if !eligible {
        return Some(WhyNot::NotEligible);
    }
    let open = view.sections_of(activity);
    let attended: Vec<&SectionView> =
        open.iter().copied().filter(|s| s.slots().all(|slot| pupil.attends(slot))).collect();
    let fitting: Vec<&SectionView> =
        attended.iter().copied().filter(|section| !pupil.clashes(view, section)).collect();
    Some(if open.is_empty() {
        WhyNot::NotOpened
    } else if attended.is_empty() {
        WhyNot::NotAttending
    } else if pupil.granted(view) >= pupil.wanted {
        WhyNot::EnoughGranted
    } else if fitting.is_empty() {
        WhyNot::Clash
    } else if fitting.iter().all(|section| is_full(section)) {
        WhyNot::Full
    } else {
        WhyNot::PlaceLeft
    })
}

/// Whether the section or one of its rooms holds no more pupils.
fn is_full(section: &SectionView) -> bool {
    let rooms = section.sessions.iter().filter_map(|session| session.room);
    let holds = rooms.map(|room| i64::from(room.room.capacity));
    let most = section.item.map_or(0, |item| i64::from(item.max_size));
    section.size >= holds.fold(most, i64::min)
}

fn staff_record(facts: &Facts, person: &Person, targets: &[i64]) -> StaffRecord {
    let sessions = |wanted: Role| -> i64 {
        let led = person.work.iter().filter_map(|work| match work.task {
            Task::Session(section, nth, role) if role == wanted => {
                Some((work.school, section, nth))
            }
            _ => None,
        });
        led.collect::<BTreeSet<_>>().len() as i64
    };
    let duties = person.work.iter().filter(|work| matches!(work.task, Task::Duty(..))).count();
    let loans = facts.plan.loans.iter().filter(|loan| loan.staff == person.staff.id).count();
    let owner = person.owner.map(|owner| &facts.schools[owner]);
    let target = person.owner.map_or(0, |owner| targets[owner]);
    let day_load = i64::from(person.staff.daytime_load);
    let over = (day_load + person.periods() - target).max(0);
    let before = (day_load - target).max(0);
    let weight = owner.map_or(0, |view| view.rules.weight(Rule::WorkloadBalance));
    StaffRecord {
        staff: person.staff.id.clone(),
        school: owner.map(|view| view.school.id.clone()).unwrap_or_default(),
        day_load,
        periods: person.periods(),
        led: sessions(Role::Lead),
        assisted: sessions(Role::Assistant),
        accompanied: sessions(Role::Companion),
        duties: duties as i64,
        late_days: late_days(facts, person),
        loan_days: loans as i64,
        target,
        load_points: weight * (over * over - before * before),
    }
}
