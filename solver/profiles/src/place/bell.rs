//! The bell table of one school: when it serves, when pupils come and leave, where a course fits.

use kehou_domain::draft::{
    Attendance, DismissalPoint, GateCapacity, Period, SchoolKind, Segment, SlotRef,
};
use kehou_domain::profile::{BellTable, MenuItem, Season};
use std::collections::BTreeSet;

/// The bell table of a school of some kind and size.
#[derive(Clone, Debug)]
pub struct Bell {
    /// All rows, weekday by weekday.
    pub periods: Vec<Period>,
    /// Where pupils may leave.
    pub points: Vec<DismissalPoint>,
    /// How usual each point is, relative.
    pub leave: Vec<i64>,
    /// Rows for which pupils come, with how usual each is; none: all come for the first.
    pub come: Vec<(i32, i64)>,
    /// Weekdays with service.
    pub weekdays: Vec<i32>,
    /// Activity rows of the first weekday, which most resemble any other.
    pub activity_rows: Vec<i32>,
}

impl Bell {
    /// The table of a season for a school.
    pub fn new(season: &Season, kind: SchoolKind, pupils: i64) -> Self {
        let mut days: Vec<(i32, &BellTable)> = (1..=7)
            .filter_map(|weekday| table(season, kind, weekday).map(|table| (weekday, table)))
            .collect();
        days.sort_by_key(|day| day.0);
        let periods: Vec<Period> = days.iter().flat_map(|&(day, table)| rows(day, table)).collect();
        let first = days.first().map(|day| day.1);
        let activity_rows =
            first.map(|table| rows_of(table, Segment::Activity)).unwrap_or_default();
        let (points, leave) = first.map(|table| leaving(table, pupils)).unwrap_or_default();
        Self {
            come: first.map(coming).unwrap_or_default(),
            weekdays: days.iter().map(|day| day.0).collect(),
            periods,
            points,
            leave,
            activity_rows,
        }
    }

    /// Slots of a segment.
    pub fn slots(&self, segment: Segment) -> i64 {
        self.periods.iter().filter(|period| period.segment == Some(segment)).count() as i64
    }

    /// Slots a pupil attends on a day, with their segments.
    pub fn attended(&self, day: &Attendance) -> impl Iterator<Item = (i32, Segment)> {
        let point = self.points.iter().find(|point| point.id == day.dismissal_point);
        let last = point.map_or(0, |point| point.period);
        let (weekday, first) = (day.weekday, day.from_period);
        self.periods
            .iter()
            .filter(move |p| p.weekday == weekday && (first..=last).contains(&p.index))
            .filter_map(|period| Some((period.index, period.segment?)))
    }

    /// Activity slots a pupil attends on a day.
    pub fn activity_slots(&self, day: &Attendance) -> i32 {
        self.attended(day).filter(|slot| slot.1 == Segment::Activity).count() as i32
    }

    /// Rows at which a session of so many periods can start on a weekday.
    pub fn starts(&self, weekday: i32, periods: i32) -> Vec<i32> {
        let rows: BTreeSet<i32> = self
            .periods
            .iter()
            .filter(|p| p.weekday == weekday && p.segment == Some(Segment::Activity))
            .map(|period| period.index)
            .collect();
        let fits = |&start: &i32| (start..start + periods).all(|row| rows.contains(&row));
        rows.iter().copied().filter(fits).collect()
    }

    /// Whether the course has a pattern of meetings.
    pub fn carries(&self, item: &MenuItem) -> bool {
        if item.paired || !item.weekdays.is_empty() {
            return !self.patterns(item).is_empty();
        }
        let mut days: Vec<(i32, i32)> = Vec::new();
        for &weekday in &self.weekdays {
            days.extend(self.starts(weekday, item.periods).into_iter().map(|row| (row, weekday)));
        }
        let meets = |row: i32| days.iter().filter(|day| day.0 == row).count();
        days.iter().any(|&(row, _)| meets(row) as i64 >= i64::from(item.sessions))
    }

    /// Listed patterns of a course: the starts of each; none when they are derived.
    pub fn patterns(&self, item: &MenuItem) -> Vec<Vec<SlotRef>> {
        let at = |days: &[i32], period| -> Vec<SlotRef> {
            days.iter().map(|&weekday| SlotRef { weekday, period }).collect()
        };
        let days: Vec<Vec<i32>> = if item.paired {
            vec![vec![1, 3], vec![2, 4]]
        } else {
            item.weekdays.iter().map(|&weekday| vec![weekday]).collect()
        };
        let starts = |days: &[i32]| -> Vec<i32> {
            let mut all = days.iter().map(|&day| self.starts(day, item.periods));
            let first = all.next().unwrap_or_default();
            all.fold(first, |both, next| both.into_iter().filter(|s| next.contains(s)).collect())
        };
        days.iter().flat_map(|days| starts(days).into_iter().map(|row| at(days, row))).collect()
    }
}

