//! What duties need of the indexed problem: where and when pupils leave, and who may do what.

use crate::draft::{
    DismissalPoint, DutyKind, School, Staff, StaffKind, StaffRank, Student, Window,
};
use crate::instance::{Slot, SlotMask};
use std::collections::BTreeMap;

/// A dismissal point with gates on a weekday on which pupils leave there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Weekday 1-7.
    pub weekday: i32,
    /// Id of the dismissal point.
    pub point: String,
    /// Pupils leave at the end of this period.
    pub period: i32,
    /// The end of the period, when the first wave leaves; minutes after midnight.
    pub start_minute: i32,
    /// Minutes of a wave.
    pub wave_minutes: i32,
    /// Waves.
    pub waves: u32,
    /// Gates with pupils per wave.
    pub gates: Vec<(String, u32)>,
    /// (group, pupils who leave), in the order of the groups; none without pupils.
    pub leaving: Vec<(usize, u32)>,
    /// Slots of the weekday that overlap the time until the last wave has left.
    pub overlaps: SlotMask,
    /// A guard's weekday is late.
    pub is_late: bool,
    /// An earlier stand has the same period and one of the gates: its guards count here too.
    pub shares_guards: bool,
}

impl Stand {
    /// When the last wave has left, minutes after midnight.
    pub fn end_minute(&self) -> i32 {
        self.start_minute.saturating_add(self.wave_minutes.saturating_mul(self.waves as i32))
    }
    /// The duty at the gates as a stretch of time.
    fn window(&self) -> Window {
        let (start_minute, end_minute) = (self.start_minute, self.end_minute());
        Window { weekday: self.weekday, start_minute, end_minute }
    }
}

/// What a staff member may do beside sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DutyTerms {
    /// A teacher whose home school this is: may accompany outsiders and be a mentor.
    pub is_teacher: bool,
    /// Rank of post.
    pub rank: Option<StaffRank>,
    /// May be given duties of a kind, by position of [`DUTIES`]: vetted, and willing or a duty of
    /// the post.
    pub may: [bool; 4],
    /// May guard a gate, by stand: inside windows, outside protected times, within care limits.
    pub stands: Vec<bool>,
}

/// Kinds of duties in the order of [`DutyTerms::may`].
pub const DUTIES: [DutyKind; 4] =
    [DutyKind::Patrol, DutyKind::GateGuard, DutyKind::LeaderOnDuty, DutyKind::AreaSupervisor];

impl DutyTerms {
    /// Whether duties of the kind may be given.
    pub fn may_do(&self, kind: DutyKind) -> bool {
        DUTIES.iter().zip(self.may).any(|(&of, may)| of == kind && may)
    }

    /// Reads the terms of a staff member.
    pub(crate) fn new(staff: &Staff, is_own: bool, stands: &[Stand]) -> Self {
        let is_vetted = staff.vetted || staff.kind == Some(StaffKind::Teacher);
        let may =
            |kind: DutyKind| is_vetted && (staff.willing || staff.post_duties.contains(&kind));
        Self {
            is_teacher: is_own && staff.kind == Some(StaffKind::Teacher),
            rank: staff.rank,
            may: DUTIES.map(may),
            stands: stands.iter().map(|stand| is_free(staff, &stand.window())).collect(),
        }
    }
}

/// `staff_available` for a stretch of time.
fn is_free(staff: &Staff, work: &Window) -> bool {
    let today = |window: &&Window| window.weekday == work.weekday;
    let inside =
        |w: &Window| w.start_minute <= work.start_minute && work.end_minute <= w.end_minute;
    let overlaps =
        |w: &Window| w.start_minute < work.end_minute && work.start_minute < w.end_minute;
    let latest = staff.care.as_ref().and_then(|care| care.latest_end_minute);
    (staff.windows.is_empty() || staff.windows.iter().filter(today).any(inside))
        && !staff.protected.iter().filter(today).any(overlaps)
        && latest.is_none_or(|minute| work.end_minute <= minute)
}

/// The stands of a school, by weekday and dismissal point.
pub(crate) fn stands(school: &School, slots: &[Slot], late_after_minute: i32) -> Vec<Stand> {
    let group: BTreeMap<&str, usize> =
        school.groups.iter().enumerate().map(|(i, group)| (group.id.as_str(), i)).collect();
    let mut stands: Vec<Stand> = Vec::new();
    for weekday in 1..=7 {
        for point in school.dismissal_points.iter().filter(|point| !point.gates.is_empty()) {
            let leaving = leaving(&school.students, &group, weekday, point);
            let last = slots
                .iter()
                .find(|slot| (slot.at.weekday, slot.at.period) == (weekday, point.period));
            if let Some(last) = last.filter(|_| !leaving.is_empty()) {
                let mut stand = stand(point, last, leaving);
                stand.is_late = stand.end_minute() > late_after_minute;
                stand.overlaps = overlaps(&stand, slots);
                let shares = |other: &Stand| {
                    (other.weekday, other.period) == (weekday, point.period)
                        && other.gates.iter().any(|a| stand.gates.iter().any(|b| a.0 == b.0))
                };
                stand.shares_guards = stands.iter().any(shares);
                stands.push(stand);
            }
        }
    }
    stands
}

fn stand(point: &DismissalPoint, last: &Slot, leaving: Vec<(usize, u32)>) -> Stand {
    Stand {
        weekday: last.at.weekday,
        point: point.id.clone(),
        period: point.period,
        start_minute: last.end_minute,
        wave_minutes: point.wave_minutes.unwrap_or(5),
        waves: point.waves.unwrap_or(1) as u32,
        gates: point.gates.iter().map(|g| (g.gate.clone(), g.pupils_per_wave as u32)).collect(),
        leaving,
        overlaps: 0,
        is_late: false,
        shares_guards: false,
    }
}

fn overlaps(stand: &Stand, slots: &[Slot]) -> SlotMask {
    let meets = |slot: &Slot| {
        slot.at.weekday == stand.weekday
            && slot.start_minute < stand.end_minute()
            && stand.start_minute < slot.end_minute
    };
    slots.iter().enumerate().filter(|(_, slot)| meets(slot)).fold(0, |mask, (i, _)| mask | 1 << i)
}

fn leaving(
    students: &[Student],
    group: &BTreeMap<&str, usize>,
    weekday: i32,
    point: &DismissalPoint,
) -> Vec<(usize, u32)> {
    let mut count: BTreeMap<usize, u32> = BTreeMap::new();
    for student in students {
        let leaves = student
            .attendance
            .iter()
            .any(|day| day.weekday == weekday && day.dismissal_point == point.id);
        if let Some(&group) = group.get(student.group.as_str()).filter(|_| leaves) {
            *count.entry(group).or_default() += 1;
        }
    }
    count.into_iter().collect()
}
