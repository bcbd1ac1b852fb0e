//! What a bureau wants to know about staff and loans beside a plan. Counts are read off data and
//! plan; what a loan, a further teacher or a training is worth is measured: schools are searched anew
//! with and without, and both plans pass the independent check.

mod demand;
mod equity;
mod loans;
mod standing;
mod teachers;
mod trial;

use demand::{Need, groups, needs};
use kehou_domain::balance::{Balance, Candidate, SkillGroup, Worth, told};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::Instance;
use kehou_domain::plan::{Plan, SchoolPlan};
use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use trial::Judged;

/// What is to be found out, and by how much work.
#[derive(Clone, Debug)]
pub struct Terms {
    /// How hard each school is searched.
    pub effort: Effort,
    /// Places for one more teacher that are measured.
    pub sample: usize,
    /// Training places by group of skills.
    pub places: BTreeMap<SkillGroup, i64>,
}

/// How hard a school is searched, once for each side of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Work, in the engine's deterministic units.
    pub work: u64,
    /// Seed of every random choice.
    pub seed: u64,
    /// Threads, at least 1. What is found does not depend on them.
    pub threads: usize,
}

/// What every measurement needs.
struct Bench<'a> {
    bureau: &'a Bureau,
    plan: &'a Plan,
    effort: Effort,
    told: &'a (dyn Fn() + Sync),
}

impl Bench<'_> {
    fn searched(&self, bureau: &Bureau, plan: &Plan, schools: &[usize]) -> Judged {
        let found = trial::searched(bureau, plan, schools, &self.effort);
        (self.told)();
        found
    }

    /// The plan as it is after the search of these schools.
    fn base(&self, schools: &[usize]) -> Judged {
        self.searched(self.bureau, self.plan, schools)
    }
}

/// All a bureau wants to know beside a plan that passed the check; `told` is called after every
/// measurement.
pub fn balance(bureau: &Bureau, plan: &Plan, terms: &Terms, told: &(dyn Fn() + Sync)) -> Balance {
    let bench = Bench { bureau, plan, effort: terms.effort, told };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(terms.effort.threads.max(1)).build();
    match pool {
        Ok(pool) => pool.install(|| weigh(&bench, terms)),
        Err(_) => weigh(&bench, terms),
    }
}

/// Training places of a bureau that does not say: as many as it has newly trained teachers.
pub fn places(bureau: &Bureau) -> BTreeMap<SkillGroup, i64> {
    let groups = groups(bureau);
    let mut places: BTreeMap<SkillGroup, i64> = SkillGroup::ALL.map(|group| (group, 0)).into();
    let staff = bureau.schools.iter().flat_map(|school| &school.staff);
    for skill in staff.flat_map(|one| &one.skills).filter(|skill| skill.newly_trained) {
        *places.entry(demand::group_of(&groups, &skill.skill)).or_default() += 1;
    }
    places
}

fn weigh(bench: &Bench, terms: &Terms) -> Balance {
    let (_, kpis) = kehou_check::kpis(bench.bureau, bench.plan);
    let report = kehou_check::check(bench.bureau, bench.plan);
    let groups = groups(bench.bureau);
    let instance = Instance::new(bench.bureau);
    let empty = SchoolPlan::default();
    let schools = bench.bureau.schools.iter().enumerate();
    let needs: Vec<Need> = schools
        .flat_map(|(at, school)| {
            let part = bench.plan.schools.iter().find(|part| part.school == school.id);
            let standing = standing::standing(&instance, at, bench.plan);
            needs((at, school), &standing, part.unwrap_or(&empty), &kpis[at])
        })
        .collect();
    let ranked = ranked(&needs);
    let measured = measured(bench, &ranked[..terms.sample.min(ranked.len())]);
    let helped: Vec<&Need> = measured
        .iter()
        .filter(|(need, worth)| worth.is_gain() && !need.skill.is_empty())
        .map(|one| one.0)
        .collect();
    let rest = ranked.iter().skip(terms.sample).map(|need| (*need, None));
    let candidates = measured.iter().map(|&(need, worth)| (need, Some(worth))).chain(rest);
    Balance {
        loans: loans(bench),
        skills: needs.iter().map(|need| need.told(bench.bureau, &groups)).collect(),
        settings: equity::settings(bench.bureau, &kpis, &report),
        schools: equity::standings(bench.bureau, &kpis, &report),
        candidates: candidates.map(|(need, worth)| candidate(bench, need, worth)).collect(),
        training: teachers::training(bench, &helped, &terms.places, &groups),
    }
}

/// Teachers who serve elsewhere, in the order of their ids. Those of the same schools share the
/// side with the loans.
fn loans(bench: &Bench) -> Vec<kehou_domain::balance::LoanWorth> {
    let lent = loans::lent(bench);
    let mut by_schools: BTreeMap<&[usize], Vec<&loans::Lent>> = BTreeMap::new();
    for one in &lent {
        by_schools.entry(&one.schools).or_default().push(one);
    }
    let measured = by_schools.into_par_iter().flat_map_iter(|(schools, lent)| {
        let with = bench.base(schools);
        let worths = lent.into_iter().map(|one| loans::worth(bench, one, &with));
        worths.collect::<Vec<_>>()
    });
    let mut worths: Vec<_> = measured.collect();
    worths.sort_by(|a, b| a.staff.cmp(&b.staff));
    worths
}

/// Where demand is not met, most first, then where least time is free.
fn ranked(needs: &[Need]) -> Vec<&Need> {
    let unmet = |need: &Need| need.missing + need.posts;
    let mut ranked: Vec<&Need> = needs.iter().filter(|need| unmet(need) > 0).collect();
    ranked.sort_by_key(|need| (Reverse(unmet(need)), need.free));
    ranked
}

/// What one more teacher is worth, largest gain first.
fn measured<'n>(bench: &Bench, needs: &[&'n Need]) -> Vec<(&'n Need, Worth)> {
    let mut by_school: BTreeMap<usize, Vec<&Need>> = BTreeMap::new();
    for need in needs {
        by_school.entry(need.school).or_default().push(need);
    }
    let measured = by_school.into_par_iter().flat_map_iter(|(at, needs)| {
        let base = bench.base(&[at]);
        let of = |need| (need, teachers::newcomer(bench, need, &base));
        needs.par_iter().map(|&need| of(need)).collect::<Vec<_>>()
    });
    let mut measured: Vec<(&Need, Worth)> = measured.collect();
    measured.sort_by_key(|one| Reverse(one.1.gain()));
    measured
}

fn candidate(bench: &Bench, need: &Need, worth: Option<Worth>) -> Candidate {
    Candidate {
        school: bench.bureau.schools[need.school].id.clone(),
        skill: need.skill.clone(),
        missing: told(need.missing),
        posts: need.posts,
        worth,
    }
}
