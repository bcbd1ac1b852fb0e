//! Wall-clock time as milliseconds since 1970, as stored; its protobuf form; and civil dates.

use prost_types::Timestamp;
use std::time::{SystemTime, UNIX_EPOCH};

const DAY_MS: i64 = 86_400_000;

/// Milliseconds since 1970.
pub fn now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |past| past.as_millis() as i64)
}

/// As protobuf.
pub fn timestamp(ms: i64) -> Timestamp {
    Timestamp { seconds: ms.div_euclid(1000), nanos: ms.rem_euclid(1000) as i32 * 1_000_000 }
}

/// `YYYY-MM-DD` of the day so many days before a moment, in China's time zone.
pub fn date_before(now_ms: i64, days: i64) -> String {
    let day = (now_ms + 8 * 3_600_000).div_euclid(DAY_MS) - days;
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day of a day counted from 1970-01-01 (Hinnant, chrono-compatible low-level date
/// algorithms).
fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, of_year - (153 * shifted_month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, date_before};

    #[test]
    fn dates_are_civil() {
        assert_eq!(date_before(0, 0), "1970-01-01");
        assert_eq!(date_before(11_016 * DAY_MS, 0), "2000-02-29");
        assert_eq!(date_before(20_779 * DAY_MS, 30), "2026-10-23");
        assert_eq!(date_before(17 * 3_600_000, 0), "1970-01-02");
    }
}
