//! Files of lotteries.

use crate::fault::{ReadFaults, WriteFault};
use crate::source::{self, FileKind};
use crate::target;
use crate::wire::Wire;
use kehou_proto::v1;
use kehou_term::lottery::Lottery;
use std::path::Path;

/// Lines broken down to the tickets.
const DEPTH: usize = 4;

/// Reads the record of a lottery.
pub fn read_lottery(file: &Path) -> Result<Lottery, ReadFaults> {
    let wire: v1::Lottery = source::read(file)?;
    Ok(Lottery::from_wire(wire))
}

/// Writes the record of a lottery; the ending of the file's name tells the form.
pub fn write_lottery(file: &Path, lottery: &Lottery) -> Result<(), WriteFault> {
    let unknown = || WriteFault::UnknownForm { file: file.to_owned() };
    let kind = FileKind::of(file).ok_or_else(unknown)?;
    target::write(file, &lottery.to_wire(), kind, DEPTH)
}
