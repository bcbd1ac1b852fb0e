//! Spellings: full-width and half-width letters, spaces, and several values in one cell.

/// A word as it is compared: half-width, lower case, without spaces.
pub(crate) fn folded(text: &str) -> String {
    half_width(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// A header as it is compared: folded, without unit in brackets, asterisks and colons.
pub(crate) fn header(text: &str) -> String {
    let folded = folded(text);
    let bare = folded.split('(').next().unwrap_or_default();
    let bare: String = bare.chars().filter(|c| !matches!(c, '*' | ':' | '_' | '-')).collect();
    if bare.is_empty() { folded } else { bare }
}

/// Full-width letters, digits and signs as half-width ones, and all spaces as one kind.
pub(crate) fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5d}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '。' => '.',
        '\u{ff5e}' | '—' | '–' | '~' | '−' | '﹣' => '-',
        other => other,
    };
    text.chars().map(half).collect()
}

/// The values of a cell that holds several.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut letters = text.chars().peekable();
    let mut is_quoted = false;
    let mut was_quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                part.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if part.trim().is_empty() => {
                part.clear();
                (is_quoted, was_quoted) = (true, true);
            }
            letter if !is_quoted && is_separator(letter) => {
                take(&mut parts, &mut part, &mut was_quoted);
            }
            letter => part.push(letter),
        }
    }
    take(&mut parts, &mut part, &mut was_quoted);
    parts
}

fn take(parts: &mut Vec<String>, part: &mut String, was_quoted: &mut bool) {
    let found = std::mem::take(part);
    if std::mem::take(was_quoted) {
        parts.push(found);
    } else if !found.trim().is_empty() {
        parts.push(found.trim().to_owned());
    }
}

const fn is_separator(letter: char) -> bool {
    matches!(letter, '、' | ',' | '，' | ';' | '；' | '/' | '|' | '\n' | '\r')
}

/// One text of a cell: without spaces at the ends; what is in quotation marks stays as it is.
pub(crate) fn unquoted(text: &str) -> String {
    let trimmed = text.trim();
    match trimmed.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => trimmed.to_owned(),
    }
}

/// A text so that [`unquoted`] gives it back, and [`split`] when it is one of several.
pub(crate) fn quoted(text: &str, is_one_of_several: bool) -> String {
    let needs = text.is_empty()
        || text.trim() != text
        || text.starts_with('"')
        || is_default(text)
        || (is_one_of_several && text.contains(is_separator));
    if needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// Said in a cell: no value, but the thing itself is there.
pub(crate) const DEFAULT: (&str, &str) = ("默认", "default");

/// Whether the cell says so.
pub(crate) fn is_default(text: &str) -> bool {
    let folded = folded(text);
    folded == DEFAULT.0 || folded == DEFAULT.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_spaces_and_units_do_not_count() {
        assert_eq!(folded(" Ｓ１ 班　"), "s1班");
        assert_eq!(header("*材料费（元）："), "材料费");
        assert_eq!(header("max_size"), "maxsize");
    }

    #[test]
    fn lists_come_back() {
        assert_eq!(split("篮球、 足球，“x”/go"), ["篮球", "足球", "“x”", "go"]);
        for list in [vec!["a,b", "c\"d", " e "], vec!["默认", "", "\"q\""]] {
            let cell: Vec<_> = list.iter().map(|one| quoted(one, true)).collect();
            assert_eq!(split(&cell.join("、")), list);
        }
        for text in ["a、b", " x ", "default", "\"", "plain"] {
            assert_eq!(unquoted(&quoted(text, false)), text);
        }
    }
}
