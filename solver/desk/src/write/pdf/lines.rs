//! Text into lines of a given width: Chinese breaks between any two letters, words between words.

/// Lines no wider than `most` ems, by the widths of letters.
pub(crate) fn wrapped(text: &str, most: f32, advance: &impl Fn(char) -> f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0.0;
        for word in words(paragraph) {
            let wide: f32 = word.chars().map(advance).sum();
            if used + wide <= most {
                line.push_str(word);
                used += wide;
                continue;
            }
            if !line.trim().is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            (line, used) = (String::new(), 0.0);
            for letter in word.trim_start().chars() {
                if used + advance(letter) > most && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(letter);
                used += advance(letter);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    while lines.len() > 1 && lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Pieces that are not broken: words with the spaces before them, single Chinese letters with the
/// sign that may not begin a line.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, letter) in text.char_indices() {
        let is_break = match before {
            None | Some(' ') => false,
            Some(_) if letter == ' ' => true,
            Some(last) => {
                (is_wide(last) || is_wide(letter)) && !is_closing(letter) && !is_opening(last)
            }
        };
        if is_break {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(letter);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

const fn is_wide(letter: char) -> bool {
    letter as u32 >= 0x2e80
}
const fn is_closing(letter: char) -> bool {
    matches!(
        letter,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '）'
            | '！'
            | '？'
            | '”'
            | '》'
            | ','
            | '.'
            | ')'
            | ';'
            | ':'
    )
}
const fn is_opening(letter: char) -> bool {
    matches!(letter, '（' | '“' | '《' | '(')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, most: f32) -> Vec<String> {
        wrapped(text, most, &|c| if c.is_ascii() { 0.5 } else { 1.0 })
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_a_comma() {
        assert_eq!(of("课后服务", 2.0), ["课后", "服务"]);
        assert_eq!(of("课后，服务", 2.0), ["课", "后，", "服务"]);
        assert_eq!(of("a\nb", 9.0), ["a", "b"]);
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(of("after school", 3.0), ["after", "school"]);
        assert_eq!(of("abcdefgh", 2.0), ["abcd", "efgh"]);
        assert_eq!(of("", 2.0), [""]);
    }
}
