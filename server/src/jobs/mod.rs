//! Jobs: who is next ([`queue`]), a worker process at work ([`attempt`], [`worker`]) and what it
//! finds out about loans ([`effects`]), what is done with its result ([`verdict`]), the whole of it
//! ([`runner`]), and who watches ([`board`]).

pub mod attempt;
pub mod board;
pub mod effects;
pub mod pipe;
pub mod queue;
pub mod runner;
pub mod verdict;
pub mod worker;
