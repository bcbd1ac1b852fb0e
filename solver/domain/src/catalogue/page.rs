//! The catalogue as a page.

use super::{Entry, Parameter, Source, entry};
use crate::policy::{Policy, Rules, SWITCHABLE, default_weight};
use crate::rule::{Kind, Rule};
use std::fmt::Write;

/// The terms that the statements use.
const TERMS: &str = include_str!("terms.md");

/// The text of `solver/RULES.md`.
pub fn document() -> String {
    let rules = Rules::resolve(&Policy::default(), &Policy::default());
    let mut page = String::from(TERMS);
    page.push_str(
        "\n## All rules\n\n| rule | | kind | weight | unless a policy says so | parameters |\n",
    );
    page.push_str("|---|---|---|---|---|---|\n");
    for rule in Rule::all() {
        page.push_str(&row(rule, &rules));
    }
    page.push_str("\n## One by one\n");
    for rule in Rule::all() {
        page.push_str(&paragraph(entry(rule)));
    }
    page.push_str("\n## Where they come from\n\n");
    for source in Source::ALL {
        let (name, words) = source.words();
        line(&mut page, format_args!("- `{name}`: {words}"));
    }
    page
}

fn line(page: &mut String, text: std::fmt::Arguments) {
    // Writing to a string cannot fail.
    let _ = writeln!(page, "{text}");
}

fn row(rule: Rule, rules: &Rules) -> String {
    let kind = match rule.kind() {
        Kind::Hard => "H",
        Kind::Elastic => "E",
        Kind::Quality => "Q",
    };
    let weight = match rule.kind() {
        Kind::Hard => String::new(),
        Kind::Elastic | Kind::Quality => default_weight(rule).to_string(),
    };
    let switch = match (SWITCHABLE.contains(&rule), rules.is_on(rule)) {
        (false, _) => "always on",
        (true, true) => "on",
        (true, false) => "off",
    };
    let shown = |parameter: &Parameter| {
        let (name, value) = parameter.shown(rules);
        format!("`{name}` {value}")
    };
    let parameters: Vec<String> = entry(rule).parameters.iter().map(shown).collect();
    let title = rule.title_zh();
    format!(
        "| [`{rule}`](#{rule}) | {title} | {kind} | {weight} | {switch} | {} |\n",
        parameters.join("; ")
    )
}

fn paragraph(entry: &Entry) -> String {
    let mut text = String::new();
    let message = entry.message();
    line(&mut text, format_args!("\n### {}\n", entry.rule));
    line(&mut text, format_args!("{} {}\n", message.zh, message.en));
    line(&mut text, format_args!("Exactly: {}.", entry.exactly));
    if !entry.sources.is_empty() {
        let names: Vec<String> =
            entry.sources.iter().map(|source| format!("`{}`", source.words().0)).collect();
        line(&mut text, format_args!("\nAsked for by {}.", names.join(", ")));
    }
    text
}
