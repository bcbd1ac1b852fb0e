//! Runs of single schools: gaps by CPU seconds, first plans, memory, benefit.

use super::{markdown, median_and_worst, percent};
use crate::case::{Case, SIZES};
use crate::record::{Moment, PUPILS, Points, ROWS, Run, START};

/// Where runs stood after some CPU seconds, a size and tightness a row.
pub fn gap_table(runs: &[Run]) -> String {
    let mut rows = Vec::new();
    for kind @ (profile, pupils, tightness) in kinds(runs) {
        let seconds = SIZES.iter().filter(|size| size.pupils == pupils);
        for &seconds in seconds.flat_map(|size| size.full_seconds) {
            let runs = of_kind(runs, kind).filter(|run| run.limit >= seconds);
            let moments: Vec<&Moment> =
                runs.filter_map(|run| run.at(seconds, |moment| moment.cpu)).collect();
            if !moments.is_empty() {
                let mut row = vec![profile.into(), format!("{pupils}"), format!("{tightness}")];
                row.extend(gap_cells(&moments, seconds, pupils));
                rows.push(row);
            }
        }
    }
    let heading = [
        "profile",
        "pupils",
        "tightness",
        "CPU s",
        "runs",
        "gap: median",
        "worst",
        "of the sums",
        "ppp: median",
        "worst",
        "shortfall above its bound: median",
        "worst",
    ];
    markdown(&heading, &rows)
}

fn gap_cells(moments: &[&Moment], seconds: f64, pupils: usize) -> Vec<String> {
    let quality = || moments.iter().map(|moment| moment.quality);
    let gap = median_and_worst(quality().map(Points::gap).collect());
    let ppp = median_and_worst(quality().map(|points| points.per_pupil(pupils)).collect());
    let sum = quality().fold(Points::default(), |sum, points| Points {
        value: sum.value + points.value,
        bound: sum.bound + points.bound,
    });
    let short = |moment: &&Moment| (moment.shortfall.value - moment.shortfall.bound) as f64;
    let short = median_and_worst(moments.iter().map(short).collect());
    vec![
        format!("{seconds}"),
        format!("{}", moments.len()),
        percent(gap.0),
        percent(gap.1),
        percent(sum.gap()),
        format!("{:.0}", ppp.0),
        format!("{:.0}", ppp.1),
        format!("{:.0}", short.0),
        format!("{:.0}", short.1),
    ]
}

/// First plans, memory and what is granted, a size and tightness a row.
pub fn run_table(runs: &[Run]) -> String {
    let rows: Vec<_> = kinds(runs)
        .into_iter()
        .map(|kind @ (profile, pupils, tightness)| {
            let runs: Vec<&Run> = of_kind(runs, kind).collect();
            let mut row = vec![profile.into(), format!("{pupils}"), format!("{tightness}")];
            row.extend(run_cells(&runs));
            row
        })
        .collect();
    let heading = [
        "profile",
        "pupils",
        "tightness",
        "first plan, CPU s: median",
        "worst",
        "wanted sessions granted",
        "proven benefit: median",
        "worst",
        "most memory, MiB",
        "plans that pass the check",
    ];
    markdown(&heading, &rows)
}

fn run_cells(runs: &[&Run]) -> Vec<String> {
    let first = runs.iter().filter_map(|run| Some(run.first()?.cpu)).collect();
    let (first, last_first) = median_and_worst(first);
    let share = |run: &&Run| run.granted as f64 / run.wanted.max(1) as f64;
    let granted = median_and_worst(runs.iter().map(share).collect()).0;
    // The worst benefit is the least.
    let lost = runs.iter().filter_map(|run| Some(1.0 - run.proven_benefit()?)).collect();
    let (lost, most_lost) = median_and_worst(lost);
    let memory = median_and_worst(runs.iter().map(|run| run.peak_mib).collect()).1;
    let clean = runs.iter().filter(|run| run.faults.is_empty()).count();
    vec![
        format!("{first:.3}"),
        format!("{last_first:.3}"),
        percent(granted),
        percent(1.0 - lost),
        percent(1.0 - most_lost),
        format!("{memory:.0}"),
        format!("{clean} of {}", runs.len()),
    ]
}

/// One line about a run that has just ended.
pub fn line(run: &Run) -> String {
    let name = run.case.as_ref().map(Case::to_string).unwrap_or_default();
    let (Some(first), Some(last)) = (run.first(), run.curve.last()) else {
        return format!("{name}: no plan in {:.1} CPU s", run.cpu);
    };
    format!(
        "{name}: first plan {:.3} s; after {:.1} CPU s shortfall {} (bound {}), quality gap {}, {:.0} ppp; \
         {:.0} MiB; {} faults",
        first.cpu,
        run.cpu,
        last.shortfall.value,
        last.shortfall.bound,
        percent(last.quality.gap()),
        last.quality.per_pupil(run.pupils),
        run.peak_mib,
        run.faults.len()
    )
}

/// When the first bounds and the start from them were there, a size and tightness a row.
pub fn step_table(runs: &[Run]) -> String {
    let row = |kind: Kind| {
        let runs: Vec<&Run> = of_kind(runs, kind).filter(|run| run.steps.len() > START).collect();
        if runs.is_empty() {
            return None;
        }
        let (profile, pupils, tightness) = kind;
        let mut row = vec![profile.into(), format!("{pupils}"), format!("{tightness}")];
        for step in [ROWS, PUPILS, START] {
            let (median, worst) =
                median_and_worst(runs.iter().map(|run| run.steps[step]).collect());
            row.extend([format!("{median:.2}"), format!("{worst:.2}")]);
        }
        for step in [ROWS, PUPILS, START] {
            let alone = |run: &&Run| run.steps[step] - run.steps[step - 1];
            let median = median_and_worst(runs.iter().map(alone).collect()).0;
            row.push(format!("{:.2}", median * 1000.0 / pupils as f64));
        }
        Some(row)
    };
    let rows: Vec<_> = kinds(runs).into_iter().filter_map(row).collect();
    let heading = [
        "profile",
        "pupils",
        "tightness",
        "bound of rows, CPU s: median",
        "worst",
        "of pupils' weeks: median",
        "worst",
        "start from it: median",
        "worst",
        "alone, ms a pupil: rows",
        "weeks",
        "start",
    ];
    markdown(&heading, &rows)
}

/// Profile, pupils and tightness.
type Kind<'r> = (&'r str, usize, f64);

/// Profiles, sizes and tightnesses of the runs, in the order they were run.
fn kinds(runs: &[Run]) -> Vec<Kind<'_>> {
    let mut kinds = Vec::new();
    for case in runs.iter().filter_map(|run| run.case.as_ref()) {
        let kind = (case.profile.as_str(), case.pupils, case.tightness);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

fn of_kind<'r>(runs: &'r [Run], kind: Kind<'r>) -> impl Iterator<Item = &'r Run> {
    let (profile, pupils, tightness) = kind;
    runs.iter().filter(move |run| {
        run.case.as_ref().is_some_and(|case| {
            case.profile == profile
                && case.pupils == pupils
                && (case.tightness - tightness).abs() < 1e-9
        })
    })
}
