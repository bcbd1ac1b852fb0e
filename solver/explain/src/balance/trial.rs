//! What a change brings: schools searched anew from their part of the plan, one after another, by so
//! much work each, and the whole plan judged by the independent check. Both sides of a comparison
//! are searched alike, so that what mere searching brings is not taken for the change's.

use super::{Effort, Stop};
use kehou_check::check;
use kehou_domain::balance::Points;
use kehou_domain::draft::{Bureau, ChangeBudget};
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_engine::{Control, Options, solve_school, standing};

/// Work for a small school, unless told.
const LEAST_WORK: u64 = 100;

/// A plan with what the check says of it.
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub plan: Plan,
    violations: usize,
    /// Both levels, all schools.
    pub points: Points,
    /// Both levels, school by school in the order of the input.
    pub schools: Vec<Points>,
}

impl Judged {
    pub fn new(bureau: &Bureau, plan: Plan) -> Self {
        let report = check(bureau, &plan);
        let points = |shortfall, quality| Points { shortfall, quality };
        Self {
            violations: report.violations.len(),
            points: points(report.shortfall, report.quality),
            schools: report.schools.iter().map(|one| points(one.shortfall, one.quality)).collect(),
            plan,
        }
    }

    /// The better of both: fewer rules broken, then fewer points.
    pub fn or(self, other: Self) -> Self {
        let rank = |one: &Self| (one.violations, one.points);
        if rank(&other) < rank(&self) { other } else { self }
    }

    /// If it passed the check.
    pub fn clean(self) -> Option<Self> {
        (self.violations == 0).then_some(self)
    }
}

/// The best plan found from this one by searching the schools at these positions anew.
pub(super) fn searched(
    bureau: &Bureau,
    plan: &Plan,
    schools: &[usize],
    (effort, stop): (&Effort, &Stop),
) -> Judged {
    let instance = Instance::new(bureau);
    let control = Control { stop, progress: &|_| {} };
    let mut best = Judged::new(bureau, plan.clone());
    for &at in schools {
        let school = begun(standing(&instance, at, &best.plan), &best.plan);
        let work = effort.work.unwrap_or_else(|| (school.students.len() as u64).max(LEAST_WORK));
        let (seed, work_limit) = (effort.seed, Some(work));
        let options = Options { threads: 1, seed, work_limit, gap: 0.0, loans: false };
        if let Some(found) = solve_school((at, &school), &options, &control).0 {
            let next = with_part(&best.plan, found);
            best = best.or(Judged::new(bureau, next));
        }
    }
    best
}

/// The school with its part of the plan as what its search begins from.
fn begun(school: SchoolInstance, plan: &Plan) -> SchoolInstance {
    let incumbent = plan.schools.iter().find(|part| part.school == school.id).cloned();
    SchoolInstance { incumbent, change_budget: ChangeBudget::default(), ..school }
}

/// The plan with another part for a school.
pub(super) fn with_part(plan: &Plan, part: SchoolPlan) -> Plan {
    let mut next = plan.clone();
    if let Some(old) = next.schools.iter_mut().find(|old| old.school == part.school) {
        *old = part;
    }
    next
}
