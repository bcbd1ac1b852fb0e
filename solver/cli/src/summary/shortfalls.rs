//! Who is short of what: one line a school and rule, gravest first.

use super::{counted, school_title};
use crate::console::plain;
use crate::lang::Lang;
use crate::number::thousands;
use kehou_check::{Shortfall, Vacancy};
use kehou_domain::draft::Bureau;
use kehou_domain::fault::Text;
use kehou_domain::plan::Plan;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Lines at most.
const LINES: usize = 10;

/// Shortfalls of one rule at one school.
pub struct Lot {
    school: String,
    rule: Rule,
    points: i64,
    count: usize,
    /// The first case in words.
    what: Text,
}

/// What a plan lacks.
#[derive(Default)]
pub struct Short {
    /// By school and rule.
    pub lots: Vec<Lot>,
    /// Posts that are not filled, gravest first.
    pub vacancies: Vec<Vacancy>,
}

impl Short {
    /// What this plan lacks.
    pub fn of(bureau: &Bureau, plan: &Plan) -> Self {
        let lots = lots(&kehou_check::shortfalls(bureau, plan));
        // Most plans lack nothing: then nobody need be looked for.
        let vacancies =
            if lots.is_empty() { Vec::new() } else { kehou_check::vacancies(bureau, plan) };
        Self { lots, vacancies }
    }

    /// Adds what another plan lacks.
    pub fn add(&mut self, other: Self) {
        self.lots.extend(other.lots);
        self.vacancies.extend(other.vacancies);
        self.vacancies.sort_by_key(|vacancy| -vacancy.points);
    }
}

/// The gravest shortfalls, each with its first case in words.
pub fn text(bureau: &Bureau, lots: &[Lot], lang: Lang) -> String {
    if lots.is_empty() {
        return lang.pick("没有缺口", "Nothing falls short").to_owned();
    }
    let mut lots: Vec<&Lot> = lots.iter().collect();
    lots.sort_by_key(|lot| -lot.points);
    let titles: BTreeMap<&str, String> =
        bureau.schools.iter().map(|school| (school.id.as_str(), school_title(school))).collect();
    let mut text = lang
        .pick("缺口（从重到轻，附分数）", "What falls short, gravest first, with points")
        .to_owned();
    for lot in lots.iter().take(LINES) {
        let school = titles.get(lot.school.as_str()).cloned();
        let school = school.unwrap_or_else(|| plain(&lot.school));
        let points = thousands(lot.points);
        let _ = write!(text, "\n{points:>9}  {}", line(lot, &school, lang));
    }
    let rest = &lots[LINES.min(lots.len())..];
    if !rest.is_empty() {
        let points = rest.iter().map(|lot| lot.points).sum();
        let count = rest.iter().map(|lot| lot.count as i64).sum();
        text += &lang.pick(
            format!("\n{:>9}  其余 {} 项", thousands(points), thousands(count)),
            format!("\n{:>9}  {} more", thousands(points), counted(count, "case")),
        );
    }
    text
}

fn line(lot: &Lot, school: &str, lang: Lang) -> String {
    let Lot { count, rule, .. } = lot;
    let title = lang.pick(rule.title_zh(), rule.name());
    let what = plain(lang.of(&lot.what));
    match count {
        1 => lang.pick(format!("{school} {title}：{what}"), format!("{school} {title}: {what}")),
        _ => lang.pick(
            format!("{school} {title}：{count} 项，如{what}"),
            format!("{school} {title}: {count} cases, such as {what}"),
        ),
    }
}

/// Shortfalls by school and rule.
fn lots(items: &[Shortfall]) -> Vec<Lot> {
    let mut lots: BTreeMap<(&str, Rule), Lot> = BTreeMap::new();
    for item in items {
        let (school, what) = (item.school.clone(), item.what.clone());
        let lot = lots.entry((item.school.as_str(), item.rule)).or_insert(Lot {
            school,
            rule: item.rule,
            points: 0,
            count: 0,
            what,
        });
        lot.points += item.points;
        lot.count += 1;
    }
    lots.into_values().collect()
}
