//! The service: data sets in, durable jobs, checked plans out, for schools that cannot see each other.
//!
//! `serve` puts it together. A call goes through `listener` (connections), `gate` (who may), `calls`
//! (what is asked) to `store` (what is true); `jobs` runs the planner in processes of its own.

pub mod admin;
pub mod balance;
pub mod calls;
pub mod compare;
pub mod config;
pub mod gate;
pub mod identity;
pub mod jobs;
pub mod keys;
pub mod listener;
pub mod metrics;
pub mod names;
pub mod page;
pub mod reason;
pub mod refusal;
pub mod replan;
pub mod role;
pub mod serve;
pub mod store;
pub mod summary;
pub mod time;
