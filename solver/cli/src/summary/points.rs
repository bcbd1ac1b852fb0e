//! How good a plan is: points of both levels with their bounds, points rule by rule.

use crate::lang::Lang;
use crate::number::{percent, tenths, thousands};
use crate::table::table;
use kehou_check::CheckReport;
use kehou_domain::outcome::{Level, Outcome, WITHOUT_LOANS};
use kehou_domain::rule::{Kind, Rule};

/// Both levels with their proven bounds.
pub fn levels(outcome: &Outcome, lang: Lang) -> String {
    let students = outcome.kpis.students as usize;
    let row = |kind: Kind, level: &Level| {
        vec![
            level_title(kind, lang).to_owned(),
            thousands(level.value),
            thousands(level.bound),
            percent(level.gap()),
            tenths(level.points_per_student(students)),
        ]
    };
    let rows = vec![row(Kind::Elastic, &outcome.shortfall), row(Kind::Quality, &outcome.quality)];
    let heading = lang.pick(
        ["层次", "分数", "下界", "差距", "人均高出下界"],
        ["level", "points", "bound", "gap", "above bound, per pupil"],
    );
    let meaning = lang.pick(
        "分数越低越好。下界：已证明没有任何方案能低于它（质量层：缺口不多于本方案者）。",
        "Fewer points are better. Bound: proved that no plan has fewer (quality: none with no more\n\
         shortfall than this one).",
    );
    let without_loans = outcome.schools.iter().any(|school| school.bound_kind == WITHOUT_LOANS);
    let limited = lang.pick(
        "\n下界只对没有校际支援的方案成立：本次未安排支援（--loans）。",
        "\nThe bounds hold for plans without loans between schools, which were not decided (--loans).",
    );
    let limited = if without_loans { limited } else { "" };
    format!("{}\n{meaning}{limited}", table(&heading, 1, rows))
}

/// The points of both levels alone.
pub fn totals(report: &CheckReport, lang: Lang) -> String {
    let row = |kind, points| vec![level_title(kind, lang).to_owned(), thousands(points)];
    let rows = vec![row(Kind::Elastic, report.shortfall), row(Kind::Quality, report.quality)];
    table(&lang.pick(["层次", "分数"], ["level", "points"]), 1, rows)
}

const fn level_title(kind: Kind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (Kind::Elastic, Lang::Zh) => "1 缺口",
        (Kind::Elastic, Lang::En) => "1 shortfall",
        (_, Lang::Zh) => "2 质量",
        (_, Lang::En) => "2 quality",
    }
}

/// Points per rule with its weight; rules without points in a line below.
pub fn points(points: &[(Rule, i64)], weights: &[(Rule, i64)], lang: Lang) -> String {
    let title = |rule: Rule| lang.pick(rule.title_zh(), rule.name());
    let weight = |rule: Rule| weights.iter().find(|entry| entry.0 == rule).map_or(0, |e| e.1);
    let rows: Vec<_> = points
        .iter()
        .filter(|entry| entry.1 != 0)
        .map(|&(rule, points)| {
            vec![
                title(rule).to_owned(),
                level_title(rule.kind(), lang).to_owned(),
                thousands(weight(rule)),
                thousands(points),
            ]
        })
        .collect();
    let none: Vec<_> =
        points.iter().filter(|entry| entry.1 == 0).map(|entry| title(entry.0)).collect();
    let heading =
        lang.pick(["规则", "层次", "权重", "分数"], ["rule", "level", "weight", "points"]);
    let mut parts = Vec::new();
    if !rows.is_empty() {
        parts.push(table(&heading, 2, rows));
    }
    if !none.is_empty() {
        parts.push(lang.pick(
            format!("没有失分：{}", none.join("、")),
            format!("without points: {}", none.join(", ")),
        ));
    }
    parts.join("\n")
}
