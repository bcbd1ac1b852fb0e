//! The only place that turns what went wrong into a gRPC status: code, `google.rpc.ErrorInfo` with
//! the fixed reason, the text for people in the caller's language, places, and when to retry.

use crate::reason::Reason;
use http::HeaderMap;
use kehou_domain::fault::{Fault, Text};
use kehou_domain::validate::Report;
use std::collections::HashMap;
use std::time::Duration;
use tonic::Status;
use tonic_types::{ErrorDetails, FieldViolation, StatusExt};

/// Who answers for the reasons.
pub const DOMAIN: &str = "kehou.v1";

/// Most places named in a status; the rest is in the data set's report. Clients accept about 8 KiB.
const MOST_PLACES: usize = 10;
/// Longest text of a place.
const LONGEST: usize = 80;

/// Why a call is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub reason: Reason,
    /// What the client may want to know in fixed form.
    pub facts: Vec<(&'static str, String)>,
    /// Field paths with what is wrong there.
    pub places: Vec<(String, Text)>,
}

impl Refusal {
    /// A refusal that says nothing more.
    pub fn field(reason: Reason, path: &str) -> Self {
        let info = reason.info();
        let text = Text::new(info.zh, info.en);
        Self { reason, facts: Vec::new(), places: vec![(path.to_owned(), text)] }
    }
    /// A field that is not set.
    pub fn required(path: &str) -> Self {
        Self::field(Reason::FieldRequired, path)
    }
    /// A field with a value that is not allowed.
    pub fn invalid(path: &str) -> Self {
        Self::field(Reason::FieldInvalid, path)
    }
    /// The same with the findings as places.
    #[must_use]
    pub fn at_faults<'a>(mut self, faults: impl Iterator<Item = &'a Fault>) -> Self {
        let place = |fault: &Fault| (fault.path.clone(), fault.cause.clone());
        self.places.extend(faults.take(MOST_PLACES).map(place));
        self
    }
    /// The same with a fact more.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: i64) -> Self {
        self.facts.push((key, value.to_string()));
        self
    }

    /// A data set with what looks like a number of a person; none: there is nothing of the kind.
    pub fn of_personal_numbers(report: &Report) -> Option<Self> {
        let personal = || report.faults.iter().filter(|fault| fault.code == "personal_number");
        personal().next()?;
        Some(Self::from(Reason::PersonalNumberSuspected).at_faults(personal()))
    }

    /// As gRPC status. `headers` tell the language, Chinese unless English is asked for.
    pub fn status(&self, headers: &HeaderMap) -> Status {
        let info = self.reason.info();
        let chinese = wants_chinese(headers);
        let mut details = ErrorDetails::new();
        let facts: HashMap<String, String> =
            self.facts.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        details.set_error_info(info.word, DOMAIN, facts);
        let (locale, said) = if chinese { ("zh-CN", info.zh) } else { ("en", info.en) };
        details.set_localized_message(locale, said);
        if !self.places.is_empty() {
            details.set_bad_request(self.violations(chinese));
        }
        if let Some(delay) = retry_delay(self.reason) {
            details.set_retry_info(Some(delay));
        }
        Status::with_error_details(info.code, info.en, details)
    }

    fn violations(&self, chinese: bool) -> Vec<FieldViolation> {
        let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
        let places = self.places.iter().take(MOST_PLACES);
        let said = |text: &Text| cut(if chinese { &text.zh } else { &text.en });
        places.map(|(path, text)| FieldViolation::new(cut(path), said(text))).collect()
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self { reason, facts: Vec::new(), places: Vec::new() }
    }
}

/// After which time the same call may succeed; none: not by itself.
const fn retry_delay(reason: Reason) -> Option<Duration> {
    Some(match reason {
        Reason::RateLimited | Reason::StoreBusy => Duration::from_secs(1),
        Reason::QueueFull | Reason::Draining => Duration::from_secs(5),
        Reason::StoreFull => Duration::from_secs(10),
        _ => return None,
    })
}

fn wants_chinese(headers: &HeaderMap) -> bool {
    let wanted = headers.get(http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    !wanted.is_some_and(|language| language.trim_start().to_ascii_lowercase().starts_with("en"))
}
