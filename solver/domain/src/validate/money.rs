//! Budgets: fees, waivers, subsidies in range.

use super::path::Path;
use super::sink::Sink;
use crate::draft::Budget;
use crate::words;

/// Most fen of a fee, of pay per period, of a material fee: 100 000 yuan.
pub const MAX_FEE_FEN: i64 = 10_000_000;
/// Most fen of a subsidy: 10 000 million yuan.
pub const MAX_SUBSIDY_FEN: i64 = 1_000_000_000_000;

pub(super) fn check(sink: &mut Sink, path: &Path, budget: Option<&Budget>) {
    let Some(budget) = budget else { return };
    let fee = ("每生收费（分）", "fee per pupil, fen");
    sink.range(
        &path.field("fee_per_student_fen"),
        budget.fee_per_student_fen,
        0..=MAX_FEE_FEN,
        fee,
    );
    let subsidy = ("补助（分）", "subsidy, fen");
    sink.range(&path.field("subsidy_fen"), budget.subsidy_fen, 0..=MAX_SUBSIDY_FEN, subsidy);
    for (index, waiver) in budget.waivers.iter().enumerate() {
        let at = path.item("waivers", index);
        sink.required(
            &at.field("priority"),
            waiver.priority.is_some(),
            ("优先群体", "priority group"),
        );
        sink.range(
            &at.field("percent"),
            waiver.percent,
            0..=100,
            ("减免比例（%）", "waiver, percent"),
        );
    }
    let groups = budget.waivers.iter().filter_map(|waiver| waiver.priority);
    sink.distinct(
        path,
        "waivers",
        groups,
        |&group| words::priority(group),
        ("优先群体", "priority group"),
    );
}
