//! Changes in mid-term: the CPU time in which a plan is put right after an absence, and whether
//! what `explain` promises to pupils is true.

use crate::case::Case;
use crate::meter::cpu_seconds;
use anyhow::{Context, Result, ensure};
use kehou_domain::answer::Adjustment;
use kehou_domain::change::{self, Change, ChangeSet, What};
use kehou_domain::draft::Bureau;
use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::notice::disturbance;
use kehou_domain::plan::Plan;
use kehou_domain::validate::validate;
use kehou_engine::{Control, Options};
use kehou_explain::{Desk, gaps, promises};
use std::collections::BTreeMap;

/// Work per school of the plan that is published, thousands of week searches.
const WORK: u64 = 20;

fn planned(bureau: &Bureau) -> Result<Plan> {
    let options = Options { threads: 2, seed: 1, work_limit: Some(WORK), gap: 0.01, loans: false };
    let control = Control { stop: &|| None, progress: &|_| {} };
    let found = kehou_engine::solve(&Instance::new(bureau), &options, &control);
    found.plan.context("no plan")
}

/// Lets people fall ill, one at a time, and prints how long putting the plan right takes.
pub fn absences(bureau: &Bureau, most: usize) -> Result<()> {
    let plan = planned(bureau)?;
    let school = &bureau.schools[0];
    let busy = |id: &str| {
        let sections = plan.schools[0].sections.iter();
        sections.flat_map(|one| &one.sessions).filter(|session| session.lead == id).count()
    };
    let mut staff: Vec<(usize, &str)> =
        school.staff.iter().map(|one| (busy(&one.id), one.id.as_str())).collect();
    staff.retain(|one| one.0 > 0);
    staff.sort_unstable_by(|a, b| b.cmp(a));
    staff.truncate(most);
    let (mut seconds, mut checks, mut places, mut work) = (Vec::new(), Vec::new(), 0, 0);
    for (_, id) in &staff {
        let what = What::StaffAbsent { staff: (*id).to_owned(), weekdays: Vec::new() };
        let change = Change { school: school.id.clone(), what: Some(what), ..Change::default() };
        let set = ChangeSet { changes: vec![change], change_budget: None };
        let began = cpu_seconds();
        let changed = change::apply(bureau, &plan, &set);
        let after = changed.map_err(|faults| anyhow::anyhow!("{faults:?}"))?.bureau;
        let instance = SchoolInstance::new(&after, &after.schools[0]);
        let repaired = kehou_engine::repair(&instance, &[]).context("no incumbent")?;
        seconds.push(cpu_seconds() - began);
        let frame = (&after.schools[0]).into();
        let moved = disturbance(&frame, &plan.schools[0], &repaired);
        (places, work) = (places + moved.places, work + moved.sessions);
        let mut new = plan.clone();
        new.schools[0] = repaired;
        let began = cpu_seconds();
        let report = kehou_check::check(&after, &new);
        checks.push(cpu_seconds() - began);
        ensure!(report.is_clean(), "{id}: {:?}", report.violations);
    }
    let n = seconds.len();
    println!(
        "{n} absences, all put right and clean: {} ms of CPU, with the data changed ({} the worst); \
         check {} ms; per absence {:.1} places and {:.1} sessions changed",
        millis(seconds.iter().sum::<f64>() / n as f64),
        millis(seconds.iter().copied().fold(0.0, f64::max)),
        millis(checks.iter().sum::<f64>() / n as f64),
        places as f64 / n as f64,
        work as f64 / n as f64,
    );
    Ok(())
}

fn millis(seconds: f64) -> String {
    format!("{:.0}", seconds * 1000.0)
}

/// Makes every promise to every pupil of a school and every repair of what falls short, and
/// judges each again.
pub fn promised(case: &Case) -> Result<()> {
    let bureau = case.generate()?;
    let plan = planned(&bureau)?;
    let desk = Desk::new(&bureau, &plan, "").map_err(|what| anyhow::anyhow!("{what:?}"))?;
    let began = cpu_seconds();
    let (mut wishes, mut made, mut kept) = (0, 0, 0);
    let mut kinds: BTreeMap<&str, i32> = BTreeMap::new();
    for student in &bureau.schools[0].students {
        let id = student.student.as_str();
        let asked = promises(&desk, id).map_err(|what| anyhow::anyhow!("{id}: {what:?}"))?;
        let (told, found) = asked;
        wishes += told.choices.iter().filter(|choice| choice.would_better).count();
        for (_, promise) in found {
            made += 1;
            *kinds.entry(kind(&promise.remedy.adjustments)).or_default() += 1;
            let of = (bureau.schools[0].id.as_str(), id);
            let adjusted = kehou_explain::adjust(&bureau, of, &promise.remedy.adjustments);
            let (report, now) = kehou_check::check_with_student(&adjusted, &promise.plan, of);
            let now = now.map_or(i64::MAX, |now| now.points);
            let is_true = report.is_clean()
                && !validate(&adjusted).has_errors()
                && now < told.counts.points
                && report.shortfall <= promise.remedy.shortfall.before;
            kept += usize::from(is_true);
        }
    }
    println!("{case}: {wishes} choices not granted that would better a week");
    println!(
        "{made} promises made, {kept} confirmed; {kinds:?}; {:.1} s of CPU",
        cpu_seconds() - began
    );
    let found = gaps(&desk);
    let repaired = found.iter().filter(|(_, made)| !made.is_empty()).count();
    let repairs: usize = found.iter().map(|(_, made)| made.len()).sum();
    println!("{} gaps, {repaired} with repairs, {repairs} repairs in all", found.len());
    Ok(())
}

/// The most that a promise takes.
fn kind(adjustments: &[Adjustment]) -> &'static str {
    let has = |is: fn(&Adjustment) -> bool| adjustments.iter().any(is);
    if adjustments.is_empty() {
        "nothing"
    } else if has(|one| matches!(one, Adjustment::Staff { .. } | Adjustment::Room { .. })) {
        "people or rooms"
    } else if has(|one| matches!(one, Adjustment::Attendance { .. })) {
        "a longer day"
    } else if has(|one| matches!(one, Adjustment::MinSize { .. })) {
        "smaller sections"
    } else if has(|one| matches!(one, Adjustment::Grade { .. } | Adjustment::MaxSections { .. })) {
        "another menu"
    } else {
        "seats"
    }
}
