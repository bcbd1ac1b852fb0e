//! The commands, one file each.

pub mod check;
pub mod compare;
pub mod demo;
pub mod explain;
pub mod formulate;
pub mod generate;
pub mod replan;
pub mod solve;
pub mod suggest;
pub mod validate;
