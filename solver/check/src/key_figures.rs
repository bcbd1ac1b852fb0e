//! Key figures of a plan, per school and for the whole bureau.

use crate::facts::Facts;
use crate::money::weekly_pay;
use crate::people::Person;
use crate::pupil::StudentView;
use crate::rules::{area_supervisor, gate_guard, leader_on_duty, patrol, session_staffed};
use crate::school::SchoolView;
use kehou_domain::draft::{Bureau, Priority};
use kehou_domain::outcome::{Kpis, PriorityKpi};
use kehou_domain::plan::Plan;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// Key figures of a school, with what those of the whole bureau need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolFigures {
    /// Key figures.
    pub kpis: Kpis,
    /// Weekly loads, day and after school, of willing staff, ascending.
    pub loads: Vec<i64>,
}

/// Key figures of the whole bureau and of each school in the order of the input.
pub fn kpis(bureau: &Bureau, plan: &Plan) -> (Kpis, Vec<Kpis>) {
    let schools = figures(bureau, plan);
    (whole_kpis(&schools), schools.into_iter().map(|school| school.kpis).collect())
}

/// Key figures of the whole bureau from those of its schools.
pub fn whole_kpis(schools: &[SchoolFigures]) -> Kpis {
    let mut whole = schools.iter().fold(Kpis::default(), |whole, s| sum(&whole, &s.kpis));
    let mut loads: Vec<i64> = schools.iter().flat_map(|school| &school.loads).copied().collect();
    loads.sort_unstable();
    set_workload(&mut whole, &loads);
    whole
}

/// Key figures of each school in the order of the input. Staff count at their home school, shared
/// staff at the first school they serve; periods and pay count where the work is done, loans at the
/// school served.
pub fn figures(bureau: &Bureau, plan: &Plan) -> Vec<SchoolFigures> {
    let facts = Facts::new(bureau, plan);
    let mut schools: Vec<Kpis> =
        facts.schools.iter().map(|view| school_figures(&facts, view)).collect();
    for (figures, pay) in schools.iter_mut().zip(weekly_pay(&facts)) {
        figures.weekly_pay_fen = pay;
    }
    for work in facts.people.values().flat_map(|person| &person.work) {
        schools[work.school].staff_periods += 1;
    }
    for loan in &facts.plan.loans {
        if let Some(&school) = facts.school_index.get(loan.school.as_str()) {
            schools[school].loan_days += 1;
        }
    }
    let of_school = |(index, mut kpis)| {
        let loads = willing_loads(&facts, |person| person.owner == Some(index));
        set_workload(&mut kpis, &loads);
        SchoolFigures { kpis, loads }
    };
    schools.into_iter().enumerate().map(of_school).collect()
}

fn school_figures(facts: &Facts, view: &SchoolView) -> Kpis {
    let mut figures = Kpis { students: view.students.len() as i64, ..Kpis::default() };
    let mut groups: BTreeMap<Option<Priority>, PriorityKpi> = BTreeMap::new();
    let lightest = lightest_pupils(view);
    for pupil in &view.students {
        count_pupil(&mut figures, view, pupil);
        figures.students_envious += i64::from(envies(view, pupil, &lightest));
        count_priorities(&mut groups, view, pupil);
    }
    figures.by_priority = groups.into_values().collect();
    count_sections(&mut figures, facts, view);
    for (rule, missing) in [
        (Rule::Patrol, patrol::missing(facts, view)),
        (Rule::GateGuard, gate_guard::missing(facts, view)),
        (Rule::LeaderOnDuty, leader_on_duty::missing(facts, view)),
        (Rule::AreaSupervisor, area_supervisor::missing(facts, view)),
    ] {
        if view.rules.is_on(rule) {
            figures.duties_unfilled += missing.iter().map(|missing| missing.heads).sum::<i64>();
        }
    }
    figures
}

