//! The commands, one file each.

pub mod balance;
pub mod calendar;
pub mod carry_over;
pub mod check;
pub mod compare;
pub mod demo;
pub mod explain;
pub mod export;
pub mod formulate;
pub mod generate;
pub mod import;
pub mod lottery;
pub mod profile;
pub mod replan;
pub mod solve;
pub mod suggest;
pub mod template;
pub mod validate;
