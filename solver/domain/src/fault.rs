//! Faults and warnings of an input: what, where, value, what to do; in Chinese and English.

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is solved until it is mended.
    Error,
    /// Worth knowing; does not stop.
    Warning,
}

/// One finding about an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Error or warning.
    pub severity: Severity,
    /// Stable code in `snake_case`; a rule's name where the rule itself is contradicted.
    pub code: &'static str,
    /// Field path from the top of the input, as in `schools[gc-03].students[412].choices[2]`.
    pub path: String,
    /// The value found, as text; empty when it must not be echoed or nothing is there.
    pub value: String,
    /// What is wrong.
    pub cause: Text,
    /// What to do.
    pub action: Text,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Both texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// A text that needs no translation, such as an id.
impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { zh: text.clone(), en: text }
    }
}
