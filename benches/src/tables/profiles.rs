//! The profiles, one line each.

use super::{markdown, percent, thousands};
use crate::record::Profiled;

/// Size, time, both gaps and what falls short by rule.
pub fn profile_table(all: &[Profiled]) -> String {
    let heading = [
        "profile, term",
        "schools",
        "pupils",
        "CPU s",
        "shortfall",
        "its bound",
        "gap",
        "quality",
        "its bound",
        "gap",
        "ppp",
        "granted",
        "check",
        "shortfall by rule",
    ];
    markdown(&heading, &all.iter().filter_map(row).collect::<Vec<_>>())
}

fn row(profiled: &Profiled) -> Option<Vec<String>> {
    let run = &profiled.run;
    let last = run.curve.last()?;
    let short: Vec<String> = profiled
        .short
        .iter()
        .map(|(rule, points)| format!("{rule} {}", thousands(*points)))
        .collect();
    Some(vec![
        format!("{}, {}", profiled.name, profiled.season),
        run.schools.to_string(),
        thousands(run.pupils as i64),
        format!("{:.0}", run.cpu),
        thousands(last.shortfall.value),
        thousands(last.shortfall.bound),
        percent(last.shortfall.gap()),
        thousands(last.quality.value),
        thousands(last.quality.bound),
        percent(last.quality.gap()),
        format!("{:.0}", last.quality.per_pupil(run.pupils)),
        percent(run.granted as f64 / run.wanted.max(1) as f64),
        if run.faults.is_empty() { "clean" } else { "NOT CLEAN" }.into(),
        if short.is_empty() { "none".into() } else { short.join(", ") },
    ])
}
