//! The only place that turns the schema's messages into the domain's words and back.
//!
//! Enum numbers that are unset or not known become `None`, which validation reports; where the
//! domain has no `None` (lists of enums) [`unknown`] finds them before anything is dropped.

mod activity;
mod answer;
mod bureau;
mod change;
mod common;
mod explanation;
mod fault;
mod kpis;
mod lottery;
mod outcome;
mod place;
mod plan;
mod policy;
mod profile;
mod rule;
mod school;
mod staff;
mod student;
mod timetable;
pub(crate) mod unknown;

pub(crate) use answer::answer_to_wire;
pub(crate) use fault::report_to_wire;
pub(crate) use outcome::{outcome_from_wire, outcome_to_wire};

/// A struct of the domain that is a message of the schema.
pub(crate) trait Wire: Sized {
    /// The message.
    type Wire;
    /// As message.
    fn to_wire(&self) -> Self::Wire;
    /// From message.
    fn from_wire(wire: Self::Wire) -> Self;
}

/// An enum of the domain that is an enum of the schema, where 0 means unset.
pub(crate) trait WireEnum: Copy {
    /// The schema's enum.
    type Wire: Into<i32> + TryFrom<i32>;
    /// As value of the schema.
    fn to_wire(self) -> Self::Wire;
    /// From value of the schema; `None` when unspecified.
    fn from_wire(wire: Self::Wire) -> Option<Self>;
}

fn to_list<T: Wire>(items: &[T]) -> Vec<T::Wire> {
    items.iter().map(Wire::to_wire).collect()
}

fn from_list<T: Wire>(wires: Vec<T::Wire>) -> Vec<T> {
    wires.into_iter().map(Wire::from_wire).collect()
}

fn unless_default<T: Wire + Default + PartialEq>(item: &T) -> Option<T::Wire> {
    (*item != T::default()).then(|| item.to_wire())
}

fn number<E: WireEnum>(value: Option<E>) -> i32 {
    value.map_or(0, |value| value.to_wire().into())
}

fn known<E: WireEnum>(number: i32) -> Option<E> {
    E::Wire::try_from(number).ok().and_then(E::from_wire)
}

fn numbers<E: WireEnum>(values: &[E]) -> Vec<i32> {
    values.iter().map(|&value| value.to_wire().into()).collect()
}

fn all_known<E: WireEnum>(numbers: &[i32]) -> Vec<E> {
    numbers.iter().filter_map(|&number| known(number)).collect()
}
