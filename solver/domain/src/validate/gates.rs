//! Dismissal points and their gates.

use super::ids::{self, Seen};
use super::index::SchoolIndex;
use super::path::Path;
use super::sink::{Noun, Sink};
use crate::draft::DismissalPoint;

/// Most waves at a dismissal point.
pub const MAX_WAVES: i64 = 60;
/// Most minutes between two waves.
pub const MAX_WAVE_MINUTES: i64 = 120;

pub(super) const POINT: Noun = ("离校时间点", "dismissal point");
const GATE: Noun = ("校门", "gate");

pub(super) fn check(sink: &mut Sink, path: &Path, here: &SchoolIndex) -> Vec<bool> {
    let mut seen = Seen::new();
    let points = here.school.dismissal_points.iter().enumerate();
    points
        .map(|(index, point)| {
            sink.sound(|sink| {
                ids::unique(sink, &mut seen, path, ("dismissal_points", index), &point.id, POINT);
                check_one(sink, here, &path.entity("dismissal_points", &point.id, index), point);
            })
        })
        .collect()
}

fn check_one(sink: &mut Sink, here: &SchoolIndex, path: &Path, point: &DismissalPoint) {
    let known = here.period_numbers.contains(&point.period);
    sink.reference(&path.field("period"), &point.period.to_string(), known, ("时段", "period"));
    sink.range_if_set(
        &path.field("waves"),
        point.waves,
        1..=MAX_WAVES,
        ("离校批数", "number of waves"),
    );
    let between = ("每批间隔分钟", "minutes between waves");
    sink.range_if_set(
        &path.field("wave_minutes"),
        point.wave_minutes,
        1..=MAX_WAVE_MINUTES,
        between,
    );
    for (index, gate) in point.gates.iter().enumerate() {
        let at = path.item("gates", index);
        ids::well_formed(sink, &at.field("gate"), &gate.gate, GATE);
        let wave = ("每批人数", "pupils per wave");
        sink.range(
            &at.field("pupils_per_wave"),
            gate.pupils_per_wave,
            1..=super::MAX_STUDENTS as i64,
            wave,
        );
    }
    sink.distinct(path, "gates", point.gates.iter().map(|g| &g.gate), |g| (*g).clone(), GATE);
}
