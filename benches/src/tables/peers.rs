//! The peers' answers beside ours.

use super::{markdown, thousands};
use crate::record::Contest;

/// Every answer, under ours on the same instance and level.
pub fn peer_table(contests: &[Contest]) -> String {
    let mut rows = Vec::new();
    let mut last = None;
    for contest in contests {
        let now = Some((&contest.case, &contest.level));
        if last != now {
            rows.push(our_row(contest));
        }
        last = now;
        rows.push(peer_row(contest));
    }
    let heading =
        ["instance, level", "solver", "threads", "CPU s", "points", "bound", "memory, MiB", "says"];
    markdown(&heading, &rows)
}

fn name(contest: &Contest) -> String {
    format!("{} pupils, seed {}, {}", contest.case.pupils, contest.case.seed, contest.level)
}

fn our_row(contest: &Contest) -> Vec<String> {
    let Contest { program, ours, our_cpu, .. } = contest;
    let (rows, columns) = (thousands(program.rows as i64), thousands(program.columns as i64));
    let (mib, cpu) = (program.mib, program.cpu);
    vec![
        name(contest),
        "Kehou".into(),
        "1".into(),
        format!("{our_cpu}"),
        thousands(ours.value),
        thousands(ours.bound),
        String::new(),
        format!("{rows} rows, {columns} columns, {mib:.0} MiB, written in {cpu:.1} CPU s"),
    ]
}

fn peer_row(contest: &Contest) -> Vec<String> {
    let answer = &contest.answer;
    let points = |number: Option<f64>, none: &str| {
        number.map_or(none.to_owned(), |number| thousands(number.round() as i64))
    };
    vec![
        name(contest),
        answer.peer.clone(),
        format!("{}", answer.threads),
        format!("{:.0}", answer.cpu),
        points(answer.value, "no plan"),
        points(answer.bound, "none"),
        format!("{}", answer.peak_kib / 1024),
        answer.status.clone(),
    ]
}
