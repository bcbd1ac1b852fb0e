//! The whole county, second by second.

use super::{markdown, percent, thousands};
use crate::record::{Moment, Run};

const SECONDS: [f64; 9] = [5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0];

/// The curve of the county by the second.
pub fn curve_table(run: &Run) -> String {
    let first = run.first().map(|moment| moment.wall);
    let ticks = SECONDS.into_iter().filter(|&s| s < run.wall - 1.0 && first.is_some_and(|f| f < s));
    let rows: Vec<_> = first
        .into_iter()
        .chain(ticks)
        .chain([run.wall])
        .filter_map(|seconds| Some((seconds, run.at(seconds, |moment| moment.wall)?)))
        .map(|(seconds, moment)| county_row(run, seconds, moment))
        .collect();
    let heading = [
        "wall s",
        "CPU s",
        "shortfall",
        "its bound",
        "quality",
        "its bound",
        "gap",
        "ppp",
        "worst school: gap",
        "ppp",
    ];
    let verdict = if run.faults.is_empty() { "passes" } else { "DOES NOT PASS" };
    format!(
        "{} schools, {} pupils, {} threads; {:.0} s wall, {:.0} s CPU, at most {:.0} MiB; {} of \
         wanted sessions granted, proven benefit {}; the plan {verdict} the check.\n\n{}",
        run.schools,
        thousands(run.pupils as i64),
        run.threads,
        run.wall,
        run.cpu,
        run.peak_mib,
        percent(run.granted as f64 / run.wanted.max(1) as f64),
        run.proven_benefit().map_or("none".into(), percent),
        markdown(&heading, &rows)
    )
}

fn county_row(run: &Run, seconds: f64, moment: &Moment) -> Vec<String> {
    let Moment { shortfall, quality, .. } = moment;
    let worst = moment.worst.map(|(points, pupils)| (points.gap(), points.per_pupil(pupils)));
    vec![
        format!("{seconds:.1}"),
        format!("{:.1}", moment.cpu),
        thousands(shortfall.value),
        thousands(shortfall.bound),
        thousands(quality.value),
        thousands(quality.bound),
        percent(quality.gap()),
        format!("{:.0}", quality.per_pupil(run.pupils)),
        worst.map_or(String::new(), |worst| percent(worst.0)),
        worst.map_or(String::new(), |worst| format!("{:.0}", worst.1)),
    ]
}
