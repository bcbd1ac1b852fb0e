//! Files of policy profiles.

use crate::fault::{ReadFaults, WriteFault};
use crate::input::unknown_values;
use crate::source::{self, FileKind};
use crate::target;
use crate::wire::{Wire, unknown};
use kehou_domain::profile::Profile;
use kehou_proto::v1;
use std::path::Path;

/// Lines broken down to the entries of lists in a profile's parts.
const DEPTH: usize = 5;

/// Reads a profile; what it says is not judged here.
pub fn read_profile(file: &Path) -> Result<Profile, ReadFaults> {
    let wire: v1::Profile = source::read(file)?;
    let faults = unknown_values(file, "", unknown::in_profile(&wire));
    if faults.is_empty() { Ok(Profile::from_wire(wire)) } else { Err(ReadFaults(faults)) }
}

/// Writes a profile; the ending of the file's name tells the form.
pub fn write_profile(file: &Path, profile: &Profile) -> Result<(), WriteFault> {
    let unknown = || WriteFault::UnknownForm { file: file.to_owned() };
    let kind = FileKind::of(file).ok_or_else(unknown)?;
    target::write(file, &profile.to_wire(), kind, DEPTH)
}
