//! Material for tests across crates: small random bureaus of one school ([`random`]), with any
//! further rules on ([`full`]) and of several schools ([`network`]), the best plan of one of the
//! first by trying every one ([`brute`]), and the engine's answer beside the integer program
//! ([`agreement`]).

pub mod agreement;
pub mod brute;
pub mod full;
pub mod network;
pub mod random;

use std::ops::Range;

/// Seeds that a property test runs over: as many as it asks for, or as the environment variable
/// `KEHOU_CASES` says.
pub fn seeds(cases: u64) -> Range<u64> {
    let asked = std::env::var("KEHOU_CASES").ok().and_then(|text| text.parse().ok());
    0..asked.unwrap_or(cases)
}