fn count_pupil(figures: &mut Kpis, view: &SchoolView, pupil: &StudentView) {
    let placed = pupil.attended.iter().filter(|&&slot| pupil.is_placed(slot)).count();
    figures.student_slots += pupil.attended.len() as i64;
    figures.student_slots_placed += placed as i64;
    let granted = pupil.granted(view);
    figures.sessions_wanted += pupil.wanted;
    figures.sessions_granted += granted.min(pupil.wanted);
    let of_rank = |last: i32| -> i64 {
        let sections = pupil.pattern_sections(view).filter(|section| {
            pupil.rank_of(&section.section.activity).is_some_and(|rank| rank <= last)
        });
        sections.map(|section| section.sessions.len() as i64).sum()
    };
    figures.sessions_first_choice += of_rank(1);
    figures.sessions_top_three += of_rank(3);
    if pupil.wanted > 0 {
        figures.students_with_wishes += 1;
        figures.students_first_choice += i64::from(of_rank(1) > 0);
        figures.students_nothing += i64::from(granted == 0);
    }
    figures.worst_student_points = figures.worst_student_points.max(pupil.points(view));
}

fn count_priorities(
    groups: &mut BTreeMap<Option<Priority>, PriorityKpi>,
    view: &SchoolView,
    pupil: &StudentView,
) {
    let mut of: Vec<Option<Priority>> =
        pupil.student.priorities.iter().copied().map(Some).collect();
    of.sort_unstable();
    of.dedup();
    if of.is_empty() {
        of.push(None);
    }
    for priority in of {
        let empty = PriorityKpi { priority, ..PriorityKpi::default() };
        let group = groups.entry(priority).or_insert(empty);
        group.students += 1;
        group.sessions_wanted += pupil.wanted;
        group.sessions_granted += pupil.granted(view).min(pupil.wanted);
    }
}

/// Sections of each pattern activity with the lowest weight among their pupils.
fn lightest_pupils<'a>(view: &SchoolView<'a>) -> BTreeMap<&'a str, Vec<(usize, i64)>> {
    let mut lightest: BTreeMap<&str, Vec<(usize, i64)>> = BTreeMap::new();
    let open = view.sections.iter().enumerate().filter(|(_, section)| section.has_pattern());
    for (position, section) in open {
        if let Some(weight) = section.students.iter().map(|&i| view.students[i].weight).min() {
            lightest.entry(&section.section.activity).or_default().push((position, weight));
        }
    }
    lightest
}

/// Whether the pupil wants more and could attend, beside the sections held, a listed activity in
/// which a pupil of lower weight has a place.
fn envies(
    view: &SchoolView,
    pupil: &StudentView,
    lightest: &BTreeMap<&str, Vec<(usize, i64)>>,
) -> bool {
    if pupil.granted(view) >= pupil.wanted {
        return false;
    }
    let held = |activity: &str| {
        pupil.pattern_sections(view).any(|section| section.section.activity == activity)
    };
    let choices = pupil.student.choices.iter().map(|choice| choice.activity.as_str());
    choices.filter(|&id| !held(id)).any(|id| {
        let item = view.activities.get(id).map(|item| item.activity);
        let sections = lightest.get(id).into_iter().flatten();
        item.is_some_and(|item| pupil.may_take(item))
            && sections.filter(|open| open.1 < pupil.weight).any(|open| {
                let section = &view.sections[open.0];
                section.slots().all(|slot| pupil.attends(slot))
                    && !pupil.meets(view, section, |_| true)
            })
    })
}

fn count_sections(figures: &mut Kpis, facts: &Facts, view: &SchoolView) {
    for section in &view.sections {
        for session in &section.sessions {
            figures.sessions_without_lead += i64::from(session.session.lead.is_empty());
            figures.assistants_missing +=
                session_staffed::assistants_missing(facts, section, session);
        }
        let Some(item) = section.item else { continue };
        if section.per_slot {
            figures.slot_sessions += section.sessions.len() as i64;
            continue;
        }
        figures.sections += 1;
        let (size, most) = (section.size, i64::from(item.max_size));
        let band = usize::from(2 * size >= most) + usize::from(10 * size > 9 * most);
        figures.sections_by_fill[band] += 1;
    }
}

