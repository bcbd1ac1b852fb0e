//! One line a school.

use super::school_title;
use crate::lang::Lang;
use crate::number::{part, percent, thousands};
use crate::table::table;
use kehou_domain::draft::{Bureau, School};
use kehou_domain::outcome::{Kpis, Outcome, SchoolOutcome};

/// The schools of a bureau that has several.
pub fn text(bureau: &Bureau, outcome: &Outcome, lang: Lang) -> String {
    if outcome.schools.len() < 2 {
        return String::new();
    }
    let rows = bureau
        .schools
        .iter()
        .zip(&outcome.schools)
        .zip(&outcome.school_kpis)
        .map(|((school, outcome), kpis)| row(school, outcome, kpis))
        .collect();
    let heading = lang.pick(
        ["学校", "学生", "满足率", "得第一志愿", "缺口", "质量", "差距"],
        ["school", "pupils", "granted", "first choice", "shortfall", "quality", "gap"],
    );
    table(&heading, 1, rows)
}

fn row(school: &School, outcome: &SchoolOutcome, kpis: &Kpis) -> Vec<String> {
    vec![
        school_title(school),
        thousands(outcome.students as i64),
        part(kpis.sessions_granted, kpis.sessions_wanted),
        part(kpis.students_first_choice, kpis.students_with_wishes),
        thousands(outcome.shortfall.value),
        thousands(outcome.quality.value),
        percent(outcome.quality.gap()),
    ]
}
