//! `kehou check`: every rule and every point of a plan, from scratch.

use crate::args::Check;
use crate::command::profile;
use crate::console::{self, plain};
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::summary;
use kehou_check::{CheckReport, SchoolReport, Shortfall, Violation};
use kehou_domain::draft::Bureau;
use kehou_domain::plan::Plan;
use kehou_domain::rule::Rule;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Violations printed unless all are asked for.
pub const MOST: usize = 50;

/// Runs the command.
pub fn run(args: &Check, lang: Lang) -> Result<(), Failure> {
    let mut bureau = input::read(&args.input, lang)?;
    profile::apply(args.profile.as_deref(), &mut bureau, lang)?;
    let plan = input::read_plan(&args.plan, lang)?;
    let report = kehou_check::check(&bureau, &plan);
    let digests = (kehou_format::digest(&bureau), kehou_format::plan_digest(&plan));
    compare_with_claims(&args.plan, &report, &digests, lang);
    if args.json {
        let short = kehou_check::shortfalls(&bureau, &plan);
        console::data(&format!("{:#}", as_json(&report, &short)))?;
    } else {
        let most = if args.all { None } else { Some(MOST) };
        let verdict = if report.is_clean() {
            lang.pick("核验通过：未违反任何硬性规则", "The check is clean: no hard rule is broken")
                .into()
        } else {
            violations(&report, most, lang)
        };
        console::data(&format!(
            "{verdict}\n\n{}",
            summary::of_plan(&bureau, &plan, &report, lang)
        ))?;
    }
    if report.is_clean() { Ok(()) } else { Err(Failure::CheckFailed) }
}

/// Refuses a plan that breaks a rule; the violations are printed as messages.
pub fn demand_clean(bureau: &Bureau, plan: &Plan, lang: Lang) -> Result<(), Failure> {
    let report = kehou_check::check(bureau, plan);
    if report.is_clean() {
        return Ok(());
    }
    console::note(&violations(&report, Some(MOST), lang));
    Err(Failure::CheckFailed)
}

/// The violations by rule, at most so many in words.
pub fn violations(report: &CheckReport, most: Option<usize>, lang: Lang) -> String {
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    for violation in &report.violations {
        *counts.entry(violation.rule).or_default() += 1;
    }
    let mut text = lang.pick(
        format!("核验不通过：{} 处违反硬性规则\n", report.violations.len()),
        format!(
            "The check failed: hard rules are broken in {}\n",
            summary::counted(report.violations.len() as i64, "place")
        ),
    );
    for (rule, count) in counts {
        let line = lang.pick(
            format!("  {}（{rule}）：{count} 处", rule.title_zh()),
            format!("  {rule}: {}", summary::counted(count as i64, "case")),
        );
        let _ = writeln!(text, "{line}");
    }
    let shown = most.unwrap_or(usize::MAX);
    for violation in report.violations.iter().take(shown) {
        let _ = writeln!(text, "{}", line(violation, lang));
    }
    let hidden = report.violations.len().saturating_sub(shown);
    if hidden > 0 {
        text += &lang.pick(format!("……另有 {hidden} 处\n"), format!("... and {hidden} more\n"));
    }
    text.truncate(text.trim_end().len());
    text
}

fn line(violation: &Violation, lang: Lang) -> String {
    let Violation { rule, school, what } = violation;
    let what = plain(lang.of(what));
    let place = if school.is_empty() { String::new() } else { format!(" {}", plain(school)) };
    lang.pick(format!("{}{place}：{what}", rule.title_zh()), format!("{rule}{place}: {what}"))
}

/// Says where the plan's own claims differ from what was found. The check itself stands.
fn compare_with_claims(
    folder: &Path,
    report: &CheckReport,
    (input_digest, plan_digest): &(String, String),
    lang: Lang,
) {
    if !folder.join("outcome.json").is_file() {
        return;
    }
    let Ok(outcome) = kehou_format::read_outcome(folder) else {
        console::note(lang.pick("outcome.json 无法读取", "outcome.json cannot be read"));
        return;
    };
    let claims = [
        (
            &outcome.input_digest == input_digest,
            "数据与方案生成时不同",
            "the data set is not the one the plan was made for",
        ),
        (
            &outcome.plan_digest == plan_digest,
            "方案在生成后被改动",
            "the plan was changed after it was made",
        ),
        (
            (outcome.shortfall.value, outcome.quality.value) == (report.shortfall, report.quality),
            "outcome.json 所载分数与核验不符",
            "the points in outcome.json differ from those found",
        ),
    ];
    for (_, zh, en) in claims.iter().filter(|claim| !claim.0) {
        console::note(lang.pick(zh, en));
    }
}

fn as_json(report: &CheckReport, short: &[Shortfall]) -> Value {
    let lack = |one: &Shortfall| {
        json!({
            "rule": one.rule.name(),
            "school": one.school,
            "points": one.points,
            "what": { "zh": one.what.zh, "en": one.what.en },
        })
    };

    let violations: Vec<Value> = report
        .violations
        .iter()
        .map(|Violation { rule, school, what }| {
            json!({
                "rule": rule.name(),
                "school": school,
                "what": { "zh": what.zh, "en": what.en },
            })
        })
        .collect();
    json!({
        "clean": report.is_clean(),
        "violations": violations,
        "fallsShort": short.iter().map(lack).collect::<Vec<_>>(),
        "shortfall": report.shortfall,
        "quality": report.quality,
        "points": points(&report.points),
        "schools": report.schools.iter().map(school_json).collect::<Vec<_>>(),
    })
}

fn school_json(report: &SchoolReport) -> Value {
    json!({
        "school": report.school,
        "shortfall": report.shortfall,
        "quality": report.quality,
        "points": points(&report.points),
    })
}

fn points(points: &[(Rule, i64)]) -> BTreeMap<&'static str, i64> {
    points.iter().map(|&(rule, points)| (rule.name(), points)).collect()
}
