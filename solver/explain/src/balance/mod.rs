//! What a bureau wants to know about staff and loans beside a plan. Counts are read off data and
//! plan; what a loan, a further teacher or a training is worth is measured: schools are searched anew
//! with and without, and both plans pass the independent check.

mod demand;
mod equity;
mod loans;
mod teachers;
mod trial;

use demand::{Need, groups, needs};
use kehou_domain::balance::{Balance, Candidate, LoanWorth, SkillGroup, Worth, told};
use kehou_domain::draft::{Bureau, School};
use kehou_domain::instance::Instance;
use kehou_domain::outcome::{Kpis, Limit};
use kehou_domain::plan::{Plan, SchoolPlan};
use rayon::prelude::{IntoParallelRefIterator, ParallelExtend, ParallelIterator};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
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
    /// Work, in the engine's deterministic units; unset: as many as the school has pupils, 100 at
    /// least.
    pub work: Option<u64>,
    /// Seed of every random choice.
    pub seed: u64,
    /// Threads, at least 1. What is found does not depend on them.
    pub threads: usize,
}

/// Asked often: the limit that has hit, if any. Once hit, it stays.
pub type Stop<'a> = dyn Fn() -> Option<Limit> + Sync + 'a;

/// What every measurement needs.
struct Bench<'a> {
    bureau: &'a Bureau,
    plan: &'a Plan,
    effort: Effort,
    told: &'a (dyn Fn() + Sync),
    stop: &'a Stop<'a>,
    /// What a search of each school concerned found, all else as in the plan.
    parts: BTreeMap<usize, SchoolPlan>,
}

impl Bench<'_> {
    fn searched(&self, bureau: &Bureau, plan: &Plan, schools: &[usize]) -> Judged {
        let found = trial::searched(bureau, plan, schools, (&self.effort, self.stop));
        (self.told)();
        found
    }

    fn goes_on(&self) -> bool {
        (self.stop)().is_none()
    }

    /// Searches the schools that measurements will be about.
    fn search(&mut self, schools: &BTreeSet<usize>) {
        let is_new = |at: &&usize| self.goes_on() && !self.parts.contains_key(*at);
        let found = schools.par_iter().filter(is_new).filter_map(|&at| {
            let found = self.searched(self.bureau, self.plan, &[at]).plan;
            let id = &self.bureau.schools[at].id;
            Some((at, found.schools.into_iter().find(|part| part.school == *id)?))
        });
        let found: Vec<(usize, SchoolPlan)> = found.collect();
        self.parts.extend(found);
    }

    /// The plan as it is after the search of these schools.
    fn base(&self, schools: &[usize]) -> Judged {
        let parts = schools.iter().filter_map(|at| self.parts.get(at));
        parts.fold(Judged::new(self.bureau, self.plan.clone()), |best, part| {
            let next = trial::with_part(&best.plan, part.clone());
            best.or(Judged::new(self.bureau, next))
        })
    }
}

/// All a bureau wants to know beside a plan that passed the check; `told` is called after every
/// measurement.
pub fn balance(bureau: &Bureau, plan: &Plan, terms: &Terms, told: &(dyn Fn() + Sync)) -> Balance {
    let (effort, parts) = (terms.effort, BTreeMap::new());
    let bench = Bench { bureau, plan, effort, told, stop: &|| None, parts };
    with_threads(effort.threads, || weigh(bench, terms))
}

/// What each lent teacher of a plan that passed the check brings. Not known of those whose
/// measurement was not over when it was to stop.
pub fn loans(bureau: &Bureau, plan: &Plan, effort: Effort, stop: &Stop) -> Vec<LoanWorth> {
    let lent = loans::lent(bureau, plan);
    let parts = BTreeMap::new();
    let mut bench = Bench { bureau, plan, effort, told: &|| {}, stop, parts };
    with_threads(effort.threads, || {
        let mut found = Vec::new();
        // A few at a time, so that some are known when it is to stop.
        for some in lent.chunks(effort.threads.max(1)) {
            bench.search(&some.iter().flat_map(|one| one.schools.iter().copied()).collect());
            found.par_extend(some.par_iter().map(|one| loans::worth(&bench, one)));
        }
        found
    })
}

fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
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

fn weigh(mut bench: Bench, terms: &Terms) -> Balance {
    let (bureau, plan) = (bench.bureau, bench.plan);
    let (_, kpis) = kehou_check::kpis(bureau, plan);
    let report = kehou_check::check(bureau, plan);
    let groups = groups(bureau);
    let needs = all_needs(bureau, plan, &kpis);
    let ranked = ranked(&needs);
    let sample = &ranked[..terms.sample.min(ranked.len())];
    let lent = loans::lent(bureau, plan);
    let served = lent.iter().flat_map(|one| one.schools.iter().copied());
    bench.search(&served.chain(sample.iter().map(|need| need.school)).collect());
    let bench = &bench;
    let measured = measured(bench, sample);
    let helped: Vec<&Need> = measured
        .iter()
        .filter(|(need, worth)| worth.is_gain() && !need.skill.is_empty())
        .map(|one| one.0)
        .collect();
    let rest = ranked.iter().skip(terms.sample).map(|need| (*need, None));
    let candidates = measured.iter().map(|&(need, worth)| (need, Some(worth))).chain(rest);
    Balance {
        loans: lent.par_iter().map(|one| loans::worth(bench, one)).collect(),
        skills: needs.iter().map(|need| need.told(bureau, &groups)).collect(),
        settings: equity::settings(bureau, &kpis, &report),
        schools: equity::standings(bureau, &kpis, &report),
        candidates: candidates.map(|(need, worth)| candidate(bureau, need, worth)).collect(),
        training: teachers::training(bench, &helped, &terms.places, &groups),
    }
}

/// Demand and supply of every skill at every school.
fn all_needs(bureau: &Bureau, plan: &Plan, kpis: &[Kpis]) -> Vec<Need> {
    let instance = Instance::new(bureau);
    let empty = SchoolPlan::default();
    let of = |(at, school): (usize, &School)| {
        let part = plan.schools.iter().find(|part| part.school == school.id);
        let standing = kehou_engine::standing(&instance, at, plan);
        needs((at, school), &standing, part.unwrap_or(&empty), &kpis[at])
    };
    bureau.schools.iter().enumerate().flat_map(of).collect()
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
    let of = |&need: &&'n Need| (need, teachers::newcomer(bench, need));
    let mut measured: Vec<(&Need, Worth)> = needs.par_iter().map(of).collect();
    measured.sort_by_key(|one| Reverse(one.1.gain()));
    measured
}

fn candidate(bureau: &Bureau, need: &Need, worth: Option<Worth>) -> Candidate {
    Candidate {
        school: bureau.schools[need.school].id.clone(),
        skill: need.skill.clone(),
        missing: told(need.missing),
        posts: need.posts,
        worth,
    }
}
