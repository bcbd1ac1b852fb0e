//! The commands, one file each.

pub mod check;
pub mod demo;
pub mod formulate;
pub mod generate;
pub mod solve;
pub mod validate;
