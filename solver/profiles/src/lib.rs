//! Policy profiles and the data sets that ship with them: [`tiny`], a school known by heart, and
//! generated sets of a real place's size, deterministic by seed.

mod tiny;

pub use tiny::tiny;
