//! Every legal week of one pupil among open sections, with its points.

use super::Points;
use super::view::{PupilView, View, has_pattern};
use kehou_domain::draft::{Category, Component, Fact};
use kehou_domain::rule::Rule;

/// Places of a week (positions among the open sections) and their points.
pub type Week = (Vec<usize>, Points);

/// Every legal week of the pupil; `open` holds the open sections as positions of shells.
pub fn weeks(view: &View, pupil: usize, open: &[usize]) -> Vec<Week> {
    let mut weeks = Vec::new();
    extend(view, pupil, open, &mut Vec::new(), 0, &mut weeks);
    weeks
}

fn extend(
    view: &View,
    pupil: usize,
    open: &[usize],
    places: &mut Vec<usize>,
    next: usize,
    weeks: &mut Vec<Week>,
) {
    if next == open.len() {
        let shells: Vec<usize> = places.iter().map(|&i| open[i]).collect();
        if is_legal(view, &view.pupils[pupil], &shells) {
            weeks.push((places.clone(), points(view, &view.pupils[pupil], &shells)));
        }
        return;
    }
    extend(view, pupil, open, places, next + 1, weeks);
    let shell = &view.shells[open[next]];
    let clashes = |&i: &usize| view.shells[open[i]].mask & shell.mask != 0;
    if shell.pupils.contains(&pupil) && !places.iter().any(clashes) {
        places.push(next);
        extend(view, pupil, open, places, next + 1, weeks);
        places.pop();
    }
}

fn is_legal(view: &View, pupil: &PupilView, shells: &[usize]) -> bool {
    let of = |i: usize| view.activity(&view.shells[shells[i]]);
    let once = (0..shells.len()).all(|i| {
        !has_pattern(of(i))
            || (0..i).all(|j| view.shells[shells[j]].activity != view.shells[shells[i]].activity)
    });
    once && is_eligible(view, pupil, shells)
        && keeps_homework_cap(view, shells)
        && keeps_facts(view, pupil, shells)
}

fn is_eligible(view: &View, pupil: &PupilView, shells: &[usize]) -> bool {
    let training = training_sessions(view, shells);
    shells.iter().map(|&shell| &view.shells[shell]).all(|shell| {
        let activity = view.activity(shell);
        let listed = pupil.student.choices.iter().any(|c| c.activity == activity.id);
        let others = training - shell.sessions.len() as i64;
        !has_pattern(activity)
            || listed
            || pupil.student.accepts_substitutes
            || activity.component == Some(Component::Training) && others < pupil.training_need
    })
}

fn keeps_homework_cap(view: &View, shells: &[usize]) -> bool {
    let homework = shells
        .iter()
        .map(|&shell| &view.shells[shell])
        .filter(|shell| view.activity(shell).category == Some(Category::Homework))
        .fold(0, |mask, shell| mask | shell.mask);
    !view.rules.is_on(Rule::HomeworkCap)
        || view
            .days()
            .iter()
            .all(|day| (homework & day).count_ones() <= view.rules.homework_cap_periods)
}

/// Pins and bans about the pupil.
fn keeps_facts(view: &View, pupil: &PupilView, shells: &[usize]) -> bool {
    let about = |fact: &&Fact| fact.student == pupil.student.student;
    let holds = |fact: &Fact| {
        shells.iter().map(|&shell| &view.shells[shell]).any(|shell| {
            view.activity(shell).id == fact.activity
                && fact.slot.is_none_or(|at| view.mask(|slot| slot.at == at) & shell.mask != 0)
        })
    };
    view.school.pins.iter().filter(about).all(holds)
        && !view.school.bans.iter().filter(about).any(holds)
}

fn training_sessions(view: &View, shells: &[usize]) -> i64 {
    shells
        .iter()
        .map(|&shell| &view.shells[shell])
        .filter(|shell| view.activity(shell).component == Some(Component::Training))
        .map(|shell| shell.sessions.len() as i64)
        .sum()
}

fn points(view: &View, pupil: &PupilView, shells: &[usize]) -> Points {
    let rules = &view.rules;
    let placed = shells.iter().fold(0, |mask, &shell| mask | view.shells[shell].mask);
    let unplaced = i64::from((pupil.attends & !placed).count_ones());
    let missing = (pupil.training_need - training_sessions(view, shells)).max(0);
    let shortfall = unplaced * (rules.weight(Rule::Unplaced) * pupil.weight / 100)
        + missing * rules.weight(Rule::TrainingMinimum);
    let (mut s, mut granted) = (0, 0);
    for shell in shells.iter().map(|&shell| &view.shells[shell]) {
        let activity = view.activity(shell);
        if has_pattern(activity) {
            let sessions = shell.sessions.len() as i64;
            let choice = pupil.student.choices.iter().find(|c| c.activity == activity.id);
            let each = choice.map_or(rules.substitute_points, |c| rules.points_of_rank(c.rank));
            granted += sessions;
            s += sessions * each;
        }
    }
    s += rules.not_granted_points * (pupil.wanted - granted).max(0);
    let beyond = |knee: i64| (s - knee).max(0);
    let worst = beyond(rules.worst_off_first_knee) + 2 * beyond(rules.worst_off_second_knee);
    let quality =
        pupil.weight * (s * rules.weight(Rule::Preference) + worst * rules.weight(Rule::WorstOff));
    (shortfall, quality)
}
