//! What one more teacher of a skill is worth at a school, and which teacher to train in it.

use super::Bench;
use super::demand::{Need, group_of};
use super::trial::{Judged, with_part};
use crate::trial::new_id;
use kehou_domain::balance::{SkillGroup, Trainee, Training, Worth};
use kehou_domain::draft::{Bureau, Skill, Staff, StaffKind};
use kehou_domain::instance::SchoolInstance;
use kehou_domain::plan::{Plan, SchoolPlan};
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody to train, not yet put to the test.
struct Pupil<'a> {
    need: &'a Need,
    staff: &'a str,
}

/// Somebody whose training was put to the test.
struct Tried<'p> {
    pupil: &'p Pupil<'p>,
    worth: Worth,
    /// The school's part of the plan found.
    part: Option<SchoolPlan>,
}

/// What one more teacher of the skill is worth: like the others of the school, free whenever it
/// serves. The workload target stays as it is, so that the plan loses nothing by it.
pub(super) fn newcomer(bench: &Bench, need: &Need) -> Worth {
    let base = bench.base(&[need.school]);
    let mut bureau = bench.bureau.clone();
    let target = SchoolInstance::new(&bureau, &bureau.schools[need.school]).workload_target;
    let is_taken = |id: &str| {
        let own = bureau.schools.iter().flat_map(|school| &school.staff);
        own.chain(&bureau.shared_staff).any(|one| one.id == id)
    };
    let id = new_id("one-more-", is_taken);
    let school = &mut bureau.schools[need.school];
    school.policy.workload_target = i32::try_from(target).ok();
    let skill = Skill { skill: need.skill.clone(), level: need.level, newly_trained: false };
    school.staff.push(Staff {
        id,
        skills: (!need.skill.is_empty()).then_some(skill).into_iter().collect(),
        ..typical(&school.staff)
    });
    let with = better(bench, &bureau, &[need.school], &[&base.plan]);
    Worth { without: base.points, with: with.points }
}

/// A teacher with the middle caps, load and pay of the school's willing teachers.
fn typical(staff: &[Staff]) -> Staff {
    let is_one = |one: &&Staff| one.willing && one.kind == Some(StaffKind::Teacher);
    let cap = |read: fn(&Staff) -> Option<i32>| {
        let all = staff.iter().filter(is_one).map(|one| read(one).unwrap_or(i32::MAX));
        middle(all.collect()).filter(|&cap| cap < i32::MAX)
    };
    let load = staff.iter().filter(is_one).map(|one| one.daytime_load).collect();
    let pay = staff.iter().filter(is_one).map(|one| one.pay_per_period_fen).collect();
    Staff {
        kind: Some(StaffKind::Teacher),
        weekly_cap: cap(|one| one.weekly_cap),
        daily_cap: cap(|one| one.daily_cap),
        late_cap: cap(|one| one.late_cap),
        daytime_load: middle(load).unwrap_or(0),
        pay_per_period_fen: middle(pay).unwrap_or(0),
        willing: true,
        vetted: true,
        ..Staff::default()
    }
}

/// The middle one; of two the smaller.
fn middle<T: Ord + Copy>(mut values: Vec<T>) -> Option<T> {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied()
}

/// The best plan for changed data: the one found by searching the schools, or one known to be legal
/// for them.
fn better(bench: &Bench, changed: &Bureau, schools: &[usize], known: &[&Plan]) -> Judged {
    let found = bench.searched(changed, bench.plan, schools);
    known.iter().fold(found, |best, &plan| best.or(Judged::new(changed, plan.clone())))
}

