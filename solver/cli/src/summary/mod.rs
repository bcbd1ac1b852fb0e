//! What there is to know about a plan, in the order in which planners ask: were all children
//! placed, what was granted, who is short of what; then how good the plan is, and where.

pub mod balance;
pub mod dates;
mod missing;
pub mod notices;
mod people;
mod points;
pub mod profile;
mod schools;
pub mod shortfalls;
pub mod term;

pub use points::points;

use crate::console::plain;
use crate::lang::Lang;
use crate::number::{mebibytes, thousands};
use kehou_check::CheckReport;
use kehou_domain::draft::{Bureau, School};
use kehou_domain::outcome::{Limit, Outcome, Status};
use kehou_domain::plan::Plan;
use kehou_domain::policy::{Policy, Rules};
use shortfalls::Short;

/// The whole summary of a run.
pub fn text(bureau: &Bureau, (outcome, short): (&Outcome, &Short), lang: Lang) -> String {
    let parts = [
        headline(bureau, outcome, lang),
        people::text(&outcome.kpis, lang),
        shortfalls::text(bureau, &short.lots, lang),
        missing::text(bureau, &short.vacancies, lang),
        points::levels(outcome, lang),
        points(&outcome.points, &outcome.weights, lang),
        schools::text(bureau, outcome, lang),
        effort(outcome, lang),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// What there is to know about a plan by itself, without a run's bounds.
pub fn of_plan(bureau: &Bureau, plan: &Plan, report: &CheckReport, lang: Lang) -> String {
    let (kpis, _) = kehou_check::kpis(bureau, plan);
    let weights = Rules::resolve(&bureau.policy, &Policy::default()).weights();
    let short = Short::of(bureau, plan);
    let parts = [
        people::text(&kpis, lang),
        shortfalls::text(bureau, &short.lots, lang),
        missing::text(bureau, &short.vacancies, lang),
        points::totals(report, lang),
        points(&report.points, &weights, lang),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn headline(bureau: &Bureau, outcome: &Outcome, lang: Lang) -> String {
    let title = titled(&bureau.name, &bureau.id);
    let (schools, pupils) = (outcome.schools.len() as i64, outcome.kpis.students);
    let status = status(outcome.status, outcome.limit, lang);
    let size = lang.pick(
        format!("{} 所学校，{} 名学生", thousands(schools), thousands(pupils)),
        format!("{}, {}", counted(schools, "school"), counted(pupils, "pupil")),
    );
    lang.pick(
        format!("{title}：{size}\n{status}；核验通过，未违反任何硬性规则"),
        format!("{title}: {size}\n{status}; check clean, no hard rule is broken"),
    )
}

/// A number with its English noun.
pub fn counted(number: i64, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number), if number == 1 { "" } else { "s" })
}

pub fn titled(name: &str, id: &str) -> String {
    if name.is_empty() { plain(id) } else { format!("{} ({})", plain(name), plain(id)) }
}

fn school_title(school: &School) -> String {
    titled(&school.name, &school.id)
}

fn status(status: Status, limit: Limit, lang: Lang) -> String {
    let (zh, en) = match status {
        Status::Optimal => ("两层均已达到允许差距", "both levels are within the asked gap"),
        Status::Feasible | Status::Cancelled => ("可行方案", "a feasible plan"),
        Status::Infeasible => ("不存在合规方案", "no plan exists"),
        Status::NoSolution => ("尚无方案", "no plan yet"),
    };
    let (limit_zh, limit_en) = match limit {
        Limit::None => ("", ""),
        Limit::Time => ("（到时停止）", " (time limit)"),
        Limit::Work => ("（计算量用完）", " (work limit)"),
        Limit::Interrupt => ("（按 Ctrl-C 停止）", " (stopped by Ctrl-C)"),
    };
    lang.pick(format!("{zh}{limit_zh}"), format!("{en}{limit_en}"))
}

fn effort(outcome: &Outcome, lang: Lang) -> String {
    let (wall, cpu) = (outcome.wall_seconds, outcome.cpu_seconds);
    let memory = mebibytes(outcome.peak_rss_bytes);
    lang.pick(
        format!("用时 {wall:.1} 秒，处理器 {cpu:.1} 秒，内存 {memory}"),
        format!("{wall:.1} s, {cpu:.1} s of CPU, {memory} of memory"),
    )
}