/// The table of a kind of school on a weekday: the one that names the kind, else the one for all.
fn table(season: &Season, kind: SchoolKind, weekday: i32) -> Option<&BellTable> {
    let of_day = || season.bells.iter().filter(move |table| table.weekdays.contains(&weekday));
    let named = of_day().find(|table| table.kinds.contains(&kind));
    named.or_else(|| of_day().find(|table| table.kinds.is_empty()))
}

fn rows(weekday: i32, table: &BellTable) -> impl Iterator<Item = Period> {
    (1..).zip(&table.rows).map(move |(index, row)| Period {
        weekday,
        index,
        start_minute: row.start_minute,
        end_minute: row.end_minute,
        segment: row.segment,
    })
}

fn rows_of(table: &BellTable, segment: Segment) -> Vec<i32> {
    let rows = (1..).zip(&table.rows).filter(|(_, row)| row.segment == Some(segment));
    rows.map(|(index, _)| index).collect()
}

/// Rows for which pupils come: the first for all others than those of `come_percent`.
fn coming(table: &BellTable) -> Vec<(i32, i64)> {
    let later: Vec<(i32, i64)> = (1..)
        .zip(&table.rows)
        .filter(|(_, row)| row.come_percent > 0)
        .map(|(index, row)| (index, i64::from(row.come_percent)))
        .collect();
    if later.is_empty() {
        return Vec::new();
    }
    let first = (100 - later.iter().map(|come| come.1).sum::<i64>()).max(0);
    std::iter::once((1, first)).chain(later).collect()
}

/// Dismissal points with how usual each is. The share of a point that a school is too small for
/// goes half to the one before and half to the one after.
fn leaving(table: &BellTable, pupils: i64) -> (Vec<DismissalPoint>, Vec<i64>) {
    let rows: Vec<(i32, i64, bool)> = (1..)
        .zip(&table.rows)
        .filter(|(_, row)| row.leave_percent > 0)
        .map(|(at, row)| {
            (at, i64::from(row.leave_percent), pupils >= i64::from(row.leave_from_pupils))
        })
        .collect();
    let mut share: Vec<i64> = rows.iter().map(|row| row.1).collect();
    let mut kept = Vec::new();
    for at in 0..rows.len() {
        if rows[at].2 {
            kept.push(at);
            continue;
        }
        let before = kept.last().copied();
        let after = (at + 1..rows.len()).find(|&next| rows[next].2);
        match (before, after) {
            (Some(before), Some(after)) => {
                share[before] += share[at] / 2;
                share[after] += share[at] - share[at] / 2;
            }
            (Some(other), None) | (None, Some(other)) => share[other] += share[at],
            (None, None) => {}
        }
    }
    let points = kept.iter().map(|&at| point(rows[at].0, pupils)).collect();
    (points, kept.iter().map(|&at| share[at]).collect())
}

fn point(period: i32, pupils: i64) -> DismissalPoint {
    let gates = match pupils {
        ..800 => vec!["east"],
        800..2000 => vec!["east", "west"],
        _ => vec!["east", "west", "south"],
    };
    let gate = |gate: &&str| GateCapacity { gate: (*gate).into(), pupils_per_wave: 180 };
    DismissalPoint {
        id: format!("after-{period}"),
        period,
        waves: Some(3),
        wave_minutes: Some(5),
        gates: gates.iter().map(gate).collect(),
    }
}

/// Start and end of the homework row and the end of the last activity row, by the first table:
/// meetings of teachers and hours of outsiders follow them.
#[derive(Clone, Copy, Debug)]
pub struct Hours {
    /// Start of homework.
    pub start: i32,
    /// End of homework.
    pub middle: i32,
    /// End of activities.
    pub end: i32,
}

impl Hours {
    /// The hours of a season.
    pub fn new(season: &Season) -> Self {
        let rows = season.bells.first().map_or(&[][..], |table| &table.rows);
        let homework = rows.iter().find(|row| row.segment == Some(Segment::Homework));
        let last = rows.iter().rfind(|row| row.segment == Some(Segment::Activity));
        let (Some(first), Some(last)) = (homework.or(rows.first()), last.or(rows.last())) else {
            return Self { start: 960, middle: 1000, end: 1080 };
        };
        Self { start: first.start_minute, middle: first.end_minute, end: last.end_minute }
    }
}
