//! The words of after-school service as data: what a school hands in ([`draft`]), the rules
//! ([`rule`]), the policy that switches them ([`policy`]), the validated and indexed problem
//! ([`instance`], [`links`]), a plan ([`plan`]), what a run claims about it ([`outcome`]) and why it is as it
//! is ([`explanation`]).
//!
//! This crate does no I/O, knows no clock and no wire format.

pub mod answer;
pub mod balance;
pub mod catalogue;
pub mod change;
pub mod draft;
pub mod explanation;
pub mod fault;
pub mod instance;
pub mod links;
pub mod money;
pub mod notice;
pub mod outcome;
pub mod plan;
pub mod policy;
pub mod profile;
pub mod rule;
pub mod stand;
pub mod validate;
pub mod words;
