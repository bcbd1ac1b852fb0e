//! Faults and warnings in blocks: why, where, which value, what to do.

use crate::console::plain;
use crate::lang::Lang;
use crate::summary::counted;
use kehou_domain::fault::{Fault, Severity};
use kehou_domain::validate::Report;
use std::fmt::Write;

/// Findings printed unless all are asked for.
pub const MOST: usize = 50;

/// Faults, then warnings, at most so many, and a line that counts them.
pub fn text(report: &Report, most: Option<usize>, lang: Lang) -> String {
    let of = |severity| report.faults.iter().filter(move |fault| fault.severity == severity);
    let (errors, warnings) = (of(Severity::Error).count(), of(Severity::Warning).count());
    let shown = most.unwrap_or(usize::MAX);
    let mut text = String::new();
    for fault in of(Severity::Error).chain(of(Severity::Warning)).take(shown) {
        text.push_str(&block(fault, lang));
        text.push('\n');
    }
    let hidden = report.faults.len().saturating_sub(shown);
    if hidden > 0 {
        let line = lang.pick(
            format!("……另有 {hidden} 条；kehou validate --all 全部列出\n"),
            format!("... and {hidden} more; kehou validate --all lists all\n"),
        );
        text.push_str(&line);
    }
    text + &lang.pick(
        format!("{errors} 个错误，{warnings} 条警告"),
        format!("{}, {}", counted(errors as i64, "fault"), counted(warnings as i64, "warning")),
    )
}

fn block(fault: &Fault, lang: Lang) -> String {
    let severity = match fault.severity {
        Severity::Error => lang.pick("错误：", "Fault: "),
        Severity::Warning => lang.pick("警告：", "Warning: "),
    };
    let lines = [
        (lang.pick("位置", "where "), fault.path.as_str()),
        (lang.pick("数值", "value "), fault.value.as_str()),
        (lang.pick("处理", "action"), lang.of(&fault.action)),
        (lang.pick("代码", "code  "), fault.code),
    ];
    let mut text = format!("{severity}{}\n", plain(lang.of(&fault.cause)));
    for (label, said) in lines.into_iter().filter(|line| !line.1.is_empty()) {
        let _ = writeln!(text, "  {label}  {}", plain(said));
    }
    text
}
