//! Why a pupil has what it has, choice by choice, and the cheapest change that would better it.

use crate::desk::{Desk, NotThere};
use crate::trial::Promise;
use crate::week::Target;
use kehou_check::check_with_student;
use kehou_domain::answer::{ChoiceAnswer, Ineligible, Obstacle, Standing, StudentAnswer};
use kehou_domain::explanation::Reason;
use kehou_domain::rule::Rule;

/// The answer about a pupil.
pub fn ask_student(desk: &Desk, id: &str) -> Result<StudentAnswer, NotThere> {
    promises(desk, id).map(|found| found.0)
}

/// The answer about a pupil, and every promise in it by activity, with the data set and the plan
/// that keep it.
pub fn promises(
    desk: &Desk,
    id: &str,
) -> Result<(StudentAnswer, Vec<(String, Promise)>), NotThere> {
    let (mut answer, pupil) = without_remedies(desk, id)?;
    let mut all = Vec::new();
    for choice in answer.choices.iter_mut().filter(|choice| choice.would_better) {
        let activity = desk.activity(&choice.activity)?;
        if let Some(promise) = remedy(desk, pupil, activity, choice) {
            choice.remedy = Some(promise.remedy.clone());
            all.push((choice.activity.clone(), promise));
        }
    }
    Ok((answer, all))
}

/// A refusal is the family's own word, and the rule on homework the county's: nothing is promised
/// against them.
fn remedy(desk: &Desk, pupil: usize, activity: usize, choice: &ChoiceAnswer) -> Option<Promise> {
    let closed = [Some(Ineligible::Refused), Some(Ineligible::WrittenHomework)];
    (!closed.contains(&choice.ineligible)).then(|| desk.cheapest(pupil, activity)).flatten()
}

fn without_remedies(desk: &Desk, id: &str) -> Result<(StudentAnswer, usize), NotThere> {
    let pupil = desk.student(id)?;
    let of = (desk.school().id.as_str(), id);
    let (_, counts) = check_with_student(&desk.bureau, &desk.plan, of);
    let counts = counts.ok_or(NotThere::Student)?;
    let listed = counts.choices.iter().filter(|choice| choice.rank > 0);
    let choices = listed.filter_map(|choice| {
        let activity = desk.activity(&choice.activity).ok()?;
        let mut answer = answer(desk, pupil, activity, choice.rank);
        answer.reason = choice.reason;
        answer.would_better &= choice.reason != Some(Reason::Granted);
        Some(answer)
    });
    let choices = choices.collect();
    Ok((StudentAnswer { counts, choices }, pupil))
}

fn answer(desk: &Desk, pupil: usize, activity: usize, rank: i32) -> ChoiceAnswer {
    let data = &desk.model.activities[activity];
    let open = (0..desk.open.len()).filter(|&open| desk.open[open].activity == activity);
    ChoiceAnswer {
        activity: data.id.clone(),
        rank,
        ineligible: ineligible(desk, pupil, activity),
        would_better: data.grouping.is_none() && would_better(desk, pupil, activity),
        waiting: desk.most_waiting(activity) as i32,
        min_size: data.min_size as i32,
        sections: open.map(|open| standing(desk, pupil, rank, open)).collect(),
        ..ChoiceAnswer::default()
    }
}

/// Whether the activity on one of its patterns could lower the points, whatever the pupil leaves
/// for it beside what meets it.
fn would_better(desk: &Desk, pupil: usize, activity: usize) -> bool {
    let held = &desk.of_pupil[pupil];
    let before = desk.points_with(pupil, held, None);
    desk.model.activities[activity].patterns.iter().any(|pattern| {
        let (mask, sessions) = (pattern.mask, pattern.starts.len() as i64);
        let target = Target { open: None, activity, mask, sessions };
        let beside = held.iter().copied().filter(|&open| desk.open[open].mask & mask == 0);
        let beside: Vec<usize> = beside.filter(|&open| !desk.is_base(open)).collect();
        let mut kept = desk.partings(pupil, mask).into_iter().map(|leave| {
            beside.iter().copied().filter(|open| !leave.contains(open)).collect::<Vec<_>>()
        });
        kept.any(|kept| desk.points_with(pupil, &kept, Some(target)) < before)
    })
}

fn ineligible(desk: &Desk, pupil: usize, activity: usize) -> Option<Ineligible> {
    let (student, item) = (&desk.model.students[pupil], &desk.school().activities[activity]);
    let rules = &desk.model.rules;
    if student.refused.contains(&activity) {
        Some(Ineligible::Refused)
    } else if !item.grades.contains(&student.grade) {
        Some(Ineligible::Grade)
    } else if rules.is_on(Rule::WrittenHomework)
        && item.written_homework
        && student.grade < rules.written_homework_from_grade
    {
        Some(Ineligible::WrittenHomework)
    } else {
        None
    }
}

/// A pupil beside an open section of a choice.
fn standing(desk: &Desk, pupil: usize, rank: i32, open: usize) -> Standing {
    let (section, data) = (&desk.open[open], desk.section(open));
    let weight = |pupil: usize| desk.model.students[pupil].weight;
    let count = |is: &dyn Fn(usize) -> bool| {
        section.pupils.iter().filter(|&&other| other != pupil && is(other)).count() as i32
    };
    let own = weight(pupil);
    Standing {
        section: data.id.clone(),
        starts: data.sessions.iter().map(|session| session.start).collect(),
        pupils: data.students.len() as i32,
        seats: desk.seats(open) as i32,
        obstacles: obstacles(desk, pupil, rank, open),
        heavier: count(&|other| weight(other) > own),
        equal: count(&|other| weight(other) == own),
        lighter: count(&|other| weight(other) < own),
        ranked_as_well: count(&|other| {
            desk.rank(other, section.activity).is_some_and(|theirs| theirs <= rank)
        }),
    }
}

fn obstacles(desk: &Desk, pupil: usize, rank: i32, open: usize) -> Vec<Obstacle> {
    let section = &desk.open[open];
    let held = &desk.of_pupil[pupil];
    if held.contains(&open) {
        return Vec::new();
    }
    let size = desk.section(open).students.len() as u32;
    let most = desk.model.activities[section.activity].max_size;
    let meets = |&&other: &&usize| desk.open[other].mask & section.mask != 0;
    let as_good = |other: usize| {
        !desk.is_base(other)
            && desk.rank(pupil, desk.open[other].activity).is_some_and(|own| own <= rank)
    };
    let too_few = |other: usize| {
        let least = desk.model.activities[desk.open[other].activity].min_size as usize;
        (2..=least).contains(&desk.section(other).students.len())
    };
    let said = [
        (Obstacle::NotAttended, section.mask & !desk.model.students[pupil].attends != 0),
        (Obstacle::Full, size >= most),
        (Obstacle::RoomFull, size < most && size >= desk.room_seats(open)),
        (Obstacle::Clash, held.iter().filter(meets).any(|&other| as_good(other))),
        (Obstacle::LeavesTooFew, held.iter().filter(meets).any(|&other| too_few(other))),
    ];
    said.into_iter().filter(|said| said.1).map(|said| said.0).collect()
}
