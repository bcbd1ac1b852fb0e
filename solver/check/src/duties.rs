//! What the duty rules share: who fills a duty, and heads that are missing.

use crate::facts::Facts;
use crate::school::SchoolView;
use kehou_domain::draft::DutyKind;
use kehou_domain::fault::Text;
use kehou_domain::plan::DutyAssignment;
use std::collections::{BTreeMap, BTreeSet};

/// Heads missing at one place and time.
pub struct Missing {
    /// Heads, above 0.
    pub heads: i64,
    /// The words for it.
    pub what: Text,
}

impl Missing {
    /// Nothing when no head is missing.
    pub fn new(heads: i64, what: impl FnOnce(i64) -> Text) -> Option<Self> {
        (heads > 0).then(|| Self { heads, what: what(heads) })
    }
}

/// Known staff by the place and time of their duties of a kind; each person once.
pub fn heads<'a, K: Ord>(
    facts: &Facts<'a>,
    view: &SchoolView<'a>,
    kind: DutyKind,
    place: impl Fn(&'a DutyAssignment) -> K,
) -> BTreeMap<K, BTreeSet<&'a str>> {
    let mut filled: BTreeMap<K, BTreeSet<&str>> = BTreeMap::new();
    for duty in view.plan.duties.iter().filter(|duty| duty.kind == Some(kind)) {
        if facts.people.contains_key(duty.staff.as_str()) {
            filled.entry(place(duty)).or_default().insert(&duty.staff);
        }
    }
    filled
}
