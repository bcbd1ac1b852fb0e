//! Files: data sets and plans as folders or single files, in the JSON or binary form of the
//! schema, and their digests.
//!
//! The schema is `kehou-proto`; `wire` is the only place that converts it to the domain and
//! back. Nothing is believed here: what was read goes to `kehou_domain::validate`.

mod binary;
mod digest;
mod fault;
mod folder;
mod input;
mod json;
mod layout;
mod lottery;
pub mod memory;
mod name;
mod outline;
mod plan;
mod problem;
mod profile;
mod source;
mod system;
mod target;
mod unfinished;
mod wire;

pub use digest::{InputDigest, PlanDigest, SchoolDigest, digest, plan_digest};
pub use fault::{Held, Place, ReadFault, ReadFaults, WriteFault};
pub use input::{InputWriter, read_changes, read_input, write_input, write_input_file};
pub use json::{outcome_json, report_json};
pub use lottery::{read_lottery, write_lottery};
pub use name::stem as file_stem;
pub use outline::{Outline, school_files};
pub use plan::{
    PlanFiles, read_explanations, read_outcome, read_plan, write_outcome, write_plan,
    write_plan_file,
};
pub use problem::Problem;
pub use profile::{read_profile, write_profile};
pub use source::FileKind;
pub use system::system_words;
pub use unfinished::{ExplanationsWriter, Run, Unfinished};
