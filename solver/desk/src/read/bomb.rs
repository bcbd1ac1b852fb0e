//! Workbooks are zip archives: what one says it unpacks to is known before it is unpacked.

/// Most bytes a workbook may unpack to.
const MOST: u64 = 2 << 30;

/// Whether the archive says that it unpacks to more than is read.
pub(crate) fn is_too_large(archive: &[u8]) -> bool {
    declared(archive).is_some_and(|bytes| bytes > MOST)
}

/// Bytes of all entries, by the directory at the end of the archive.
fn declared(archive: &[u8]) -> Option<u64> {
    let number = |at: usize, wide: usize| {
        let bytes = archive.get(at..at + wide)?;
        Some(bytes.iter().rev().fold(0_u64, |sum, &byte| sum << 8 | u64::from(byte)))
    };
    let end = archive.windows(4).rposition(|mark| mark == b"PK\x05\x06")?;
    let (entries, mut at) = (number(end + 10, 2)?, number(end + 16, 4)? as usize);
    let mut total = 0_u64;
    for _ in 0..entries {
        if archive.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        total = total.saturating_add(number(at + 24, 4)?);
        let lengths = number(at + 28, 2)? + number(at + 30, 2)? + number(at + 32, 2)?;
        at = at.checked_add(46 + lengths as usize)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An archive of empty entries that declare so many bytes each.
    fn archive(sizes: &[u32]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for size in sizes {
            let mut entry = vec![0; 46];
            entry[..4].copy_from_slice(b"PK\x01\x02");
            entry[24..28].copy_from_slice(&size.to_le_bytes());
            bytes.extend(entry);
        }
        let mut end = vec![0; 22];
        end[..4].copy_from_slice(b"PK\x05\x06");
        end[10..12].copy_from_slice(&(sizes.len() as u16).to_le_bytes());
        bytes.extend(end);
        bytes
    }

    #[test]
    fn what_an_archive_declares_is_added_up() {
        assert_eq!(declared(&archive(&[7, 11])), Some(18));
        assert!(is_too_large(&archive(&[u32::MAX])) && !is_too_large(&archive(&[1 << 20])));
        assert!(!is_too_large(b"no archive"));
    }
}