/// Weekly loads, day and after school, of willing staff, ascending.
fn willing_loads(facts: &Facts, counts: impl Fn(&Person) -> bool) -> Vec<i64> {
    let willing = facts.people.values().filter(|person| person.staff.willing && counts(person));
    let mut loads: Vec<i64> =
        willing.map(|person| i64::from(person.staff.daytime_load) + person.periods()).collect();
    loads.sort_unstable();
    loads
}

fn set_workload(figures: &mut Kpis, loads: &[i64]) {
    let (n, sum) = (loads.len() as i64, loads.iter().sum::<i64>());
    figures.staff_willing = n;
    let (Some(least), Some(most)) = (loads.first(), loads.last()) else { return };
    figures.workload_mean_hundredths = (200 * sum + n).div_euclid(2 * n);
    figures.workload_spread = most - least;
    // Gini of ascending loads: (2 sum(i x_i) - (n + 1) sum(x)) / (n sum(x)).
    let ranked: i64 = loads.iter().zip(1..).map(|(load, i)| load * i).sum();
    let (above, below) = (2 * ranked - (n + 1) * sum, n * sum);
    if below > 0 {
        figures.workload_gini_permille = (2000 * above + below).div_euclid(2 * below);
    }
}

/// Adds a school to the whole; figures of the spread of workload are set apart.
fn sum(whole: &Kpis, school: &Kpis) -> Kpis {
    let fill = |i: usize| whole.sections_by_fill[i] + school.sections_by_fill[i];
    Kpis {
        students: whole.students + school.students,
        student_slots: whole.student_slots + school.student_slots,
        student_slots_placed: whole.student_slots_placed + school.student_slots_placed,
        sessions_wanted: whole.sessions_wanted + school.sessions_wanted,
        sessions_granted: whole.sessions_granted + school.sessions_granted,
        sessions_first_choice: whole.sessions_first_choice + school.sessions_first_choice,
        sessions_top_three: whole.sessions_top_three + school.sessions_top_three,
        students_with_wishes: whole.students_with_wishes + school.students_with_wishes,
        students_first_choice: whole.students_first_choice + school.students_first_choice,
        students_nothing: whole.students_nothing + school.students_nothing,
        worst_student_points: whole.worst_student_points.max(school.worst_student_points),
        students_envious: whole.students_envious + school.students_envious,
        by_priority: merged(&whole.by_priority, &school.by_priority),
        staff_willing: 0,
        staff_periods: whole.staff_periods + school.staff_periods,
        workload_mean_hundredths: 0,
        workload_spread: 0,
        workload_gini_permille: 0,
        sessions_without_lead: whole.sessions_without_lead + school.sessions_without_lead,
        assistants_missing: whole.assistants_missing + school.assistants_missing,
        duties_unfilled: whole.duties_unfilled + school.duties_unfilled,
        loan_days: whole.loan_days + school.loan_days,
        weekly_pay_fen: whole.weekly_pay_fen + school.weekly_pay_fen,
        sections: whole.sections + school.sections,
        sections_by_fill: [fill(0), fill(1), fill(2)],
        slot_sessions: whole.slot_sessions + school.slot_sessions,
    }
}

fn merged(whole: &[PriorityKpi], school: &[PriorityKpi]) -> Vec<PriorityKpi> {
    let mut groups: BTreeMap<Option<Priority>, PriorityKpi> = BTreeMap::new();
    for part in whole.iter().chain(school) {
        let empty = PriorityKpi { priority: part.priority, ..PriorityKpi::default() };
        let group = groups.entry(part.priority).or_insert(empty);
        group.students += part.students;
        group.sessions_wanted += part.sessions_wanted;
        group.sessions_granted += part.sessions_granted;
    }
    groups.into_values().collect()
}
