//! What can be wrong with sheets before the data in them are looked at, in words.

use kehou_domain::fault::{Fault, Severity, Text};

/// A finding with its place, in both languages.
pub(crate) fn fault(
    severity: Severity,
    code: &'static str,
    path: String,
    value: &str,
    words: (Text, Text),
) -> Fault {
    let value = shown(value);
    Fault { severity, code, path, value, cause: words.0, action: words.1 }
}

/// A value as it may be echoed: never one that looks like a person's number.
pub(crate) fn shown(value: &str) -> String {
    if kehou_domain::validate::looks_personal(value) {
        return String::new();
    }
    let visible = value.chars().map(|c| if c.is_control() { ' ' } else { c });
    visible.take(80).collect()
}

/// Both languages from parts that need no translation.
pub(crate) fn text(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text::new(zh, en)
}
