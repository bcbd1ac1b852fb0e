//! The bell table: slots, sessions over consecutive periods, the slots and meeting patterns an
//! activity is allowed.

use kehou_domain::draft::{Activity, Component, Period, School, SlotRef};
use std::collections::{BTreeMap, BTreeSet};

/// Slots of a school with their times.
pub type Bell<'a> = BTreeMap<SlotRef, &'a Period>;

/// The slots of a school.
pub fn bell(school: &School) -> Bell<'_> {
    let at = |period: &Period| SlotRef { weekday: period.weekday, period: period.index };
    school.periods.iter().map(|period| (at(period), period)).collect()
}

/// The slots that a session of `length` periods from `start` covers, as far as they exist, and
/// whether all of them do.
pub fn covered(bell: &Bell, start: SlotRef, length: i32) -> (Vec<SlotRef>, bool) {
    let length = length.max(1);
    let last = SlotRef { period: start.period.saturating_add(length - 1), ..start };
    let slots: Vec<SlotRef> = bell.range(start..=last).map(|(&slot, _)| slot).collect();
    let complete = slots.len() == length as usize;
    (slots, complete)
}

/// An item of the menu with its slots.
pub struct ActivityView<'a> {
    /// The item.
    pub activity: &'a Activity,
    /// Opens per slot (base, care, ...) instead of on a pattern.
    pub per_slot: bool,
    /// Slots whose segment it lists.
    pub allowed: BTreeSet<SlotRef>,
    /// Slots of every session that could be, by start: all exist and are allowed.
    sessions_from: BTreeMap<SlotRef, Vec<SlotRef>>,
}

impl<'a> ActivityView<'a> {
    /// The item at a school with that bell table.
    pub fn new(activity: &'a Activity, bell: &Bell) -> Self {
        let allowed: BTreeSet<SlotRef> = bell
            .iter()
            .filter(|(_, period)| period.segment.is_some_and(|s| activity.segments.contains(&s)))
            .map(|(&slot, _)| slot)
            .collect();
        let per_slot = activity.component.is_none_or(Component::opens_per_slot);
        let mut view = Self { activity, per_slot, allowed, sessions_from: BTreeMap::new() };
        let sessions = view.allowed.iter().filter_map(|&start| {
            let (slots, complete) = covered(bell, start, view.length());
            let may = complete && slots.iter().all(|slot| view.allowed.contains(slot));
            may.then_some((start, slots))
        });
        view.sessions_from = sessions.collect();
        view
    }

    /// Periods one session takes.
    pub fn length(&self) -> i32 {
        if self.per_slot { 1 } else { self.activity.periods_per_session.unwrap_or(1).max(1) }
    }

    /// Sessions a week of a section.
    pub fn sessions(&self) -> usize {
        if self.per_slot { 1 } else { self.activity.sessions_per_week.unwrap_or(1).max(1) as usize }
    }

    /// Whether sessions with these starts (sorted) follow an allowed pattern.
    pub fn allows_starts(&self, starts: &[SlotRef]) -> bool {
        if !starts.iter().all(|start| self.sessions_from.contains_key(start)) {
            return false;
        }
        if self.per_slot || self.activity.patterns.is_empty() {
            let days: BTreeSet<i32> = starts.iter().map(|start| start.weekday).collect();
            let periods: BTreeSet<i32> = starts.iter().map(|start| start.period).collect();
            return starts.len() == self.sessions()
                && days.len() == starts.len()
                && periods.len() == 1;
        }
        self.activity.patterns.iter().any(|pattern| {
            let mut listed = pattern.starts.clone();
            listed.sort_unstable();
            listed == starts
        })
    }

    /// Slots that lie in an allowed pattern all of whose slots `attends`.
    pub fn slots_in_attended_patterns(
        &self,
        attends: impl Fn(SlotRef) -> bool,
    ) -> BTreeSet<SlotRef> {
        let is_attended = |slots: &&Vec<SlotRef>| slots.iter().all(|&slot| attends(slot));
        if self.activity.patterns.is_empty() {
            // Any `sessions` of the weekdays that offer the period make a pattern, so all of
            // their slots lie in one as soon as there are enough of them.
            let mut by_period: BTreeMap<i32, Vec<&Vec<SlotRef>>> = BTreeMap::new();
            for (start, slots) in &self.sessions_from {
                if is_attended(&slots) {
                    by_period.entry(start.period).or_default().push(slots);
                }
            }
            let enough = by_period.into_values().filter(|days| days.len() >= self.sessions());
            return enough.flatten().flatten().copied().collect();
        }
        let session = |start| self.sessions_from.get(start).filter(is_attended);
        let whole =
            self.activity.patterns.iter().filter_map(|pattern| {
                pattern.starts.iter().map(session).collect::<Option<Vec<_>>>()
            });
        whole.flatten().flatten().copied().collect()
    }
}
