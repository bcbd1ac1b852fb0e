//! What there is to know about a plan, as tables.

use crate::console::plain;
use crate::lang::Lang;
use crate::number::{mebibytes, part, percent, thousands};
use crate::search::Found;
use crate::table::table;
use kehou_check::Shortfall;
use kehou_domain::draft::{Bureau, School};
use kehou_domain::outcome::{Kpis, Level, Limit, Outcome, SchoolOutcome, Status};
use kehou_domain::rule::{Kind, Rule};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Lines about shortfalls.
const SHORTFALLS: usize = 10;

/// The whole summary of a run.
pub fn text(bureau: &Bureau, found: &Found, lang: Lang) -> String {
    let outcome = &found.outcome;
    let parts = [
        headline(bureau, outcome, lang),
        levels(outcome, lang),
        points(&outcome.points, lang),
        key_figures(&outcome.kpis, lang),
        schools(bureau, outcome, lang),
        shortfalls(&found.shortfalls, lang),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn headline(bureau: &Bureau, outcome: &Outcome, lang: Lang) -> String {
    let title = titled(&bureau.name, &bureau.id);
    let schools = thousands(outcome.schools.len() as i64);
    let pupils = thousands(outcome.kpis.students);
    let status = status(outcome.status, outcome.limit, lang);
    let wall = format!("{:.1} s", outcome.wall_seconds);
    let cpu = format!("{:.1} s", outcome.cpu_seconds);
    let memory = mebibytes(outcome.peak_rss_bytes);
    lang.pick(
        format!("{title}：{schools} 所学校，{pupils} 名学生\n{status}；核验通过；用时 {wall}，CPU {cpu}，内存 {memory}"),
        format!("{title}: {schools} schools, {pupils} pupils\n{status}; check clean; {wall} wall, {cpu} CPU, {memory}"),
    )
}

fn titled(name: &str, id: &str) -> String {
    if name.is_empty() { plain(id) } else { format!("{} ({})", plain(name), plain(id)) }
}

fn status(status: Status, limit: Limit, lang: Lang) -> String {
    let (zh, en) = match status {
        Status::Optimal => ("两层均达到允许差距", "both levels are within the asked gap"),
        Status::Feasible | Status::Cancelled => ("方案可行", "a feasible plan"),
        Status::Infeasible => ("无合规方案", "no plan exists"),
        Status::NoSolution => ("尚无方案", "no plan yet"),
    };
    let (limit_zh, limit_en) = match limit {
        Limit::None => ("", ""),
        Limit::Time => ("（到时）", " (time limit)"),
        Limit::Work => ("（计算量用完）", " (work limit)"),
        Limit::Interrupt => ("（手动停止）", " (stopped by Ctrl-C)"),
    };
    lang.pick(format!("{zh}{limit_zh}"), format!("{en}{limit_en}"))
}

fn levels(outcome: &Outcome, lang: Lang) -> String {
    let students = outcome.kpis.students as usize;
    let row = |title: &str, level: &Level| {
        vec![
            title.to_owned(),
            thousands(level.value),
            thousands(level.bound),
            percent(level.gap()),
            format!("{:.1}", level.points_per_student(students)),
        ]
    };
    let rows = vec![
        row(lang.pick("1 缺口", "1 shortfall"), &outcome.shortfall),
        row(lang.pick("2 质量", "2 quality"), &outcome.quality),
    ];
    let heading = lang.pick(
        ["层次", "分数（越低越好）", "下界", "差距", "人均差距分"],
        ["level", "points (less is better)", "bound", "gap", "points above bound per pupil"],
    );
    table(&heading, 1, rows)
}

/// Points per rule; rules without points in a line below.
pub fn points(points: &[(Rule, i64)], lang: Lang) -> String {
    let title = |rule: Rule| lang.pick(rule.title_zh(), rule.name());
    let rows = points
        .iter()
        .filter(|entry| entry.1 != 0)
        .map(|&(rule, points)| {
            let level = match rule.kind() {
                Kind::Elastic => lang.pick("1 缺口", "1 shortfall"),
                _ => lang.pick("2 质量", "2 quality"),
            };
            vec![title(rule).to_owned(), level.to_owned(), thousands(points)]
        })
        .collect::<Vec<_>>();
    let none: Vec<_> =
        points.iter().filter(|entry| entry.1 == 0).map(|entry| title(entry.0)).collect();
    let heading = lang.pick(["规则", "层次", "分数"], ["rule", "level", "points"]);
    let mut text = if rows.is_empty() { String::new() } else { table(&heading, 2, rows) };
    if !none.is_empty() {
        let _ = write!(
            text,
            "{}{}",
            if text.is_empty() { "" } else { "\n" },
            lang.pick(
                format!("没有失分：{}", none.join("、")),
                format!("without points: {}", none.join(", ")),
            )
        );
    }
    text
}

fn key_figures(kpis: &Kpis, lang: Lang) -> String {
    let row = |zh: &str, en: &str, value: String| vec![lang.pick(zh, en).to_owned(), value];
    let [low, middle, high] = kpis.sections_by_fill;
    let rows = vec![
        row(
            "有去处的学生时段",
            "attended slots with a place",
            part(kpis.student_slots_placed, kpis.student_slots),
        ),
        row(
            "所选课次满足率",
            "wanted sessions granted",
            part(kpis.sessions_granted, kpis.sessions_wanted),
        ),
        row(
            "其中第一志愿",
            "of those, first choices",
            part(kpis.sessions_first_choice, kpis.sessions_granted),
        ),
        row(
            "其中前三志愿",
            "of those, first to third choices",
            part(kpis.sessions_top_three, kpis.sessions_granted),
        ),
        row(
            "至少得到一项第一志愿的学生",
            "pupils with a first choice",
            part(kpis.students_first_choice, kpis.students_with_wishes),
        ),
        row(
            "一项都没有得到的学生",
            "pupils with nothing granted",
            thousands(kpis.students_nothing),
        ),
        row(
            "平均周工作量",
            "mean weekly load of staff, periods",
            hundredths(kpis.workload_mean_hundredths),
        ),
        row("工作量最大差", "largest less smallest load, periods", thousands(kpis.workload_spread)),
        row("无人主讲的课次", "sessions without a lead", thousands(kpis.sessions_without_lead)),
        row("缺少的助教", "assistants missing", thousands(kpis.assistants_missing)),
        row("开设的教学班", "sections open", thousands(kpis.sections)),
        row(
            "满员程度（不到一半/一半到九成/以上）",
            "filled below half / to nine tenths / above",
            format!("{low} / {middle} / {high}"),
        ),
    ];
    table(&lang.pick(["指标", "数值"], ["key figure", "value"]), 1, rows)
}

fn hundredths(value: i64) -> String {
    format!("{:.2}", value as f64 / 100.0)
}

fn schools(bureau: &Bureau, outcome: &Outcome, lang: Lang) -> String {
    if outcome.schools.len() < 2 {
        return String::new();
    }
    let rows = bureau
        .schools
        .iter()
        .zip(&outcome.schools)
        .zip(&outcome.school_kpis)
        .map(|((school, outcome), kpis)| school_row(school, outcome, kpis))
        .collect();
    let heading = lang.pick(
        ["学校", "学生", "缺口", "质量", "差距", "人均差距分", "课次满足率", "得第一志愿"],
        ["school", "pupils", "shortfall", "quality", "gap", "per pupil", "granted", "first choice"],
    );
    table(&heading, 1, rows)
}

fn school_row(school: &School, outcome: &SchoolOutcome, kpis: &Kpis) -> Vec<String> {
    vec![
        titled(&school.name, &school.id),
        thousands(outcome.students as i64),
        thousands(outcome.shortfall.value),
        thousands(outcome.quality.value),
        percent(outcome.quality.gap()),
        format!("{:.0}", outcome.quality.points_per_student(outcome.students)),
        part(kpis.sessions_granted, kpis.sessions_wanted),
        part(kpis.students_first_choice, kpis.students_with_wishes),
    ]
}

/// Shortfalls of one rule at one school.
struct Lot<'a> {
    points: i64,
    count: usize,
    first: &'a Shortfall,
}

/// The gravest shortfalls, one line a school and rule with its first case in words.
fn shortfalls(items: &[Shortfall], lang: Lang) -> String {
    if items.is_empty() {
        return String::new();
    }
    let lots = lots(items);
    let mut text = lang.pick("缺口（从重到轻）", "What falls short, gravest first").to_owned();
    for Lot { points, count, first } in lots.iter().take(SHORTFALLS) {
        let (points, school) = (thousands(*points), plain(&first.school));
        let title = lang.pick(first.rule.title_zh(), first.rule.name());
        let what = plain(lang.of(&first.what));
        let line = match count {
            1 => format!("\n  {points:>9}  {school} {title}: {what}"),
            _ => lang.pick(
                format!("\n  {points:>9}  {school} {title}：{count} 项，如 {what}"),
                format!("\n  {points:>9}  {school} {title}: {count} cases, as {what}"),
            ),
        };
        text += &line;
    }
    let rest = &lots[SHORTFALLS.min(lots.len())..];
    if !rest.is_empty() {
        let points = thousands(rest.iter().map(|lot| lot.points).sum());
        let count = thousands(rest.iter().map(|lot| lot.count as i64).sum());
        text += &lang.pick(
            format!("\n  另有 {count} 项，共 {points} 分"),
            format!("\n  and {count} more cases with {points} points together"),
        );
    }
    text
}

fn lots(items: &[Shortfall]) -> Vec<Lot<'_>> {
    let mut lots: BTreeMap<(&str, Rule), Lot> = BTreeMap::new();
    for item in items {
        let lot = lots.entry((item.school.as_str(), item.rule)).or_insert(Lot {
            points: 0,
            count: 0,
            first: item,
        });
        lot.points += item.points;
        lot.count += 1;
    }
    let mut lots: Vec<Lot> = lots.into_values().collect();
    lots.sort_by_key(|lot| -lot.points);
    lots
}
