//! Validation reports; written only.

use kehou_domain::fault::{Fault, Severity, Text};
use kehou_domain::validate::Report;
use kehou_proto::v1;

/// A report as message.
pub(crate) fn report_to_wire(report: &Report) -> v1::ValidationReport {
    v1::ValidationReport { faults: report.faults.iter().map(fault_to_wire).collect() }
}

fn fault_to_wire(fault: &Fault) -> v1::Fault {
    let severity = match fault.severity {
        Severity::Error => v1::Severity::Error,
        Severity::Warning => v1::Severity::Warning,
    };
    v1::Fault {
        severity: severity.into(),
        code: fault.code.to_owned(),
        path: fault.path.clone(),
        value: fault.value.clone(),
        cause: Some(text_to_wire(&fault.cause)),
        action: Some(text_to_wire(&fault.action)),
    }
}

fn text_to_wire(text: &Text) -> v1::Text {
    v1::Text { zh: text.zh.clone(), en: text.en.clone() }
}
