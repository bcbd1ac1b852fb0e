//! `kehou compare`: who is affected when one plan takes the place of another, and which points
//! move.

use crate::args::Compare;
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::number::thousands;
use crate::summary::notices;
use crate::table::table;
use kehou_check::CheckReport;
use kehou_domain::rule::Rule;
use serde_json::json;
use std::collections::BTreeMap;

/// Runs the command.
pub fn run(args: &Compare, lang: Lang) -> Result<(), Failure> {
    let bureau = input::read(&args.input, lang)?;
    let plans = [input::read_plan(&args.plan, lang)?, input::read_plan(&args.other, lang)?];
    let reports = plans.each_ref().map(|plan| kehou_check::check(&bureau, plan));
    let lists = notices::of_plans(&bureau, &plans[0], &plans[1]);
    if args.json {
        let mut value = notices::as_json(&lists);
        value["points"] = json!(moved(&reports));
        value["violations"] = json!(reports.each_ref().map(|report| report.violations.len()));
        return console::data(&format!("{value:#}"));
    }
    console::data(&notices::text(&lists, lang))?;
    console::data(&format!("\n{}", points(&reports, lang)))
}

/// Points of each plan by rule, only where they differ; then both levels.
fn moved(reports: &[CheckReport; 2]) -> BTreeMap<&'static str, [i64; 2]> {
    let pair = |of: &dyn Fn(&CheckReport) -> i64| reports.each_ref().map(of);
    let rules = Rule::all().map(|rule| (rule.name(), pair(&|report| report.points_of(rule))));
    let levels = [
        ("shortfall", pair(&|report| report.shortfall)),
        ("quality", pair(&|report| report.quality)),
    ];
    rules.filter(|(_, [a, b])| a != b).chain(levels).collect()
}

fn points(reports: &[CheckReport; 2], lang: Lang) -> String {
    let pair = |of: &dyn Fn(&CheckReport) -> i64| reports.each_ref().map(of);
    let row = |title: &str, [a, b]: [i64; 2]| {
        let sign = if b > a { "+" } else { "" };
        vec![title.to_owned(), thousands(a), thousands(b), format!("{sign}{}", thousands(b - a))]
    };
    let mut rows: Vec<Vec<String>> = Rule::all()
        .map(|rule| (rule, pair(&|report| report.points_of(rule))))
        .filter(|(_, [a, b])| a != b)
        .map(|(rule, points)| row(lang.pick(rule.title_zh(), rule.name()), points))
        .collect();
    let shortfall = pair(&|report| report.shortfall);
    let quality = pair(&|report| report.quality);
    let broken = pair(&|report| report.violations.len() as i64);
    rows.push(row(lang.pick("缺口合计", "shortfall in all"), shortfall));
    rows.push(row(lang.pick("质量合计", "quality in all"), quality));
    rows.push(row(lang.pick("违反硬性规则", "hard rules broken"), broken));
    let heading = lang.pick(
        ["分数", "原方案", "新方案", "增减"],
        ["points", "first plan", "second plan", "change"],
    );
    table(&heading, 1, rows)
}
