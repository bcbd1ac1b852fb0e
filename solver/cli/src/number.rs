//! Numbers as people read them.

use std::time::Duration;

/// An integer with thousands separators.
pub fn thousands(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0 { format!("-{text}") } else { text }
}

/// A share as a percentage with one decimal.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// A number with one decimal and thousands separators.
pub fn tenths(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    format!("{}.{}", thousands(tenths / 10), (tenths % 10).abs())
}

/// Hundredths as a number with two decimals.
pub fn hundredths(value: i64) -> String {
    format!("{}.{:02}", thousands(value / 100), (value % 100).abs())
}

/// Part of a whole as a percentage; a dash when there is no whole.
pub fn part(part: i64, whole: i64) -> String {
    if whole == 0 { "-".into() } else { percent(part as f64 / whole as f64) }
}

/// Bytes in MiB.
pub fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes.div_ceil(1 << 20))
}

/// Reads a length of time: `500ms`, `60s`, `2m`, `1h`, or a bare number of seconds.
pub fn duration(text: &str) -> Result<Duration, String> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let milliseconds = match unit {
        "ms" => Some(1),
        "s" | "" => Some(1000),
        "m" | "min" => Some(60 * 1000),
        "h" => Some(60 * 60 * 1000),
        _ => None,
    };
    let count: Option<u64> = digits.parse().ok();
    count
        .zip(milliseconds)
        .and_then(|(count, unit)| count.checked_mul(unit))
        .filter(|&length| u32::try_from(length).is_ok())
        .map(Duration::from_millis)
        .ok_or_else(|| "say 500ms, 60s, 2m or 1h; 请写作 500ms、60s、2m 或 1h".into())
}

/// Reads a share from 0 to 1.
pub fn share(text: &str) -> Result<f64, String> {
    let share: Option<f64> = text.parse().ok();
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "say a number from 0 to 1, as 0.01; 请写 0 到 1 之间的数，如 0.01".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_grouped_by_three() {
        let texts = [0, 999, 1000, 25357, -1_234_567].map(thousands);
        assert_eq!(texts, ["0", "999", "1,000", "25,357", "-1,234,567"]);
    }

    #[test]
    fn decimals_are_grouped_too() {
        assert_eq!([0.0, 0.05, 16.66, 3091.11].map(tenths), ["0.0", "0.1", "16.7", "3,091.1"]);
        assert_eq!([0, 1233, 123_405].map(hundredths), ["0.00", "12.33", "1,234.05"]);
    }

    #[test]
    fn lengths_of_time_have_units() {
        let read = |text| duration(text).map(|length| length.as_millis()).ok();
        assert_eq!(
            ["500ms", "60s", "2m", "1h", "7"].map(read),
            [500, 60_000, 120_000, 3_600_000, 7000].map(Some)
        );
        assert_eq!(
            ["", "s", "-1s", "1.5m", "9d", "99999999999999999999s", "9999h"].map(read),
            [None; 7]
        );
    }

    #[test]
    fn shares_lie_between_0_and_1() {
        assert_eq!(share("0.01"), Ok(0.01));
        assert!(["-0.1", "1.01", "NaN", "inf", "x"].iter().all(|text| share(text).is_err()));
    }
}
