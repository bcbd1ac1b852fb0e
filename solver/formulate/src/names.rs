//! Short names for rows and columns: ids as they are where an MPS file can carry them, else
//! made so.

use kehou_domain::draft::SlotRef;

/// Longest part of an id that a label keeps, so that whole names stay under 255 characters.
const LONGEST: usize = 24;

/// One label per id, unique among them: the id itself, or with its position where it had to be
/// changed.
pub fn labels<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    ids.enumerate().map(|(position, id)| label(id, position)).collect()
}

fn label(id: &str, position: usize) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if !id.is_empty() && id.len() <= LONGEST && id.chars().all(is_plain) {
        return id.to_owned();
    }
    let kept: String =
        id.chars().take(LONGEST).map(|c| if is_plain(c) { c } else { '_' }).collect();
    format!("{kept}~{position}")
}

/// A slot, as in `w3p2`.
pub fn slot(at: SlotRef) -> String {
    format!("w{}p{}", at.weekday, at.period)
}

#[cfg(test)]
mod tests {
    use super::labels;

    #[test]
    fn plain_ids_stay_and_others_become_plain_and_unique() {
        let long = "x".repeat(64);
        let got = labels(["t-1", "张 老师", "王 老师", &long, ""].into_iter());
        assert_eq!(got[..3], ["t-1", "____~1", "____~2"]);
        assert_eq!((got[3].len(), got[4].as_str()), (26, "~4"));
    }
}
