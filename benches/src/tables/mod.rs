//! What was measured as Markdown tables; medians and numbers as people read them.

pub mod county;
pub mod peers;
pub mod profiles;
pub mod schools;

/// Rows under a heading; columns after the first are right-aligned.
pub fn markdown(heading: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let heads: Vec<String> = heading.iter().map(|&head| head.to_owned()).collect();
    let rule = (0..heading.len()).map(|i| if i == 0 { "|---" } else { "|---:" });
    let mut text = line(&heads);
    text.extend(rule);
    text.push_str("|\n");
    text.extend(rows.iter().map(|row| line(row)));
    text
}

/// The middle one, or the mean of the two in the middle; and the largest. NaN of nothing.
pub fn median_and_worst(mut numbers: Vec<f64>) -> (f64, f64) {
    numbers.sort_by(f64::total_cmp);
    let Some(&worst) = numbers.last() else { return (f64::NAN, f64::NAN) };
    let middle = numbers.len() / 2;
    let below = numbers[(numbers.len() - 1) / 2];
    (f64::midpoint(below, numbers[middle]), worst)
}

/// A share in percent with one decimal.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// A whole number with commas.
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between_two() {
        assert_eq!(median_and_worst(vec![3.0, 1.0, 2.0]), (2.0, 3.0));
        assert_eq!(median_and_worst(vec![4.0, 1.0, 2.0, 9.0]), (3.0, 9.0));
        assert!(median_and_worst(Vec::new()).0.is_nan());
    }

    #[test]
    fn numbers_and_tables_are_written_for_readers() {
        assert_eq!(thousands(-1_234_567), "-1,234,567");
        assert_eq!((thousands(12), percent(0.0234)), ("12".into(), "2.3 %".into()));
        let rows = [vec!["x".to_owned(), "1".to_owned()]];
        assert_eq!(markdown(&["a", "b"], &rows), "| a | b |\n|---|---:|\n| x | 1 |\n");
    }
}
