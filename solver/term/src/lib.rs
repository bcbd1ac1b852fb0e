//! What the plan of a typical week means for a term, and for the next one: the calendar of dated
//! sessions and duties ([`days`], [`timetable`]), planned hours and pay ([`hours`]), credit for
//! late work ([`credit`]), the fee ledger ([`fees`]), disadvantage carried over ([`carry_over`])
//! and the lottery that breaks ties ([`lottery`]).
//!
//! Works on validated data and a checked plan; ids that nobody has are passed over.

pub mod carry_over;
pub mod credit;
pub mod days;
pub mod fees;
pub mod hours;
pub mod lottery;
pub mod timetable;

pub use days::{ServiceDay, TermError};
pub use timetable::{Calendar, Meeting, Role};
