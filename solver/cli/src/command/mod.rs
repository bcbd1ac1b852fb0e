//! The commands, one file each.

pub mod check;
pub mod compare;
pub mod demo;
pub mod export;
pub mod formulate;
pub mod generate;
pub mod import;
pub mod replan;
pub mod solve;
pub mod suggest;
pub mod template;
pub mod validate;
