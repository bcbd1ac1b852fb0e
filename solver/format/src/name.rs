//! File names of schools: an id with everything outside `[A-Za-z0-9._-]` percent-encoded.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Longest stem written; longer ones are cut and told apart by a digest.
const LONGEST: usize = 200;

/// The file stem for an id. Never hidden, never empty, different for different ids.
pub fn stem(id: &str) -> String {
    let mut stem = String::with_capacity(id.len());
    for (at, byte) in id.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"_-".contains(&byte) || byte == b'.' && at > 0;
        if plain {
            stem.push(char::from(byte));
        } else {
            push_hex(&mut stem, "%", byte);
        }
    }
    if stem.len() > LONGEST {
        stem.truncate(LONGEST);
        stem.push('~');
        for byte in &Sha256::digest(id)[..8] {
            push_hex(&mut stem, "", *byte);
        }
    }
    if stem.is_empty() { "%".to_owned() } else { stem }
}

/// What the stem says, percent-encoding undone; the order of schools is the order of these.
pub(crate) fn decoded(stem: &str) -> Vec<u8> {
    let bytes = stem.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = stem.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], code) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

fn push_hex(text: &mut String, prefix: &str, byte: u8) {
    // Writing to a string cannot fail.
    let _ = write!(text, "{prefix}{byte:02X}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_safe_and_decode_to_the_id() {
        for (id, expected) in
            [("gc-03", "gc-03"), ("../x", "%2E.%2Fx"), ("a%b", "a%25b"), ("县", "%E5%8E%BF")]
        {
            assert_eq!(stem(id), expected);
            assert_eq!(decoded(expected), id.as_bytes());
        }
        assert_eq!(stem(""), "%");
    }

    #[test]
    fn long_ids_keep_apart() {
        let first = stem(&"县".repeat(64));
        let second = stem(&format!("{}市", "县".repeat(63)));
        assert_ne!(first, second);
        assert!(first.len() < 240);
    }
}
