//! What goes out: data on stdout, everything else on stderr. A reader that goes away early, as
//! `head` does, is no error.

use crate::failure::Failure;
use kehou_domain::fault::Text;
use std::io::{self, ErrorKind, Write};

/// Prints data, with a line end.
pub fn data(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n"));
    match written.and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Internal(Text::new(
            format!("无法写到标准输出：{error}"),
            format!("cannot write to standard output: {error}"),
        ))),
        _ => Ok(()),
    }
}

/// Prints a message, with a line end.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Text from outside, fit for a terminal: without control characters.
pub fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}
