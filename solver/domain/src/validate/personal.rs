//! Recognises what must never be in the data: numbers of identity cards and mobile phones, also
//! inside a longer text, with full-width digits or common separators.

/// Whether the text holds something that looks like an identity-card or mobile number.
pub fn looks_personal(text: &str) -> bool {
    if text.chars().filter(|&c| digit(c).is_some()).count() < 11 {
        return false;
    }
    let chars: Vec<char> = text.chars().map(plain).collect();
    let bare = chars.iter().all(char::is_ascii_digit);
    (bare && chars.len() == 15) || stretches(&chars).iter().any(|groups| is_number(groups))
}

fn digit(c: char) -> Option<u32> {
    plain(c).to_digit(10)
}

/// Full-width digits and letters as their plain forms.
fn plain(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff5a}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    }
}

/// Stretches of digit groups with only separators between; an X after a digit ends its group.
fn stretches(chars: &[char]) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    let mut group = String::new();
    for &c in chars.iter().chain(std::iter::once(&'\n')) {
        let ends_card = matches!(c, 'x' | 'X') && !group.is_empty();
        if c.is_ascii_digit() || ends_card {
            group.push(c.to_ascii_uppercase());
            continue;
        }
        if !group.is_empty() {
            groups.push(std::mem::take(&mut group));
        }
        if !matches!(c, ' ' | '-' | '.' | '_' | '/' | '(' | ')' | '+' | '\u{2010}'..='\u{2015}') {
            found.push(std::mem::take(&mut groups));
        }
    }
    found
}

fn is_number(groups: &[String]) -> bool {
    groups.iter().any(|group| is_card(group) || is_old_card(group) || is_mobile(group))
        || is_card(&groups.concat())
        || (0..groups.len()).any(|from| is_split_mobile(&groups[from..]))
}

/// 18 characters with a valid check character, or with a plausible region and birth date.
fn is_card(text: &str) -> bool {
    const FACTORS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    if text.len() != 18 || text[..17].contains('X') {
        return false;
    }
    let sum: u32 =
        text.chars().zip(FACTORS).map(|(c, factor)| c.to_digit(10).unwrap_or(0) * factor).sum();
    let check = b"10X98765432"[(sum % 11) as usize] as char;
    text.ends_with(check)
        || (is_region(text) && matches!(&text[6..8], "19" | "20") && is_day(&text[10..14]))
}

/// The old form: 15 digits with a plausible region and birth date.
fn is_old_card(text: &str) -> bool {
    text.len() == 15 && !text.contains('X') && is_region(text) && is_day(&text[8..12])
}

fn is_region(text: &str) -> bool {
    matches!(text.as_bytes()[0], b'1'..=b'8') && matches!(text.as_bytes()[1], b'1'..=b'7')
}

fn is_day(month_and_day: &str) -> bool {
    let (month, day) = month_and_day.split_at(2);
    ("01"..="12").contains(&month) && ("01"..="31").contains(&day)
}

fn is_mobile(text: &str) -> bool {
    let number = match text.len() {
        13 => text.strip_prefix("86"),
        15 => text.strip_prefix("0086"),
        _ => Some(text),
    };
    number.is_some_and(|n| {
        n.len() == 11 && n.starts_with('1') && n.as_bytes()[1] >= b'3' && !n.contains('X')
    })
}

/// 138 1234 5678 and the like, the country's prefix before it or not.
fn is_split_mobile(groups: &[String]) -> bool {
    let rest = match groups.first().map(String::as_str) {
        Some("86" | "0086") => &groups[1..],
        _ => groups,
    };
    let lengths: Vec<usize> = rest.iter().map(String::len).collect();
    let usual: [&[usize]; 5] = [&[11], &[3, 4, 4], &[3, 8], &[7, 4], &[3, 3, 5]];
    usual.iter().any(|form| lengths.starts_with(form) && is_mobile(&rest[..form.len()].concat()))
}

#[cfg(test)]
mod tests {
    use super::looks_personal;

    #[test]
    fn cards_and_mobiles_are_recognised() {
        for text in [
            "11010519491231002X",
            "11010519491231002x",
            "110105 19491231 002X",
            "G11010519491231002X",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110101199001011234",
            "110105491231002",
            "123456789012345",
            "13812345678",
            "+86 138-1234-5678",
            "8613812345678",
            "008613812345678",
            "家长13812345678号",
            "138 1234 5678",
            "+86-13812345678",
        ] {
            assert!(looks_personal(text), "{text}");
        }
    }

    #[test]
    fn ordinary_ids_are_not() {
        for text in [
            "",
            "s0412",
            "gc-03",
            "2026-09-01-0001",
            "12345678901",
            "s202609010000123",
            "13-0001-00012",
            "123456789012345678",
            "550e8400-e29b-41d4-a716-446655440000",
        ] {
            assert!(!looks_personal(text), "{text}");
        }
    }
}