/// Whom to train where one more teacher was found to help: of each school and skill the teacher
/// with most time for it, put to the test; the largest gains as far as places go; and all of them
/// together.
pub(super) fn training(
    bench: &Bench,
    helped: &[&Need],
    places: &BTreeMap<SkillGroup, i64>,
    groups: &BTreeMap<String, SkillGroup>,
) -> Training {
    let mut taken = BTreeSet::new();
    let mut pupils = Vec::new();
    for &need in helped {
        let has_place = places.get(&group_of(groups, &need.skill)).is_some_and(|&left| left > 0);
        if let Some(staff) = who(bench.bureau, need, &taken).filter(|_| has_place) {
            taken.insert(staff);
            pupils.push(Pupil { need, staff });
        }
    }
    let mut tried: Vec<Tried> = pupils.par_iter().map(|pupil| alone(bench, pupil)).collect();
    tried.retain(|one| one.worth.is_gain());
    tried.sort_by_key(|Tried { pupil, worth, .. }| {
        (Reverse(worth.gain()), pupil.need.school, pupil.staff)
    });
    let mut left = places.clone();
    tried.retain(|one| {
        let left = left.entry(group_of(groups, &one.pupil.need.skill)).or_default();
        *left -= 1;
        *left >= 0
    });
    let used = |group: SkillGroup| {
        let of = |one: &&Tried| group_of(groups, &one.pupil.need.skill) == group;
        tried.iter().filter(of).count() as i64
    };
    Training {
        places: places.iter().map(|(&group, &most)| (group, most, used(group))).collect(),
        advice: tried.iter().map(|one| trainee(bench, one, groups)).collect(),
        together: (!tried.is_empty()).then(|| together(bench, &tried)),
    }
}

/// A teacher trained, nobody else.
fn alone<'p>(bench: &Bench, pupil: &'p Pupil<'p>) -> Tried<'p> {
    let at = pupil.need.school;
    let base = bench.base(&[at]);
    let with = better(bench, &trained(bench.bureau, &[pupil]), &[at], &[&base.plan]);
    let worth = Worth { without: base.points, with: with.points };
    let id = &bench.bureau.schools[at].id;
    let part = with.plan.schools.into_iter().find(|part| part.school == *id);
    Tried { pupil, worth, part }
}

/// All of them trained. What was found for one of a school is known to be legal for all of it.
fn together(bench: &Bench, tried: &[Tried]) -> Worth {
    let schools: BTreeSet<usize> = tried.iter().map(|one| one.pupil.need.school).collect();
    let schools: Vec<usize> = schools.into_iter().collect();
    let base = bench.base(&schools);
    let parts = tried.iter().rev().filter_map(|one| one.part.clone());
    let known = parts.fold(base.plan.clone(), |plan, part| with_part(&plan, part));
    let pupils: Vec<&Pupil> = tried.iter().map(|one| one.pupil).collect();
    let bureau = trained(bench.bureau, &pupils);
    let with = better(bench, &bureau, &schools, &[&base.plan, &known]);
    Worth { without: base.points, with: with.points }
}

/// The teacher of the school who lacks the skill and has most time for it, least day load first.
fn who<'a>(bureau: &'a Bureau, need: &Need, taken: &BTreeSet<&str>) -> Option<&'a str> {
    let school = &bureau.schools[need.school];
    let has = |one: &Staff| {
        one.skills.iter().any(|skill| skill.skill == need.skill && skill.level >= need.level)
    };
    let may = |one: &&Staff| {
        one.willing && one.kind == Some(StaffKind::Teacher) && !taken.contains(one.id.as_str())
    };
    let able = school.staff.iter().filter(may).filter(|one| !has(one));
    let free = |one: &Staff| need.could.get(&one.id).copied().unwrap_or(0);
    let best = able.filter(|one| free(one) > 0);
    let best = best.min_by_key(|one| (Reverse(free(one)), one.daytime_load, one.id.as_str()));
    best.map(|one| one.id.as_str())
}

/// The bureau with these teachers trained.
fn trained(bureau: &Bureau, pupils: &[&Pupil]) -> Bureau {
    let mut after = bureau.clone();
    for Pupil { need, staff } in pupils {
        let people = after.schools[need.school].staff.iter_mut();
        for person in people.filter(|one| one.id == *staff) {
            person.skills.retain(|skill| skill.skill != need.skill);
            let (skill, level) = (need.skill.clone(), need.level);
            person.skills.push(Skill { skill, level, newly_trained: true });
        }
    }
    after
}

fn trainee(bench: &Bench, tried: &Tried, groups: &BTreeMap<String, SkillGroup>) -> Trainee {
    let Pupil { need, staff } = tried.pupil;
    Trainee {
        staff: (*staff).to_owned(),
        school: bench.bureau.schools[need.school].id.clone(),
        skill: need.skill.clone(),
        level: need.level,
        group: group_of(groups, &need.skill),
        worth: tried.worth,
    }
}
